"""Pieces: one line of text becomes a row of named pieces, by the shapes of a dialect.

pyparsing matches the pieces. Whatever the shapes of a dialect leave over is a stray
character, so that reading never fails and every character of a line is accounted for.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyparsing as pp


class Shape(enum.Enum):
    """What a piece of text is."""

    QUOTED = "words in quotation marks"
    EXACT = "words in braces"
    HEADING = "subject heading"
    LIMIT = "limit"
    FIELD = "field before its operand"
    SUFFIX = "field behind its operand"
    KEPT = "field that no table has, with its operand"
    NEAR = "proximity operator"
    BOOLEAN = "Boolean operator"
    REFERENCE = "line reference"
    RANGE = "range of lines"
    OPEN = "opening bracket"
    CLOSE = "closing bracket"
    COMMA = "comma"
    WORD = "word"
    STRAY = "stray character"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of one line; `start` and `end` count in the plain text of the line."""

    shape: Shape
    text: str
    start: int
    end: int


Tokeniser = Callable[[str], list[Token]]

BRACKETS: tuple[tuple[Shape, str], ...] = (
    (Shape.OPEN, r"\("),
    (Shape.CLOSE, r"\)"),
    (Shape.COMMA, r"[,;]"),
)
"""Shapes that all platforms share."""

BOOLEAN = (Shape.BOOLEAN, r"\b(?:and\s+not|and|or|not)\b(?![*?$#:/-])")
"""Boolean operators as whole words, in any case."""


def tokeniser(shapes: Sequence[tuple[Shape, str]]) -> Tokeniser:
    """Return what cuts a line by these shapes, the first that fits at each place.

    >>> cut = tokeniser([BOOLEAN, *BRACKETS, (Shape.WORD, r"[^\\s()]+")])
    >>> [token.text for token in cut("(peer OR lay)")]
    ['(', 'peer', 'OR', 'lay', ')']
    """
    # One expression with a named alternative for each shape: several times as fast as a
    # MatchFirst over as many elements.
    rows = [*shapes, (Shape.STRAY, r"\S")]
    shape = "|".join(f"(?P<s{place}>{pattern})" for place, (_, pattern) in enumerate(rows))
    piece = pp.Regex(shape, flags=re.IGNORECASE, as_match=True).set_name("piece of a line")

    def token(_text: str, place: int, found: pp.ParseResults) -> Token:
        match: re.Match[str] = found[0]
        kind = rows[int((match.lastgroup or "s0")[1:])][0]
        return Token(kind, match[0], place, place + len(match[0]))

    line = pp.ZeroOrMore(piece.add_parse_action(token)).set_name("line")

    def tokens(text: str) -> list[Token]:
        return list(line.parse_string(text.replace("\t", " "), parse_all=True))

    return tokens
