"""Lens scholarly works into records.

Names follow Lens' documentation (V, lens-api-doc of 2026-04). ISSNs come without hyphens.

>>> record({"lens_id": "086-713-276-176-892", "authors": [{"last_name": "Hussain"}]}).authors
... # doctest: +ELLIPSIS
(Author(family='Hussain', ...
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.records.formats.common import pages_from
from searchkit.records.formats.dates import iso_date
from searchkit.records.normalise import bare_doi, issns
from searchkit.records.normalise import pmcid as bare_pmcid
from searchkit.records.normalise import pmid as bare_pmid
from searchkit.records.record import Author, Identifier, IndexTerm, Record, Subheading
from searchkit.records.services.values import Item, inner, objects, orcid, plain, texts

_NAME = "lens"
LISTS = ("references", "scholarly_citations", "patent_citations")
"""Lists of other works: as in PubMed's records, they are not kept."""
_SCHEMES = {"magid": "mag", "coreid": "core", "openalex": "openalex"}


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one work."""
    item = Item(content)
    source = Item(inner(item.take("source")))
    numbers: dict[str, str] = {}
    for one in objects(item.take("external_ids")):
        numbers.setdefault(str(one.get("type", "")), str(one.get("value", "")))
    parts = item.take("date_published_parts")
    year = item.text("year_published")
    date = iso_date(*[str(part) for part in parts[:3]]) if isinstance(parts, list) else ""
    said = item.text("date_published")[:10]
    identifiers = [Identifier("lens", item.text("lens_id"))]
    identifiers += [Identifier("pmcid", bare_pmcid(numbers.pop("pmcid", "")))]
    for one in objects(source.take("issn")):
        identifiers += [Identifier("issn", issn) for issn in issns(_hyphened(one))]
    pmid, doi = numbers.pop("pmid", ""), numbers.pop("doi", "")
    identifiers += [Identifier(_SCHEMES.get(name, name), numbers[name]) for name in numbers]
    links = objects(item.take("source_urls"))
    for name in LISTS:
        item.take(name)
    return Record(
        title=plain(item.text("title")),
        abstract=plain(item.text("abstract")),
        authors=tuple(_author(one) for one in objects(item.take("authors"))),
        year=int(year) if year.isdecimal() else None,
        date=date if date[:4] == year else (said if said[:4] == year else year),
        journal=source.text("title"),
        volume=item.text("volume"),
        issue=item.text("issue"),
        pages=pages_from(item.text("start_page"), item.text("end_page")),
        doi=bare_doi(doi),
        pmid=bare_pmid(pmid),
        identifiers=tuple(dict.fromkeys(one for one in identifiers if one.value)),
        keywords=item.texts("keywords"),
        index_terms=_headings(item),
        publication_types=texts(
            [item.text("publication_type"), *item.texts("publication_supplementary_type")]
        ),
        languages=item.texts("languages"),
        publisher=source.text("publisher"),
        urls=texts([one.get("url") for one in links]),
        extra=(*item.rest(_NAME), *source.rest(f"{_NAME}:source")),
    )


def _hyphened(number: Mapping[str, Any]) -> str:
    value = str(number.get("value", ""))
    return f"{value[:4]}-{value[4:]}" if len(value) == 8 else value


def _author(content: Mapping[str, Any]) -> Author:
    one = Item(content)
    codes = {str(code.get("type")): code.get("value") for code in objects(one.take("ids"))}
    places = texts(
        [
            place.get("name_original") or place.get("name")
            for place in objects(one.take("affiliations"))
        ]
    )
    if group := one.text("collective_name"):
        return Author(collective=group, affiliations=places)
    return Author(
        family=one.text("last_name"),
        given=one.text("first_name"),
        initials=one.text("initials"),
        orcid=orcid(codes.get("orcid")),
        affiliations=places,
    )


def _headings(item: Item) -> tuple[IndexTerm, ...]:
    found: dict[str, list[Subheading]] = {}
    for one in objects(item.take("mesh_terms")):
        rows = found.setdefault(str(one.get("mesh_heading", "")), [])
        if name := one.get("qualifier_name"):
            rows.append(Subheading(str(name)))
    return tuple(IndexTerm(label, "mesh", False, tuple(rows)) for label, rows in found.items())
