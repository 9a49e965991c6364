"""References without a sign: `1 AND 2`, `1a and (2a or 3)` on platforms that write `#1`.

They are read as references only where nothing else can be meant: all words of the line are
names of lines, joined by operators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from searchkit.diagnostics import Effect
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import Shape, Token

_OF_COMBINATIONS = frozenset({Shape.WORD, Shape.REFERENCE, Shape.BOOLEAN, Shape.OPEN, Shape.CLOSE})


def bare_references(row: Sequence[Token], labels: Mapping[str, int], line: LineText) -> list[Token]:
    """Return the pieces of a line with names of lines as references (`#3`), each reported."""
    words = [token for token in row if token.shape is Shape.WORD]
    numbers = {token.start: _number(token.text, labels, line.number) for token in words}
    combined = any(token.shape is Shape.BOOLEAN for token in row)
    known = all(token.shape in _OF_COMBINATIONS for token in row) and all(numbers.values())
    if not (words and combined and known):
        return list(row)
    out: list[Token] = []
    for token in row:
        number = numbers.get(token.start)
        if token.shape is Shape.WORD and number:
            message = f"`{token.text}` is read as the line {number}"
            place = token.start, token.end
            line.report(
                codes.REFERENCES_BARE,
                message,
                *place,
                effect=Effect.UNKNOWN,
                replacement=f"#{number}",
            )
            out.append(Token(Shape.REFERENCE, f"#{number}", *place))
        else:
            out.append(token)
    return out


def _number(name: str, labels: Mapping[str, int], own: int) -> int | None:
    for spelling in (name, name.lower(), name.upper()):
        number = labels.get(spelling)
        if number is not None and number != own:
            return number
    return None
