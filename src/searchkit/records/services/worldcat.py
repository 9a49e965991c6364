"""Records of WorldCat (Search API, version 2) into records.

Names follow public clients of version 2 (C: a catalogue's record driver of 2024); no recorded
answer was at hand, so that nothing here was seen (unverified). Whatever has another name
stays with the record as it came.

>>> record({"title": {"mainTitles": [{"text": "Peer support / J. Repper."}]}}).title
'Peer support'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from searchkit.records.formats.common import serial_numbers
from searchkit.records.formats.dates import year_in
from searchkit.records.formats.names import author
from searchkit.records.record import Author, Identifier, Record
from searchkit.records.services.values import Item, inner, objects, plain, texts

_NAME = "worldcat"


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one item of `bibRecords`."""
    item = Item(content)
    parts = {
        name: Item(inner(item.take(name)))
        for name in (
            *("identifier", "title", "contributor", "date", "language"),
            *("description", "format"),
        )
    }
    number, date = parts["identifier"], parts["date"]
    main, *others = [*_said(parts["title"].take("mainTitles")), ""]
    published = date.text("machineReadableDate") or date.text("publicationDate")
    year = year_in(published)
    publishers = list(objects(item.take("publishers")))
    identifiers = [Identifier("oclc", text) for text in number.texts("oclcNumber")]
    identifiers += [Identifier("oclc", text) for text in number.texts("mergedOclcNumbers")]
    for name in ("isbns", "issns"):
        identifiers += [one for text in number.texts(name) for one in serial_numbers(text)]
    creators = list(objects(parts["contributor"].take("creators")))
    form = parts["format"]
    places = texts([one.get("publicationPlace") for one in publishers])
    houses = texts([_text(one.get("publisherName")) for one in publishers])
    links = [one.get("uri") for one in objects(item.take("digitalAccessAndLocations"))]
    return Record(
        title=plain(main.split(" / ")[0]).rstrip("."),
        abstract=plain(" ".join(_said(parts["description"].take("summaries")))),
        authors=tuple(filter(None, map(_author, creators))),
        year=int(year) if year else None,
        date=year,
        identifiers=tuple(dict.fromkeys(identifiers)),
        keywords=texts([_text(one.get("subjectName")) for one in objects(item.take("subjects"))]),
        publication_types=texts([form.text("generalFormat"), form.text("specificFormat")]),
        languages=parts["language"].texts("itemLanguage"),
        publisher=next(iter(houses), ""),
        place=next(iter(places), ""),
        urls=texts(links),
        extra=(
            *((f"{_NAME}:title", text) for text in (main, *others) if text),
            *((f"{_NAME}:publisher", text) for text in (*places[1:], *houses[1:])),
            *((f"{_NAME}:date", text) for text in [published] if text != year),
            *(pair for name, part in parts.items() for pair in part.rest(f"{_NAME}:{name}")),
            *item.rest(_NAME),
        ),
    )


def _text(value: Any) -> str:
    return str(inner(value).get("text") or "")


def _said(value: Any) -> Iterator[str]:
    return filter(None, map(_text, objects(value)))


def _author(one: Mapping[str, Any]) -> Author | None:
    """Return a creator: a body under one name, a person under two."""
    body = _text(one.get("nonPersonName"))
    if body:
        return Author(collective=body)
    family, given = _text(one.get("secondName")), _text(one.get("firstName"))
    if not family:
        return author(given) if given else None
    return Author(family=family, given=given)
