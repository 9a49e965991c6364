"""Laws of the formats: what was written is read again, by us and by others."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO, StringIO

import rispy
from Bio import Medline
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.strategies import plain, whole
from searchkit.records.formats import jsonl, nbib, read, ris, tables
from searchkit.records.frame import COLUMNS, from_frame, to_frame
from searchkit.records.record import Author, Record

calm = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def through(module: object, records: list[Record]) -> list[Record]:
    file = BytesIO()
    assert module.write(records, file) == len(records)  # type: ignore[attr-defined]
    file.seek(0)
    return list(read(file, module.FORMAT.name)) if records else []  # type: ignore[attr-defined]


def without_beside(record: Record) -> Record:
    return replace(record, extra=(), identifiers=tuple(sorted(record.identifiers)))


@calm
@given(st.lists(whole, max_size=3))
def test_json_lines_lose_nothing(records: list[Record]) -> None:
    assert through(jsonl, records) == records


@calm
@given(st.lists(plain(), max_size=3))
def test_ris_gives_back_what_ris_holds(records: list[Record]) -> None:
    assert [without_beside(found) for found in through(ris, records)] == [
        without_beside(record) for record in records
    ]


@calm
@given(st.lists(plain(), max_size=3))
def test_csv_gives_back_plain_records(records: list[Record]) -> None:
    assert through(tables, records) == records


@calm
@given(st.lists(plain(), max_size=3))
def test_a_frame_gives_back_plain_records(records: list[Record]) -> None:
    frame = to_frame(records)
    assert tuple(frame.columns) == COLUMNS
    assert list(from_frame(frame)) == records


@calm
@given(st.lists(plain(), max_size=3))
def test_medline_text_gives_back_what_it_holds(records: list[Record]) -> None:
    kept = {"pmcid", "issn", "isbn", "nihms", "searchkit"}
    expected = [
        replace(
            record,
            authors=tuple(with_initials(person) for person in record.authors),
            identifiers=tuple(
                sorted(found for found in record.identifiers if found.scheme in kept)
            ),
            urls=(),
        )
        for record in records
    ]
    assert [without_beside(found) for found in through(nbib, records)] == expected


def with_initials(person: Author) -> Author:
    if person.collective:
        return person
    initials = person.initials or "".join(word[0] for word in person.given.split())
    return replace(person, initials=initials)


@calm
@given(st.lists(plain(), min_size=1, max_size=3))
def test_rispy_reads_every_record_we_write(records: list[Record]) -> None:
    file = BytesIO()
    ris.write(records, file)
    others = rispy.load(StringIO(file.getvalue().decode(), newline="\n"))
    assert [found["title"] for found in others] == [record.title for record in records]
    assert [found.get("doi", "") for found in others] == [record.doi for record in records]


@calm
@given(st.lists(plain(), min_size=1, max_size=3))
def test_biopython_reads_every_record_we_write(records: list[Record]) -> None:
    file = BytesIO()
    nbib.write(records, file)
    others = list(Medline.parse(StringIO(file.getvalue().decode(), newline="\n")))
    assert [found["TI"] for found in others] == [record.title for record in records]
