"""MODS (library catalogues, Zotero) into records.

Elements follow MODS 3 (V, loc.gov/standards/mods). The host of an article is its journal;
elements without a role go to `extra` under their path.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from searchkit.records.formats.assemble import Extra, Parts, record_of
from searchkit.records.formats.entry import Entry, Format, Item
from searchkit.records.formats.xml_entries import XmlEntry, xml_entries
from searchkit.records.record import Record

_HEAD = re.compile(rb"<(?:\w+:)?(?:mods|modsCollection)[\s>]")
_AUTHORS = frozenset({"author", "aut", "creator", "cre", ""})
_IDENTIFIERS = {"doi": "doi", "isbn": "isbn", "issn": "issn", "pmid": "pmid", "uri": "url"}
_DATES = ("dateIssued", "copyrightDate", "dateCreated", "date")
_SIMPLE = {
    "abstract": "abstract",
    "genre": "type",
    "note": "note",
    "location/url": "url",
    "language/languageTerm": "language",
    "recordInfo/recordIdentifier": "id",
}


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are MODS."""
    return _HEAD.search(head) is not None


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a file with their lines, and what is damaged in it."""
    for item in xml_entries(stream, ("mods",), ("modsCollection",)):
        if isinstance(item, XmlEntry):
            for element in item.element.iter():
                element.tag = element.tag.rpartition("}")[2]
            yield Entry(item.line, _record(item.element))
        else:
            yield item


def _record(mods: Element) -> Record:
    parts: Parts = {}
    extra: Extra = []
    for child in mods:
        match child.tag:
            case "titleInfo":
                role = "title_other" if child.get("type") else "title"
                _put(parts, role, _title(child))
            case "name":
                _name(child, parts)
            case "originInfo":
                _origin(child, parts)
            case "part":
                _part(child, parts)
            case "subject":
                words = [_text(found) for found in child.iter() if not len(found)]
                _put(parts, "keywords", "--".join(filter(None, words)))
            case "identifier":
                _put(parts, _IDENTIFIERS.get(child.get("type", ""), "identifier"), _text(child))
            case "relatedItem":
                _related(child, parts, extra)
            case _:
                _other(child, "", parts, extra)
    return record_of(parts, extra)


def _put(parts: Parts, role: str, value: str) -> None:
    if value:
        parts.setdefault(role, []).append(value)


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _title(info: Element) -> str:
    found = {child.tag: _text(child) for child in info}
    main = " ".join(filter(None, (found.get("nonSort", ""), found.get("title", ""))))
    rest = [found.get("subTitle", "")]
    number = [found.get("partNumber", ""), found.get("partName", "")]
    return ". ".join(filter(None, (": ".join(filter(None, (main, *rest))), *number)))


def _name(name: Element, parts: Parts) -> None:
    by_type: dict[str, list[str]] = {}
    for part in name.findall("namePart"):
        by_type.setdefault(part.get("type", ""), []).append(_text(part))
    family, given = " ".join(by_type.get("family", [])), " ".join(by_type.get("given", []))
    whole = f"{family}, {given}" if family and given else family or " ".join(by_type.get("", []))
    roles = {_text(term).lower().rstrip(".") for term in name.iter("roleTerm")} or {""}
    if name.get("type") in {"corporate", "conference"}:
        _put(parts, "collective", whole)
    else:
        _put(parts, "authors" if roles & _AUTHORS else sorted(roles)[0], whole)


def _origin(origin: Element, parts: Parts) -> None:
    for place in origin.findall("place/placeTerm"):
        _put(parts, "place" if place.get("type") != "code" else "place_code", _text(place))
    for publisher in origin.findall("publisher"):
        _put(parts, "publisher", _text(publisher))
    for tag in _DATES:
        for date in origin.findall(tag):
            _put(parts, "date", _text(date))
    for edition in origin.findall("edition"):
        _put(parts, "edition", _text(edition))


def _part(part: Element, parts: Parts) -> None:
    for detail in part.findall("detail"):
        role = {"volume": "volume", "issue": "issue", "number": "issue"}.get(detail.get("type", ""))
        number = detail.find("number")
        if role and number is not None:
            _put(parts, role, _text(number))
    for extent in part.findall("extent"):
        for tag in ("start", "end"):
            if (found := extent.find(tag)) is not None:
                _put(parts, tag, _text(found))
        if (listed := extent.find("list")) is not None:
            _put(parts, "pages", _text(listed))
    for date in part.findall("date"):
        _put(parts, "date", _text(date))


def _related(item: Element, parts: Parts, extra: Extra) -> None:
    kind = item.get("type", "related")
    titles = [_title(info) for info in item.findall("titleInfo")]
    if kind != "host":
        extra += [(kind, title) for title in titles if title]
        return
    for title in titles:
        _put(parts, "journal", title)
    for child in item:
        if child.tag == "originInfo":
            _origin(child, parts)
        elif child.tag == "part":
            _part(child, parts)
        elif child.tag == "identifier" and child.get("type") in {"issn", "isbn"}:
            _put(parts, child.get("type", ""), _text(child))
        elif child.tag == "location":
            extra += [("host_url", _text(url)) for url in child.findall("url")]


def _other(element: Element, path: str, parts: Parts, extra: Extra) -> None:
    here = f"{path}{element.tag}"
    if here in _SIMPLE:
        _put(parts, _SIMPLE[here], _text(element))
    elif len(element):
        for child in element:
            _other(child, f"{here}/", parts, extra)
    elif text := _text(element):
        extra.append((f"mods:{here}", text))


FORMAT = Format("mods", "MODS", (), sniff, entries)
