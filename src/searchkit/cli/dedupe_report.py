"""The report of a deduplication, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from searchkit.cli.damage import SHOWN
from searchkit.diagnostics import counted
from searchkit.records.deduplication import RULES, Deduplication, Pair, Ruling, record_key
from searchkit.records.deduplication.rulings import in_words


class FileCount(NamedTuple):
    """What one file brought: its records, and the works that no other file has."""

    file: Path
    records: int
    only_here: int


def by_file(files: Sequence[Path], origins: Sequence[int], found: Deduplication) -> list[FileCount]:
    """Return the counts of each file; `origins` has for each record the number of its file."""
    only_here = [0] * len(files)
    for cluster in found.clusters:
        places = {origins[member] for member in cluster.members}
        if len(places) == 1:
            only_here[places.pop()] += 1
    return [
        FileCount(path, origins.count(number), only_here[number])
        for number, path in enumerate(files)
    ]


def open_ruling(found: Deduplication, pair: Pair) -> Ruling:
    """Return a pair to be looked at as a row that waits for the reviewer's word."""
    left, right = found.records[pair.left], found.records[pair.right]
    return Ruling(
        left=record_key(left),
        right=record_key(right),
        left_record=in_words(left),
        right_record=in_words(right),
        reason=pair.reason,
    )


def show(
    found: Deduplication, counts: Iterable[FileCount], out: Path | None, decisions: Path | None
) -> None:
    """Print the report."""
    total = found.counts
    for row in counts:
        own = counted(row.only_here, "work")
        click.echo(f"{row.file}: {counted(row.records, 'record')}, {own} only here")
    click.echo(f"records     {total.records:>8}")
    works = counted(total.clusters, "work")
    click.echo(f"duplicates  {total.duplicates:>8}  in {works} told more than once")
    click.echo(f"works       {total.works:>8}{f'  -> {out}' if out else ''}")
    click.echo(f"to look at  {total.to_look_at:>8}{f'  -> {decisions}' if decisions else ''}")
    why = {rule.name: rule.why for rule in RULES}
    for name, count in sorted(total.rules.items(), key=lambda row: -row[1]):
        click.echo(f"  joined by {name}: {count} ({why.get(name, 'the reviewer says so')})")
    if total.unmet:
        click.echo(f"{total.unmet} of your decisions are about records that are not in these files")
    for pair in found.to_look_at[:SHOWN] if not decisions else ():
        click.echo(f"? {pair.reason}")
        click.echo(f"    {in_words(found.records[pair.left])}")
        click.echo(f"    {in_words(found.records[pair.right])}")
    if total.to_look_at > SHOWN and not decisions:
        rest = total.to_look_at - SHOWN
        click.echo(f"and {rest} more; --decisions FILE lists all of them for you to decide")


def plain(found: Deduplication, counts: Iterable[FileCount]) -> dict[str, object]:
    """Return the report as JSON: every cluster with its members, every pair with its reason."""
    total = found.counts
    return {
        "files": [
            {"file": str(row.file), "records": row.records, "only_here": row.only_here}
            for row in counts
        ],
        "records": total.records,
        "works": total.works,
        "duplicates": total.duplicates,
        "compared_pairs": total.compared,
        "divided_blocks": total.divided,
        "compared_with_neighbours_only": total.neighbours,
        "decisions_without_record": total.unmet,
        "rules": dict(total.rules),
        "clusters": [
            {
                "members": [_record(found, member) for member in cluster.members],
                "pairs": [_pair(found, pair) for pair in cluster.pairs],
            }
            for cluster in found.duplicates
        ],
        "to_look_at": [_pair(found, pair) for pair in found.to_look_at],
    }


def _record(found: Deduplication, position: int) -> dict[str, object]:
    record = found.records[position]
    origin = record.provenance[0] if record.provenance else None
    return {
        "key": record_key(record),
        "record": in_words(record),
        "file": origin.file if origin else "",
        "line": origin.line if origin else None,
        "database": origin.database if origin else "",
    }


def _pair(found: Deduplication, pair: Pair) -> dict[str, object]:
    return {
        "left": _record(found, pair.left),
        "right": _record(found, pair.right),
        "verdict": pair.verdict.value,
        "rule": pair.rule,
        "reason": pair.reason,
        "evidence": pair.evidence,
    }
