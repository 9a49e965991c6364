"""Trees as a searcher on Ovid may write them, for laws that every dialect must keep."""

from __future__ import annotations

from hypothesis import strategies as st

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

# Some are operators, field codes or references on one platform or another.
_STEMS = (
    *("peer", "lay", "wom", "co-produc", "alzheimer's", "ms", "65", "MoCA", "Überleben"),
    *("and", "near", "ti", "IS", "n3", "S3"),
)
_ENDS = (Wildcard(0, None), Wildcard(0, 1), Wildcard(1, 1), Wildcard(0, 3), Wildcard(0, 9))
_LABELS = (
    "Peer Group",
    "Neoplasms",
    "Stress Disorders, Post-Traumatic",
    "Delivery of Health Care",
    "Benzo(a)pyrene",
)
_FIELDS = (
    (Field.TITLE,),
    (Field.ABSTRACT,),
    (Field.TITLE, Field.ABSTRACT),
    (Field.TITLE, Field.ABSTRACT, Field.AUTHOR_KEYWORD),
    (Field.TEXT_WORD,),
    (Field.MULTI_PURPOSE,),
    (Field.ALL_FIELDS,),
    (Field.HEADING_WORD,),
    (Field.ORIGINAL_TITLE,),
    (Field.SUBSTANCE,),
)
_VALUES = ((Field.AUTHOR,), (Field.JOURNAL,), (Field.INSTITUTION,), (Field.PUBLICATION_TYPE,))
_LIMITS = (
    (LimitKind.LANGUAGE, ("english",)),
    (LimitKind.LANGUAGE, ("danish", "english")),
    (LimitKind.YEARS, ("2000", CURRENT)),
    (LimitKind.YEARS, ("", "2015")),
    (LimitKind.HUMANS, ()),
    (LimitKind.ABSTRACT, ()),
    (LimitKind.PUBLICATION_TYPE, ("review", "letter")),
    (LimitKind.AGE_GROUP, ("all adult (19 plus years)",)),
)


@st.composite
def words(draw: st.DrawFn) -> Term:
    """Return one word, often with a wildcard at its end or inside it."""
    match draw(st.integers(0, 3)):
        case 0:
            tail = draw(st.sampled_from(((), (Wildcard(0, None),))))
            return Term((Text("behavio"), draw(st.sampled_from(_ENDS[1:3])), Text("r"), *tail))
        case 1:
            return Term((Text(draw(st.sampled_from(_STEMS))), draw(st.sampled_from(_ENDS))))
        case _:
            return Term((Text(draw(st.sampled_from(_STEMS))),))


@st.composite
def leaves(draw: st.DrawFn) -> Node:
    """Return a word or a phrase."""
    if draw(st.booleans()):
        return draw(words())
    return Phrase(tuple(draw(st.lists(words(), min_size=2, max_size=4))))


@st.composite
def near(draw: st.DrawFn, depth: int = 2) -> Node:
    """Return words near one another: nested, with alternatives, ordered and not."""
    operands = []
    for _ in range(2):
        match draw(st.integers(0, 3)):
            case 0 if depth:
                operands.append(draw(near(depth - 1)))
            case 1:
                operands.append(Or(tuple(draw(st.lists(leaves(), min_size=2, max_size=3)))))
            case _:
                operands.append(draw(leaves()))
    if draw(st.booleans()):
        return Near(tuple(operands), 0, True)
    return Near(tuple(operands), draw(st.integers(0, 8)), False)


@st.composite
def free_text(draw: st.DrawFn, depth: int = 2) -> Node:
    """Return words, proximity and Boolean groups of them."""
    kind = draw(st.integers(0, 4 if depth else 1))
    if kind == 0:
        return draw(leaves())
    if kind == 1:
        return draw(near())
    operands = tuple(draw(st.lists(free_text(depth - 1), min_size=2, max_size=3)))
    return And(operands) if kind == 2 else Or(operands)


@st.composite
def lone_operands(draw: st.DrawFn, vocabulary: str) -> Node:
    """Return one fielded search, heading, reference or value."""
    match draw(st.integers(0, 6)):
        case 0:
            return draw(free_text())
        case 1:
            return Heading(
                draw(st.sampled_from(_LABELS)),
                vocabulary,
                draw(st.booleans()),
                draw(st.booleans()),
                draw(st.sampled_from(((), ("dt",), ("dt", "th")))),
            )
        case 2:
            return LineReference(draw(st.integers(1, 9)))
        case 3:
            code = draw(st.sampled_from(("dt", "th", "di")))
            return Fielded(Term((Text(code),)), (Field.FLOATING_SUBHEADING,))
        case 4:
            name = tuple(Term((Text(draw(st.sampled_from(_STEMS))),)) for _ in range(2))
            return Fielded(Phrase(name), draw(st.sampled_from(_VALUES)))
        case _:
            return Fielded(draw(free_text()), draw(st.sampled_from(_FIELDS)))


@st.composite
def trees(draw: st.DrawFn, vocabulary: str, depth: int = 2) -> Node:
    """Return a whole line over a thesaurus: fields, headings, references, limits, groups."""
    kind = draw(st.integers(0, 4 if depth else 0))
    if kind == 0:
        return draw(lone_operands(vocabulary))
    if kind == 1:
        return Limit(draw(trees(vocabulary, depth - 1)), *draw(st.sampled_from(_LIMITS)))
    if kind == 2:
        return Not(draw(trees(vocabulary, depth - 1)), draw(trees(vocabulary, depth - 1)))
    operands = tuple(draw(st.lists(trees(vocabulary, depth - 1), min_size=2, max_size=3)))
    return And(operands) if kind == 3 else Or(operands)
