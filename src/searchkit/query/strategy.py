"""The strategy: numbered lines, what they refer to, and one tree when references are put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from searchkit.diagnostics import Diagnostic, Effect, Span
from searchkit.query import codes
from searchkit.query.nodes import (
    And,
    LineRange,
    LineReference,
    Node,
    Not,
    Operator,
    Or,
    children,
    walk,
    with_children,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One numbered line. `query` is None when nothing in it could be read.

    `hits` is the count that the platform showed, `comment` what the searcher noted.
    """

    number: int
    query: Node | None
    span: Span
    hits: int | None = None
    comment: str = ""


@dataclass(frozen=True)
class Strategy:
    """A whole search as written for one target, with what was said while reading it."""

    text: str
    target: str
    lines: tuple[Line, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    @cached_property
    def _positions(self) -> dict[int, list[int]]:
        positions: dict[int, list[int]] = {}
        for position, line in enumerate(self.lines):
            positions.setdefault(line.number, []).append(position)
        return positions

    def refer(self, number: int, position: int) -> int | None:
        """Return the position of the line that a reference at `position` means.

        Where a number occurs more than once, the nearest earlier line is meant. None when
        the number does not exist, is the line's own, or comes only later.
        """
        earlier = [p for p in self._positions.get(number, ()) if p < position]
        return earlier[-1] if earlier else None

    def references(self, position: int) -> Iterator[tuple[int, Span]]:
        """Yield the line numbers that a line refers to, each with its place."""
        query = self.lines[position].query
        for node in walk(query) if query is not None else ():
            match node:
                case LineReference(number, span):
                    yield number, span
                case LineRange():
                    for number in node.numbers():
                        yield number, node.span

    @property
    def last(self) -> int:
        """Return the position of the line that stands for the whole search: the last."""
        return len(self.lines) - 1

    def uses(self, position: int) -> set[int]:
        """Return the positions of the lines that a line refers to."""
        found = {self.refer(number, position) for number, _ in self.references(position)}
        return {place for place in found if place is not None}

    def idle(self) -> list[int]:
        """Return the positions of the lines that the whole search does not use, in order.

        A line that only such lines refer to is one of them.
        """
        needed = {self.last}
        for position in range(self.last, -1, -1):
            if position in needed:
                needed |= self.uses(position)
        return [position for position in range(len(self.lines)) if position not in needed]

    def audit(self) -> list[Diagnostic]:
        """Return the faults of all references: unresolved, forward, to itself, repeated numbers."""
        found: list[Diagnostic] = []
        for number, positions in self._positions.items():
            for again in positions[1:]:
                line = self.lines[again]
                message = f"the number {number} is used more than once"
                found.append(Diagnostic(codes.REPEATED_NUMBER, message, line.span, number))
        for position, line in enumerate(self.lines):
            faults: dict[tuple[str, Span], list[int]] = {}
            for number, span in self.references(position):
                if self.refer(number, position) is None:
                    faults.setdefault((self._fault(number, position), span), []).append(number)
            for (fault, span), numbers in faults.items():
                code, message = _FAULTS[fault]
                told = message.format(lines=listed(numbers))
                found.append(Diagnostic(code, told, span, line.number, Effect.UNKNOWN))
        return found

    def _fault(self, number: int, position: int) -> str:
        if number == self.lines[position].number:
            return "self"
        return "forward" if number in self._positions else "unresolved"


_FAULTS = {
    "self": (codes.SELF_REFERENCE, "{lines} refers to itself"),
    "forward": (codes.FORWARD_REFERENCE, "{lines} is referred to before being defined"),
    "unresolved": (codes.UNRESOLVED_REFERENCE, "the strategy has no {lines}"),
}


def listed(numbers: Sequence[int]) -> str:
    """Return numbers of lines as people write them.

    >>> listed([25, 26, 27])
    'lines 25 to 27'
    """
    first, last = numbers[0], numbers[-1]
    if len(numbers) == 1:
        return f"line {first}"
    if list(numbers) == list(range(first, last + 1)):
        return f"lines {first} to {last}"
    return "lines " + ", ".join(str(number) for number in numbers)


def substitute(
    node: Node, position: int, strategy: Strategy, replacement: Callable[[int], Node | None]
) -> Node | None:
    """Return a line's tree with what each reference stands for put in its place.

    `replacement` gives the tree for the position of a line. None when a reference cannot
    be followed.
    """

    def follow(number: int) -> Node | None:
        found = strategy.refer(number, position)
        return None if found is None else replacement(found)

    match node:
        case LineReference(number):
            return follow(number)
        case LineRange():
            followed = [follow(number) for number in node.numbers()]
            operands = tuple(operand for operand in followed if operand is not None)
            if len(operands) < len(followed):
                return None
            if len(operands) == 1:
                return operands[0]
            combine = And if node.operator is Operator.AND else Or
            return combine(operands, node.span)
        case _:
            put = [substitute(child, position, strategy, replacement) for child in children(node)]
            known = [child for child in put if child is not None]
            return with_children(node, known) if len(known) == len(put) else None


def resolve(strategy: Strategy, position: int | None = None) -> Node | None:
    """Return one tree for a line (the last when None) with all references put in.

    None when a reference on the way cannot be followed; `Strategy.audit` says which.
    """
    trees: list[Node | None] = []
    end = strategy.last if position is None else position
    for place in range(end + 1):
        query = strategy.lines[place].query
        tree = query and substitute(query, place, strategy, lambda found: trees[found])
        trees.append(tree)
    return trees[end] if trees else None


@dataclass(frozen=True, slots=True)
class Polarity:
    """Whether what a line finds is taken in, left out, or both, in the whole search."""

    included: bool = False
    excluded: bool = False

    def __or__(self, other: Polarity) -> Polarity:
        return Polarity(self.included or other.included, self.excluded or other.excluded)

    def flipped(self) -> Polarity:
        return Polarity(self.excluded, self.included)


INCLUDED = Polarity(included=True)


def polarities(strategy: Strategy) -> list[Polarity]:
    """Return for each line how the whole search uses it; a line nothing uses is included.

    In `36 not (36 and 37)` line 36 counts as included only: leaving out "36 and 37" from
    36 is leaving out 37, whatever 36 finds.
    """
    found = [Polarity() for _ in strategy.lines]
    for position in range(strategy.last, -1, -1):
        if found[position] == Polarity():
            found[position] = INCLUDED
        query = strategy.lines[position].query
        for number, polarity in _uses(query, found[position]) if query is not None else ():
            place = strategy.refer(number, position)
            if place is not None:
                found[place] |= polarity
    return found


def _uses(node: Node, polarity: Polarity) -> Iterator[tuple[int, Polarity]]:
    match node:
        case LineReference(number):
            yield number, polarity
        case LineRange():
            for number in node.numbers():
                yield number, polarity
        case Not(included, excluded):
            yield from _uses(included, polarity)
            yield from _uses(without_absorbed(included, excluded), polarity.flipped())
        case _:
            for child in children(node):
                yield from _uses(child, polarity)


def without_absorbed(included: Node, excluded: Node) -> Node:
    """Return what `included not excluded` really leaves out: `a not (a and b)` is `a not b`."""
    if not isinstance(excluded, And):
        return excluded
    rest = tuple(operand for operand in excluded.operands if operand != included)
    if not rest or len(rest) == len(excluded.operands):
        return excluded
    return rest[0] if len(rest) == 1 else replace(excluded, operands=rest)
