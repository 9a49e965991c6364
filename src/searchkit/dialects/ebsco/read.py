"""Read: EBSCOhost's searches and histories become a strategy.

A field code stands before a word, a phrase, a bracketed group or a proximity search. Words
side by side may have up to five words between them; a plain word finds its plural too.
What a history prints behind a search is read as its limits, or named and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.diagnostics import Span
from searchkit.dialects import grammar, history, infix, neighbours
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import plain
from searchkit.dialects.ebsco.tables import (
    FIELDS,
    FIRST_YEAR,
    OTHER_CODES,
    PROXIMITY,
    TITLE_OR_ABSTRACT,
    WILDCARDS,
)
from searchkit.dialects.ebsco.tail import date_limit, named_database, read_tail
from searchkit.dialects.grammar import Item
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import BOOLEAN, BRACKETS, Shape, Token, tokeniser
from searchkit.dialects.restrictions import restriction
from searchkit.dialects.spec import Target, find_target
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Heading,
    LimitKind,
    Node,
    Not,
    Or,
    Raw,
    children,
    with_children,
)
from searchkit.query.strategy import Line, Strategy
from searchkit.query.subheadings import subheading_code

_ROWS = {code: row for row in FIELDS for code in (row.code, *row.other_codes) if code}
_CODES = "|".join([*_ROWS, TITLE_OR_ABSTRACT, "MM", "MJ", "MA"])
_OPERAND = r"(?=\s*[(\"]|\s+(?!(?:and|or|not|[nw]\d+)(?![\w*#?-]))[^\s)])"
_LOWER = "ti|ab|tx|mh|mm|mw|su|kw|xb"
"""Codes that searchers write in lower case and that are no English words."""

_pieces = tokeniser(
    (
        (Shape.QUOTED, r'"[^"]*"'),
        (Shape.FIELD, rf"\b(?-i:{_CODES}|{_LOWER})\b{_OPERAND}"),
        (Shape.NEAR, r"\b[nw]\d{1,3}\b(?![\w*#?-])"),
        BOOLEAN,
        *BRACKETS,
        (Shape.REFERENCE, r"\bS\d{1,4}\b(?![\w*#?-])"),
        (Shape.WORD, r"[^\s()\",;]+"),
    )
)

_DATES = re.compile(r"\d{4,8}-(?:\d{4,8})?")


def cut(text: str) -> list[Token]:
    """Return the pieces of a line; a field that no table knows is one with what it holds."""
    row = _pieces(text)
    return neighbours.kept_prefixes(row, text, _unknown_end) if _MAY_BE_CODE.search(text) else row


_MAY_BE_CODE = re.compile(r"\b[A-Z]{2}\s*[\"(\w]")


def _unknown_end(row: Sequence[Token], place: int) -> int:
    """Return where an unknown field such as `EM 20200101-` ends; the place itself for a word.

    Before a bracket, a quotation mark or dates two capitals are a code; before a word they
    may be a word (`TB patients`), unless searchers are known to write them as a code.
    """
    code, end = row[place].text, place + 1
    if not re.fullmatch(r"[A-Z]{2}", code) or end >= len(row) or _is_in_field(row, place):
        return place
    after = row[end]
    dated = after.shape is Shape.WORD and _DATES.fullmatch(after.text)
    named = after.shape is Shape.WORD and (code in OTHER_CODES or code.startswith("Z"))
    if not (after.shape in {Shape.OPEN, Shape.QUOTED} or dated or named):
        return place
    end = _operand_end(row, end)
    while end < len(row) and row[end].shape is Shape.NEAR:
        end = _operand_end(row, end + 1)
    return end


def _operand_end(row: Sequence[Token], place: int) -> int:
    bracket = place < len(row) and row[place].shape is Shape.OPEN
    return neighbours.operand_end(row, place) if bracket else neighbours.run_end(row, place)


def _is_in_field(row: Sequence[Token], place: int) -> bool:
    """Say whether the brackets around a piece belong to a field: `TI (TB "control group")`."""
    depth = 0
    for before in range(place - 1, -1, -1):
        depth += (row[before].shape is Shape.CLOSE) - (row[before].shape is Shape.OPEN)
        if depth < 0:
            depth = 0
            if before and row[before - 1].shape is Shape.FIELD:
                return True
    return False


_TAIL = re.compile(
    r"(?:\||\t|\s)*\b(?:Limiters|Expanders|Search\s+modes?|Interface|Search\s+Screen|"
    r"Last\s+Run\s+Via)\s*[-:|]",
    re.IGNORECASE,
)
_NOISE = history.noise(
    r"""
  | (?:cinahl|medline|psycinfo|apa\s+psycinfo|academic\s+search)\b[^()"]*$
  | (?:ebsco(?:host)?)\b[^()"]*$
  | \#\s+query\b | (?:limiters|expanders|search\s+modes?|last\s+run\s+via)(?:/\w+)?\s*$
"""
)
FRAME = history.Frame("S#", _NOISE, _TAIL)

_BESIDE = Item(grammar.Kind.NEAR, Span(0, 0), distance=PROXIMITY.default or 0)


def read(text: str, target: Target) -> Strategy:
    """Read a strategy. A database named in the text is kept when the caller's is the
    platform's first, which is what an unspecific `ebsco` means.
    """
    whole, found = plain(text)
    layout = history.lay_out(whole, FRAME)
    found += layout.diagnostics
    named = _named_database(whole.text)
    if named and target.database is target.dialect.databases[0]:
        target = find_target(target.dialect, named)
    lines: list[Line] = []
    for row in layout.rows:
        line = LineText(row.body, row.number, target.database.vocabulary)
        query = infix.read_expression(line, LANGUAGE, text)
        found += line.found
        if query is not None:
            query, told = read_tail(row, query)
            found += told
        lines.append(Line(row.number, query, row.body.whole, row.hits))
    found.sort(key=lambda one: (one.span.start, one.span.end))
    return Strategy(text, target.name, tuple(lines), tuple(found))


def _named_database(text: str) -> str | None:
    """Return the database that a row of its own or a printed history names, or None."""
    shown = re.findall(r"(?:^|\b)Databases?\s*[-:]\s*([^\n|]+)", text)
    shown += [row for row in text.splitlines() if _NOISE.match(row)]
    return next((name for row in shown if (name := named_database(row))), None)


def _own(token: Token, line: LineText) -> Item | None:
    span = line.body.span(token.start, token.end)
    if token.shape is Shape.NEAR:
        distance = int(token.text[1:])
        return Item(grammar.Kind.NEAR, span, distance=distance, ordered=token.text[0] in "Ww")
    if token.shape is Shape.LIMIT:
        unknown = neighbours.kept(token, line, "ebsco", token.text[:2])
        return Item(grammar.Kind.OPERAND, span, unknown)
    if token.shape is not Shape.FIELD:
        return None
    code = token.text.upper()
    if code != token.text:
        message = f"the field is read as `{code}`; EBSCOhost's codes are in capitals"
        place = token.start, token.end
        line.report(codes.FIELD_REPAIRED, message, *place, replacement=code)
    return Item(grammar.Kind.PREFIX, span, Raw(code, "ebsco", span))


def _fielded(node: Node, item: Item, line: LineText) -> Node:
    code = item.node.text if isinstance(item.node, Raw) else ""
    if code in {"MH", "DE", "ZU", "MM", "MA"}:
        return _headings(node, code, line.vocabulary, item)
    limit = _limit(node, code, item)
    if limit is not None:
        return limit
    if code == TITLE_OR_ABSTRACT:
        return infix.in_field(node, (Field.ABSTRACT, Field.TITLE), item)
    covers = {Field.HEADING_WORD} if code == "MJ" else _ROWS[code].covers
    return infix.in_field(node, tuple(sorted(covers)), item)


def _limit(node: Node, code: str, item: Item) -> Node | None:
    """Return a limit for `LA English`, `DT 2010-2020` and `PT (a OR b)`, else None."""
    span = item.span.through(node.span)
    if code == "LA" and not item.bracketed and (name := infix.label_of(node)):
        return restriction(LimitKind.LANGUAGE, (name.lower(),), span)
    if code == "PT" and item.bracketed:
        operands = node.operands if isinstance(node, Or) else (node,)
        names = [name.lower() for part in operands if (name := infix.label_of(part))]
        if len(names) == len(operands):
            return restriction(LimitKind.PUBLICATION_TYPE, names, span)
    if code in {"DT", "YR", "PY"} and not item.bracketed:
        dates = re.fullmatch(r"(\d{4,8})-(\d{4,8})?", infix.label_of(node) or "")
        if dates:
            kind, (first, last) = date_limit(dates[1], dates[2] or "current")
            return restriction(kind, ("" if first[:4] == FIRST_YEAR else first, last), span)
    return None


def _headings(node: Node, code: str, vocabulary: str, item: Item) -> Node:
    """Return words as headings: `"Heart Arrest+/DT"` is exploded, with a subheading."""
    if isinstance(node, And | Or | Not):
        below = [_headings(part, code, vocabulary, item) for part in children(node)]
        return with_children(node, below)
    name = infix.label_of(node)
    span = item.span.through(node.span)
    if name is None:
        return infix.in_field(node, (Field.HEADING,), item)
    label, *rest = name.split("/")
    subheadings = [subheading_code(part) for text in rest for part in text.split(",")]
    if None in subheadings:
        label, subheadings = name, []
    thesaurus = "mesh" if code == "MA" or (code == "MH" and vocabulary == "apa") else vocabulary
    return Heading(
        label.removesuffix("+").strip(),
        thesaurus,
        label.endswith("+"),
        code == "MM",
        tuple(part for part in subheadings if part),
        span,
    )


LANGUAGE = infix.Language(
    dialect="ebsco",
    cut=cut,
    symbols=WILDCARDS.symbols,
    own=_own,
    beside=_BESIDE,
    fielded=_fielded,
    varies=lambda _token, _line: True,
)
