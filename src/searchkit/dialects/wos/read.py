"""Read: Web of Science's searches and histories become a strategy.

A field stands before a group, words or a proximity search. NEAR binds tightest, then NOT,
then AND, then OR (W6 for AND before OR; the rest is unverified, so mixed operators without
brackets are told). A plain word finds its inflections; quotation marks or a wildcard stop
that. NEAR without a number leaves fifteen words between (W3).
"""

from __future__ import annotations

import re
from types import MappingProxyType

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import grammar, infix
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import plain
from searchkit.dialects.grammar import Item, Kind
from searchkit.dialects.line_text import LineText
from searchkit.dialects.neighbours import operand_end, run_end, tell_joined, whole
from searchkit.dialects.numbered import lay_out
from searchkit.dialects.pieces import BOOLEAN, BRACKETS, Shape, Token, tokeniser
from searchkit.dialects.restrictions import restriction
from searchkit.dialects.spec import Target
from searchkit.dialects.wos.refine import refined, split_refinements
from searchkit.dialects.wos.tables import FIELDS, FIRST_YEAR, OWN_FIELDS, PROXIMITY, WILDCARDS
from searchkit.query.fields import Field
from searchkit.query.nodes import CURRENT, Fielded, LimitKind, Node, Raw, Term, Text
from searchkit.query.strategy import Line, Strategy

_COVERS = {
    code: row.covers for row in (*FIELDS, *OWN_FIELDS) for code in (row.code, *row.other_codes)
}
_YEARS = r"\d{4}(?:\s*-\s*(?:\d{4})?)?"
_NAME = r"(?!(?:and|or|not|near|same)\b)[a-z]+(?:[ -](?!(?:and|or|not|near|same)\b)[a-z]+)*"

_pieces = tokeniser(
    (
        (Shape.QUOTED, r'"[^"]*"'),
        (Shape.LIMIT, rf"\bpy\s*=\s*(?:{_YEARS}|\(\s*{_YEARS}\s*\))(?![\w*?$])"),
        (Shape.LIMIT, rf"\bla\s*=\s*(?:{_NAME}(?![\w*?$=])|\(\s*{_NAME}(?:\s+or\s+{_NAME})*\s*\))"),
        (Shape.FIELD, r"\b[a-z]{2,4}\s*="),
        (Shape.NEAR, r"\b(?:near(?:/\d{1,3})?|same)\b(?![*?$-])"),
        BOOLEAN,
        *BRACKETS,
        (Shape.REFERENCE, r"\#\s*\d{1,4}\b(?![\w*?$-])"),
        (Shape.WORD, r'[^\s()"=,;`]+'),
    )
)


def _code(token: Token) -> str:
    return token.text.rstrip("= \t").upper()


def cut(text: str) -> list[Token]:
    """Return the pieces of a line; words behind a field are a group, so that it holds them all."""
    row = _pieces(text)
    out: list[Token] = []
    place = 0
    while place < len(row):
        token = row[place]
        end = place + 1
        if token.shape is Shape.FIELD and _code(token) not in _COVERS:
            end = operand_end(row, place + 1)
            out.append(whole(row, place, end, text, Shape.LIMIT))
        elif token.shape is Shape.FIELD and (last := run_end(row, end)) > end + 1:
            opening, closing = row[end].start, row[last - 1].end
            out += [token, Token(Shape.OPEN, "", opening, opening), *row[end:last]]
            out.append(Token(Shape.CLOSE, "", closing, closing))
            end = last
        else:
            out.append(token)
        place = end
    return out


def read(text: str, target: Target) -> Strategy:
    """Read a strategy: one string, a list of strings, or a history that refers with `#1`."""
    received, found = plain(text)
    layout = lay_out(received)
    found += layout.diagnostics
    lines: list[Line] = []
    for row in layout.rows:
        body, refinements = split_refinements(row.body)
        line = LineText(body, row.number, "")
        tell_joined(cut(body.text), line)
        query = infix.read_expression(line, LANGUAGE, text)
        if query is not None:
            query = refined(query, refinements, line)
        lines.append(Line(row.number, query, row.body.whole, row.hits, row.title))
        found += line.found
    found.sort(key=lambda one: (one.span.start, one.span.end))
    return Strategy(text, target.name, tuple(lines), tuple(found))


def _own(token: Token, line: LineText) -> Item | None:
    span = line.body.span(token.start, token.end)
    match token.shape:
        case Shape.NEAR if token.text.casefold() == "same":
            message = "SAME is read as AND, which finds more"
            line.note(codes.SAME_AS_AND, message, span, Effect.BROADER)
            return Item(Kind.AND, span)
        case Shape.NEAR:
            digits = token.text.partition("/")[2]
            return Item(Kind.NEAR, span, distance=int(digits or PROXIMITY.default or 0))
        case Shape.FIELD:
            return Item(Kind.PREFIX, span, Raw(_code(token), "wos", span))
        case Shape.LIMIT:
            return Item(Kind.OPERAND, span, _limit(token.text, span, line))
        case _:
            return None


def _limit(text: str, span: Span, line: LineText) -> Node:
    code, _, value = text.partition("=")
    value = value.strip("() \t")
    match code.strip().upper():
        case "LA":
            names = re.split(r"\s+or\s+", value.casefold())
            return restriction(LimitKind.LANGUAGE, names, span)
        case "PY":
            first, dash, last = (part.strip() for part in value.partition("-"))
            start = "" if first == FIRST_YEAR and dash else first
            ends = (start, (last or CURRENT) if dash else first)
            year = Fielded(Term((Text(first),), span), (Field.YEAR,), span)
            return restriction(LimitKind.YEARS, ends, span, None if dash else year)
        case unknown:
            message = f"the field `{unknown}` has no counterpart; kept as it is"
            line.note(codes.FIELD_UNKNOWN, message, span, Effect.UNKNOWN)
            return Raw(text, "wos", span)


def _fielded(node: Node, item: Item, _line: LineText) -> Node:
    code = item.node.text if isinstance(item.node, Raw) else ""
    return infix.in_field(node, tuple(sorted(_COVERS[code])), item)


_PRECEDENCE = MappingProxyType(
    {Kind.NEAR: 6, Kind.PREFIX: 5, Kind.NOT: 4, Kind.AND: 3, Kind.OR: 2, Kind.OPEN: 0}
)

LANGUAGE = infix.Language(
    dialect="wos",
    cut=cut,
    symbols=WILDCARDS.symbols,
    own=_own,
    beside=Item(grammar.Kind.AND, Span(0, 0)),
    fielded=_fielded,
    varies=lambda token, _line: token.shape is Shape.WORD,
    leading_wildcard=True,
    precedence=_PRECEDENCE,
)
