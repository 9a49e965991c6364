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
import random
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

# The tests score the same sets in the same way.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from records.deduplication.labelled import Score, read_set, score
from searchkit.records.deduplication import deduplicate
from searchkit.records.deduplication.rulings import in_words
from searchkit.records.record import Author, Record


def ours(records: Mapping[str, Record]) -> tuple[list[list[str]], float]:
    """Return the clusters as IDs and the seconds they took."""
    ids = list(records)
    start = time.perf_counter()
    found = deduplicate(records.values())
    seconds = time.perf_counter() - start
    return [[ids[member] for member in cluster.members] for cluster in found.clusters], seconds


def peer(folder: Path) -> tuple[list[list[str]], float]:
    """Return the clusters that bib-dedupe finds, and its seconds."""
    # No dependency: loaded only where the peer is asked for.
    import pandas as pd  # noqa: PLC0415 - when it is needed
    from bib_dedupe import bib_dedupe  # noqa: PLC0415 - when it is needed

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
    start, busy = time.perf_counter(), time.process_time()
    found = deduplicate(records)
    seconds = time.perf_counter() - start
    busy = time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lost = sum(len({works[m] for m in cluster.members}) - 1 for cluster in found.clusters)
    distinct = len(set(works))
    missed = found.counts.works + lost - distinct
    print(
        f"{size:,} records, {size - distinct:,} duplicates planted: {seconds:.1f} s "
        f"({busy:.1f} s of one processor), "
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
