"""Proximity: words near one another, rewritten until the target can say them.

Where the target takes alternatives and truncation in a proximity search, little changes.
Where it does not, alternatives are written out pair by pair; a pair that cannot be said
becomes AND (or loses its wildcards under `precision`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from math import prod

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.fields import proximity_fields
from searchkit.dialects.lower.hyphens import joined_forms, opens, tell_missed, tell_open_forms
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.lower.wildcards import (
    MOST_COMBINATIONS,
    alternatives,
    bare_effect,
    forms_of,
    has_wildcard,
    tell_listed,
    without_wildcards,
)
from searchkit.dialects.lower.words import (
    Words,
    chain,
    lower_phrase,
    lower_term,
    one_phrase,
    split_hyphens,
)
from searchkit.dialects.spec import Chains, Proximity
from searchkit.query.nodes import (
    And,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    all_of,
    any_of,
    children,
    walk,
    with_children,
)


def lower_near(node: Near, at: Situation) -> Node:
    """Return what stands for words near one another in the target."""
    distributed = _distributed(node, at)
    if not isinstance(distributed, Near):
        return with_children(distributed, [_lower_any(part, at) for part in children(distributed)])
    if node.ordered and node.distance == 0:
        return _adjacent(distributed, at)
    _tell_disputed_source(node, at)
    if any(isinstance(part, Near) and _is_adjacency(part) for part in walk(node)):
        tell_missed(at, node.span)
    rules = at.dialect.proximity
    if rules is not None and node.ordered and not _says(node, rules) and rules.unordered:
        return lower_near(_any_order(node, at), at)
    if rules is None or not _says(node, rules):
        return _apart(node.operands, node.span, at, "it has no proximity operator")
    if rules.alternatives and rules.truncation:
        return _near(distributed, rules, at)
    return _pairs(distributed, rules, at)


def _says(node: Near, rules: Proximity) -> bool:
    """Say whether the target has the operator; Ovid's ordered `adj` takes no distance."""
    if not node.ordered:
        return rules.unordered is not None
    return rules.ordered is not None and (not node.distance or "{n}" in rules.ordered)


def _any_order(node: Near, at: Situation) -> Near:
    message = f"{at.dialect.title} has no ordered operator; the words may stand in any order"
    at.tell(codes.ORDER_LOST, message, node.span, Effect.BROADER)
    return replace(node, ordered=False)


def _lower_any(node: Node, at: Situation) -> Node:
    match node:
        case Near():
            return lower_near(node, at)
        case Term():
            return lower_term(node, at)
        case Phrase():
            return lower_phrase(node, at)
        case _:
            return with_children(node, [_lower_any(part, at) for part in children(node)])


def _distributed(node: Near, at: Situation) -> Node:
    """Return nearness pulled inside an AND or NOT that stands in one of its operands."""
    for place, operand in enumerate(node.operands):
        if not isinstance(operand, And | Not):
            continue
        message = "AND or NOT inside a proximity operand is distributed over it"
        at.tell(codes.PROXIMITY_DISTRIBUTED, message, operand.span, Effect.UNKNOWN)
        parts = []
        for part in children(operand):
            operands = (*node.operands[:place], part, *node.operands[place + 1 :])
            parts.append(Near(operands, node.distance, node.ordered, node.span))
        return with_children(operand, parts)
    return node


# Words next to one another, in order.


def _adjacent(node: Near, at: Situation) -> Node:
    rules = at.dialect.proximity
    if rules and rules.ordered and rules.alternatives and rules.truncation:
        near = _near(node, rules, at)
        return any_of([near, *_hyphened(node, at)], node.span) if opens(at) else near
    if _count(node) > MOST_COMBINATIONS:
        return _too_many(node, at, _count(node))
    sequences = _sequences(node)
    if sequences is None:
        return _apart(node.operands, node.span, at, "it cannot say this nesting")
    phrases = [lower_phrase(Phrase(words, _span(words)), at) for words in sequences]
    return any_of(phrases, node.span)


_MOST_HYPHENED = 8
"""The most forms with hyphens that are written beside words next to one another."""


def _hyphened(node: Near, at: Situation) -> list[Node]:
    """Return words next to one another with hyphens between them, when they are few."""
    rows = [
        row
        for words in _sequences(node) or []
        for row in product(*(alternatives(word, at, in_phrase=True) for word in words))
    ]
    forms = [form for row in rows for form in joined_forms(row)]
    if not 0 < len(forms) <= _MOST_HYPHENED:
        tell_missed(at, node.span)
        return []
    tell_open_forms(Phrase(rows[0], node.span), at)
    return [one_phrase(form, Phrase(form, node.span), at) for form in forms]


def _span(words: Words) -> Span:
    return words[0].span.through(words[-1].span)


def _count(node: Node) -> int:
    """Return how many rows of words an adjacency stands for; 0 if it is more than that."""
    match node:
        case Term() | Phrase():
            return 1
        case Or(operands):
            counts = [_count(operand) for operand in operands]
            return sum(counts) if all(counts) else 0
        case Near(operands, 0, True):
            return prod(_count(operand) for operand in operands)
        case _:
            return 0


def _too_many(node: Near, at: Situation, count: int) -> Node:
    message = f"{count} combinations are too many to write out"
    at.tell(codes.TOO_MANY_COMBINATIONS, message, node.span, Effect.UNKNOWN)
    return _apart(node.operands, node.span, at, "there are too many combinations")


def _sequences(node: Node) -> list[Words] | None:
    """Return the rows of words that an adjacency stands for.

    None if it is more than that, or if they are too many to write out.
    """
    if not 0 < _count(node) <= MOST_COMBINATIONS:
        return None
    match node:
        case Term():
            return [split_hyphens(node) or (node,)]
        case Phrase(words):
            varied = node.variants
            return [tuple(replace(word, variants=varied or word.variants) for word in words)]
        case Or():
            found: list[Words] = []
            for operand in node.operands:
                some = _sequences(operand)
                if some is None:
                    return None
                found += some
            return found
        case Near(operands, 0, True):
            parts = [_sequences(operand) for operand in operands]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            return [tuple(word for row in rows for word in row) for rows in product(*known)]
        case _:
            return None


# Targets that take alternatives and truncation in proximity.


def _near(node: Near, rules: Proximity, at: Situation) -> Node:
    if not _chain_fits(node, rules):
        return _apart(node.operands, node.span, at, "it cannot nest proximity operators so")
    operands = [_operand(part, rules, at) for part in node.operands]
    if any(isinstance(part, And | Not) for top in operands for part in walk(top)):
        # An operand was taken apart, and said so; nothing around it can stay near.
        return all_of([_loosened(operand) for operand in operands], node.span)
    distance = _distance(node, rules, at)
    if rules.chains is Chains.ALIKE and not _alike(operands, distance, node.ordered):
        # A truncated phrase that cannot be quoted became a chain of another operator.
        return _apart(node.operands, node.span, at, "it cannot nest proximity operators so")
    at.unverified("proximity search", rules.evidence, node.span)
    if rules.unverified_above is not None and distance > rules.unverified_above:
        message = f"more than {rules.unverified_above} words between are not known to work"
        at.tell(codes.UNVERIFIED, message, node.span, Effect.UNKNOWN)
    if len(operands) > 2 and distance:
        message = f"{len(operands)} words near one another are written two by two"
        at.tell(codes.PROXIMITY_APPROXIMATE, message, node.span, Effect.UNKNOWN)
    return chain(operands, distance, node.ordered, node.span)


def _loosened(node: Node) -> Node:
    """Return free text with AND for every nearness that holds an AND or NOT."""
    below = [_loosened(part) for part in children(node)]
    holds = any(isinstance(part, And | Not) for operand in below for part in walk(operand))
    if isinstance(node, Near) and holds:
        return all_of(below, node.span)
    return with_children(node, below)


def _chain_fits(node: Near, rules: Proximity) -> bool:
    inner = [
        part
        for operand in node.operands
        for part in walk(operand)
        if isinstance(part, Near) and not _is_phrase(part)
    ]
    if rules.chains is Chains.ANY or not inner:
        return True
    if rules.chains is Chains.ALIKE:
        first_only = all(not _holds_near(operand) for operand in node.operands[1:])
        alike = all((p.distance, p.ordered) == (node.distance, node.ordered) for p in inner)
        return first_only and alike
    return False


def _alike(operands: Sequence[Node], distance: int, ordered: bool) -> bool:
    nested = [part for node in operands for part in walk(node) if isinstance(part, Near)]
    return all((part.distance, part.ordered) == (distance, ordered) for part in nested)


def _holds_near(node: Node) -> bool:
    return any(isinstance(part, Near) and not _is_phrase(part) for part in walk(node))


def _is_phrase(node: Near) -> bool:
    """Say whether an adjacency of plain words can be written as a quoted phrase."""
    words = [part for part in walk(node) if not isinstance(part, Near)]
    adjacent = [part for part in walk(node) if isinstance(part, Near)]
    return all(part.ordered and part.distance == 0 for part in adjacent) and all(
        isinstance(word, Phrase) or (isinstance(word, Term) and not has_wildcard(word))
        for word in words
    )


def _operand(node: Node, rules: Proximity, at: Situation) -> Node:
    match node:
        case Near() if node.ordered and node.distance == 0 and rules.ordered is None:
            return _adjacent(node, at)
        case Near() if _is_phrase(node) and rules.chains is Chains.ALIKE:
            return _adjacent_phrase(node, at)
        case Near() if not _says(node, rules):
            return _operand(_any_order(node, at), rules, at)
        case Near():
            parts = tuple(_operand(part, rules, at) for part in node.operands)
            return replace(node, operands=parts, distance=_distance(node, rules, at))
        case Term():
            return lower_term(node, at)
        case Phrase():
            return lower_phrase(node, at)
        case _:
            return with_children(node, [_operand(part, rules, at) for part in children(node)])


def _adjacent_phrase(node: Near, at: Situation) -> Node:
    sequences = _sequences(node) or []
    return any_of([lower_phrase(Phrase(row, _span(row)), at) for row in sequences], node.span)


def _distance(node: Near, rules: Proximity, at: Situation) -> int:
    """Return the distance to ask for; a disputed count errs the way the policy says."""
    distance = _capped(node, rules, at)
    if rules.disputed is None or at.source.dialect is at.dialect or _is_adjacency(node):
        return distance
    if at.widen or not distance:
        message = "sources differ by one on how it counts; the number that loses nothing is taken"
        effect = Effect.BROADER
    else:
        distance -= 1
        message = "sources differ by one on how it counts; the number that adds nothing is taken"
        effect = Effect.NARROWER
    note = (rules.disputed.source,)
    at.tell(
        codes.DISTANCE_DISPUTED, f"{at.dialect.title}: {message}", node.span, effect, notes=note
    )
    return distance


def _is_adjacency(node: Near) -> bool:
    return node.ordered and not node.distance


def _tell_disputed_source(node: Near, at: Situation) -> None:
    rules = at.source.dialect.proximity
    if rules and rules.disputed and at.source.dialect is not at.dialect and not _is_adjacency(node):
        message = f"{at.source.dialect.title} may allow one more word between than is asked here"
        note = (rules.disputed.source,)
        at.tell(codes.DISTANCE_DISPUTED, message, node.span, Effect.UNKNOWN, notes=note)


def _capped(node: Near, rules: Proximity, at: Situation) -> int:
    if rules.maximum is None or node.distance + rules.offset <= rules.maximum:
        return node.distance
    most = rules.maximum - rules.offset
    message = f"{at.dialect.title} takes at most {most} words between; {node.distance} were asked"
    at.tell(codes.DISTANCE_CAPPED, message, node.span, Effect.NARROWER)
    return most


# Targets whose proximity search takes plain words only.


def _pairs(node: Near, rules: Proximity, at: Situation) -> Node:
    """Return every combination of alternatives as a proximity search of plain words."""
    operands = _flat_chain(node)
    fields = proximity_fields(at)
    if fields is None:
        return _apart(node.operands, node.span, at, "it has no proximity search in these fields")
    count = prod(_count(operand) for operand in operands)
    if count > MOST_COMBINATIONS:
        return _too_many(node, at, count)
    choices = [_sequences(operand) for operand in operands]
    forms = [_forms(choice, at) for choice in choices if choice is not None]
    if len(forms) < len(choices):
        return _apart(node.operands, node.span, at, "it cannot nest proximity operators")
    forms = _listed(forms, at)
    count = _combinations(forms)
    if count > MOST_COMBINATIONS:
        return _too_many(node, at, count)
    known = [[row for words in choice for row in product(*words)] for choice in forms]
    if not at.widen:
        known = [[_plain(words, at) for words in choice] for choice in known]
    if len(known) > 2:
        message = f"{len(known)} words near one another are written as one proximity search"
        at.tell(codes.PROXIMITY_APPROXIMATE, message, node.span, Effect.UNKNOWN)
    near: list[Node] = []
    apart: dict[Words, list[Words]] = {}
    for row in product(*known):
        if all(len(words) == 1 and not has_wildcard(words[0]) for words in row):
            terms = tuple(words[0] for words in row)
            near.append(Near(terms, _capped(node, rules, at), False, node.span))
        elif len(row) == 2:
            apart.setdefault(row[0], []).append(row[1])
        else:
            return _apart(
                node.operands, node.span, at, "it truncates no word in a proximity search"
            )
    if near and rules.reversal:
        message = f"words in the other order must stand {rules.reversal} words closer"
        at.tell(codes.ORDER_COSTS_DISTANCE, message, node.span, Effect.NARROWER)
    if apart:
        why = "it takes neither wildcards nor phrases in a proximity search"
        _tell_apart(node.span, at, why)
    return any_of([*near, *_groups(apart, node.span, at)], node.span)


def _flat_chain(node: Near) -> list[Node]:
    """Return the operands of `a adj2 b adj2 c` side by side; other nesting stays."""
    out: list[Node] = []
    for place, operand in enumerate(node.operands):
        same = isinstance(operand, Near) and (operand.distance, operand.ordered) == (
            node.distance,
            node.ordered,
        )
        if place == 0 and same and isinstance(operand, Near):
            out += _flat_chain(operand)
        else:
            out.append(operand)
    return out


def _forms(choice: Sequence[Words], at: Situation) -> list[list[list[Term]]]:
    """Return the forms of each word, wildcards inside it written out; a truncated end stays."""
    return [[alternatives(word, at, in_phrase=True) for word in words] for words in choice]


def _combinations(forms: list[list[list[list[Term]]]]) -> int:
    return prod(sum(prod(map(len, words)) for words in choice) for choice in forms)


def _listed(forms: list[list[list[list[Term]]]], at: Situation) -> list[list[list[list[Term]]]]:
    """Return the forms with truncated ones written out from the user's list of words.

    Only when that does not make too many combinations.
    """
    listed: list[Term] = []

    def spelled(term: Term) -> list[Term]:
        found = forms_of(term, at)
        listed.extend([term] if found else [])
        return found or [term]

    out = [
        [[[form for term in word for form in spelled(term)] for word in words] for words in choice]
        for choice in forms
    ]
    if _combinations(out) > MOST_COMBINATIONS:
        return forms
    for term in listed:
        tell_listed(term, at)
    return out


def _plain(words: Words, at: Situation) -> Words:
    if not any(has_wildcard(word) for word in words):
        return words
    message = f"{at.dialect.title}: searched near one another without wildcards"
    at.tell(codes.PROXIMITY_NARROWED, message, _span(words), bare_effect(words))
    return tuple(without_wildcards(word) for word in words)


def _groups(apart: dict[Words, list[Words]], span: Span, at: Situation) -> list[Node]:
    """Return AND groups, alternatives with the same partners put together."""
    by_partner: dict[tuple[Words, ...], list[Words]] = {}
    for left, rights in apart.items():
        by_partner.setdefault(tuple(rights), []).append(left)
    groups: list[Node] = []
    for right_rows, left_rows in by_partner.items():
        sides = [
            any_of([_words(words, at) for words in rows], span) for rows in (left_rows, right_rows)
        ]
        groups.append(all_of(sides, span))
    return groups


def _words(words: Words, at: Situation) -> Node:
    if len(words) == 1:
        return lower_term(words[0], at)
    return lower_phrase(Phrase(words, _span(words)), at)


# The last resort.


def _apart(operands: Sequence[Node], span: Span, at: Situation, why: str) -> Node:
    """Return operands that cannot be kept near one another: AND, or a phrase if narrowing."""
    if not at.widen:
        sequences = _sequences(Near(tuple(operands), 0, True, span))
        if sequences is not None:
            message = f"{at.dialect.title}: {why}; searched as a phrase instead"
            at.tell(codes.PROXIMITY_NARROWED, message, span, Effect.NARROWER)
            return any_of([_words(words, at) for words in sequences], span)
    _tell_apart(span, at, why)
    return all_of([_lower_any(operand, at) for operand in operands], span)


def _tell_apart(span: Span, at: Situation, why: str) -> None:
    message = f"{at.dialect.title}: {why}; searched anywhere in the field instead"
    at.tell(codes.PROXIMITY_TO_AND, message, span, Effect.BROADER)
