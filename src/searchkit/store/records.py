"""Records in the store: each form once, and every place where it was seen.

A record is recognised from one run to the next by its key (`searchkit.records.keys`). Its
digest is over all that the platform said, so a record whose headings changed or that was
retracted since is the same record in another form.

Candidates that the strategy does not match stay here, and are not among what a run found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    bindparam,
    func,
    insert,
    select,
    true,
    update,
)

from searchkit.records.formats.jsonl import from_plain, to_plain
from searchkit.records.keys import record_key
from searchkit.records.record import Provenance, Record
from searchkit.records.verdicts import Judged, Verdict
from searchkit.store.database import Store, insert_new
from searchkit.store.schema import occurrences, pages, records, runs

_BATCH = 500


class Form(NamedTuple):
    """A record as a target delivered it: its key there, and the digest of what it said."""

    key: str
    digest: str


def form_of(record: Record, target: str) -> tuple[Form, str]:
    """Return the form of a record and its content as JSON, without its provenance."""
    plain = to_plain(replace(record, provenance=()))
    content = json.dumps(plain, sort_keys=True, separators=(",", ":"))
    return Form(record_key(record, target), hashlib.sha256(content.encode()).hexdigest()), content


def store_records(
    connection: Connection,
    target: str,
    found: Sequence[Record],
    *,
    run: int,
    page: int,
    before: int,
) -> None:
    """Store the records of a page and their places, which go on from `before`."""
    for start in range(0, len(found), _BATCH):
        batch = enumerate(found[start : start + _BATCH], start=before + start + 1)
        forms = [(place, record, *form_of(record, target)) for place, record in batch]
        numbers = enter_forms(connection, target, {form: content for _, _, form, content in forms})
        # Rows that are asked for go in by one statement, not by one for each of them.
        connection.execute(
            insert(occurrences).returning(occurrences.c.place),
            [
                {
                    "run": run,
                    "place": place,
                    "page": page,
                    "record": numbers[form],
                    "rank": record.provenance[-1].rank if record.provenance else None,
                    "line": record.provenance[-1].line if record.provenance else None,
                }
                for place, record, form, _ in forms
            ],
        )


def enter_forms(
    connection: Connection, target: str, contents: Mapping[Form, str]
) -> dict[Form, int]:
    """Enter the forms that are new to a target; return the numbers of all of them."""
    rows = [
        {"target": target, "key": key, "digest": digest, "content": content}
        for (key, digest), content in contents.items()
    ]
    # Rows that are asked for go in by one statement, not by one for each of them.
    entered = connection.execute(
        insert_new(connection, records).returning(records.c.key, records.c.digest, records.c.id),
        rows,
    )
    numbers = {Form(key, digest): number for key, digest, number in entered}
    known = [form for form in contents if form not in numbers]
    return numbers | (_numbers(connection, target, known) if known else {})


def _numbers(connection: Connection, target: str, forms: Iterable[Form]) -> dict[Form, int]:
    keys = {form.key for form in forms}
    rows = connection.execute(
        select(records.c.key, records.c.digest, records.c.id).where(
            records.c.target == target, records.c.key.in_(keys)
        )
    )
    return {Form(key, digest): number for key, digest, number in rows}


def found(seen: FromClause) -> ColumnElement[bool]:
    """Return the condition that leaves what counts as found among occurrences."""
    return seen.c.verdict != Verdict.NO_MATCH


def records_of(store: Store, run: int) -> Iterator[Record]:
    """Yield the records that a run found in their order, each with its provenance."""
    for _, record in numbered_records(store, run):
        yield record


def numbered_records(store: Store, run: int) -> Iterator[tuple[int, Record]]:
    """Yield the records that a run found in their order, each with its number in the store."""
    for row, record in _read(store, run, found(occurrences)):
        yield row.id, record


def candidates_of(store: Store, run: int) -> Iterator[tuple[int, Record]]:
    """Yield all records of a run with their places, also those that the strategy rejects."""
    for row, record in _read(store, run, true()):
        yield row.place, record


def keep_verdicts(store: Store, run: int, verdicts: Iterable[tuple[int, Verdict]]) -> None:
    """Write down what the strategy says of the records at some places of a run."""
    rows = [{"at": place, "said": verdict} for place, verdict in verdicts]
    wanted = (occurrences.c.run == run, occurrences.c.place == bindparam("at"))
    with store.writing() as connection:
        if rows:
            connection.execute(
                update(occurrences).where(*wanted).values(verdict=bindparam("said")), rows
            )


def judged_of(store: Store, run: int) -> Judged | None:
    """Return the verdicts of a run, counted; None where there are none."""
    wanted = select(occurrences.c.verdict, func.count()).where(
        occurrences.c.run == run, occurrences.c.verdict != ""
    )
    with store.reading() as connection:
        rows = connection.execute(wanted.group_by(occurrences.c.verdict)).all()
    counts = {row.verdict: int(row[1]) for row in rows}
    return Judged(*(counts.get(kind, 0) for kind in Verdict)) if counts else None


def _read(store: Store, run: int, condition: ColumnElement[bool]) -> Iterator[tuple[Any, Record]]:
    last = 0
    while True:
        with store.reading() as connection:
            rows = connection.execute(
                select(
                    occurrences.c.place,
                    occurrences.c.rank,
                    occurrences.c.line,
                    occurrences.c.verdict,
                    records.c.id,
                    records.c.content,
                    records.c.target,
                    runs.c.id.label("run"),
                    runs.c.kind,
                    pages.c.request,
                    pages.c.query,
                    pages.c.received,
                )
                .join_from(occurrences, records)
                .join(runs, runs.c.number == occurrences.c.run)
                .join(
                    pages,
                    (pages.c.run == occurrences.c.run) & (pages.c.page == occurrences.c.page),
                )
                .where(occurrences.c.run == run, occurrences.c.place > last, condition)
                .order_by(occurrences.c.place)
                .limit(_BATCH)
            ).all()
        if not rows:
            return
        for row in rows:
            yield row, from_plain(json.loads(row.content)).stamped(_provenance(row))
        last = rows[-1].place


def _provenance(row: Any) -> Provenance:
    platform, _, database = row.target.partition(":")
    return Provenance(
        platform=platform,
        database=database,
        run=row.run,
        query=row.query,
        rank=row.rank,
        retrieved=datetime.fromisoformat(row.received),
        file=row.request if row.kind == "import" else "",
        line=row.line,
        verdict=row.verdict,
    )
