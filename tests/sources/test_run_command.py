"""`searchkit run` from the strategy to the file, against a server that may misbehave."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import rispy

from servers import eutils
from servers.commands import Command, caller, enter
from servers.eutils import EUtilities, fine

from .conftest import KEY

STRATEGY = """\
1. "peer led support worker".ti,ab.
2. schizophrnia.ti,ab.
3. 1 or 2
"""
WHOLE = '"peer led support worker"[tiab] OR schizophrnia[tiab]'
REMARKS = (
    "<ErrorList><PhraseNotFound>schizophrnia[tiab]</PhraseNotFound></ErrorList><WarningList>"
    '<QuotedPhraseNotFound>"peer led support worker"[tiab]</QuotedPhraseNotFound>'
    "<OutputMessage>A message.</OutputMessage></WarningList>"
)


LOSSES = r"translated for pubmed: \d+ notes; taken together: broader\n"
START = "from searchkit.cli import main; main()"


@pytest.fixture
def environment(server: EUtilities, tmp_path: Path) -> dict[str, str]:
    return {
        "SEARCHKIT_PUBMED_URL": server.url,
        "SEARCHKIT_PUBMED_RATE": "1000",
        "SEARCHKIT_CONFIG": str(tmp_path / "no-config.toml"),
        "SEARCHKIT_EMAIL": "name@example.org",
        "NCBI_API_KEY": KEY,
    }


@pytest.fixture
def command(
    environment: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    enter(tmp_path / "work", STRATEGY, environment, monkeypatch)
    return caller(monkeypatch, capsys, "run")


def test_a_wait_is_told_without_a_terminal(command: Command, server: EUtilities) -> None:
    server.misbehave("esearch", eutils.throttled("1"))
    done = command("strategy.txt", "--count")
    assert done.code == 0
    assert "too many requests; going on in 1 s" in done.err


def read_pmids(path: Path) -> list[str]:
    """Read a file of records with another program than ours."""
    match path.suffix:
        case ".ris":
            with path.open(encoding="utf-8-sig") as stream:
                titles = " ".join(str(row["title"]) for row in rispy.load(stream))
            return re.findall(r"trial number (\d+)", titles)
        case ".csv":
            with path.open(encoding="utf-8-sig", newline="") as stream:
                return [row["pmid"] for row in csv.DictReader(stream)]
        case _:
            rows = path.read_text(encoding="utf-8").splitlines()
            return [json.loads(row)["pmid"] for row in rows]


@pytest.mark.parametrize("suffix", [".ris", ".csv", ".jsonl"])
def test_every_record_reaches_the_file(command: Command, server: EUtilities, suffix: str) -> None:
    out = Path(f"records{suffix}")
    done = command("strategy.txt", "--source", "pubmed", "--out", str(out))
    assert done.code == 0
    assert re.fullmatch(LOSSES, done.err)
    assert done.out == f"pubmed: hit count 25, retrieved 25, in {out}\n"
    assert read_pmids(out) == server.pmids
    assert sorted(path.name for path in Path().iterdir()) == [out.name, "strategy.txt"]
    assert server.called("esearch")[0].form["term"] == WHOLE


def test_the_protocols_strategy_is_sent_as_it_is_translated(
    command: Command, server: EUtilities
) -> None:
    strategy = Path(__file__).parents[2] / "queries" / "peer-support" / "strategy.ovid.txt"
    done = command(str(strategy), "--out", "records.jsonl")
    assert done.code == 0
    assert '"peer mentor*"[tiab]' in server.called("esearch")[0].form["term"]


def test_warnings_are_shown_at_their_place(command: Command, server: EUtilities) -> None:
    server.remarks = REMARKS
    done = command("strategy.txt", "--out", "records.ris")
    assert done.code == 0
    assert (
        "warning[H001]: the platform does not know `schizophrnia[tiab]` and leaves it out\n"
        " --> strategy.txt:2:4\n"
        "  |\n"
        "2 | 2. schizophrnia.ti,ab.\n"
        "  |    ^^^^^^^^^^^^\n"
        "  = effect: broader\n"
    ) in done.err
    assert "warning[H002]" in done.err
    assert "note[H004]: the platform says: A message.\n" in done.err


def test_hit_counts_line_by_line(command: Command, server: EUtilities) -> None:
    server.found_by = {
        '"peer led support worker"[tiab]': ["1"] * 3,
        "schizophrnia[tiab]": [],
        WHOLE: [str(number) for number in range(1_234)],
    }
    done = command("strategy.txt", "--count")
    assert done.code == 0
    assert [" ".join(row.split()) for row in done.out.splitlines()] == [
        '1 "peer led support worker".ti,ab. 3',
        "2 schizophrnia.ti,ab. 0",
        "3 1 or 2 1,234",
        "hit count of the whole search: 1,234",
    ]
    assert server.called("efetch") == []


def test_hit_counts_for_programs(command: Command, server: EUtilities) -> None:
    server.remarks = REMARKS
    done = command("strategy.txt", "--count", "--json")
    told = json.loads(done.out)
    assert done.code == 0
    assert re.fullmatch(LOSSES, done.err)
    assert [(line["number"], line["hit_count"]) for line in told["lines"]] == [
        (1, 25),
        (2, 25),
        (3, 25),
    ]
    assert told["hit_count"] == 25
    placed = {(d["code"], d["line"], STRATEGY[d["start"] : d["end"]]) for d in told["diagnostics"]}
    assert ("H001", 2, "schizophrnia") in placed


def test_standard_input_is_a_strategy(
    command: Command, server: EUtilities, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("strategy.txt").open(encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        done = command("-", "--out", "records.jsonl")
    assert done.code == 0
    assert read_pmids(Path("records.jsonl")) == server.pmids


def test_the_run_report_says_what_a_review_reports(command: Command, server: EUtilities) -> None:
    server.remarks = REMARKS
    server.deleted = {"31000003"}
    server.misbehave("efetch", eutils.throttled("0"))
    done = command("strategy.txt", "--out", "records.ris", "--report", "run.json")
    assert done.out == "pubmed: hit count 25, retrieved 24, in records.ris\n"
    assert "31000003" in done.err
    told = json.loads(Path("run.json").read_text(encoding="utf-8"))
    started, ended = (datetime.fromisoformat(told[name]) for name in ("started", "ended"))
    assert started.tzinfo
    assert ended.tzinfo
    assert started <= ended
    assert told["query"] == told["query_as_understood"] == WHOLE
    assert (told["hit_count"], told["retrieved"], told["missing"]) == (25, 24, ["31000003"])
    assert (told["pages"], told["requests"], told["retries"]) == (1, 4, 1)
    assert "31000003" in told["difference_explained_by"][0]
    assert len(told["warnings"]) == 3
    assert told["error"] is None


def test_a_limit_is_stated(command: Command, server: EUtilities) -> None:
    done = command("strategy.txt", "--out", "records.jsonl", "--limit", "7")
    assert done.out == "pubmed: hit count 25, retrieved 7, in records.jsonl\n"
    assert "warning[H007]: only the first 7 of 25 records" in done.err
    assert read_pmids(Path("records.jsonl")) == server.pmids[:7]


def test_a_failed_run_leaves_no_file_and_an_honest_report(
    command: Command, server: EUtilities
) -> None:
    Path("records.ris").write_text("an older file", encoding="utf-8")
    server.pmids = [str(number) for number in range(31_000_450, 31_000_000, -1)]
    server.misbehave("efetch", fine, *[eutils.throttled("50000")])
    done = command("strategy.txt", "--out", "records.ris", "--report", "run.json")
    assert done.code == 3
    assert "error: " in done.err
    assert "help: go on after" in done.err
    assert Path("records.ris").read_text(encoding="utf-8") == "an older file"
    assert sorted(path.name for path in Path().iterdir()) == [
        "records.ris",
        "run.json",
        "strategy.txt",
    ]
    told = json.loads(Path("run.json").read_text(encoding="utf-8"))
    assert (told["complete"], told["hit_count"]) == (False, 450)
    # Pages are asked for at the same time: any but the last may be the one that is refused.
    assert told["retrieved"] in {0, 200, 400}
    assert "a pause of 13 hours" in told["error"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["strategy.txt"], 2, "--out"),
        (["strategy.txt", "--out", "records.xyz"], 2, ".xyz"),
        (["strategy.txt", "--out", "nowhere/records.ris"], 2, "nowhere/records.ris"),
        (["strategy.txt", "--out", "r.ris", "--source", "pubmde"], 2, "did you mean `pubmed`?"),
        (
            ["strategy.txt", "--count", "--source", "ebsco:cinahl"],
            3,
            "ebsco-cinahl needs `profile`",
        ),
        (
            ["strategy.txt", "--count", "--source", "Ebsco-CINAHL"],
            3,
            "ebsco-cinahl needs `profile`",
        ),
        (["missing.txt", "--count"], 2, "missing.txt"),
        (["faulty.txt", "--count"], 1, "error[Q001]"),
        (["empty.txt", "--count"], 1, "no search line"),
        (["strategy.txt", "--count", "--limit", "0"], 2, "--limit"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_sent(
    command: Command, server: EUtilities, arguments: list[str], code: int, says: str
) -> None:
    Path("faulty.txt").write_text("1. peer.ti.\n2. 1 or 9\n", encoding="utf-8")
    Path("empty.txt").write_text("\n", encoding="utf-8")
    done = command(*arguments)
    assert done.code == code
    assert says in done.err
    assert "Traceback" not in done.err
    assert server.called("efetch") == []


def test_the_planted_key_is_in_no_output(
    command: Command, server: EUtilities, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    server.misbehave("esearch", eutils.throttled("0"), eutils.invalid_key)
    refused = command("strategy.txt", "--out", "a.ris", "--report", "a.json")
    server.misbehave("efetch", eutils.throttled("0", 200), eutils.json_error(KEY))
    passed = command("strategy.txt", "--out", "b.jsonl", "--report", "b.json")
    assert (refused.code, passed.code) == (3, 0)
    assert all(call.form["api_key"] == KEY for call in server.calls)
    files = "".join(path.read_text(encoding="utf-8") for path in Path().iterdir())
    assert KEY not in files + caplog.text + str(refused) + str(passed)


def test_progress_is_shown_on_a_terminal_only(
    environment: dict[str, str], server: EUtilities, tmp_path: Path
) -> None:
    (tmp_path / "strategy.txt").write_text(STRATEGY, encoding="utf-8")
    server.misbehave("efetch", eutils.throttled("0"))
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-c", START, "run", "strategy.txt", "--out", "records.ris"],
        cwd=tmp_path,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 65_536).decode()
    os.close(ours)
    assert f"{'█' * 30} 25 of 25 records" in shown
    assert "too many requests; going on in 0 s" in shown
    assert done.stdout.decode() == "pubmed: hit count 25, retrieved 25, in records.ris\n"


@contextmanager
def harvesting(
    environment: dict[str, str], folder: Path, server: EUtilities
) -> Iterator[subprocess.Popen[str]]:
    """Run a harvest of 450 records in a process of its own, until its pages are asked for."""
    (folder / "strategy.txt").write_text(STRATEGY, encoding="utf-8")
    server.pmids = [str(number) for number in range(31_000_450, 31_000_000, -1)]
    server.misbehave("efetch", fine, *[eutils.late(0.5)] * 2)
    with subprocess.Popen(
        [sys.executable, "-c", START, "run", "strategy.txt", "--out", "records.ris"],
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            until = time.monotonic() + 20
            while len(server.called("efetch")) < 2 and time.monotonic() < until:
                time.sleep(0.01)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_stopped_process_leaves_no_file_that_looks_whole(
    environment: dict[str, str], server: EUtilities, tmp_path: Path, sent: signal.Signals
) -> None:
    with harvesting(environment, tmp_path, server) as process:
        assert len(server.called("efetch")) >= 2
        assert process.poll() is None
        process.send_signal(sent)
        _, err = process.communicate(timeout=10)
    assert process.returncode == (130 if sent is signal.SIGINT else -sent)
    left = {path.suffix for path in tmp_path.iterdir()} - {".txt"}
    assert left == (set() if sent is signal.SIGINT else {".part"})
    if sent is signal.SIGINT:
        assert err.strip().splitlines()[-1] == "interrupted"
        assert "Traceback" not in err
