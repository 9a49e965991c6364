"""Expression: one line of PubMed's words, tags and operators becomes a tree.

Operators go from left to right (P1). A tag belongs to the quoted phrase before it, or to all
unquoted words since the last operator. Words without a tag are mapped, which the tree says
with `variants`; several are an AND, because a phrase that PubMed may have found cannot be
known from the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import grammar
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.grammar import Item
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import Shape, Token
from searchkit.dialects.pubmed.tagged import Tagged
from searchkit.dialects.pubmed.tags import TagKind, read_tag
from searchkit.dialects.pubmed.tokens import tokens
from searchkit.dialects.references import bare_references
from searchkit.dialects.restrictions import restriction, settle
from searchkit.query.nodes import (
    Fielded,
    Limit,
    LimitKind,
    LineReference,
    Node,
    Phrase,
    Raw,
    Term,
    all_of,
    children,
    literal,
    with_children,
)

_OPERATORS = {"&": grammar.Kind.AND, "|": grammar.Kind.OR}
_WORDS = frozenset({Shape.WORD, Shape.QUOTED})


def read_expression(line: LineText, labels: Mapping[str, int]) -> Node | None:
    """Return the tree of a line, or None when nothing of it could be read."""
    return _Expression(line, labels, Tagged(line)).tree()


@dataclass(frozen=True, slots=True)
class _Expression:
    line: LineText
    labels: Mapping[str, int]
    tagged: Tagged

    def tree(self) -> Node | None:
        row = self._without_strays(tokens(self.line.body.text))
        row = bare_references(row, self.labels, self.line)
        items = list(self._items(row))
        body = self.line.body
        if not items:
            message = "there is nothing to search on this line"
            self.line.report(codes.UNREADABLE, message, 0, len(body.text), effect=Effect.UNKNOWN)
            return None
        rules = grammar.Rules(self._between, self._behind_group, grammar.LEFT_TO_RIGHT)
        node, faults = grammar.build(items, rules, self.line.number, body.whole)
        self.line.found += faults
        return None if node is None else settle(node, "pubmed", body.text)

    def _without_strays(self, row: Sequence[Token]) -> list[Token]:
        for token in row:
            if token.shape is Shape.STRAY:
                mark = "a quotation mark without a partner" if token.text == '"' else token.text
                message = f"{mark} cannot be read here"
                place = token.start, token.end
                self.line.report(codes.UNREADABLE, message, *place, effect=Effect.UNKNOWN)
        return [token for token in row if token.shape is not Shape.STRAY]

    def _items(self, row: Sequence[Token]) -> Iterator[Item]:
        place = 0
        while place < len(row):
            token = row[place]
            span = self.line.body.span(token.start, token.end)
            match token.shape:
                case Shape.WORD | Shape.QUOTED:
                    end = self._run_end(row, place)
                    tag = row[end] if end < len(row) and row[end].shape is Shape.SUFFIX else None
                    yield from self._run(row[place:end], tag)
                    place = end + (tag is not None)
                    continue
                case Shape.OPEN:
                    yield Item(grammar.Kind.OPEN, span)
                case Shape.CLOSE:
                    yield Item(grammar.Kind.CLOSE, span)
                case Shape.BOOLEAN:
                    yield self._operator(token, span)
                case Shape.REFERENCE:
                    number = LineReference(int(token.text.lstrip("#")), span)
                    yield Item(grammar.Kind.OPERAND, span, number)
                case Shape.LIMIT:
                    yield Item(grammar.Kind.OPERAND, span, self._limit(token))
                case _:
                    tag_read = read_tag(token.text)
                    marker = Raw(token.text, "pubmed", span)
                    yield Item(grammar.Kind.SUFFIX, span, marker, fields=tag_read.fields)
            place += 1

    def _operator(self, token: Token, span: Span) -> Item:
        if token.text in _OPERATORS:
            return Item(_OPERATORS[token.text], span)
        if not token.text.isupper():
            message = f"`{token.text}` in small letters is read as the operator"
            place = token.start, token.end
            upper = token.text.upper()
            self.line.report(codes.LOWERCASE_OPERATOR, message, *place, replacement=upper)
        return Item(grammar.Kind[token.text.upper()], span)

    def _limit(self, token: Token) -> Node:
        if not token.text.startswith("("):
            return self.tagged.dates(token.start, token.end)
        inner = self.line.body.cut(token.start, token.end)
        within = LineText(inner.cut(1, len(inner.text) - 1), self.line.number, "mesh")
        alone = read_expression(within, {})
        assert alone is not None
        own = " ".join(token.text.split())
        return restriction(LimitKind.AGE_GROUP, (own,), inner.whole, alone)

    # Runs of words, with a tag behind them or without.

    def _run_end(self, row: Sequence[Token], place: int) -> int:
        end = place
        while end < len(row):
            token = row[end]
            if (
                token.shape is Shape.BOOLEAN and self._is_word(row, place, end)
            ) or token.shape in _WORDS:
                end += 1
            else:
                break
        return end

    def _is_word(self, row: Sequence[Token], first: int, place: int) -> bool:
        """Say whether a small `and` stands inside words before a tag: `pros and cons[tiab]`."""
        token = row[place]
        before = row[place - 1] if place > first else None
        if token.text.isupper() or token.text in _OPERATORS or before is None:
            return False
        if before.shape is not Shape.WORD:
            return False
        for follows in row[place + 1 :]:
            if follows.shape is Shape.SUFFIX:
                heading = read_tag(follows.text).kind in {TagKind.HEADING, TagKind.MAJOR}
                return heading or token.text.lower() == "and"
            if follows.shape is not Shape.WORD:
                return False
        return False

    def _run(self, run: Sequence[Token], tag: Token | None) -> Iterator[Item]:
        first = len(run)
        if tag is not None:
            quoted = [place for place, token in enumerate(run) if token.shape is Shape.QUOTED]
            first = quoted[-1] if quoted and quoted[-1] == len(run) - 1 else 0
            first = max(first, quoted[-1] + 1) if quoted and quoted[-1] < len(run) - 1 else first
        parts = self._untagged(run[:first])
        if tag is not None:
            node = self.tagged.node(run[first:], tag)
            parts += [node] if node is not None else []
        if parts:
            span = parts[0].span.through(parts[-1].span)
            yield Item(grammar.Kind.OPERAND, span, all_of(parts, span))

    def _untagged(self, run: Sequence[Token]) -> list[Node]:
        """Return what each word or quoted phrase without a tag stands for."""
        found: list[Node] = []
        mapped: list[Term] = []
        for token in run:
            if token.shape is Shape.QUOTED:
                phrase = self.tagged.words.operand(token.start + 1, token.end - 1)
                found += [phrase] if phrase is not None else []
                continue
            if token.text.casefold() == "hasabstract":
                span = self.line.body.span(token.start, token.end)
                alone = Raw(token.text, "pubmed", span)
                found.append(restriction(LimitKind.ABSTRACT, (), span, alone))
                continue
            for term in self.tagged.words.terms(token.start, token.end, phrase=False):
                plain = literal(term) is not None
                mapped += [term] if plain else []
                found.append(replace(term, variants=plain))
        if mapped:
            words = " ".join(literal(term) or "" for term in mapped)
            message = f"`{words}` has no tag: PubMed maps it to headings and other words"
            span = mapped[0].span.through(mapped[-1].span)
            self.line.note(codes.WORDS_MAPPED, message, span)
        return found

    # What the grammar asks about neighbours and tags.

    @staticmethod
    def _between(_left: Node, _right: Node | None, span: Span) -> Item | None:
        return Item(grammar.Kind.AND, Span(span.start, span.start))

    def _behind_group(self, node: Node, item: Item) -> Node:
        assert isinstance(item.node, Raw)
        tag = read_tag(item.node.text)
        span = node.span.through(item.span)
        if isinstance(node, Limit) and item.node.text.casefold() == "[text]":
            return node
        if tag.kind in {TagKind.UNKNOWN, TagKind.KEPT}:
            message = f"the tag `{item.node.text}` is not known and is left out"
            self.line.note(codes.FIELD_UNKNOWN, message, item.span, effect=Effect.UNKNOWN)
            return node
        message = f"`{item.node.text}` behind brackets is read as meant for every word in them"
        self.line.note(codes.FIELD_ON_GROUP, message, item.span, effect=Effect.UNKNOWN)
        return Fielded(_as_they_stand(node), tag.fields, span)


def _as_they_stand(node: Node) -> Node:
    """Return words without what PubMed maps them to; a tag stops that."""
    match node:
        case Term() | Phrase():
            return replace(node, variants=False)
        case _:
            return with_children(node, [_as_they_stand(part) for part in children(node)])
