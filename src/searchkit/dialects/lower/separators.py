"""Separators: a word that holds what the target reads as a space becomes several words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from searchkit.dialects.words import one_operand
from searchkit.query.nodes import (
    Heading,
    Node,
    Phrase,
    Piece,
    Term,
    Text,
    Wildcard,
    children,
    with_children,
)


def separated(node: Node, separators: str) -> Node:
    """Return free text with words cut where the target would cut them.

    >>> from searchkit.query.nodes import describe_term
    >>> word = Term((Text("benzo(a)pyren"), Wildcard(0, None)))
    >>> [describe_term(part) for part in separated(word, "()").words]
    ['benzo', 'a', 'pyren[0..]']
    """
    if not separators:
        return node
    match node:
        case Term():
            words = _words(node, separators)
            operand = one_operand(words, node.span)
            return replace(operand, variants=node.variants)
        case Phrase():
            return replace(
                node, words=tuple(w for part in node.words for w in _words(part, separators))
            )
        case _:
            below = children(node)
            if not below:
                return node
            return with_children(node, [separated(part, separators) for part in below])


def separated_label(node: Heading, separators: str) -> Heading:
    """Return a heading with the target's spaces in its label."""
    if not separators:
        return node
    table = str.maketrans(dict.fromkeys(separators, " "))
    return replace(node, label=" ".join(node.label.translate(table).split()))


def _words(term: Term, separators: str) -> tuple[Term, ...]:
    if not any(
        isinstance(piece, Text) and set(piece.characters) & set(separators) for piece in term.pieces
    ):
        return (term,)
    table = str.maketrans(dict.fromkeys(separators, " "))
    words: list[list[Piece]] = [[]]
    for piece in term.pieces:
        if isinstance(piece, Wildcard):
            words[-1].append(piece)
            continue
        first, *others = piece.characters.translate(table).split(" ")
        words[-1] += [Text(first)] if first else []
        words += [[Text(other)] if other else [] for other in others]
    return tuple(Term(tuple(pieces), term.span) for pieces in words if _has_word(pieces)) or (term,)


def _has_word(pieces: Sequence[Piece]) -> bool:
    return any(
        isinstance(piece, Text) and any(map(str.isalnum, piece.characters)) for piece in pieces
    )
