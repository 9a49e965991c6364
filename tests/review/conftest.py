"""What the tests of reviews share: a local PubMed and an empty database of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit.sources import Connection
from searchkit.sources.http import HttpTransport
from searchkit.sources.pubmed import PubMed
from searchkit.store import Store, open_store
from servers import databases, eutils
from servers.commands import KEY, Command, caller, enter, store_setting
from servers.eutils import EUtilities


@pytest.fixture
def server() -> Iterator[eutils.EUtilities]:
    with eutils.serving() as state:
        state.pmids = [str(number) for number in range(31_000_025, 31_000_000, -1)]
        yield state


@pytest.fixture(params=databases.KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The place of an empty database."""
    with databases.fresh(request.param, tmp_path) as place:
        yield place


@pytest.fixture
def store(place: str) -> Iterator[Store]:
    with open_store(place) as store:
        yield store


@pytest.fixture
def connections() -> int:
    """How many requests may be under way; one, where a test counts on their order."""
    return 1


@pytest.fixture
def connection(server: eutils.EUtilities, connections: int) -> Iterator[Connection]:
    """PubMed on the local server, 10 records a page."""
    source = PubMed(url=server.url, rate=100_000, page_size=10, connections=connections)
    with HttpTransport(source.rate, sleep=lambda _: None) as transport:
        yield Connection(source, transport)


STRATEGY = "1. peer support.ti,ab.\n2. mentor*.ti,ab.\n3. 1 or 2\n"


@pytest.fixture
def command(
    server: EUtilities,
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    environment = {
        "SEARCHKIT_PUBMED_URL": server.url,
        "SEARCHKIT_PUBMED_RATE": "100000",
        "SEARCHKIT_CONFIG": str(tmp_path / "no-config.toml"),
        "NCBI_API_KEY": KEY,
    }
    enter(tmp_path / "review", STRATEGY, environment | store_setting(place), monkeypatch)
    return caller(monkeypatch, capsys)


@pytest.fixture
def review(command: Command) -> Command:
    """A review of two databases, one of which no source reaches."""
    targets = ("--target", "pubmed", "--target", "ovid:psycinfo")
    done = command("init", "--title", "Peers", "--strategy", "strategy.txt", *targets)
    assert done.code == 0, done.err
    return command
