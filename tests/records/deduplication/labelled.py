"""Sets of records with labels: how they are read, and how clusters are scored against them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from searchkit.records.record import Author, Identifier, Record

csv.field_size_limit(1 << 30)


class Score(NamedTuple):
    """Counts of records, and the works they concern."""

    removed: int
    lost: int
    missed: int
    mixed: tuple[tuple[str, ...], ...]
    split: tuple[tuple[str, ...], ...]


def score(
    ids: Sequence[str], works: Sequence[Sequence[str]], found: Sequence[Sequence[str]]
) -> Score:
    """Compare clusters found with works labelled; records in neither stand alone."""
    work = {record: row[0] for row in works for record in row}
    cluster = {record: row[0] for row in found for record in row}
    in_cluster: dict[str, set[str]] = {}
    in_work: dict[str, set[str]] = {}
    for record in ids:
        in_cluster.setdefault(cluster.get(record, record), set()).add(work.get(record, record))
        in_work.setdefault(work.get(record, record), set()).add(cluster.get(record, record))
    lost = sum(len(held) - 1 for held in in_cluster.values())
    missed = sum(len(held) - 1 for held in in_work.values())
    return Score(
        removed=len(ids) - len(in_work) - missed,
        lost=lost,
        missed=missed,
        mixed=tuple(tuple(sorted(held)) for held in in_cluster.values() if len(held) > 1),
        split=tuple(tuple(sorted(held)) for held in in_work.values() if len(held) > 1),
    )


def read_set(folder: Path) -> tuple[dict[str, Record], list[list[str]]]:
    """Return the records by their IDs, and the labelled works."""
    with open(folder / "records.csv", encoding="utf-8-sig", newline="") as file:
        records = {row["ID"]: record_of(row) for row in csv.DictReader(file)}
    works: list[list[str]] = []
    labels = folder / "merged_record_ids.csv"
    if labels.exists():
        with open(labels, encoding="utf-8-sig", newline="") as file:
            works = [row["merged_ids"].split(";") for row in csv.DictReader(file)]
    return records, works


def record_of(row: Mapping[str, str | None]) -> Record:
    """Return the record of one row, fields as received."""

    def cell(*names: str) -> str:
        return next((text for name in names if (text := (row.get(name) or "").strip())), "")

    digits = "".join(filter(str.isdigit, cell("year")))[:4]
    return Record(
        title=cell("title"),
        abstract=cell("abstract"),
        authors=tuple(_authors(cell("author", "authors"))),
        year=int(digits) if len(digits) == 4 else None,
        journal=cell("journal", "booktitle"),
        volume=cell("volume"),
        issue=cell("number", "issue"),
        pages=cell("pages"),
        doi=cell("doi"),
        identifiers=tuple(Identifier("issn", text) for text in [cell("isbn", "issn")] if text),
        publication_types=tuple(text for text in [cell("ENTRYTYPE")] if text),
    )


def _authors(text: str) -> Iterator[Author]:
    for name in text.replace(";", " and ").split(" and "):
        family, comma, given = name.strip().partition(",")
        if family and comma:
            yield Author(family.strip(), given.strip())
        elif family:
            yield Author(collective=family)
