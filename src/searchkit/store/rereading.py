"""Records read again: what a newer reader makes of a stored page takes the old one's place.

Only what was read changes: page, place, rank, run and query of a record stay as they are, and
what was decided about it goes along. A page is one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, exists, select, update

from searchkit.records.formats.jsonl import from_plain
from searchkit.records.record import Record
from searchkit.store.database import Store
from searchkit.store.records import enter_forms, form_of
from searchkit.store.schema import clusters, decisions, occurrences, records

_BATCH = 500


class Occurrence(NamedTuple):
    """A record on a page as it was read before: its place in the run, and its form."""

    place: int
    number: int
    key: str
    digest: str
    record: Record


def occurrences_by_page(store: Store, run: int) -> Iterator[tuple[int, list[Occurrence]]]:
    """Yield the pages of a run that hold records, each with its records in their order."""
    for page, rows in groupby(_rows(store, run), key=lambda row: int(row.page)):
        yield (
            page,
            [
                Occurrence(
                    row.place, row.id, row.key, row.digest, from_plain(json.loads(row.content))
                )
                for row in rows
            ],
        )


def _rows(store: Store, run: int) -> Iterator[Any]:
    last = 0
    while True:
        wanted = (
            select(
                occurrences.c.place,
                occurrences.c.page,
                records.c.id,
                records.c.key,
                records.c.digest,
                records.c.content,
            )
            .join(records, records.c.id == occurrences.c.record)
            .where(occurrences.c.run == run, occurrences.c.place > last)
            .order_by(occurrences.c.place)
            .limit(_BATCH)
        )
        with store.reading() as connection:
            rows = connection.execute(wanted).all()
        if not rows:
            return
        yield from rows
        last = rows[-1].place


def replace_forms(
    store: Store, run: int, target: str, found: Sequence[tuple[Occurrence, Record]]
) -> list[tuple[Occurrence, Record]]:
    """Put what was read now in the place of what was read before; return what differed.

    `found` pairs the occurrences of one page with the records as they are read now.
    """
    forms = [(before, now, *form_of(now, target)) for before, now in found]
    differing = [row for row in forms if (row[0].key, row[0].digest) != row[2]]
    if not differing:
        return []
    with store.writing() as connection:
        moved: dict[int, int] = {}
        for start in range(0, len(differing), _BATCH):
            batch = differing[start : start + _BATCH]
            numbers = enter_forms(connection, target, {row[2]: row[3] for row in batch})
            connection.execute(
                update(occurrences)
                .where(occurrences.c.run == run, occurrences.c.place == bindparam("at"))
                .values(record=bindparam("number")),
                [{"at": row[0].place, "number": numbers[row[2]]} for row in batch],
            )
            moved |= {row[0].number: numbers[row[2]] for row in batch}
        _give_up(connection, moved)
    return [(before, now) for before, now, _, _ in differing]


def _give_up(connection: Connection, moved: Mapping[int, int]) -> None:
    """Take away the forms that are seen nowhere any more; what was said about them is kept."""
    for start in range(0, len(moved), _BATCH):
        olds = list(moved)[start : start + _BATCH]
        seen = connection.scalars(
            select(occurrences.c.record).where(occurrences.c.record.in_(olds)).distinct()
        )
        gone = sorted(set(olds) - set(seen))
        for table, column in (
            (decisions, decisions.c.record),
            (clusters, clusters.c.record),
            (clusters, clusters.c.survivor),
        ):
            said = set(connection.scalars(select(column).where(column.in_(gone))))
            for old in sorted(said):
                if column is clusters.c.record:
                    _replace_copy(connection, old, moved[old])
                else:
                    values = {column.name: moved[old]}
                    connection.execute(update(table).where(column == old).values(values))
        connection.execute(delete(clusters).where(clusters.c.record == clusters.c.survivor))
        connection.execute(delete(records).where(records.c.id.in_(gone)))


def _replace_copy(connection: Connection, old: int, new: int) -> None:
    """Let another form be the copy in a cluster, unless it is one already."""
    known = select(exists().where(clusters.c.record == new))
    if connection.execute(known).scalar():
        connection.execute(delete(clusters).where(clusters.c.record == old))
    else:
        connection.execute(update(clusters).where(clusters.c.record == old).values(record=new))
