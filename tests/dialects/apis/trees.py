"""Random searches over few words, and a judge that says which records they find."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

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
    Term,
    Text,
    Wildcard,
    literal,
)

WORDS = ("peer", "lay", "support", "mentor", "of", "and")


def term(word: str) -> Term:
    return Term((Text(word),))


words = st.sampled_from(WORDS).map(term)
phrases = st.lists(words, min_size=2, max_size=3).map(lambda found: Phrase(tuple(found)))


def joined(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        several.map(And),
        several.map(Or),
        st.tuples(parts, parts).map(lambda pair: Not(*pair)),
    )


plain = st.recursive(st.one_of(words, phrases), joined, max_leaves=8)
"""Words and phrases under AND, OR and NOT: what every judge here understands."""

LANGUAGES = ("english", "danish")
limited = st.recursive(
    words,
    lambda parts: st.one_of(
        joined(parts),
        st.tuples(parts, st.sampled_from(LANGUAGES)).map(
            lambda pair: Limit(pair[0], LimitKind.LANGUAGE, (pair[1],))
        ),
    ),
    max_leaves=8,
)
"""The same with limits to a language anywhere."""


# What an Ovid strategy may hold.

pieces = st.one_of(
    st.sampled_from([Wildcard(0, None), Wildcard(0, 1), Wildcard(1, 1), Wildcard(0, 3)]),
    st.sampled_from(["s", "er", "-", "'", "or", "é", "2", '"', ",", ";", ":", "(", "\\"]).map(Text),
)
wild = st.tuples(st.sampled_from(["peer", "wom", "co", "x"]), st.lists(pieces, max_size=3)).map(
    lambda pair: Term((Text(pair[0]), *pair[1]))
)
wild_phrases = st.lists(wild, min_size=2, max_size=3).map(lambda found: Phrase(tuple(found)))


def near(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(
        Near,
        st.lists(parts, min_size=2, max_size=3).map(tuple),
        st.integers(0, 9),
        st.booleans(),
    )


free_text = st.recursive(
    st.one_of(wild, wild_phrases),
    lambda parts: st.one_of(joined(parts), near(parts)),
    max_leaves=6,
)
FIELDS = [
    (Field.TITLE,),
    (Field.TITLE, Field.ABSTRACT),
    (Field.MULTI_PURPOSE,),
    (Field.ALL_FIELDS,),
    (Field.AUTHOR,),
    (Field.HEADING_WORD,),
    (Field.HEADING,),
    (Field.DOI,),
    (Field.YEAR,),
    (Field.PUBLICATION_TYPE,),
]
headings = st.builds(
    Heading,
    st.sampled_from(["Peer Group", "Benzo(a)pyrene", "Stress Disorders, Post-Traumatic"]),
    st.just("mesh"),
    st.booleans(),
    st.booleans(),
    st.sampled_from([(), ("dt",), ("dt", "th")]),
)
LIMITS = [
    (LimitKind.LANGUAGE, ("english",)),
    (LimitKind.LANGUAGE, ("english", "danish")),
    (LimitKind.LANGUAGE, ("klingon",)),
    (LimitKind.YEARS, ("2000", "current")),
    (LimitKind.YEARS, ("", "2020")),
    (LimitKind.HUMANS, ()),
    (LimitKind.ABSTRACT, ()),
    (LimitKind.UPDATE_DATE, ("20200101", "20201231")),
]
searches = st.recursive(
    st.one_of(
        headings,
        free_text,
        st.tuples(free_text, st.sampled_from(FIELDS)).map(lambda p: Fielded(*p)),
    ),
    lambda parts: st.one_of(
        joined(parts),
        st.tuples(parts, st.sampled_from(LIMITS)).map(lambda p: Limit(p[0], *p[1])),
    ),
    max_leaves=5,
)
"""Everything that a line of Ovid may hold, and characters that other platforms reserve."""


@dataclass(frozen=True)
class Document:
    """A record for the judge: words in order, and a language."""

    words: tuple[str, ...]
    language: str


documents = st.builds(
    Document,
    st.lists(st.sampled_from(WORDS), max_size=6).map(tuple),
    st.sampled_from(LANGUAGES),
)


def finds(node: Node, document: Document) -> bool:
    match node:
        case Term():
            return literal(node) in document.words
        case Phrase(parts):
            wanted = tuple(literal(part) for part in parts)
            starts = range(len(document.words) - len(wanted) + 1)
            return any(document.words[at : at + len(wanted)] == wanted for at in starts)
        case And(operands):
            return all(finds(part, document) for part in operands)
        case Or(operands):
            return any(finds(part, document) for part in operands)
        case Not(included, excluded):
            return finds(included, document) and not finds(excluded, document)
        case Limit(operand, _, values):
            return finds(operand, document) and document.language in values
        case Fielded(operand):
            return finds(operand, document)
        case _:
            raise AssertionError(f"the judge does not know {node}")
