"""Semantic Scholar papers into records.

Names follow the recorded answers (V, Academic Graph API v1). Publishers keep many abstracts
back, which then are null.

>>> record({"paperId": "e1", "externalIds": {"DOI": "10.1000/x", "PubMed": "7"}}).pmid
'7'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.records.normalise import bare_doi
from searchkit.records.normalise import pmcid as bare_pmcid
from searchkit.records.normalise import pmid as bare_pmid
from searchkit.records.record import Identifier, Record
from searchkit.records.services.values import Item, inner, objects, orcid, person, plain, texts

_NAME = "semantic-scholar"
FIELDS = (
    "paperId,externalIds,title,abstract,authors,venue,publicationVenue,journal,year,"
    "publicationDate,publicationTypes,openAccessPdf,url,fieldsOfStudy,citationCount"
)
"""What is asked for: all that has a place in a record (V: the interface's documentation)."""


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one paper."""
    item = Item(content)
    numbers = Item(inner(item.take("externalIds")))
    journal = Item(inner(item.take("journal")))
    venue = Item(inner(item.take("publicationVenue")))
    place = item.text("venue")
    year, date = item.text("year"), item.text("publicationDate")
    identifiers = [Identifier(_NAME, item.text("paperId"))]
    identifiers += [Identifier("pmcid", bare_pmcid(f"PMC{numbers.text('PubMedCentral')}"))]
    identifiers += [Identifier("arxiv", numbers.text("ArXiv"))]
    identifiers += [Identifier("mag", numbers.text("MAG"))]
    identifiers += [Identifier("issn", issn) for issn in venue.texts("issn")]
    pdf = inner(item.take("openAccessPdf")).get("url")
    return Record(
        title=plain(item.text("title")),
        abstract=plain(item.text("abstract")),
        authors=tuple(
            person(
                str(one.get("name") or ""),
                code=orcid(inner(one.get("externalIds")).get("ORCID")),
                affiliations=texts(one.get("affiliations")),
            )
            for one in objects(item.take("authors"))
        ),
        year=int(year) if year.isdecimal() else None,
        date=date if date[:4] == year else year,
        journal=journal.text("name") or venue.text("name") or place,
        volume=journal.text("volume"),
        pages="".join(journal.text("pages").split()),
        doi=bare_doi(numbers.text("DOI")),
        pmid=bare_pmid(numbers.text("PubMed")),
        identifiers=tuple(one for one in identifiers if one.value),
        publication_types=item.texts("publicationTypes"),
        urls=texts([item.text("url"), pdf]),
        extra=(
            *item.rest(_NAME),
            *numbers.rest(f"{_NAME}:externalIds"),
            *venue.rest(f"{_NAME}:publicationVenue"),
        ),
    )
