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
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from searchkit.records.deduplication.folding import fold
from searchkit.records.deduplication.wordlists import NOBODY, PARTICLES, SUFFIXES
from searchkit.records.record import Author

_VOWELS = frozenset("aeiouy")
_JOINED = re.compile(r"\s+and\s+|\s*;\s*|\s*\n\s*|(?<=[A-Z])\.(?=[^\W\d_][^\W\d_]|[A-Z]['’])")
_SURNAME_INITIALS = re.compile(r"\w[\w'’-]*(?: \w[\w'’-]+)* (?:[A-Z]\.?[ -]?){1,4}")
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?<!Mc)(?<!Mac)(?=[A-Z][a-z])")
_SEVERAL = 4
"""So many words may be several people: `Adel KhosrowLewin Gary F.`"""
_ET_AL = re.compile(r"[,;\s]*\bet\.? al\b\.?.*$", re.IGNORECASE | re.DOTALL)


class Names(NamedTuple):
    """The authors of one record.

    `families` has for each author the words that may be the surname; `words` is every
    word of every name of two letters or more; `letters` has for each author the initials of
    surname and first forename in the order of the alphabet, so that they stay when the two
    change places; `initials` are those of the first author; `given` is the first author's
    forename when it is spelled out.
    """

    families: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    letters: tuple[str, ...]
    initials: str
    given: str


NO_NAMES = Names((), frozenset(), (), "", "")


def read_names(authors: Iterable[Author]) -> Names:
    """Return the comparable form of the authors; nobody known gives empty families."""
    people = [person for author in authors for person in _people(author)]
    if not people:
        return NO_NAMES
    words: set[str] = set()
    for family, forenames in people:
        words.update(family)
        words.update(forenames)
    family, forenames = people[0]
    return Names(
        families=tuple([family for family, _ in people]),
        words=frozenset([word for word in words if len(word) > 1] or words),
        letters=tuple(
            [
                "".join(sorted(names[0][0] + (given[0][0] if given else "")))
                for names, given in people
            ]
        ),
        initials="".join([word if _is_initials(word) else word[0] for word in forenames]),
        given=next((word for word in forenames[:1] if not _is_initials(word)), ""),
    )


def first_family(authors: Sequence[Author]) -> str:
    """Return the last word of the first author's surname, or nothing.

    >>> first_family([Author("van der Berg", "Anna"), Author("Li", "X.")])
    'berg'
    """
    for author in authors:
        for family, _ in _people(author):
            return family[-1]
    return ""


def _people(author: Author) -> Sequence[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return surname and forenames, in words, of every person that one author entry names."""
    given = author.given or author.initials
    if author.family and given:
        return _person(author.family, given)
    return _joined(author.family or author.collective)


@lru_cache(maxsize=1 << 16)
def _person(family: str, given: str) -> Sequence[tuple[tuple[str, ...], tuple[str, ...]]]:
    surname = fold(family)
    if not surname or surname in NOBODY:
        return ()
    parts = surname.split()
    if len(parts) > 1:
        parts = [word for word in parts if len(word) > 1 and word not in PARTICLES] or parts
    forenames = [word for word in fold(given).split() if word not in SUFFIXES]
    return ((tuple(parts), tuple(forenames)),)


@lru_cache(maxsize=1 << 14)
def _joined(text: str) -> Sequence[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the people of a text that does not part surname and forename by itself."""
    found: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for name in _names_in(_ET_AL.sub("", text)):
        family, comma, given = name.partition(",")
        if comma:
            found.extend(_person(family, given))
            continue
        surname = fold(family)
        words = surname.split()
        known = [word for word in words if len(word) > 1 and word not in PARTICLES] or words
        if known and surname not in NOBODY:
            found.append((tuple(known), tuple([word for word in words if len(word) == 1])))
    return found


def _names_in(text: str) -> list[str]:
    """Return the names of a text that joins them, by whatever sign or by none.

    >>> _names_in("Adel, KhosrowLewin, Gary F."), _names_in("Smith J, Jones K, Brown L")
    (['Adel, Khosrow', 'Lewin, Gary F.'], ['Smith J', 'Jones K', 'Brown L'])
    """
    names = _JOINED.split(text)
    if len(text.split()) >= _SEVERAL:
        names = [name for joined in names for name in _RUN_TOGETHER.split(joined)]
    if len(names) == 1 and "," in text:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if all(map(_SURNAME_INITIALS.fullmatch, parts)):
            return parts
        if len(parts) % 2 == 0 and all(len(part.replace(".", "")) <= 4 for part in parts[1::2]):
            return [
                f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)
            ]
    return names


def _is_initials(word: str) -> bool:
    return len(word) == 1 or (len(word) <= 3 and _VOWELS.isdisjoint(word))
