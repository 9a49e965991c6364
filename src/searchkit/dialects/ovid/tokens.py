"""Tokens: one line of Ovid text becomes a row of named pieces, each with its place.

pyparsing matches the pieces; the last alternative takes any character, so that tokenising
never fails and every character of a line is accounted for.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from functools import cache

import pyparsing as pp

from searchkit.dialects.ovid.tables import FIELDS
from searchkit.query.subheadings import MESH_SUBHEADINGS


class Kind(enum.Enum):
    """What a piece of text is."""

    QUOTED = enum.auto()
    COMMENT = enum.auto()
    RANGE = enum.auto()
    RANGE_BEHIND = enum.auto()
    FREQUENCY = enum.auto()
    SUFFIX = enum.auto()
    SUFFIX_UNKNOWN = enum.auto()
    SUFFIX_IN_WORDS = enum.auto()
    SLASH = enum.auto()
    NEAR = enum.auto()
    BOOLEAN = enum.auto()
    OPEN = enum.auto()
    CLOSE = enum.auto()
    OPEN_SQUARE = enum.auto()
    CLOSE_SQUARE = enum.auto()
    COMMA = enum.auto()
    ELLIPSIS = enum.auto()
    REFERENCE = enum.auto()
    WORD = enum.auto()
    STRAY = enum.auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of one line; `start` and `end` count in the plain text of the line."""

    kind: Kind
    text: str
    start: int
    end: int


def field_codes() -> frozenset[str]:
    """Return all spellings of all field codes."""
    return frozenset(code for row in FIELDS for code in (row.code, *row.other_codes))


_CODE = "(?:" + "|".join(sorted(field_codes(), key=len, reverse=True)) + ")(?![A-Za-z0-9])"
_SUFFIX = rf"\.\s*{_CODE}(?:\s*[,.]\s*{_CODE})*(?:\s*\.(?![A-Za-z0-9]))?"
_KNOWN_ONLY = rf"\.{_CODE}(?:\s*,\s*{_CODE})*\s*\.(?![A-Za-z0-9])"
_ANY_CODE = r"(?:[A-Za-z]{2}|[A-Za-z]{1,3}_[A-Za-z]{2,8}|tiab|mesh|all)(?![A-Za-z0-9_])"
_ANY_CODES = rf"{_ANY_CODE}(?:\s*,\s*{_ANY_CODE})*"
_SUFFIX_UNKNOWN = (
    rf"(?<=[^\s.,;])(?<!\b[A-Za-z])(?!{_KNOWN_ONLY})"
    rf"\.(?:\({_ANY_CODES}\)|{_ANY_CODES})\s*\.(?![A-Za-z0-9])"
)
"""Not `vs.`, `3.5`, `e.coli.` or `M.Sc.`: a code has two letters or a `_`, a dot on either side,
and a word of more than one letter before it.
"""
_QUALIFIER = "(?:" + "|".join([*MESH_SUBHEADINGS, "all"]) + r")(?![A-Za-z0-9])"
_QUALIFIER_NAME = "|".join(
    re.escape(name).replace(r"\&", "(?:&|and)") for name in MESH_SUBHEADINGS.values()
)
_SLASH = (
    rf"/(?:\s*{_QUALIFIER}(?:\s*,\s*{_QUALIFIER})*(?!\s*\.\s*{_CODE})"
    rf"|(?:{_QUALIFIER_NAME})(?![A-Za-z]))?"
)
_NUMBERS = r"\d+(?:\s*-\s*\d+)?(?:\s*,\s*\d+(?:\s*-\s*\d+)?)*"

_DOI = rf'\b10\.\d{{4,9}}/(?:(?!{_SUFFIX}|{_SUFFIX_UNKNOWN})[^\s()"\[\],])+'
_WORD = (
    rf'{_DOI}|(?:(?!{_SUFFIX}|{_SUFFIX_UNKNOWN})[^\s()"\[\],/]'
    r"|(?<=\w)\([^()\s]{1,12}\)(?=[\w-]))+"  # `Benzo(a)pyrene` is one word
)

SHAPES: tuple[tuple[Kind, str, str], ...] = (
    (Kind.QUOTED, "phrase in quotation marks", r'"[^"]*"'),
    (Kind.COMMENT, "comment in brackets", r"\[[^\[\]]*\]|\((?=[A-Z])[^()\[\]]*\]"),
    (Kind.RANGE, "range of lines", rf"\b(?:or|and)\s*/\s*{_NUMBERS}(?:\s+\d+)?\b"),
    (Kind.RANGE, "range of lines", r"\b(?:or|and)\s+\d+\s*-\s*\d+\b(?!\)*\.)"),
    (Kind.RANGE_BEHIND, "range of lines", r"\b\d+\s*-\s*\d+\s*/\s*(?:or|and)(?=\s*(?:$|\)))"),
    (Kind.FREQUENCY, "frequency", r"/?\s*freq\s*=\s*\d+"),
    (Kind.SUFFIX_UNKNOWN, "field suffix that no table has", _SUFFIX_UNKNOWN),
    (Kind.SUFFIX, "field suffix", _SUFFIX),
    (Kind.SUFFIX_IN_WORDS, "field in words", rf"\bin\s+{_CODE}(?:\s*,\s*{_CODE})*(?=\s*(?:$|\)))"),
    (Kind.SLASH, "slash of a heading", _SLASH),
    (Kind.NEAR, "proximity operator", r"\b(?:adj|near|next)(?:/?\d{1,6})?(?![\w*$?#:/.-])"),
    (Kind.BOOLEAN, "boolean operator", r"\b(?:and|or|not)\b(?![*$?#:/-])"),
    (Kind.OPEN, "opening bracket", r"\("),
    (Kind.CLOSE, "closing bracket", r"\)"),
    (Kind.OPEN_SQUARE, "square bracket", r"\["),
    (Kind.CLOSE_SQUARE, "square bracket", r"\]"),
    (Kind.COMMA, "comma", r","),
    (Kind.ELLIPSIS, "ellipsis", r"\.\.\.|…"),
    (Kind.REFERENCE, "line reference", r"\#\d+\b(?!-)"),
    (Kind.WORD, "word", _WORD),
    (Kind.STRAY, "stray character", r"\S"),
)
"""The shapes in the order in which they are tried, each with its name for messages."""


@cache
def _tokeniser() -> pp.ParserElement:
    # One expression with a named alternative for each shape: five times as fast as a
    # MatchFirst over as many elements, and a strategy of 5,000 terms has 15,000 pieces.
    shape = "|".join(f"(?P<s{place}>{shape})" for place, (_, _, shape) in enumerate(SHAPES))
    piece = pp.Regex(shape, flags=re.IGNORECASE, as_match=True).set_name("piece of a line")

    def token(_text: str, place: int, found: pp.ParseResults) -> Token:
        match: re.Match[str] = found[0]
        kind = SHAPES[int((match.lastgroup or "s0")[1:])][0]
        return Token(kind, match[0], place, place + len(match[0]))

    return pp.ZeroOrMore(piece.add_parse_action(token)).set_name("line")


def tokens(text: str) -> list[Token]:
    """Return the pieces of a line.

    >>> [token.text for token in tokens("(peer adj3 support*).ti,ab.")]
    ['(', 'peer', 'adj3', 'support*', ')', '.ti,ab.']
    """
    return list(_tokeniser().parse_string(text.replace("\t", " "), parse_all=True))
