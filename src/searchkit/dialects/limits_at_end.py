"""Limits at the end: on platforms without a limit command, a limit is one more operand of AND.

A reader puts a `Limit` where it meets one, holding what the text is when it stands alone
(`humans[mh]` is a heading then). `settled` decides afterwards: among the operands of an AND
it limits the others, anywhere else it is what it holds. So what stands in an AND and can be
a limit is one; that is the canonical form, and what the writers write reads back to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from searchkit.query.nodes import (
    CURRENT,
    And,
    Limit,
    LimitKind,
    Node,
    Or,
    all_of,
    children,
    with_children,
)

_ONE_OF = frozenset(
    {
        LimitKind.LANGUAGE,
        LimitKind.PUBLICATION_TYPE,
        LimitKind.AGE_GROUP,
        LimitKind.STATUS,
        LimitKind.OTHER,
    }
)
"""Limits that may be given as alternatives: `(danish[la] OR swedish[la])`."""


def settled(node: Node) -> Node:
    """Return the tree with each limit around what it limits.

    >>> from searchkit.query.nodes import LineReference, sketch
    >>> english = Limit(LineReference(7), LimitKind.LANGUAGE, ("english",))
    >>> print(sketch(settled(And((LineReference(1), english)))))
    limit language: english
      line 1
    """
    match node:
        case And(operands):
            limits = [_as_limit(operand) for operand in operands]
            kept = [
                settled(operand)
                for operand, limit in zip(operands, limits, strict=True)
                if limit is None
            ]
            if not kept:
                return And(tuple(settled(operand) for operand in operands), node.span)
            known = [limit for limit in limits if limit is not None]
            return _around(_over(node, kept), known)
        case Limit(operand):
            return settled(operand)
        case _:
            below = children(node)
            return with_children(node, [settled(part) for part in below]) if below else node


def _over(node: And, operands: Sequence[Node]) -> Node:
    """Return an AND over fewer operands; only one needs no AND."""
    return node if tuple(operands) == node.operands else all_of(operands, node.span)


def _as_limit(node: Node) -> Limit | None:
    if isinstance(node, Limit):
        return node
    if not isinstance(node, Or):
        return None
    parts = [_as_limit(operand) for operand in node.operands]
    known = [part for part in parts if part is not None]
    kinds = {part.kind for part in known}
    if len(known) < len(parts) or len(kinds) > 1 or not kinds <= _ONE_OF:
        return None
    values = tuple(value for part in known for value in part.values)
    return replace(known[0], values=values, span=node.span)


def _around(node: Node, limits: Sequence[Limit]) -> Node:
    for limit in _merged(limits):
        node = replace(limit, operand=node)
    return node


def _merged(limits: Sequence[Limit]) -> list[Limit]:
    """Return limits, the two ends of a range put together: `> 1999` and `< 2011`."""
    out: list[Limit] = []
    for limit in limits:
        before = out[-1] if out else None
        if before and before.kind is limit.kind is LimitKind.YEARS:
            first, last = before.values
            if first and last == CURRENT and not limit.values[0]:
                out[-1] = replace(
                    before, values=(first, limit.values[1]), span=before.span.through(limit.span)
                )
                continue
        out.append(limit)
    return out
