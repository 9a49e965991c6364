"""Restrictions: what stands beside a search with AND becomes a limit of the tree.

Platforms write a limit as one more operand: `S5 AND LA English`, `#5 AND [english]/lim`. A
reader gives such an operand as a limit over nothing (`restriction`); `settle` then lifts it
over what it is joined to. One that is joined by anything but AND stays where it is: as what
the reader says that it is by itself (`humans[mh]` is a heading), as the field that it names,
or as the platform's own text. So what stands in an AND and can be a limit is one; that is the
canonical form, and what the writers write reads back to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from searchkit.diagnostics import Span
from searchkit.dialects.words import one_operand
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
    Limit,
    LimitKind,
    Node,
    Not,
    Or,
    Raw,
    Term,
    Text,
    all_of,
    any_of,
    children,
    with_children,
)

_NOTHING = Raw("", "")

_SPANS = frozenset(
    {
        LimitKind.ENTRY_DATE,
        LimitKind.CREATE_DATE,
        LimitKind.UPDATE_DATE,
        LimitKind.PUBLICATION_DATE,
    }
)
"""Limits of which two cannot be one: each has a first and a last day."""

_FIELDS = {
    LimitKind.LANGUAGE: Field.LANGUAGE,
    LimitKind.PUBLICATION_TYPE: Field.PUBLICATION_TYPE,
}


def restriction(
    kind: LimitKind, values: Sequence[str], span: Span, alone: Node | None = None
) -> Limit:
    """Return a limit that has not found what it limits yet; `alone` is what it is by itself."""
    operand = _NOTHING if alone is None else And((_NOTHING, alone))
    return Limit(operand, kind, tuple(values), span)


def settle(node: Node, dialect: str, text: str) -> Node:
    """Return a tree in which each restriction limits what it is joined to by AND.

    `text` is the whole text as received; what cannot be a limit is kept as its piece of it.
    """
    settled = _settled(node, dialect, text)
    return _standing(settled, dialect, text) if _restricts_only(settled) else settled


def _is_restriction(node: Node) -> bool:
    return isinstance(node, Limit) and (
        node.operand == _NOTHING or (isinstance(node.operand, And) and _holds_alone(node.operand))
    )


def _holds_alone(node: And) -> bool:
    return node.operands[0] == _NOTHING


def _restricts_only(node: Node) -> bool:
    """Say whether a node holds restrictions and nothing that they could limit."""
    return _is_restriction(node) or (
        isinstance(node, And) and all(_restricts_only(part) for part in node.operands)
    )


def _settled(node: Node, dialect: str, text: str) -> Node:
    if _is_restriction(node):
        return node
    if isinstance(node, And):
        node, excluded = _without_exclusions(node)
        for part in excluded:
            node = Not(node, part, node.span.through(part.span))
    below = [_settled(part, dialect, text) for part in children(node)]
    if isinstance(node, And):
        return _conjunction(below, node.span)
    if isinstance(node, Or):
        merged = _alternatives(below, node.span)
        if merged is not None:
            return merged
    if not below:
        return node
    kept = [_standing(part, dialect, text) if _restricts_only(part) else part for part in below]
    return with_children(node, kept)


def _without_exclusions(node: And) -> tuple[And, list[Node]]:
    """Return an AND whose restrictions exclude nothing, and what they excluded from all of it.

    Where NOT is done first, `a AND PY=2010 NOT c` is `a AND (PY=2010 NOT c)`: the same as
    `(a AND PY=2010) NOT c`, and only so the years limit what they are joined to.
    """
    operands: list[Node] = []
    excluded: list[Node] = []
    for operand in node.operands:
        inner, out = operand, list[Node]()
        while isinstance(inner, Not):
            out.insert(0, inner.excluded)
            inner = inner.included
        if out and _restricts_only(inner):
            operands.append(inner)
            excluded += out
        else:
            operands.append(operand)
    if not excluded or all(_restricts_only(part) for part in operands):
        return node, []
    return And(tuple(operands), node.span), excluded


def _conjunction(operands: Sequence[Node], span: Span) -> Node:
    """Return an AND with its restrictions around the rest of it."""
    rest = [part for part in operands if not _restricts_only(part)]
    if not rest:
        return And(tuple(operands), span)
    node = all_of(rest, span)
    limits = [limit for part in operands if _restricts_only(part) for limit in _limits(part)]
    for limit in _ranges(limits):
        node = replace(limit, operand=node)
    return node


def _limits(node: Node) -> list[Limit]:
    if isinstance(node, Limit):
        return [node]
    return [limit for part in children(node) for limit in _limits(part)]


def _ranges(limits: Sequence[Limit]) -> list[Limit]:
    """Return limits, the two ends of a range of years put together: `> 1999` and `< 2011`."""
    out: list[Limit] = []
    for limit in limits:
        before = out[-1] if out else None
        if before and before.kind is limit.kind is LimitKind.YEARS:
            first, last = before.values
            if first and last == CURRENT and not limit.values[0]:
                span = before.span.through(limit.span)
                out[-1] = replace(before, values=(first, limit.values[1]), span=span)
                continue
        out.append(limit)
    return out


def _alternatives(operands: Sequence[Node], span: Span) -> Limit | None:
    """Return one restriction for alternatives of one kind, or None."""
    limits = [part for part in operands if isinstance(part, Limit) and _is_restriction(part)]
    if len(limits) < len(operands) or len({limit.kind for limit in limits}) > 1:
        return None
    values = [value for limit in limits for value in limit.values]
    if limits[0].kind in _SPANS:
        return None
    if limits[0].kind is LimitKind.YEARS:
        ends = years_as_range(values)
        if ends is None:
            return None
        values = list(ends)
    alone = [part.operands[1] for limit in limits if isinstance(part := limit.operand, And)]
    known = any_of(alone, span) if len(alone) == len(limits) else None
    return restriction(limits[0].kind, values, span, known)


def years_as_range(values: Sequence[str]) -> tuple[str, str] | None:
    """Return single years that follow one another as one range, else None.

    >>> years_as_range(["2022", "2024", "2023"]), years_as_range(["2019", "2022"])
    (('2022', '2024'), None)
    """
    if not values or not all(value.isdigit() for value in values):
        return None
    years = sorted({int(value) for value in values})
    followed = years[-1] - years[0] == len(years) - 1
    return (str(years[0]), str(years[-1])) if followed else None


def _standing(node: Node, dialect: str, text: str) -> Node:
    """Return a restriction that limits nothing: as words in its field, or word for word."""
    if isinstance(node, And):
        return And(tuple(_standing(part, dialect, text) for part in node.operands), node.span)
    assert isinstance(node, Limit)
    if isinstance(node.operand, And):
        return node.operand.operands[1]
    field = _FIELDS.get(node.kind)
    if field is None or not node.values:
        return Raw(text[node.span.start : node.span.end], dialect, node.span)
    parts = []
    for value in node.values:
        words = tuple(Term((Text(word),), span=node.span) for word in value.split())
        parts.append(one_operand(words, node.span))
    return Fielded(any_of(parts, node.span), (field,), node.span)
