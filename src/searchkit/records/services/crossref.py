"""Crossref works, and the entries of their reference lists, into records.

Names follow the recorded answers (V, api.crossref.org of 2022 to 2026). Of several dates the
print date gives the year, then the online date, then `issued`.

>>> cited({"key": "r1", "DOI": "10.1000/x", "year": "2019", "author": "Repper"}).year
2019
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.records.formats.dates import iso_date, year_in
from searchkit.records.normalise import bare_doi
from searchkit.records.record import Author, Identifier, Record
from searchkit.records.services.values import Item, inner, objects, orcid, person, plain, texts

_NAME = "crossref"
_DATES = ("published-print", "published-online", "published", "issued")


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one work."""
    item = Item(content)
    titles, subtitles = item.texts("title"), item.texts("subtitle")
    title = plain(titles[0]) if titles else ""
    for part in map(plain, subtitles):
        title = title if part.lower() in title.lower() else f"{title}: {part}"
    journals = item.texts("container-title")
    date = next((day for name in _DATES if (day := _day(item.take(name)))), "")
    serials = {str(one.get("value", "")) for one in objects(item.take("issn-type"))}
    identifiers = [Identifier("issn", issn) for issn in item.texts("ISSN")]
    identifiers += [Identifier("issn", issn) for issn in sorted(serials)]
    identifiers += [Identifier("isbn", isbn) for isbn in item.texts("ISBN")]
    people = [_author(one) for one in objects(item.take("author"))]
    original = item.texts("original-title")
    item.take("reference")  # as in PubMed's records, reference lists are not kept
    return Record(
        title=title,
        title_original=plain(original[0]) if original else "",
        abstract=plain(item.text("abstract")),
        authors=tuple(people),
        year=int(date[:4]) if date else None,
        date=date,
        journal=plain(journals[0]) if journals else "",
        journal_short=plain(item.text("short-container-title")),
        volume=item.text("volume"),
        issue=item.text("issue"),
        pages=item.text("page") or item.text("article-number"),
        doi=bare_doi(item.text("DOI")),
        identifiers=tuple(dict.fromkeys(one for one in identifiers if one.value)),
        keywords=item.texts("subject"),
        publication_types=item.texts("type"),
        languages=item.texts("language"),
        publisher=item.text("publisher"),
        place=item.text("publisher-location"),
        urls=item.texts("URL"),
        extra=(
            *((f"{_NAME}:title", plain(other)) for other in titles[1:]),
            *((f"{_NAME}:container-title", plain(other)) for other in journals[1:]),
            *item.rest(_NAME),
        ),
    )


def cited(content: Mapping[str, Any]) -> Record:
    """Return the record of one entry of a reference list, which may hold no more than a DOI."""
    item = Item(content)
    year = year_in(item.text("year"))
    name = item.text("author")
    unstructured = item.text("unstructured")
    return Record(
        title=plain(item.text("article-title") or item.text("volume-title") or unstructured),
        authors=(person(name),) if name else (),
        year=int(year) if year else None,
        date=year,
        journal=item.text("journal-title") or item.text("series-title"),
        volume=item.text("volume"),
        issue=item.text("issue"),
        pages=item.text("first-page"),
        doi=bare_doi(item.text("DOI")),
        extra=item.rest(_NAME),
    )


def _day(value: Any) -> str:
    parts = inner(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    said = texts(first) if isinstance(first, list) else ()
    # Equal numbers of month and day must both stay, so they are not taken from `said`.
    numbers = [str(part) for part in first or () if part is not None] if said else []
    return iso_date(*numbers[:3]) if numbers else ""


def _author(content: Mapping[str, Any]) -> Author:
    one = Item(content)
    places = texts([place.get("name") for place in objects(one.take("affiliation"))])
    family, given = one.text("family"), one.text("given")
    group = one.text("name")
    code = orcid(one.take("ORCID"))
    if group and not family:
        return Author(collective=group, orcid=code, affiliations=places)
    return Author(
        family=family or given,
        given=given if family else "",
        suffix=one.text("suffix"),
        orcid=code,
        affiliations=places,
    )
