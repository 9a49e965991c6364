"""What is said about records: which are the same, and which are in.

Neither changes a record. Clusters name a survivor for each duplicate and why; decisions are
only ever added, so a changed mind leaves its trace, and the last one of a reviewer counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, insert, select

from searchkit.store.database import Store
from searchkit.store.schema import clusters, decisions


class Duplicate(NamedTuple):
    """A record that is a copy of another (both by their number in the store), and why."""

    record: int
    survivor: int
    reason: str


class Decision(NamedTuple):
    """What a reviewer decided about a record at a stage; `made` is ISO 8601 with a zone."""

    record: int
    stage: str
    reviewer: str
    decision: str
    reason: str
    made: str


def replace_clusters(store: Store, found: Iterable[Duplicate]) -> None:
    """Put a new deduplication in the place of the last one, as a whole."""
    rows = [duplicate._asdict() for duplicate in found]
    with store.writing() as connection:
        connection.execute(delete(clusters))
        if rows:
            connection.execute(insert(clusters), rows)


def duplicates(store: Store) -> list[Duplicate]:
    """Return the copies, by the number of the record."""
    wanted = select(clusters.c.record, clusters.c.survivor, clusters.c.reason)
    with store.reading() as connection:
        return [Duplicate(*row) for row in connection.execute(wanted.order_by(clusters.c.record))]


def decide(
    store: Store,
    record: int,
    *,
    stage: str,
    reviewer: str,
    decision: str,
    moment: datetime,
    reason: str = "",
) -> None:
    """Add a decision about a record."""
    row = Decision(record, stage, reviewer, decision, reason, moment.isoformat())
    with store.writing() as connection:
        connection.execute(insert(decisions).values(row._asdict()))


def decided(store: Store, stage: str) -> list[Decision]:
    """Return the decision that counts for each record and reviewer at a stage."""
    wanted = select(*(decisions.c[name] for name in Decision._fields))
    with store.reading() as connection:
        rows = connection.execute(
            wanted.where(decisions.c.stage == stage).order_by(decisions.c.number)
        )
        last = {(row.record, row.reviewer): Decision(*row) for row in rows}
    return [last[place] for place in sorted(last)]
