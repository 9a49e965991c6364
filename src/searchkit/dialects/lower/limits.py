"""Limits: kept where the target has them, left out with a note where it has not."""

from __future__ import annotations

import re
from dataclasses import replace

from searchkit.diagnostics import Effect
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.lower.values import tell_limit
from searchkit.dialects.spec import LimitRow
from searchkit.dialects.spelling import first_day, last_day
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
    all_of,
    any_of,
    literal,
)

_COMMANDS = {
    LimitKind.DEDUPLICATED: "removing duplicates is not part of a search string",
    LimitKind.DATABASE: "choosing a database is not part of a search string",
    LimitKind.FREQUENCY: "no other platform counts how often a word occurs",
}


def lower_limit(node: Limit, operand: Node, at: Situation) -> Node:
    """Return a limit over its operand (already lowered), or the operand alone."""
    row = at.dialect.limits.get(node.kind)
    if row is None and node.kind is LimitKind.PUBLICATION_DATE and _YEARS in at.dialect.limits:
        return lower_limit(_whole_years(node, at), operand, at)
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
    if row.closes_open_end and node.kind in _RANGES and values[-1] in {CURRENT, ""}:
        year = str(at.today.year)
        values = (values[0], year if node.kind is _YEARS else last_day(year))
        message = f"the range that goes on to the present ends in {year}"
        at.tell(codes.DATE_FROZEN, message, node.span, Effect.SAME)
    if row.as_field is not None:
        return And((operand, _search(node, row.as_field)), node.span)
    return replace(node, operand=operand, values=values)


_YEARS = LimitKind.YEARS
_RANGES = frozenset(
    {
        LimitKind.YEARS,
        LimitKind.PUBLICATION_DATE,
        LimitKind.ENTRY_DATE,
        LimitKind.CREATE_DATE,
        LimitKind.UPDATE_DATE,
    }
)
"""Limits whose two values are the ends of a range."""


def _whole_years(node: Limit, at: Situation) -> Limit:
    """Return a limit on days as the one on the years around them, for want of a finer one."""
    first, last = node.values
    around = Limit(node.operand, _YEARS, (first[:4], last if last == CURRENT else last[:4]))
    cut_off = first_day(first) != first_day(first[:4])
    if cut_off or (last != CURRENT and last_day(last) != last_day(last[:4])):
        ours, theirs = describe_limit(node), describe_limit(around)
        message = f"{at.dialect.title} limits to whole years, so {ours} becomes {theirs}"
        at.tell(codes.DATES_WIDENED, message, node.span, Effect.BROADER)
    return replace(around, span=node.span)


def years_as_limits(node: And, at: Situation) -> Node:
    """Return years asked for as words, beside something else, as limits.

    Only for a platform that limits to years and has no field for them.
    """
    known = any(Field.YEAR in row.covers for row in at.dialect.fields)
    if known or _YEARS not in at.dialect.limits:
        return node
    rest = tuple(part for part in node.operands if _year_of(part) is None)
    if not rest or len(rest) == len(node.operands):
        return node
    limited = all_of(rest, node.span)
    for part in node.operands:
        if year := _year_of(part):
            limited = Limit(limited, _YEARS, (year, year), part.span)
    return limited


def _year_of(node: Node) -> str | None:
    """Return the year of `2020.yr.`, else None."""
    match node:
        case Fielded(Term() as word, (Field.YEAR,)):
            text = literal(word) or ""
            return text if re.fullmatch(r"\d{4}", text) else None
        case _:
            return None


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
