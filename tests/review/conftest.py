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
