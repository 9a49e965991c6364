"""One record from a cluster: every identifier, every occurrence, the fullest of each field.

Nothing is thrown away by merging: the cluster keeps its members as they were received, and
the merged record holds all DOIs and PMIDs (the first as its own, the others among
`identifiers`), all provenance, all keywords, headings, types and links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from searchkit.records.deduplication.comparable import doi_form
from searchkit.records.deduplication.locations import read_pages
from searchkit.records.record import Author, Identifier, Record

T = TypeVar("T", bound=Hashable)


def merge(records: Sequence[Record]) -> Record:
    """Return the merged record of a cluster; a single record is returned as it is.

    >>> from searchkit.records.record import Provenance
    >>> one = Record(title="SLEEP", pages="12-9", doi="10.1000/a",
    ...              provenance=(Provenance(database="Embase"),))
    >>> other = Record(title="Sleep", pages="12", pmid="77",
    ...                provenance=(Provenance(database="MEDLINE"),))
    >>> whole = merge([one, other])
    >>> whole.title, whole.pages, whole.doi, whole.pmid
    ('Sleep', '12-9', '10.1000/a', '77')
    >>> [found.database for found in whole.provenance]
    ['Embase', 'MEDLINE']
    """
    if len(records) == 1:
        return records[0]
    dois = _distinct((record.doi for record in records), doi_form)
    pmids = _distinct((record.pmid for record in records), str.strip)
    title = max(records, key=lambda record: _readable(record.title)).title
    titles = _distinct([title, *(record.title_original for record in records)], str.casefold)
    return Record(
        title=title,
        title_original=next((other for other in titles if other != title), ""),
        abstract=_longest(record.abstract for record in records),
        authors=max((record.authors for record in records), key=_fullness),
        year=_most_frequent(record.year for record in records if record.year is not None),
        date=_longest(record.date for record in records),
        journal=max((record.journal for record in records), key=_readable),
        journal_short=_longest(record.journal_short for record in records),
        volume=_most_frequent(record.volume for record in records if record.volume) or "",
        issue=_most_frequent(record.issue for record in records if record.issue) or "",
        pages=max((record.pages for record in records), key=_precision),
        doi=dois[0] if dois else "",
        pmid=pmids[0] if pmids else "",
        identifiers=_united(
            [
                *(found for record in records for found in record.identifiers),
                *(Identifier("doi", value) for value in dois[1:]),
                *(Identifier("pmid", value) for value in pmids[1:]),
            ]
        ),
        keywords=_distinct((word for r in records for word in r.keywords), str.casefold),
        index_terms=_united(term for record in records for term in record.index_terms),
        publication_types=_distinct(
            (name for r in records for name in r.publication_types), str.casefold
        ),
        languages=_distinct((name for r in records for name in r.languages), str.casefold),
        publisher=_longest(record.publisher for record in records),
        place=_longest(record.place for record in records),
        urls=_united(url for record in records for url in record.urls),
        provenance=tuple(found for record in records for found in record.provenance),
        extra=_united(pair for record in records for pair in record.extra),
    )


def _united(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def _distinct(values: Iterable[str], form: Callable[[str], str]) -> tuple[str, ...]:
    """Return the values in their order, those of equal form once, empty ones not at all."""
    found: dict[str, str] = {}
    for value in values:
        if value:
            found.setdefault(form(value) or value, value)
    return tuple(found.values())


def _longest(values: Iterable[str]) -> str:
    return max(values, key=len, default="")


def _most_frequent(values: Iterable[T]) -> T | None:
    """Return the value given most often, of equals the first."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def _readable(text: str) -> tuple[bool, bool, int]:
    """Rank a title: any before none, mixed case before capitals, then the longer."""
    return bool(text), not text.isupper(), len(text)


def _fullness(authors: tuple[Author, ...]) -> tuple[int, int]:
    return len(authors), sum(len(author.name) for author in authors)


def _precision(pages: str) -> tuple[bool, bool, int]:
    """Rank page statements: a place before words, a range before a page, then the longer."""
    seen = read_pages(pages)
    return seen.known, "-" in pages or "–" in pages, len(pages)
