"""Deduplication beside bib-dedupe, and its speed on a million records.

    python benchmarks/deduplicate.py FOLDER...             sets with labels, ours alone
    python benchmarks/deduplicate.py FOLDER... --peer      bib-dedupe runs beside it
    python benchmarks/deduplicate.py --synthetic 1000000   planted duplicates, time, memory

A set is a folder with `records.csv` (ID, title, author, year, journal or booktitle,
volume, number, pages, doi, abstract, isbn; others are ignored) and `merged_record_ids.csv`
(one work a row, the IDs of its records separated by `;`). Printed per set: duplicates
removed, works lost, duplicates missed, all counted in records, and the seconds. A cluster
that holds records of k works has lost k - 1 of them; a work whose records stand in k
clusters has k - 1 duplicates missed. `--show` prints every loss and every miss with its
records, so that a label can be checked by reading.

bib-dedupe is no dependency: `pip install bib-dedupe==0.11.0` where it is to run.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from searchkit.records.deduplication import deduplicate
from searchkit.records.deduplication.rulings import in_words
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


def ours(records: Mapping[str, Record]) -> tuple[list[list[str]], float]:
    """Return the clusters as IDs and the seconds they took."""
    ids = list(records)
    start = time.perf_counter()
    found = deduplicate(records.values())
    seconds = time.perf_counter() - start
    return [[ids[member] for member in cluster.members] for cluster in found.clusters], seconds


def peer(folder: Path) -> tuple[list[list[str]], float]:
    """Return the clusters that bib-dedupe finds, and its seconds."""
    import pandas as pd
    from bib_dedupe import bib_dedupe

    frame = pd.read_csv(folder / "records.csv", dtype=str, keep_default_na=False)
    for column in (
        "number",
        "pages",
        "year",
        "volume",
        "author",
        "title",
        "journal",
        "booktitle",
        "doi",
        "abstract",
    ):
        if column not in frame:
            frame[column] = ""
    start = time.perf_counter()
    prepared = bib_dedupe.prep(frame, verbosity_level=0)
    matched = bib_dedupe.match(bib_dedupe.block(prepared, verbosity_level=0), verbosity_level=0)
    found = bib_dedupe.cluster(matched, verbosity_level=0)
    return found, time.perf_counter() - start


def report(folder: Path, *, beside: bool, show: bool) -> None:
    """Print one set."""
    records, works = read_set(folder)
    ids = list(records)
    found, seconds = ours(records)
    mine = score(ids, works, found)
    line = f"{folder.name:24} {len(ids):7,} records  searchkit  {_counts(mine)}  {seconds:7.2f} s"
    print(line)
    if beside:
        theirs, their_seconds = peer(folder)
        print(
            f"{'':24} {'':7}          bib-dedupe {_counts(score(ids, works, theirs))}  "
            f"{their_seconds:7.2f} s  = {their_seconds / seconds:.0f} times ours"
        )
    if show:
        for name, groups in (("lost", mine.mixed), ("missed", mine.split)):
            for group in groups:
                print(f"  {name}:")
                for record in group:
                    print(f"    {record}: {in_words(records[record])}")


def _counts(found: Score) -> str:
    return f"removed {found.removed:6,}  lost {found.lost:4}  missed {found.missed:4}"


_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "je",
    "ki",
    "lo",
    "mu",
    "na",
    "pe",
    "qui",
    "ro",
    "su",
    "ta",
    "ve",
    "wi",
    "xo",
    "zy",
    "bra",
    "cle",
    "dri",
    "flo",
    "gru",
]


def synthetic(size: int, share: float, seed: int = 1) -> tuple[list[Record], list[int]]:
    """Return records in random order and the number of the work of each.

    `share` of them are second tellings of another: capitals, a letter dropped, a hyphen, a
    word swapped, a note behind the title, DOI or pages lost, pages abbreviated, the year
    one off, initials for forenames.
    """
    chance = random.Random(seed)
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(20_000)]
    names = [
        "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).title() for _ in range(30_000)
    ]
    journals = [
        "Journal of " + " ".join(chance.sample(words, chance.randint(1, 3))).title()
        for _ in range(3_000)
    ]
    common = [
        "of",
        "the",
        "in",
        "and",
        "for",
        "with",
        "a",
        "effect",
        "study",
        "patients",
        "review",
        "treatment",
        "trial",
    ]
    originals = size - int(size * share)
    told: list[tuple[Record, int]] = []
    for work in range(originals):
        title = " ".join(
            chance.choice(common) if chance.random() < 0.4 else chance.choice(words)
            for _ in range(chance.randint(6, 16))
        )
        first = chance.randint(1, 2_000)
        told.append(
            (
                Record(
                    title=title.capitalize(),
                    authors=tuple(
                        Author(chance.choice(names), chance.choice(names))
                        for _ in range(chance.randint(1, 7))
                    ),
                    year=chance.randint(1980, 2024),
                    journal=chance.choice(journals),
                    volume=str(chance.randint(1, 120)),
                    issue=str(chance.randint(1, 12)),
                    pages=f"{first}-{first + chance.randint(1, 15)}",
                    doi=f"10.{chance.randint(1000, 1400)}/x.{work}"
                    if chance.random() < 0.7
                    else "",
                ),
                work,
            )
        )
    told += [
        (_retold(told[work][0], chance), work)
        for work in chance.sample(range(originals), size - originals)
    ]
    chance.shuffle(told)
    return [record for record, _ in told], [work for _, work in told]


def _retold(record: Record, chance: random.Random) -> Record:
    title = record.title
    words = title.split()
    match chance.randrange(6):
        case 0:
            title = title.upper()
        case 1:
            cut = chance.randrange(len(title))
            title = title[:cut] + title[cut + 1 :]
        case 2:
            title = title.replace(" ", "-", 1)
        case 3:
            place = chance.randrange(len(words) - 1)
            words[place : place + 2] = reversed(words[place : place + 2])
            title = " ".join(words)
        case 4:
            title += ". [Review] [33 refs]"
        case _:
            pass
    changed = replace(record, title=title)
    if chance.random() < 0.5:
        changed = replace(changed, doi="")
    match chance.randrange(5):
        case 0:
            changed = replace(changed, pages="")
        case 1:
            changed = replace(changed, pages=record.pages.partition("-")[0])
        case 2:
            changed = replace(changed, year=(record.year or 2000) + chance.choice((-1, 1)))
        case 3:
            people = tuple(replace(author, given=author.given[:1]) for author in record.authors)
            changed = replace(changed, authors=people)
        case _:
            pass
    return changed


def report_synthetic(size: int) -> None:
    """Print time, memory and accuracy on `size` made-up records."""
    records, works = synthetic(size, 0.15)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.perf_counter()
    found = deduplicate(records)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lost = sum(len({works[m] for m in cluster.members}) - 1 for cluster in found.clusters)
    distinct = len(set(works))
    missed = found.counts.works + lost - distinct
    print(
        f"{size:,} records, {size - distinct:,} duplicates planted: {seconds:.1f} s, "
        f"peak memory {peak:,.0f} MiB (records alone {before:,.0f} MiB)\n"
        f"removed {found.counts.duplicates - lost:,}, lost {lost}, missed {missed:,} "
        f"(of these to be looked at: {found.counts.to_look_at:,}), "
        f"{found.counts.compared:,} pairs compared, {found.counts.divided} blocks divided"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", nargs="*", type=Path)
    parser.add_argument("--peer", action="store_true", help="run bib-dedupe beside ours")
    parser.add_argument("--show", action="store_true", help="print what was lost and missed")
    parser.add_argument("--synthetic", type=int, metavar="RECORDS")
    chosen = parser.parse_args()
    for folder in chosen.folder:
        report(folder, beside=chosen.peer, show=chosen.show)
    if chosen.synthetic:
        report_synthetic(chosen.synthetic)
    if not chosen.folder and not chosen.synthetic:
        parser.print_usage(sys.stderr)


if __name__ == "__main__":
    main()
