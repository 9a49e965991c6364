"""Read: Scopus's searches and histories become a strategy.

A field stands before brackets. OR binds tighter than W/n and PRE/n, these tighter than AND,
and AND NOT comes last (S2, S5, S6). A plain word and a phrase in quotation marks find
plurals and spellings of their own; braces ask for the words as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import grammar, infix
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import plain
from searchkit.dialects.grammar import Item, Kind
from searchkit.dialects.line_text import LineText
from searchkit.dialects.neighbours import (
    function_end,
    kept_prefixes,
    operand_end,
    run_end,
    tell_joined,
    whole,
)
from searchkit.dialects.numbered import lay_out
from searchkit.dialects.pieces import BOOLEAN, BRACKETS, Shape, Token, tokeniser
from searchkit.dialects.restrictions import restriction
from searchkit.dialects.scopus.tables import DOCUMENT_TYPES, FIELDS, OTHER_FUNCTIONS, WILDCARDS
from searchkit.dialects.spec import Target
from searchkit.dialects.words import one_operand
from searchkit.query.nodes import CURRENT, LimitKind, Node, Raw, Term, Text
from searchkit.query.strategy import Line, Strategy

_ROWS = {code: row for row in FIELDS for code in (row.code, *row.other_codes)}
_CODES = "|".join(sorted([*_ROWS, *OTHER_FUNCTIONS], key=len, reverse=True))
_NAMES = "AUTH"
_FUNCTION = re.compile(
    r"(?P<name>limit-to|exclude|language|doctype)\s*\(\s*(?:(?P<key>[a-z-]+)\s*,\s*)?"
    r'"?(?P<value>[^"]*?)"?\s*\)$',
    re.IGNORECASE,
)
_YEAR = re.compile(r"pubyear\s*(?P<sign>[<>]=?|=|aft|bef|is)\s*(?P<year>\d{4})", re.IGNORECASE)

_pieces = tokeniser(
    (
        (Shape.QUOTED, r'"[^"]*"'),
        (Shape.EXACT, r"\{[^{}]*\}"),
        (
            Shape.LIMIT,
            r'(?:limit-to|exclude)\s*\(\s*[a-z-]+\s*,\s*(?:"[^"]*"|[^()"]*)\s*(?:,[^()]*)?\)',
        ),
        (Shape.LIMIT, r"language\s*\(\s*[a-z]+(?:-[a-z]+)?\s*\)"),
        (Shape.LIMIT, r'doctype\s*\(\s*"?[a-z]{2}"?\s*\)'),
        (Shape.LIMIT, _YEAR.pattern.replace("?P<sign>", "?:").replace("?P<year>", "?:")),
        (Shape.FIELD, rf"\b(?:{_CODES})(?=\s*\()"),
        (Shape.NEAR, r"\b(?:w|pre)/\d{1,3}\b(?![\w*?-])"),
        BOOLEAN,
        *BRACKETS,
        (Shape.REFERENCE, r"\#\d{1,4}\b(?![\w*?-])"),
        (Shape.WORD, r'[^\s()"{},;]+'),
    )
)


def cut(text: str) -> list[Token]:
    """Return the pieces of a line; names are one piece, and so is what no table knows."""
    row = kept_prefixes(_pieces(text), text, _function_end)
    out: list[Token] = []
    place = 0
    while place < len(row):
        token = row[place]
        end = place + 1
        if token.shape is Shape.FIELD and token.text.upper() not in _ROWS:
            end = operand_end(row, place + 1)
            out.append(whole(row, place, end, text, Shape.LIMIT))
        elif token.shape is Shape.FIELD and token.text.upper() == _NAMES:
            end = run_end(row, place + 2)
            out += row[place : place + 2]
            if end > place + 2:
                out.append(whole(row, place + 2, end, text, Shape.QUOTED))
        else:
            out.append(token)
        place = end
    return out


def _function_end(row: Sequence[Token], place: int) -> int:
    return function_end(row, place, frozenset())


def read(text: str, target: Target) -> Strategy:
    """Read a strategy: one string, a list of strings, or a history that refers with `#1`."""
    received, found = plain(text)
    layout = lay_out(received)
    found += layout.diagnostics
    lines: list[Line] = []
    for row in layout.rows:
        line = LineText(row.body, row.number, "")
        _remark(cut(row.body.text), line)
        query = infix.read_expression(line, LANGUAGE, text)
        lines.append(Line(row.number, query, row.body.whole, row.hits, row.title))
        found += line.found
    found.sort(key=lambda one: (one.span.start, one.span.end))
    return Strategy(text, target.name, tuple(lines), tuple(found))


def _remark(row: Sequence[Token], line: LineText) -> None:
    """Tell what is unlike what searchers expect: words joined by AND, a bare NOT."""
    tell_joined(row, line)
    for token in row:
        if token.shape is Shape.BOOLEAN and token.text.upper() == "NOT":
            message = "`NOT` is read as `AND NOT`"
            place = token.start, token.end
            line.report(
                codes.OTHER_PLATFORM_FORM,
                message,
                *place,
                effect=Effect.UNKNOWN,
                replacement="AND NOT",
            )


def _own(token: Token, line: LineText) -> Item | None:
    span = line.body.span(token.start, token.end)
    match token.shape:
        case Shape.NEAR:
            distance = int(token.text.partition("/")[2])
            return Item(Kind.NEAR, span, distance=distance, ordered=token.text[0] in "Pp")
        case Shape.FIELD:
            return Item(Kind.PREFIX, span, Raw(token.text.upper(), "scopus", span))
        case Shape.EXACT:
            words = tuple(Term((Text(word),), span) for word in token.text.strip("{} ").split())
            return Item(Kind.OPERAND, span, one_operand(words, span)) if words else None
        case Shape.LIMIT:
            return Item(Kind.OPERAND, span, _limit(token.text, span, line))
        case _:
            return None


def _limit(text: str, span: Span, line: LineText) -> Node:
    alone = Raw(text, "scopus", span)
    year = _YEAR.fullmatch(text)
    if year:
        ends = _years(year["sign"].upper(), int(year["year"]))
        return restriction(LimitKind.YEARS, ends, span, alone)
    function = _FUNCTION.fullmatch(text)
    if function is None:
        message = f"`{text.partition('(')[0].strip()}` has no counterpart; kept as it is"
        line.note(codes.FIELD_UNKNOWN, message, span, Effect.UNKNOWN)
        return alone
    name = function["name"].upper()
    key = (function["key"] or name).upper()
    value = function["value"].strip()
    if name == "LANGUAGE":
        return restriction(LimitKind.LANGUAGE, (value.casefold(),), span)
    if name != "EXCLUDE" and key == "LANGUAGE":
        return restriction(LimitKind.LANGUAGE, (value.casefold(),), span, alone)
    if name != "EXCLUDE" and key == "DOCTYPE" and value.casefold() in DOCUMENT_TYPES:
        types = (DOCUMENT_TYPES[value.casefold()],)
        return restriction(LimitKind.PUBLICATION_TYPE, types, span, alone)
    if name != "EXCLUDE" and key == "PUBYEAR" and value.isdigit():
        return restriction(LimitKind.YEARS, (value, value), span, alone)
    return restriction(LimitKind.OTHER, (" ".join(text.split()),), span, alone)


def _years(sign: str, year: int) -> tuple[str, str]:
    """Return the first and the last year that `PUBYEAR > 1999` and its like ask for.

    >>> _years(">", 1999), _years("BEF", 2000), _years("=", 2010)
    (('2000', 'current'), ('', '1999'), ('2010', '2010'))
    """
    match sign:
        case ">" | "AFT":
            return str(year + 1), CURRENT
        case ">=":
            return str(year), CURRENT
        case "<" | "BEF":
            return "", str(year - 1)
        case "<=":
            return "", str(year)
        case _:
            return str(year), str(year)


def _fielded(node: Node, item: Item, _line: LineText) -> Node:
    code = item.node.text if isinstance(item.node, Raw) else ""
    return infix.in_field(node, tuple(sorted(_ROWS[code].covers)), item)


def _quotes(token: Token) -> tuple[int, int]:
    """Return where the words of a quoted piece begin and end; names carry no marks."""
    return (1, len(token.text) - 1) if token.text.startswith('"') else (0, len(token.text))


_PRECEDENCE = MappingProxyType(
    {Kind.PREFIX: 6, Kind.OR: 5, Kind.NEAR: 4, Kind.AND: 3, Kind.NOT: 2, Kind.OPEN: 0}
)

LANGUAGE = infix.Language(
    dialect="scopus",
    cut=cut,
    symbols=WILDCARDS.symbols,
    own=_own,
    beside=Item(grammar.Kind.AND, Span(0, 0)),
    fielded=_fielded,
    quotes=_quotes,
    varies=lambda token, _line: token.shape is not Shape.EXACT,
    leading_wildcard=True,
    precedence=_PRECEDENCE,
)
