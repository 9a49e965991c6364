"""What an update costs that finds 50 new records beside 200,000: requests and seconds.

    python benchmarks/update.py [--size 200000]

Harvests the records from a PubMed on this machine into a new SQLite file (cut into parts,
because PubMed delivers 9,999 of a search), then lets 50 enter and updates.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from searchkit.review.protocol import read_review  # noqa: E402 - found by the path above
from searchkit.review.running import run_review  # noqa: E402 - found by the path above
from searchkit.review.targets import sendings  # noqa: E402 - found by the path above
from searchkit.review.updating import update_review  # noqa: E402 - found by the path above
from searchkit.sources import connect  # noqa: E402 - found by the path above
from searchkit.store import open_store  # noqa: E402 - found by the path above
from servers import eutils, harvesting  # noqa: E402 - found by the path above

NEW = 50
REVIEW = """\
title = "Benchmark"
[strategy]
file = "strategy.txt"
[[database]]
target = "pubmed"
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=200_000)
    size = parser.parse_args().size
    with tempfile.TemporaryDirectory() as name, eutils.serving() as server:
        folder = Path(name)
        (folder / "review.toml").write_text(REVIEW)
        (folder / "strategy.txt").write_text("1. peer support.ti,ab.\n")
        os.environ |= {
            "SEARCHKIT_PUBMED_URL": server.url,
            "SEARCHKIT_PUBMED_RATE": "100000",
            "SEARCHKIT_CONFIG": str(folder / "none.toml"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        server.pmids, server.created = harvesting.collection(size)
        review = read_review(folder)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with open_store(review.store_place) as store:
            began = time.monotonic()
            (outcome,) = run_review(review, store, sendings(review), connect)
            assert outcome.run is not None, outcome.error
            assert outcome.run.retrieved == size
            whole = time.monotonic() - began
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            print(
                f"harvest: {size:,} records, {len(server.calls):,} requests, {whole:.1f} s,"
                f" {grown / 1024:.0f} MB more memory (server included)"
            )
            today = date.today()
            server.pmids = [str(40_000_000 + number) for number in range(NEW)] + server.pmids
            server.created |= dict.fromkeys(server.pmids[:NEW], f"{today:%Y/%m/%d}")
            calls = len(server.calls)
            began = time.monotonic()
            (finding,) = update_review(review, store, sendings(review), connect, today=today)
            took = time.monotonic() - began
        assert len(finding.new) == NEW
        assert not finding.changed
        assert not finding.remark
        print(f"update: {NEW} new, {len(server.calls) - calls} requests, {took:.2f} s")


if __name__ == "__main__":
    main()
