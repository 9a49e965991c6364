"""Restrictions: what stands beside a search with AND becomes a limit of the tree.

Platforms write a limit as one more operand: `S5 AND LA English`, `#5 AND [english]/lim`. A
reader gives such an operand as a limit over nothing (`restriction`); `settle` then lifts it
over what it is joined to. One that is joined by anything but AND stays where it is, as the
field that it names or as the platform's own text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from searchkit.diagnostics import Span
from searchkit.dialects.words import one_operand
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Limit,
    LimitKind,
    Node,
    Or,
    Raw,
    Term,
    Text,
    all_of,
    any_of,
    children,
    walk,
    with_children,
)

_NOTHING = Raw("", "")

_FIELDS = {
    LimitKind.LANGUAGE: Field.LANGUAGE,
    LimitKind.PUBLICATION_TYPE: Field.PUBLICATION_TYPE,
}


def restriction(kind: LimitKind, values: Sequence[str], span: Span) -> Limit:
    """Return a limit that has not found what it limits yet."""
    return Limit(_NOTHING, kind, tuple(values), span)


def settle(node: Node, dialect: str, text: str) -> Node:
    """Return a tree in which each restriction limits what it is joined to by AND.

    `text` is the whole text as received; what cannot be a limit is kept as its piece of it.
    """
    settled = _settled(node, dialect, text)
    return _standing(settled, dialect, text) if _restricts_only(settled) else settled


def _is_restriction(node: Node) -> bool:
    return isinstance(node, Limit) and node.operand == _NOTHING


def _restricts_only(node: Node) -> bool:
    """Say whether a node holds restrictions and nothing that they could limit."""
    return _is_restriction(node) or (
        isinstance(node, And) and all(_restricts_only(part) for part in node.operands)
    )


def _settled(node: Node, dialect: str, text: str) -> Node:
    below = [_settled(part, dialect, text) for part in children(node)]
    if isinstance(node, And):
        return _conjunction(below, node.span)
    if isinstance(node, Or):
        merged = _alternatives(below, node.span)
        if merged is not None:
            return merged
    if _is_restriction(node) or not below:
        return node
    kept = [_standing(part, dialect, text) if _restricts_only(part) else part for part in below]
    return with_children(node, kept)


def _conjunction(operands: Sequence[Node], span: Span) -> Node:
    """Return an AND with its restrictions around the rest of it."""
    rest = [part for part in operands if not _restricts_only(part)]
    if not rest:
        return And(tuple(operands), span)
    node = all_of(rest, span)
    for part in operands:
        if _restricts_only(part):
            for limit in walk(part):
                if isinstance(limit, Limit):
                    node = replace(limit, operand=node)
    return node


def _alternatives(operands: Sequence[Node], span: Span) -> Limit | None:
    """Return one restriction for alternatives of one kind, or None."""
    limits = [part for part in operands if isinstance(part, Limit) and _is_restriction(part)]
    if len(limits) < len(operands) or len({limit.kind for limit in limits}) > 1:
        return None
    values = [value for limit in limits for value in limit.values]
    return restriction(limits[0].kind, values, span)


def _standing(node: Node, dialect: str, text: str) -> Node:
    """Return a restriction that limits nothing: as words in its field, or word for word."""
    if isinstance(node, And):
        return And(tuple(_standing(part, dialect, text) for part in node.operands), node.span)
    assert isinstance(node, Limit)
    field = _FIELDS.get(node.kind)
    if field is None or not node.values:
        return Raw(text[node.span.start : node.span.end], dialect, node.span)
    parts = []
    for value in node.values:
        words = tuple(Term((Text(word),), span=node.span) for word in value.split())
        parts.append(one_operand(words, node.span))
    return Fielded(any_of(parts, node.span), (field,), node.span)
