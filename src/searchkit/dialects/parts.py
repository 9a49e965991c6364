"""Parts: one search becomes several that together find the same, where a platform needs it.

Exact rewriting only: `a AND (b OR c)` is what `a AND b` and `a AND c` find together. What
an alternative stands under decides: those under an exclusion are never cut.

    >>> from searchkit.query.nodes import And, Or, Term, Text
    >>> a, b, c = (Term((Text(word),)) for word in "abc")
    >>> [len(part.operands) for part in split(And((a, Or((b, c)))), is_flat)]
    [2, 2]
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence

from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Limit,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    all_of,
    any_of,
    children,
    literal,
    walk,
    with_children,
)

MOST_PARTS = 1000
"""Cutting stops here; parts that still do not fit are left as they are."""

_MOST_NODES = 20_000


class TooManyParts(Exception):
    """Rewriting the exclusions of a search would make it too large to be of use."""


def is_atom(node: Node) -> bool:
    """Say whether a node is one word or phrase, with its field or without."""
    match node:
        case Term() | Phrase() | Near():
            return True
        case Fielded():
            return is_atom(node.operand)
        case _:
            return False


def is_flat(node: Node) -> bool:
    """Say whether a search needs no brackets: atoms, all or any of them, some excluded."""
    if isinstance(node, Or):
        return all(is_atom(part) for part in node.operands)
    required, excluded = sides(node)
    return all(is_atom(part) for part in (*required, *excluded))


def is_grouped(node: Node) -> bool:
    """Say whether a search is atoms and lists of alternative atoms, all of them required."""
    required, excluded = sides(node)
    parts = [part for one in required for part in (one.operands if isinstance(one, Or) else [one])]
    return all(is_atom(part) for part in (*parts, *excluded))


def sides(node: Node) -> tuple[list[Node], list[Node]]:
    """Return what a search requires and what it excludes, each joined by AND.

    Excluded alternatives are listed one by one: leaving out `a OR b` is leaving out both.
    """
    match node:
        case And(operands):
            required: list[Node] = []
            excluded: list[Node] = []
            for operand in operands:
                more, out = sides(operand)
                required += more
                excluded += out
            return required, excluded
        case Not(included, left_out):
            required, excluded = sides(included)
            return required, [*excluded, *(_alternatives(left_out))]
        case _:
            return [node], []


def _alternatives(node: Node) -> list[Node]:
    if isinstance(node, Or):
        return [part for operand in node.operands for part in _alternatives(operand)]
    return [node]


def combinations(node: Node) -> int:
    """Return how many searches without brackets a search stands for."""
    match node:
        case Or(operands):
            return sum(combinations(operand) for operand in operands)
        case And(operands):
            count = 1
            for operand in operands:
                count *= combinations(operand)
            return count
        case Not(included):
            return combinations(included)
        case Limit(operand) | Fielded(operand):
            return combinations(operand)
        case _:
            return 1


def unfielded(node: Node) -> Node:
    """Return a tree without its fields, for platforms that search one field only."""
    if isinstance(node, Fielded):
        return unfielded(node.operand)
    if is_atom(node):
        return node
    return with_children(node, [unfielded(part) for part in children(node)])


def simple(node: Node) -> Node:
    """Return the same search with AND in AND and OR in OR joined, and atoms excluded only.

    Alternatives that another one holds already are left out. Raises TooManyParts.

    Leaving out `b AND c` is leaving out `b`, or leaving out `c`; leaving out `b NOT c` is
    leaving out `b`, or requiring `c`.
    """
    match node:
        case And(operands):
            return all_of(_joined(And, [simple(part) for part in operands]), node.span)
        case Or(operands):
            parts = _joined(Or, [simple(part) for part in operands])
            return any_of(_without_contained(parts), node.span)
        case Not(included, excluded):
            return _without(simple(included), simple(excluded), node)
        case Limit():
            return with_children(node, [simple(node.operand)])
        case _:
            return node


def _joined(kind: type[And] | type[Or], operands: Sequence[Node]) -> list[Node]:
    """Return operands with those of the same kind opened, each once."""
    opened = (
        part
        for operand in operands
        for part in (operand.operands if isinstance(operand, kind) else (operand,))
    )
    return list(dict.fromkeys(opened))


def _without_contained(operands: Sequence[Node]) -> list[Node]:
    """Return alternatives without phrases that hold another alternative, word for word.

    What has `community mental health` in a field has `mental health` there too.
    """
    held = [_words(part) for part in operands]
    known = {one for one in held if one is not None}
    kept: list[Node] = []
    seen: set[_Plain] = set()
    for part, one in zip(operands, held, strict=True):
        if one is None:
            kept.append(part)
        elif one not in seen and not any(piece in known for piece in _pieces(one)):
            seen.add(one)
            kept.append(part)
    return kept


_Plain = tuple[tuple[Field, ...], tuple[str, ...]]


def _pieces(one: _Plain) -> Iterator[_Plain]:
    """Yield the shorter runs of words in some words."""
    fields, words = one
    for length in range(1, len(words)):
        for start in range(len(words) - length + 1):
            yield fields, words[start : start + length]


def _words(node: Node) -> _Plain | None:
    """Return the fields and the plain words of an atom; None when it has wildcards."""
    fields: tuple[Field, ...] = ()
    if isinstance(node, Fielded):
        fields, node = node.fields, node.operand
    terms = node.words if isinstance(node, Phrase) else (node,)
    found = [literal(term) if isinstance(term, Term) else None for term in terms]
    if not all(found):
        return None
    return fields, tuple(word.casefold() for word in found if word)


def _without(included: Node, excluded: Node, node: Not) -> Node:
    if sum(1 for _ in walk(included)) > _MOST_NODES:
        raise TooManyParts
    match excluded:
        case And(operands):
            # What is required cannot be left out, so that part finds nothing.
            required, _ = sides(included)
            free = [operand for operand in operands if operand not in required] or operands
            parts = [_without(included, operand, node) for operand in free]
            return any_of(_joined(Or, parts), node.span)
        case Not(kept, out):
            parts = [_without(included, kept, node), all_of(_joined(And, [included, out]))]
            return any_of(_joined(Or, parts), node.span)
        case Or(operands) if not all(is_atom(part) for part in operands):
            for operand in operands:
                included = _without(included, operand, node)
            return included
        case _:
            if isinstance(included, Or) and not is_flat(included):
                parts = [_without(part, excluded, node) for part in included.operands]
                return any_of(_joined(Or, parts), node.span)
            return Not(included, excluded, node.span)


def split(node: Node, fits: Callable[[Node], bool]) -> list[Node]:
    """Return searches that each fit and together find what `node` finds.

    Alternatives are halved, the longest list first, until everything fits or nothing can be
    cut any more.
    """
    done: list[Node] = []
    try:
        waiting = deque([node if fits(node) else simple(node)])
    except TooManyParts:
        return [node]
    while waiting:
        part = waiting.popleft()
        longest = None if fits(part) else _longest(part)
        if longest is None or len(done) + len(waiting) + 2 > MOST_PARTS:
            done.append(part)
            continue
        waiting.extendleft(simple(_put(part, longest, half)) for half in reversed(_halves(longest)))
    return done


def _longest(node: Node) -> Or | None:
    """Return the list of alternatives to cut: one that holds brackets first, then the longest."""
    found = list(_cuttable(node))
    if not found:
        return None
    return max(found, key=lambda one: (not all(map(is_atom, one.operands)), _length(one)))


def _cuttable(node: Node) -> list[Or]:
    match node:
        case Or():
            return [node]
        case And(operands):
            return [found for operand in operands for found in _cuttable(operand)]
        case Not(included):
            return _cuttable(included)
        case Limit(operand):
            return _cuttable(operand)
        case _:
            return []


def _length(node: Node) -> int:
    return sum(
        len(getattr(piece, "characters", "*")) + 1
        for part in walk(node)
        if isinstance(part, Term)
        for piece in part.pieces
    )


def _halves(node: Or) -> list[Node]:
    """Return two halves of about the same length; lists of words apart from other parts."""
    words = [part for part in node.operands if is_atom(part)]
    others = [part for part in node.operands if not is_atom(part)]
    if words and others:
        return [any_of(words), any_of(others)]
    operands = node.operands
    whole, place, length = _length(node), 0, 0
    while place < len(operands) - 1 and (place == 0 or length * 2 < whole):
        length += _length(operands[place])
        place += 1
    return [any_of(operands[:place], node.span), any_of(operands[place:], node.span)]


def _put(node: Node, old: Node, new: Node) -> Node:
    """Return the tree with one of its lists of alternatives replaced."""
    if node is old:
        return new
    if isinstance(node, And | Limit):
        return with_children(node, [_put(part, old, new) for part in children(node)])
    if isinstance(node, Not):
        return Not(_put(node.included, old, new), node.excluded, node.span)
    return node
