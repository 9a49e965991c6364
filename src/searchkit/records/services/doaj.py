"""DOAJ articles into records.

Names follow the recorded answers (V, version 2 of the interface; version 4 keeps `bibjson`).

>>> record({"id": "a1", "bibjson": {"title": "On peers", "year": "2020", "month": "4"}}).date
'2020-04'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.records.formats.common import pages_from
from searchkit.records.formats.dates import iso_date
from searchkit.records.normalise import bare_doi
from searchkit.records.record import Identifier, Record
from searchkit.records.services.values import Item, inner, objects, orcid, person, plain, texts

_NAME = "doaj"


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one article."""
    item = Item(content)
    bib = Item(inner(item.take("bibjson")))
    journal = Item(inner(bib.take("journal")))
    numbers = [
        (str(one.get("type", "")).lower(), str(one.get("id", "")))
        for one in objects(bib.take("identifier"))
    ]
    issns = [number for kind, number in numbers if kind in ("issn", "eissn", "pissn")]
    issns += journal.texts("issns")
    others = [(kind, number) for kind, number in numbers if "issn" not in kind and kind != "doi"]
    date = iso_date(bib.text("year"), bib.text("month"))
    doi = next((number for kind, number in numbers if kind == "doi"), "")
    return Record(
        title=plain(bib.text("title")),
        abstract=plain(bib.text("abstract")),
        authors=tuple(
            person(
                str(one.get("name") or ""),
                code=orcid(one.get("orcid_id")),
                affiliations=texts(one.get("affiliation")),
            )
            for one in objects(bib.take("author"))
        ),
        year=int(date[:4]) if date else None,
        date=date,
        journal=journal.text("title"),
        volume=journal.text("volume"),
        issue=journal.text("number"),
        pages=pages_from(bib.text("start_page"), bib.text("end_page")),
        doi=bare_doi(doi),
        identifiers=tuple(
            Identifier(scheme, value)
            for scheme, value in dict.fromkeys(
                [(_NAME, item.text("id")), *(("issn", issn) for issn in issns), *others]
            )
            if value
        ),
        keywords=bib.texts("keywords"),
        languages=journal.texts("language"),
        publisher=journal.text("publisher"),
        urls=texts([one.get("url") for one in objects(bib.take("link"))]),
        extra=(
            *item.rest(_NAME),
            *bib.rest(f"{_NAME}:bibjson"),
            *journal.rest(f"{_NAME}:journal"),
        ),
    )
