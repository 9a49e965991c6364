"""EndNote XML (EndNote, Zotero, Mendeley, Reflib) into records, and out.

Text stands in `<style>` elements, often several to a field, or directly; both are read.
Written files have the structure that EndNote itself writes, so that Covidence and EndNote
take them (V, EndNote exports). What has no field goes to `extra` under the element's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, SubElement, tostring

from searchkit.records.formats.assemble import Extra, Parts, record_of
from searchkit.records.formats.common import provenance_note
from searchkit.records.formats.entry import Entry, Format, Item
from searchkit.records.formats.names import written
from searchkit.records.formats.ris_tags import ris_type
from searchkit.records.formats.xml_entries import XmlEntry, xml_entries
from searchkit.records.record import Record

_HEAD = re.compile(rb"<records[\s>/]|<record>\s*<(?:database|source-app|ref-type|rec-number)[\s>]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROLES = {
    "contributors/authors/author": "authors",
    "contributors/secondary-authors/author": "editor",
    "titles/title": "title",
    "titles/secondary-title": "journal",
    "titles/tertiary-title": "tertiary_title",
    "titles/alt-title": "journal_short",
    "titles/short-title": "short_title",
    "titles/translated-title": "title_original",
    "periodical/full-title": "journal",
    "periodical/abbr-1": "journal_short",
    "alt-periodical/full-title": "journal_short",
    "pages": "pages",
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "edition": "edition",
    "keywords/keyword": "keywords",
    "dates/year": "year",
    "dates/pub-dates/date": "date",
    "pub-location": "place",
    "publisher": "publisher",
    "isbn": "issn",
    "accession-num": "accession",
    "electronic-resource-num": "doi",
    "abstract": "abstract",
    "notes": "note",
    "research-notes": "note",
    "language": "language",
    "urls/related-urls/url": "url",
    "urls/web-urls/url": "url",
    "urls/pdf-urls/url": "file",
    "auth-address": "affiliation",
    "work-type": "type",
    "remote-database-name": "database",
    "remote-database-provider": "provider",
    "custom2": "pmcid",
    "label": "label",
}
_LINED = frozenset({"keywords", "url", "affiliation"})
_JOINED = frozenset({"type", "language"})
_NUMBERS = {
    "BOOK": ("Book", 6),
    "CHAP": ("Book Section", 5),
    "CONF": ("Conference Proceedings", 10),
    "DATA": ("Dataset", 59),
    "ELEC": ("Web Page", 12),
    "GEN": ("Generic", 13),
    "JOUR": ("Journal Article", 17),
    "NEWS": ("Newspaper Article", 23),
    "PAT": ("Patent", 25),
    "RPRT": ("Report", 27),
    "THES": ("Thesis", 32),
}


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are EndNote XML."""
    return _HEAD.search(head) is not None


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a file with their lines, and what is damaged in it."""
    for item in xml_entries(stream, ("record",), ("xml", "records")):
        if isinstance(item, XmlEntry):
            yield Entry(item.line, _record(item.element))
        else:
            yield item


def _record(element: Element) -> Record:
    parts: Parts = {}
    extra: Extra = []
    _walk(element, "", parts, extra)
    numbers = parts.pop("accession", [])
    for value in numbers:
        # EndNote holds PubMed's number here; others have letters, points or more digits.
        role = "pmid" if value.isdecimal() and len(value) <= 8 else "accession"
        parts.setdefault(role, []).append(value)
    for value in parts.pop("pmcid", []):
        if value.upper().startswith("PMC"):
            parts.setdefault("pmcid", []).append(value)
        else:
            extra.append(("custom2", value))
    kind = element.find("ref-type")
    if kind is not None and kind.get("name"):
        extra.append(("ref-type", kind.get("name", "")))
    return record_of(parts, extra)


def _walk(element: Element, path: str, parts: Parts, extra: Extra) -> None:
    for child in element:
        here = f"{path}{child.tag}"
        if here in _ROLES or not len(child) or child[0].tag == "style":
            _take(_text(child), here, parts, extra)
        else:
            _walk(child, f"{here}/", parts, extra)


def _take(text: str, path: str, parts: Parts, extra: Extra) -> None:
    role = _ROLES.get(path)
    if not text or path in {"ref-type", "source-app"}:
        return
    if role is None:
        extra.append((path, text))
    else:
        values = text.split("\r") if role in _LINED else [text]
        if role in _JOINED:
            values = text.split("; ")
        parts.setdefault(role, []).extend(values)


def _text(element: Element) -> str:
    # EndNote breaks lines by carriage returns; those of the file's layout are newlines.
    text = "".join(element.itertext()).replace("\r\n", "\r")
    rows = (" ".join(row.split()) for row in text.split("\r"))
    return "\r".join(row for row in rows if row)


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write records as EndNote XML in UTF-8; return their number."""
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>')
    written_records = 0
    for record in records:
        written_records += 1
        stream.write(
            b"\n"
            + tostring(_element(record, written_records), encoding="utf-8", xml_declaration=False)
        )
    stream.write(b"\n</records></xml>\n")
    return written_records


def _element(record: Record, number: int) -> Element:
    root = Element("record")
    last = record.provenance[-1] if record.provenance else None
    _add(root, "source-app", "searchkit").set("name", "searchkit")
    _add(root, "rec-number", str(number))
    name, code = _NUMBERS.get(ris_type(record), _NUMBERS["GEN"])
    _add(root, "ref-type", str(code)).set("name", name)
    people = SubElement(SubElement(root, "contributors"), "authors")
    for person in record.authors:
        _add(people, "author", written(person))
    places = dict.fromkeys(place for person in record.authors for place in person.affiliations)
    _add(root, "auth-address", "\r".join(places))
    titles = SubElement(root, "titles")
    _add(titles, "title", record.title)
    _add(titles, "secondary-title", record.journal)
    _add(titles, "alt-title", record.journal_short)
    _add(titles, "translated-title", record.title_original)
    periodical = SubElement(root, "periodical")
    _add(periodical, "full-title", record.journal)
    _add(periodical, "abbr-1", record.journal_short)
    for tag, value in (
        ("pages", record.pages),
        ("volume", record.volume),
        ("number", record.issue),
    ):
        _add(root, tag, value)
    words = SubElement(root, "keywords")
    for word in dict.fromkeys((*record.keywords, *(term.label for term in record.index_terms))):
        _add(words, "keyword", word)
    dates = SubElement(root, "dates")
    _add(dates, "year", str(record.year or ""))
    _add(SubElement(dates, "pub-dates"), "date", record.date if "-" in record.date else "")
    numbers = [found.value for found in record.identifiers if found.scheme in {"issn", "isbn"}]
    others = [found.value for found in record.identifiers if found.scheme in _ACCESSIONS]
    for tag, value in (
        ("pub-location", record.place),
        ("publisher", record.publisher),
        ("isbn", " ".join(numbers)),
        ("accession-num", record.pmid or "".join(others[:1])),
        ("electronic-resource-num", record.doi),
        ("abstract", record.abstract),
        ("notes", provenance_note(record)),
        ("remote-database-name", last.database if last else ""),
        ("remote-database-provider", last.platform if last else ""),
        ("language", "; ".join(record.languages)),
        ("work-type", "; ".join(record.publication_types)),
        ("custom2", record.identifier("pmcid")),
    ):
        _add(root, tag, value)
    urls = SubElement(SubElement(root, "urls"), "related-urls")
    for url in record.urls:
        _add(urls, "url", url)
    return root


_ACCESSIONS = frozenset({"accession", "wos", "embase", "eid", "lens", "dimensions", "openalex"})


def _add(parent: Element, tag: str, text: str) -> Element:
    """Add a field in EndNote's own manner; an empty one is left out."""
    if not text:
        return Element(tag)
    field = SubElement(parent, tag)
    plain = _FORBIDDEN.sub(" ", text)
    if tag in {"source-app", "rec-number", "ref-type"}:
        field.text = plain
    else:
        style = SubElement(field, "style", face="normal", font="default", size="100%")
        style.text = plain
    return field


FORMAT = Format(
    "endnote-xml",
    "EndNote XML",
    (".xml",),
    sniff,
    entries,
    write,
    loses=(
        "line breaks in an abstract",
        "initials beside given names",
        "affiliations of each author",
        "ORCIDs",
        "other identifiers",
        "index_terms",
        "major focus and subheadings",
        "extra",
    ),
)
