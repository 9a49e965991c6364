"""Stored answers read again: what an older reader left out comes in, and nothing else moves."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zlib
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from searchkit.records.formats import write
from searchkit.records.formats.jsonl import from_plain
from searchkit.records.record import Record
from searchkit.store import Store, all_runs, locked, numbered_records, open_store
from searchkit.store.records import form_of
from searchkit.store.schema import occurrences, records
from searchkit.store.screening import Duplicate, decide, decided, duplicates, replace_clusters
from servers import harvesting
from servers.commands import Command
from servers.eutils import EUtilities

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def read_by_an_older_searchkit(store: Store) -> int:
    """Take the abstracts and pages away, as a reader would that does not know them yet."""
    with store.writing() as connection:
        rows = connection.execute(select(records.c.id, records.c.target, records.c.content)).all()
        for row in rows:
            plain = json.loads(row.content)
            plain.pop("abstract", None)
            plain.pop("pages", None)
            (key, digest), content = form_of(from_plain(plain), row.target)
            connection.execute(
                update(records)
                .where(records.c.id == row.id)
                .values(key=key, digest=digest, content=content)
            )
    return len(rows)


def everything(place: str) -> list[list[Record]]:
    with open_store(place) as store:
        return [
            [record for _, record in numbered_records(store, run.number)] for run in all_runs(store)
        ]


def reread(command: Command, *more: str) -> dict[str, Any]:
    done = command("reread", "--json", *more)
    assert done.code == 0, done.err
    (found,) = json.loads(done.out)["targets"]
    return dict(found)


def test_what_is_read_now_takes_the_place_of_what_was(
    review: Command, server: EUtilities, place: str
) -> None:
    review("run")
    review("update", "--whole")  # a second run with the same forms
    whole = everything(place)
    calls = len(server.calls)
    assert reread(review)["changed"] == 0
    assert everything(place) == whole

    with open_store(place) as store:
        assert read_by_an_older_searchkit(store) == 25
        numbers = [number for number, _ in numbered_records(store, 1)]
        decide(store, numbers[0], stage="title", reviewer="A", decision="in", moment=NOW)
        replace_clusters(store, [Duplicate(numbers[1], numbers[2], "same")])
    assert everything(place) != whole
    found = reread(review)
    assert (found["records"], found["changed"]) == (50, 50)
    assert found["fields"] == {"abstract": 50, "pages": 50}
    assert everything(place) == whole
    with open_store(place) as store:
        known = {number: record.pmid for number, record in numbered_records(store, 1)}
        (decision,) = decided(store, "title")
        (pair,) = duplicates(store)
        with store.reading() as connection:
            assert len(connection.execute(select(records.c.id)).all()) == 25
    assert known[decision.record] == whole[0][0].pmid
    assert [known[pair.record], known[pair.survivor]] == [row.pmid for row in whole[0][1:3]]

    again = review("reread")
    assert re_line(again.out, changed=0)
    assert len(server.calls) == calls
    quiet = json.loads(review("update", "--whole", "--json").out)["targets"][0]
    assert (quiet["new"], quiet["changed"], quiet["gone"]) == ([], [], [])


def re_line(text: str, *, changed: int) -> bool:
    return f"50 records read again, {changed} changed" in text


@pytest.mark.parametrize("format_name", [None, "ris"])
def test_imported_files_are_read_again_as_they_were(
    review: Command, place: str, format_name: str | None
) -> None:
    write(
        [Record(title="One", abstract="A", pages="1-2"), Record(title="Two", abstract="B")],
        Path("psycinfo.ris"),
    )
    more = ("--format", format_name) if format_name else ()
    call = ("import", "psycinfo.ris", "--target", "ovid:psycinfo", "--date", "2024-11-20")
    assert review(*call, "--hits", "2", *more).code == 0
    Path("psycinfo.ris").unlink()
    whole = everything(place)
    with open_store(place) as store:
        read_by_an_older_searchkit(store)
    found = reread(review, "--only", "ovid:psycinfo")
    assert (found["pages"], found["changed"], found["fields"]["abstract"]) == (1, 2, 2)
    assert everything(place) == whole


def test_what_a_run_did_not_take_is_not_added(review: Command, place: str) -> None:
    review("run", "--limit", "3")
    with open_store(place) as store:
        read_by_an_older_searchkit(store)
    found = reread(review)
    assert (found["records"], found["changed"]) == (3, 3)
    assert [len(run) for run in everything(place)] == [3]


def test_an_answer_that_cannot_be_read_is_told_and_its_records_stay(
    review: Command, place: str
) -> None:
    review("run")
    whole = everything(place)
    with open_store(place) as store, store.writing() as connection:
        damaged = {"body": zlib.compress(b"<html>")}
        connection.execute(text("UPDATE pages SET body = :body WHERE page = 2"), damaged)
    done = review("reread")
    assert done.code == 3
    assert "warning: pubmed: run 1, page 2: " in done.err
    assert "Traceback" not in done.err
    assert everything(place) == whole


def test_while_another_is_at_work_nothing_is_read(review: Command, place: str) -> None:
    review("run")
    with open_store(place) as store, locked(store, "pubmed"):
        done = review("reread")
    assert done.code == 75
    assert "another searchkit is at work" in done.err
    assert "did you mean `pubmed`" in review("reread", "--only", "pubmde").err


def pages_read(place: str) -> dict[int, set[bool]]:
    """Return, for each page, whether its records are as they are read now."""
    states: dict[int, set[bool]] = defaultdict(set)
    with open_store(place) as store, store.reading() as connection:
        wanted = select(occurrences.c.page, records.c.content).join(
            records, records.c.id == occurrences.c.record
        )
        for page, content in connection.execute(wanted):
            states[page].add("abstract" in json.loads(content))
    return states


def test_killed_it_leaves_whole_pages_and_ends_as_undisturbed(
    review: Command, server: EUtilities, place: str
) -> None:
    server.pmids, server.created = harvesting.collection(3_000)
    assert review("run").code == 0
    whole = everything(place)
    with open_store(place) as store:
        read_by_an_older_searchkit(store)
    moments, done = random.Random(5), 0
    for _ in range(3):
        running = subprocess.Popen(
            [sys.executable, "-c", "from searchkit.cli import main; main()", "reread"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "SEARCHKIT_STORE": place},
        )
        while running.poll() is None and sum(map(any, pages_read(place).values())) == done:
            time.sleep(0.01)
        time.sleep(moments.uniform(0, 0.1))
        running.send_signal(signal.SIGKILL)
        running.communicate()
        states = pages_read(place)
        assert all(len(state) == 1 for state in states.values())
        done = sum(map(any, states.values()))
    assert 0 < done < len(states), "it was killed before it had begun, or after its end"
    reread(review)
    assert everything(place) == whole
