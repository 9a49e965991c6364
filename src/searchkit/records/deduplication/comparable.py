"""What of a record is compared: `Record` in, `Comparable` out, every field in one form.

Databases spell one work in many ways: capitals, markup, Greek letters, `[Review] [33
refs]` behind the title, initials or forenames, `123-8` or `123-128`, `Suppl 1` within the
volume. Here each field is brought to the form in which equal things are equal, and a value
that says nothing (`UNKNOWN`, `No pagination`, a count of pages) becomes empty, so that a
missing field is never taken for a difference. The received record is not touched.

>>> from searchkit.records.record import Author
>>> seen = comparable(Record(title="Peer support: a review. [Review] [33 refs]",
...                          authors=(Author("O'Hagan", "Mary"),), pages="123-8"))
>>> seen.title.words, seen.names.families, seen.pages.last
('peer support a review', (('ohagan',),), '128')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from searchkit.records import normalise
from searchkit.records.deduplication.folding import fold
from searchkit.records.deduplication.journals import is_meeting
from searchkit.records.deduplication.locations import (
    NO_PAGES,
    Pages,
    issue_number,
    read_pages,
    volume_number,
)
from searchkit.records.deduplication.names import Names, read_names
from searchkit.records.deduplication.titles import Naming, Title, naming, read_title
from searchkit.records.record import Record

_COCHRANE = re.compile(r"\b(?:cd|mr)0\d{5}\b")
_THESIS = re.compile(
    r"dissertation|\bthes[ei]s\b|\bph\.?\s?d\b|\bmaster'?s abstracts", re.IGNORECASE
)
"""PsycINFO gives a thesis under Dissertation Abstracts International, ProQuest under its
degree, in the place of the volume (seen in exports)."""
_COCHRANE_JOURNAL = re.compile(r"cochrane\s+(database|db)", re.IGNORECASE)

_GENRES = {
    "preprint": "preprint",
    "preprints": "preprint",
    "posted content": "preprint",
    "published erratum": "correction",
    "erratum": "correction",
    "correction": "correction",
    "retraction of publication": "retraction",
    "thesis": "thesis",
    "thes": "thesis",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "dissertation": "thesis",
    "conference abstract": "abstract",
    "meeting abstract": "abstract",
}
_PREPRINT_SERVER = re.compile(
    r"\b(arxiv|(med|bio|chem|psy|soc)(r|ar)xiv|ssrn|research square|preprints(\.org)?)\b",
    re.IGNORECASE,
)
_PREPRINT_DOI = (
    *("10.48550/", "10.21203/rs.", "10.2139/ssrn", "10.20944/preprints", "10.26434/chemrxiv"),
    *("10.31234/", "10.31235/", "10.31219/", "10.5194/egusphere", "10.36227/techrxiv"),
    *("10.22541/au.", "10.1101/20"),
)
"""How the DOIs of preprint servers begin. medRxiv and bioRxiv share the prefix 10.1101 with
journals and are told by the date behind it (seen in exports; the list is not complete).
Articles carry such a DOI too, so it counts only where no journal or meeting is named."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """The fields of one record that the rule looks at. Empty means: says nothing.

    `cochrane` is the number that all versions of one Cochrane review share, `?` for a
    Cochrane review without its number; `genre` is
    set where the kind of publication decides (preprint, correction, thesis ...); `meeting`
    says that the journal is a volume of proceedings.
    """

    title: Title
    naming: Naming
    names: Names
    year: int | None
    journal: str
    journal_short: str
    issns: frozenset[str]
    volume: str
    issue: str
    pages: Pages
    doi: str
    pmid: str
    cochrane: str
    genre: str
    meeting: bool
    abstract: str


_NO_ISSNS: frozenset[str] = frozenset()


def comparable(record: Record) -> Comparable:
    """Return the comparable form of a record."""
    journal = record.journal or record.journal_short
    volume = volume_number(record.volume, record.year)
    pages = pages_of(record, volume)
    facts = _journal_facts(journal)
    doi = normalise.doi(record.doi)
    title = read_title(record.title, record.title_original)
    return Comparable(
        title=title,
        naming=naming(title, facts.words),
        names=read_names(record.authors),
        year=record.year,
        journal=journal,
        journal_short=record.journal_short if record.journal_short != journal else "",
        issns=_issns(record),
        volume=volume,
        issue=issue_number(record.issue, record.volume),
        pages=pages,
        doi=doi,
        pmid=normalise.pmid(record.pmid),
        cochrane=cochrane_number(record) or ("?" if facts.cochrane else ""),
        genre=_genre(record.publication_types)
        or facts.genre
        or ("thesis" if _THESIS.search(record.volume) else "")
        or ("preprint" if not journal and doi.startswith(_PREPRINT_DOI) else ""),
        meeting=facts.meeting,
        abstract=record.abstract,
    )


def pages_of(record: Record, volume: str) -> Pages:
    """Return where the work stands in its volume.

    Online first, an article counts its own pages from 1 until it has a place.
    """
    pages = read_pages(record.pages)
    return NO_PAGES if not volume and pages.first == "1" and pages.last != "1" else pages


def _issns(record: Record) -> frozenset[str]:
    if not record.identifiers:
        return _NO_ISSNS
    return frozenset(
        number
        for scheme, value in record.identifiers
        if scheme in ("issn", "eissn")
        for number in normalise.issns(value)
    )


def cochrane_number(record: Record) -> str:
    """Return the number that all versions of one Cochrane review share, or nothing."""
    said = f"{record.pages} {record.doi} {record.volume} {record.issue}".lower()
    if "cd0" in said or "mr0" in said:
        found = _COCHRANE.search(said)
        return found.group() if found else ""
    return ""


class _JournalFacts(NamedTuple):
    words: str
    genre: str
    cochrane: bool
    meeting: bool


@lru_cache(maxsize=1 << 15)
def _journal_facts(journal: str) -> _JournalFacts:
    return _JournalFacts(
        words=fold(journal),
        genre="preprint"
        if _PREPRINT_SERVER.search(journal)
        else "thesis"
        if _THESIS.search(journal)
        else "",
        cochrane=_COCHRANE_JOURNAL.search(journal) is not None,
        meeting=is_meeting(journal),
    )


def _genre(types: tuple[str, ...]) -> str:
    return next((_GENRES[name] for name in map(str.lower, types) if name in _GENRES), "")
