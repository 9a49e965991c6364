"""What the pages written by hand show is what happens: their blocks are run, their tables compared."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import searchkit
from searchkit.cli import group
from searchkit.dialects import target_names
from searchkit.records.formats import FORMATS
from searchkit.review.byhand import site_of
from searchkit.sources import SOURCES
from searchkit.sources.credentials import NEEDED
from servers import eutils
from servers.eutils import EUtilities
from written_pages import (
    ARCHITECTURE,
    HARVEST,
    LIBRARY,
    PAGES,
    PROJECT,
    README,
    TUTORIAL,
    blocks,
    example,
    names,
    table,
)


def shown_by(session: str) -> tuple[list[str], str]:
    """Return the arguments of the one call of searchkit in a session, and what follows it."""
    call, _, output = session.partition("\n")
    return shlex.split(call.removeprefix("$ searchkit")), output


@pytest.fixture
def pubmed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EUtilities]:
    """A local PubMed with 30 records, in a folder that is empty."""
    with eutils.serving() as state:
        state.pmids = [str(number) for number in range(31_000_030, 31_000_000, -1)]
        monkeypatch.setenv("SEARCHKIT_PUBMED_URL", state.url)
        monkeypatch.setenv("SEARCHKIT_PUBMED_RATE", "100000")
        monkeypatch.setenv("SEARCHKIT_CONFIG", str(tmp_path / "no-config.toml"))
        monkeypatch.chdir(tmp_path)
        yield state


def test_the_library_page_runs(pubmed: EUtilities) -> None:
    shown = "\n".join(blocks(LIBRARY, "pycon"))
    assert shown.count(">>>") > 40
    # The page is one session: what a block defines, later ones use.
    test = doctest.DocTestParser().get_doctest(shown, {}, LIBRARY.name, str(LIBRARY), 0)
    told: list[str] = []
    failed, tried = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert not failed, "".join(told)
    assert tried == len(test.examples)
    assert len(pubmed.called("esearch")) == 3


def test_the_example_of_a_harvest(pubmed: EUtilities, tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        file = PROJECT / "examples" / "04_harvest.py"
        assert len(file.read_text(encoding="utf-8").splitlines()) < 40
        call = [sys.executable, str(file), *arguments]
        return subprocess.run(call, capture_output=True, text=True, check=False, cwd=tmp_path)

    done = run("peer support[tiab]", "records.ris")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("30 records in records.ris\n")
    for arguments in ((), ("one",)):
        told = run(*arguments)
        assert told.returncode == 2
        assert "two arguments are needed" in told.stderr
        assert "Traceback" not in told.stderr
    pubmed.misbehave("esearch", eutils.status(400))
    refused = run("peer support[tiab]", "other.ris")
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: ")
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "other.ris").exists()


def test_the_readme_shows_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    session = example(README, "translate")
    listing, _, rest = session.removeprefix("$ cat strategy.txt\n").partition("$ searchkit")
    Path("strategy.txt").write_text(listing, encoding="utf-8")
    arguments, shown = shown_by(f"$ searchkit{rest}")
    done = CliRunner().invoke(group, arguments)
    assert done.exit_code == 0
    assert done.output == shown


def test_the_readme_says_how_the_ten_databases_are_reached() -> None:
    text = (PROJECT / "queries" / "peer-support" / "review.toml").read_text(encoding="utf-8")
    agreed = {row["name"]: row["target"] for row in tomllib.loads(text)["database"]}
    rows = table(README, "database", "source", "needs", "by hand, targets")
    assert [row[0] for row in rows] == list(agreed)
    for name, source, needs, by_hand in rows:
        for one in re.sub(r" \(.*?\)", "", source).split(" or "):
            assert names(needs) == {row.name for row in NEEDED.get(one, ())}
            assert one in SOURCES
        targets = names(re.sub(r" \(.*?\)", "", by_hand))
        assert agreed[name] in targets
        assert targets <= {*target_names()}
        assert all(site_of(one) for one in targets)


def test_the_rooms_of_the_architecture_are_there() -> None:
    house = PROJECT / "src" / "searchkit"
    named: set[Path] = set()
    for cell, _ in table(ARCHITECTURE, "room", "what it holds"):
        places = re.split(r", | and ", cell.removesuffix(" and its neighbours"))
        folder = house / places[0].rpartition("/")[0]
        named |= {house / places[0], *(folder / place for place in places[1:])}
    assert [str(path) for path in named if not path.exists()] == []
    rooms = {
        path for path in house.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert {path for path in rooms if not any(one.is_relative_to(path) for one in named)} == {
        house / "__init__.py"
    }


def test_the_floors_of_the_architecture_are_those_that_are_checked() -> None:
    checked = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = checked["tool"]["importlinter"]["contracts"]
    floors = [re.findall(r"searchkit\.(\w+)", layer) for layer in contract["layers"]]
    (drawn,) = blocks(ARCHITECTURE, "text")
    assert [row.split() for row in drawn.splitlines()] == floors


def test_the_tutorial_names_what_is_reported(protocol: str) -> None:
    text = TUTORIAL.read_text(encoding="utf-8")
    looked_at, _, translated = text.partition("## Translate it")
    found = {one.code.id for one in searchkit.lint(protocol)}
    assert set(re.findall(r"\(([PQ]\d{3})\)", looked_at)) == found
    named = set(re.findall(r"\((T\d{3})\)", translated))
    told = {
        one.code.id
        for target in ("pubmed", "scopus", "wos")
        for one in searchkit.translate(protocol, to=target).diagnostics
    }
    assert named
    assert named <= told
    second = example(TUTORIAL, "parse").split("...\n")[1]
    printed = CliRunner().invoke(group, ["parse", "-"], input=protocol).stdout
    assert f"\n{second}" in printed


CALLS = sorted(
    {
        call
        for page in PAGES
        for call in re.findall(
            r"(?:^\$ |`|\| )searchkit ([a-z][^`\n]*)", page.read_text("utf-8"), re.MULTILINE
        )
    }
)
"""Every call of searchkit that a page written by hand shows."""


@pytest.mark.parametrize("call", CALLS)
def test_calls_shown_exist_with_their_options(call: str) -> None:
    command: click.Command | None = group
    words = call.split()
    while isinstance(command, click.Group) and words:
        command, words = command.get_command(click.Context(command), words[0]), words[1:]
    assert command is not None
    known = {name for option in command.params for name in option.opts}
    assert {*re.findall(r"(?<!\S)--[a-z-]+", call)} <= known


def test_suffixes_named_are_those_that_are_written() -> None:
    text = HARVEST.read_text(encoding="utf-8")
    listed = text.partition("The suffix of `--out`")[2].partition(";")[0]
    written = {
        suffix for name in FORMATS if FORMATS[name].write for suffix in FORMATS[name].suffixes
    }
    assert {*re.findall(r"`(\.\w+)`", listed)} == written


def test_the_counts_shown_are_as_printed(pubmed: EUtilities) -> None:
    Path("strategy.ovid.txt").write_text("peer support.ti.", encoding="utf-8")
    (shown,) = blocks(HARVEST, "json")
    call = ["run", "strategy.ovid.txt", "--source", "pubmed", "--count", "--json"]
    printed = json.loads(CliRunner().invoke(group, call).stdout)
    assert printed.keys() == json.loads(shown).keys()
    assert printed["lines"][0].keys() == json.loads(shown)["lines"][0].keys()
