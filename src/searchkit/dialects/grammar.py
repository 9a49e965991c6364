"""Grammar: items in a row become one tree, for every dialect that has infix operators.

A reader turns its text into `Item`s; `build` combines them by precedence with explicit
stacks, so that time is linear and depth costs nothing. It never stops at a fault: each is
reported with its place and the rest is read on. Where a dialect says nothing else, nearness
binds tightest, then AND and NOT, then OR; a field suffix belongs to what stands right before
it, a field prefix to the word, group or proximity search right behind it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from searchkit.diagnostics import NOWHERE, Code, Diagnostic, Effect, Fix, Span
from searchkit.dialects import parse_codes as codes
from searchkit.query.fields import Field
from searchkit.query.nodes import And, Fielded, Near, Node, Not, Or, walk

MAX_DEPTH = 100
"""Groups within groups beyond this are refused; no real strategy comes near it."""


class Kind(enum.Enum):
    """What an item is to the grammar."""

    OPERAND = enum.auto()
    OPEN = enum.auto()
    CLOSE = enum.auto()
    AND = enum.auto()
    OR = enum.auto()
    NOT = enum.auto()
    NEAR = enum.auto()
    SUFFIX = enum.auto()
    PREFIX = enum.auto()


PRECEDENCE: Mapping[Kind, int] = MappingProxyType(
    {Kind.NEAR: 4, Kind.PREFIX: 3, Kind.AND: 2, Kind.NOT: 2, Kind.OR: 1, Kind.OPEN: 0}
)
"""Which operator is done first where nothing else is known: the larger number."""

LEFT_TO_RIGHT: Mapping[Kind, int] = MappingProxyType(
    {Kind.NEAR: 4, Kind.PREFIX: 3, Kind.AND: 1, Kind.NOT: 1, Kind.OR: 1, Kind.OPEN: 0}
)
"""For platforms that do AND, OR and NOT in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of an expression, with what its kind needs.

    A field learns from the grammar whether what it stands at is `bracketed`, and its place
    with the brackets (`held`).
    """

    kind: Kind
    span: Span
    node: Node | None = None
    distance: int = 0
    ordered: bool = False
    fields: tuple[Field, ...] = ()
    bracketed: bool = False
    held: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Rules:
    """Where dialects differ: what neighbours without an operator mean, and what a field does.

    `between` returns the operator meant between an operand and its neighbour (None when a
    group follows), or None when there can be none.
    `suffixed` returns the operand under a suffix or a prefix.
    `precedence` tells which operator is done first: the larger number.
    """

    between: Callable[[Node, Node | None, Span], Item | None]
    suffixed: Callable[[Node, Item], Node]
    precedence: Mapping[Kind, int] = field(default_factory=lambda: PRECEDENCE)


@dataclass(slots=True)
class _Part:
    """An operand under construction; chains of one operator grow in `operands`."""

    node: Node | None
    span: Span
    depth: int
    chain: Kind | None = None
    operands: list[Node] = field(default_factory=list)
    bracketed: bool = False

    def tree(self) -> Node:
        if self.chain is not None:
            combine = And if self.chain is Kind.AND else Or
            return combine(tuple(self.operands), self.span)
        assert self.node is not None
        return self.node


@dataclass(frozen=True, slots=True)
class _Reporter:
    """Collects the faults of one line."""

    line: int
    found: list[Diagnostic] = field(default_factory=list)

    def report(
        self,
        code: Code,
        message: str,
        span: Span,
        *,
        fix: Fix | None = None,
        help: str | None = None,
    ) -> None:
        self.found.append(Diagnostic(code, message, span, self.line, Effect.UNKNOWN, (), help, fix))


_INFIX = frozenset({Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR})
_PREFIXES = frozenset({Kind.PREFIX})
_NAMES = {Kind.OPEN: "bracket", Kind.PREFIX: "field"}


def _complete(items: Sequence[Item], faults: _Reporter) -> list[Item]:
    """Return the items without operators, suffixes and brackets that have nothing to hold."""
    out: list[Item] = []

    def drop(waiting: frozenset[Kind]) -> None:
        while out and out[-1].kind in waiting:
            last = out.pop()
            message = f"this {_NAMES.get(last.kind, 'operator')} has nothing after it"
            faults.report(codes.MISSING_OPERAND, message, last.span)

    for item in items:
        if item.kind in _INFIX:
            drop(_PREFIXES)
        dangling = not out or out[-1].kind in _INFIX or out[-1].kind is Kind.OPEN
        if item.kind is Kind.NOT and out and out[-1].kind is Kind.AND:
            out[-1] = Item(Kind.NOT, out[-1].span.through(item.span))  # `and not` is `not`
        elif item.kind in _INFIX and dangling:
            faults.report(codes.MISSING_OPERAND, "this operator has nothing before it", item.span)
        elif item.kind is Kind.SUFFIX and dangling:
            faults.report(codes.MISSING_OPERAND, "this field has nothing before it", item.span)
        elif item.kind is Kind.CLOSE:
            drop(_INFIX | _PREFIXES)
            if out and out[-1].kind is Kind.OPEN:
                where = out.pop().span.through(item.span)
                faults.report(codes.EMPTY_GROUP, "there is nothing in these brackets", where)
            elif not out:
                message = "this closing bracket closes nothing"
                faults.report(codes.UNOPENED_BRACKET, message, item.span, fix=Fix(item.span, ""))
            else:
                out.append(item)
        else:
            out.append(item)
    drop(_INFIX | _PREFIXES | {Kind.OPEN})
    return out


class _Builder:
    """Two stacks: operands under construction, and the operators that wait for them."""

    def __init__(self, rules: Rules, faults: _Reporter, whole: Span) -> None:
        self.rules = rules
        self.faults = faults
        self.whole = whole
        self.parts: list[_Part] = []
        self.operators: list[Item] = []
        self.after_operand = False

    def take(self, item: Item) -> None:
        if item.kind in _INFIX:
            self._operator(item)
            return
        if item.kind is Kind.CLOSE:
            self._close(item)
        elif item.kind is Kind.SUFFIX:
            part = self.parts.pop()
            node = self._fielded(part, item)
            self.parts.append(_Part(node, part.span.through(item.span), part.depth + 1))
        else:
            if self.after_operand:
                self._operator(self._implied(item))
            if item.kind in {Kind.OPEN, Kind.PREFIX}:
                self.operators.append(item)
            elif item.node is not None:
                self.parts.append(_Part(item.node, item.span, 1))
        self.after_operand = item.kind not in {Kind.OPEN, Kind.PREFIX}

    def _fielded(self, part: _Part, item: Item) -> Node:
        return self.rules.suffixed(
            part.tree(), replace(item, bracketed=part.bracketed, held=part.span)
        )

    def _implied(self, item: Item) -> Item:
        """Return the operator that two neighbours imply."""
        meant = self.rules.between(self.parts[-1].tree(), item.node, item.span)
        if meant is not None:
            return meant
        message = "an operator is missing before this"
        help_text = "write `or` or `and`"
        self.faults.report(codes.MISSING_OPERATOR, message, item.span, help=help_text)
        return Item(Kind.AND, Span(item.span.start, item.span.start))

    def _operator(self, item: Item) -> None:
        self._reduce(self.rules.precedence[item.kind])
        self.operators.append(item)
        self.after_operand = False

    def _reduce(self, least: int) -> None:
        precedence = self.rules.precedence
        while self.operators and precedence[self.operators[-1].kind] >= least:
            operator = self.operators.pop()
            right = self.parts.pop()
            if operator.kind is Kind.PREFIX:
                node = self._fielded(right, operator)
                span = operator.span.through(right.span)
                self.parts.append(_Part(node, span, right.depth + 1))
                continue
            left = self.parts.pop()
            self.parts.append(self._combined(operator, left, right))

    def _combined(self, operator: Item, left: _Part, right: _Part) -> _Part:
        span = left.span.through(right.span)
        depth = max(left.depth, right.depth) + 1
        if operator.kind is Kind.NEAR:
            return self._near(operator, left, right, span)
        self._warn_mixed(operator, left, right)
        if operator.kind is Kind.NOT:
            return _Part(Not(left.tree(), right.tree(), span), span, depth)
        if left.chain is operator.kind and not left.bracketed:
            left.operands.append(right.tree())
            left.span = span
            left.depth = max(left.depth, right.depth + 1)
            return left
        return _Part(None, span, depth, operator.kind, [left.tree(), right.tree()])

    def _warn_mixed(self, operator: Item, *parts: _Part) -> None:
        """Warn where an OR stands beside another operator and brackets would tell the order."""
        precedence = self.rules.precedence
        in_order = precedence[Kind.OR] == precedence[Kind.AND]
        reading = "from left to right" if in_order else "as done first"
        for part in parts:
            joined = Kind.NOT if isinstance(part.node, Not) else part.chain
            if part.bracketed or joined is None:
                continue
            late_not = precedence[Kind.NOT] < precedence[Kind.AND] and part is parts[-1]
            unlike = late_not and (operator.kind, joined) == (Kind.NOT, Kind.AND)
            if not unlike and (joined is Kind.OR) == (operator.kind is Kind.OR):
                continue
            this, other = joined.name.lower(), operator.kind.name.lower()
            message = f"`{this}` beside `{other}` without brackets: read {reading}"
            help_text = "put brackets around it"
            self.faults.report(codes.MIXED_OPERATORS, message, part.span, help=help_text)

    def _near(self, operator: Item, left: _Part, right: _Part, span: Span) -> _Part:
        """Combine two operands of nearness; a field that both share belongs to the pair."""
        first, second = left.tree(), right.tree()
        depth = max(left.depth, right.depth) + 2
        if not isinstance(second, Fielded) or right.bracketed:
            near = Near((first, second), operator.distance, operator.ordered, span)
            return _Part(near, span, depth)
        if isinstance(first, Fielded) and set(first.fields) == set(second.fields):
            first = first.operand
        elif any(isinstance(node, Fielded) for node in walk(first)):
            near = Near((first, second), operator.distance, operator.ordered, span)
            return _Part(near, span, depth)
        else:
            message = "the field is read as meant for all words near one another"
            where = Span(second.operand.span.end, second.span.end)
            help_text = "put brackets around them"
            self.faults.report(codes.FIELD_ON_PART, message, where, help=help_text)
        near = Near((first, second.operand), operator.distance, operator.ordered, span)
        return _Part(Fielded(near, second.fields, span), span, depth)

    def _close(self, item: Item) -> None:
        self._reduce(1)
        part = self.parts[-1]
        if self.operators:
            part.span = self.operators.pop().span.through(item.span)
        else:
            message = "this closing bracket has no opening one; read as opened at the line's start"
            fix = Fix(Span(self.whole.start, self.whole.start), "(")
            help_text = "put `(` where the group begins"
            self.faults.report(codes.UNOPENED_BRACKET, message, item.span, fix=fix, help=help_text)
        part.bracketed = True

    def finish(self) -> Node | None:
        while self.operators:
            self._reduce(1)
            if self.operators:
                opening = self.operators.pop()
                message = "this bracket is never closed; read as closed at the line's end"
                fix = Fix(Span(self.whole.end, self.whole.end), ")")
                help_text = "put `)` where the group ends"
                self.faults.report(
                    codes.UNCLOSED_BRACKET, message, opening.span, fix=fix, help=help_text
                )
                self.parts[-1].bracketed = True
        if not self.parts:
            return None
        part = self.parts[-1]
        if part.depth > MAX_DEPTH:
            message = f"groups are nested more than {MAX_DEPTH} deep"
            self.faults.report(codes.TOO_DEEP, message, self.whole)
            return None
        return part.tree()


def build(
    items: Sequence[Item], rules: Rules, line: int, whole: Span
) -> tuple[Node | None, list[Diagnostic]]:
    """Return the tree of a row of items and the faults met; None when nothing could be read."""
    faults = _Reporter(line)
    builder = _Builder(rules, faults, whole)
    for item in _complete(items, faults):
        builder.take(item)
    return builder.finish(), faults.found
