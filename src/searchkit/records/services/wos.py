"""Web of Science's full records (API Expanded) into records, from XML as from JSON.

Names follow the recorded answers (V, 2023 to 2026). Both forms hold the same tree; JSON writes
attributes as names, the text beside them as `content`, a list of one as its only entry, and
numbers as numbers, so that a leading zero is gone. `content_of` brings XML into that form and
keeps the zeros.

>>> record({"UID": "MEDLINE:7", "static_data": {"summary": {"pub_info": {"pubyear": 1975}}}}).pmid
'7'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element

from searchkit.records.formats.common import pages_from
from searchkit.records.formats.dates import iso_date
from searchkit.records.formats.names import author as read_author
from searchkit.records.normalise import bare_doi
from searchkit.records.normalise import pmid as bare_pmid
from searchkit.records.record import Author, Identifier, IndexTerm, Record, Subheading
from searchkit.records.services.values import Item, as_text, inner, objects, orcid, plain, texts

_NAME = "wos"
_PEOPLE = frozenset({"author", "corp"})
_AUTHOR = frozenset(
    {
        "addr_no",
        "display",
        "display_name",
        "first_name",
        "full_name",
        "initials",
        "last_name",
        "orcid_id",
        "role",
        "seq_no",
        "suffix",
    }
)
"""What an author's name holds that has its place in a record."""
_DOIS = ("doi", "xref_doi")
_ARTICLE = re.compile(r"^(?:ARTN|UNSP)\s+")
"""What stands before an article's number (V: recorded, `ARTN 15`)."""
_SCHEMES = {"eissn": "issn", "eisbn": "isbn"}


def content_of(element: Element) -> Any:
    """Return an element as JSON would hold it, with all values as texts.

    >>> from xml.etree.ElementTree import fromstring
    >>> content_of(fromstring('<a n="01"><b t="x">y</b><c/><d>1</d><d>2</d></a>'))
    {'n': '01', 'b': {'t': 'x', 'content': 'y'}, 'c': '', 'd': ['1', '2']}
    """
    text = (element.text or "").strip()
    if len(element) and (text or any((child.tail or "").strip() for child in element)):
        return "".join(element.itertext()).strip()
    content: dict[str, Any] = {_local(name): value for name, value in element.attrib.items()}
    for child in element:
        name, value = _local(child.tag), content_of(child)
        if name in content:
            before = content[name]
            content[name] = [*(before if isinstance(before, list) else [before]), value]
        else:
            content[name] = value
    if not content:
        return text
    return {**content, "content": text} if text else content


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one `REC`."""
    item = Item(content)
    item.take("r_id_disclaimer")
    static, dynamic = _inside(item, "static_data"), _inside(item, "dynamic_data")
    summary, full = _inside(static, "summary"), _inside(static, "fullrecord_metadata")
    own, info = _inside(static, "item"), _inside(summary, "pub_info")
    page = _inside(info, "page")
    first, last = page.text("begin"), page.text("end")
    titles = Item(_by_type(inner(summary.take("titles")).get("title"), "content"))
    cluster = inner(dynamic.take("cluster_related"))
    numbers = Item(_by_type(inner(cluster.get("identifiers")).get("identifier"), "value"))
    publisher = Item(_publisher(summary.take("publishers")))
    names = list(objects(inner(summary.take("names")).get("name")))
    places = list(objects(inner(full.take("addresses")).get("address_name")))
    addresses = [inner(place.get("address_spec")) for place in places]
    uid, year = item.text("UID"), info.text("pubyear")
    dois = [value for scheme in _DOIS for value in numbers.texts(scheme)]
    pmids = [*numbers.texts("pmid"), *([uid] if uid.startswith("MEDLINE:") else [])]
    article = _ARTICLE.sub("", numbers.text("art_no"))
    identifiers = [Identifier(_NAME, uid)]
    for scheme in ("issn", "eissn", "isbn", "eisbn"):
        kind = _SCHEMES.get(scheme, scheme)
        identifiers += [Identifier(kind, value) for value in numbers.texts(scheme)]
    return Record(
        title=plain(titles.text("item")),
        abstract=_abstract(full.take("abstracts")),
        authors=tuple(_author(one, addresses) for one in names if one.get("role") in _PEOPLE),
        year=int(year) if year.isdecimal() else None,
        date=_date(year, info.text("pubmonth")),
        journal=titles.text("source"),
        journal_short=titles.text("abbrev_iso") or titles.seen("source_abbrev"),
        volume=info.text("vol"),
        issue=info.text("issue"),
        pages=page.text("content") or pages_from(first, last) or article,
        doi=next(filter(None, map(bare_doi, dois)), ""),
        pmid=next(filter(None, map(bare_pmid, pmids)), ""),
        identifiers=tuple(dict.fromkeys(one for one in identifiers if one.value)),
        keywords=texts(
            [
                *texts(inner(full.take("keywords")).get("keyword")),
                *texts(inner(own.take("keywords_plus")).get("keyword")),
            ]
        ),
        index_terms=_headings(inner(own.take("MeshHeadingList")).get("MeshHeading")),
        publication_types=texts(inner(summary.take("doctypes")).get("doctype")),
        languages=texts(_contents(inner(full.take("languages")).get("language"))),
        publisher=publisher.text("name"),
        place=publisher.text("city"),
        extra=(
            *item.rest(_NAME),
            *_left("names", map(_beside, names)),
            *_left("addresses", addresses),
            *titles.rest(f"{_NAME}:title"),
            *((f"{_NAME}:identifier", value) for value in (*dois[1:], *pmids[1:])),
            *numbers.rest(f"{_NAME}:identifier"),
            *publisher.rest(f"{_NAME}:publisher"),
            *info.rest(f"{_NAME}:pub_info"),
            *page.rest(f"{_NAME}:page"),
            *own.rest(f"{_NAME}:item"),
            *(pair for part in (summary, full, static, dynamic) for pair in part.rest(_NAME)),
        ),
    )


def _inside(item: Item, name: str) -> Item:
    return Item(inner(item.take(name)))


def _left(name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    if kept := [row for row in rows if row]:
        yield (f"{_NAME}:{name}", as_text(kept))


def _by_type(rows: Any, of: str) -> dict[str, list[str]]:
    """Return what stands beside a `type` in each row, under that type."""
    found: dict[str, list[str]] = {}
    for one in objects(rows):
        found.setdefault(str(one.get("type", "")), []).extend(texts(one.get(of)))
    return found


def _contents(value: Any) -> list[Any]:
    """Return values that may stand alone or beside attributes."""
    rows = value if isinstance(value, list) else [value]
    return [one.get("content") if isinstance(one, Mapping) else one for one in rows]


def _publisher(value: Any) -> dict[str, Any]:
    """Return name and city of the first publisher, and all others as they are."""
    rows = list(objects(inner(value).get("publisher")))
    first = rows[0] if rows else {}
    name = next(objects(inner(first.get("names")).get("name")), {})
    address = inner(first.get("address_spec"))
    return {
        "name": name.get("full_name") or name.get("display_name"),
        "unified_name": name.get("unified_name"),
        "city": address.get("city"),
        "address": address.get("full_address"),
        "others": rows[1:],
    }


def _date(year: str, month: str) -> str:
    """Return a date of a year and `SEP 9`, `JAN-FEB` or `MAY`, which Web of Science calls month.

    >>> _date("2023", "SEP 9"), _date("2020", "JAN-FEB"), _date("2020", "WIN")
    ('2023-09-09', '2020-01', '2020')
    """
    name, _, day = month.partition(" ")
    return iso_date(year, name.partition("-")[0], "" if "-" in month else day)


def _abstract(value: Any) -> str:
    """Return the paragraphs of all abstracts as one, as Web of Science's exports do."""
    found = [
        paragraph
        for one in objects(inner(value).get("abstract"))
        for paragraph in texts(inner(one.get("abstract_text")).get("p"))
    ]
    return plain(" ".join(found))


def _author(content: Mapping[str, Any], addresses: list[Mapping[str, Any]]) -> Author:
    one = Item(content)
    numbers = {number for text in one.texts("addr_no") for number in text.split()}
    affiliations = texts(
        [
            address.get("full_address")
            for address in addresses
            if as_text(address.get("addr_no")) in numbers
        ]
    )
    name = one.text("full_name") or one.text("display_name")
    if content.get("role") == "corp":
        return Author(collective=name, affiliations=affiliations)
    family, given = one.text("last_name"), one.text("first_name")
    found = read_author(f"{family}, {given}") if given else Author(family=family)
    if not family:
        found = read_author(name)
    return replace(
        found,
        initials=one.text("initials") or found.initials,
        suffix=one.text("suffix") or found.suffix,
        orcid=orcid(one.take("orcid_id")),
        affiliations=affiliations,
    )


def _beside(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a name holds beside what its author got; all of it for who is no author."""
    if content.get("role") not in _PEOPLE:
        return content
    left = {name: value for name, value in content.items() if name not in _AUTHOR}
    return {"seq_no": content.get("seq_no"), **left} if left else {}


def _headings(value: Any) -> tuple[IndexTerm, ...]:
    """Return MeSH headings, which the records of MEDLINE have."""
    found = []
    for heading in objects(value):
        name = inner(heading.get("DescriptorName"))
        qualifiers = objects(heading.get("QualifierName"))
        subheadings = tuple(
            Subheading(as_text(one.get("content", "")), one.get("MajorTopicYN") == "Y")
            for one in qualifiers
        )
        label = as_text(name.get("content", ""))
        found.append(IndexTerm(label, "mesh", name.get("MajorTopicYN") == "Y", subheadings))
    return tuple(found)
