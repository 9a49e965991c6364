"""Whole: what a platform asks of a search as a whole, once all lines are put together.

Limits that are set beside a search move to its outside, where they hold for all of it; what
they may not leave (alternatives, exclusions) loses them. Platforms without operators get
the words. What is left is exact, so that spelling it as requests loses nothing.
"""

from __future__ import annotations

from searchkit.diagnostics import Effect
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.fields import text_choice
from searchkit.dialects.lower.limits import drop_limit
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.parts import TooManyParts, combinations, is_atom, simple, unfielded
from searchkit.dialects.spec import Requests
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    Fielded,
    Limit,
    Node,
    Not,
    Or,
    Term,
    any_of,
    children,
    describe_term,
    walk,
    with_children,
)


def lower_whole(node: Node, rules: Requests, at: Situation) -> Node:
    """Return a whole lowered search as the platform's requests can say it."""
    limits: list[Limit] = []
    body = _hoisted(node, at, True, limits) if rules.limits_beside else node
    if not rules.operators:
        body = _words_only(body, at)
    if not rules.brackets:
        body = _simple(body, at)
    if rules.most_combinations is not None:
        body = _few_combinations(body, rules.most_combinations, rules, at)
    for limit in reversed(limits):
        body = with_children(limit, [body])
    return body


def _simple(node: Node, at: Situation) -> Node:
    """Return a tree with simple exclusions; those that would make it too large are left out."""
    try:
        return simple(node)
    except TooManyParts:
        message = f"the exclusions are too many for {at.dialect.title} and are left out"
        at.tell(codes.TOO_MANY_COMBINATIONS, message, node.span, Effect.BROADER)
        return simple(_without_exclusions(node))


def _without_exclusions(node: Node) -> Node:
    if isinstance(node, Not):
        return _without_exclusions(node.included)
    if is_atom(node):
        return node
    return with_children(node, [_without_exclusions(part) for part in children(node)])


def _few_combinations(node: Node, most: int, rules: Requests, at: Situation) -> Node:
    """Return a tree as it is, or in one field when its combinations are too many.

    Alternatives then stand inside a clause, and a clause has one field.
    """
    count = combinations(node)
    if count <= most:
        return node
    message = (
        f"all combinations would be {count:,} requests, so alternatives are written inside clauses"
    )
    notes = (rules.inside.source,) if rules.inside else ()
    at.tell(codes.ALTERNATIVES_INSIDE, message, node.span, Effect.UNKNOWN, notes=notes)
    if len({part.fields for part in walk(node) if isinstance(part, Fielded)}) == 1:
        return node
    row = text_choice(at, Field.MULTI_PURPOSE).rows[0]
    message = f"all words are searched in `{row.code}`, because a clause has one field"
    at.tell(codes.FIELD_DIFFERS, message, node.span, Effect.UNKNOWN)
    return _in_field(node, tuple(sorted(row.covers)))


def _in_field(node: Node, fields: tuple[Field, ...]) -> Node:
    if isinstance(node, Fielded):
        return Fielded(node.operand, fields, node.span)
    return with_children(node, [_in_field(part, fields) for part in children(node)])


def _hoisted(node: Node, at: Situation, free: bool, limits: list[Limit]) -> Node:
    """Return a tree without limits; those that hold for the whole are collected."""
    match node:
        case Limit(operand):
            inner = _hoisted(operand, at, free, limits)
            if not free:
                return drop_limit(node, inner, at)
            limits.append(node)
            return inner
        case Or():
            parts = [_hoisted(part, at, False, limits) for part in node.operands]
            return with_children(node, parts)
        case Not(included, excluded):
            kept = _hoisted(included, at, free, limits)
            out = _hoisted(excluded, at.negated(), False, limits)
            return with_children(node, [kept, out])
        case _:
            parts = [_hoisted(part, at, free, limits) for part in children(node)]
            return with_children(node, parts)


def _words_only(node: Node, at: Situation) -> Node:
    """Return the words that a search takes in, each once, whatever its capitals."""
    found: dict[str, Term] = {}
    _collect(unfielded(node), found)
    words = list(found.values())
    if len(words) > 1 or isinstance(node, Not):
        message = (
            f"{at.dialect.title} has no operators; {len(words)} words are searched side by side"
        )
        help_text = "filter what is returned with the original strategy"
        at.tell(codes.OPERATORS_LOST, message, node.span, Effect.UNKNOWN, help=help_text)
    return any_of(words, node.span)


def _collect(node: Node, found: dict[str, Term]) -> None:
    match node:
        case Term():
            found.setdefault(describe_term(node).casefold(), node)
        case Not(included):
            _collect(included, found)
        case _:
            for part in children(node):
                _collect(part, found)
