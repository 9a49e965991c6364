"""Own lines: what a platform takes only over a numbered line gets that line.

Ovid limits a set, never a search inside one. A strategy that has a limit anywhere else
becomes one with more lines: what is limited, the limit, and the search that refers to it.
Nothing is said in another way, so nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from searchkit.query.nodes import Limit, LineReference, Node, children, walk, with_children
from searchkit.query.strategy import Strategy

LineOperand = Callable[[Node], Node | None]
"""Gives the part of a node that the platform takes only as another line, or None."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a strategy with those that had to be added; references count from 1.

    `places` gives for the position of each line of the strategy its number here, if it has
    a tree; `alone` are the numbers of the lines that cannot be put into others.
    """

    lines: tuple[Node, ...]
    places: dict[int, int]
    alone: frozenset[int]

    @property
    def added(self) -> int:
        return len(self.lines) - len(self.places)

    def needs_lines(self, position: int) -> bool:
        """Say whether a line of the strategy cannot be said in one."""
        if position not in self.places:
            return False
        return not self.alone.isdisjoint(self.below(self.places[position]))

    def below(self, number: int) -> list[int]:
        """Return the numbers of the lines that a line needs, and its own, in order."""
        found: set[int] = set()
        waiting = [number]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += references(self.lines[one - 1])
        return sorted(found)


def references(tree: Node) -> list[int]:
    """Return the numbers of the lines that a tree refers to."""
    return [node.number for node in walk(tree) if isinstance(node, LineReference)]


def lay_out(strategy: Strategy, trees: Sequence[Node | None], operand_of: LineOperand) -> Layout:
    """Return the lines with a line of its own for all that needs one."""
    lines: list[Node] = []
    places: dict[int, int] = {}
    added: dict[Node, int] = {}

    def line_of(node: Node) -> LineReference:
        if isinstance(node, LineReference):
            return node
        if node not in added:
            lines.append(node)
            added[node] = len(lines)
        return LineReference(added[node], node.span)

    def placed(node: Node, position: int, *, whole: bool) -> Node:
        if isinstance(node, LineReference):
            found = strategy.refer(node.number, position)
            return node if found is None else LineReference(places[found], node.span)
        operand = operand_of(node)
        if operand is not None:
            line = line_of(placed(operand, position, whole=False))
            over = _over(node, operand, line)
            return over if whole else line_of(over)
        below = children(node)
        if not below:
            return node
        return with_children(node, [placed(child, position, whole=False) for child in below])

    for position, tree in enumerate(trees):
        if tree is not None:
            line = placed(tree, position, whole=True)
            lines.append(line)
            places[position] = len(lines)
    alone: set[int] = set()
    for number, line in enumerate(lines, 1):
        operand = operand_of(line)
        if operand is not None:
            alone |= {number, *references(operand)}
        elif isinstance(line, Limit) and not alone.isdisjoint(references(line)):
            alone.add(number)
    return Layout(tuple(lines), places, frozenset(alone))


def _over(node: Node, part: Node, line: Node) -> Node:
    """Return limits on top of one another with a line under the lowest."""
    if node is part:
        return line
    return with_children(node, [_over(children(node)[0], part, line)])
