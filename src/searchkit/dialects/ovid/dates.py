"""Dates: `2020:2024.yr.` becomes a limit where it stands in an AND, else a list of years.

A colon is Ovid's truncation elsewhere; between two dates in a date field it is a range, and
so is a hyphen (grade practice). Ranges of days that limit nothing are kept as Ovid's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.grammar import Item
from searchkit.dialects.line_text import LineText
from searchkit.dialects.restrictions import restriction
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    Fielded,
    LimitKind,
    Node,
    Or,
    Raw,
    Term,
    Text,
    any_of,
)

DATE_LIMITS = {
    Field.YEAR: LimitKind.YEARS,
    Field.PUBLICATION_DATE: LimitKind.PUBLICATION_DATE,
    Field.ENTRY_DATE: LimitKind.ENTRY_DATE,
    Field.CREATE_DATE: LimitKind.CREATE_DATE,
    Field.UPDATE_DATE: LimitKind.UPDATE_DATE,
}
"""Fields in which a range may stand, and the limit that it is."""

MOST_YEARS = 200
"""A longer range of years is no list of alternatives that a platform would take."""

_RANGE = re.compile(r"\(*\s*(\d{4}|\d{6}|\d{8})\s*[:-]\s*(\d{4}|\d{6}|\d{8})\s*\)*")


def read_dates(node: Node, item: Item, line: LineText) -> Node | None:
    """Return what a range in a date field means, or None when there is no range."""
    kind = DATE_LIMITS[item.fields[0]]
    span = item.held.through(item.span)
    if isinstance(node, Or) and kind is LimitKind.YEARS:
        return _alternatives(node, item, line)
    ends = _ends(item.held, line)
    if ends is None:
        return None
    if ends[0] > ends[1]:
        message = f"`{ends[0]}` is after `{ends[1]}`, so nothing lies between them"
        line.note(codes.UNREADABLE, message, item.held, Effect.UNKNOWN)
    years = _years(ends, item.held) if kind is LimitKind.YEARS else ()
    if years:
        alone: Node = Fielded(any_of(years, item.held), item.fields, span)
    else:
        alone = Raw(line.body.covered(span), "ovid", span)
    return restriction(kind, ends, span, alone)


def _alternatives(node: Or, item: Item, line: LineText) -> Node | None:
    """Return `(2015 or 2020:2022).yr.` as a list of years."""
    years: list[Node] = []
    found = False
    for part in node.operands:
        ends = _ends(part.span, line)
        listed = _years(ends, part.span) if ends else ()
        found = found or bool(listed)
        years += listed or [part]
    return Fielded(any_of(years, node.span), item.fields, item.held) if found else None


def _ends(span: Span, line: LineText) -> tuple[str, str] | None:
    match = _RANGE.fullmatch(line.body.covered(span))
    return (match[1], match[2]) if match else None


def _years(ends: tuple[str, str], span: Span) -> Sequence[Node]:
    """Return each year of a range, or nothing when it is none of years."""
    first, last = (int(end) for end in ends)
    if any(len(end) != 4 for end in ends) or not 0 <= last - first <= MOST_YEARS:
        return ()
    return [Term((Text(str(year)),), span) for year in range(first, last + 1)]
