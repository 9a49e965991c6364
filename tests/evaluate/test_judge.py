"""What the judge says, case by case; the cases are data."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from searchkit.dialects import target
from searchkit.dialects.semantics import semantics_of
from searchkit.query.evaluation import (
    Collection,
    IndexedHeading,
    Searchable,
    Semantics,
    Tokenising,
    evaluate,
)
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    Limit,
    LimitKind,
    LineRange,
    LineReference,
    Node,
    Operator,
    Or,
    Raw,
    Term,
    Text,
)
from searchkit.translate import parse
from searchkit.vocabulary import Descriptor, Mesh

CASES = tomllib.loads(Path(__file__).with_name("matches.toml").read_text(encoding="utf-8"))
MESH = Mesh.of(
    "2022",
    [
        Descriptor("D1", "Mental Health Services", ("F04.408",), ("Mental Hygiene Services",)),
        Descriptor("D2", "Community Mental Health Services", ("F04.408.307",)),
        Descriptor("D3", "Humans", ("B01.050",)),
    ],
)
RULES = semantics_of(target("ovid:medline"), {"mesh": MESH})


def _record(values: dict[str, object]) -> Searchable:
    texts = {
        Field(name.replace("_", " ")): tuple(held) if isinstance(held, list) else (str(held),)
        for name, held in values.items()
        if name not in {"headings", "unknown"}
    }
    texts.setdefault(Field.TITLE, ())
    headings = values.get("headings")
    if headings is None:
        return Searchable("1", texts)
    assert isinstance(headings, list)
    return Searchable("1", texts, tuple(_heading(label) for label in headings))


def _heading(written: str) -> IndexedHeading:
    """Read `*Label/th` as MEDLINE writes it; `~Label` does not tell focus and subheadings."""
    label, _, codes = written.lstrip("*~").partition("/")
    if written.startswith("~"):
        return IndexedHeading(label, "mesh")
    subheadings = tuple(codes.split(",")) if codes else ()
    return IndexedHeading(label, "mesh", written.startswith("*"), subheadings)


def _query(text: str) -> Node:
    query = parse(text).lines[-1].query
    assert query is not None
    return query


ROWS = [
    (f"{name}: {query}", case["record"], query, answer)
    for name, case in CASES.items()
    for answer, key in ((True, "yes"), (False, "no"), (None, "unknown"))
    for query in case.get(key, ())
]


@pytest.mark.parametrize(
    ("record", "query", "answer"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_case(record: dict[str, object], query: str, answer: bool | None) -> None:
    searched = _record(record)
    assert evaluate(_query(query), searched, RULES) is answer
    assert Collection([searched]).find(_query(query), RULES).answer(0) is answer


def test_references_are_answered_by_the_lines_given() -> None:
    record = Searchable("1", {})
    both = LineRange(Operator.AND, ((1, 2),))
    assert evaluate(LineReference(1), record, RULES, {1: True}) is True
    assert evaluate(both, record, RULES, {1: True, 2: False}) is False
    assert evaluate(both, record, RULES, {1: True}) is None
    assert evaluate(LineReference(7), record, RULES, {1: True}) is None


def test_what_only_a_platform_can_read_is_unknown() -> None:
    record = Searchable("1", {Field.TITLE: ("peer",)})
    raw = Raw("..pg 3", "ovid")
    assert evaluate(raw, record, RULES) is None
    assert evaluate(Or((raw, Term((Text("peer"),)))), record, RULES) is True
    found = Limit(Term((Text("peer"),)), LimitKind.CLINICAL_QUERY, ("therapy",))
    assert evaluate(found, record, RULES) is None


def test_hyphens_can_be_characters() -> None:
    rules = Semantics(frozenset, (Field.TITLE,), tokenising=Tokenising("-'"))
    record = Searchable("1", {Field.TITLE: ("Co-production - by the patients' peers",)})
    assert evaluate(Term((Text("co-production"),)), record, rules) is True
    assert evaluate(Term((Text("production"),)), record, rules) is False
    assert evaluate(Term((Text("patients"),)), record, rules) is True


def test_stopwords_can_be_left_out_of_the_count() -> None:
    near = _query("(peer adj2 support).ti.")
    record = Searchable("1", {Field.TITLE: ("support of the peer",)})
    strict = Semantics(
        frozenset, (Field.TITLE,), tokenising=Tokenising("", frozenset(["of", "the"]))
    )
    assert evaluate(near, record, RULES) is False
    assert evaluate(near, record, strict) is True
