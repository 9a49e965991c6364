"""Read: the Cochrane Library's searches and histories become a strategy.

Words side by side are joined by AND; a field stands behind what it belongs to; MeSH stands
as `[mh "X"]`, as `MeSH descriptor: [X] explode all trees`, or as `X:ME` in old strategies.
"""

from __future__ import annotations

import re
from dataclasses import replace

from searchkit.diagnostics import Span
from searchkit.dialects import grammar, history, infix, neighbours
from searchkit.dialects.characters import plain
from searchkit.dialects.cochrane.tables import FIELDS, PROXIMITY, WILDCARDS
from searchkit.dialects.cochrane.tail import TAIL, finds_variants, limits
from searchkit.dialects.grammar import Item
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import BOOLEAN, BRACKETS, Shape, Token, tokeniser
from searchkit.dialects.spec import Target
from searchkit.dialects.words import one_operand
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Heading,
    LineRange,
    Node,
    Not,
    Operator,
    Or,
    Raw,
    Term,
    Text,
    children,
    with_children,
)
from searchkit.query.strategy import Line, Strategy
from searchkit.query.subheadings import subheading_code

_ROWS = {row.code: row for row in FIELDS if row.code.isalpha()}
_OLD_HEADING = "me"
_CODE = rf"(?:{'|'.join(sorted([*_ROWS, _OLD_HEADING], key=len, reverse=True))})(?!\w)"
_ANY = rf"(?:{_CODE}|[a-z]{{2}}(?!\w))"
_UNKNOWN = rf":{_ANY}(?:\s*,\s*{_ANY})*"
_TREES = r"(?:explode\s+(?:all\s+trees|tree\s+\d+)|this\s+term\s+only)"
_QUALIFIED = r"(?:\s*(?:and\s+)?with\s+qualifiers?(?:\(s\))?\s*:?\s*\[[^\[\]]*\])?"
_NUMBERS = r"\#?\d+(?:\s*-\s*\#?\d+)?(?:\s*,\s*\#?\d+(?:\s*-\s*\#?\d+)?)*"

_pieces = tokeniser(
    (
        (Shape.QUOTED, r'"[^"]*"'),
        (Shape.HEADING, r"\[\s*mh\b[^\[\]]*(?:\[\s*mj\s*\][^\[\]]*)?\]"),
        (
            Shape.HEADING,
            rf"\bmesh\s+descriptor\s*:?\s*(?:\[[^\[\]]*\]\s*{_TREES}?{_QUALIFIED}"
            rf"|[^\[\]():#]{{1,150}}?,?\s+{_TREES})",
        ),
        (Shape.RANGE, rf"\{{\s*(?:or|and)\s+{_NUMBERS}\s*\}}"),
        (Shape.RANGE, r"\b(?:or|and)\s*/?\s*\#?\d+\s*-\s*\#?\d+\b"),
        (Shape.SUFFIX, rf"{_UNKNOWN}|:\s*{_CODE}(?:\s*,\s*{_CODE})*"),
        (Shape.NEAR, r"\b(?:near|next)(?:\s*/\s*\d{1,3})?\b(?![*?-])"),
        BOOLEAN,
        *BRACKETS,
        (Shape.REFERENCE, r"\#\d{1,4}\b"),
        (Shape.WORD, rf"(?:(?!{_UNKNOWN}|:\s*{_CODE})[^\s()\",;\[\]{{}}])+"),
    )
)

_KNOWN = frozenset({*_ROWS, _OLD_HEADING})


def cut(text: str) -> list[Token]:
    """Return the pieces of a line; a field that no table knows is one with what it holds."""
    return neighbours.kept_suffixes(_pieces(text), text, _KNOWN)


FRAME = history.Frame(
    "#",
    history.noise(
        r"""
  | (?:the\s+)?cochrane\b[^"#\[:]*$ | central\b[^"#\[:]*$ | wiley\b[^"#\[:]*$
"""
    ),
    TAIL,
    ("trees", "only", ":ti", ":ab", ":kw", ",ab", ",ti", ",kw", ":au", ":pt", ":so"),
)

_BESIDE = Item(grammar.Kind.AND, Span(0, 0))


def read(text: str, target: Target) -> Strategy:
    """Read a strategy written for the Cochrane Library."""
    whole, found = plain(text)
    layout = history.lay_out(whole, FRAME)
    found += layout.diagnostics
    lines: list[Line] = []
    for row in layout.rows:
        line = LineText(row.body, row.number, target.database.vocabulary)
        language = VARYING if finds_variants(row) else LANGUAGE
        query = infix.read_expression(line, language, text)
        found += line.found
        query = None if query is None else limits(row, query)
        lines.append(Line(row.number, query, row.body.whole, row.hits))
    found.sort(key=lambda one: (one.span.start, one.span.end))
    return Strategy(text, target.name, tuple(lines), tuple(found))


def _own(token: Token, line: LineText) -> Item | None:
    span = line.body.span(token.start, token.end)
    match token.shape:
        case Shape.NEAR:
            digits = re.sub(r"\D", "", token.text)
            if token.text[:4].lower() == "next":
                return Item(grammar.Kind.NEAR, span, distance=int(digits or 1) - 1, ordered=True)
            number = int(digits or PROXIMITY.default or 1)
            return Item(grammar.Kind.NEAR, span, distance=max(number - PROXIMITY.offset, 0))
        case Shape.SUFFIX:
            names = re.findall(r"[a-z]+", token.text.lower())
            return Item(grammar.Kind.SUFFIX, span, Raw(",".join(names), "cochrane", span))
        case Shape.KEPT:
            unknown = neighbours.kept_suffix(token, line, "cochrane")
            return Item(grammar.Kind.OPERAND, span, unknown)
        case Shape.HEADING:
            return Item(grammar.Kind.OPERAND, span, _heading(token.text, line, span))
        case Shape.RANGE:
            return Item(grammar.Kind.OPERAND, span, _range(token.text, span))
        case _:
            return None


def _range(text: str, span: Span) -> LineRange:
    operator = Operator.AND if re.search("and", text, re.IGNORECASE) else Operator.OR
    parts = [re.findall(r"\d+", part) for part in text.split(",")]
    ranges = tuple((int(ends[0]), int(ends[-1])) for ends in parts if ends)
    return LineRange(operator, ranges, span)


def _heading(text: str, line: LineText, span: Span) -> Node:
    if text[0] == "[":
        return _bracketed(text, line, span)
    named = re.match(
        rf"mesh\s+descriptor\s*:?\s*(?:\[([^\[\]]*)\]|([^\[\]]*?),?\s+(?={_TREES}))",
        text,
        re.IGNORECASE,
    )
    label = (named[1] or named[2] or "") if named else ""
    qualified = re.search(r"qualifiers?(?:\(s\))?\s*:?\s*\[([^\[\]]*)\]", text, re.IGNORECASE)
    found = [
        subheading_code(part.rsplit(" - ", 1)[-1].strip())
        for part in (qualified[1].split(",") if qualified else [])
    ]
    explode = bool(re.search(r"\bexplode\b", text, re.IGNORECASE))
    codes = tuple(code for code in found if code)
    return Heading(" ".join(label.split()), line.vocabulary, explode, False, codes, span)


def _bracketed(text: str, line: LineText, span: Span) -> Node:
    """Return `[mh ^"X"/DT]` as a heading, and `[mh /DT]` as a subheading on any."""
    inner = re.sub(r"^\[\s*mh\s*|\]$", "", text, flags=re.IGNORECASE).strip()
    major = bool(re.search(r"\[\s*mj\s*\]", inner, re.IGNORECASE))
    inner = re.sub(r"\[\s*mj\s*\]", "", inner, flags=re.IGNORECASE).strip()
    single = inner.startswith("^")
    quoted = re.match(r'\^?\s*"([^"]*)"\s*(.*)$', inner)
    if quoted:
        label, rest = quoted[1], quoted[2]
    else:
        label, slash, rest = inner.lstrip("^ ").rpartition("/")
        if not slash or any(subheading_code(part) is None for part in rest.split(",")):
            label, rest = inner.lstrip("^ "), ""
    written = [part.strip(' "') for part in rest.strip("/ ").split(",") if part.strip()]
    if not label.strip():
        name = written[0] if written else ""
        name = subheading_code(name) or name
        words = tuple(Term((Text(word),), span=span) for word in name.split())
        return Fielded(one_operand(words, span), (Field.FLOATING_SUBHEADING,), span)
    codes = tuple(code for part in written if (code := subheading_code(part)))
    return Heading(" ".join(label.split()), line.vocabulary, not single, major, codes, span)


def _fielded(node: Node, item: Item, line: LineText) -> Node:
    names = item.node.text.split(",") if isinstance(item.node, Raw) else []
    if names == [_OLD_HEADING]:
        return _old_headings(node, item, line)
    covers: set[Field] = set()
    for name in names:
        covers |= {Field.HEADING_WORD} if name == _OLD_HEADING else _ROWS[name].covers
    return infix.in_field(node, tuple(sorted(covers)), item)


def _old_headings(node: Node, item: Item, line: LineText) -> Node:
    if isinstance(node, And | Or | Not):
        below = [_old_headings(part, item, line) for part in children(node)]
        return with_children(node, below)
    label = infix.label_of(node)
    if label is None:
        return infix.in_field(node, (Field.HEADING,), item)
    return Heading(label, line.vocabulary, span=node.span.through(item.span))


LANGUAGE = infix.Language(
    dialect="cochrane",
    cut=cut,
    symbols=WILDCARDS.symbols,
    own=_own,
    beside=_BESIDE,
    fielded=_fielded,
    leading_wildcard=True,
)
VARYING = replace(LANGUAGE, varies=lambda _token, _line: True)
"""For lines whose word variations were searched, as the search form does."""
