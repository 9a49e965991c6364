"""Kill a harvest of 20,000 records at random moments, resume it, compare record for record.

    python benchmarks/faults.py [--kills 100] [--size 20000] [--place URL]

Harvests again and again from a PubMed on this machine. Each time the harvest is under way it
is killed with SIGKILL, after a random number of requests and then a random moment, and gone
on with, until the number of kills is reached; each harvest that comes to its end is compared
with what an undisturbed run gives. A kill counts only when it hit a harvest that had sent a
request. The place is a new SQLite file, or an empty PostgreSQL database.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from searchkit.store import (  # noqa: E402 - found by the path above
    RunRow,
    Status,
    all_runs,
    open_store,
    records_of,
)
from servers import eutils, harvesting  # noqa: E402 - found by the path above

FURTHEST = 0.25
"""Of the requests of a whole harvest: the most that pass between a start and its kill."""
LATEST = 0.15
"""Seconds from the request at which a kill is due to the kill."""


def last_run(place: str) -> RunRow:
    with open_store(place) as store:
        return all_runs(store)[-1]


def content(place: str, run: int) -> list[tuple[str, str, int | None]]:
    with open_store(place) as store:
        return [
            (record.pmid, record.title, record.provenance[-1].rank)
            for record in records_of(store, run)
        ]


def run_until(command: list[str], due: Callable[[], bool], delay: float) -> int:
    """Start a harvest, kill it some seconds after it is due; return how it ended."""
    running = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    while running.poll() is None and not due():
        time.sleep(0.002)
    if running.poll() is None:
        time.sleep(delay)
        running.send_signal(signal.SIGKILL)
    _, said = running.communicate()
    if running.returncode not in {0, -signal.SIGKILL} and "is at work on" not in said:
        raise SystemExit(f"a harvest failed by itself:\n{said}")
    return running.returncode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--place", default="")
    wanted = parser.parse_args()
    moments = random.Random(2026)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, eutils.serving() as server:
        place = wanted.place or f"{folder}/review.db"
        server.pmids, server.created = harvesting.collection(wanted.size)

        def command(query: str) -> list[str]:
            return [sys.executable, harvesting.__file__, place, server.url, query]

        subprocess.run(command("undisturbed"), check=True, stdout=subprocess.DEVNULL)
        calls = len(server.calls)
        expected = content(place, last_run(place).number)
        assert len({pmid for pmid, _, _ in expected}) == len(expected) == wanted.size
        killed = ended = resumed = refused = 0
        while killed < wanted.kills or last_run(place).status is not Status.COMPLETE:
            start = len(server.calls)
            after = moments.randint(1, int(calls * FURTHEST)) if killed < wanted.kills else calls

            def due(due_at: int = start + after) -> bool:
                return len(server.calls) >= due_at

            end = run_until(command(f"query {ended}"), due, moments.uniform(0, LATEST))
            run = last_run(place)
            if end == -signal.SIGKILL:
                killed += 1
                resumed += run.pages > 0 and run.status is Status.STOPPED
            elif end != 0:
                refused += 1  # a server lets go of a lock when it sees that its client has died
            if run.status is Status.COMPLETE and run.query == f"query {ended}":
                assert run.retrieved == run.hit_count == wanted.size
                assert content(place, run.number) == expected, "a record differs"
                ended += 1
                print(f"{killed} kills, {ended} resumed harvests alike", file=sys.stderr)
        print(
            f"{killed} kills ({resumed} after a stored page), {ended} harvests of"
            f" {wanted.size:,} records came to their end, all equal to the undisturbed one;"
            f" {refused} starts too early for the lock of the one before;"
            f" {time.monotonic() - began:.0f} s"
        )


if __name__ == "__main__":
    main()
