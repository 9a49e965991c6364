"""Neighbours: pieces of a line that stand side by side, seen before the grammar sees them.

Scopus and Web of Science combine words side by side with AND, which searchers seldom mean;
and every platform has fields and functions that no table knows. They are found in the row of
pieces, and with what stands in them become one piece that is kept word for word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from itertools import pairwise

from searchkit.diagnostics import Effect
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import Shape, Token
from searchkit.query.nodes import Raw

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


BOUNDARY = frozenset({Shape.OPEN, Shape.BOOLEAN})
"""What an operand may stand behind."""


def kept_prefixes(
    row: Sequence[Token], text: str, end_of: Callable[[Sequence[Token], int], int]
) -> list[Token]:
    """Return the pieces of a line, each unknown field before its operand as one `LIMIT`.

    `end_of` says where what begins at a place ends when it is such a field, else gives the
    place itself. Only what begins an operand is asked about.
    """
    out: list[Token] = []
    place = 0
    while place < len(row):
        first = place == 0 or row[place - 1].shape in BOUNDARY
        end = end_of(row, place) if first and row[place].shape is Shape.WORD else place
        if end > place:
            out.append(whole(row, place, end, text, Shape.LIMIT))
        else:
            out.append(row[place])
        place = max(end, place + 1)
    return out


def function_end(row: Sequence[Token], place: int, known: frozenset[str]) -> int:
    """Return where an unknown function such as `PEER(yes)` ends; the place itself for a word.

    One that is not `known` to be a function is in capitals, its bracket right behind it.
    """
    end = place
    while end + 2 < len(row) and row[end + 1].shape is Shape.COMMA:
        end += 2
    if end + 1 >= len(row) or row[end + 1].shape is not Shape.OPEN:
        return place
    name = row[end].text
    glued = row[end].end == row[end + 1].start and re.fullmatch(r"[A-Z][A-Z.-]+", name)
    return operand_end(row, end + 1) if glued or name.upper() in known else place


def kept_suffixes(row: Sequence[Token], text: str, known: Container[str]) -> list[Token]:
    """Return the pieces of a line, each unknown field behind its operand as one `KEPT`.

    Codes beside it that are known stay a field of their own: `a:ti,xx` is `a:ti OR a:xx`.
    """
    out: list[Token] = []
    for token in row:
        codes_named = re.findall(r"[a-z]+", token.text.lower())
        unknown = [code for code in codes_named if code not in known]
        first = _operand_start(out, len(out)) if token.shape is Shape.SUFFIX and unknown else None
        if first is None:
            out.append(token)
            continue
        operand, start = out[first:], out[first].start
        written = f"{text[start : token.start]}:{','.join(unknown)}"
        piece = Token(Shape.KEPT, written, start, token.end)
        rest = [code for code in codes_named if code in known]
        if rest:
            place = token.start, token.end
            field = Token(Shape.SUFFIX, f":{','.join(rest)}", *place)
            opening, closing = Token(Shape.OPEN, "(", start, start), Token(Shape.CLOSE, ")", *place)
            words = [opening, *operand, closing]
            choice = Token(Shape.BOOLEAN, "OR", *place)
            out[first:] = [opening, *words, field, choice, piece, closing]
        else:
            out[first:] = [piece]
    return out


def _operand_start(row: Sequence[Token], end: int) -> int | None:
    """Return where the operand that ends at a place begins, words near it included."""
    place = end - 1
    if place < 0:
        return None
    if row[place].shape is Shape.CLOSE:
        depth = 0
        for before in range(place, -1, -1):
            depth += (row[before].shape is Shape.CLOSE) - (row[before].shape is Shape.OPEN)
            if depth == 0:
                place = before
                break
        else:
            return None
    elif row[place].shape not in WORDS:
        return None
    if place and row[place - 1].shape is Shape.NEAR:
        return _operand_start(row, place - 1)
    return place


def kept_suffix(token: Token, line: LineText, dialect: str) -> Raw:
    """Return what stands in an unknown field as the platform's own text, and tell it."""
    operand, _, name = token.text.rpartition(":")
    message = f"the field `{name}` is not known; what stands in it is kept as it is"
    place = token.start + len(operand), token.end
    line.report(codes.FIELD_UNKNOWN, message, *place, effect=Effect.UNKNOWN)
    return Raw(token.text, dialect, line.body.span(token.start, token.end))


def kept(token: Token, line: LineText, dialect: str, name: str) -> Raw:
    """Return what stands in an unknown field as the platform's own text, and tell it."""
    message = f"the field `{name}` is not known; what stands in it is kept as it is"
    place = token.start, token.start + len(name)
    line.report(codes.FIELD_UNKNOWN, message, *place, effect=Effect.UNKNOWN)
    return Raw(token.text, dialect, line.body.span(token.start, token.end))


def tell_joined(row: Sequence[Token], line: LineText) -> None:
    """Tell the user of words side by side that the platform combines with AND."""
    for left, right in pairwise(row):
        if left.shape in WORDS and right.shape in WORDS:
            message = "words side by side are combined with AND"
            line.report(codes.WORDS_JOINED_BY_AND, message, left.start, right.end)
