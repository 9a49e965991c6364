"""Read: Ovid's numbered lines become a strategy, every fault with its place.

Nothing of the meaning is tidied: a word without a field stays without, brackets keep their
groups, references stay references. Damage is repaired only with a diagnostic that states
the fix.
"""

from __future__ import annotations

import re

from searchkit.diagnostics import Effect
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import plain
from searchkit.dialects.line_text import LineText
from searchkit.dialects.ovid.expression import read_expression
from searchkit.dialects.ovid.layout import lay_out
from searchkit.dialects.ovid.limits import limit_head, read_limits
from searchkit.dialects.ovid.tables import DATABASE_CODES
from searchkit.dialects.spec import Target, find_target
from searchkit.query.nodes import Limit, LimitKind, LineReference, Node, Raw
from searchkit.query.strategy import Line, Strategy

_DEDUPLICATE = re.compile(r"\s*remove\s+duplicates\s+from\s+(\d+)\s*$", re.IGNORECASE)
_USE = re.compile(r"\s*(\d+)\s+use\s+([a-z]{3,7}\d*)\s*$", re.IGNORECASE)
_USE_ALONE = re.compile(r"\s*use\s+([a-z]{3,7})\s*$", re.IGNORECASE)


def read(text: str, target: Target) -> Strategy:
    """Read a strategy. A database named in the text's header is kept when the caller's is the
    platform's first, which is what an unspecific `ovid` means.
    """
    whole, found = plain(text)
    layout = lay_out(whole)
    if layout.database and target.database is target.dialect.databases[0]:
        target = find_target(target.dialect, layout.database)
    found += layout.diagnostics
    lines: list[Line] = []
    for row in layout.rows:
        previous = lines[-1].number if lines else None
        line = LineText(row.body, row.number, target.database.vocabulary)
        query = _command(line, previous) or read_expression(line)
        comment = " ".join(line.comments)
        lines.append(Line(row.number, query, row.body.whole, row.hits, comment))
        found += line.found
    found.sort(key=lambda one: (one.span.start, one.span.end))
    return Strategy(text, target.name, tuple(lines), tuple(found))


def _command(line: LineText, previous: int | None) -> Node | None:
    text = re.sub(r"\[[^\]]*\]\s*$", lambda hit: " " * len(hit[0]), line.body.text)
    if match := _DEDUPLICATE.match(text):
        operand = LineReference(int(match[1]), line.body.span(*match.span(1)))
        return Limit(operand, LimitKind.DEDUPLICATED, (), line.body.whole)
    if match := _USE.match(text):
        operand = LineReference(int(match[1]), line.body.span(*match.span(1)))
        return Limit(operand, LimitKind.DATABASE, (match[2].lower(),), line.body.whole)
    if (match := _USE_ALONE.match(text)) and match[1].lower() in DATABASE_CODES:
        node = _line_before(line, previous, *match.span())
        if node is None:
            return Raw(line.body.text, "ovid", line.body.whole)
        return Limit(node, LimitKind.DATABASE, (match[1].lower(),), line.body.whole)
    head = limit_head(text)
    return _limits(line, previous, head, text) if head else None


def _line_before(
    line: LineText, previous: int | None, start: int, end: int
) -> LineReference | None:
    """Return the line before, for a command that names none; None when there is none."""
    if previous is None:
        message = "this names no line, and there is none before it"
        line.report(codes.UNREADABLE, message, start, end, effect=Effect.UNKNOWN)
        return None
    message = f"no line is named; line {previous}, the one before, is taken"
    line.report(codes.LIMIT_MISSING_LINE, message, start, end, effect=Effect.UNKNOWN)
    return LineReference(previous, line.body.span(start, end))


def _limits(line: LineText, previous: int | None, head: re.Match[str], text: str) -> Node | None:
    line.comments += re.findall(r"\[([^\]]*)\]\s*$", line.body.text)
    body = text[head.end() :].rstrip()
    restrictions = read_limits(body, head.end())
    if head["line"]:
        node: Node = LineReference(int(head["line"]), line.body.span(*head.span("line")))
    elif (before := _line_before(line, previous, head.start(), head.end())) is not None:
        node = before
    else:
        return Raw(line.body.text, "ovid", line.body.whole)
    if restrictions is None:
        message = "this limit has no form that is known"
        start, end = head.end(), head.end() + len(body)
        line.report(codes.LIMIT_UNKNOWN, message, start, end, effect=Effect.UNKNOWN)
        return Limit(node, LimitKind.OTHER, (body,), line.body.whole)
    for restriction in restrictions:
        place = restriction.start, restriction.end
        if restriction.kind is LimitKind.OTHER:
            message = f"the limit `{restriction.values[0]}` is not known"
            line.report(codes.LIMIT_UNKNOWN, message, *place, effect=Effect.UNKNOWN)
        node = Limit(node, restriction.kind, restriction.values, line.body.span(*place))
    return node
