"""One record from a cluster: every identifier, every occurrence, the fullest of each field.

Nothing is thrown away by merging: the cluster keeps its members as they were received, and
the merged record holds all DOIs and PMIDs (the first as its own, the others among
`identifiers`), all provenance, all keywords, headings, types and links. `MERGED_BY` says
for each field how one value comes from several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from searchkit.records import normalise
from searchkit.records.deduplication.locations import read_pages
from searchkit.records.deduplication.titles import read_title
from searchkit.records.record import Author, Identifier, Record

T = TypeVar("T", bound=Hashable)


def merge(records: Sequence[Record]) -> Record:
    """Return the merged record of a cluster; a single record is returned as it is.

    >>> from searchkit.records.record import Provenance
    >>> one = Record(title="SLEEP", pages="12-9", doi="10.1000/a",
    ...              provenance=(Provenance(database="Embase"),))
    >>> other = Record(title="Sleep", pages="12", pmid="77", doi="10.1000/b2",
    ...                provenance=(Provenance(database="MEDLINE"),))
    >>> whole = merge([one, other])
    >>> whole.title, whole.pages, whole.doi, whole.pmid, whole.identifiers
    ('Sleep', '12-9', '10.1000/a', '77', (Identifier(scheme='doi', value='10.1000/b2'),))
    >>> [found.database for found in whole.provenance]
    ['Embase', 'MEDLINE']
    """
    if len(records) == 1:
        return records[0]
    merged: dict[str, Any] = {}
    for name in _FIELDS:
        values = [getattr(record, name) for record in records]
        first = values[0]
        alike = values.count(first) == len(values) and name not in _ADDED_UP
        merged[name] = first if alike else MERGED_BY[name](values)
    more = [
        *_others("doi", records, merged["doi"], normalise.doi),
        *_others("pmid", records, merged["pmid"], normalise.pmid),
    ]
    merged["identifiers"] = united([merged["identifiers"], more])
    return Record(**merged)


def united(values: Iterable[Iterable[T]]) -> tuple[T, ...]:
    """Return what any of the values holds, each thing once, in order."""
    return tuple(dict.fromkeys(item for value in values for item in value))


def _united_words(values: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return what any of the values holds; the same word in other letters counts once."""
    found: dict[str, str] = {}
    for value in values:
        for word in value:
            found.setdefault(word.casefold(), word)
    return tuple(found.values())


def _all(values: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(item for value in values for item in value)


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _longest(values: Iterable[str]) -> str:
    return max(values, key=len)


def _most_frequent(values: Iterable[T]) -> T | None:
    """Return the value given most often, of equals the first; what is missing does not count."""
    counted = Counter(value for value in values if value).most_common(1)
    return counted[0][0] if counted else None


def _most_frequent_text(values: Iterable[str]) -> str:
    return _most_frequent(values) or ""


def _best_title(titles: Iterable[str]) -> str:
    """Return a title in mixed case before one in capitals, of those the longest without the
    notes that databases put behind it.
    """

    def rank(title: str) -> tuple[bool, bool, int, int]:
        return bool(title), not title.isupper(), len(read_title(title).words), -len(title)

    return max(titles, key=rank)


def _most_readable(names: Iterable[str]) -> str:
    """Return a name in mixed case before one in capitals, of those the longest."""
    return max(names, key=lambda name: (bool(name), not name.isupper(), len(name)))


def _fullest(lists: Iterable[tuple[Author, ...]]) -> tuple[Author, ...]:
    return max(lists, key=lambda names: (len(names), sum(len(author.name) for author in names)))


def _most_precise(pages: Iterable[str]) -> str:
    """Return a place before words, a range before a page, of those the longest."""
    return max(
        pages,
        key=lambda text: (bool(read_pages(text).first), "-" in text or "–" in text, len(text)),
    )


MERGED_BY: Mapping[str, Callable[[Any], Any]] = {
    "title": _best_title,
    "title_original": _longest,
    "abstract": _longest,
    "authors": _fullest,
    "year": _most_frequent,
    "date": _longest,
    "journal": _most_readable,
    "journal_short": _longest,
    "volume": _most_frequent_text,
    "issue": _most_frequent_text,
    "pages": _most_precise,
    "doi": _first,
    "pmid": _first,
    "identifiers": united,
    "keywords": _united_words,
    "index_terms": united,
    "publication_types": _united_words,
    "languages": _united_words,
    "publisher": _longest,
    "place": _longest,
    "urls": united,
    "provenance": _all,
    "extra": united,
}
"""For each field of a record the function from the values of the members to one value."""

_ADDED_UP = frozenset(("provenance",))
"""Two equal occurrences are two occurrences."""
_FIELDS = tuple(field.name for field in fields(Record))


def _others(
    scheme: str, records: Sequence[Record], chosen: str, form: Callable[[str], str]
) -> list[Identifier]:
    """Return the identifiers of a scheme that differ from the one chosen."""
    values = {getattr(record, scheme) for record in records}
    if len(values) == 1:
        return []
    known = {form(chosen)}
    others: list[Identifier] = []
    for record in records:
        value = getattr(record, scheme)
        if value and (form(value) or value) not in known:
            known.add(form(value) or value)
            others.append(Identifier(scheme, value))
    return others
