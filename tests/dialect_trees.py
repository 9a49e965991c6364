"""Trees that PubMed, Scopus and Web of Science can say, built from their own tables."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from searchkit.dialects.spec import Dialect, FieldCode
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
    Heading,
    Limit,
    LimitKind,
    LineReference,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    Text,
    Wildcard,
)

Trees = st.SearchStrategy[Node]

PROSE = {Field.TITLE, Field.ABSTRACT, Field.AUTHOR_KEYWORD, Field.HEADING_WORD, Field.ALL_FIELDS}
_WORDS = ("peer", "co-production", "alzheimer's", "Überleben", "ms", "65", "ti", "PRE", "w", "TS")
_OPERATORS = ("and", "OR", "Not", "near", "same", "w/2", "pre/0")
_STEMS = ("mentor", "behavio", "support")

plain_words = st.sampled_from([*_WORDS, *_OPERATORS]).map(lambda word: Term((Text(word),)))
end_truncated = st.sampled_from(_STEMS).map(lambda stem: Term((Text(stem), Wildcard(0, None))))


def inside_truncated(*wildcards: Wildcard) -> st.SearchStrategy[Term]:
    """Return words with one of these wildcards inside, as `behavio$r`."""
    return st.sampled_from(wildcards).map(lambda one: Term((Text("behavio"), one, Text("r"))))


def phrases(words: st.SearchStrategy[Term], last: st.SearchStrategy[Term]) -> Trees:
    """Return phrases of words of which the last may be of another kind."""
    firsts = st.lists(words, min_size=1, max_size=3)
    return st.builds(lambda some, end: Phrase((*some, end)), firsts, last)


def fielded(operand: Trees, rows: list[FieldCode]) -> Trees:
    """Return operands in one of these fields."""
    return st.builds(
        lambda node, row: Fielded(node, tuple(sorted(row.covers))), operand, st.sampled_from(rows)
    )


def rows(dialect: Dialect, wanted: Callable[[FieldCode], bool]) -> list[FieldCode]:
    """Return the rows of a dialect's fields that are wanted; there must be some."""
    found = [row for row in dialect.fields if wanted(row)]
    assert found
    return found


def groups(leaves: Trees, most: int = 6) -> Trees:
    """Return AND, OR and NOT over leaves and one another."""

    def over(inner: Trees) -> Trees:
        some = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(st.builds(And, some), st.builds(Or, some), st.builds(Not, inner, inner))

    return st.recursive(leaves, over, max_leaves=most)


def limited(inner: Trees, limits: list[tuple[LimitKind, tuple[str, ...]]]) -> Trees:
    """Return trees under one of these limits, or under none."""
    one = st.builds(lambda node, limit: Limit(node, *limit), inner, st.sampled_from(limits))
    return st.one_of(inner, one, groups(st.one_of(inner, one), 3))


LIMITS: list[tuple[LimitKind, tuple[str, ...]]] = [
    (LimitKind.LANGUAGE, ("english",)),
    (LimitKind.LANGUAGE, ("danish", "swedish")),
    (LimitKind.YEARS, ("2000", "2010")),
    (LimitKind.YEARS, ("", "2015")),
]

OPEN = (LimitKind.YEARS, ("2000", CURRENT))

references = st.integers(1, 99).map(LineReference)

mesh_headings = st.builds(
    Heading,
    st.sampled_from(["Peer Group", "Stress Disorders, Post-Traumatic", "Wounds and Injuries"]),
    st.just("mesh"),
    st.booleans(),
    st.booleans(),
    st.sampled_from([(), ("dt",), ("cf",)]),
)


def nearness(operands: Trees, ordered: bool) -> Trees:
    """Return two operands near one another."""
    pair = st.tuples(operands, operands)
    kinds = st.booleans() if ordered else st.just(False)
    return st.builds(Near, pair, st.integers(0, 20), kinds)
