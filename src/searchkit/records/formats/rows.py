"""Cells of a platform's table into a record, by the layout of the table."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from searchkit.records.formats import own_rows
from searchkit.records.formats.assemble import Parts, record_of
from searchkit.records.formats.columns import OWN, Layout
from searchkit.records.record import Record

_SCOPUS_ID = re.compile(r"\s*\(\d+\)$")
_CITATION = re.compile(
    r"(?P<journal>.*?) \((?P<year>\d{4})\) (?P<volume>[^\s:(]*)(?::(?P<issue>[^\s(]*))?"
    r"(?: (?:SUPPL\. \S+ )?\((?P<pages>[^)]*)\))?.*"
)
_PUBMED_CITATION = re.compile(
    r".*?;(?P<volume>[^(:;]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^.]*))?\."
)


def from_cells(layout: Layout, names: Sequence[str], cells: Sequence[str]) -> Record:
    """Return the record of one row."""
    parts: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    for number, cell in enumerate(cells):
        value = cell.strip()
        if not value:
            continue
        name = names[number] if number < len(names) else f"column {number + 1}"
        part = layout.columns.get(name.casefold(), "")
        if part and part not in parts:
            parts[part] = value
        else:
            extra.append((name, value))
    if layout is OWN:
        return own_rows.from_cells(parts)
    return _record(layout, parts, extra)


def _record(layout: Layout, parts: dict[str, str], extra: list[tuple[str, str]]) -> Record:
    _cited(parts)
    found: Parts = {}
    for part, value in parts.items():
        role, _, _ = part.partition("#")
        if role in {"authors", "full_authors", "collective"}:
            # Full names are always set apart by semicolons, whatever the short ones are.
            separator = layout.people if role == "authors" else ";"
            values = _people(value, separator)
        elif role in _LISTS:
            values = _listed(value, layout.lists)
        else:
            values = [value]
        found.setdefault(role, []).extend(values)
    return record_of(found, extra, vocabulary=_VOCABULARIES.get(layout.platform, ""))


_LISTS = frozenset({"keywords", "index_terms", "index_terms_major", "type", "language", "isbn"})
_VOCABULARIES = {"Embase": "emtree", "Lens": "mesh"}


def _cited(parts: dict[str, str]) -> None:
    """Fill volume, issue and pages from a citation in one cell, as PubMed and Embase give it."""
    said = parts.get("citation", "")
    shape = (
        _CITATION if "journal" not in parts and "journal_short" not in parts else _PUBMED_CITATION
    )
    if said and (mark := shape.fullmatch(said) or shape.match(said)):
        for part, value in mark.groupdict().items():
            if value and part not in parts:
                parts[part] = value.strip()


def _people(cell: str, separator: str) -> list[str]:
    if cell.startswith(("['", '["')):
        return _literal(cell)
    if separator == "," and ";" not in cell:
        names = cell.rstrip(". ").split(", ")
    else:
        names = cell.split(";" if separator == "," else separator)
    return [_SCOPUS_ID.sub("", name.strip()) for name in names if name.strip(" ,.")]


def _literal(cell: str) -> list[str]:
    """Return the texts of a cell that holds a Python list, as ASReview's examples do."""
    try:
        held = ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [cell]
    return [str(value) for value in held]


def _listed(cell: str, separator: str) -> list[str]:
    if cell.startswith(("['", '["')):
        return _literal(cell)
    return [value.strip() for value in cell.split(separator) if value.strip()]
