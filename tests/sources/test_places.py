"""What a server says about a phrase is shown where the phrase stands in the strategy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.diagnostics import NOWHERE, Code, Effect, Span
from searchkit.sources.base import ServerWarning
from searchkit.sources.codes import CODES
from searchkit.sources.entrez import WARNINGS
from searchkit.sources.places import Row, diagnostics_of, occurrences, shortfall
from searchkit.sources.position import Tally

STRATEGY = """\
1. "Peer-led support worker*".ti,ab.
2. (expert adj by adj experienc*).ti,ab.
3. schizophrnia.mp. or peer adj3 support$
4. 1 or 2 or (peer‐led  support worker)
"""


def rows() -> list[Row]:
    found, start = [], 0
    for number, text in enumerate(STRATEGY.splitlines(keepends=True), start=1):
        found.append(Row(number, Span(start, start + len(text)), text))
        start += len(text)
    return found


@pytest.mark.parametrize(
    ("phrase", "places"),
    [
        (
            '"peer led support worker"[tiab]',
            ["Peer-led support worker", "peer‐led  support worker"],
        ),
        ('"expert by experience"[tiab]', []),
        ("expert by experienc*[tiab]", ["expert adj by adj experienc"]),
        ("SCHIZOPHRNIA[Title/Abstract]", ["schizophrnia"]),
        ('"peer support"[tiab:~2]', ["peer adj3 support"]),
        ("support", ["support", "support", "support"]),
        ("led supp", []),
        ("[tiab]", []),
        ("", []),
    ],
)
def test_a_phrase_is_found_where_it_stands(phrase: str, places: list[str]) -> None:
    assert [STRATEGY[slice(*span)] for _, span in occurrences(phrase, rows())] == places


def test_a_warning_carries_line_place_and_effect() -> None:
    told = diagnostics_of([ServerWarning("phrase-not-found", "schizophrnia[tiab]")], rows())
    ((diagnostic),) = told
    assert (diagnostic.code.id, diagnostic.line) == ("H001", 3)
    assert STRATEGY[slice(*diagnostic.span)] == "schizophrnia"
    assert diagnostic.effect is Effect.BROADER


def test_what_stands_nowhere_is_told_without_a_place() -> None:
    (told,) = diagnostics_of([ServerWarning("quoted-phrase-not-found", '"x y"[tiab]')], rows())
    assert (told.span, told.line) == (NOWHERE, None)


def test_a_message_is_not_looked_for_in_the_strategy() -> None:
    (told,) = diagnostics_of([ServerWarning("server-message", "support")], rows())
    assert (told.span, told.line, told.effect) == (NOWHERE, None, None)


def test_every_kind_of_warning_has_a_code_and_a_text() -> None:
    kinds = {kind for _, _, kind in WARNINGS} | {"history-lost"}
    told = diagnostics_of([ServerWarning(kind, "p") for kind in sorted(kinds)], [])
    assert [diagnostic.code.name for diagnostic in told] == sorted(kinds)


def test_a_shortfall_is_told_with_its_effect() -> None:
    tally = Tally(hit_count=30, retrieved=20, limit=20, missing=("7",))
    assert [(told.code.id, told.effect) for told in shortfall(tally)] == [
        ("H007", Effect.NARROWER),
        ("H006", Effect.NARROWER),
    ]
    assert shortfall(Tally(hit_count=20, retrieved=20, limit=20)) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_place_is_always_inside_its_line(phrase: str, text: str) -> None:
    row = Row(5, Span(100, 100 + len(text)), text)
    for number, span in occurrences(phrase, [row]):
        assert number == 5
        assert 100 <= span.start < span.end <= 100 + len(text)


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
def test_every_code_explains_itself(code: Code) -> None:
    assert code.id.startswith("H")
    for part in ("Why it matters:", "Example:", "What to do:"):
        assert part in code.explanation


def test_code_ids_and_names_are_unique() -> None:
    assert len({code.id for code in CODES}) == len({code.name for code in CODES}) == len(CODES)
