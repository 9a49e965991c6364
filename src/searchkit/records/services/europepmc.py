"""Europe PMC's results (`core`, `lite`, and the entries of its reference lists) into records.

Names follow the service's recorded answers (V, version 6.9). Abstracts hold headings as
`<h4>`, which become labels.

>>> record({"id": "7", "source": "MED", "pmid": "7", "title": "On <i>peers</i>."}).title
'On peers.'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.records.formats.dates import iso_date
from searchkit.records.normalise import bare_doi
from searchkit.records.record import Author, Identifier, IndexTerm, Record, Subheading
from searchkit.records.services.values import Item, inner, objects, orcid, plain, texts

_NAME = "europepmc"


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one result."""
    item = Item(content)
    journal = Item(inner(item.take("journalInfo")))
    names = Item(inner(journal.take("journal")))
    book = Item(inner(item.take("bookOrReportDetails")))
    source, number = item.text("source"), item.text("id")
    year, date = _dates(item, journal)
    identifiers = [Identifier("pmcid", item.text("pmcid"))]
    identifiers += [Identifier("europepmc", f"{source}:{number}" if source else number)]
    identifiers += [Identifier("issn", names.text(name)) for name in ("issn", "essn", "ISSN")]
    identifiers += [Identifier("isbn", value) for value in book.texts("isbn13")]
    links = objects(inner(item.take("fullTextUrlList")).get("fullTextUrl"))
    doi = item.text("doi")
    return Record(
        title=plain(item.text("title")),
        abstract=plain(item.text("abstractText")),
        authors=_authors(item),
        year=year,
        date=date,
        journal=names.text("title") or item.text("journalTitle") or book.text("publisher"),
        journal_short=names.text("medlineAbbreviation") or item.text("journalAbbreviation"),
        volume=journal.text("volume") or item.text("volume") or item.text("journalVolume"),
        issue=journal.text("issue") or item.text("issue"),
        pages=item.text("pageInfo"),
        doi=bare_doi(doi),
        pmid=item.text("pmid") or (number if source == "MED" else ""),
        identifiers=tuple(dict.fromkeys(one for one in identifiers if one.value)),
        keywords=texts(inner(item.take("keywordList")).get("keyword")),
        index_terms=_headings(item),
        publication_types=texts(inner(item.take("pubTypeList")).get("pubType")),
        languages=item.texts("language"),
        urls=tuple(dict.fromkeys(str(link["url"]) for link in links if link.get("url"))),
        extra=(
            *item.rest(_NAME),
            *journal.rest(f"{_NAME}:journalInfo"),
            *names.rest(f"{_NAME}:journal"),
            *book.rest(f"{_NAME}:book"),
        ),
    )


def _dates(item: Item, journal: Item) -> tuple[int | None, str]:
    year = journal.text("yearOfPublication") or item.text("pubYear")
    candidates = (journal.seen("printPublicationDate"), item.seen("firstPublicationDate"))
    item.take("pubYear")
    month = journal.text("monthOfPublication")
    # The day of a print date is 1 where only the month is known (V: recorded "2025 Dec").
    exact = iso_date(year, month) if month not in ("", "0") else ""
    date = exact or next((day for day in candidates if day[:4] == year), "") or year
    return (int(year), date) if year.isdecimal() else (None, "")


def _authors(item: Item) -> tuple[Author, ...]:
    listed = list(objects(inner(item.take("authorList")).get("author")))
    if listed:
        item.take("authorString")
        return tuple(_author(one) for one in listed)
    names = item.text("authorString").removesuffix(".").split(", ")
    return tuple(_short(name) for name in names if name)


def _author(content: Mapping[str, Any]) -> Author:
    one = Item(content)
    places = objects(
        inner(one.take("authorAffiliationDetailsList")).get("authorAffiliation")
        or content.get("affiliation")
    )
    affiliations = tuple(str(place["affiliation"]) for place in places if place.get("affiliation"))
    code = orcid(inner(one.take("authorId")).get("value"))
    if group := one.text("collectiveName"):
        return Author(collective=group, affiliations=affiliations)
    family = one.text("lastName") or one.text("fullName")
    return Author(
        family=family,
        given=one.text("firstName"),
        initials=one.text("initials"),
        suffix=one.text("suffix"),
        orcid=code,
        affiliations=affiliations,
    )


def _short(name: str) -> Author:
    """Return the author of `Haas-Kogan DA`, the only form that short results have."""
    family, _, initials = name.rpartition(" ")
    if family and initials.isupper() and len(initials) <= 4:
        return Author(family=family, initials=initials)
    return Author(collective=name) if " " in name else Author(family=name)


def _headings(item: Item) -> tuple[IndexTerm, ...]:
    headings = objects(inner(item.take("meshHeadingList")).get("meshHeading"))
    return tuple(
        IndexTerm(
            str(heading.get("descriptorName", "")),
            "mesh",
            heading.get("majorTopic_YN") == "Y",
            tuple(
                Subheading(str(one.get("qualifierName", "")), one.get("majorTopic_YN") == "Y")
                for one in objects(inner(heading.get("meshQualifierList")).get("meshQualifier"))
            ),
        )
        for heading in headings
    )
