"""A search that is several requests: each is asked, all are summed, and a stop loses none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import pytest

from searchkit.errors import Incomplete
from searchkit.sources import Connection
from searchkit.sources.driver import Step, walk_all
from searchkit.sources.http import HttpTransport
from searchkit.sources.partitions import Several
from searchkit.sources.position import Position, Tally
from servers import lists
from servers.cases import CASES, Case
from servers.lists import Call, ListServer

SEVERAL = [case for case in CASES if isinstance(case.make("http://localhost"), Several)]
QUERY = "alpha\nbeta\ngamma\n"
FOUND = {"alpha": range(1, 13), "beta": range(10, 16), "gamma": range(20, 21)}
"""Which records each request finds; three are found by two."""


class Clock(Protocol):
    def __call__(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class Place(NamedTuple):
    case: Case
    server: ListServer
    connection: Connection

    def steps(self, *, limit: int | None = None, after: Position | None = None) -> Iterator[Step]:
        source, way = self.connection.source, self.connection.transport
        return walk_all(source, QUERY, way, limit=limit, after=after)

    def numbers(self, steps: list[Step]) -> list[int]:
        records = [record for step in steps for record in step.page.records]
        return [int(self.case.number(record)) for record in records]


def said(call: Call) -> str:
    return call.path + str(call.sent.values())


def asked(call: Call, number: int) -> bool:
    return any(word in said(call) and number in FOUND[word] for word in FOUND)


@pytest.fixture(params=SEVERAL, ids=lambda case: case.name)
def place(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Place]:
    case: Case = request.param
    with lists.serving(case.show) as server:
        server.select = asked
        source = case.make(server.url)
        with HttpTransport(source.rate, clock=clock, sleep=clock.sleep) as way:
            yield Place(case, server, Connection(source, way))


def test_six_sources_take_several_requests() -> None:
    names = {case.name for case in SEVERAL}
    assert names == {"openalex", "crossref", "semantic-scholar", "doaj", "oria", "google-scholar"}


def test_every_request_is_walked_and_summed(place: Place) -> None:
    steps = list(place.steps())
    assert place.numbers(steps) == [*FOUND["alpha"], *FOUND["beta"], *FOUND["gamma"]]
    tally = steps[-1].position.tally
    assert (tally.hit_count, tally.retrieved) == (19, 19)
    assert tally.requests == len(place.server.calls)
    stamps = [record.provenance[0] for step in steps for record in step.page.records]
    assert {stamp.query for stamp in stamps} == {"alpha", "beta", "gamma"}
    assert [stamp.rank for stamp in stamps if stamp.query == "beta"] == [1, 2, 3, 4, 5, 6]


def test_a_stop_anywhere_goes_on_there(place: Place) -> None:
    whole = list(place.steps())
    sums = whole[-1].position.tally
    for stopped in range(1, len(whole)):
        left = Position.from_json(whole[stopped - 1].position.to_json())
        rest = list(place.steps(after=left))
        assert place.numbers(rest) == place.numbers(whole[stopped:])
        assert rest[-1].position.tally == sums
    ended = Position.from_json(whole[-1].position.to_json())
    assert list(place.steps(after=ended)) == []


@pytest.mark.parametrize("limit", [1, 12, 13, 18])
def test_a_limit_is_one_for_the_whole_search(place: Place, limit: int) -> None:
    steps = list(place.steps(limit=limit))
    assert place.numbers(steps) == [*FOUND["alpha"], *FOUND["beta"], *FOUND["gamma"]][:limit]
    tally = steps[-1].position.tally
    assert tally.limited
    assert tally.retrieved == limit


def test_a_request_that_lacks_records_fails_although_the_others_do_not(place: Place) -> None:
    def emptied_for_beta(state: ListServer, call: Call, reply: lists.Reply) -> lists.Reply:
        wrong = "beta" in said(call)
        return lists.emptied(state, call, reply) if wrong else reply

    place.server.misbehave(then=emptied_for_beta)
    steps: list[Step] = []
    with pytest.raises(Incomplete):
        steps.extend(place.steps())
    place.server.misbehave()
    assert all("beta" not in record.provenance[0].query for s in steps for record in s.page.records)


def test_hit_counts_are_added(place: Place) -> None:
    assert place.connection.count(QUERY).hit_count == 19
    assert len(place.server.calls) == 3


def test_sums_of_lists_that_are_cut_count_what_is_listed() -> None:
    cut, whole = Tally(hit_count=5_000, listed=1_000, retrieved=1_000), Tally(hit_count=7)
    both = Tally().plus(cut, None).plus(whole, None)
    assert (both.hit_count, both.listed, both.cut_short) == (5_007, 1_007, True)
    assert Tally().plus(whole, None).listed is None
