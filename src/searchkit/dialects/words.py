"""Words: text with wildcard symbols becomes terms and phrases, by a dialect's own table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from searchkit.diagnostics import Span
from searchkit.dialects.characters import Plain
from searchkit.dialects.spec import WildcardSymbol
from searchkit.query.nodes import Phrase, Piece, Term, Text, Wildcard

_WORD = re.compile(r"\S+")


@lru_cache(maxsize=64)
def _shape(symbols: tuple[WildcardSymbol, ...]) -> re.Pattern[str]:
    numbered = "".join(re.escape(row.symbol) for row in symbols if row.numbered)
    plain = "".join(re.escape(row.symbol) for row in symbols if not row.numbered)
    return re.compile(
        (rf"([{numbered}])(\d+)(?=\W*$)|" if numbered else r"()()(?!)|") + rf"([{plain}])"
    )


def pieces(word: str, symbols: tuple[WildcardSymbol, ...]) -> tuple[Piece, ...]:
    """Return the literal and wildcard pieces of a word.

    >>> from searchkit.dialects.ovid.tables import WILDCARDS
    >>> pieces("wom#n", WILDCARDS.symbols)
    (Text(characters='wom'), Wildcard(minimum=1, maximum=1), Text(characters='n'))
    """
    found: list[Piece] = []
    place = 0
    for match in _shape(symbols).finditer(word):
        if match.start() > place:
            found.append(Text(word[place : match.start()]))
        if match[2]:
            found.append(Wildcard(0, int(match[2])))
        else:
            row = next(row for row in symbols if row.symbol == match[3] and not row.numbered)
            found.append(Wildcard(row.minimum, row.maximum))
        place = match.end()
    if place < len(word):
        found.append(Text(word[place:]))
    return tuple(found)


def term(word: str, symbols: tuple[WildcardSymbol, ...], span: Span) -> Term:
    """Return one word as a term."""
    return Term(pieces(word, symbols), span)


def terms(text: Plain, start: int, end: int, symbols: tuple[WildcardSymbol, ...]) -> list[Term]:
    """Return the words of a stretch of a line, each with its own place."""
    found = []
    for match in _WORD.finditer(text.text, start, end):
        found.append(term(match[0], symbols, text.span(match.start(), match.end())))
    return found


def one_operand(words: Sequence[Term], span: Span) -> Term | Phrase:
    """Return the only word, or a phrase of several."""
    return words[0] if len(words) == 1 else Phrase(tuple(words), span)
