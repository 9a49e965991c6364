"""Wildcards: the forms of one word that the target's own wildcards can say.

What the target's table has is left as it is. Else a word becomes alternatives, is widened,
is cut at its wildcard, or has its forms written out; each loss is told.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from searchkit.diagnostics import Effect
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.spec import WildcardSymbol
from searchkit.query.nodes import (
    Piece,
    Term,
    Text,
    Wildcard,
)

MOST_LISTED = 60
"""The most words of a list that are written out for one word."""

MOST_COMBINATIONS = 200
"""The most alternatives that are written out for one phrase or proximity group."""


@cache
def _spellings() -> tuple[frozenset[str], ...]:
    text = files("searchkit.dialects").joinpath("spellings.toml").read_text(encoding="utf-8")
    return tuple(frozenset(row) for row in tomllib.loads(text)["words"])


@cache
def _truncations() -> tuple[tuple[str, ...], ...]:
    text = files("searchkit.dialects").joinpath("truncations.toml").read_text(encoding="utf-8")
    return tuple(tuple(row) for row in tomllib.loads(text)["words"])


def symbol(at: Situation, wildcard: Wildcard) -> WildcardSymbol | None:
    """Return the target's symbol for a wildcard, or None."""
    for row in at.dialect.wildcards.symbols:
        if row.numbered:
            if wildcard.minimum == 0 and wildcard.maximum is not None:
                return row
        elif (row.minimum, row.maximum) == (wildcard.minimum, wildcard.maximum):
            return row
    return None


def has_wildcard(term: Term) -> bool:
    """Say whether a word has a wildcard."""
    return any(isinstance(piece, Wildcard) for piece in term.pieces)


def without_wildcards(term: Term) -> Term:
    """Return the literal characters of a word."""
    kept = _merged([piece for piece in term.pieces if isinstance(piece, Text)])
    return replace(term, pieces=kept)


def bare_effect(words: Sequence[Term]) -> Effect:
    """Return what leaving the wildcards out does: `peer#` does not find `peer`, `peer*` does."""
    asked = [piece for word in words for piece in word.pieces if isinstance(piece, Wildcard)]
    return Effect.DIFFERENT if any(piece.minimum for piece in asked) else Effect.NARROWER


def alternatives(term: Term, at: Situation, *, in_phrase: bool) -> list[Term]:
    """Return the forms of a word that the target's wildcards can say, together the same word."""
    if not at.dialect.wildcards.symbols and has_wildcard(term):
        return _without_symbols(term, at, in_phrase)
    forms: list[tuple[Piece, ...]] = [()]
    for place, piece in enumerate(term.pieces):
        if isinstance(piece, Text):
            forms = [(*form, piece) for form in forms]
            continue
        options = _options(term, place, at, in_phrase=in_phrase)
        if not options and (listed := forms_of(term, at)):
            tell_listed(term, at)
            return listed
        if options is None:
            return [_cut(term, at)]
        if options == ():
            return _enumerated(term, at)
        forms = [(*form, *option) for form in forms for option in options]
    return [replace(term, pieces=_merged(form)) for form in forms]


def _without_symbols(term: Term, at: Situation, in_phrase: bool) -> list[Term]:
    """Return the words that stand for a truncated word on an engine without wildcards."""
    wild = [piece for piece in term.pieces if isinstance(piece, Wildcard)]
    if len(wild) == 1 and wild[0].maximum == 1:
        return _enumerated(term, at)
    shape = _shape(term.pieces)
    rows = [[word for word in row if shape.fullmatch(word)] for row in _truncations()]
    once = at.dialect.wildcards.one_form or (in_phrase and at.dialect.automatic_variants)
    known = sorted(word for row in rows for word in (row[:1] if once else row))
    if known:
        message = f"`{at.shown(term)}` is written out as {', '.join(known)}"
        note = ("the built-in list of words has these; other words are missed",)
        at.tell(codes.TRUNCATION_WRITTEN_OUT, message, term.span, Effect.NARROWER, notes=note)
        return [replace(term, pieces=(Text(word),)) for word in known]
    return [_untruncated(term, at)]


def _untruncated(term: Term, at: Situation) -> Term:
    """Return a word without its wildcards, for an engine that has none."""
    message = f"{at.dialect.title} has no wildcards, so `{at.shown(term)}` is searched without them"
    help_text = "write out the words that are meant; a stem that is no word finds little"
    at.tell(codes.TRUNCATION_DROPPED, message, term.span, Effect.NARROWER, help=help_text)
    return without_wildcards(term)


def _merged(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].characters + piece.characters)
        else:
            out.append(piece)
    return tuple(out)


Options = tuple[tuple[Piece, ...], ...]


def _options(term: Term, place: int, at: Situation, *, in_phrase: bool) -> Options | None:
    """Return what may stand for a wildcard.

    An empty tuple asks for the whole word to be enumerated, None for it to be cut here.
    """
    wildcard = term.pieces[place]
    assert isinstance(wildcard, Wildcard)
    final = place == len(term.pieces) - 1
    rules = at.dialect.wildcards
    stem = sum(len(piece.characters) for piece in term.pieces[:place] if isinstance(piece, Text))
    barred = rules.not_in_phrase if in_phrase else frozenset()

    def works(row: WildcardSymbol | None) -> bool:
        if row is None or row.symbol in barred or not (final or rules.inside):
            return False
        return not final or (row.final_stem is not None and stem >= row.final_stem)

    row = symbol(at, wildcard)
    if row and works(row):
        if stem < rules.minimum_stem and not (place == 0 and rules.leading):
            return () if wildcard.maximum == 1 else _listed_or_too_short(term, at)
        at.unverified(f"the wildcard `{row.symbol}`", row.evidence, term.span)
        return ((wildcard,),)
    one = symbol(at, Wildcard(1, 1))
    if (
        wildcard.maximum == 1
        and one
        and one.symbol not in barred
        and not (final and not works(one))
    ):
        message = f"`{at.shown(term)}` is written as alternatives"
        at.tell(codes.WILDCARD_SPELLED, message, term.span, Effect.SAME)
        return ((), (Wildcard(1, 1),))
    widest = _widest(at)
    if final and widest and stem >= rules.minimum_stem:
        if widest.maximum is not None and (wildcard.maximum or widest.maximum + 1) > widest.maximum:
            return _bounded(term, widest, at)
        if at.widen:
            return _widened(term, widest, at)
    if wildcard.maximum == 1:
        return ()
    if widest and widest.maximum is not None and rules.inside and stem >= rules.minimum_stem:
        if wildcard.maximum is None or wildcard.maximum > widest.maximum:
            return _bounded(term, widest, at)
        if at.widen:
            return _widened(term, widest, at)
    return None if widest else _listed_or_too_short(term, at)


def forms_of(term: Term, at: Situation) -> list[Term]:
    """Return the words of the user's list that a truncated word stands for, if not too many."""
    if at.aids.words is None or not has_wildcard(term):
        return []
    found = at.aids.words.forms(term)
    return [replace(term, pieces=(Text(word),)) for word in found if len(found) <= MOST_LISTED]


def tell_listed(term: Term, at: Situation) -> None:
    """Tell which words of the list stand for a word."""
    assert at.aids.words is not None
    words = at.aids.words.forms(term)
    message = f"`{at.shown(term)}` is written out as {', '.join(words)}"
    note = (f"{at.aids.words.name} has these {len(words)}; what it lacks is missed",)
    at.tell(codes.WILDCARD_ENUMERATED, message, term.span, Effect.NARROWER, notes=note)


def _listed_or_too_short(term: Term, at: Situation) -> Options:
    """Ask for the words of the list, or say that the stem is too short."""
    return () if forms_of(term, at) else _too_short(term, at)


def _widest(at: Situation) -> WildcardSymbol | None:
    """Return the target's symbol for as many characters as it takes, or None."""
    rows = [row for row in at.dialect.wildcards.symbols if row.minimum == 0 and not row.numbered]
    long = [row for row in rows if row.maximum is None or row.maximum > 1]
    return min(long, key=lambda row: (row.maximum is not None, -(row.maximum or 0)), default=None)


def _widened(term: Term, row: WildcardSymbol, at: Situation) -> Options:
    limit = "without limit" if row.maximum is None else f"for up to {row.maximum} characters"
    message = f"`{at.shown(term)}` is written with a wildcard {limit}"
    at.tell(codes.WILDCARD_WIDENED, message, term.span, Effect.BROADER)
    return ((Wildcard(0, row.maximum),),)


def _bounded(term: Term, row: WildcardSymbol, at: Situation) -> Options:
    message = (
        f"`{row.symbol}` stands for at most {row.maximum} characters on {at.dialect.title}, so "
        f"`{at.shown(term)}` finds no longer words"
    )
    help_text = "write out the longer words that are meant"
    at.tell(codes.WILDCARD_BOUNDED, message, term.span, Effect.NARROWER, help=help_text)
    return ((Wildcard(0, row.maximum),),)


def _too_short(term: Term, at: Situation) -> Options:
    rules = at.dialect.wildcards
    shown = at.shown(term)
    message = (
        f"{at.dialect.title} needs {rules.minimum_stem} characters before a wildcard, "
        f"so `{shown}` is searched without it"
    )
    help_text = "write out the words that are meant"
    at.tell(codes.STEM_TOO_SHORT, message, term.span, bare_effect((term,)), help=help_text)
    return ((),)


def _cut(term: Term, at: Situation) -> Term:
    """Return a word cut at its first wildcard: `p*diatric` as `p*`, wider than it was."""
    place = next(n for n, piece in enumerate(term.pieces) if isinstance(piece, Wildcard))
    stem = term.pieces[:place]
    length = sum(len(piece.characters) for piece in stem if isinstance(piece, Text))
    widest = _widest(at)
    if length < at.dialect.wildcards.minimum_stem or not at.widen or widest is None:
        _too_short(term, at)
        return without_wildcards(term)
    message = f"`{at.shown(term)}` is cut at its first wildcard"
    at.tell(codes.WILDCARD_WIDENED, message, term.span, Effect.BROADER)
    return replace(term, pieces=(*stem, Wildcard(0, widest.maximum)))


def _enumerated(term: Term, at: Situation) -> list[Term]:
    """Return a word with its single-character wildcards written out."""
    known = sorted(_known_forms(term))
    tail = tuple(piece for piece in term.pieces[-1:] if piece == Wildcard(0, None))
    if known:
        shown = ", ".join(known)
        message = f"`{at.shown(term)}` is written out as {shown}"
        note = ("the built-in list of spellings has these; other forms are missed",)
        at.tell(codes.WILDCARD_ENUMERATED, message, term.span, Effect.NARROWER, notes=note)
        return _long_enough([replace(term, pieces=(Text(word), *tail)) for word in known], at)
    match term.pieces:
        case (Text(stem), Wildcard(0, 1)):
            message = f"`{at.shown(term)}` is written out as {stem}, {stem}s"
            note = ("a last letter other than s is missed",)
            at.tell(codes.WILDCARD_ENUMERATED, message, term.span, Effect.NARROWER, notes=note)
            return [replace(term, pieces=(Text(word),)) for word in (stem, f"{stem}s")]
        case _:
            pass
    others = [piece for piece in term.pieces[:-1] if isinstance(piece, Wildcard)]
    if any(piece.maximum != 1 for piece in others) or _is_bounded(term.pieces[-1]):
        return [_cut(term, at)]
    forms: list[tuple[Piece, ...]] = [()]
    for piece in term.pieces:
        letters: list[tuple[Piece, ...]] = [(piece,)]
        if isinstance(piece, Wildcard) and piece.maximum == 1:
            letters = [(Text(letter),) for letter in string.ascii_lowercase]
            letters = letters if piece.minimum else [(), *letters]
        forms = [(*form, *letter) for form in forms for letter in letters]
        if len(forms) > MOST_COMBINATIONS:
            return [_cut(term, at)]
    message = f"`{at.shown(term)}` is written out with the letters a to z"
    note = ("forms with a digit or an accented letter in that place are missed",)
    at.tell(codes.WILDCARD_ENUMERATED, message, term.span, Effect.NARROWER, notes=note)
    return _long_enough([replace(term, pieces=_merged(form)) for form in forms], at)


def _long_enough(forms: Sequence[Term], at: Situation) -> list[Term]:
    """Return forms of a word, without the wildcard where too little stands before it."""
    least = at.dialect.wildcards.minimum_stem
    return [
        _without_too_short(form, at) if has_wildcard(form) and _stem(form) < least else form
        for form in forms
    ]


def _stem(term: Term) -> int:
    return sum(len(piece.characters) for piece in term.pieces if isinstance(piece, Text))


def _without_too_short(term: Term, at: Situation) -> Term:
    _too_short(term, at)
    return without_wildcards(term)


def _is_bounded(piece: Piece) -> bool:
    """Say whether a wildcard stands for more than one character, and not for any number."""
    return isinstance(piece, Wildcard) and piece.maximum not in {1, None}


def _shape(pieces: Sequence[Piece]) -> re.Pattern[str]:
    shape = ""
    for piece in pieces:
        match piece:
            case Text(characters):
                shape += re.escape(characters.casefold())
            case Wildcard(minimum, maximum):
                shape += rf"\w{{{minimum},{'' if maximum is None else maximum}}}"
    return re.compile(shape)


def _known_forms(term: Term) -> set[str]:
    """Return the spellings that fit a word; a truncated word keeps its stem only."""
    pieces = term.pieces[:-1] if term.pieces[-1] == Wildcard(0, None) else term.pieces
    stems = len(pieces) < len(term.pieces)
    whole = _shape(pieces)
    found: set[str] = set()
    for row in _spellings():
        for word in row:
            match = whole.match(word) if stems else whole.fullmatch(word)
            if match:
                found.add(match[0])
    return found


def value_word(term: Term, at: Situation) -> Term:
    """Return a word of a name or a number as it stands, but for wildcards of another kind."""
    if not at.dialect.wildcards.symbols and has_wildcard(term):
        return _untruncated(term, at)
    pieces: list[Piece] = []
    for piece in term.pieces:
        if isinstance(piece, Text) or symbol(at, piece):
            pieces.append(piece)
        elif widest := _widest(at):
            pieces.append(Wildcard(0, widest.maximum))
            longer = piece.maximum is None or piece.maximum > (widest.maximum or piece.maximum)
            (_bounded if longer and widest.maximum else _widened)(term, widest, at)
    return replace(term, pieces=tuple(pieces))
