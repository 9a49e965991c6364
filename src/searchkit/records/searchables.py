"""Searchables: a record as received becomes what a search sees of it.

Texts that a record does not have count as empty: nothing could be found in them. What an
indexer or a cataloguer adds and we were not given (headings, language, kind of publication,
year) is unknown instead. A record whose headings show no focus at all does not tell its
focus, and the same holds for subheadings: exports other than MEDLINE's leave both out.
"""

from __future__ import annotations

from collections import defaultdict

from searchkit.query.evaluation import IndexedHeading, Searchable
from searchkit.query.fields import Field
from searchkit.query.subheadings import subheading_code
from searchkit.records.record import Author, Record
from searchkit.records.vocabulary import LANGUAGES, PUBLICATION_TYPES


def searchable(record: Record) -> Searchable:
    """Return a record as the evaluator searches it; its name says which record it is.

    >>> found = searchable(Record(title="On peers", year=2021, pmid="7", languages=("eng",)))
    >>> found.name, found.texts[Field.YEAR], "english" in found.texts[Field.LANGUAGE]
    ('PMID 7', ('2021',), True)
    """
    journals = _given(record.journal, record.journal_short)
    texts = {
        Field.TITLE: _given(record.title),
        Field.ORIGINAL_TITLE: _given(record.title_original),
        Field.ABSTRACT: _given(record.abstract),
        Field.AUTHOR_KEYWORD: record.keywords,
        Field.AUTHOR: tuple(form for author in record.authors for form in _forms(author)),
        Field.CORPORATE_AUTHOR: _given(*(author.collective for author in record.authors)),
        Field.INSTITUTION: tuple(
            place for author in record.authors for place in author.affiliations
        ),
        Field.JOURNAL: journals,
        Field.JOURNAL_WORD: journals,
        Field.VOLUME: _given(record.volume),
        Field.ISSUE: _given(record.issue),
        Field.PAGES: _given(record.pages),
        Field.PUBLISHER: _given(record.publisher),
        Field.COUNTRY: _given(record.place),
        Field.DOI: _given(record.doi),
        Field.PMID: _given(record.pmid),
        Field.ISSN: tuple(row.value for row in record.identifiers if row.scheme == "issn"),
        Field.ISBN: tuple(row.value for row in record.identifiers if row.scheme == "isbn"),
        Field.IDENTIFIER: _given(record.pmid, *(row.value for row in record.identifiers)),
    }
    told = {
        Field.YEAR: (str(record.year),) if record.year else (),
        Field.PUBLICATION_DATE: _given(record.date or (str(record.year) if record.year else "")),
        Field.LANGUAGE: tuple(
            form for language in record.languages for form in _language(language)
        ),
        Field.PUBLICATION_TYPE: tuple(
            form for kind in record.publication_types for form in _kind(kind)
        ),
    }
    texts |= {name: held for name, held in told.items() if held}
    unknown = frozenset(name for name, held in told.items() if not held)
    return Searchable(name_of(record), texts, _headings(record), unknown)


def name_of(record: Record) -> str:
    """Return what a person can look a record up by."""
    if record.pmid:
        return f"PMID {record.pmid}"
    if record.doi:
        return f"doi:{record.doi}"
    if record.identifiers:
        return f"{record.identifiers[0].scheme}:{record.identifiers[0].value}"
    return record.title or "a record without title"


def _given(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _forms(author: Author) -> tuple[str, ...]:
    """Return the ways in which platforms write an author: initials, given names, family name."""
    if author.collective:
        return (author.collective,)
    initials = author.initials or "".join(part[0] for part in author.given.split())
    return _given(f"{author.family} {initials}".strip(), f"{author.family} {author.given}".strip())


def _names() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, code in LANGUAGES.items():
        found[code].append(name)
    return {code: tuple(names) for code, names in found.items()}


_LANGUAGE_NAMES = _names()


def _language(received: str) -> tuple[str, ...]:
    """Return all names of a language, so that `eng` is found as english."""
    code = LANGUAGES.get(received.strip().casefold())
    return _LANGUAGE_NAMES[code] if code else (received,)


def _kind(received: str) -> tuple[str, ...]:
    """Return a kind of publication as received, and by its common name."""
    name = PUBLICATION_TYPES.get(" ".join(received.casefold().replace("-", " ").split()))
    common = "journal article" if name == "article" else name
    return (received, common) if common else (received,)


def _headings(record: Record) -> tuple[IndexedHeading, ...] | None:
    if not record.index_terms:
        return None
    focus = any(term.major for term in record.index_terms) or any(
        row.major for term in record.index_terms for row in term.subheadings
    )
    details = any(term.subheadings for term in record.index_terms)
    return tuple(
        IndexedHeading(
            term.label,
            term.vocabulary,
            (term.major or any(row.major for row in term.subheadings)) if focus else None,
            tuple(subheading_code(row.name) or row.name for row in term.subheadings)
            if details
            else None,
        )
        for term in record.index_terms
    )
