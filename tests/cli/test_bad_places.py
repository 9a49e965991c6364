"""Places that cannot be written, calls that contradict themselves: told, never a traceback."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from program import PROGRAM, Outcome, searchkit
from searchkit.records.formats import write
from searchkit.records.record import Record

PROC = Path("/proc")
needs_proc = pytest.mark.skipif(not PROC.is_dir(), reason="no /proc, where nobody may write")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a strategy, a file of records, and `taken`, which is a file."""
    monkeypatch.chdir(tmp_path)
    Path("strategy.txt").write_text("peer*.ti,ab.\n", encoding="utf-8")
    Path("taken").write_text("", encoding="utf-8")
    write([Record(title="One", year=2020)], "one.ris")
    return tmp_path


def refused(done: Outcome, code: int, *said: str) -> None:
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    for text in said:
        assert text in done.stderr


def init(*more: str | Path) -> Outcome:
    call = ("init", "--strategy", "strategy.txt", "--target", "pubmed")
    return searchkit(*call, "--target", "ovid:psycinfo", *more)


def test_a_pace_that_cannot_be_kept(folder: Path) -> None:
    pace = folder / "cache" / "searchkit" / "pace"
    (pace / "127.0.0.1_9").mkdir(parents=True)
    environment = {
        "SEARCHKIT_PUBMED_URL": "http://127.0.0.1:9/",
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    done = searchkit("run", "strategy.txt", "--count", **environment)
    refused(done, 2, "pace of requests cannot be kept", "XDG_CACHE_HOME")


@needs_proc
def test_a_review_where_nothing_can_be_written() -> None:
    refused(init("--title", "Peers", "--review", PROC), 2, "/proc/review.toml cannot be written")


def test_a_review_without_a_title_and_without_a_terminal() -> None:
    refused(init(), 2, "no title", "--title")
    assert not Path("review.toml").exists()


@pytest.mark.parametrize(
    "call", [("schedule", "--emit", "systemd"), ("next",)], ids=["schedule", "next"]
)
def test_folders_that_cannot_be_made(call: tuple[str, ...]) -> None:
    assert init("--title", "Peers").returncode == 0
    refused(searchkit(*call, "--into", "taken/units"), 2, "cannot be written")


def test_a_store_that_cannot_be_made() -> None:
    assert init("--title", "Peers").returncode == 0
    path = Path("review.toml")
    path.write_text(path.read_text().replace('"review.db"', '"taken/review.db"'))
    refused(searchkit("status"), 3, "taken/review.db cannot be made", "[store]")


def test_a_cache_that_cannot_be_made(folder: Path) -> None:
    Path("mtrees2025.bin").write_text("Peer Group;M01.1\n", encoding="utf-8")
    call = ("vocabulary", "update", "--file", "mtrees2025.bin")
    refused(searchkit(*call, XDG_CACHE_HOME=str(folder / "taken")), 2, "cannot be written")


def test_a_vocabulary_without_a_heading_is_not_kept(folder: Path) -> None:
    Path("desc2025.xml").write_text(
        "<DescriptorRecordSet><!-- <DescriptorRecord --></DescriptorRecordSet>", encoding="utf-8"
    )
    cache = folder / "cache"
    done = searchkit("vocabulary", "update", "--file", "desc2025.xml", XDG_CACHE_HOME=str(cache))
    refused(done, 2, "desc2025.xml holds no heading")
    assert list(cache.rglob("mesh-*")) == []


@pytest.mark.parametrize("address", ["notaurl", "https://", "ftp://example.org/"])
def test_an_address_of_a_source_that_is_none(address: str) -> None:
    done = searchkit("run", "strategy.txt", "--count", SEARCHKIT_PUBMED_URL=address)
    refused(done, 2, "address of the source is not usable", "correct the url")


WITHOUT_FOLDER = [
    ("run", "strategy.txt", "--out", "none/records.ris"),
    ("run", "strategy.txt", "--out", "records.ris", "--report", "none/report.json"),
    ("records", "convert", "one.ris", "none/one.csv"),
    ("records", "dedupe", "one.ris", "--decisions", "none/decisions.csv"),
    ("records", "dedupe", "one.ris", "--out", "none/one.csv"),
    ("cite", "one.ris", "--backward", "--out", "none/cited.ris"),
]


@pytest.mark.parametrize("call", WITHOUT_FOLDER)
def test_a_file_in_a_folder_that_is_not_there_is_refused_before_the_work(
    call: tuple[str, ...],
) -> None:
    # An address where nothing answers shows that nothing is sent.
    done = searchkit(*call, SEARCHKIT_PUBMED_URL="http://127.0.0.1:9/")
    refused(done, 2, "there is no folder none")


CONTRADICTIONS = [
    ("translate", "strategy.txt", "--lines", "--address"),
    ("translate", "strategy.txt", "--json", "--lines"),
    ("run", "strategy.txt", "--count", "--report", "report.json"),
    ("run", "strategy.txt", "--count", "--out", "records.ris"),
    ("run", "strategy.txt", "--out", "records.ris", "--json"),
    ("run", "strategy.txt", "--count", "--review", "."),
    ("run", "--policy", "precision"),
    ("vocabulary", "update", "--file", "one.ris", "--year", "2025"),
    ("records", "convert", "one.ris", "one.ris"),
]


@pytest.mark.parametrize("call", CONTRADICTIONS)
def test_options_that_contradict_one_another(call: tuple[str, ...]) -> None:
    refused(searchkit(*call, SEARCHKIT_PUBMED_URL="http://127.0.0.1:9/"), 2)


@pytest.mark.parametrize("command", ["translate", "parse", "lint"])
def test_an_empty_strategy_has_a_fault(command: str) -> None:
    done = searchkit(command, "-", text="")
    assert done.returncode == 1
    assert "there is no search line" in done.stdout + done.stderr


@pytest.mark.parametrize("command", ["translate", "parse", "lint", "verify", "explain"])
def test_the_help_names_the_exit_codes(command: str) -> None:
    assert "Exit codes: 0 " in searchkit(command, "--help").stdout


@pytest.mark.parametrize("lines", [1, 5000], ids=["held until the end", "beyond the buffer"])
def test_a_reader_that_goes_away_is_no_finding(lines: int) -> None:
    reader, pipe = os.pipe()
    os.close(reader)
    with os.fdopen(pipe, "wb") as out:
        done = subprocess.run(
            [*PROGRAM, "translate", "-", "--to", "wos", "--lines", "-q"],
            input="peer*.ti,ab.\n" * lines,
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=120,
        )
    assert (done.returncode, done.stderr) == (130, "")
