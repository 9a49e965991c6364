"""A record as one row of our own table, and back: the columns of `columns.OWN`.

In a data frame several values are a list; in a cell of CSV they are joined by `; `, and a
semicolon or backslash inside a value stands behind a backslash.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, cast

from searchkit.records.formats.common import provenance_from, provenance_note
from searchkit.records.formats.names import author, written
from searchkit.records.record import Identifier, IndexTerm, Record, Subheading

Value: TypeAlias = str | int | list[str] | None

_PARTS = re.compile(r"((?:[^;\\]|\\.)*)(?:;|$)", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
LISTS = frozenset(
    {"authors", "identifiers", "keywords", "index_terms", "publication_types", "languages", "urls"}
)
"""Columns that hold several values."""


def to_row(record: Record) -> dict[str, Value]:
    """Return the values of a record by column, in the order of our columns."""
    last = record.provenance[-1] if record.provenance else None
    return {
        "title": record.title,
        "title_original": record.title_original,
        "abstract": record.abstract,
        "authors": [written(person) for person in record.authors],
        "year": record.year,
        "date": record.date,
        "journal": record.journal,
        "journal_short": record.journal_short,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "doi": record.doi,
        "pmid": record.pmid,
        "identifiers": [f"{found.scheme}:{found.value}" for found in record.identifiers],
        "keywords": list(record.keywords),
        "index_terms": [_term_text(term) for term in record.index_terms],
        "publication_types": list(record.publication_types),
        "languages": list(record.languages),
        "publisher": record.publisher,
        "place": record.place,
        "urls": list(record.urls),
        "platform": last.platform if last else "",
        "database": last.database if last else "",
        "provenance": provenance_note(record),
        "extra": json.dumps(record.extra, ensure_ascii=False) if record.extra else "",
    }


def from_row(row: Mapping[str, Value]) -> Record:
    """Return the record of a row; columns that are missing are empty."""
    texts = {name: str(row.get(name) or "") for name in _TEXTS}
    lists = {name: tuple(cast(Sequence[str], row.get(name) or ())) for name in LISTS}
    pairs = (text.partition(":") for text in lists["identifiers"])
    occurrences, _, _ = provenance_from([str(row.get("provenance") or "")])
    year = row.get("year")
    return Record(
        authors=tuple(map(author, lists["authors"])),
        year=year if isinstance(year, int) else None,
        identifiers=tuple(Identifier(scheme, value) for scheme, _, value in pairs),
        keywords=lists["keywords"],
        index_terms=tuple(map(_term, lists["index_terms"])),
        publication_types=lists["publication_types"],
        languages=lists["languages"],
        urls=lists["urls"],
        provenance=occurrences,
        extra=_pairs(str(row.get("extra") or "")),
        **texts,
    )


_TEXTS = (
    *("title", "title_original", "abstract", "date", "journal", "journal_short", "volume"),
    *("issue", "pages", "doi", "pmid", "publisher", "place"),
)


def _pairs(cell: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple((str(key), str(value)) for key, value in json.loads(cell or "[]"))
    except (ValueError, TypeError):
        return (("extra", cell),)


def to_cells(record: Record) -> list[str]:
    """Return the cells of a record in the order of our columns."""
    return [_cell(value) for value in to_row(record).values()]


def _cell(value: Value) -> str:
    if isinstance(value, list):
        value = joined(value)
    # A lone carriage return would end the row for programs that see it as a line end.
    return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


def from_cells(cells: Mapping[str, str]) -> Record:
    """Return the record whose cells these are, by column."""
    row: dict[str, Value] = {}
    for name, cell in cells.items():
        row[name] = apart(cell) if name in LISTS else cell
    year = cells.get("year", "")
    row["year"] = int(year) if year.isascii() and year.isdigit() else None
    return from_row(row)


def joined(values: Iterable[str]) -> str:
    """Join values into one cell.

    >>> joined(["a; b", "c"])
    'a\\\\; b; c'
    """
    return "; ".join(text.replace("\\", "\\\\").replace(";", "\\;") for text in values)


def apart(cell: str) -> list[str]:
    """Take joined values apart.

    >>> apart(joined(["a; b", "c"]))
    ['a; b', 'c']
    """
    found = (_ESCAPE.sub(r"\1", mark[1]).strip() for mark in _PARTS.finditer(cell))
    return [text for text in found if text]


def _term_text(term: IndexTerm) -> str:
    """Return a heading as MEDLINE writes it, with its vocabulary in front.

    >>> _term_text(IndexTerm("Brain", "mesh", True, (Subheading("enzymology"),)))
    'mesh: *Brain/enzymology'
    """
    parts = [(term.label, term.major), *term.subheadings]
    said = "/".join(f"{'*' if major else ''}{name}" for name, major in parts)
    return f"{term.vocabulary}: {said}"


def _term(text: str) -> IndexTerm:
    vocabulary, _, rest = text.partition(":")
    label, *qualifiers = rest.strip().split("/")
    return IndexTerm(
        label.removeprefix("*"),
        vocabulary,
        label.startswith("*"),
        tuple(Subheading(found.removeprefix("*"), found.startswith("*")) for found in qualifiers),
    )
