"""Reading the stored answers again: a newer searchkit may read more out of them.

Every answer and every imported file is kept as it came. The present reader reads each of them
again, and where it reads something else the record takes the new form; run, query, rank and
place stay, and candidates are judged anew. To do it twice changes nothing, and a kill leaves
each page as it was before or as it is read now. Records that a run did not take (beyond its
limit, or before it was cut into parts) are not added.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import TemporaryDirectory

from searchkit.errors import SearchkitError
from searchkit.records.formats import read_file
from searchkit.records.record import Record
from searchkit.review.harvesting import judge, lists_candidates, strategy_behind
from searchkit.review.ledger import response_of
from searchkit.review.limits import Wish, limited
from searchkit.sources import SOURCES
from searchkit.sources.base import Settings, Source, TryAgain
from searchkit.store import (
    Kind,
    Occurrence,
    RawPage,
    RunRow,
    Store,
    locked,
    occurrences_by_page,
    raw_pages,
    record_key,
    replace_forms,
    runs_of,
)


@dataclass(slots=True)
class Reread:
    """What came of reading the pages of a target again.

    `fields` counts, for each field, the records in which it is another now; `problems` are
    pages that the present reader cannot read, and records that it does not find: these stay
    as they were.
    """

    target: str
    pages: int = 0
    records: int = 0
    changed: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def reread(store: Store, target: str, limits: tuple[Wish, ...] = ()) -> Reread:
    """Read all stored pages of a target again.

    `limits` are those of the protocol, by which candidates are judged beside the strategy.
    Raises Busy when another process works on the target.
    """
    found = Reread(target)
    with locked(store, target):
        for run in runs_of(store, target):
            before = found.changed
            _reread_run(store, run, found)
            if found.changed > before and lists_candidates(run):
                _judge_anew(store, run, limits, found)
    return found


def _judge_anew(store: Store, run: RunRow, limits: tuple[Wish, ...], found: Reread) -> None:
    known = strategy_behind(store, run)
    told = [(row["limit"], row["says"]) for row in json.loads(run.limits or "[]")]
    if known is not None and told == [(wish.name, wish.said) for wish in limits]:
        known = limited(known, limits).strategy
    elif told:
        found.problems.append(
            f"run {run.number}: its candidates were judged by the strategy alone, because the"
            " limits of the protocol are not those of the run any more"
        )
    judge(store, run, known)


def _reread_run(store: Store, run: RunRow, found: Reread) -> None:
    waiting = occurrences_by_page(store, run.number)
    ahead, here = next(waiting, (0, []))
    for page, raw in enumerate(raw_pages(store, run.number), start=1):
        found.pages += 1
        if page != ahead:
            continue
        before = here
        found.records += len(before)
        ahead, here = next(waiting, (0, []))
        try:
            now = _read(run, raw)
        except TryAgain as fault:
            found.problems.append(f"run {run.number}, page {page}: {fault.reason}")
            continue
        except SearchkitError as fault:
            found.problems.append(f"run {run.number}, page {page}: {fault.message}")
            continue
        pairs = _paired(before, now, run.target)
        if lost := len(before) - len(pairs):
            found.problems.append(
                f"run {run.number}, page {page}: {lost:,} of {len(before):,} records are not"
                " found in it any more"
            )
        for old, new in replace_forms(store, run.number, run.target, pairs):
            found.changed += 1
            found.fields.update(_differing(old.record, new))


def _read(run: RunRow, raw: RawPage) -> list[Record]:
    if run.kind is Kind.IMPORT:
        return _read_file(raw)
    return list(_source(run).read(response_of(raw)).records)


def _source(run: RunRow) -> Source:
    return SOURCES[run.source].configured(Settings(url=run.endpoint))


def _read_file(raw: RawPage) -> list[Record]:
    """Return the records of an imported file, in the format that it was read in before."""
    format_name = json.loads(raw.headers)["format"] if raw.headers else None
    with TemporaryDirectory() as folder:
        path = Path(folder, Path(raw.request).name or "records")
        path.write_bytes(raw.body)
        return list(read_file(path, format_name))


def _paired(
    before: Sequence[Occurrence], now: Sequence[Record], target: str
) -> list[tuple[Occurrence, Record]]:
    """Return the occurrences of a page, each with what it is read as now.

    As many as before are the same in their order; else they are recognised by their keys.
    """
    if len(before) == len(now):
        return list(zip(before, now, strict=True))
    by_key = {record_key(record, target): record for record in now}
    return [(one, by_key[one.key]) for one in before if one.key in by_key]


def _differing(before: Record, now: Record) -> list[str]:
    return [
        name
        for name in (one.name for one in fields(Record) if one.name != "provenance")
        if getattr(before, name) != getattr(now, name)
    ]
