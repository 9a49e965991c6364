"""What is in a file of records, and how two files of records differ: counts, never guesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from searchkit.diagnostics import Diagnostic
from searchkit.records import normalise
from searchkit.records.formats import read_file
from searchkit.records.record import Record

COUNTED = tuple(field.name for field in fields(Record) if field.name not in {"provenance", "extra"})
"""The fields of a record whose filling is counted."""


@dataclass(frozen=True, slots=True)
class Survey:
    """One file: its format, how many records from which platform, and which fields are filled."""

    path: Path
    format: str
    records: int
    platforms: tuple[tuple[str, int], ...]
    databases: tuple[tuple[str, int], ...]
    years: tuple[int, int] | None
    filled: tuple[tuple[str, int], ...]
    diagnostics: tuple[Diagnostic, ...]


def survey(path: Path, format_name: str | None = None) -> Survey:
    """Read a file once and count; raises RecordError when it cannot be opened or recognised."""
    reading = read_file(path, format_name)
    filled: Counter[str] = Counter()
    platforms: Counter[str] = Counter()
    databases: Counter[str] = Counter()
    first, last, records = 9999, 0, 0
    for record in reading:
        records += 1
        filled.update(name for name in COUNTED if getattr(record, name))
        stamp = record.provenance[-1]
        platforms[stamp.platform] += 1
        databases[stamp.database] += 1
        if record.year is not None:
            first, last = min(first, record.year), max(last, record.year)
    return Survey(
        path=path,
        format=reading.format.name,
        records=records,
        platforms=tuple(platforms.most_common()),
        databases=tuple(databases.most_common()),
        years=(first, last) if last else None,
        filled=tuple((name, filled[name]) for name in COUNTED),
        diagnostics=tuple(reading.diagnostics),
    )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two files: what only one holds, how many both hold, and where the common ones differ."""

    only_first: tuple[Record, ...]
    only_second: tuple[Record, ...]
    common: int
    differing: tuple[tuple[str, int], ...]


def compare(first: Iterable[Record], second: Iterable[Record]) -> Comparison:
    """Pair the records of two files one to one, by identifier or by title, year and author.

    This asks whether two files hold the same records; it does not find duplicates.

    >>> one, other = Record(title="On peers", year=2021), Record(title="On Peers.", year=2021)
    >>> compare([one], [other]).common
    1
    """
    waiting: dict[tuple[object, ...], list[int]] = {}
    others = list(second)
    for number, record in enumerate(others):
        for key in _keys(record):
            waiting.setdefault(key, []).append(number)
    taken: set[int] = set()
    only_first = []
    differing: Counter[str] = Counter()
    for record in first:
        free = (number for key in _keys(record) for number in waiting.get(key, ()))
        match = next((number for number in free if number not in taken), None)
        if match is None:
            only_first.append(record)
            continue
        taken.add(match)
        differing.update(_differences(record, others[match]))
    return Comparison(
        only_first=tuple(only_first),
        only_second=tuple(record for number, record in enumerate(others) if number not in taken),
        common=len(taken),
        differing=tuple(differing.most_common()),
    )


def _keys(record: Record) -> Iterator[tuple[object, ...]]:
    """Yield what identifies a record, the surest first."""
    title = normalise.text_key(record.title)
    family = normalise.family(record.authors[0]) if record.authors else ""
    page = normalise.first_page(record.pages)
    if doi := normalise.doi(record.doi):
        yield "doi", doi, title
    if record.pmid:
        yield "pmid", record.pmid
    if title:
        yield "title", title, record.year, family, record.volume, page
        yield "title", title, record.year, family
        yield "title", title, record.year


def _differences(one: Record, other: Record) -> Iterator[str]:
    """Yield the fields in which two records say different things, spelling apart."""
    for name in COUNTED:
        if _comparable(one, name) != _comparable(other, name):
            yield name


def _comparable(record: Record, name: str) -> object:
    value = getattr(record, name)
    match name:
        case "authors":
            return tuple(normalise.family(person) for person in record.authors)
        case "doi":
            return normalise.doi(record.doi)
        case "pages":
            return normalise.pages(record.pages)
        case "languages":
            return tuple(sorted(map(normalise.language, record.languages)))
        case "identifiers":
            return frozenset(
                (found.scheme, normalise.issns(found.value) or found.value)
                for found in record.identifiers
            )
        case "journal" | "journal_short":
            return normalise.journal(value)
        case "keywords" | "publication_types" | "urls":
            return frozenset(map(normalise.text_key, value))
        case "index_terms":
            return frozenset(value)
        case _:
            return normalise.text_key(value) if isinstance(value, str) else value
