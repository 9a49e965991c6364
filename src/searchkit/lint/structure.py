"""Structure: rules on how the lines of a strategy hang together."""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.diagnostics import Code, Diagnostic, Effect, Severity
from searchkit.lint.subsumption import covers
from searchkit.query.nodes import (
    And,
    Heading,
    LineRange,
    LineReference,
    Node,
    Not,
    Operator,
    Or,
    walk,
)
from searchkit.query.strategy import Strategy

UNUSED_LINE = Code(
    "Q010",
    "unused-line",
    Severity.WARNING,
    """No later line uses this line, and it is not the last one.

What it finds has no influence on the result. Often a combining line leaves out the number.

Example: `or/1-12` in a block of 13 lines.

What to do: add the number where the block is combined, or delete the line.""",
)

DUPLICATE_LINE = Code(
    "Q011",
    "duplicate-line",
    Severity.WARNING,
    """Two lines ask for the same.

One of them changes nothing. It may have been meant to ask for something else, for instance
for the same words in another field.

What to do: delete one, and adjust the references.""",
)

SUBSUMED_LINE = Code(
    "Q012",
    "subsumed-line",
    Severity.NOTE,
    """Another line of the same OR block already finds all that this line finds.

The line adds nothing. It does no harm, but it may show that something else was meant.

Example: `(peer adj provid*).ti,ab.` beside `(peer adj (provid* or support*)).ti,ab.`.

What to do: delete the line, or write what was meant.""",
)

REPEATED_REFERENCE = Code(
    "Q013",
    "repeated-reference",
    Severity.NOTE,
    """A line refers to the same line twice in one chain.

It changes nothing, but another number may have been meant.

Example: `11 or 12 or 12`.

What to do: check the numbers.""",
)

FILTER_NUMBERS = Code(
    "Q014",
    "filter-numbers",
    Severity.WARNING,
    """The usual animal filter `A not (A and H)` names a line that is not the animals line.

Such filters are copied between strategies; when their numbers are not adjusted the line
runs, and excludes something else.

Example: `90 not (90 and 91)` where line 90 is a concept and the animals stand in line 92.

What to do: adjust the numbers.""",
)

CODES = (UNUSED_LINE, DUPLICATE_LINE, SUBSUMED_LINE, REPEATED_REFERENCE, FILTER_NUMBERS)


def unused_lines(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find lines that nothing uses."""
    used = {strategy.last}.union(*map(strategy.uses, range(len(strategy.lines))))
    for position, line in enumerate(strategy.lines):
        if position not in used:
            message = f"line {line.number} is not used by any later line"
            help_text = "add it where its block is combined, or delete it"
            yield Diagnostic(UNUSED_LINE, message, line.span, line.number, help=help_text)


def duplicate_lines(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find lines that ask for the same."""
    first: dict[Node, int] = {}
    for line in strategy.lines:
        if line.query is None:
            continue
        if line.query in first:
            message = f"line {line.number} asks for the same as line {first[line.query]}"
            yield Diagnostic(DUPLICATE_LINE, message, line.span, line.number, Effect.SAME)
        first.setdefault(line.query, line.number)


def subsumed_lines(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find lines that another line of the same block makes superfluous."""
    for position, line in enumerate(strategy.lines):
        if line.query is None:
            continue
        for node in walk(line.query):
            yield from _subsumed_in(node, position, strategy)


def _subsumed_in(node: Node, position: int, strategy: Strategy) -> Iterator[Diagnostic]:
    members = [strategy.refer(number, position) for number in _alternatives(node)]
    block = list(dict.fromkeys(place for place in members if place is not None))
    queries = {place: strategy.lines[place].query for place in block}
    for place in block:
        for other in block:
            special, general = queries[place], queries[other]
            if place == other or special is None or general is None or special == general:
                continue
            if covers(general, special) and not covers(special, general):
                line = strategy.lines[place]
                message = (
                    f"line {line.number} adds nothing: line {strategy.lines[other].number} "
                    "finds all of it"
                )
                yield Diagnostic(SUBSUMED_LINE, message, line.span, line.number, Effect.SAME)
                break


def _alternatives(node: Node) -> list[int]:
    """Return the lines that a node combines with OR."""
    match node:
        case LineRange() if node.operator is Operator.OR:
            return list(node.numbers())
        case Or(operands):
            return [part.number for part in operands if isinstance(part, LineReference)]
        case _:
            return []


def repeated_references(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find chains that name a line twice."""
    for line in strategy.lines:
        for node in walk(line.query) if line.query is not None else ():
            if not isinstance(node, And | Or):
                continue
            seen: set[int] = set()
            for operand in node.operands:
                if not isinstance(operand, LineReference):
                    continue
                if operand.number in seen:
                    message = f"line {operand.number} is named twice"
                    yield Diagnostic(
                        REPEATED_REFERENCE, message, operand.span, line.number, Effect.SAME
                    )
                seen.add(operand.number)


def filter_numbers(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find animal filters whose numbers were not adjusted."""
    animals = [line.number for line in strategy.lines if line.query and _names_animals(line.query)]
    if not animals:
        return
    for position, line in enumerate(strategy.lines):
        match line.query:
            case Not(LineReference(number), And(operands)) if line.query.included in operands:
                found = strategy.refer(number, position)
                query = strategy.lines[found].query if found is not None else None
                if query is not None and not _names_animals(query):
                    message = f"line {number} is not about animals, line {animals[0]} is"
                    yield Diagnostic(FILTER_NUMBERS, message, line.query.span, line.number)
            case _:
                pass


def _names_animals(node: Node) -> bool:
    return any(
        isinstance(part, Heading) and part.label.casefold() in {"animal", "animals"}
        for part in walk(node)
    )
