"""What the tests of sources share: a server on this machine and a clock that never sleeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from searchkit.sources import Connection
from searchkit.sources.http import HttpTransport
from searchkit.sources.pubmed import PubMed
from servers import eutils

KEY = "0123456789abcdef-planted-secret"


@dataclass
class Clock:
    """Time that passes only by sleeping."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> Iterator[eutils.EUtilities]:
    with eutils.serving() as state:
        state.pmids = [str(number) for number in range(31000025, 31000000, -1)]
        yield state


@pytest.fixture
def connections() -> int:
    """How many requests may be under way; one, where a test counts on their order."""
    return 1


@pytest.fixture
def connection(server: eutils.EUtilities, clock: Clock, connections: int) -> Iterator[Connection]:
    """PubMed on the local server, 10 records a page, with a planted key."""
    source = PubMed(
        url=server.url,
        email="name@example.org",
        rate=1000,
        page_size=10,
        connections=connections,
    )
    with HttpTransport(source.rate, {"api_key": KEY}, clock=clock, sleep=clock.sleep) as transport:
        yield Connection(source, transport)
