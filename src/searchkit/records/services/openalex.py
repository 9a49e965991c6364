"""OpenAlex works into records; the abstract is put together from its index of words.

Names follow OpenAlex' documentation (V, developers.openalex.org).

>>> record({"id": "https://openalex.org/W7", "abstract_inverted_index": {"b": [1], "a": [0]}})
... # doctest: +ELLIPSIS
Record(title='', title_original='', abstract='a b', ...
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.records.formats.common import pages_from
from searchkit.records.normalise import bare_doi
from searchkit.records.normalise import pmcid as bare_pmcid
from searchkit.records.normalise import pmid as bare_pmid
from searchkit.records.record import Author, Identifier, IndexTerm, Record, Subheading
from searchkit.records.services.values import Item, inner, objects, orcid, person, plain, texts

_NAME = "openalex"


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one work."""
    item = Item(content)
    numbers = Item(inner(item.take("ids")))
    place = Item(inner(item.take("primary_location")))
    source = Item(inner(place.take("source")))
    biblio = Item(inner(item.take("biblio")))
    numbers.take("openalex")
    issns = dict.fromkeys((*source.texts("issn_l"), *source.texts("issn")))
    identifiers = [Identifier("openalex", item.text("id").rpartition("/")[2])]
    identifiers += [Identifier("pmcid", bare_pmcid(numbers.text("pmcid")))]
    identifiers += [Identifier("mag", numbers.text("mag"))]
    identifiers += [Identifier("issn", issn) for issn in issns]
    year, date = item.text("publication_year"), item.text("publication_date")
    title = item.text("title")
    shown = item.text("display_name")
    return Record(
        title=plain(title or shown),
        abstract=abstract(item.take("abstract_inverted_index")),
        authors=tuple(_author(one) for one in objects(item.take("authorships"))),
        year=int(year) if year.isdecimal() else None,
        date=date if date[:4] == year else year,
        journal=source.text("display_name"),
        volume=biblio.text("volume"),
        issue=biblio.text("issue"),
        pages=pages_from(biblio.text("first_page"), biblio.text("last_page")),
        doi=bare_doi(item.text("doi") or numbers.text("doi")),
        pmid=bare_pmid(numbers.text("pmid")),
        identifiers=tuple(one for one in identifiers if one.value),
        keywords=texts([one.get("display_name") for one in objects(item.take("keywords"))]),
        index_terms=_headings(item),
        publication_types=_types(item),
        languages=item.texts("language"),
        publisher=source.text("host_organization_name"),
        urls=place.texts("landing_page_url"),
        extra=(*item.rest(_NAME), *place.rest(f"{_NAME}:primary_location")),
    )


def abstract(index: Any) -> str:
    """Return the text of an index that lists for each word the places where it stands.

    >>> abstract({"peers": [0, 2], "help": [1]})
    'peers help peers'
    """
    places = [
        (place, word)
        for word, found in inner(index).items()
        for place in (found if isinstance(found, list) else ())
    ]
    return plain(" ".join(word for _, word in sorted(places)))


def _types(item: Item) -> tuple[str, ...]:
    retracted = ("retracted publication",) if item.take("is_retracted") is True else ()
    return (*item.texts("type"), *retracted)


def _author(content: Mapping[str, Any]) -> Author:
    who = inner(content.get("author"))
    places = texts(content.get("raw_affiliation_strings")) or texts(
        [one.get("display_name") for one in objects(content.get("institutions"))]
    )
    name = content.get("raw_author_name") or who.get("display_name") or ""
    return person(str(name), code=orcid(who.get("orcid")), affiliations=places)


def _headings(item: Item) -> tuple[IndexTerm, ...]:
    """Return the headings; OpenAlex repeats a heading for each of its subheadings."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for one in objects(item.take("mesh")):
        rows = found.setdefault(str(one.get("descriptor_name", "")), [])
        rows.append((str(one.get("qualifier_name") or ""), bool(one.get("is_major_topic"))))
    return tuple(
        IndexTerm(
            label,
            "mesh",
            any(major for name, major in rows if not name),
            tuple(Subheading(name, major) for name, major in rows if name),
        )
        for label, rows in found.items()
    )
