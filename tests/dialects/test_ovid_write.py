"""Ovid's text: brackets where a search needs them, and a line of its own for every limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from searchkit.diagnostics import NOWHERE
from searchkit.dialects import parse, target
from searchkit.errors import DialectError
from searchkit.query.nodes import (
    Fielded,
    Limit,
    LimitKind,
    LineReference,
    Node,
    Term,
    Text,
    children,
    sketch,
    walk,
    with_children,
)
from searchkit.query.strategy import Line, Strategy, resolve
from searchkit.translate import Translation, translate
from source_trees import trees

TODAY = date(2026, 11, 24)
TARGETS = {"ovid:medline": "mesh", "ovid:embase": "emtree", "ovid:psycinfo": "apa"}
CASES = [
    ("pubmed", "(asthma[ti] OR cough[ti]) AND english[la]", "(asthma.ti. or cough.ti.) and english.lg."),
    ("wos", 'TI=("asthma" OR "cough") AND LA=(English)', "(asthma or cough).ti. and english.lg."),
    ("pubmed", "(asthma[ti] AND english[la]) OR cough[ti]", "(asthma.ti. and english.lg.) or cough.ti."),
    ("pubmed", "(asthma[ti] OR cough[ti]) AND humans[mh]", "asthma.ti. or cough.ti.\nlimit 1 to humans"),
    (
        "pubmed",
        "(asthma[ti] OR cough[ti]) AND hasabstract AND 2010:2020[dp]",
        'asthma.ti. or cough.ti.\nlimit 1 to (abstracts and yr="2010-2020")',
    ),
    (
        "pubmed",
        "(asthma[ti] AND hasabstract) NOT drug[ti]",
        "asthma.ti.\nlimit 1 to abstracts\n2 not drug.ti.",
    ),
    (
        "pubmed",
        "1. asthma[ti]\n2. #1 AND hasabstract AND cough[ti]\n3. #2 AND english[la]\n4. #3 OR fish[ti]",
        "asthma.ti. and cough.ti.\nlimit 1 to abstracts\nlimit 2 to english language\n3 or fish.ti.",
    ),
    (
        "pubmed",
        "1. asthma[ti]\n2. #1 AND hasabstract\n3. drug[ti] OR (#2 AND english[la])",
        "asthma.ti.\nlimit 1 to abstracts\ndrug.ti. or (2 and english.lg.)",
    ),
    (
        "ovid:medline",
        "1. asthma.ti.\n2. cough.ti.\n3. 1 or 2\n4. limit 3 to abstracts\n5. remove duplicates from 4",
        "asthma.ti. or cough.ti.\nlimit 1 to abstracts\nremove duplicates from 2",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "expected"), CASES)
def test_text(source: str, text: str, expected: str) -> None:
    assert translate(text, from_=source, to="ovid:medline", today=TODAY).text == expected


def test_added_lines_are_numbered_anew_and_told() -> None:
    text = "1. asthma[ti] AND hasabstract\n2. cough[ti]\n5. #1 OR #2"
    translation = translate(text, from_="pubmed", to="ovid:medline", today=TODAY)
    assert [(line.number, line.text) for line in translation.lines] == [
        (1, "asthma.ti."),
        (2, "limit 1 to abstracts"),
        (3, "cough.ti."),
        (4, "2 or 3"),
    ]
    assert [found.code.id for found in translation.diagnostics] == ["T089"]
    assert translation.inlined(2) == "cough.ti."
    assert len(translation.trees) == len(translation.queries) == 3


def test_lines_that_suffice_keep_their_numbers() -> None:
    text = "3. asthma.ti.\n7. limit 3 to humans"
    translation = translate(text, from_="ovid:medline", to="ovid:embase", today=TODAY)
    assert [line.number for line in translation.lines] == [3, 7]
    assert "T089" not in {found.code.id for found in translation.diagnostics}


def test_a_limit_is_never_written_over_a_search() -> None:
    limit = Limit(Term((Text("peer"),)), LimitKind.HUMANS)
    with pytest.raises(DialectError, match="limits a line"):
        target("ovid").dialect.write(limit, str)


def _read_back(translation: Translation, name: str) -> tuple[Node | None, Node | None]:
    history = "\n".join(f"{line.number}. {line.text}" for line in translation.lines)
    found = [parse(text, name) for text in (translation.text, history)]
    assert [one.diagnostics for one in found] == [(), ()]
    return resolve(found[0]), resolve(found[1])


@pytest.mark.parametrize(("name", "vocabulary"), TARGETS.items())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_written_reads_back(name: str, vocabulary: str, data: st.DataObject) -> None:
    tree = data.draw(trees(vocabulary, 3))
    assume(not any(isinstance(part, Limit) and _is_language(part) for part in walk(tree)))
    assume(not isinstance(tree, LineReference))
    lines = [Line(n, Term((Text(f"word{n}"),)), NOWHERE) for n in range(1, 10)]
    strategy = Strategy("", name, (*lines, Line(10, tree, NOWHERE)))
    translation = translate(strategy, to=name, today=TODAY)
    written = [Line(n, query, NOWHERE) for n, query in enumerate(translation.trees, 1)]
    expected = resolve(Strategy("", name, tuple(written)))
    assert expected is not None
    for again in _read_back(translation, name):
        assert again is not None
        assert sketch(_in_order(again)) == sketch(_in_order(expected))


def _in_order(node: Node) -> Node:
    """Return a tree with the fields of each node in one order: `.ti,ab.` is `.ab,ti.`."""
    below = children(node)
    node = with_children(node, [_in_order(part) for part in below]) if below else node
    return replace(node, fields=tuple(sorted(node.fields))) if isinstance(node, Fielded) else node


def _is_language(limit: Limit) -> bool:
    """Say whether a limit may be written as words, which read back as words."""
    return limit.kind is LimitKind.LANGUAGE
