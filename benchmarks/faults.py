"""Kill a harvest of 20,000 records at random moments, resume it, compare record for record.

    python benchmarks/faults.py [--kills 100] [--size 20000] [--place URL]

Harvests again and again from a PubMed on this machine, each time killed with SIGKILL at a
random moment and gone on with, until the number of kills is reached; each harvest that comes
to its end is compared with what an undisturbed run gives. The place is a new SQLite file, or
an empty PostgreSQL database.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from searchkit.store import all_runs, open_store, records_of  # noqa: E402
from servers import eutils, harvesting  # noqa: E402


def content(place: str, run: int) -> list[tuple[str, str, int | None]]:
    with open_store(place) as store:
        return [
            (record.pmid, record.title, record.provenance[-1].rank)
            for record in records_of(store, run)
        ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--place", default="")
    wanted = parser.parse_args()
    moments = random.Random(2026)
    with tempfile.TemporaryDirectory() as folder, eutils.serving() as server:
        place = wanted.place or f"{folder}/review.db"
        server.pmids, server.created = harvesting.collection(wanted.size)

        def command(*more: str) -> list[str]:
            return [sys.executable, harvesting.__file__, place, server.url, *more]

        began = time.monotonic()
        subprocess.run(command(), check=True, stdout=subprocess.DEVNULL)
        whole = time.monotonic() - began
        expected = content(place, 1)
        assert len({pmid for pmid, _, _ in expected}) == wanted.size
        killed = ended = resumed = 0
        while killed < wanted.kills:
            running = subprocess.Popen(command(f"query {ended}"), stdout=subprocess.DEVNULL)
            time.sleep(moments.uniform(0.3, whole * 0.6))
            running.send_signal(signal.SIGKILL)
            running.wait()
            killed += running.returncode == -signal.SIGKILL
            with open_store(place) as store:
                run = all_runs(store)[-1]
            resumed += run.pages > 0 and run.status == "stopped"
            if run.status == "complete" and run.number > 1:
                assert content(place, run.number) == expected, "a record differs"
                ended += 1
                print(f"{killed} kills, {ended} resumed harvests alike", file=sys.stderr)
        subprocess.run(command(f"query {ended}"), check=True, stdout=subprocess.DEVNULL)
        with open_store(place) as store:
            run = all_runs(store)[-1]
        assert content(place, run.number) == expected, "a record differs"
        print(
            f"{killed} kills ({resumed} inside a harvest), {ended + 1} harvests of"
            f" {wanted.size:,} records came to their end, all equal to the undisturbed one"
            f" ({whole:.1f} s)"
        )


if __name__ == "__main__":
    main()
