"""Keys: what a record is recognised by among those of one target, and each record once.

The number that its platform gives it comes first, else its DOI or PMID, else its title, year
and first author.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace

from searchkit.records.record import Record

OWN_NUMBER = {
    "scopus": "eid",
    "wos": "wos",
    "wos-starter": "wos",
    "embase": "embase",
    "openalex": "openalex",
    "lens": "lens",
    "worldcat": "oclc",
    "arxiv": "arxiv",
    "google-scholar": "google-scholar",
}
"""The identifier that a platform gives to each of its records, where it is not the PMID."""

_NO_RECORD = ("issn", "eissn", "issn-l", "isbn", "nlm")
_NOT_WORD = re.compile(r"[\W_]+")


def record_key(record: Record, target: str) -> str:
    """Return what a record is recognised by among those of a target.

    >>> record_key(Record(pmid="31", doi="10.1/A"), "pubmed")
    'pmid:31'
    >>> record_key(Record(doi="10.1/A"), "crossref")
    'doi:10.1/a'
    """
    scheme = OWN_NUMBER.get(target.partition(":")[0], "")
    if scheme and (own := record.identifier(scheme)):
        return f"{scheme}:{own}"
    if record.pmid:
        return f"pmid:{record.pmid}"
    if record.doi:
        return f"doi:{record.doi.lower()}"
    for name, value in record.identifiers:
        if name not in _NO_RECORD:
            return f"{name}:{value}"
    author = record.authors[0].name if record.authors else ""
    words = _NOT_WORD.sub(" ", f"{record.title} {record.year or ''} {author}".casefold())
    return f"text:{hashlib.sha256(words.encode()).hexdigest()[:32]}"


def each_once(records: Iterable[Record], target: str) -> list[Record]:
    """Return each record of a target once, as it came first, with every place where it was seen.

    >>> from searchkit.records.record import Provenance
    >>> twice = [Record(pmid="7", provenance=(Provenance(rank=rank),)) for rank in (1, 9)]
    >>> [place.rank for place in each_once(twice, "pubmed")[0].provenance]
    [1, 9]
    """
    found: dict[str, Record] = {}
    for record in records:
        first = found.setdefault(record_key(record, target), record)
        if first is not record:
            places = (*first.provenance, *record.provenance)
            found[record_key(record, target)] = replace(first, provenance=places)
    return list(found.values())
