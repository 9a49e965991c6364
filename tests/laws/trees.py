"""Random trees and small records over a few words, so that matches and collisions happen."""

from __future__ import annotations

from hypothesis import strategies as st

from searchkit.query.evaluation import IndexedHeading, Searchable
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Heading,
    Limit,
    LimitKind,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Piece,
    Term,
    Text,
    Wildcard,
)
from searchkit.vocabulary import Descriptor, Mesh

MESH = Mesh.of(
    "2022",
    [
        Descriptor("D1", "Health Services", ("N02",)),
        Descriptor("D2", "Mental Health Services", ("N02.1",)),
        Descriptor("D3", "Peer Group", ("F01",)),
        Descriptor("D4", "Stress Disorders, Post-Traumatic", ("F03.9",)),
        Descriptor("D5", "Humans", ("B01.9",)),
        Descriptor("D6", "Animals", ("B01",)),
    ],
)
_LABELS = [row.label for row in MESH.descriptors]
_SPOKEN = """
    peer peers support supports supported supporter worker workers workerless co production
    coproduction co-production woman women womxn color colour colours sup p health mental group
    services stress post traumatic disorders supp3rt
""".split()  # noqa: SIM905 - a list of thirty strings hides what it lists
_MARK = {"*": Wildcard(0, None), "#": Wildcard(1, 1), "?": Wildcard(0, 1), "2": Wildcard(0, 2)}
_ASKED = """
    peer support worker workers co-production coproduction woman colour sup health p peer*
    support* sup* su* worker? worker2 wom#n wom* colo?r colo?r* co-produc* p* s#pport peer#
    supp#rt* p*r
""".split()  # noqa: SIM905 - the same


def _term(text: str) -> Term:
    pieces: list[Piece] = []
    for character in text:
        if character in _MARK:
            pieces.append(_MARK[character])
        elif pieces and isinstance(pieces[-1], Text):
            pieces[-1] = Text(pieces[-1].characters + character)
        else:
            pieces.append(Text(character))
    return Term(tuple(pieces))


terms = st.sampled_from(_ASKED).map(_term)
varied = st.builds(
    lambda text: Term((Text(text),), variants=True), st.sampled_from(["peer", "supports", "colour"])
)
phrases = st.lists(terms, min_size=2, max_size=3).map(lambda words: Phrase(tuple(words)))
words = terms | terms | phrases | varied


def _joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    operands = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.builds(And, operands) | st.builds(Or, operands) | st.builds(Not, parts, parts)


def _near(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    pair = st.tuples(parts, parts)
    return st.builds(
        lambda operands, distance: Near(operands, distance or 0, ordered=distance is None),
        pair,
        st.none() | st.integers(0, 3),
    )


_near_operands = st.recursive(
    words,
    lambda parts: _near(parts) | st.lists(parts, min_size=2, max_size=3).map(tuple).map(Or),
    max_leaves=4,
)
nearness = _near(_near_operands)
free_text = st.recursive(words | nearness, _joined, max_leaves=4)

FIELDS: tuple[tuple[Field, ...], ...] = (
    (Field.TITLE,),
    (Field.ABSTRACT,),
    (Field.TITLE, Field.ABSTRACT),
    (Field.TITLE, Field.ABSTRACT, Field.AUTHOR_KEYWORD),
    (Field.AUTHOR_KEYWORD,),
    (Field.INDEX_KEYWORD,),
    (Field.TEXT_WORD,),
    (Field.MULTI_PURPOSE,),
    (Field.ALL_FIELDS,),
    (Field.HEADING_WORD,),
    (Field.TITLE, Field.HEADING_WORD),
    (Field.SUBSTANCE,),
    (Field.JOURNAL_WORD,),
)
fielded = st.builds(Fielded, free_text, st.sampled_from(FIELDS))
headings = st.builds(
    Heading,
    st.sampled_from(_LABELS),
    st.just("mesh"),
    st.booleans(),
    st.booleans(),
    st.sampled_from([(), (), ("th",), ("th", "di")]),
)
named = st.builds(
    lambda label: Fielded(Phrase(tuple(_term(word) for word in label.split())), (Field.HEADING,)),
    st.sampled_from(["Peer Group", "Mental Health Services"]),
)
parts = fielded | fielded | free_text | headings | named


def _limited(tree: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    kinds = st.sampled_from(
        [
            (LimitKind.LANGUAGE, ("english",)),
            (LimitKind.LANGUAGE, ("english", "german")),
            (LimitKind.YEARS, ("2000", "2010")),
            (LimitKind.YEARS, ("2005", "current")),
            (LimitKind.YEARS, ("", "2005")),
            (LimitKind.HUMANS, ()),
            (LimitKind.ANIMALS, ()),
            (LimitKind.PUBLICATION_TYPE, ("review",)),
            (LimitKind.ABSTRACT, ()),
            (LimitKind.FREQUENCY, ("2",)),
            (LimitKind.DEDUPLICATED, ()),
        ]
    )
    return st.builds(lambda operand, limit: Limit(operand, *limit), tree, kinds)


trees = st.recursive(parts, lambda tree: _joined(tree) | _limited(tree), max_leaves=4)


_texts = st.lists(st.sampled_from(_SPOKEN), max_size=7).map(" ".join)
_several = st.lists(
    st.lists(st.sampled_from(_SPOKEN), min_size=1, max_size=3).map(" ".join), max_size=2
).map(tuple)
_indexed = st.lists(
    st.builds(
        IndexedHeading,
        st.sampled_from(_LABELS),
        st.just("mesh"),
        st.booleans(),
        st.sampled_from([(), ("th",), ("di", "px")]),
    ),
    max_size=3,
).map(tuple)
_FREE = (
    Field.AUTHOR_KEYWORD,
    Field.INDEX_KEYWORD,
    Field.KEYWORDS_PLUS,
    Field.SUBSTANCE,
    Field.JOURNAL_WORD,
)
records = st.builds(
    lambda title, abstract, others, year, language, kind, headings: Searchable(
        "record",
        {
            Field.TITLE: (title,),
            Field.ABSTRACT: (abstract,) if abstract else (),
            **dict(zip(_FREE, others, strict=True)),
            Field.YEAR: (year,),
            Field.LANGUAGE: (language,),
            Field.PUBLICATION_TYPE: (kind,),
        },
        headings,
    ),
    _texts,
    _texts,
    st.tuples(*[_several] * len(_FREE)),
    st.sampled_from(["1999", "2005", "2020"]),
    st.sampled_from(["english", "german", "french"]),
    st.sampled_from(["Review", "Journal Article"]),
    _indexed,
)
