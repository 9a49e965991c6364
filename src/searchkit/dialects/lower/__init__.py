"""Lower: one pass that rewrites a tree until it fits what the target declares.

Every loss is reported here and nowhere else; the writers that spell the result cannot lose
anything. Positions matter: what stands under NOT errs the other way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.fields import put_fields
from searchkit.dialects.lower.habits import with_habits
from searchkit.dialects.lower.headings import heading_of, lower_heading
from searchkit.dialects.lower.hyphens import tell_characters
from searchkit.dialects.lower.limits import lower_limit, years_as_limits
from searchkit.dialects.lower.proximity import lower_near
from searchkit.dialects.lower.separators import separated
from searchkit.dialects.lower.situation import Aids, Policy, Report, Situation
from searchkit.dialects.lower.values import tell_values
from searchkit.dialects.lower.whole import lower_whole
from searchkit.dialects.lower.words import lower_phrase, lower_term, lower_value
from searchkit.dialects.words import one_operand
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Heading,
    Limit,
    LineRange,
    LineReference,
    Near,
    Node,
    Not,
    Operator,
    Or,
    Phrase,
    Raw,
    Term,
    Text,
    children,
    literal,
    walk,
    with_children,
)
from searchkit.query.subheadings import MESH_SUBHEADINGS, subheading_code

__all__ = ["Aids", "Policy", "Report", "Situation", "lower", "lower_whole"]


def lower(node: Node, at: Situation) -> Node | None:
    """Return the tree that the target can say, or None when it can say nothing of it."""
    match node:
        case Near() if not _is_words(node):
            return _unlike(node, at)
        case Term() | Phrase() | Near():
            return _words(node, at)
        case Fielded():
            return _fielded(node, at)
        case Heading():
            return lower_heading(node, at)
        case And() | Or() if _is_words(node):
            return _words(node, at)
        case Or():
            return _rejoined(node, [lower(operand, at) for operand in node.operands])
        case And() | Not() | Limit():
            kept, waiting = _parted(node, at)
            for part in waiting:
                _tell_nothing_left(part, at)
            return kept
        case LineReference():
            return node
        case LineRange():
            return _range(node)
        case Raw() if at.at_home and node.dialect == at.dialect.name:
            return node
        case Raw():
            message = f"`{node.text}` cannot be translated and is left out"
            at.tell(codes.RAW_DROPPED, message, node.span, Effect.UNKNOWN)
            return None
        case _:
            assert_never(node)


VALUE_FIELDS = frozenset(
    {
        Field.AUTHOR,
        Field.CORPORATE_AUTHOR,
        Field.REGISTRY_NUMBER,
        Field.DOI,
        Field.PMID,
        Field.ISSN,
        Field.ISBN,
        Field.YEAR,
        Field.PUBLICATION_DATE,
        Field.ENTRY_DATE,
        Field.CREATE_DATE,
        Field.UPDATE_DATE,
    }
)
"""Fields whose values are names or numbers, not prose: their words stay as they are."""


def _is_words(node: Node) -> bool:
    """Say whether a tree is free text only, so that one field can stand around all of it.

    What stands under NOT errs the other way, so it takes its field apart from the rest.
    """
    return _holds_words(node) and not any(isinstance(part, Not) for part in _above_near(node))


def _holds_words(node: Node) -> bool:
    return all(isinstance(part, Term | Phrase | Near | And | Or | Not) for part in walk(node))


def _above_near(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        yield part
        if not isinstance(part, Near):
            waiting.extend(children(part))


def _unlike(node: Near, at: Situation) -> Node | None:
    """Return operands that cannot stand near one another, such as headings, joined by AND."""
    message = "only words can stand near one another; AND is searched instead"
    at.tell(codes.PROXIMITY_TO_AND, message, node.span, Effect.BROADER)
    return _rejoined(And(node.operands, node.span), [lower(part, at) for part in node.operands])


def _rejoined(node: And | Or, parts: Sequence[Node | None]) -> Node | None:
    known = [part for part in parts if part is not None]
    if not known:
        return None
    return known[0] if len(known) == 1 else type(node)(tuple(known), node.span)


def _parted(node: Node, at: Situation) -> tuple[Node | None, list[Not | Limit]]:
    """Return what the target can say of a node, and what waits for something to stand at.

    `a and (b not c)` without `b` is `a not c`: exclusions and limits hold for all that their
    operand is joined to by AND, so none of them is lost with it.
    """
    match node:
        case Not():
            kept, waiting = _parted(node.included, at)
        case Limit():
            kept, waiting = _parted(node.operand, at)
        case And() if not _is_words(node):
            if (limited := years_as_limits(node, at)) is not node:
                return _parted(limited, at)
            found = [_parted(operand, at) for operand in node.operands]
            whole = _rejoined(node, [part for part, _ in found])
            rest = [one for _, ones in found for one in ones]
            if whole is None:
                return None, rest
            for one in rest:
                whole = _around(one, whole, at)
            return whole, []
        case _:
            return lower(node, at), []
    return (None, [*waiting, node]) if kept is None else (_around(node, kept, at), [])


def _around(node: Not | Limit, kept: Node, at: Situation) -> Node:
    return lower_limit(node, kept, at) if isinstance(node, Limit) else _negated(node, kept, at)


def _tell_nothing_left(node: Not | Limit, at: Situation) -> None:
    what, span = ("limit", node.span)
    if isinstance(node, Not):
        what, span = "exclusion", node.excluded.span
    message = f"nothing is left for this {what} to stand at, so it is left out too"
    at.tell(codes.RAW_DROPPED, message, span, Effect.UNKNOWN)


def _negated(node: Not, included: Node, at: Situation) -> Node:
    """Lower what is left out, which errs its own way, from what is taken in (lowered already).

    In `a not (a and b)` the second `a` changes nothing, so it is lowered like the first.
    """
    out = at.negated()
    excluded: Node | None
    if isinstance(node.excluded, And) and node.included in node.excluded.operands:
        parts = [
            included if operand == node.included else lower(operand, out)
            for operand in node.excluded.operands
        ]
        excluded = _rejoined(node.excluded, parts)
    else:
        excluded = lower(node.excluded, out)
    return included if excluded is None else Not(included, excluded, node.span)


def _range(node: LineRange) -> Node:
    operands = [LineReference(number, node.span) for number in node.numbers()]
    if len(operands) == 1:
        return operands[0]
    return (And if node.operator is Operator.AND else Or)(tuple(operands), node.span)


def _fielded(node: Fielded, at: Situation) -> Node | None:
    suffix = Span(node.operand.span.end, node.span.end)
    inside = at.within(node.fields, suffix if suffix.start < suffix.end else node.span)
    if node.fields == (Field.HEADING,):
        return lower(_as_headings(node.operand, at.source.database.vocabulary), inside)
    subheading = frozenset({Field.FLOATING_SUBHEADING})
    vocabulary = at.source.database.vocabulary
    known = any(
        row.covers == subheading and (not row.only_from or vocabulary in row.only_from)
        for row in at.dialect.fields
    )
    if frozenset(node.fields) == subheading:
        named = _subheading_codes(node.operand) if known else _subheading_names(node.operand)
        return lower(named, inside)
    return lower(node.operand, inside)


def _as_headings(node: Node, vocabulary: str) -> Node:
    """Return `(animals not humans).sh.` as headings; words with wildcards stay words."""
    match node:
        case Near():
            return node
        case Term() | Phrase():
            return heading_of(node, vocabulary) or node
        case _:
            parts = [_as_headings(part, vocabulary) for part in children(node)]
            return with_children(node, parts)


def _subheading_codes(node: Node) -> Node:
    """Return names of floating subheadings (`diagnosis`) as the codes that the tree has."""
    match node:
        case Term() | Phrase():
            words = node.words if isinstance(node, Phrase) else (node,)
            code = subheading_code(" ".join(literal(word) or "" for word in words))
            variants = node.variants
            return Term((Text(code),), node.span, variants=variants) if code else node
        case _:
            return with_children(node, [_subheading_codes(part) for part in children(node)])


def _subheading_names(node: Node) -> Node:
    """Return codes of floating subheadings (`di`) as the names that other platforms know."""
    match node:
        case Term():
            name = MESH_SUBHEADINGS.get((literal(node) or "").casefold())
            words = tuple(Term((Text(word),), node.span) for word in (name or "").split())
            return one_operand(words, node.span) if words else node
        case Phrase():
            return node
        case _:
            return with_children(node, [_subheading_names(part) for part in children(node)])


def _words(node: Node, at: Situation) -> Node | None:
    """Lower free text, then put the target's fields around it."""
    node = separated(node, at.dialect.separators)
    body = _values(node, at) if set(at.fields) & VALUE_FIELDS else _text(node, at)
    span = at.field_span.through(node.span) if at.field_span else node.span
    placed = put_fields(body, at, span)
    if placed is not None:
        tell_characters(node, at, span)
        tell_values(node, placed, at, span)
    return None if placed is None else with_habits(placed, at)


def _values(node: Node, at: Situation) -> Node:
    """Return names and numbers, which stay as they are where the target can say them."""
    match node:
        case Term() | Phrase():
            return lower_value(node, at)
        case Near():
            return lower_near(node, at)
        case _:
            return with_children(node, [_values(part, at) for part in children(node)])


def _text(node: Node, at: Situation) -> Node:
    match node:
        case Term():
            return lower_term(node, at)
        case Phrase():
            return lower_phrase(node, at)
        case Near():
            return lower_near(node, at)
        case And() | Or():
            return type(node)(tuple(_text(part, at) for part in node.operands), node.span)
        case _:
            raise AssertionError(f"not free text: {node}")
