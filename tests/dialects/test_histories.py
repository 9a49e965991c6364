"""Histories: how a text becomes the numbered lines of PubMed, Scopus and Web of Science."""

from __future__ import annotations

import pytest

from searchkit.dialects import parse, target
from searchkit.query.nodes import sketch
from searchkit.query.strategy import Strategy


def read(text: str, name: str) -> Strategy:
    to = target(name)
    assert to.dialect.read is not None
    return to.dialect.read(text, to)


def codes(strategy: Strategy) -> set[str]:
    return {found.code.id for found in strategy.diagnostics}


@pytest.mark.parametrize(
    ("name", "text", "numbers", "hits"),
    [
        ("pubmed", "#1 peer[ti]\n#2 lay[ti]\n#3 #1 OR #2", [1, 2, 3], [None] * 3),
        ("pubmed", "1. peer[ti]\n2. lay[ti]\n3. #1 OR #2", [1, 2, 3], [None] * 3),
        ("pubmed", "1\tpeer[ti]\t1,234\n2\tlay[ti]\t56\n3\t#1 OR #2\t1,250", [1, 2, 3], [1234, 56, 1250]),
        ("pubmed", "#3 #1 OR #2\n#2 lay[ti]\n#1 peer[ti]", [1, 2, 3], [None] * 3),
        ("pubmed", "peer[ti]\nlay[ti]\n#1 OR #2", [1, 2, 3], [None] * 3),
        ("pubmed", "(\n  peer[ti]\n  OR lay[ti]\n)\nAND\nworker[ti]", [1], [None]),
        ("pubmed", "Search: peer[ti]", [1], [None]),
        ("pubmed", "#35", [1], [None]),
        ("scopus", "25  TITLE(peer)   12,345\n26  #25 AND PUBYEAR AFT 1979   4402", [25, 26], [12345, 4402]),
        ("scopus", "TITLE(peer)\nAND\nABS(lay)", [1], [None]),
        ("scopus", "#1 TITLE(peer)\n#2 ABS(lay)\n#3 #1 AND NOT #2", [1, 2, 3], [None] * 3),
        ("wos", "# 1 TS=peer*\nIndexes=SCI-EXPANDED, SSCI Timespan=All years\n# 2 #1 AND LA=English", [1, 2], [None] * 2),
        ("wos", "1: TS=peer*\n2: TS=lay\n3: #1 OR #2", [1, 2, 3], [None] * 3),
        ("wos", "TS=\n(peer OR lay)\nAND\nTS=worker", [1], [None]),
    ],
)  # fmt: skip
def test_lines_and_counts(name: str, text: str, numbers: list[int], hits: list[int | None]) -> None:
    strategy = read(text, name)
    assert [line.number for line in strategy.lines] == numbers
    assert [line.hits for line in strategy.lines] == hits
    assert all(line.query is not None for line in strategy.lines)
    assert not [found for found in strategy.audit() if found.severity == "error"] or text == "#35"


LETTERED = """1 Index test: physical examination
1a
"straight leg raising"[tw] OR lasegue[tw]
1b
physical examination[mesh]
2 Population: low back pain
back pain[mesh]
OR sciatica[mesh]
Search combination
A. (1a or 1b) and 2
B. 1a not 2
Final search: A or B
"""


def test_lettered_blocks_are_numbered_and_referred_to() -> None:
    strategy = parse(LETTERED, "pubmed")
    trees = [sketch(line.query) for line in strategy.lines if line.query is not None]
    assert trees[3:] == [
        "and\n  or\n    line 1\n    line 2\n  line 3",
        "not\n  line 1\n  line 3",
        "or\n  line 4\n  line 5",
    ]
    assert strategy.lines[2].comment == "Population: low back pain"
    assert {"P009", "P043", "P046", "P047"} <= codes(strategy)
    assert not [found for found in strategy.diagnostics if found.severity == "error"]


def test_numbers_are_words_where_anything_else_stands_beside_them() -> None:
    strategy = read("1. peer[ti]\n2. lay[ti]\n3. 1 OR lay[ti]", "pubmed")
    assert strategy.lines[2].query is not None
    assert "line" not in sketch(strategy.lines[2].query)
    assert "P046" not in codes(strategy)


def test_what_a_title_says_is_not_searched() -> None:
    strategy = read("PubMed\nSearch strategy\n1. peer[ti]\n2. lay[ti]", "pubmed")
    assert [line.number for line in strategy.lines] == [1, 2]
    assert codes(strategy) == {"P009"}


@pytest.mark.parametrize("name", ["pubmed", "scopus", "wos"])
@pytest.mark.parametrize("text", ["", "\n\n", "   ", "()", "AND", '"', "[", "((((", "#", "\x00"])
def test_nothing_to_read_is_an_error_and_no_crash(name: str, text: str) -> None:
    strategy = read(text, name)
    assert any(found.severity == "error" for found in strategy.diagnostics)


@pytest.mark.parametrize("name", ["pubmed", "scopus", "wos"])
def test_deep_nesting_is_refused(name: str) -> None:
    word = {"pubmed": "a[ti]", "scopus": "TITLE(a)", "wos": "TI=a"}[name]
    deep = word
    for _ in range(150):
        deep = f"({deep} OR {word})"
    strategy = read(deep, name)
    assert "P019" in codes(strategy)
