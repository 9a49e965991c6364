"""Words: terms and phrases rewritten until the target's wildcards can say them.

A word becomes alternatives where one form is not enough; a phrase of such words becomes
the combinations. What the target's table has is left as it is.
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import product

from searchkit.diagnostics import Code, Effect
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.spec import HyphenStyle, PhraseWildcards, WildcardSymbol
from searchkit.query.nodes import (
    Near,
    Node,
    Phrase,
    Piece,
    Term,
    Text,
    Wildcard,
    all_of,
    any_of,
    literal,
)

MOST_COMBINATIONS = 200
"""The most alternatives that are written out for one phrase or proximity group."""

Words = tuple[Term, ...]


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


def lower_term(term: Term, at: Situation) -> Node:
    """Return what stands for one word in the target."""
    forms = [_hyphenated(form, at) for form in alternatives(term, at, in_phrase=False)]
    return any_of([form for some in forms for form in some], term.span)


def lower_phrase(phrase: Phrase, at: Situation) -> Node:
    """Return what stands for words next to one another in the target."""
    choices = [alternatives(word, at, in_phrase=True) for word in phrase.words]
    combined = list(product(*choices))
    if len(combined) > MOST_COMBINATIONS:
        return _apart(phrase, at, codes.TOO_MANY_COMBINATIONS, "there are too many combinations")
    return any_of([_one_phrase(words, phrase, at) for words in combined], phrase.span)


def _one_phrase(words: Words, phrase: Phrase, at: Situation) -> Node:
    wildcards = at.dialect.wildcards
    truncated = [has_wildcard(word) for word in words]
    kept = Phrase(words, phrase.span)
    allowed = {
        PhraseWildcards.ANYWHERE: True,
        PhraseWildcards.LAST_WORD: not any(truncated[:-1]),
        PhraseWildcards.NOWHERE: not any(truncated),
    }[wildcards.in_phrase]
    if allowed:
        return kept
    proximity = at.dialect.proximity
    if proximity and proximity.ordered and proximity.truncation:
        return Near(words, 0, True, phrase.span)
    return _apart(kept, at, codes.PHRASE_TO_AND, _where(wildcards.in_phrase))


def _where(rule: PhraseWildcards) -> str:
    if rule is PhraseWildcards.LAST_WORD:
        return "only the last word of a phrase can be truncated"
    return "no word of a phrase can be truncated"


def _apart(phrase: Phrase, at: Situation, code: Code, why: str) -> Node:
    """Return a phrase that cannot be kept: its words apart, or without their wildcards."""
    if at.widen:
        message = f"{at.dialect.title}: {why}; the words are searched apart"
        at.tell(code, message, phrase.span, Effect.BROADER)
        return all_of([lower_term(word, at) for word in telling(phrase.words, at)], phrase.span)
    message = f"{at.dialect.title}: {why}; searched without wildcards"
    at.tell(codes.PHRASE_NARROWED, message, phrase.span, Effect.NARROWER)
    return Phrase(tuple(without_wildcards(word) for word in phrase.words), phrase.span)


def telling(words: Words, at: Situation) -> Words:
    """Return the words of a phrase that can be searched one by one; all, if none can.

    The last resort keeps a phrase of stop words from becoming nothing.
    """
    stop_words = at.dialect.stop_words
    kept = tuple(word for word in words if (literal(word) or "").casefold() not in stop_words)
    return kept or words


def lower_value(node: Term | Phrase, at: Situation) -> Node:
    """Return a name or a number as it stands, less the wildcards that the target cannot say."""
    words = node.words if isinstance(node, Phrase) else (node,)
    wild = [piece for word in words for piece in word.pieces if isinstance(piece, Wildcard)]
    if any(symbol(at, piece) is None for piece in wild):
        shown = " ".join(at.shown(word) for word in words)
        message = f"{at.dialect.title} has no such wildcard; `{shown}` is searched without it"
        at.tell(codes.TRUNCATION_DROPPED, message, node.span, Effect.NARROWER)
        plain = tuple(without_wildcards(word) for word in words)
        return Phrase(plain, node.span) if isinstance(node, Phrase) else plain[0]
    rules, proximity = at.dialect.wildcards, at.dialect.proximity
    barred = rules.in_phrase is PhraseWildcards.NOWHERE and not (proximity and proximity.ordered)
    if wild and barred and isinstance(node, Phrase):
        return _apart(node, at, codes.PHRASE_TO_AND, _where(rules.in_phrase))
    return node


def without_wildcards(term: Term) -> Term:
    """Return the literal characters of a word."""
    return replace(term, pieces=tuple(piece for piece in term.pieces if isinstance(piece, Text)))


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
    written = at.shown(term)
    shape = _shape(term.pieces)
    rows = [[word for word in row if shape.fullmatch(word)] for row in _truncations()]
    once = at.dialect.wildcards.one_form or (in_phrase and at.dialect.automatic_variants)
    known = sorted(word for row in rows for word in (row[:1] if once else row))
    if known:
        message = f"`{written}` is written out as {', '.join(known)}"
        note = ("the built-in list of words has these; other words are missed",)
        at.tell(codes.TRUNCATION_WRITTEN_OUT, message, term.span, Effect.NARROWER, notes=note)
        return [replace(term, pieces=(Text(word),)) for word in known]
    stem = without_wildcards(term)
    message = f"{at.dialect.title} has no wildcards, so `{written}` is searched without them"
    help_text = "write out the words that are meant; a stem that is no word finds little"
    at.tell(codes.TRUNCATION_DROPPED, message, term.span, Effect.NARROWER, help=help_text)
    return [replace(stem, pieces=_merged(stem.pieces))]


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
    row = symbol(at, wildcard)
    barred = rules.not_in_phrase if in_phrase else frozenset()
    if row and row.symbol not in barred and (final or rules.inside):
        if stem < rules.minimum_stem and not (place == 0 and rules.leading):
            return () if wildcard.maximum == 1 else _too_short(term, at)
        at.unverified(f"the wildcard `{row.symbol}`", row.evidence, term.span)
        return ((wildcard,),)
    one = symbol(at, Wildcard(1, 1))
    if one and one.symbol not in barred and wildcard.maximum == 1:
        message = f"`{at.shown(term)}` is written as alternatives"
        at.tell(codes.WILDCARD_SPELLED, message, term.span, Effect.SAME)
        return ((), (Wildcard(1, 1),))
    unlimited = symbol(at, Wildcard(0, None))
    if final and unlimited and at.widen and stem >= rules.minimum_stem:
        shown = at.shown(term)
        message = f"`{shown}` is written with a wildcard without limit"
        at.tell(codes.WILDCARD_WIDENED, message, term.span, Effect.BROADER)
        return ((Wildcard(0, None),),)
    if wildcard.maximum == 1:
        return ()
    return None if unlimited else _too_short(term, at)


def _too_short(term: Term, at: Situation) -> Options:
    rules = at.dialect.wildcards
    shown = at.shown(term)
    message = (
        f"{at.dialect.title} needs {rules.minimum_stem} characters before a wildcard, "
        f"so `{shown}` is searched without it"
    )
    help_text = "write out the words that are meant"
    at.tell(codes.STEM_TOO_SHORT, message, term.span, Effect.NARROWER, help=help_text)
    return ((),)


def _cut(term: Term, at: Situation) -> Term:
    """Return a word cut at its first wildcard: `p*diatric` as `p*`, wider than it was."""
    place = next(n for n, piece in enumerate(term.pieces) if isinstance(piece, Wildcard))
    stem = term.pieces[:place]
    length = sum(len(piece.characters) for piece in stem if isinstance(piece, Text))
    unlimited = symbol(at, Wildcard(0, None))
    if length < at.dialect.wildcards.minimum_stem or not at.widen or unlimited is None:
        _too_short(term, at)
        return without_wildcards(term)
    message = f"`{at.shown(term)}` is cut at its first wildcard"
    at.tell(codes.WILDCARD_WIDENED, message, term.span, Effect.BROADER)
    return replace(term, pieces=(*stem, Wildcard(0, None)))


def _enumerated(term: Term, at: Situation) -> list[Term]:
    """Return a word with its single-character wildcards written out."""
    others = [piece for piece in term.pieces[:-1] if isinstance(piece, Wildcard)]
    if any(piece.maximum != 1 for piece in others) or _is_bounded(term.pieces[-1]):
        return [_cut(term, at)]
    known = sorted(_known_forms(term))
    tail = tuple(piece for piece in term.pieces[-1:] if piece == Wildcard(0, None))
    if known:
        shown = ", ".join(known)
        message = f"`{at.shown(term)}` is written out as {shown}"
        note = ("the built-in list of spellings has these; other forms are missed",)
        at.tell(codes.WILDCARD_ENUMERATED, message, term.span, Effect.NARROWER, notes=note)
        return [replace(term, pieces=(Text(word), *tail)) for word in known]
    match term.pieces:
        case (Text(stem), Wildcard(0, 1)):
            message = f"`{at.shown(term)}` is written out as {stem}, {stem}s"
            note = ("a last letter other than s is missed",)
            at.tell(codes.WILDCARD_ENUMERATED, message, term.span, Effect.NARROWER, notes=note)
            return [replace(term, pieces=(Text(word),)) for word in (stem, f"{stem}s")]
        case _:
            pass
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
    return [replace(term, pieces=_merged(form)) for form in forms]


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


def _hyphenated(term: Term, at: Situation) -> list[Node]:
    """Return the ways in which a word with a hyphen is written for the target."""
    if not any(isinstance(piece, Text) and "-" in piece.characters for piece in term.pieces):
        return [term]
    rules = at.dialect.hyphens
    style = rules.with_wildcard if has_wildcard(term) else rules.plain
    parts = split_hyphens(term)
    if style is HyphenStyle.KEPT or len(parts) == 1:
        return [term]
    spaced = _one_phrase(parts, Phrase(parts, term.span), at)
    if style is HyphenStyle.SPLIT:
        return [spaced]
    message = f"`{at.shown(term)}` is written with and without its hyphen"
    at.tell(codes.HYPHEN_BOTH_FORMS, message, term.span, Effect.BROADER)
    return [term, spaced]


def split_hyphens(term: Term) -> Words:
    """Return the words that a word with hyphens is made of.

    >>> from searchkit.query.nodes import describe_term
    >>> [describe_term(word) for word in split_hyphens(Term((Text("co-"), Wildcard(0, None))))]
    ['co[0..]']
    """
    words: list[list[Piece]] = [[]]
    for piece in term.pieces:
        if isinstance(piece, Wildcard):
            words[-1].append(piece)
            continue
        first, *others = piece.characters.split("-")
        words[-1] += [Text(first)] if first else []
        for other in others:
            words.append([Text(other)] if other else [])
    made: list[Term] = []
    for pieces in words:
        if any(isinstance(piece, Text) for piece in pieces):
            made.append(Term(tuple(pieces), term.span))
        elif pieces and made:
            made[-1] = replace(made[-1], pieces=(*made[-1].pieces, *pieces))
    return tuple(made)
