"""Documents of Web of Science's Starter API into records: no abstract, no affiliations.

Names follow the interface's description (V, Clarivate's OpenAPI document of the Starter API).
A PMID may come as `MEDLINE:123`. A ResearcherID is no ORCID and stays beside the record.

>>> record({"uid": "WOS:1", "identifiers": {"pmid": "MEDLINE:22521536"}}).pmid
'22521536'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.records.formats.common import pages_from
from searchkit.records.formats.dates import iso_date
from searchkit.records.formats.names import author
from searchkit.records.normalise import bare_doi
from searchkit.records.normalise import pmid as bare_pmid
from searchkit.records.record import Author, Identifier, Record
from searchkit.records.services.values import Item, as_text, inner, objects, plain, texts

_NAME = "wos-starter"


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one document."""
    item = Item(content)
    source = Item(inner(item.take("source")))
    numbers = Item(inner(item.take("identifiers")))
    names = Item(inner(item.take("names")))
    keywords = Item(inner(item.take("keywords")))
    links = Item(inner(item.take("links")))
    pages = Item(inner(source.take("pages")))
    people = list(objects(names.take("authors")))
    year, uid = source.text("publishYear"), item.text("uid")
    month, _, day = source.text("publishMonth").partition(" ")
    pmid = numbers.text("pmid") or (uid if uid.startswith("MEDLINE:") else "")
    article = source.text("articleNumber")
    identifiers = [Identifier("wos", uid)]
    for scheme in ("issn", "eissn", "isbn", "eisbn"):
        kind = scheme.removeprefix("e")
        identifiers += [Identifier(kind, value) for value in numbers.texts(scheme)]
    return Record(
        title=plain(item.text("title")),
        authors=(
            *(author(as_text(one.get("displayName") or "")) for one in people),
            *(
                Author(collective=as_text(one.get("displayName") or ""))
                for one in objects(names.take("corp"))
            ),
        ),
        year=int(year) if year.isdecimal() else None,
        date=iso_date(year, month.partition("-")[0], "" if "-" in month else day),
        journal=source.text("sourceTitle"),
        volume=source.text("volume"),
        issue=source.text("issue"),
        pages=pages.text("range") or pages_from(pages.text("begin"), pages.text("end")) or article,
        doi=bare_doi(numbers.text("doi")),
        pmid=bare_pmid(pmid),
        identifiers=tuple(dict.fromkeys(one for one in identifiers if one.value)),
        keywords=keywords.texts("authorKeywords"),
        publication_types=texts([*item.texts("types"), *item.texts("sourceTypes")]),
        urls=links.texts("record"),
        extra=(
            *item.rest(_NAME),
            *source.rest(f"{_NAME}:source"),
            *pages.rest(f"{_NAME}:pages"),
            *numbers.rest(f"{_NAME}:identifiers"),
            *names.rest(f"{_NAME}:names"),
            *(
                (f"{_NAME}:researcher", f"{one.get('displayName')}: {one['researcherId']}")
                for one in people
                if one.get("researcherId")
            ),
            *links.rest(f"{_NAME}:links"),
        ),
    )
