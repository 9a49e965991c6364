"""Harvests that are killed, crowded, cut or starved: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from searchkit.errors import Busy, ConnectionFailed, Incomplete, NotEntitled, StoreError
from searchkit.review.harvesting import Search, harvest_into
from searchkit.review.ledger import response_of
from searchkit.review.running import Task, run_tasks
from searchkit.sources import Connection
from searchkit.sources.http import HttpTransport
from searchkit.sources.pubmed import PubMed
from searchkit.store import (
    RunRow,
    Status,
    Store,
    all_runs,
    locked,
    numbered_records,
    open_store,
    raw_pages,
    records_of,
    runs_of,
)
from servers import eutils, harvesting
from servers.eutils import EUtilities

KILLS = 3
SIZE = 12_000
SEARCH = Search("pubmed", "q")
BOTH_WAYS = pytest.mark.parametrize("connections", [1, 4])


@dataclass(frozen=True, slots=True)
class Narrow(PubMed):
    """PubMed, were it to deliver less of a search; the tests are quicker with it."""

    reach: ClassVar[int | None] = 900


@pytest.fixture
def narrow(server: EUtilities, connection: Connection, connections: int) -> Connection:
    source = Narrow(url=server.url, rate=100_000, page_size=100, connections=connections)
    return Connection(source, connection.transport)


def pmids(store: Store, run: RunRow) -> list[str]:
    return [record.pmid for record in records_of(store, run.number)]


def child(place: str, server: EUtilities) -> subprocess.Popen[str]:
    command = [sys.executable, harvesting.__file__, place, server.url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_killed_at_random_moments_it_ends_with_the_records_of_an_undisturbed_run(
    place: str, server: EUtilities, tmp_path: Path
) -> None:
    server.pmids, server.created = harvesting.collection(SIZE)
    moments = random.Random(2026)
    killed = 0
    while killed < KILLS:
        running = child(place, server)
        time.sleep(moments.uniform(0.5, 2.5))
        running.send_signal(signal.SIGKILL)
        _, err = running.communicate()
        # A harvest that fails by itself is not what this test kills; without this it would
        # begin anew for ever.
        assert running.returncode in {0, -signal.SIGKILL}, err
        killed += running.returncode == -signal.SIGKILL
        if running.returncode == 0:
            break
    out, err = child(place, server).communicate()
    assert out.split() == ["complete", str(SIZE)], err
    assert killed
    with open_store(place) as store:
        (run,) = all_runs(store)
        found = pmids(store, run)
        ranks = [record.provenance[-1].rank for record in records_of(store, run.number)]
    assert run.hit_count == SIZE
    assert ranks == list(range(1, SIZE + 1))
    # Cut into parts by day, the newest day first, and within it the highest number first.
    assert len(found) == len(set(found))
    assert set(found) == set(server.pmids)


def test_a_harvest_goes_on_after_any_fault(
    store: Store, connection: Connection, server: EUtilities
) -> None:
    server.misbehave("efetch", eutils.fine, *[eutils.dropped] * 6)
    with pytest.raises(ConnectionFailed):
        harvest_into(store, connection, "pubmed", SEARCH)
    (run,) = all_runs(store)
    assert (run.status, run.retrieved) == (Status.STOPPED, 10)
    assert "cut its answer short" in run.error
    assert run.advice
    run = harvest_into(store, connection, "pubmed", SEARCH)
    assert (run.status, run.number, run.error) == (Status.COMPLETE, 1, "")
    assert pmids(store, run) == server.pmids
    assert len(server.called("esearch")) == 1


@BOTH_WAYS
@pytest.mark.parametrize(
    "fault",
    [
        eutils.dropped,
        eutils.hung_up,
        eutils.truncated,
        eutils.truncated_gzip,
        eutils.something_else,
        eutils.web_page,
        eutils.error_document("Search Backend failed: try again"),
        eutils.one_article_short,
        eutils.page_of("31000025", "31000024"),
        eutils.status(503),
        eutils.throttled("1"),
    ],
)
def test_one_bad_answer_changes_nothing(
    store: Store, connection: Connection, server: EUtilities, fault: eutils.Fault
) -> None:
    server.misbehave("efetch", eutils.fine, fault)
    run = harvest_into(store, connection, "pubmed", SEARCH)
    assert sorted(pmids(store, run), reverse=True) == server.pmids


def test_the_same_search_again_is_not_sent(
    store: Store, connection: Connection, server: EUtilities
) -> None:
    first = harvest_into(store, connection, "pubmed", SEARCH)
    calls = len(server.calls)
    assert harvest_into(store, connection, "pubmed", SEARCH) == first
    assert len(server.calls) == calls
    anew = harvest_into(store, connection, "pubmed", SEARCH, again=True)
    assert (anew.number, anew.retrieved) == (2, first.retrieved)
    assert [number for number, _ in numbered_records(store, 1)] == [
        number for number, _ in numbered_records(store, 2)
    ]


def test_another_search_gives_up_the_one_that_had_stopped(
    store: Store, connection: Connection, server: EUtilities
) -> None:
    server.misbehave("efetch", eutils.fine, *[eutils.dropped] * 6)
    with pytest.raises(ConnectionFailed):
        harvest_into(store, connection, "pubmed", SEARCH)
    harvest_into(store, connection, "pubmed", Search("pubmed", "another"))
    assert [run.status for run in all_runs(store)] == [Status.ABANDONED, Status.COMPLETE]


@BOTH_WAYS
def test_a_search_beyond_reach_is_cut_by_day_then_by_number(
    store: Store, narrow: Connection, server: EUtilities
) -> None:
    server.pmids, _ = harvesting.collection(1_000)
    server.created = dict.fromkeys(server.pmids[:950], "2020/02/29")
    run = harvest_into(store, narrow, "pubmed", SEARCH)
    assert (run.hit_count, run.retrieved) == (1_000, 1_000)
    assert set(pmids(store, run)) == set(server.pmids)
    asked = {page.query for page in raw_pages(store, run.number)}
    assert any("[uid]" in query for query in asked)
    assert any("[crdt]" in query and "[uid]" not in query for query in asked)


@BOTH_WAYS
def test_parts_that_do_not_give_the_whole_are_refused(
    store: Store, narrow: Connection, server: EUtilities
) -> None:
    server.pmids, _ = harvesting.collection(1_000)
    server.created = {server.pmids[0]: "0000/00/00"}
    with pytest.raises(Incomplete, match="1,000 records, but"):
        harvest_into(store, narrow, "pubmed", SEARCH)
    (run,) = all_runs(store)
    assert (run.status, run.retrieved) == (Status.ABANDONED, 0)


@BOTH_WAYS
def test_a_part_that_changed_since_it_was_counted_is_refused(
    store: Store, narrow: Connection, server: EUtilities
) -> None:
    server.pmids, server.created = harvesting.collection(1_000)

    def one_more(call: eutils.Call, reply: eutils.Reply) -> eutils.Reply:
        """After the counting, the part that is opened first holds one record more."""
        if call.form["retmax"] != "0" and "32000000" not in server.pmids:
            server.pmids.insert(0, "32000000")
            server.created["32000000"] = "2019/05/17"
            return server.answer(call)
        return reply

    server.misbehave("esearch", eutils.fine, *[one_more] * 50)
    with pytest.raises(Incomplete, match="hit count changed from"):
        harvest_into(store, narrow, "pubmed", SEARCH)
    run = harvest_into(store, narrow, "pubmed", SEARCH)
    assert (run.number, run.retrieved) == (2, 1_001)
    assert all_runs(store)[0].status is Status.ABANDONED


@BOTH_WAYS
def test_stored_answers_are_read_again_into_the_same_records(
    store: Store, connection: Connection
) -> None:
    run = harvest_into(store, connection, "pubmed", SEARCH)
    again = [
        record.pmid
        for raw in raw_pages(store, run.number)
        for record in connection.source.read(response_of(raw)).records
    ]
    assert again == pmids(store, run)


def test_two_at_once_on_one_target_are_told_apart(
    store: Store, connection: Connection, server: EUtilities
) -> None:
    with (
        locked(store, "pubmed"),
        ThreadPoolExecutor(1) as other,
        pytest.raises(Busy, match="at work on pubmed"),
    ):
        other.submit(harvest_into, store, connection, "pubmed", SEARCH).result()
    assert server.calls == []


def test_two_processes_at_once_end_with_one_run(place: str, server: EUtilities) -> None:
    server.pmids, server.created = harvesting.collection(1_500)
    done = [process.communicate() for process in [child(place, server) for _ in range(3)]]
    winners = [out.split() for out, _ in done if out]
    assert winners
    assert all(said == ["complete", "1500"] for said in winners)
    assert all("at work on pubmed" in err for out, err in done if not out)
    with open_store(place) as store:
        (run,) = all_runs(store)
        assert sorted(pmids(store, run)) == sorted(server.pmids)


def test_sources_are_asked_at_the_same_time_and_one_that_stops_stops_no_other(
    store: Store, connection: Connection, server: EUtilities
) -> None:
    both = threading.Barrier(2, timeout=30)

    def together(call: eutils.Call, reply: eutils.Reply) -> eutils.Reply:
        both.wait()
        return eutils.invalid_key(call, reply) if call.form["term"] == "bad" else reply

    @contextmanager
    def opening(name: str) -> Iterator[Connection]:
        with HttpTransport(connection.source.rate) as transport:
            yield Connection(connection.source, transport)

    server.misbehave("esearch", together, together)
    tasks = [Task("pubmed", Search("one", "good")), Task("pubmed", Search("two", "bad"))]
    good, bad = run_tasks(store, tasks, opening)
    assert good.run is not None
    assert good.run.retrieved == 25
    assert isinstance(bad.error, NotEntitled)
    assert [run.status for run in runs_of(store, "two")] == [Status.STOPPED]


def test_ctrl_c_ends_after_a_whole_page_and_goes_on(
    place: str, server: EUtilities, tmp_path: Path
) -> None:
    (tmp_path / "strategy.txt").write_text("1. peer.ti.\n")
    (tmp_path / "review.toml").write_text(
        'title = "x"\n[strategy]\nfile = "strategy.txt"\n[[database]]\ntarget = "pubmed"\n'
    )
    server.pmids, server.created = harvesting.collection(600)
    server.misbehave("efetch", eutils.fine, eutils.late(3))
    environment = os.environ | {
        "SEARCHKIT_PUBMED_URL": server.url,
        "SEARCHKIT_PUBMED_RATE": "100000",
        "SEARCHKIT_CONFIG": str(tmp_path / "none.toml"),
        "SEARCHKIT_STORE": place,
    }
    command = [sys.executable, "-c", "from searchkit.cli import main; main()", "run"]

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            command, cwd=tmp_path, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    running = start()
    while len(server.called("efetch")) < 2:
        time.sleep(0.02)
        assert running.poll() is None, running.communicate()
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert (running.returncode, "Traceback" in err) == (130, False), err
    with open_store(place) as store:
        (run,) = all_runs(store)
    assert run.status is Status.STOPPED
    assert run.retrieved in {200, 400}
    out, err = start().communicate()
    assert out == "pubmed: hit count 600, retrieved 600\n", err


def test_a_full_disk_loses_nothing(
    tmp_path: Path, connection: Connection, server: EUtilities
) -> None:
    mount = shutil.which("mount")
    folder = tmp_path / "small"
    folder.mkdir()
    made = mount and subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=600k", "searchkit-test", str(folder)],
        check=False,
        capture_output=True,
    )
    if not made or made.returncode:
        pytest.skip("a small file system cannot be mounted without rights to do so")
    try:
        server.pmids, server.created = harvesting.collection(2_000)
        with (
            open_store(folder / "review.db") as store,
            pytest.raises(StoreError, match="full") as told,
        ):
            harvest_into(store, connection, "pubmed", SEARCH)
        assert "free space" in (told.value.help or "")
        remount = [str(mount), "-o", "remount,size=20m", str(folder)]
        subprocess.run(remount, check=True)
        with open_store(folder / "review.db") as store:
            (stopped,) = all_runs(store)
            assert 0 < stopped.retrieved < 2_000
            run = harvest_into(store, connection, "pubmed", SEARCH)
            assert run.number == stopped.number
            assert pmids(store, run) == server.pmids
    finally:
        subprocess.run(["umount", str(folder)], check=True)
