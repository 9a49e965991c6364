"""Two commands at once on one review: one does the work, the other says so, nothing doubles."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from searchkit.store import Kind, Status, all_runs, open_store, records_of
from servers import eutils
from servers.eutils import EUtilities

Start = Callable[..., subprocess.Popen[str]]
Told = tuple[str, str, int]
"""Standard output, standard error and exit code of a command."""


@pytest.fixture
def start(place: str, server: EUtilities, tmp_path: Path) -> Start:
    """Starts a command on a review of PubMed, in a process of its own."""
    folder = tmp_path / "review"
    folder.mkdir()
    (folder / "strategy.txt").write_text("1. peer.ti.\n")
    (folder / "review.toml").write_text(
        'title = "x"\n[strategy]\nfile = "strategy.txt"\n[[database]]\ntarget = "pubmed"\n'
    )
    environment = os.environ | {
        "SEARCHKIT_PUBMED_URL": server.url,
        "SEARCHKIT_PUBMED_RATE": "100000",
        "SEARCHKIT_CONFIG": str(tmp_path / "none.toml"),
        "SEARCHKIT_STORE": place if "://" in place else str(Path(place).resolve()),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    command = [sys.executable, "-c", "from searchkit.cli import main; main()"]

    def begin(*arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [*command, *arguments], cwd=folder, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    return begin


def both(start: Start, server: EUtilities, command: str) -> tuple[Told, Told]:
    """Run a command twice at once; return what the busy one said, then the other.

    The platform answers only when one of the two has ended.
    """
    ended = threading.Event()

    def held(call: eutils.Call, reply: eutils.Reply) -> eutils.Reply:
        ended.wait(60)
        return reply

    server.misbehave("esearch", held)
    pair = [start(command) for _ in range(2)]
    try:
        while all(one.poll() is None for one in pair):
            time.sleep(0.02)
        ended.set()
        busy, other = sorted(pair, key=lambda one: one.poll() is None)
        told = [(*one.communicate(timeout=60), one.returncode) for one in (busy, other)]
    finally:
        ended.set()
        for one in pair:
            one.kill()
    return told[0], told[1]


def test_two_runs_at_once(start: Start, server: EUtilities, place: str) -> None:
    (out, err, code), (worked, _, well) = both(start, server, "run")
    assert (out, code, well) == ("", 75, 0)
    assert "another searchkit is at work on pubmed in this review" in err
    assert "wait until it has ended" in err
    assert worked == "pubmed: hit count 25, retrieved 25\n"
    with open_store(place) as store:
        (run,) = all_runs(store)
        assert [record.pmid for record in records_of(store, run.number)] == server.pmids
    assert len(server.calls) == 2
    again, _ = start("run").communicate()
    assert again == worked


def test_two_updates_at_once(start: Start, server: EUtilities, place: str) -> None:
    start("run").communicate()
    server.pmids = ["31000027", "31000026", *server.pmids]
    server.created |= dict.fromkeys(server.pmids[:2], f"{date.today():%Y/%m/%d}")
    (out, _, code), (worked, _, well) = both(start, server, "update")
    assert (code, well) == (75, 0)
    assert "another searchkit is at work on pubmed in this review" in out
    assert "2 new" in worked
    with open_store(place) as store:
        first, second = all_runs(store)
        assert (first.status, second.status) == (Status.COMPLETE, Status.COMPLETE)
        assert second.kind is Kind.UPDATE
        found = [record.pmid for record in records_of(store, second.number)]
    assert found == server.pmids[:2]
    again, _ = start("update").communicate()
    assert "nothing new" in again
