"""Entries of Scopus Search into records, of the view COMPLETE or STANDARD.

Names follow a recorded answer (V, STANDARD) and public clients (C, COMPLETE). STANDARD names
the first author only and the institutions of all of them, which therefore stay beside the
authors. COMPLETE ends the list of authors at 100; `author-count` is kept. Addresses of other
answers of the interface are left out.

>>> record({"eid": "2-s2.0-7", "dc:creator": "Repper J.", "prism:coverDate": "2021-03-01",
...     "prism:coverDisplayDate": "March 2021"}).date
'2021-03'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from searchkit.records.normalise import bare_doi, issns
from searchkit.records.normalise import pmid as bare_pmid
from searchkit.records.record import Author, Identifier, Record
from searchkit.records.services.values import Item, objects, orcid, person, plain, texts

_NAME = "scopus"
_ISBN = re.compile(r"(?:97[89][-\d]{10,14}|[-\d]{9,12}[\dXx])")
_LEFT_OUT = ("@_fa", "prism:url", "openaccess")
"""Marks of the transport; `openaccess` repeats `openaccessFlag` as a number."""


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one entry."""
    item = Item(content)
    for name in _LEFT_OUT:
        item.take(name)
    links = {str(one.get("@ref")): one.get("@href") for one in objects(item.take("link"))}
    date = _date(item.text("prism:coverDate"), item.seen("prism:coverDisplayDate"))
    pages = item.text("prism:pageRange")
    return Record(
        title=plain(item.text("dc:title")),
        abstract=plain(item.text("dc:description")),
        authors=_authors(content, item),
        year=int(date[:4]) if date[:4].isdecimal() else None,
        date=date,
        journal=plain(item.text("prism:publicationName")),
        volume=item.text("prism:volume"),
        issue=item.text("prism:issueIdentifier"),
        pages=pages or item.text("article-number"),
        doi=bare_doi(item.text("prism:doi")),
        pmid=bare_pmid(item.text("pubmed-id")),
        identifiers=_identifiers(item),
        keywords=texts(item.text("authkeywords").split(" | ")),
        publication_types=item.texts("subtypeDescription"),
        urls=texts(links.get("scopus")),
        extra=(*_numbers(content), *item.rest(_NAME)),
    )


def _identifiers(item: Item) -> tuple[Identifier, ...]:
    eid, number = item.text("eid"), item.text("dc:identifier").removeprefix("SCOPUS_ID:")
    found = [Identifier("eid", eid)]
    if not eid.endswith(number):
        found.append(Identifier("scopus", number))
    for name in ("prism:issn", "prism:eIssn"):
        found += [Identifier("issn", one) for text in inside(item, name) for one in issns(text)]
    found += [
        Identifier("isbn", one)
        for text in inside(item, "prism:isbn")
        for one in _ISBN.findall(text)
    ]
    found.append(Identifier("pii", item.text("pii")))
    return tuple(dict.fromkeys(one for one in found if one.value))


def inside(item: Item, name: str) -> tuple[str, ...]:
    """Return the texts of a name, which Elsevier also wraps: `[{"$": "..."}]`."""
    value = item.take(name)
    values = value if isinstance(value, list) else [value]
    return texts([one.get("$") if isinstance(one, Mapping) else one for one in values])


def _authors(content: Mapping[str, Any], item: Item) -> tuple[Author, ...]:
    people = [Item(one) for one in objects(item.take("author"))]
    if not people:
        return tuple(person(name) for name in inside(item, "dc:creator"))
    item.take("dc:creator")
    tied = [inside(one, "afid") for one in people]
    # Institutions stay where they are, beside the authors, when one is tied to none of them.
    places = {str(one.get("afid")): _place(one) for one in objects(content.get("affiliation"))}
    if set(places) <= {afid for afids in tied for afid in afids}:
        item.take("affiliation")
    return tuple(
        _author(one, tuple(places[afid] for afid in afids if afid in places))
        for one, afids in zip(people, tied, strict=True)
    )


def _numbers(content: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return Scopus' numbers of the authors, in their order."""
    found = [str(one.get("authid") or "?") for one in objects(content.get("author"))]
    return ((f"{_NAME}:authid", " | ".join(found)),) if found else ()


def _place(content: Mapping[str, Any]) -> str:
    names = ("affilname", "affiliation-city", "affiliation-country")
    return ", ".join(texts([content.get(name) for name in names]))


def _author(one: Item, where: tuple[str, ...]) -> Author:
    code, family = orcid(one.take("orcid")), one.text("surname")
    if not family:
        return person(one.text("authname"), code=code, affiliations=where)
    return Author(
        family=family,
        given=one.text("given-name"),
        initials=one.text("initials"),
        orcid=code,
        affiliations=where,
    )


def _date(cover: str, shown: str) -> str:
    """Return a date as precise as it is shown; the day that Scopus adds to a month is no day.

    >>> _date("2021-01-01", "2021"), _date("2021-03-15", "15 March 2021"), _date("2021-03-01", "")
    ('2021', '2021-03-15', '2021-03-01')
    """
    if not shown or re.search(r"\b\d{1,2}\b", shown):
        return cover
    return cover[:7] if re.search(r"[^\W\d_]", shown) else cover[:4]
