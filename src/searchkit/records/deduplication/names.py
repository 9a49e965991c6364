"""Authors as they are compared: surnames without particles, in order, and first initials.

One author is `Repper, Julie`, `Repper J`, `J. Repper` or half of `Repper J.Davidson L.`,
as some tools join them. A name without a comma does not say which word is the surname, so
every word of it may be: agreement is sought between words, not positions.

>>> read_names((Author("van der Berg", "Anna"), Author("Li", "X."))).families
(('berg',), ('li',))
>>> read_names((Author(collective="Tan A.Schulze A.O'Donnell C. P."),)).families
(('tan',), ('schulze',), ('odonnell',))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from searchkit.records.deduplication.folding import fold
from searchkit.records.record import Author

_PARTICLES = frozenset(
    "af al ap ben bin d da das de del della den der des di do dos du e el et ibn il la le les "
    "lo mac mc ter ten van vd vande vander von y zu zum zur jr sr iii dr prof".split()
)
_NOBODY = frozenset(("unknown", "anonymous", "anon", "no authors listed", "na", "n a", "none", "et al"))
_JOINED = re.compile(r"\s+and\s+|\s*;\s*|\s*\n\s*|(?<=[A-Z])\.(?=[^\W\d_][^\W\d_]|[A-Z]['’])")
_ET_AL = re.compile(r"[,;\s]*\bet\.? al\b\.?.*$", re.IGNORECASE | re.DOTALL)


class Names(NamedTuple):
    """The authors of one record.

    `families` has for each author the words that may be the surname; `words` is every
    word of every name of two letters or more; `initials` are those of the first author;
    `given` is the first author's forename when it is spelled out.
    """

    families: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    initials: str
    given: str


NO_NAMES = Names((), frozenset(), "", "")


def read_names(authors: Iterable[Author]) -> Names:
    """Return the comparable form of the authors; nobody known gives empty families."""
    families: list[tuple[str, ...]] = []
    words: set[str] = set()
    initials = given = ""
    for surname, forename in _spread(authors):
        parts = surname.split()
        known = tuple([p for p in parts if len(p) > 1 and p not in _PARTICLES]) or tuple(parts)
        if not known:
            continue
        if not families:
            initials, given = _forename(parts, forename)
        families.append(known)
        words.update(known)
        if forename:
            words.update([word for word in forename.split() if len(word) > 1])
    return Names(tuple(families), frozenset(words), initials, given) if families else NO_NAMES


def _spread(authors: Iterable[Author]) -> Iterator[tuple[str, str]]:
    """Yield surname and forename, folded, of every person, however they were joined."""
    for author in authors:
        given = author.given or author.initials
        if author.family and given:
            if author.family.lower() not in _NOBODY:
                yield fold(author.family), fold(given)
            continue
        joined = author.family or author.collective
        for name in _JOINED.split(_ET_AL.sub("", joined)):
            family, comma, rest = name.partition(",")
            surname = fold(family)
            if surname and surname not in _NOBODY:
                yield surname, fold(rest) if comma else ""


def _forename(parts: list[str], forename: str) -> tuple[str, str]:
    """Return initials and spelled-out forename of the first author."""
    if not forename:
        return "".join([part[0] for part in parts]), ""
    tokens = forename.split()
    first = tokens[0]
    run_together = len(tokens) == 1 and len(first) <= 3 and not first[1:].strip("bcdfghjklmnpqrstvwxz")
    initials = first if run_together else "".join([token[0] for token in tokens])
    return initials, "" if run_together or len(first) < 2 else forename
