"""Records of EBSCO's interface (EDS API) into records.

Names follow recorded answers (V, 2017 and 2018). `RecordInfo` holds the parts of a record,
`Items` what the page shows of it, with markup that was escaped; an item whose every line is
known already adds nothing, all others are kept. Addresses of covers and of the library's link
service are left out: they carry credentials and names of others.

>>> record({"Items": [{"Group": "Ab", "Data": "Peers &lt;b&gt;help"}]}).abstract
'Peers help'
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from searchkit.records.formats.dates import iso_date
from searchkit.records.formats.names import author
from searchkit.records.normalise import bare_doi
from searchkit.records.record import Identifier, Record
from searchkit.records.services.values import Item, inner, objects, plain, texts

_NAME = "ebsco"
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKS = re.compile(r"<relatesTo>(.*?)</relatesTo>", re.IGNORECASE | re.DOTALL)
_PAGES = re.compile(r"\bpp?\.?\s?([A-Za-z]?\d+-[A-Za-z]?\d+)")
_LINK = re.compile(r"https?://[^\s<>\"&]+")
_BOOKS = {"book", "ebook", "audiobook"}


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one result."""
    header = Item(inner(content.get("Header")))
    header.take("RelevancyScore")
    bib = inner(inner(content.get("RecordInfo")).get("BibRecord"))
    entity = Item(inner(bib.get("BibEntity")))
    relations = Item(inner(bib.get("BibRelationships")))
    shown = [Item(one) for one in objects(content.get("Items"))]
    part = Item(next((inner(one.get("BibEntity")) for one in _parts(relations)), {}))
    title = _titles(entity) or next(_lines(shown, "Ti"), "")
    container = _titles(part)
    book = header.text("PubTypeId").lower() in _BOOKS
    source = " ".join(_lines(shown, "Src"))
    pagination = Item(inner(inner(entity.take("PhysicalDescription")).get("Pagination")))
    start = pagination.text("StartPage")
    spread = _PAGES.search(source)
    names = [
        plain(str(inner(inner(one.get("PersonEntity")).get("Name")).get("NameFull") or ""))
        for one in objects(relations.take("HasContributorRelationships"))
    ]
    names = list(texts(names)) or list(_lines(shown, "Au"))
    subjects = [
        plain(str(one.get("SubjectFull") or "")) for one in objects(entity.take("Subjects"))
    ]
    numbers = {
        str(one.get("Type")): str(one.get("Value")) for one in objects(part.take("Numbering"))
    }
    dates = [dict(one) for one in objects(part.take("Dates"))]
    date, text = _date(dates)
    doi, identifiers = _identifiers(entity, part, header.text("An"))
    typed = [kind for line in _lines(shown, "TypPub") for kind in line.split("; ")]
    kinds = texts([header.text("PubType"), *typed])
    publisher = next(_lines(shown, "PublrInfo"), "")
    languages = [one.get("Text") or one.get("Code") for one in objects(entity.take("Languages"))]
    abstract = " ".join(_lines(shown, "Ab"))
    links = [link for item in shown if item.seen("Group") == "URL" for link in _links(item)]
    return Record(
        title=title,
        abstract=abstract,
        authors=tuple(author(name) for name in names),
        year=int(date[:4]) if date[:4].isdecimal() else None,
        date=date,
        journal="" if book else container,
        volume=numbers.pop("volume", ""),
        issue=numbers.pop("issue", ""),
        pages=spread[1] if spread and start and spread[1].startswith(start) else start,
        doi=bare_doi(doi),
        identifiers=identifiers,
        keywords=texts(subjects),
        publication_types=kinds,
        languages=texts(languages),
        publisher=publisher,
        urls=texts([content.get("PLink"), *links]),
        extra=(
            *header.rest(_NAME),
            *pagination.rest(_NAME),
            *part.rest(f"{_NAME}:part"),
            *entity.rest(_NAME),
            *relations.rest(_NAME),
            *((f"{_NAME}:{name}", value) for name, value in numbers.items()),
            *(((f"{_NAME}:date", text),) if text else ()),
            *((f"{_NAME}:date {one.get('Type')}", _given(one)) for one in dates[1:]),
            *(((f"{_NAME}:container", container),) if book and container != title else ()),
            *_unknown(shown, {title, abstract, container, publisher, *names, *subjects, *kinds}),
            *Item({"Holdings": content.get("Holdings")}).rest(_NAME),
        ),
    )


def _parts(relations: Item) -> Iterator[Mapping[str, Any]]:
    return objects(relations.take("IsPartOfRelationships"))


def _titles(entity: Item) -> str:
    found = [plain(str(one.get("TitleFull") or "")) for one in objects(entity.take("Titles"))]
    return next(filter(None, found), "")


def _lines(shown: list[Item], group: str) -> Iterator[str]:
    """Yield the lines of all items of a group, without markup."""
    for item in shown:
        if item.seen("Group") == group:
            yield from _pieces(item)


def _pieces(item: Item, mark: str = "") -> Iterator[str]:
    """Yield the lines of an item; `mark` is what becomes of links to affiliations."""
    data = _MARKS.sub(mark, html.unescape(item.seen("Data")))
    return filter(None, (plain(line) for line in _BREAK.split(data)))


def _links(item: Item) -> Iterator[str]:
    return (found[0] for found in _LINK.finditer(html.unescape(item.seen("Data"))))


def _unknown(shown: list[Item], known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what items say beyond the parts of the record, under the label of the page.

    Where affiliations are told, whose they are stands among the authors: both are kept.
    """
    linked = sum(bool(_MARKS.search(html.unescape(item.seen("Data")))) for item in shown)
    for item in shown:
        marked = list(_pieces(item, r" [\1] "))
        if not known.issuperset(marked if linked > 1 else _pieces(item)):
            yield f"{_NAME}:{item.seen('Label') or item.seen('Name')}", "\n".join(marked)


def _date(dates: list[dict[str, Any]]) -> tuple[str, str]:
    """Return the date of publication, and how it is written; that date is put in front.

    A first of the month, and a January, may stand for "not known" (V: `Mar2017` comes as
    2017-03-01, and `20170401` where the source says April): only what the text confirms, or
    what is no first, is taken over.
    """
    dates.sort(key=lambda one: one.get("Type") != "published")
    if not dates:
        return "", ""
    year, month, day = _given(dates[0]).split("-")
    text = str(dates[0].get("Text") or "")
    exact = bool(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text))
    if not exact and day == "01":
        day = ""
    if not day and month == "01" and not re.search(r"[^\W\d_]", text):
        month = ""
    return iso_date(year, month, day), text


def _given(one: Mapping[str, Any]) -> str:
    return "-".join(str(one.get(name) or "") for name in ("Y", "M", "D"))


def _identifiers(entity: Item, part: Item, accession: str) -> tuple[str, tuple[Identifier, ...]]:
    """Return the DOI and the other numbers of a record and of what it appeared in."""
    doi = ""
    found = [Identifier("accession", accession)]
    for one in (*objects(entity.take("Identifiers")), *objects(part.take("Identifiers"))):
        scheme, _, kind = str(one.get("Type")).partition("-")
        if kind == "locals":  # EBSCO's own number of a journal stands there
            scheme = "local"
        value = str(one.get("Value") or "")
        if scheme == "doi" and not doi:
            doi = value
        else:
            found.append(Identifier(scheme, value))
    return doi, tuple(dict.fromkeys(number for number in found if number.value))
