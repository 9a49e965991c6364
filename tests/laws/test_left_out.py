"""The law of what is left out: a part that cannot be said takes nothing else with it unsaid.

Every word of a search is in the translation, or stands in a place of which the translation
says that it is left out.
"""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from searchkit.diagnostics import Span
from searchkit.dialects import target
from searchkit.dialects.lower import Policy, Report, Situation, lower
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Limit,
    LimitKind,
    Node,
    Not,
    Or,
    Raw,
    Term,
    Text,
    literal,
    sketch,
    walk,
)
from searchkit.translate import translate

SHAPES = st.recursive(
    st.sampled_from(["word", "word", "raw"]),
    lambda below: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), below, below, below),
        st.tuples(st.just("not"), below, below),
        st.tuples(st.just("limit"), below),
    ),
    max_leaves=8,
)


def grown(shape: str | tuple[object, ...], places: count[int]) -> Node:
    """Return a tree of a shape, each of its words at a place of its own."""
    place = next(places)
    if shape == "raw":
        return Raw(f"unread {place}", "", Span(place, place + 1))
    if isinstance(shape, str):
        span = Span(place, place + 1)
        return Fielded(Term((Text(f"word{place}"),), span), (Field.TITLE,), span)
    name, *rest = shape
    below = [grown(part, places) for part in rest]  # type: ignore[arg-type]
    span = Span(place, next(places))
    match name:
        case "and":
            return And(tuple(below), span)
        case "or":
            return Or(tuple(below), span)
        case "not":
            return Not(below[0], below[1], span)
        case _:
            return Limit(below[0], LimitKind.LANGUAGE, ("english",), span)


def words(node: Node | None) -> set[str]:
    """Return the plain words of a tree."""
    parts = walk(node) if node is not None else ()
    return {literal(part) or "" for part in parts if isinstance(part, Term)}


@pytest.mark.parametrize("name", ["ovid:medline", "pubmed", "wos", "embase"])
@settings(max_examples=200, deadline=None)
@given(shape=SHAPES)
def test_nothing_goes_unsaid(name: str, shape: str | tuple[object, ...]) -> None:
    tree = grown(shape, count())
    report = Report(1)
    at = Situation(target("wos"), target(name), Policy.RECALL, report, date(2026, 1, 1))
    lowered = lower(tree, at)
    said = [one.span for one in report.found if one.code.id == "T070"]
    note(f"{sketch(tree)}\n->\n{sketch(lowered) if lowered else None}\n{said}")
    unsaid = [
        part
        for part in walk(tree)
        if not any(one.start <= part.span.start and part.span.end <= one.end for one in said)
    ]
    assert {literal(part) for part in unsaid if isinstance(part, Term)} <= words(lowered)
    limits = sum(isinstance(part, Limit) for part in unsaid)
    kept = walk(lowered) if lowered else ()
    assert sum(isinstance(part, Limit) for part in kept) >= limits


# (platform, search, target, expected): what stands beside the part left out stays.
CASES = [
    ("wos", "(TI=lung* OR TI=cough*) AND PY=2010-2020 NOT TI=drug*", "pubmed", "((lung*[ti] OR cough*[ti]) AND 2010:2020[dp]) NOT drug*[ti]"),
    ("wos", "TI=asth* AND SU=Biology NOT TI=drug*", "embase", "asth*:ti NOT drug*:ti"),
    ("ovid:medline", "lung.ti. and (limit.xy. not drug.ti.)", "embase", "lung:ti NOT drug:ti"),
    ("ovid:medline", "x2.xy.\nlung.ti.\n2 and (1 not drug.ti.)", "embase", "lung:ti NOT drug:ti"),
    ("ovid:medline", "x2.xy.\nlimit 1 to english\nlung.ti.\n3 and (2 or drug.ti.)", "embase", "lung:ti AND drug:ti"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "to", "expected"), CASES)
def test_what_stands_beside_a_part_left_out(source: str, text: str, to: str, expected: str) -> None:
    assert translate(text, from_=source, to=to).text == expected
