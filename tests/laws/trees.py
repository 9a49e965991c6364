"""Random trees and small records over the same few words, so that they match and collide.

A case draws four words to ask for; the words of its records are mostly forms that those
match. Shapes are drawn by hand, simple ones more often than deep ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st

from searchkit.query.evaluation import IndexedHeading, Searchable, tokens
from searchkit.query.evaluation.spans import test
from searchkit.query.evaluation.tokens import patterns
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
    literal,
)
from searchkit.vocabulary import Descriptor, Mesh

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]


def _row(text: str) -> list[str]:
    return text.split()


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
LABELS = [row.label for row in MESH.descriptors]
SPOKEN = _row(
    "peer peers support supports supported supporter worker workers workerless co production "
    "coproduction co-production woman women womxn color colour colours sup p health mental "
    "group services stress post traumatic disorders supp3rt"
)
ASKED = _row(
    "peer support worker workers co-production coproduction woman colour sup health p peer* "
    "support* sup* su* worker? worker2 wom#n wom* colo?r colo?r* co-produc* p* s#pport peer# "
    "supp#rt* p*r"
)
_MARK = {"*": Wildcard(0, None), "#": Wildcard(1, 1), "?": Wildcard(0, 1), "2": Wildcard(0, 2)}

FIELDS: tuple[tuple[Field, ...], ...] = (
    (Field.TITLE,),
    (Field.ABSTRACT,),
    (Field.TITLE, Field.ABSTRACT),
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
LIMITS: tuple[tuple[LimitKind, tuple[str, ...]], ...] = (
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
)
_RECORDED = (
    Field.AUTHOR_KEYWORD,
    Field.INDEX_KEYWORD,
    Field.KEYWORDS_PLUS,
    Field.SUBSTANCE,
    Field.JOURNAL_WORD,
)


def term(text: str) -> Term:
    """Return a word written with the marks of `ASKED`."""
    pieces: list[Piece] = []
    for character in text:
        if character in _MARK:
            pieces.append(_MARK[character])
        elif pieces and isinstance(pieces[-1], Text):
            pieces[-1] = Text(pieces[-1].characters + character)
        else:
            pieces.append(Text(character))
    return Term(tuple(pieces))


def _matching(asked: str) -> list[str]:
    tests = [test(pattern) for pattern in patterns(term(asked))]
    return [word for word in SPOKEN if any(one(token) for one in tests for token in tokens(word))]


MATCHING = {asked: _matching(asked) for asked in ASKED}


class Case(NamedTuple):
    """A tree and the records it is tried on."""

    tree: Node
    records: list[Searchable]


class _Drawer:
    def __init__(self, draw: Draw[T]) -> None:
        self.draw = draw
        self.pool = [self.of(ASKED) for _ in range(4)]
        self.spoken = [self.of(SPOKEN), self.of(SPOKEN)]
        self.spoken += [self.of(MATCHING[asked]) for asked in self.pool for _ in "12"]

    def of(self, choices: Sequence[T]) -> T:
        return self.draw(st.sampled_from(choices))  # type: ignore[arg-type,return-value]

    def often(self, tenths: int) -> bool:
        return self.of(range(10)) < tenths

    def word(self) -> Term:
        found = term(self.of(self.pool))
        varied = literal(found) is not None and not self.often(9)
        return Term(found.pieces, variants=varied)

    def words(self) -> Term | Phrase:
        if self.often(7):
            return self.word()
        return Phrase(tuple(self.word() for _ in range(self.of([2, 2, 3]))))

    def near(self, depth: int = 0) -> Near:
        distance, ordered = self.of(
            [(0, True), (0, True), (0, False), (1, False), (2, False), (3, False), (2, True)]
        )
        return Near((self.operand(depth), self.operand(depth)), distance, ordered)

    def operand(self, depth: int) -> Node:
        shape = self.of(range(10))
        if shape < 6 or (shape == 9 and depth):
            return self.words()
        if shape == 9:
            return self.near(depth + 1)
        return Or(tuple(self.words() for _ in range(self.of([2, 2, 3]))))

    def text(self, depth: int = 0) -> Node:
        shape = self.of(range(10))
        if shape < 4:
            return self.words()
        if shape < 7 or depth > 1:
            return self.near()
        return self.joined(lambda: self.text(depth + 1))

    def joined(self, part: Callable[[], Node]) -> Node:
        first, second = part(), part()
        kind = self.of([And, Or, Or, Not])
        return Not(first, second) if kind is Not else kind((first, second))

    def tree(self, depth: int = 0) -> Node:
        shape = self.of(range(20))
        if shape < 14 or depth > 1:
            return Fielded(self.text(), self.of(FIELDS))
        match shape:
            case 14:
                return self.text()
            case 15 | 16:
                subheadings = self.of([(), (), ("th",), ("th", "di")])
                label, explode, major = self.of(LABELS), self.often(5), self.often(3)
                return Heading(label, "mesh", explode, major, subheadings)
            case 17:
                words = self.of(["Peer Group", "Mental Health Services"]).split()
                return Fielded(Phrase(tuple(map(term, words))), (Field.HEADING,))
            case 18:
                return self.joined(lambda: self.tree(depth + 1))
            case _:
                return Limit(self.tree(depth + 1), *self.of(LIMITS))

    def spoken_text(self, most: int = 6) -> str:
        return " ".join(self.draw(st.lists(st.sampled_from(self.spoken), max_size=most)))  # type: ignore[arg-type]

    def several(self) -> tuple[str, ...]:
        return tuple(self.spoken_text(3) for _ in range(self.of([0, 0, 1, 2])))

    def record(self) -> Searchable:
        headings = tuple(
            IndexedHeading(
                self.of(LABELS), "mesh", self.often(5), self.of([(), ("th",), ("di", "px")])
            )
            for _ in range(self.of([0, 1, 1, 2]))
        )
        return Searchable(
            "record",
            {
                Field.TITLE: (self.spoken_text(),),
                Field.ABSTRACT: (self.spoken_text(),),
                **{name: self.several() for name in _RECORDED},
                Field.YEAR: (self.of(["1999", "2005", "2020"]),),
                Field.LANGUAGE: (self.of(["english", "german", "french"]),),
                Field.PUBLICATION_TYPE: (self.of(["Review", "Journal Article"]),),
            },
            headings,
        )


@st.composite
def cases(draw: Draw[T], records: int = 4) -> Case:
    """A tree as a strategy of some platform may hold it, and some records that speak its words."""
    drawer = _Drawer(draw)
    return Case(drawer.tree(), [drawer.record() for _ in range(records)])


@st.composite
def proximities(draw: Draw[T]) -> tuple[Near, list[str]]:
    """A proximity search, and the words of a text."""
    drawer = _Drawer(draw)
    return drawer.near(), list(tokens(drawer.spoken_text(9)))
