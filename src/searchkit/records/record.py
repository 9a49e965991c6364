"""The common record: one bibliographic item as received, whatever it came from.

Values are frozen and plain. What a source said and the model has no name for is kept in
`extra`, so that reading never throws anything away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Author:
    """A person, or a group when only `collective` is given. Names as received."""

    family: str = ""
    given: str = ""
    initials: str = ""
    suffix: str = ""
    collective: str = ""
    orcid: str = ""
    affiliations: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return `Family, Given` (or the initials), the group's name for a group.

        >>> Author("Repper", "Julie").name
        'Repper, Julie'
        """
        if self.collective:
            return self.collective
        given = self.given or self.initials
        parts = [self.family, given] if given else [self.family]
        return ", ".join([*parts, self.suffix] if self.suffix else parts)


class Subheading(NamedTuple):
    """A qualifier of a heading, by its full name (`organization & administration`)."""

    name: str
    major: bool = False


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """A subject heading that an indexer gave. `vocabulary` is "mesh", "emtree", ... or empty."""

    label: str
    vocabulary: str = ""
    major: bool = False
    subheadings: tuple[Subheading, ...] = ()


class Identifier(NamedTuple):
    """An identifier beside DOI and PMID: `scheme` is "pmcid", "eid", "wos", "issn", "isbn" ..."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """How one occurrence of a record reached us.

    `platform` and `database` form the target that was searched; `run` and `query` tie the
    record to one search; `rank` is its place in the answer, from 1; `retrieved` carries a
    time zone; `file` and `line` are set for records imported from a file; `verdict` says
    whether the strategy matches a candidate, where a platform lists no more than those.
    """

    platform: str = ""
    database: str = ""
    run: str = ""
    query: str = ""
    rank: int | None = None
    retrieved: datetime | None = None
    file: str = ""
    line: int | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One bibliographic item. Empty strings and tuples mean "not given".

    `date` is ISO 8601 as precise as known (`2021`, `2021-03`, `2021-03-09`); `languages`
    are as received; `journal_short` is the abbreviated title; `pages` is as received.
    `provenance` has one entry per occurrence, so a merged record keeps all its sources.
    """

    title: str = ""
    title_original: str = ""
    abstract: str = ""
    authors: tuple[Author, ...] = ()
    year: int | None = None
    date: str = ""
    journal: str = ""
    journal_short: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    identifiers: tuple[Identifier, ...] = ()
    keywords: tuple[str, ...] = ()
    index_terms: tuple[IndexTerm, ...] = ()
    publication_types: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    publisher: str = ""
    place: str = ""
    urls: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()

    def identifier(self, scheme: str) -> str:
        """Return the first identifier of a scheme, or an empty string.

        >>> Record(identifiers=(Identifier("pmcid", "PMC13900"),)).identifier("pmcid")
        'PMC13900'
        """
        return next((found.value for found in self.identifiers if found.scheme == scheme), "")

    def stamped(self, stamp: Provenance) -> Record:
        """Return the record with one more occurrence."""
        return replace(self, provenance=(*self.provenance, stamp))
