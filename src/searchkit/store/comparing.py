"""What a run brought against all complete runs before it: new records, changed ones, gone ones.

Records are compared by their key within a target. The work is done in the database and grows
with the run that is looked at, not with what was there before.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, distinct, func, select

from searchkit.records.formats.jsonl import from_plain
from searchkit.records.record import Record
from searchkit.store.database import Store
from searchkit.store.records import found
from searchkit.store.runs import RunRow, Status
from searchkit.store.schema import occurrences, records, runs


class Changed(NamedTuple):
    """A record before and now, and the names of the fields that differ."""

    before: Record
    now: Record
    fields: tuple[str, ...]


def _earlier(run: RunRow) -> list[ColumnElement[bool]]:
    return [runs.c.number < run.number, runs.c.status == Status.COMPLETE]


def new_records(store: Store, run: RunRow) -> list[Record]:
    """Return the records of a run whose key no complete run of the target had before."""
    other = records.alias()
    seen = (
        select(other.c.id)
        .join(occurrences, occurrences.c.record == other.c.id)
        .join(runs, runs.c.number == occurrences.c.run)
        .where(
            other.c.target == records.c.target,
            other.c.key == records.c.key,
            found(occurrences),
            *_earlier(run),
        )
        .correlate(records)
    )
    ours = occurrences.alias()
    wanted = (
        select(records.c.content)
        .join(ours, ours.c.record == records.c.id)
        .where(ours.c.run == run.number, found(ours), ~seen.exists())
        .order_by(ours.c.place)
    )
    with store.reading() as connection:
        return [from_plain(json.loads(content)) for (content,) in connection.execute(wanted)]


def changed_records(store: Store, run: RunRow) -> list[Changed]:
    """Return the records of a run that the newest complete run before it had in another form."""
    other, theirs, ours = records.alias(), occurrences.alias(), occurrences.alias()
    wanted = (
        select(records.c.key, records.c.id, records.c.content, other.c.id, other.c.content)
        .join(ours, ours.c.record == records.c.id)
        .join(other, and_(other.c.target == records.c.target, other.c.key == records.c.key))
        .join(theirs, theirs.c.record == other.c.id)
        .join(runs, runs.c.number == theirs.c.run)
        .where(ours.c.run == run.number, found(ours), found(theirs), *_earlier(run))
        .order_by(ours.c.place, runs.c.number)
    )
    with store.reading() as connection:
        # The newest of the earlier forms comes last and stays.
        last = {key: tuple(rest) for key, *rest in connection.execute(wanted)}
    changed = []
    for now_id, now, before_id, before in last.values():
        if now_id != before_id:
            old, new = from_plain(json.loads(before)), from_plain(json.loads(now))
            differing = tuple(
                field.name
                for field in fields(Record)
                if getattr(old, field.name) != getattr(new, field.name)
            )
            changed.append(Changed(old, new, differing))
    return changed


def gone_records(store: Store, run: RunRow, since: int) -> list[Record]:
    """Return the records that complete runs from `since` on had and that a run does not have."""
    ours = occurrences.alias()
    mine = records.alias()
    had = (
        select(mine.c.key)
        .join(ours, ours.c.record == mine.c.id)
        .where(ours.c.run == run.number, found(ours))
    )
    wanted = (
        select(records.c.key, records.c.content)
        .join(occurrences, occurrences.c.record == records.c.id)
        .join(runs, runs.c.number == occurrences.c.run)
        .where(
            records.c.target == run.target,
            runs.c.number >= since,
            found(occurrences),
            *_earlier(run),
            records.c.key.not_in(had),
        )
        .order_by(records.c.id)
    )
    with store.reading() as connection:
        last = {row.key: row.content for row in connection.execute(wanted)}
    return [from_plain(json.loads(content)) for content in last.values()]


def different_count(store: Store, run: int) -> int:
    """Return how many different records a run found."""
    wanted = (
        select(func.count(distinct(records.c.key)))
        .join(occurrences, occurrences.c.record == records.c.id)
        .where(occurrences.c.run == run, found(occurrences))
    )
    with store.reading() as connection:
        return int(connection.execute(wanted).scalar_one())


def known_count(store: Store, target: str, since: int) -> int:
    """Return how many records the complete runs of a target have found from `since` on."""
    wanted = (
        select(func.count(distinct(records.c.key)))
        .join(occurrences, occurrences.c.record == records.c.id)
        .join(runs, runs.c.number == occurrences.c.run)
        .where(
            records.c.target == target,
            runs.c.number >= since,
            found(occurrences),
            runs.c.status == Status.COMPLETE,
        )
    )
    with store.reading() as connection:
        return int(connection.execute(wanted).scalar_one())
