"""Records in the store: each form once, and every place where it was seen.

A record is recognised from one run to the next by its key: the number that its platform
gives it, else its DOI or PMID, else its title, year and first author. Its digest is over all
that the platform said, so a record whose headings changed or that was retracted since is the
same record in another form.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from searchkit.records.formats.jsonl import from_plain, to_plain
from searchkit.records.record import Provenance, Record
from searchkit.store.database import Store
from searchkit.store.schema import occurrences, pages, records, runs

OWN_NUMBER = {
    "scopus": "eid",
    "wos": "wos",
    "embase": "embase",
    "openalex": "openalex",
    "lens": "lens",
    "worldcat": "oclc",
    "arxiv": "arxiv",
}
"""The identifier that a platform gives to each of its records, where it is not the PMID."""

_NO_RECORD = ("issn", "eissn", "issn-l", "isbn", "nlm")
_BATCH = 500
_NOT_WORD = re.compile(r"[\W_]+")


class Form(NamedTuple):
    """A record as a target delivered it: its key there, and the digest of what it said."""

    key: str
    digest: str


def record_key(record: Record, target: str) -> str:
    """Return what a record is recognised by among those of a target.

    >>> record_key(Record(pmid="31", doi="10.1/A"), "pubmed")
    'pmid:31'
    >>> record_key(Record(doi="10.1/A"), "crossref")
    'doi:10.1/a'
    """
    scheme = OWN_NUMBER.get(target.partition(":")[0], "")
    if scheme and (own := record.identifier(scheme)):
        return f"{scheme}:{own}"
    if record.pmid:
        return f"pmid:{record.pmid}"
    if record.doi:
        return f"doi:{record.doi.lower()}"
    for name, value in record.identifiers:
        if name not in _NO_RECORD:
            return f"{name}:{value}"
    author = record.authors[0].name if record.authors else ""
    words = _NOT_WORD.sub(" ", f"{record.title} {record.year or ''} {author}".casefold())
    return f"text:{hashlib.sha256(words.encode()).hexdigest()[:32]}"


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
        connection.execute(
            insert(occurrences),
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
    """Enter the forms that are new to a target; return the numbers of all of them, and others."""
    rows = [
        {"target": target, "key": key, "digest": digest, "content": content}
        for (key, digest), content in contents.items()
    ]
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(records).on_conflict_do_nothing(), rows)
    return _numbers(connection, target, contents)


def _numbers(connection: Connection, target: str, forms: Iterable[Form]) -> dict[Form, int]:
    keys = {form.key for form in forms}
    rows = connection.execute(
        select(records.c.key, records.c.digest, records.c.id).where(
            records.c.target == target, records.c.key.in_(keys)
        )
    )
    return {Form(key, digest): number for key, digest, number in rows}


def records_of(store: Store, run: int) -> Iterator[Record]:
    """Yield the records of a run in their order, each with its provenance."""
    for _, record in numbered_records(store, run):
        yield record


def numbered_records(store: Store, run: int) -> Iterator[tuple[int, Record]]:
    """Yield the records of a run in their order, each with its number in the store."""
    last = 0
    while True:
        with store.reading() as connection:
            rows = connection.execute(
                select(
                    occurrences.c.place,
                    occurrences.c.rank,
                    occurrences.c.line,
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
                .where(occurrences.c.run == run, occurrences.c.place > last)
                .order_by(occurrences.c.place)
                .limit(_BATCH)
            ).all()
        if not rows:
            return
        for row in rows:
            yield row.id, from_plain(json.loads(row.content)).stamped(_provenance(row))
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
    )
