"""Whatever the server does: all records of a list, or a clear error; for every such source."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from typing import NamedTuple, Protocol

import pytest

from searchkit.errors import (
    ConnectionFailed,
    HarvestError,
    Incomplete,
    QuotaExceeded,
)
from searchkit.records.record import Record
from searchkit.sources import Connection
from searchkit.sources.driver import Checkpoint, Step, walk
from searchkit.sources.http import HttpTransport
from searchkit.sources.position import Position, Tally
from servers import lists
from servers.cases import CASES, KEY, Case, door_of
from servers.lists import Fault, ListServer, fine, says

ALL = [str(n) for n in range(1, 26)]


class Clock(Protocol):
    slept: list[float]

    def __call__(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class Place(NamedTuple):
    """A source connected to its server."""

    case: Case
    server: ListServer
    connection: Connection

    def walk(self, limit: int | None = None) -> tuple[list[str], Tally]:
        steps = list(self.connection.pages("peer", limit=limit))
        records = [record for page, _ in steps for record in page.records]
        return [self.case.number(record) for record in records], steps[-1].tally


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def place(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Place]:
    case: Case = request.param
    secrets = {**case.secrets, **({case.credential: KEY} if case.credential else {})}
    with lists.serving(case.show, case.door) as server:
        source = case.make(server.url)
        with HttpTransport(
            source.rate, secrets, door=door_of(source), clock=clock, sleep=clock.sleep
        ) as transport:
            yield Place(case, server, Connection(source, transport))


def test_a_quiet_server_gives_every_record_in_order(place: Place) -> None:
    numbers, tally = place.walk()
    assert numbers == ALL
    assert (tally.hit_count, tally.retrieved, tally.retries) == (25, 25, 0)
    assert tally.requests == place.case.requests


@pytest.mark.parametrize("many", [0, 1, 9, 10, 11, 20])
def test_the_end_of_a_list_is_found_wherever_it_lies(place: Place, many: int) -> None:
    place.server.numbers = list(range(1, many + 1))
    numbers, tally = place.walk()
    assert numbers == [str(n) for n in range(1, many + 1)]
    assert tally.hit_count == many


def test_records_carry_rank_query_and_time(place: Place) -> None:
    [*_, last] = [step.page for step in place.connection.pages("peer", run="r1") if step.page.ranks]
    found: Record = last.records[-1]
    [stamp] = found.provenance
    source = place.connection.source
    assert (stamp.platform, stamp.rank, stamp.query, stamp.run) == (
        source.platform,
        25,
        "peer",
        "r1",
    )
    assert stamp.retrieved is not None
    assert stamp.retrieved.tzinfo is not None
    assert found.year == 2021 or place.case.name == "crossref"


@pytest.mark.parametrize("at", [0, 1], ids=["at-once", "on-the-way"])
@pytest.mark.parametrize(
    ("faults", "retries"),
    [
        pytest.param([says(b"", 429, Retry_After="2")], 1, id="throttled"),
        pytest.param([lists.dropped], 1, id="cut-in-mid-body"),
        pytest.param([lists.hung_up], 1, id="cut-before-the-body"),
        pytest.param([lists.truncated], 1, id="truncated-with-status-200"),
        pytest.param([lists.truncated_gzip], 1, id="truncated-gzip"),
        pytest.param([lists.web_page], 1, id="web-page-with-status-200"),
        pytest.param([says(b"{}")], 1, id="empty-object"),
        pytest.param([says(b"[]")], 1, id="a-list-instead"),
        pytest.param([says(b"down", 503)] * 3, 3, id="unavailable-three-times"),
        pytest.param([lists.emptied], 1, id="page-without-records"),
    ],
)
def test_a_passing_fault_costs_no_record(
    place: Place, at: int, faults: list[Fault], retries: int
) -> None:
    place.server.misbehave(*[fine] * (place.case.opening + at), *faults)
    numbers, tally = place.walk()
    assert numbers == ALL
    assert tally.retries == retries


def test_a_page_sent_twice_is_asked_for_again(place: Place) -> None:
    place.server.misbehave(*[fine] * place.case.opening, fine, lists.first_page_again)
    numbers, tally = place.walk()
    assert numbers == ALL
    assert tally.retries == 1


@pytest.mark.parametrize(
    ("then", "error", "told"),
    [
        pytest.param(lists.first_page_again, Incomplete, "twice", id="always-the-first-page"),
        pytest.param(lists.emptied, Incomplete, "ends the list after 10", id="no-more-records"),
        pytest.param(lists.other_total(31), Incomplete, "changed from 25 to 31", id="other-total"),
        pytest.param(lists.dropped, ConnectionFailed, "cut its answer short", id="always-cut"),
        pytest.param(lists.web_page, ConnectionFailed, "", id="always-a-web-page"),
        pytest.param(
            says(b"", 429, Retry_After="49853"), QuotaExceeded, "13 hours 51", id="quota-of-hours"
        ),
        pytest.param(says(b"", 429), QuotaExceeded, "too many requests", id="always-throttled"),
        pytest.param(says(b"<html>no</html>", 401), HarvestError, "401", id="key-refused"),
    ],
)
def test_a_lasting_fault_is_an_error_that_says_what_to_do(
    place: Place, then: Fault, error: type[HarvestError], told: str
) -> None:
    if place.case.opening and "changed" in told:
        pytest.skip("a list that was opened tells its count only then")
    if place.case.guesses and "changed" in told:
        pytest.skip(f"{place.case.name} does not count: its guess may change")
    place.server.misbehave(*[fine] * place.case.opening, fine, then=then)
    with pytest.raises(error) as raised:
        place.walk()
    assert told in raised.value.message
    assert raised.value.help


def test_a_quota_says_when_to_go_on_and_the_walk_goes_on_there(place: Place, clock: Clock) -> None:
    place.server.misbehave(fine, says(b"", 429, Retry_After="49853"))
    steps: list[Step] = []
    source, way = place.connection.source, place.connection.transport
    with pytest.raises(QuotaExceeded) as told:
        steps.extend(walk(source, "peer", way))
    assert "go on after 20" in (told.value.help or "")
    assert max(clock.slept, default=0) < 60
    stored = Position.from_json(steps[-1].position.to_json())
    rest = list(walk(source, "peer", way, after=stored))
    records = [record for step in [*steps, *rest] for record in step.page.records]
    assert [place.case.number(record) for record in records] == ALL
    if place.case.sent is not None:
        name, text = place.case.sent
        assert {**place.server.calls[-1].sent, **place.server.calls[-1].headers}[name] == text


def test_a_total_that_is_too_small_hides_nothing(place: Place) -> None:
    place.server.total = 24
    if place.case.guesses:
        assert place.walk()[0] == ALL
        return
    with pytest.raises(Incomplete):
        place.walk()


def test_a_limit_ends_the_walk_and_explains_itself(place: Place) -> None:
    numbers, tally = place.walk(limit=15)
    assert numbers == ALL[:15]
    assert "15" in tally.explanations()[0]
    assert len(place.server.calls) == place.case.opening + 2


def test_a_count_needs_one_request_and_brings_no_records(place: Place) -> None:
    page = place.connection.count("peer")
    assert (page.hit_count, page.records, page.next) == (25, (), None)
    assert len(place.server.calls) == 1


def test_a_credential_reaches_the_platform_and_nothing_else(
    place: Place, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    if place.case.sent is None:
        pytest.skip(f"{place.case.name} takes no credential of the user's with a list")
    caplog.set_level(logging.DEBUG)
    opening = [fine] * (place.case.opening + 1)
    place.server.misbehave(*opening, says(f"key {KEY} is blocked".encode(), 403))
    steps: list[Checkpoint] = []
    with pytest.raises(HarvestError) as told:
        steps.extend(place.connection.pages("peer"))
    call = place.server.calls[0]
    name, text = place.case.sent
    assert {**call.sent, **call.headers}[name] == text
    outputs = [
        *map(repr, steps),
        caplog.text,
        *capfd.readouterr(),
        *map(str, (told.value, told.value.help)),
    ]
    outputs += traceback.format_exception(told.value)
    assert steps
    assert not [output for output in outputs if KEY in output]
    assert "[redacted]" in told.value.message
