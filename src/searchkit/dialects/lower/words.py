"""Words: terms and phrases rewritten until the target's wildcards can say them.

A word becomes alternatives where one form is not enough; a phrase of such words becomes
the combinations. What the target's table has is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from math import prod

from searchkit.diagnostics import Code, Effect, Span
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.hyphens import joined_forms, opens, tell_missed, tell_open_forms
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.lower.wildcards import (
    MOST_COMBINATIONS,
    alternatives,
    bare_effect,
    forms_of,
    has_wildcard,
    tell_listed,
    value_word,
    without_wildcards,
)
from searchkit.dialects.spec import HyphenStyle, PhraseWildcards
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

Words = tuple[Term, ...]


def lower_term(term: Term, at: Situation) -> Node:
    """Return what stands for one word in the target."""
    forms = [_hyphenated(form, at) for form in alternatives(term, at, in_phrase=False)]
    return any_of([form for some in forms for form in some], term.span)


def lower_phrase(phrase: Phrase, at: Situation) -> Node:
    """Return what stands for words next to one another in the target."""
    choices = [
        [words for form in alternatives(word, at, in_phrase=True) for words in _in_phrase(form, at)]
        for word in phrase.words
    ]
    choices = _without_barred_wildcards(choices, at)
    if prod(map(len, choices)) > MOST_COMBINATIONS:
        return _apart(phrase, at, codes.TOO_MANY_COMBINATIONS, "there are too many combinations")
    combined = [tuple(word for words in row for word in words) for row in product(*choices)]
    return any_of(
        [one_phrase(words, phrase, at) for words in with_joined_forms(combined, phrase, at)],
        phrase.span,
    )


def with_joined_forms(rows: Sequence[Words], phrase: Phrase, at: Situation) -> list[Words]:
    """Return rows of words, with hyphens between them too where the target needs that."""
    if not opens(at):
        return list(rows)
    joined = [form for row in rows for form in joined_forms(row)]
    found = {tuple(word.pieces for word in row): row for row in (*rows, *joined)}
    if not joined or len(found) > MOST_COMBINATIONS:
        tell_missed(at, phrase.span)
        return list(rows)
    tell_open_forms(phrase, at)
    return list(found.values())


def _without_barred_wildcards(choices: list[list[Words]], at: Situation) -> list[list[Words]]:
    """Return the words of a phrase with those written out that may not be truncated in it.

    Only with a list of words, and only when that does not make too many phrases.
    """
    rule = at.dialect.wildcards.in_phrase
    proximity = at.dialect.proximity
    chained = proximity and proximity.ordered and proximity.truncation
    if at.aids.words is None or chained or rule is PhraseWildcards.ANYWHERE:
        return choices
    last = len(choices) - 1 if rule is PhraseWildcards.LAST_WORD else len(choices)
    out: list[list[Words]] = []
    listed: list[Term] = []
    for place, rows in enumerate(choices):
        spelled: list[Words] = []
        for words in rows:
            forms = forms_of(words[0], at) if place < last and len(words) == 1 else []
            spelled += [(form,) for form in forms] or [words]
            listed += words if forms else ()
        out.append(spelled)
    if prod(map(len, out)) > MOST_COMBINATIONS:
        return choices
    for term in listed:
        tell_listed(term, at)
    return out


def _in_phrase(term: Term, at: Situation) -> list[Words]:
    """Return the ways in which a word of a phrase is written: with its hyphens, and apart."""
    parts = split_hyphens(term)
    style = at.dialect.hyphens.in_phrase
    if style is HyphenStyle.KEPT or len(parts) < 2 or at.at_home:
        return [(term,)]
    if style is HyphenStyle.SPLIT:
        return [parts]
    _tell_both_forms(term, at)
    return [(term,), parts]


def one_phrase(words: Words, phrase: Phrase, at: Situation) -> Node:
    """Return one row of words next to one another as the target writes it."""
    wildcards = at.dialect.wildcards
    if len(words) == 1:
        return words[0]
    truncated = [has_wildcard(word) for word in words]
    kept = replace(phrase, words=words)
    allowed = {
        PhraseWildcards.ANYWHERE: True,
        PhraseWildcards.LAST_WORD: not any(truncated[:-1]),
        PhraseWildcards.NOWHERE: not any(truncated),
    }[wildcards.in_phrase]
    if allowed:
        return kept
    proximity = at.dialect.proximity
    if proximity and proximity.ordered and proximity.truncation:
        at.unverified("proximity search", proximity.evidence, phrase.span)
        return chain(_varying(kept), 0, True, phrase.span)
    return _apart(kept, at, codes.PHRASE_TO_AND, _where(wildcards.in_phrase))


def chain(operands: Sequence[Node], distance: int, ordered: bool, span: Span) -> Node:
    """Return operands near one another as platforms read them: the first two, then the next.

    >>> from searchkit.query.nodes import sketch
    >>> words = [Term((Text(word),)) for word in ("expert", "by", "experience")]
    >>> print(sketch(chain(words, 0, True, Span(0, 0))))
    ordered near/0
      ordered near/0
        term expert
        term by
      term experience
    """
    node, *others = operands
    for operand in others:
        node = Near((node, operand), distance, ordered, span)
    return node


def _where(rule: PhraseWildcards) -> str:
    if rule is PhraseWildcards.LAST_WORD:
        return "only the last word of a phrase can be truncated"
    return "no word of a phrase can be truncated"


def _apart(phrase: Phrase, at: Situation, code: Code, why: str) -> Node:
    """Return a phrase that cannot be kept: its words apart, or without their wildcards."""
    if at.widen:
        message = f"{at.dialect.title}: {why}; the words are searched apart"
        at.tell(code, message, phrase.span, Effect.BROADER)
        words = telling(_varying(phrase), at)
        return all_of([lower_term(word, at) for word in words], phrase.span)
    message = f"{at.dialect.title}: {why}; searched without wildcards"
    at.tell(codes.PHRASE_NARROWED, message, phrase.span, bare_effect(phrase.words))
    return replace(phrase, words=tuple(without_wildcards(word) for word in phrase.words))


def _varying(phrase: Phrase) -> Words:
    """Return the words of a phrase, the plain ones with the variants that the phrase has."""
    if not phrase.variants:
        return phrase.words
    return tuple(
        word if has_wildcard(word) else replace(word, variants=True) for word in phrase.words
    )


def telling(words: Words, at: Situation) -> Words:
    """Return the words of a phrase that can be searched one by one; all, if none can.

    The last resort keeps a phrase of stop words from becoming nothing.
    """
    stop_words = at.dialect.stop_words
    kept = tuple(word for word in words if (literal(word) or "").casefold() not in stop_words)
    return kept or words


def lower_value(node: Term | Phrase, at: Situation) -> Node:
    """Return a name or a number as it stands, but for wildcards that the target cannot say."""
    if isinstance(node, Term):
        return value_word(node, at)
    words = tuple(value_word(word, at) for word in node.words)
    rules, proximity = at.dialect.wildcards, at.dialect.proximity
    barred = rules.in_phrase is PhraseWildcards.NOWHERE and not (proximity and proximity.ordered)
    if barred and any(has_wildcard(word) for word in words):
        return _apart(node, at, codes.PHRASE_TO_AND, _where(rules.in_phrase))
    return replace(node, words=words)


def _hyphenated(term: Term, at: Situation) -> list[Node]:
    """Return the ways in which a word with a hyphen is written for the target."""
    if not any(isinstance(piece, Text) and "-" in piece.characters for piece in term.pieces):
        return [term]
    rules = at.dialect.hyphens
    style = rules.with_wildcard if has_wildcard(term) else rules.plain
    parts = split_hyphens(term)
    if style is HyphenStyle.KEPT or len(parts) == 1 or at.at_home:
        return [term]
    spaced = one_phrase(parts, Phrase(parts, term.span), at)
    if style is HyphenStyle.SPLIT:
        return [spaced]
    _tell_both_forms(term, at)
    return [term, spaced]


def _tell_both_forms(term: Term, at: Situation) -> None:
    message = f"`{at.shown(term)}` is written with and without its hyphen"
    effect = Effect.SAME if opens(at) else Effect.BROADER
    at.tell(codes.HYPHEN_BOTH_FORMS, message, term.span, effect)


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
            made.append(replace(term, pieces=tuple(pieces)))
        elif pieces and made:
            made[-1] = replace(made[-1], pieces=(*made[-1].pieces, *pieces))
    return tuple(made)
