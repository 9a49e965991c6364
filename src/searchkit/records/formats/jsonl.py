"""JSON Lines: one record a line, with everything a `Record` holds, provenance included.

The only format that loses nothing: `read(write(x)) == x`. Keys are the names of the
record's fields; empty fields are left out. A line that is no record is named and skipped.

>>> from io import BytesIO
>>> file = BytesIO()
>>> write([Record(title="On peers", year=2021)], file)
1
>>> file.getvalue()
b'{"title":"On peers","year":2021}\\n'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, BinaryIO

from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import DAMAGED_RECORD, NO_RECORDS
from searchkit.records.formats.common import provenance
from searchkit.records.formats.entry import Entry, Format, Item, damage
from searchkit.records.formats.text import blocks
from searchkit.records.record import Author, Identifier, IndexTerm, Provenance, Record, Subheading

_NAMES_OF: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (Record, Author, IndexTerm, Provenance)
}
_NAMES = set(_NAMES_OF[Record])


def sniff(head: bytes) -> bool:
    """Say whether the first line is a JSON object with names of our fields only."""
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    if not first.startswith(b"{"):
        return False
    try:
        row = json.loads(first)
    except ValueError:
        # A first record longer than the head: its first key has to do.
        return any(first.startswith(f'{{"{name}":'.encode()) for name in _NAMES)
    return isinstance(row, dict) and row.keys() <= _NAMES


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a file with their lines, and the lines that are no record."""
    found = False
    for block in blocks(stream):
        if isinstance(block, Diagnostic):
            yield block
            continue
        for line, row in enumerate(block.text.split("\n"), block.line):
            if row and not row.isspace():
                item = _entry(line, row)
                found = found or isinstance(item, Entry)
                yield item
    if not found:
        yield damage(NO_RECORDS, 1, "the file holds no record")


def _entry(line: int, row: str) -> Item:
    try:
        return Entry(line, from_plain(json.loads(row)))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as fault:
        return damage(DAMAGED_RECORD, line, f"the line is no record: {fault}")


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write one record a line in UTF-8; return their number."""
    written = 0
    for record in records:
        row = json.dumps(to_plain(record), ensure_ascii=False, separators=(",", ":"))
        # A lone surrogate cannot be UTF-8; JSON's own escape carries it.
        if not row.isascii() and not _encodes(row):
            row = json.dumps(to_plain(record), separators=(",", ":"))
        stream.write(row.encode() + b"\n")
        written += 1
    return written


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def to_plain(value: object) -> object:
    """Return a record, or a part of one, as dicts, lists and scalars, empty fields left out."""
    if names := _NAMES_OF.get(type(value)):
        rows = ((name, getattr(value, name)) for name in names)
        # Most of what is held is text, and a harvest comes past here for all of it.
        return {
            name: held if type(held) is str else to_plain(held)
            for name, held in rows
            if held or (held == 0 and held is not False)
        }
    if isinstance(value, tuple):
        return [held if type(held) is str else to_plain(held) for held in value]
    return value.isoformat() if isinstance(value, datetime) else value


def from_plain(row: object) -> Record:
    """Return the record that `to_plain` took apart.

    Raises ValueError, TypeError or KeyError when the value is no record.
    """
    if not isinstance(row, dict):
        raise TypeError("it is not an object")
    if unknown := row.keys() - _NAMES:
        raise ValueError(f"unknown field `{min(unknown)}`")
    values: dict[str, Any] = {name: _READERS.get(name, _text)(held) for name, held in row.items()}
    return Record(**values)


def _text(held: object) -> str:
    if not isinstance(held, str):
        raise TypeError(f"{held!r} is not text")
    return held


def _year(held: object) -> int:
    if not isinstance(held, int) or isinstance(held, bool):
        raise TypeError(f"{held!r} is not a year")
    return held


def _texts(held: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(_text, held))


def _pairs(held: Iterable[Sequence[object]]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(key), _text(value)) for key, value in held)


def _author(row: dict[str, Any]) -> Author:
    values = {name: _text(held) for name, held in row.items() if name != "affiliations"}
    return Author(**values, affiliations=_texts(row.get("affiliations", ())))


def _index_term(row: dict[str, Any]) -> IndexTerm:
    return IndexTerm(
        label=_text(row.get("label", "")),
        vocabulary=_text(row.get("vocabulary", "")),
        major=bool(row.get("major", False)),
        subheadings=tuple(
            Subheading(_text(name), bool(major)) for name, major in row.get("subheadings", ())
        ),
    )


_READERS: dict[str, Callable[..., object]] = {
    "year": _year,
    "authors": lambda held: tuple(map(_author, held)),
    "identifiers": lambda held: tuple(Identifier(*pair) for pair in _pairs(held)),
    "index_terms": lambda held: tuple(map(_index_term, held)),
    "provenance": lambda held: tuple(map(provenance, held)),
    "keywords": _texts,
    "publication_types": _texts,
    "languages": _texts,
    "urls": _texts,
    "extra": _pairs,
}


FORMAT = Format("jsonl", "JSON Lines", (".jsonl", ".ndjson"), sniff, entries, write)
