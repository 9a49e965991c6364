"""`searchkit cite`, run as a program against servers of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from searchkit.cli.cite import cite
from searchkit.errors import NotEntitled, SearchkitError
from searchkit.records.formats import read
from servers import citing, lists
from servers.lists import ListServer

KEY = "0123456789abcdef-planted-secret"
SEEDS = """TY  - JOUR
TI  - Peer support in two towns
DO  - 10.1000/seed
AN  - 7
ER  -

TY  - RPRT
TI  - A report that has no number
ER  -
"""


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    path = tmp_path / "seeds.ris"
    path.write_text(SEEDS, encoding="utf-8")
    return path


@pytest.fixture
def openalex(monkeypatch: pytest.MonkeyPatch) -> Iterator[ListServer]:
    with lists.serving(citing.openalex) as server:
        monkeypatch.setenv("SEARCHKIT_OPENALEX_URL", server.url)
        monkeypatch.setenv("SEARCHKIT_OPENALEX_RATE", "1000")
        monkeypatch.setenv("OPENALEX_API_KEY", KEY)
        yield server


@pytest.fixture
def crossref(monkeypatch: pytest.MonkeyPatch) -> Iterator[ListServer]:
    with lists.serving(citing.crossref) as server:
        monkeypatch.setenv("SEARCHKIT_CROSSREF_URL", server.url)
        monkeypatch.setenv("SEARCHKIT_CROSSREF_RATE", "1000")
        yield server


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cite, [str(argument) for argument in arguments])


def test_both_directions_are_runs_of_their_own(
    seeds: Path, tmp_path: Path, openalex: ListServer, crossref: ListServer
) -> None:
    out, report = tmp_path / "found.jsonl", tmp_path / "runs.json"
    through = ("--through", "openalex", "--through", "crossref")
    done = run(seeds, "--backward", "--forward", *through, "--out", out, "--report", report)
    assert done.exit_code == 0, done.output
    assert "3 searches from 2 records: 75 records" in done.output
    assert "A report that has no number (openalex)" in done.output
    records = list(read(out))
    assert len(records) == 75
    runs = json.loads(report.read_text(encoding="utf-8"))
    assert [one["query"] for one in runs] == [
        "backward doi:10.1000/seed",
        "forward doi:10.1000/seed",
        "backward doi:10.1000/seed",
    ]
    assert [one["source"] for one in runs] == ["openalex (citations)"] * 2 + [
        "crossref (citations)"
    ]
    assert all(one["complete"] and one["retrieved"] == 25 for one in runs)
    assert all(one["record"]["doi"] == "10.1000/seed" for one in runs)
    stamps = {(stamp.run, stamp.query) for record in records for stamp in record.provenance}
    assert stamps == {(one["run"], one["query"]) for one in runs}
    everything = done.output + out.read_text("utf-8") + report.read_text("utf-8")
    assert KEY not in everything
    assert openalex.calls[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_search_that_fails_leaves_no_file_and_a_report(
    seeds: Path, tmp_path: Path, openalex: ListServer
) -> None:
    out, report = tmp_path / "found.ris", tmp_path / "runs.json"
    openalex.numbers = list(range(1, 151))
    openalex.misbehave(lists.fine, lists.fine, then=lists.says(f"bad {KEY}".encode(), 401))
    done = run(seeds, "--forward", "--out", out, "--report", report)
    assert isinstance(done.exception, NotEntitled)
    assert KEY not in str(done.exception)
    assert not out.exists()
    [told] = json.loads(report.read_text(encoding="utf-8"))
    assert (told["complete"], told["retrieved"]) == (False, 100)
    assert "401" in told["error"]
    assert KEY not in report.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "x.ris"], "say --backward, --forward or both"),
        (["--forward", "--through", "crossref", "--out", "x.ris"], "go --backward"),
        (["--forward"], "--out"),
    ],
)
def test_a_wrong_call_is_told_before_anything_is_sent(
    seeds: Path, arguments: list[str], says: str
) -> None:
    done = run(seeds, *arguments)
    assert done.exit_code == 2
    assert says in done.output


def test_an_unknown_service_is_named_with_those_that_exist(seeds: Path, tmp_path: Path) -> None:
    done = run(seeds, "--forward", "--through", "openalx", "--out", tmp_path / "x.ris")
    assert isinstance(done.exception, SearchkitError)
    assert "did you mean `openalex`" in (done.exception.help or "")
