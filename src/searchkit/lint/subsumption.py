"""Subsumption: does one tree find everything that another finds?

`covers` compares shapes, never records: true is certain, false only means "not shown".
"""

from __future__ import annotations

from itertools import product

from searchkit.query.nodes import (
    Fielded,
    Heading,
    Near,
    Node,
    Or,
    Phrase,
    Piece,
    Term,
    Text,
    Wildcard,
)

_MOST_ALTERNATIVES = 500


def covers(general: Node, special: Node) -> bool:
    """Say whether `general` certainly finds all that `special` finds.

    >>> stem = Term((Text("provid"), Wildcard(0, None)))
    >>> covers(stem, Term((Text("provider"),)))
    True
    """
    if general == special:
        return True
    match special:
        case Or(operands):
            return all(covers(general, operand) for operand in operands)
        case Fielded(operand, fields) if isinstance(general, Fielded):
            return set(fields) <= set(general.fields) and _covers_words(general.operand, operand)
        case _:
            pass
    match general:
        case Or(operands):
            return any(covers(operand, special) for operand in operands)
        case Heading():
            return isinstance(special, Heading) and _covers_heading(general, special)
        case _:
            return _covers_words(general, special)


def _covers_heading(general: Heading, special: Heading) -> bool:
    same = (general.label.casefold(), general.vocabulary) == (
        special.label.casefold(),
        special.vocabulary,
    )
    deep = general.explode or not special.explode
    focus = not general.major or special.major
    aspects = not general.subheadings or (
        bool(special.subheadings) and set(special.subheadings) <= set(general.subheadings)
    )
    return same and deep and focus and aspects


def _covers_words(general: Node, special: Node) -> bool:
    """Compare free text: every row of words of the special one lies in one of the general."""
    wide, narrow = _rows(general), _rows(special)
    if wide is None or narrow is None:
        return general == special
    return all(any(_row_covers(row, other) for row in wide) for other in narrow)


_Row = tuple[tuple[Term, ...], int, bool]
"""Words, the most words between neighbours, and whether their order is kept."""


def _rows(node: Node) -> list[_Row] | None:
    """Return free text as alternatives of rows of words, or None for anything else."""
    match node:
        case Term():
            return [((node,), 0, True)]
        case Phrase(words):
            return [(words, 0, True)]
        case Or(operands):
            found: list[_Row] = []
            for operand in operands:
                some = _rows(operand)
                if some is None:
                    return None
                found += some
            return found
        case Near(operands, distance, ordered):
            parts = [_rows(operand) for operand in operands]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts):
                return None
            if not all(_is_tight(row, distance, ordered) for part in known for row in part):
                return None
            rows = list(product(*known))
            if len(rows) > _MOST_ALTERNATIVES:
                return None
            return [
                (tuple(w for words, _, _ in row for w in words), distance, ordered) for row in rows
            ]
        case _:
            return None


def _is_tight(row: _Row, distance: int, ordered: bool) -> bool:
    words, inner, kept = row
    return len(words) == 1 or (inner, kept) == (distance, ordered)


def _row_covers(general: _Row, special: _Row) -> bool:
    wide, far, kept = general
    narrow, near, strict = special
    if len(wide) == 1:
        return any(word_covers(wide[0], word) for word in narrow)
    if len(wide) != len(narrow) or far < near or (kept and not strict):
        return False
    return all(word_covers(one, other) for one, other in zip(wide, narrow, strict=True))


def word_covers(general: Term, special: Term) -> bool:
    """Say whether a truncated word takes in another: `provid*` takes in `provider*`.

    >>> word_covers(Term((Text("peer"),)), Term((Text("Peer"),)))
    True
    """
    wide, narrow = _folded(general.pieces), _folded(special.pieces)
    if wide == narrow:
        return True
    if len(wide) == 2 and wide[1] == Wildcard(0, None) and isinstance(wide[0], Text):
        first = narrow[0]
        return isinstance(first, Text) and first.characters.startswith(wide[0].characters)
    return False


def _folded(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(
        Text(piece.characters.casefold()) if isinstance(piece, Text) else piece for piece in pieces
    )
