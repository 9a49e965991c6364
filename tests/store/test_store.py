"""The review's database: its form, what goes in comes out, and what it says when it cannot."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, inspect, text

from searchkit.errors import Busy, StoreError, UsageError
from searchkit.records.record import Author, Identifier, IndexTerm, Provenance, Record, Subheading
from searchkit.records.verdicts import Judged, Verdict
from searchkit.store import (
    Kind,
    RawPage,
    RunRow,
    Status,
    Store,
    add_strategy,
    add_translation,
    all_runs,
    begin,
    candidates_of,
    changed_records,
    close,
    different_count,
    find,
    gone_records,
    judged_of,
    keep_page,
    keep_verdicts,
    known_count,
    locked,
    new_records,
    numbered_records,
    open_store,
    raw_pages,
    record_key,
    records_of,
    strategy,
    translation_of,
)
from searchkit.store.migrations import STEPS, TYPES
from searchkit.store.schema import METADATA, strategies
from searchkit.store.screening import (
    Duplicate,
    decide,
    decided,
    duplicates,
    replace_clusters,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FULL = Record(
    title="Peers \u2014 \U0001f9d1 and more",
    abstract="A\nB",
    authors=(Author("Repper", "Julie", affiliations=("Nottingham",)),),
    year=2011,
    doi="10.1000/A",
    pmid="21770786",
    identifiers=(Identifier("issn", "0963-8237"),),
    index_terms=(IndexTerm("Peer Group", "mesh", True, (Subheading("psychology"),)),),
    extra=(("x", "y"),),
)


def begun(store: Store, target: str = "pubmed", name: str = "a") -> RunRow:
    row = RunRow(name, Kind.HARVEST, target, "pubmed", "q", NOW.isoformat())
    return begin(store, row)


def kept(store: Store, run: RunRow, *found: Record) -> RunRow:
    raw = RawPage(b"body", NOW.isoformat(), query="q")
    return keep_page(store, run, raw, found, position="{}", hit_count=len(found))


def _columns(table: Any) -> dict[str, bool]:
    return {column["name"]: column["nullable"] for column in table}


def test_the_migrations_lead_to_the_form_of_the_schema(store: Store) -> None:
    there = inspect(store.engine)
    assert set(there.get_table_names()) == {*METADATA.tables, "migrations"}
    for name, table in METADATA.tables.items():
        assert _columns(there.get_columns(name)) == {
            column.name: bool(column.nullable) for column in table.columns
        }
        assert {
            tuple(row["column_names"]) for row in there.get_indexes(name) if not row["unique"]
        } == {tuple(index.columns.keys()) for index in table.indexes}
        assert (
            there.get_pk_constraint(name)["constrained_columns"] == table.primary_key.columns.keys()
        )
        assert {tuple(row["constrained_columns"]) for row in there.get_foreign_keys(name)} == {
            tuple(key.column_keys) for key in table.foreign_key_constraints
        }


def test_an_older_database_is_brought_to_the_newest_form(place: str) -> None:
    with open_store(place) as store, store.writing() as connection:
        connection.execute(text("ALTER TABLE occurrences DROP COLUMN verdict"))
        connection.execute(text("ALTER TABLE runs DROP COLUMN limits"))
        connection.execute(text("DELETE FROM migrations WHERE step > 1"))
    with open_store(place) as store:
        run = kept(store, begun(store), FULL)
        assert [record.title for record in records_of(store, run.number)] == [FULL.title]


def test_candidates_that_do_not_match_stay_and_are_not_found(store: Store) -> None:
    names = ["matches", "silent", "other", "unjudged"]
    run = kept(store, begun(store, "crossref"), *(Record(title=name) for name in names))
    assert judged_of(store, run.number) is None
    verdicts = [(1, Verdict.MATCHES), (2, Verdict.NOT_JUDGED), (3, Verdict.NO_MATCH)]
    keep_verdicts(store, run.number, verdicts)
    run = close(store, run, Status.COMPLETE, ended=NOW, report="")
    assert judged_of(store, run.number) == Judged(1, 1, 1)
    found = [record.title for record in records_of(store, run.number)]
    assert found == ["matches", "silent", "unjudged"]
    assert [(at, r.title) for at, r in candidates_of(store, run.number)] == [*enumerate(names, 1)]
    assert [record.title for record in new_records(store, run)] == found
    assert known_count(store, "crossref", run.number) == 3

    later = kept(store, begun(store, "crossref", "b"), *(Record(title=name) for name in names))
    keep_verdicts(store, later.number, [(1, Verdict.NO_MATCH), (3, Verdict.MATCHES)])
    assert [record.title for record in new_records(store, later)] == ["other"]
    assert [record.title for record in gone_records(store, later, run.number)] == ["matches"]
    assert changed_records(store, later) == []


def test_a_record_in_several_forms_is_new_once_and_unchanged_where_one_stays(store: Store) -> None:
    forms = [Record(title="T", doi="10.1/a", extra=(("snippet", text),)) for text in "abc"]
    first = kept(store, begun(store), forms[0], forms[1], forms[0])
    close(store, first, Status.COMPLETE, ended=NOW, report="")
    assert len(new_records(store, first)) == 1
    same = kept(store, begun(store, name="b"), forms[1], forms[2])
    assert changed_records(store, same) == []
    other = kept(store, begun(store, name="c"), forms[2])
    (changed,) = changed_records(store, other)
    assert changed.fields == ("extra",)
    assert different_count(store, first.number) == 1


def test_a_database_of_the_first_searchkit_keeps_its_runs(place: str) -> None:
    with open_store(place) as store, store.writing() as connection:
        for name in ("migrations", *(table.name for table in reversed(METADATA.sorted_tables))):
            connection.execute(text(f"DROP TABLE {name}"))
        for statement in STEPS[0]:
            types = TYPES[connection.dialect.name]
            connection.execute(text(statement.format(**types)))
        for statement in (
            "CREATE TABLE migrations (step INTEGER PRIMARY KEY NOT NULL, applied TEXT NOT NULL)",
            "INSERT INTO migrations VALUES (1, '2026-11-24')",
            "INSERT INTO runs (number, id, kind, target, source, query, status, started)"
            " VALUES (1, 'a', 'harvest', 'pubmed', 'pubmed', 'q', 'complete', '2026-11-24')",
        ):
            connection.execute(text(statement))
    with open_store(place) as store:
        (run,) = all_runs(store)
        assert (run.number, run.query, run.limits) == (1, "q", "")


def test_a_database_of_a_newer_searchkit_is_refused(place: str) -> None:
    with open_store(place) as store, store.writing() as connection:
        connection.execute(text("INSERT INTO migrations VALUES (99, 'later')"))
    with pytest.raises(StoreError, match="form 99"):
        open_store(place)


def test_many_may_open_a_new_database_at_once(place: str) -> None:
    def opened(_: int) -> int:
        with open_store(place) as store, store.reading() as connection:
            return int(connection.execute(text("SELECT COUNT(*) FROM migrations")).scalar_one())

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(opened, range(6))) == [len(STEPS)] * 6


def test_records_and_their_provenance_come_back(store: Store) -> None:
    stamp = Provenance("pubmed", "", "a", "q", 7, NOW)
    run = kept(store, begun(store), FULL.stamped(stamp), Record(title="bare").stamped(stamp))
    assert list(records_of(store, run.number)) == [
        FULL.stamped(stamp),
        Record(title="bare").stamped(stamp),
    ]
    assert [raw.body for raw in raw_pages(store, run.number)] == [b"body"]


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    found=st.lists(
        st.builds(
            Record,
            title=_TEXT,
            year=st.none() | st.integers(1500, 2100),
            pmid=st.sampled_from(["", "1", "2", "3"]),
            keywords=st.lists(_TEXT, max_size=3).map(tuple),
        ),
        max_size=8,
    )
)
def test_what_goes_in_comes_out_in_its_order(tmp_path: Path, found: list[Record]) -> None:
    with open_store(tmp_path / "review.db") as store:
        with store.reading() as connection:
            number = connection.execute(text("SELECT COUNT(*) FROM runs")).scalar_one()
        run = kept(store, begun(store, name=str(number)), *found)
        assert [replace(record, provenance=()) for record in records_of(store, run.number)] == found


def test_each_form_of_a_record_is_kept_once(store: Store) -> None:
    later = replace(FULL, publication_types=("Retracted Publication",))
    first = kept(store, begun(store, name="a"), FULL)
    second = kept(store, begun(store, name="b"), FULL, later)
    numbers = [
        [number for number, _ in numbered_records(store, run.number)] for run in (first, second)
    ]
    assert numbers[0] == numbers[1][:1]
    assert numbers[1][0] != numbers[1][1]


@pytest.mark.parametrize(
    ("record", "target", "key"),
    [
        (FULL, "pubmed", "pmid:21770786"),
        (replace(FULL, identifiers=(Identifier("eid", "2-s2.0-1"),)), "scopus", "eid:2-s2.0-1"),
        (replace(FULL, pmid=""), "scopus", "doi:10.1000/a"),
        (
            Record(identifiers=(Identifier("issn", "1"), Identifier("accession", "9"))),
            "ebsco:cinahl",
            "accession:9",
        ),
    ],
)
def test_a_record_is_recognised_by_what_its_platform_gives(
    record: Record, target: str, key: str
) -> None:
    assert record_key(record, target) == key


def test_a_record_without_numbers_is_recognised_by_its_words() -> None:
    first = Record(title="Peer support: a review", year=2020)
    assert record_key(first, "x") == record_key(
        replace(first, title="PEER SUPPORT - A REVIEW"), "x"
    )
    assert record_key(first, "x") != record_key(replace(first, year=2021), "x")


def test_a_page_is_not_stored_twice(store: Store) -> None:
    run = begun(store)
    kept(store, run, FULL)
    with pytest.raises(Busy, match="went on with the run"):
        kept(store, run, FULL)
    assert find(store, run.number).retrieved == 1


def test_a_page_that_fails_leaves_nothing(store: Store) -> None:
    run = begun(store)
    with pytest.raises(StoreError):
        keep_page(store, run, RawPage(b"", None, query="q"), [FULL], position="", hit_count=1)  # type: ignore[arg-type]
    after = find(store, run.number)
    assert (after.pages, after.retrieved, list(records_of(store, run.number))) == (0, 0, [])


def test_a_lock_is_held_by_one_and_let_go(store: Store, place: str) -> None:
    with locked(store, "pubmed"):
        with open_store(place) as other, pytest.raises(Busy), locked(other, "pubmed"):
            pass
        with open_store(place) as other, locked(other, "scopus"):
            pass
    with open_store(place) as other, locked(other, "pubmed"):
        pass


def test_two_processes_may_keep_the_same_strategy_at_once(place: str) -> None:
    """The second finds the first one's row, though it looked before that was there."""
    digest = hashlib.sha256(b"ovid:medline\n1. a").hexdigest()
    row = {"sha256": digest, "target": "ovid:medline", "body": "1. a", "added": NOW.isoformat()}
    with open_store(place) as one, open_store(place) as other, ThreadPoolExecutor(1) as beside:
        with one.writing() as connection:
            connection.execute(insert(strategies).values(row))
            waiting = beside.submit(add_strategy, other, "1. a", "ovid:medline", NOW)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
        assert waiting.result(timeout=20) == 1


def test_strategies_have_versions_and_translations_stay(store: Store) -> None:
    first = add_strategy(store, "1. a", "ovid:medline", NOW)
    second = add_strategy(store, "1. b", "ovid:medline", NOW)
    assert (first, second) == (1, 2)
    assert add_strategy(store, "1. a", "ovid:medline", NOW) == first
    assert strategy(store, second) == "1. b"
    row = {
        "target": "pubmed",
        "policy": "recall",
        "query": "b",
        "effect": "same",
        "losses": "[]",
        "made_by": "1",
    }
    number = add_translation(store, second, **row)
    assert add_translation(store, second, **row) == number
    assert translation_of(store, number)["query"] == "b"
    with pytest.raises(UsageError, match="no version 9"):
        strategy(store, 9)


def test_copies_are_replaced_as_a_whole_and_decisions_stay(store: Store) -> None:
    run = kept(store, begun(store), FULL, replace(FULL, pmid="2"), replace(FULL, pmid="3"))
    one, two, three = (number for number, _ in numbered_records(store, run.number))
    replace_clusters(store, [Duplicate(two, one, "same DOI")])
    replace_clusters(store, [Duplicate(three, one, "same DOI")])
    assert duplicates(store) == [Duplicate(three, one, "same DOI")]
    for said in ("include", "exclude"):
        decide(store, one, stage="title", reviewer="rb", decision=said, moment=NOW, reason="r")
    decide(store, one, stage="title", reviewer="ab", decision="include", moment=NOW)
    assert [(row.reviewer, row.decision) for row in decided(store, "title")] == [
        ("ab", "include"),
        ("rb", "exclude"),
    ]


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("mysql://u@h/db", "SQLite or PostgreSQL"),
        ("::://", "not a URL"),
    ],
)
def test_a_place_that_is_none_is_refused(place: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        open_store(place)


def test_what_cannot_be_opened_says_so_and_shows_no_password(tmp_path: Path) -> None:
    file = tmp_path / "review.db"
    file.write_text("this is a letter, not a database" * 50)
    with pytest.raises(StoreError, match="not a database") as told:
        open_store(file)
    assert "copy" in (told.value.help or "")
    with pytest.raises(StoreError) as told:
        open_store("postgresql://u:planted-secret@127.0.0.1:1/none")
    assert "planted-secret" not in f"{told.value.message}{told.value.help}"
    assert "127.0.0.1" in told.value.message
