"""Places: what a server says about a piece of a query, as diagnostics in the strategy.

The server speaks about the string it was sent; the searcher knows the strategy. The piece is
looked for in the strategy's own lines, blind to case, quotation marks, hyphens, truncation,
field codes and proximity operators. It is shown at every place where it stands; a piece that
stands nowhere (the translation made it) is shown without a place, never at a guessed one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from searchkit.diagnostics import NOWHERE, Diagnostic, Effect, Span
from searchkit.records.verdicts import Judged
from searchkit.sources import codes
from searchkit.sources.base import ServerWarning
from searchkit.sources.position import Tally


class Row(NamedTuple):
    """A line of the strategy: its number, its place in the strategy, and the text there."""

    number: int
    span: Span
    text: str


_WORD = re.compile(r"[^\W_]+")
_FIELD_CODE = re.compile(r"\[[^\]]*\]")
_PROXIMITY = re.compile(r"adj\d*")

_CODES = {code.name: code for code in codes.CODES}
_MESSAGES = {
    "phrase-not-found": "the platform does not know `{}` and leaves it out",
    "quoted-phrase-not-found": "the phrase index lacks {}: its words are searched apart",
    "field-ignored": "the platform does not know the field `{}` and searches without it",
    "phrase-ignored": "the platform ignores `{}`",
    "server-message": "the platform says: {}",
    "candidates-only": "{} has no Boolean search: these are candidates, not what it matches",
    "hit-count-guessed": "{} does not count what it finds: its hit count is a guess",
    "work-unknown": "the service does not know the work ({})",
    "citations-differ": "not all that is counted is listed, or more ({})",
    "fields-withheld": "the key is not entitled to more: the records come without {}",
    "field-unlisted": "the interface does not list the field `{}`; how it searches is not known",
    "database-unconfirmed": "the answer does not name the database that was searched ({})",
    "history-lost": "the platform lost the result, the records were asked for by number: {}",
}
_EFFECTS = {
    "phrase-not-found": Effect.BROADER,
    "quoted-phrase-not-found": Effect.BROADER,
    "field-ignored": Effect.UNKNOWN,
    "phrase-ignored": Effect.BROADER,
    "field-unlisted": Effect.UNKNOWN,
}


def diagnostics_of(warnings: Iterable[ServerWarning], rows: Sequence[Row]) -> list[Diagnostic]:
    """Return the warnings of a server as diagnostics, each at its places in the strategy."""
    found: list[Diagnostic] = []
    for kind, phrase in warnings:
        message = _MESSAGES[kind].format(phrase)
        places: Iterable[tuple[int | None, Span]] = ()
        if kind in _EFFECTS:
            places = list(occurrences(phrase, rows))
        for line, span in places or ((None, NOWHERE),):
            found.append(Diagnostic(_CODES[kind], message, span, line, _EFFECTS.get(kind)))
    return found


def shortfall(tally: Tally) -> list[Diagnostic]:
    """Return why fewer records were retrieved than were found, as diagnostics."""
    found = []
    if tally.limited and tally.hit_count is not None and tally.hit_count > tally.retrieved:
        message = (
            f"only the first {tally.retrieved:,} of {tally.hit_count:,} records were retrieved"
        )
        found.append(Diagnostic(codes.LIMIT_REACHED, message, NOWHERE, effect=Effect.NARROWER))
    elif tally.cut_short:
        message = (
            f"{tally.hit_count:,} records are counted, and the first {tally.listed:,} by"
            " relevance were taken"
        )
        found.append(Diagnostic(codes.FIRST_BY_RELEVANCE, message, NOWHERE, effect=Effect.NARROWER))
    if tally.missing:
        message = (
            f"{len(tally.missing)} records are counted but not delivered:"
            f" {', '.join(tally.missing)}"
        )
        found.append(Diagnostic(codes.RECORD_MISSING, message, NOWHERE, effect=Effect.NARROWER))
    return found


def are_candidates(warnings: Iterable[ServerWarning]) -> bool:
    """Say whether what a platform lists still has to be searched."""
    return any(warning.kind == codes.CANDIDATES_ONLY.name for warning in warnings)


def judged_told(judged: Judged) -> Diagnostic:
    """Return what the strategy itself says of candidates, as a diagnostic."""
    return Diagnostic(codes.CANDIDATES_JUDGED, str(judged), NOWHERE)


def occurrences(phrase: str, rows: Sequence[Row]) -> Iterator[tuple[int, Span]]:
    """Yield line number and span of each place where a phrase stands in the strategy.

    >>> rows = [Row(2, Span(10, 42), "(peer-led adj2 support*).ti,ab.")]
    >>> list(occurrences('"peer led support"[tiab:~1]', rows))
    [(2, Span(start=11, end=32))]
    """
    wanted = [word for word, _ in _words(_FIELD_CODE.sub(" ", phrase))]
    if not wanted:
        return
    for number, span, text in rows:
        words = [pair for pair in _words(text) if not _PROXIMITY.fullmatch(pair[0])]
        plain = [word for word, _ in words]
        for at in range(len(words) - len(wanted) + 1):
            if plain[at : at + len(wanted)] == wanted:
                first, last = words[at][1], words[at + len(wanted) - 1][1]
                place = first.through(last)
                yield number, Span(span.start + place.start, span.start + place.end)


def _words(text: str) -> list[tuple[str, Span]]:
    return [
        (unicodedata.normalize("NFKC", found.group()).casefold(), Span(*found.span()))
        for found in _WORD.finditer(text)
    ]
