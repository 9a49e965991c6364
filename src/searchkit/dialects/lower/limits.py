"""Limits: kept where the target has them, left out with a note where it has not."""

from __future__ import annotations

import re
from dataclasses import replace

from searchkit.diagnostics import Effect
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.lower.values import tell_limit
from searchkit.dialects.spec import LimitRow
from searchkit.dialects.words import one_operand
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
    Limit,
    LimitKind,
    Node,
    Term,
    Text,
    any_of,
)

_COMMANDS = {
    LimitKind.DEDUPLICATED: "removing duplicates is not part of a search string",
    LimitKind.DATABASE: "choosing a database is not part of a search string",
    LimitKind.FREQUENCY: "no other platform counts how often a word occurs",
}


def lower_limit(node: Limit, operand: Node, at: Situation) -> Node:
    """Return a limit over its operand (already lowered), or the operand alone."""
    row = at.dialect.limits.get(node.kind)
    if row is None:
        return drop_limit(node, operand, at)
    values = _values(_canonical(node, at), row)
    if values is None:
        return drop_limit(node, operand, at)
    at.unverified(f"the limit on {node.kind.value}", row.evidence, node.span)
    if not row.values:
        tell_limit(node, at)
    if row.caution:
        at.tell(codes.LIMIT_CAUTION, row.caution, node.span, row.effect)
    if CURRENT in values and row.closes_open_end:
        year = str(at.today.year)
        values = tuple(year if value == CURRENT else value for value in values)
        message = f"the range that goes on to the present ends in {year}"
        at.tell(codes.DATE_FROZEN, message, node.span, Effect.SAME)
    if row.as_field is not None:
        return And((operand, _search(node, row.as_field)), node.span)
    return replace(node, operand=operand, values=values)


_AND_NARROWER = re.compile(r"(?:/|, )all$")
"""How Ovid marks a type of publication that takes in its narrower ones."""


def _search(node: Limit, field: Field) -> Node:
    """Return a limit as words in a field, for platforms on which it is nothing else."""
    found: list[Node] = []
    for value in node.values:
        name = _AND_NARROWER.sub("", value)
        words = [Term((Text(word),), node.span) for word in name.split()]
        operand = replace(one_operand(words, node.span), variants=name != value)
        found.append(Fielded(operand, (field,), node.span))
    return any_of(found, node.span)


def _canonical(node: Limit, at: Situation) -> Limit:
    """Return a limit whose values are the source's own words with the ones that all share."""
    row = at.source.dialect.limits.get(node.kind)
    if row is None or not row.values:
        return node
    shared = {own: value for value, own in row.values.items()}
    return replace(node, values=tuple(shared.get(value, value) for value in node.values))


def _values(node: Limit, row: LimitRow) -> tuple[str, ...] | None:
    """Return the target's values, or None when one of them has no equivalent."""
    if not row.values:
        return node.values
    found = [row.values.get(value) for value in node.values]
    if None in found:
        return None
    return tuple(own for value in found if value for own in value.split(" | "))


_RANGES = frozenset(
    {
        LimitKind.YEARS,
        LimitKind.PUBLICATION_DATE,
        LimitKind.ENTRY_DATE,
        LimitKind.CREATE_DATE,
        LimitKind.UPDATE_DATE,
    }
)


def describe_limit(node: Limit) -> str:
    """Return a limit in words for messages.

    >>> describe_limit(Limit(Term((Text("peer"),)), LimitKind.YEARS, ("2010", CURRENT)))
    'the limit to years from 2010 on'
    >>> describe_limit(Limit(Term((Text("peer"),)), LimitKind.OTHER, ("local holdings",)))
    'the limit `local holdings`'
    """
    values = " or ".join(f"`{value}`" for value in node.values)
    kind = node.kind.value
    if node.kind in _RANGES:
        first, last = node.values
        if last in {CURRENT, ""}:
            return f"the limit to {kind} from {first} on"
        ends = f"from {first} to {last}" if first else f"up to {last}"
        return f"the limit to {kind} {ends}"
    if node.kind is LimitKind.OTHER:
        return f"the limit {values}"
    return f"the limit to {kind} {values}" if values else f"the limit to {_ALONE.get(kind, kind)}"


_ALONE = {
    LimitKind.ABSTRACT.value: "records with an abstract",
    LimitKind.FULL_TEXT.value: "records with full text",
}


def drop_limit(node: Limit, operand: Node, at: Situation) -> Node:
    """Return the operand without the limit, and tell the loss."""
    if node.kind in _COMMANDS:
        at.tell(codes.COMMAND_DROPPED, _COMMANDS[node.kind], node.span, Effect.BROADER)
        return operand
    message = f"{at.dialect.title} cannot say {describe_limit(node)}; it is left out"
    help_text = "set it on the site, or exclude after the export and count"
    at.tell(codes.LIMIT_DROPPED, message, node.span, Effect.BROADER, help=help_text)
    return operand
