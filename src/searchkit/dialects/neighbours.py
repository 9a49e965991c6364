"""Neighbours: pieces of a line that stand side by side, for platforms with field prefixes.

Scopus and Web of Science combine words side by side with AND, which searchers seldom mean;
and both have fields and functions that no table knows. This module finds them in the row of
pieces before the grammar sees it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from searchkit.dialects import parse_codes as codes
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import Shape, Token

WORDS = frozenset({Shape.WORD, Shape.QUOTED, Shape.EXACT})


def operand_end(row: Sequence[Token], place: int) -> int:
    """Return where the operand that begins at a place ends: behind a group or one word."""
    if place >= len(row) or row[place].shape is not Shape.OPEN:
        return min(place + 1, len(row))
    depth = 0
    for end in range(place, len(row)):
        depth += (row[end].shape is Shape.OPEN) - (row[end].shape is Shape.CLOSE)
        if depth == 0:
            return end + 1
    return len(row)


def run_end(row: Sequence[Token], place: int) -> int:
    """Return where a run of words that begins at a place ends."""
    end = place
    while end < len(row) and row[end].shape in WORDS:
        end += 1
    return end


def whole(row: Sequence[Token], first: int, end: int, text: str, shape: Shape) -> Token:
    """Return several pieces as one."""
    start, stop = row[first].start, row[end - 1].end
    return Token(shape, text[start:stop], start, stop)


def tell_joined(row: Sequence[Token], line: LineText) -> None:
    """Tell the user of words side by side that the platform combines with AND."""
    for left, right in pairwise(row):
        if left.shape in WORDS and right.shape in WORDS:
            message = "words side by side are combined with AND"
            line.report(codes.WORDS_JOINED_BY_AND, message, left.start, right.end)
