"""CSL JSON (Zotero, citeproc, Crossref's content negotiation) into records, and out.

Read one item at a time, so that a large library needs no more memory than a small one and a
broken item costs only itself. Variables follow the CSL 1.0.2 specification (V,
docs.citationstyles.org); what has no field goes to `extra` as `csl:VARIABLE`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import DAMAGED_RECORD, NO_RECORDS, RUN_TOGETHER, TRUNCATED_FILE
from searchkit.records.formats.assemble import Extra, Parts, record_of
from searchkit.records.formats.common import provenance_note
from searchkit.records.formats.entry import Entry, Format, Item, damage
from searchkit.records.formats.text import LARGEST, blocks
from searchkit.records.normalise import publication_type
from searchkit.records.record import Author, Record

_HEAD = re.compile(rb'^(?:\xef\xbb\xbf)?\s*\[?\s*\{\s*"[^"]{1,40}"\s*:')
_SIGNS = re.compile(rb'"(?:container-title|issued|DOI|author|title)"\s*:')
_FIRST = re.compile(r'\{\s*("[^"]{1,40}")\s*:')
_RESUME = re.compile(r'\{\s*"(?:id|type|title|DOI|issued|container-title)"\s*:')
_AGAIN = " (again)"
_OPENING = re.compile(r"[\s\[,\ufeff]*")
_ROLES = {
    "title": "title",
    "container-title": "journal",
    "container-title-short": "journal_short",
    "journalAbbreviation": "journal_short",
    "abstract": "abstract",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "number": "article_number",
    "DOI": "doi",
    "PMID": "pmid",
    "PMCID": "pmcid",
    "ISSN": "issn",
    "ISBN": "isbn",
    "URL": "url",
    "language": "language",
    "publisher": "publisher",
    "publisher-place": "place",
    "keyword": "keywords",
    "type": "type",
    "note": "note",
    "id": "id",
    "source": "database",
}
_TYPES = {
    "article": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "conference paper": "paper-conference",
    "conference abstract": "paper-conference",
    "dataset": "dataset",
    "patent": "patent",
    "report": "report",
    "thesis": "thesis",
    "web page": "webpage",
}


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are CSL JSON."""
    return bool(_HEAD.match(head) and _SIGNS.search(head))


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a file with their lines, and what is damaged in it."""
    found = False
    for item in _objects(stream):
        if isinstance(item, Diagnostic):
            yield item
            continue
        line, value = item
        if not isinstance(value, dict):
            yield damage(DAMAGED_RECORD, line, f"an item is no object: {str(value)[:60]}")
            continue
        found = True
        if f"title{_AGAIN}" in value:
            yield damage(RUN_TOGETHER, line, "the item has two titles; it may be two items")
        yield Entry(line, _record(value))
    if not found:
        yield damage(NO_RECORDS, 1, "the file holds no item")


def _objects(stream: BinaryIO) -> Iterator[tuple[int, Any] | Diagnostic]:
    """Yield the items of an array, or items one after another, each with its line.

    After an item that is no JSON, reading goes on where the next one begins: with a name that
    only items have, or the one that stands first in the first item of the file.
    """
    pieces = blocks(stream)
    text, line = "", 1
    resume = _RESUME
    closed = is_array = False
    while True:
        opening = _OPENING.match(text)
        begin = opening.end() if opening else 0
        is_array = is_array or "[" in text[:begin]
        line += text.count("\n", 0, begin)
        text = text[begin:]
        if text.startswith("]"):
            closed, text = True, text[1:]
            continue
        if resume is _RESUME and (first := _FIRST.match(text)):
            resume = re.compile(rf"{_RESUME.pattern}|\{{\s*{re.escape(first[1])}\s*:")
        value, end, cause = _decoded(text)
        if end:
            yield line, value
        else:
            following = resume.search(text, 1)
            piece = next(pieces, None) if following is None and len(text) < LARGEST else None
            if piece is not None:
                if isinstance(piece, Diagnostic):
                    yield piece
                else:
                    text += piece.text
                continue
            if not text.strip():
                break
            end = following.start() if following else len(text)
            yield damage(DAMAGED_RECORD, line, f"an item is not JSON: {cause}")
        line += text.count("\n", 0, end)
        text = text[end:]
    if is_array and not closed:
        yield damage(TRUNCATED_FILE, line, "the file ends before the closing bracket")


def _decoded(text: str) -> tuple[Any, int, str]:
    """Return the first value of a text and where it ends; 0 and the cause when there is none."""
    try:
        value, end = _DECODER.raw_decode(text)
    except json.JSONDecodeError as fault:
        return None, 0, fault.msg
    except RecursionError:
        return None, 0, "nested too deeply"
    return value, end, ""


def _keeping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object with every value, also of a name that comes twice."""
    held: dict[str, Any] = {}
    for name, value in pairs:
        held[f"{name}{_AGAIN}" if name in held else name] = value
    return held


_DECODER = json.JSONDecoder(object_pairs_hook=_keeping)


def _record(item: dict[str, Any]) -> Record:
    parts: Parts = {}
    extra: Extra = []
    for name, value in item.items():
        if name == "author":
            parts["authors"] = [_name(person) for person in _list(value)]
        elif name == "issued":
            parts["date"] = [_date(value)]
        elif name == "keyword" and isinstance(value, str):
            parts["keywords"] = re.split(r"[;,]\s*", value)
        elif name == "language" and isinstance(value, str):
            parts["language"] = value.split(", ")
        elif name in _ROLES:
            parts.setdefault(_ROLES[name], []).extend(map(_plain, _list(value)))
        elif text := _plain(value):
            extra.append((f"csl:{name}", text))
    return record_of(parts, extra)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _name(person: Any) -> str:
    if not isinstance(person, dict):
        return _plain(person)
    if literal := person.get("literal"):
        return f"{_plain(literal)},"
    particle = _plain(person.get("non-dropping-particle", ""))
    family = " ".join(filter(None, (particle, _plain(person.get("family", "")))))
    parts = (family, _plain(person.get("given", "")), _plain(person.get("suffix", "")))
    return ", ".join(filter(None, parts))


def _date(value: Any) -> str:
    """Return a date from CSL's forms: date-parts, raw or literal."""
    if not isinstance(value, dict):
        return _plain(value)
    parts = _list(value.get("date-parts"))
    first = _list(parts[0]) if parts else []
    said = "-".join(str(part).zfill(2) for part in first if part is not None)
    return said or _plain(value.get("raw") or value.get("literal"))


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write records as an array of CSL items in UTF-8, an item a line."""
    stream.write(b"[")
    written = 0
    for record in records:
        row = json.dumps(_item(record, written + 1), ensure_ascii=False)
        stream.write((",\n" if written else "\n").encode() + row.encode(errors="replace"))
        written += 1
    stream.write(b"\n]\n")
    return written


def _item(record: Record, number: int) -> dict[str, Any]:
    kinds = [publication_type(name) for name in record.publication_types]
    kind = next((_TYPES[name] for name in kinds if name in _TYPES), "")
    last = record.provenance[-1] if record.provenance else None
    date = [int(part) for part in record.date.split("-")] if record.date else [record.year]
    serial = {
        scheme: [found.value for found in record.identifiers if found.scheme == scheme]
        for scheme in ("issn", "isbn")
    }
    item = {
        "id": record.identifier("searchkit") or record.identifier("id") or str(number),
        "type": kind or ("article-journal" if record.journal else "document"),
        "title": record.title,
        "author": [_person(person) for person in record.authors],
        "issued": {"date-parts": [date]} if record.year else None,
        "container-title": record.journal,
        "container-title-short": record.journal_short,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "DOI": record.doi,
        "PMID": record.pmid,
        "PMCID": record.identifier("pmcid"),
        "ISSN": ", ".join(serial["issn"]),
        "ISBN": ", ".join(serial["isbn"]),
        "URL": record.urls[0] if record.urls else "",
        "abstract": record.abstract,
        "language": ", ".join(record.languages),
        "publisher": record.publisher,
        "publisher-place": record.place,
        "keyword": "; ".join(record.keywords),
        "source": last.database if last else "",
        "note": provenance_note(record),
    }
    return {name: value for name, value in item.items() if value}


def _person(person: Author) -> dict[str, str]:
    if person.collective:
        return {"literal": person.collective}
    parts = {
        "family": person.family,
        "given": person.given or person.initials,
        "suffix": person.suffix,
    }
    return {name: value for name, value in parts.items() if value}


FORMAT = Format(
    "csl-json",
    "CSL JSON",
    (".json",),
    sniff,
    entries,
    write,
    loses=(
        "title_original",
        "initials beside given names",
        "affiliations of each author",
        "ORCIDs",
        "accession numbers",
        "other identifiers",
        "index_terms",
        "major focus and subheadings",
        "publication_types",
        "urls",
        "extra",
    ),
)
