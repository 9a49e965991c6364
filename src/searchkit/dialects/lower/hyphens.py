"""Hyphens: words apart that a target finds only with the hyphen between them.

Ovid and PubMed read a hyphen as a space, so `peer support` finds `peer-support` there. Where
the target takes the hyphen for a character the joined forms are written beside the open one;
what they cannot cover, `support` in `peer-support`, is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.situation import Situation
from searchkit.query.fields import Field
from searchkit.query.nodes import Near, Node, Phrase, Piece, Term, Text, Wildcard, literal, walk

MOST_WORDS = 3
"""Longer phrases are not written with hyphens: each word more doubles the forms."""

PROSE = frozenset(
    {Field.TITLE, Field.ABSTRACT, Field.AUTHOR_KEYWORD, Field.INDEX_KEYWORD, Field.KEY_CONCEPT}
)

_LINKS = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)
"""Words that a hyphen joins on both sides or on none: `quality-of-life`."""


def opens(at: Situation) -> bool:
    """Say whether words apart find less with a hyphen between them than in the source.

    It matters in running text; names and types of publication have one spelling.
    """
    fields = at.fields or (at.source.dialect.default_field,)
    if not at.source.atoms(fields) & PROSE:
        return False
    here, there = at.source.dialect.hyphens, at.dialect.hyphens
    return bool(there.misses_open and not here.misses_open)


def joined_forms(words: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    """Return a phrase with hyphens between its words, in every way but the one without.

    >>> from searchkit.query.nodes import describe_term
    >>> words = tuple(Term((Text(word),)) for word in ("peer", "support", "group"))
    >>> [" ".join(map(describe_term, form)) for form in joined_forms(words)]
    ['peer support-group', 'peer-support group', 'peer-support-group']
    """
    if len(words) > MOST_WORDS:
        return
    for joins in product((False, True), repeat=len(words) - 1):
        if not any(joins) or _half_linked(words, joins):
            continue
        form = [words[0]]
        for join, word in zip(joins, words[1:], strict=True):
            form[-1:] = [_hyphened(form[-1], word)] if join else [form[-1], word]
        yield tuple(form)


def _half_linked(words: tuple[Term, ...], joins: tuple[bool, ...]) -> bool:
    sides = zip(words[1:-1], joins, joins[1:], strict=False)
    return any((literal(word) or "").casefold() in _LINKS and a != b for word, a, b in sides)


def _hyphened(left: Term, right: Term) -> Term:
    pieces: list[Piece] = []
    for piece in (*left.pieces, Text("-"), *right.pieces):
        if pieces and isinstance(piece, Text) and isinstance(pieces[-1], Text):
            pieces[-1] = Text(pieces[-1].characters + piece.characters)
        else:
            pieces.append(piece)
    return Term(tuple(pieces), left.span.through(right.span))


def tell_open_forms(phrase: Phrase, at: Situation) -> None:
    """Tell that a phrase is written with hyphens too, which is what the source finds."""
    shown = " ".join(at.shown(word) for word in phrase.words)
    message = f"`{shown}` is written with a hyphen too, which {at.dialect.title} does not ignore"
    at.tell(codes.HYPHEN_BOTH_FORMS, message, phrase.span, Effect.SAME)


def tell_missed(at: Situation, span: Span) -> None:
    """Tell that words next to one another stand without their hyphened forms.

    Nothing is told where the hyphen is a character, because that is told of all words.
    """
    if opens(at) and not at.dialect.hyphens.characters:
        message = f"{at.dialect.title} may not find these words with a hyphen between them"
        at.tell(codes.WORDS_CUT_DIFFERENTLY, message, span, Effect.NARROWER)


def tell_characters(node: Node, at: Situation, span: Span) -> None:
    """Tell that words are cut in another way, where only one of the platforms cuts at hyphens."""
    here, there = at.source.dialect.hyphens.characters, at.dialect.hyphens.characters
    if here == there:
        return
    whole = at.dialect if there else at.source.dialect
    message = f"{whole.title} does not find words joined by a hyphen or apostrophe by their parts"
    effect = Effect.NARROWER if there else Effect.BROADER
    if any(_counts_characters(part) for part in walk(node)):
        effect = Effect.DIFFERENT
    at.tell(codes.WORDS_CUT_DIFFERENTLY, message, span, effect)


def _counts_characters(node: Node) -> bool:
    """Say whether a hyphen changes what a wildcard or a number of words reaches."""
    match node:
        case Near(_, distance):
            return distance > 0
        case Term(pieces):
            inside, last = pieces[:-1], pieces[-1]
            open_end = isinstance(last, Text) or (last.minimum == 0 and last.maximum is None)
            return not open_end or any(isinstance(piece, Wildcard) for piece in inside)
        case _:
            return False
