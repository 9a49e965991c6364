"""Read: ProQuest's searches become a strategy.

A field is a function of its operand: `TI,AB("peer support")`. Words side by side are joined
by AND; a plain word finds its variants unless it is quoted; a phrase in braces does too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import grammar, history, infix, neighbours
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import plain
from searchkit.dialects.grammar import Item
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import BOOLEAN, BRACKETS, Shape, Token, tokeniser
from searchkit.dialects.proquest.tables import (
    FIELDS,
    FIRST_YEAR,
    OTHER_FUNCTIONS,
    PROXIMITY,
    WILDCARDS,
)
from searchkit.dialects.restrictions import restriction
from searchkit.dialects.spec import Target
from searchkit.dialects.words import pieces
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    And,
    Heading,
    LimitKind,
    Node,
    Not,
    Or,
    Piece,
    Raw,
    Term,
    Wildcard,
    children,
    with_children,
)
from searchkit.query.strategy import Line, Strategy

_ROWS = {code: row for row in FIELDS for code in (row.code, *row.other_codes)}
_SUBJECT = r"(?:mj)?(?:mainsubject|subject|su)\.exact(?:\.explode)?|mesh\.exact(?:\.explode)?"
_CODE = rf"(?:{_SUBJECT}|(?:{'|'.join(sorted(_ROWS, key=len, reverse=True))})(?:\.exact)?)"

_pieces = tokeniser(
    (
        (Shape.QUOTED, r'"[^"]*"|\{[^{}]*\}'),
        (Shape.FIELD, rf"\b{_CODE}(?:\s*,\s*{_CODE})*\s*(?=\()"),
        (Shape.NEAR, r"\b(?:near|pre|[np])\s*/\s*\d{1,3}\b|\b(?:near|pre)\b(?=\s+[\w\"(])"),
        BOOLEAN,
        *BRACKETS,
        (Shape.REFERENCE, r"[S#]\d{1,4}\b(?![\w*?-])"),
        (Shape.EXACT, r"[\w*?-]+(?:\[\*\d+\]|\$\d+)[\w*?-]*"),
        (Shape.WORD, r"[^\s()\",;{}]+"),
    )
)


def cut(text: str) -> list[Token]:
    """Return the pieces of a line; a function that no table knows is one with what it holds."""

    def end_of(row: Sequence[Token], place: int) -> int:
        return neighbours.function_end(row, place, OTHER_FUNCTIONS)

    return neighbours.kept_prefixes(_pieces(text), text, end_of)


FRAME = history.Frame(
    "S#",
    history.noise(
        r"""
  | proquest\b[^"()]*$ | (?:apa\s+)?psycinfo\b[^"()]*$ | set\s*\#? \s*searched\s+for\b
"""
    ),
)

_BESIDE = Item(grammar.Kind.AND, Span(0, 0))
_FUNCTIONS = {**grammar.PRECEDENCE, grammar.Kind.PREFIX: grammar.PRECEDENCE[grammar.Kind.NEAR] + 1}


def read(text: str, target: Target) -> Strategy:
    """Read a strategy written for ProQuest."""
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
    if token.shape is Shape.NEAR:
        digits = re.sub(r"\D", "", token.text)
        ordered = token.text[0].lower() == "p"
        distance = int(digits) if digits else PROXIMITY.default or 0
        return Item(grammar.Kind.NEAR, span, distance=distance, ordered=ordered)
    if token.shape is Shape.FIELD:
        names = "".join(token.text.split()).upper()
        return Item(grammar.Kind.PREFIX, span, Raw(names, "proquest", span))
    if token.shape is Shape.EXACT:
        return Item(grammar.Kind.OPERAND, span, _truncated(token, line))
    if token.shape is Shape.LIMIT:
        name = token.text.partition("(")[0].strip()
        unknown = neighbours.kept(token, line, "proquest", name)
        return Item(grammar.Kind.OPERAND, span, unknown)
    return None


_NUMBERED = re.compile(r"\[\*(\d+)\]|\$(\d+)")


def _truncated(token: Token, line: LineText) -> Term:
    """Return `behavio[*2]r`, whose asterisk stands for two characters at most, as a word."""
    found: list[Piece] = []
    place = 0
    for match in _NUMBERED.finditer(token.text):
        found += pieces(token.text[place : match.start()], WILDCARDS.symbols)
        found.append(Wildcard(0, int(match[1] or match[2])))
        place = match.end()
        message = f"`{match[0]}` is read as at most {match[1] or match[2]} characters"
        where = token.start + match.start(), token.start + match.end()
        line.report(codes.TRUNCATION_UNVERIFIED, message, *where, effect=Effect.UNKNOWN)
    found += pieces(token.text[place:], WILDCARDS.symbols)
    return Term(tuple(found), line.body.span(token.start, token.end))


def _fielded(node: Node, item: Item, line: LineText) -> Node:
    names = item.node.text.split(",") if isinstance(item.node, Raw) else []
    if any(re.fullmatch(_SUBJECT, name, re.IGNORECASE) for name in names):
        return _headings(node, names[0], item, line)
    names = [name.removesuffix(".EXACT") for name in names]
    limit = _limit(node, names, item)
    if limit is not None:
        return limit
    covers: set[Field] = set()
    for name in names:
        covers |= _ROWS[name].covers
    return infix.in_field(node, tuple(sorted(covers)), item)


def _limit(node: Node, names: list[str], item: Item) -> Node | None:
    """Return a limit for `LA(english)` and `YR(2000-2020)`; quoted values are a field's."""
    span = item.span.through(node.span)
    if names == ["LA"]:
        values = node.operands if isinstance(node, Or) else (node,)
        named = [infix.label_of(value) for value in values]
        if all(isinstance(value, Term) and value.variants for value in values):
            return restriction(LimitKind.LANGUAGE, [name.lower() for name in named if name], span)
    years = re.fullmatch(r"(\d{4,8})-(\d{4,8})?", infix.label_of(node) or "")
    if names in (["YR"], ["PD"]) and years:
        first = "" if years[1][:4] == FIRST_YEAR else years[1]
        kind = LimitKind.YEARS if names == ["YR"] else LimitKind.PUBLICATION_DATE
        return restriction(kind, (first, years[2] or CURRENT), span)
    return None


def _headings(node: Node, name: str, item: Item, line: LineText) -> Node:
    if isinstance(node, And | Or | Not):
        below = [_headings(part, name, item, line) for part in children(node)]
        return with_children(node, below)
    label = infix.label_of(node)
    span = item.span.through(node.span)
    if label is None:
        return infix.in_field(node, (Field.HEADING,), item)
    vocabulary = "mesh" if name.startswith("MESH") else line.vocabulary
    return Heading(label, vocabulary, "EXPLODE" in name, name.startswith("MJ"), (), span)


def _quotes(token: Token) -> tuple[int, int]:
    """Return where the words of a quoted phrase begin and end, braces left out."""
    inner = re.match(r'"?\{?', token.text)
    start = inner.end() if inner else 1
    return start, len(token.text.rstrip('"').rstrip("}"))


LANGUAGE = infix.Language(
    dialect="proquest",
    cut=cut,
    symbols=WILDCARDS.symbols,
    own=_own,
    beside=_BESIDE,
    fielded=_fielded,
    quotes=_quotes,
    varies=lambda token, _line: token.shape is Shape.WORD or "{" in token.text,
    precedence=_FUNCTIONS,
)
