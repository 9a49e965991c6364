"""Infix: one line of words, fields, headings and operators becomes a tree.

EBSCOhost, Embase.com, the Cochrane Library and ProQuest differ in their symbols, not in the
make of their lines. A `Language` says what a platform's own pieces mean; everything that
they share (words, quotation marks, brackets, operators, references) is read here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import grammar
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.grammar import Item
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import Shape, Token, Tokeniser
from searchkit.dialects.restrictions import settle
from searchkit.dialects.spec import WildcardSymbol
from searchkit.dialects.words import one_operand, pieces, terms
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    Fielded,
    LineReference,
    Near,
    Node,
    Phrase,
    Term,
    Text,
    children,
    literal,
    with_children,
)

Read = Callable[[Token, LineText], Item | None]


@dataclass(frozen=True, slots=True)
class Language:
    """What a platform's lines are made of.

    `own` returns the item for a piece that only this platform has, or None when it means
    nothing. `beside` is the operator meant by two operands side by side (nearness only
    between words). `fielded` returns an
    operand under a field. `varies` says which words find forms of their own.
    """

    dialect: str
    cut: Tokeniser
    symbols: tuple[WildcardSymbol, ...]
    own: Read
    beside: Item
    fielded: Callable[[Node, Item, LineText], Node]
    quotes: Callable[[Token], tuple[int, int]] = lambda token: (1, len(token.text) - 1)
    varies: Callable[[Token, LineText], bool] = lambda _token, _line: False
    leading_wildcard: bool = False
    precedence: Mapping[grammar.Kind, int] = field(default_factory=lambda: grammar.PRECEDENCE)


def read_expression(line: LineText, language: Language, text: str) -> Node | None:
    """Return the tree of a line, or None when nothing of it could be read.

    `text` is the whole text as received.
    """
    row = _Line(line, language)
    items = list(row.items(language.cut(line.body.text)))
    if not items:
        message = "there is nothing on this line that could be read"
        line.report(codes.UNREADABLE, message, 0, len(line.body.text), effect=Effect.UNKNOWN)
        return None

    def between(left: Node, right: Node | None, span: Span) -> Item | None:
        if language.beside.kind is grammar.Kind.NEAR and not (_is_text(left) and _is_text(right)):
            return None
        return replace(language.beside, span=Span(span.start, span.start))

    rules = grammar.Rules(
        between,
        lambda node, item: language.fielded(node, item, line),
        language.precedence,
    )
    node, faults = grammar.build(items, rules, line.number, line.body.whole)
    line.found += faults
    return None if node is None else settle(node, language.dialect, text)


def _is_text(node: Node | None) -> bool:
    return isinstance(node, Term | Phrase | Near)


_BOUNDARY = frozenset({Shape.BOOLEAN, Shape.OPEN, Shape.CLOSE})


@dataclass(frozen=True, slots=True)
class _Line:
    line: LineText
    language: Language

    def items(self, row: Sequence[Token]) -> Iterator[Item]:
        """Yield what the grammar combines."""
        numbers = self._combines_numbers(row)
        for place, token in enumerate(row):
            span = self.line.body.span(token.start, token.end)
            match token.shape:
                case Shape.OPEN:
                    yield Item(grammar.Kind.OPEN, span)
                case Shape.CLOSE:
                    yield Item(grammar.Kind.CLOSE, span)
                case Shape.BOOLEAN:
                    name = "NOT" if token.text.upper().endswith("NOT") else token.text.upper()
                    yield Item(grammar.Kind[name], span)
                case Shape.COMMA:
                    continue
                case Shape.REFERENCE if self._stands_alone(row, place):
                    number = int(re.sub(r"\D", "", token.text))
                    yield Item(grammar.Kind.OPERAND, span, LineReference(number, span))
                case Shape.WORD if numbers and token.text.isdigit():
                    yield Item(grammar.Kind.OPERAND, span, LineReference(int(token.text), span))
                case Shape.QUOTED:
                    yield from self._quoted(token)
                case Shape.WORD | Shape.REFERENCE:
                    yield from self._word(token)
                case Shape.STRAY:
                    self._unreadable(token)
                case _:
                    item = self.language.own(token, self.line)
                    if item is None:
                        self._unreadable(token)
                    else:
                        yield item

    def _combines_numbers(self, row: Sequence[Token]) -> bool:
        """Say whether a line only combines others by their bare numbers: `1 or 2 or 3`."""
        if not any(token.shape is Shape.BOOLEAN for token in row):
            return False
        return all(
            token.shape in _BOUNDARY
            or (token.text.isdigit() and 0 < int(token.text) < self.line.number)
            for token in row
        )

    @staticmethod
    def _stands_alone(row: Sequence[Token], place: int) -> bool:
        """Say whether a reference is an operand of its own: `S100 protein` is no line."""
        around = [row[near] for near in (place - 1, place + 1) if 0 <= near < len(row)]
        return all(token.shape in _BOUNDARY for token in around)

    def _unreadable(self, token: Token) -> None:
        mark = "a quotation mark without a partner" if token.text in {'"', "'"} else token.text
        message = f"{mark} cannot be read here" if len(mark) > 1 else f"`{mark}` cannot be read"
        place = token.start, token.end
        self.line.report(codes.UNREADABLE, message, *place, effect=Effect.UNKNOWN)

    def _quoted(self, token: Token) -> Iterator[Item]:
        first, last = self.language.quotes(token)
        place = token.start + first, token.start + last
        words = terms(self.line.body, *place, self.language.symbols)
        if not words:
            message = "there is nothing between these quotation marks"
            self.line.report(
                codes.UNREADABLE, message, token.start, token.end, effect=Effect.UNKNOWN
            )
            return
        span = self.line.body.span(token.start, token.end)
        node = one_operand(words, span)
        if isinstance(node, Term):
            node = replace(node, span=span)
        yield Item(grammar.Kind.OPERAND, span, self._varied(node, token))

    def _word(self, token: Token) -> Iterator[Item]:
        text = token.text.rstrip(".:;") or token.text
        if not re.search(r"\w", text):
            if text.strip("-&.+;:/*"):
                self._unreadable(token)
            return
        symbols = {row.symbol for row in self.language.symbols}
        if text[0] in symbols and not self.language.leading_wildcard:
            message = f"`{text}` begins with a wildcard"
            help_text = "write out the words that are meant"
            place = token.start, token.end
            self.line.report(
                codes.LEADING_WILDCARD, message, *place, effect=Effect.UNKNOWN, help=help_text
            )
        span = self.line.body.span(token.start, token.start + len(text))
        node = Term(pieces(text, self.language.symbols), span=span)
        yield Item(grammar.Kind.OPERAND, span, self._varied(node, token))

    def _varied(self, node: Term | Phrase, token: Token) -> Term | Phrase:
        words = node.words if isinstance(node, Phrase) else (node,)
        plain = all(literal(word) is not None for word in words)
        return replace(node, variants=plain and self.language.varies(token, self.line))


PROSE = frozenset(
    {
        Field.TITLE,
        Field.ABSTRACT,
        Field.AUTHOR_KEYWORD,
        Field.HEADING_WORD,
        Field.TEXT_WORD,
        Field.MULTI_PURPOSE,
        Field.ALL_FIELDS,
    }
)
"""Fields of running text, the only ones in which platforms add forms of a word."""


def in_field(node: Node, fields: Sequence[Field], item: Item) -> Node:
    """Return an operand under its fields: references are words there, values do not vary."""
    span = node.span.through(item.span)
    if isinstance(node, Fielded) and node.fields == tuple(fields):
        return replace(node, span=span)
    return Fielded(_as_words(node, bool(PROSE & set(fields))), tuple(fields), span)


def _as_words(node: Node, prose: bool) -> Node:
    match node:
        case LineReference(number, span):
            return Term((Text(str(number)),), span=span)
        case Term() | Phrase():
            return node if prose else replace(node, variants=False)
        case _:
            below = children(node)
            return with_children(node, [_as_words(part, prose) for part in below])


def label_of(node: Node) -> str | None:
    """Return the words of a heading as its label, or None when they hold a wildcard.

    >>> label_of(Phrase((Term((Text("Heart"),)), Term((Text("Arrest+"),)))))
    'Heart Arrest+'
    """
    match node:
        case Term():
            return literal(node)
        case Phrase():
            words = [literal(word) for word in node.words]
            known = [word for word in words if word is not None]
            return " ".join(known) if len(known) == len(words) else None
        case _:
            return None
