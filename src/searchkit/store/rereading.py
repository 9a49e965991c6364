"""Records read again: what a newer reader makes of a stored page takes the old one's place.

Only what was read changes: page, place, rank, run and query of a record stay as they are, and
what was decided about it goes along. A page is one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, exists, insert, select, update

from searchkit.records.formats.jsonl import from_plain
from searchkit.records.record import Record
from searchkit.store.database import Store
from searchkit.store.records import form_of
from searchkit.store.schema import clusters, decisions, occurrences, records


class Occurrence(NamedTuple):
    """A record on a page as it was read before: its place in the run, and its form."""

    place: int
    number: int
    key: str
    digest: str
    record: Record


def occurrences_on(store: Store, run: int, page: int) -> list[Occurrence]:
    """Return the records of a page, in their order, without provenance."""
    wanted = (
        select(
            occurrences.c.place, records.c.id, records.c.key, records.c.digest, records.c.content
        )
        .join(records, records.c.id == occurrences.c.record)
        .where(occurrences.c.run == run, occurrences.c.page == page)
        .order_by(occurrences.c.place)
    )
    with store.reading() as connection:
        rows = connection.execute(wanted).all()
    return [Occurrence(*row[:4], from_plain(json.loads(row.content))) for row in rows]


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
        for before, _, form, content in differing:
            number = _number(connection, target, form, content)
            connection.execute(
                update(occurrences)
                .where(occurrences.c.run == run, occurrences.c.place == before.place)
                .values(record=number)
            )
            _give_up(connection, before.number, number)
    return [(before, now) for before, now, _, _ in differing]


def _number(connection: Connection, target: str, form: tuple[str, str], content: str) -> int:
    """Return the number of a form, which is entered when it is new."""
    key, digest = form
    known = connection.execute(
        select(records.c.id).where(
            records.c.target == target, records.c.key == key, records.c.digest == digest
        )
    ).scalar()
    if known is not None:
        return int(known)
    row = {"target": target, "key": key, "digest": digest, "content": content}
    inserted = connection.execute(insert(records).values(row)).inserted_primary_key
    assert inserted is not None
    return int(inserted[0])


def _give_up(connection: Connection, old: int, new: int) -> None:
    """Take away a form that is seen nowhere any more; what was said about it is kept."""
    if connection.execute(select(exists().where(occurrences.c.record == old))).scalar():
        return
    connection.execute(update(decisions).where(decisions.c.record == old).values(record=new))
    if connection.execute(select(exists().where(clusters.c.record == new))).scalar():
        connection.execute(delete(clusters).where(clusters.c.record == old))
    else:
        connection.execute(update(clusters).where(clusters.c.record == old).values(record=new))
    connection.execute(update(clusters).where(clusters.c.survivor == old).values(survivor=new))
    connection.execute(delete(clusters).where(clusters.c.record == clusters.c.survivor))
    connection.execute(delete(records).where(records.c.id == old))
