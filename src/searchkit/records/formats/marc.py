"""MARC 21 in XML (library catalogues: Alma and Oria, WorldCat, Library of Congress) into records.

Fields follow MARC 21 Bibliographic (V, loc.gov/marc/bibliographic). Closing punctuation of
ISBD (` /`, ` :`, `,`) is taken off; fields without a role go to `extra` as `marc:TAG`.
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

_HEAD = re.compile(
    rb"<(?:\w+:)?(?:record|collection)[\s>][^\0]*?(?:MARC21/slim|<(?:\w+:)?(?:leader|datafield)[\s>])"
)
_ISBD = re.compile(r"\s*[/:;,=]\s*$")
_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "020": (("a", "isbn"),),
    "022": (("a", "issn"),),
    "041": (("a", "language"),),
    "100": (("a", "authors"),),
    "110": (("ab", "collective"),),
    "111": (("a", "collective"),),
    "245": (("abnp", "title"),),
    "246": (("a", "title_other"),),
    "250": (("a", "edition"),),
    "260": (("a", "place"), ("b", "publisher"), ("c", "date")),
    "264": (("a", "place"), ("b", "publisher"), ("c", "date")),
    "490": (("av", "series"),),
    "500": (("a", "note"),),
    "502": (("abcd", "thesis"),),
    "520": (("a", "abstract"),),
    "653": (("a", "keywords"),),
    "655": (("a", "type"),),
    "700": (("a", "authors"),),
    "710": (("ab", "collective"),),
    "773": (("t", "journal"), ("x", "issn"), ("g", "citation")),
    "856": (("u", "url"),),
}
_SUBJECTS = frozenset({"600", "610", "611", "630", "648", "650", "651"})
_TYPES = {"am": "book", "aa": "chapter", "as": "journal", "ab": "article", "ac": "collection"}
_NOT_AUTHORS = re.compile(r"\b(?:edt|trl|ill|ths|dgs|editor|translator|advisor)\b", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are MARC in XML."""
    return _HEAD.search(head) is not None


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a file with their lines, and what is damaged in it."""
    for item in xml_entries(stream, ("record",), ("collection", "records")):
        if isinstance(item, XmlEntry):
            yield Entry(item.line, record(item.element))
        else:
            yield item


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def record(element: Element) -> Record:
    """Return the record of one MARC record's element, in whatever namespace."""
    parts: Parts = {}
    extra: Extra = []
    for field in element.iter():
        tag = field.get("tag", "")
        match _local(field):
            case "leader":
                if kind := _TYPES.get((field.text or "")[6:8]):
                    parts.setdefault("type", []).append(kind)
            case "controlfield":
                _control(tag, field.text or "", parts, extra)
            case "datafield":
                _data(tag, field, parts, extra)
    for date in parts.get("date", []):
        parts.setdefault("year", []).append(date)
    parts.pop("date", None)
    return record_of(parts, extra)


def _control(tag: str, text: str, parts: Parts, extra: Extra) -> None:
    if tag == "001":
        parts.setdefault("id", []).append(text.strip())
    elif tag == "008":
        if text[7:11].isdigit():
            parts.setdefault("year", []).append(text[7:11])
        language = text[35:38].strip(" |")
        if language and language.isalpha():
            parts.setdefault("language", []).append(language)
    elif text.strip():
        extra.append((f"marc:{tag}", text.strip()))


def _data(tag: str, field: Element, parts: Parts, extra: Extra) -> None:
    values = [(child.get("code", ""), " ".join((child.text or "").split())) for child in field]
    if tag in _SUBJECTS:
        heading = "--".join(
            text.rstrip(".") for code, text in values if code.isalpha() and code < "z"
        )
        parts.setdefault("index_terms", []).append(heading)
        return
    if tag == "024" and any(code == "2" and text == "doi" for code, text in values):
        parts.setdefault("doi", []).extend(text for code, text in values if code == "a")
        return
    said = [text for code, text in values if code in "e4" and text]
    if tag == "700" and any(map(_NOT_AUTHORS.search, said)):
        parts.setdefault("editor", []).extend(text for code, text in values if code == "a")
        return
    roles = _FIELDS.get(tag)
    if roles is None:
        if whole := " ".join(text for _, text in values if text):
            extra.append((f"marc:{tag}", whole))
        return
    for codes, role in roles:
        kept = [text for code, text in values if code and code in codes and text]
        if not kept:
            continue
        if role == "title":
            parts.setdefault(role, []).append(_ISBD.sub("", " ".join(kept)))
        elif role in {"isbn", "issn"}:
            parts.setdefault(role, []).extend(text.split(" ")[0] for text in kept)
        else:
            parts.setdefault(role, []).extend(_ISBD.sub("", text) for text in kept)


FORMAT = Format("marcxml", "MARC 21 XML", (), sniff, entries)
