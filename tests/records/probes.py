"""One record for each thing that a record may hold: what is written and read again shows what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from searchkit.records.record import (
    Author,
    Identifier,
    IndexTerm,
    Provenance,
    Record,
    Subheading,
)

BASE = Record(title="Peer support & recovery: 100% of a_b", year=2021, date="2021")
PERSON = Author("Repper", "Julie")
STAMP = Provenance("PubMed", "MEDLINE", "run-1", "q-1", 3, datetime(2026, 1, 2, tzinfo=UTC), "a", 7)

PROBES: dict[str, Record] = {
    "title": BASE,
    "title_original": replace(BASE, title_original="Likemannsstøtte"),
    "abstract": replace(BASE, abstract="Background: peers. Results: 3 < 5 {and} more."),
    "line breaks in an abstract": replace(BASE, abstract="Background: peers.\nResults: none."),
    "authors": replace(BASE, authors=(PERSON, Author("Ångström", "Éva"))),
    "groups as authors": replace(BASE, authors=(Author(collective="Peer Group"),)),
    "initials beside given names": replace(BASE, authors=(replace(PERSON, initials="J"),)),
    "affiliations of each author": replace(
        BASE, authors=(replace(PERSON, affiliations=("University of Nottingham, UK.",)),)
    ),
    "ORCIDs": replace(BASE, authors=(replace(PERSON, orcid="0000-0002-1825-0097"),)),
    "year": BASE,
    "date": replace(BASE, date="2021-03-09"),
    "journal": replace(BASE, journal="Journal of Peers & Carers"),
    "journal_short": replace(BASE, journal="Journal of Peers", journal_short="J Peers"),
    "volume": replace(BASE, journal="J", volume="12"),
    "issue": replace(BASE, journal="J", issue="3-4"),
    "pages": replace(BASE, journal="J", pages="123-8"),
    "doi": replace(BASE, doi="10.1000/Peer_1(2)"),
    "pmid": replace(BASE, pmid="31000000"),
    "PMCIDs": replace(BASE, identifiers=(Identifier("pmcid", "PMC123456"),)),
    "ISSNs": replace(
        BASE, identifiers=(Identifier("issn", "0028-0836"), Identifier("issn", "1476-4687"))
    ),
    "ISBNs": replace(BASE, identifiers=(Identifier("isbn", "9780123748560"),)),
    "accession numbers": replace(BASE, identifiers=(Identifier("accession", "201900012345"),)),
    "our identifier": replace(BASE, identifiers=(Identifier("searchkit", "rec-1"),)),
    "other identifiers": replace(
        BASE, identifiers=(Identifier("eid", "2-s2.0-123456789"), Identifier("nihms", "NIHMS1"))
    ),
    "keywords": replace(BASE, keywords=("peer support", "recovery")),
    "index_terms": replace(BASE, index_terms=(IndexTerm("Social Support", "mesh"),)),
    "major focus and subheadings": replace(
        BASE, index_terms=(IndexTerm("Brain", "mesh", True, (Subheading("enzymology", True),)),)
    ),
    "publication_types": replace(
        BASE, journal="J", publication_types=("Journal Article", "Review")
    ),
    "languages": replace(BASE, languages=("eng", "nor")),
    "publisher": replace(BASE, publisher="Peers & Sons"),
    "place": replace(BASE, place="Oslo"),
    "urls": replace(BASE, urls=("https://example.org/a?b=1&c=2", "https://example.org/d;e")),
    "provenance": replace(BASE, provenance=(STAMP, replace(STAMP, platform="Scopus"))),
    "extra": replace(BASE, extra=(("grant", "R01"), ("note", "read twice"))),
}

PARTS = {
    "groups as authors": "authors",
    "initials beside given names": "authors",
    "affiliations of each author": "authors",
    "ORCIDs": "authors",
    "line breaks in an abstract": "abstract",
    "PMCIDs": "identifiers",
    "ISSNs": "identifiers",
    "ISBNs": "identifiers",
    "accession numbers": "identifiers",
    "our identifier": "identifiers",
    "other identifiers": "identifiers",
    "major focus and subheadings": "index_terms",
}


_OF_PERSONS = {
    "authors": "name",
    "affiliations of each author": "affiliations",
    "ORCIDs": "orcid",
}


def held(name: str, read: Record) -> bool:
    """Say whether what a probe asks for is in the record that came back."""
    field = PARTS.get(name, name)
    wanted, got = getattr(PROBES[name], field), getattr(read, field)
    if name in _OF_PERSONS:
        part = _OF_PERSONS[name]
        return [getattr(one, part) for one in wanted] == [getattr(one, part) for one in got]
    if field in {"identifiers", "extra"}:
        return set(wanted) <= set(got)
    return bool(wanted == got)
