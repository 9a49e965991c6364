"""Habits: what a platform does to words of its own accord, told at its place.

A plain word may find its inflections, a phrase may be searched as separate words. It
happens in running text only: names, numbers and types of publication stay as they are.
"""

from __future__ import annotations

import re
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

_STANDS_BARE = re.compile(r"(?!(?:and|or|not|near|same)$)\w+(?:[-'’/.&+]\w+)*", re.IGNORECASE)
"""Words that need no quotation marks; those that need them do not vary in proximity."""

_PROSE = frozenset({Field.TITLE, Field.ABSTRACT, Field.AUTHOR_KEYWORD, Field.HEADING_WORD})


def with_habits(node: Node, at: Situation, *, near: bool = False) -> Node:
    """Return words in the target's fields, marked with what the target does to them."""
    if at.at_home:
        return node
    match node:
        case Fielded() if not at.target.atoms(node.fields) & _PROSE:
            return node if at.source.dialect is at.dialect else _as_it_stands(node, at)
        case Term() | Phrase():
            if isinstance(node, Phrase) and at.dialect.phrase_caution:
                caution = at.dialect.phrase_caution
                at.tell(codes.PHRASE_MAY_SPLIT, caution, node.span, Effect.BROADER)
            return _varied(node, at, near)
        case _:
            inside = near or isinstance(node, Near)
            parts = [with_habits(part, at, near=inside) for part in children(node)]
            return with_children(node, parts)


def _as_it_stands(node: Node, at: Situation) -> Node:
    """Return values without the forms that only the source adds: PubMed's `[pt]` explodes."""
    match node:
        case Term() | Phrase():
            if not node.variants:
                return node
            message = f"{at.dialect.title} finds this value only, not the narrower ones"
            at.tell(codes.VARIANTS_LOST, message, node.span, Effect.NARROWER)
            return replace(node, variants=False)
        case _:
            return with_children(node, [_as_it_stands(part, at) for part in children(node)])


def _varied(node: Term | Phrase, at: Situation, near: bool) -> Term | Phrase:
    words = node.words if isinstance(node, Phrase) else (node,)
    plain = all(literal(word) is not None for word in words)
    proximity = at.dialect.proximity
    varies = at.dialect.automatic_variants or (
        near
        and isinstance(node, Term)
        and _STANDS_BARE.fullmatch(literal(node) or "")
        and proximity
        and proximity.plain_words_vary
    )
    kept = bool(plain and varies)
    held = [node.variants or word.variants for word in words]
    if kept and not all(held):
        message = f"{at.dialect.title} also finds inflections or spellings of a plain word here"
        at.tell(codes.AUTOMATIC_VARIANTS, message, node.span, Effect.BROADER)
    elif any(held) and not kept:
        message = f"{at.dialect.title} finds the words as they stand, without their variants"
        at.tell(codes.VARIANTS_LOST, message, node.span, Effect.NARROWER)
    if isinstance(node, Phrase):
        words = tuple(replace(word, variants=False) for word in words)
        return replace(node, words=words, variants=kept)
    return replace(node, variants=kept)
