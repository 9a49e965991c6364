"""Habits: what a platform does to words of its own accord, told at its place.

A plain word may find its inflections, a phrase may be searched as separate words. It
happens in running text only: names, numbers and types of publication stay as they are.
"""

from __future__ import annotations

from dataclasses import replace

from searchkit.diagnostics import Effect
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.situation import Situation
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    Fielded,
    Near,
    Node,
    Phrase,
    Term,
    children,
    literal,
    with_children,
)

_PROSE = frozenset({Field.TITLE, Field.ABSTRACT, Field.AUTHOR_KEYWORD, Field.HEADING_WORD})


def with_habits(node: Node, at: Situation, *, near: bool = False) -> Node:
    """Return words in the target's fields, marked with what the target does to them."""
    match node:
        case Fielded() if not at.target.atoms(node.fields) & _PROSE:
            return node
        case Term() | Phrase():
            if isinstance(node, Phrase) and at.dialect.phrase_caution:
                caution = at.dialect.phrase_caution
                at.tell(codes.PHRASE_MAY_SPLIT, caution, node.span, Effect.BROADER)
            return _varied(node, at, near)
        case _:
            inside = near or isinstance(node, Near)
            parts = [with_habits(part, at, near=inside) for part in children(node)]
            return with_children(node, parts)


def _varied(node: Term | Phrase, at: Situation, near: bool) -> Term | Phrase:
    words = node.words if isinstance(node, Phrase) else (node,)
    plain = all(literal(word) is not None for word in words)
    proximity = at.dialect.proximity
    varies = at.dialect.automatic_variants or (
        near and isinstance(node, Term) and proximity and proximity.plain_words_vary
    )
    if plain and varies and not node.variants:
        message = f"{at.dialect.title} also finds inflections or spellings of a plain word here"
        at.tell(codes.AUTOMATIC_VARIANTS, message, node.span, Effect.BROADER)
    elif node.variants and not varies:
        message = f"{at.dialect.title} finds the words as they stand, without their variants"
        at.tell(codes.VARIANTS_LOST, message, node.span, Effect.NARROWER)
    return replace(node, variants=bool(plain and varies))
