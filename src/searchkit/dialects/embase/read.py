"""Read: Embase.com's searches and histories become a strategy.

AND, OR and NOT are done in the order written; words side by side are joined by AND; field
codes, headings and limits stand behind what they belong to: `(a OR b):ti,ab`, `'x'/exp/mj`,
`[english]/lim`.
"""

from __future__ import annotations

import re

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import grammar, history, infix, neighbours
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import plain
from searchkit.dialects.embase.tables import FIELDS, FIRST_YEAR, LIMIT_VALUES, WILDCARDS
from searchkit.dialects.grammar import Item
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import BOOLEAN, BRACKETS, Shape, Token, tokeniser
from searchkit.dialects.restrictions import restriction
from searchkit.dialects.spec import Target
from searchkit.query.fields import Field
from searchkit.query.nodes import Heading, LimitKind, Node, Raw
from searchkit.query.strategy import Line, Strategy

_ROWS = {code: row for row in FIELDS for code in (row.code, *row.other_codes) if code}
_CODE = "(?:" + "|".join([*sorted(_ROWS, key=len, reverse=True), "exp", "mj"]) + r")(?![\w])"
_ANY = rf"(?:{_CODE}|[a-z]{{2}}(?!\w))"
_UNKNOWN = rf":{_ANY}(?:\s*,\s*{_ANY})*"
_QUOTED = r"'(?:[^']|(?<=\w)'(?=\w))*'(?!\w)|\"[^\"]*\""
_SLASHED = r"/(?:it|jt|au|la|ti|ab|py|ff)\b"
_MARK = r"(?:exp|de|mj|syn|br|(?:dm|dd|dv|lnk)_?\w*)"

_pieces = tokeniser(
    (
        (Shape.HEADING, rf"(?:{_QUOTED}|[\w-]+)\s*/\s*{_MARK}(?:\s*/\s*{_MARK})*(?!\w)"),
        (Shape.LIMIT, r"\[[^\[\]]*\]\s*/\s*(?:lim|py|sd|it)\b"),
        (Shape.QUOTED, _QUOTED),
        (Shape.SUFFIX, rf"(?:{_UNKNOWN}|:\s*{_CODE}(?:\s*,\s*{_CODE})*|{_SLASHED})"),
        (Shape.NEAR, r"\b(?:near|next)\s*/\s*\d{1,3}\b|\b(?:near|next)\b(?=\s+[\w'(])"),
        BOOLEAN,
        *BRACKETS,
        (Shape.REFERENCE, r"\#\d{1,4}\b"),
        (Shape.WORD, rf"(?:(?!{_UNKNOWN}|:\s*{_CODE}|{_SLASHED})[^\s()\",;\[\]])+"),
    )
)

_KNOWN = frozenset({*_ROWS, "exp", "mj"})


def cut(text: str) -> list[Token]:
    """Return the pieces of a line; a field that no table knows is one with what it holds."""
    return neighbours.kept_suffixes(_pieces(text), text, _KNOWN)


FRAME = history.Frame(
    "#",
    history.noise(
        r"""
  | embase(?:\.com)?\b(?!/)[^'"/:()]*$ | elsevier\b
  | no\.\s+query\b | history\b | session\s+results?\b
"""
    ),
    endings=("/exp", "/de", "/mj", "/lim", "/py", ":ti", ":ab", ":kw", ",ab", ",ti", ",kw", ",de"),
)

_BESIDE = Item(grammar.Kind.AND, Span(0, 0))


def read(text: str, target: Target) -> Strategy:
    """Read a strategy written for Embase.com."""
    whole, found = plain(text)
    layout = history.lay_out(whole, FRAME)
    found += layout.diagnostics
    lines: list[Line] = []
    for row in layout.rows:
        line = LineText(row.body, row.number, target.database.vocabulary)
        query = infix.read_expression(line, LANGUAGE, text)
        found += line.found
        lines.append(Line(row.number, query, row.body.whole, row.hits))
    found.sort(key=lambda one: (one.span.start, one.span.end))
    return Strategy(text, target.name, tuple(lines), tuple(found))


def _own(token: Token, line: LineText) -> Item | None:
    span = line.body.span(token.start, token.end)
    match token.shape:
        case Shape.NEAR:
            digits = re.sub(r"\D", "", token.text)
            if not digits:
                message = f"`{token.text}` names no distance; read as `{token.text}/1`"
                place = token.start, token.end
                line.report(
                    codes.FIELD_REPAIRED,
                    message,
                    *place,
                    effect=Effect.UNKNOWN,
                    replacement=f"{token.text}/1",
                )
            ordered = token.text[:4].lower() == "next"
            distance = max(int(digits or 1) - 1, 0)
            return Item(grammar.Kind.NEAR, span, distance=distance, ordered=ordered)
        case Shape.SUFFIX:
            names = re.findall(r"[a-z]+", token.text.lower())
            return Item(grammar.Kind.SUFFIX, span, Raw(",".join(names), "embase", span))
        case Shape.KEPT:
            unknown = neighbours.kept_suffix(token, line, "embase")
            return Item(grammar.Kind.OPERAND, span, unknown)
        case Shape.HEADING:
            return Item(grammar.Kind.OPERAND, span, _heading(token, line, span))
        case Shape.LIMIT:
            return Item(grammar.Kind.OPERAND, span, _limit(token, line, span))
        case _:
            return None


def _heading(token: Token, line: LineText, span: Span) -> Heading:
    label, *marks = re.split(rf"\s*/\s*(?={_MARK}(?:\s*/|\s*$))", token.text, flags=re.IGNORECASE)
    names = [mark.strip().lower() for mark in marks]
    linked = tuple(name.split("_", 1)[1] for name in names if re.match(r"d[mdv]_\w", name))
    for name in names:
        if name in {"syn", "br"}:
            message = f"`/{name}` also searches the heading's synonyms, which no heading can say"
            line.report(codes.UNREADABLE, message, token.start, token.end, effect=Effect.UNKNOWN)
    label = label.strip()
    if label[0] in "'\"":
        label = label[1:-1]
    return Heading(
        " ".join(label.split()), line.vocabulary, "exp" in names, "mj" in names, linked, span
    )


def _limit(token: Token, line: LineText, span: Span) -> Node:
    inner, kind = (part.strip().lower() for part in token.text[1:].rsplit("/", 1))
    value = " ".join(inner.removesuffix("]").split())
    years = re.fullmatch(r"(\d{4})\s*-\s*(\d{4})|(\d{4})", value)
    if kind == "py" and years:
        first, last = (years[1], years[2]) if years[1] else (years[3], years[3])
        return restriction(LimitKind.YEARS, ("" if first == FIRST_YEAR else first, last), span)
    if kind == "it":
        return restriction(LimitKind.PUBLICATION_TYPE, (value,), span)
    if kind == "lim":
        meant = LIMIT_VALUES.get(value, LimitKind.LANGUAGE if value.isalpha() else None)
        if meant in {LimitKind.HUMANS, LimitKind.ANIMALS, LimitKind.ABSTRACT}:
            return restriction(meant, (), span)
        if meant is not None:
            return restriction(meant, (value,), span)
    message = f"the limit `{token.text}` is not known"
    place = token.start, token.end
    line.report(codes.LIMIT_UNKNOWN, message, *place, effect=Effect.UNKNOWN)
    return restriction(LimitKind.OTHER, (token.text,), span)


def _fielded(node: Node, item: Item, line: LineText) -> Node:
    names = item.node.text.split(",") if isinstance(item.node, Raw) else []
    covers: set[Field] = set()
    for name in names:
        covers |= _ROWS[name].covers if name in _ROWS else {Field.HEADING_WORD}
    return infix.in_field(node, tuple(sorted(covers)), item)


LANGUAGE = infix.Language(
    dialect="embase",
    cut=cut,
    symbols=WILDCARDS.symbols,
    own=_own,
    beside=_BESIDE,
    fielded=_fielded,
    precedence=grammar.LEFT_TO_RIGHT,
)
