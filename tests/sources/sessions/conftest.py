"""EBSCO and WorldCat on a local server that wants a sign-in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from searchkit.sources.ebsco import Cinahl
from searchkit.sources.worldcat import WorldCat
from servers import lists, sessions
from servers.sessions import Clock, Place, placed


@pytest.fixture
def ebsco(clock: Clock) -> Iterator[Place]:
    with lists.serving(sessions.ebsco, sessions.ebsco_door) as server:
        source = Cinahl(url=server.url, rate=1000, profile="eds", user_id=sessions.USER)
        server.numbers = list(range(1, 1_235))
        yield placed(source, server, clock)


@pytest.fixture
def worldcat(clock: Clock) -> Iterator[Place]:
    with lists.serving(sessions.worldcat, sessions.worldcat_door) as server:
        source = WorldCat(url=server.url, rate=1000, tokens=f"{server.url}/token")
        server.numbers = list(range(1, 181))
        yield placed(source, server, clock)


@pytest.fixture(params=["ebsco", "worldcat"])
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found
