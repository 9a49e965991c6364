"""Web of Science's own ways: an allowance for the year, numbers of lists, plans, two forms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Protocol

import pytest

from searchkit.errors import QuotaExceeded, RequestRefused, UnknownNameError
from searchkit.sources import SOURCES, Connection
from searchkit.sources.base import Response, Settings, Window
from searchkit.sources.driver import Step, walk
from searchkit.sources.http import HttpTransport
from searchkit.sources.position import Position
from searchkit.sources.wos import WebOfScience
from searchkit.sources.wos_starter import WebOfScienceStarter
from servers import clarivate, lists
from servers.lists import ListServer, fine, says

ALL = list(range(1, 26))
NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Clock(Protocol):
    slept: list[float]

    def __call__(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


@contextmanager
def expanded(clock: Clock, left: int = 50_000) -> Iterator[tuple[ListServer, Connection]]:
    with lists.serving(clarivate.Allowance(left)) as server:
        source = WebOfScience(url=server.url, rate=1000, page_size=10)
        with HttpTransport(1000, clock=clock, sleep=clock.sleep) as way:
            yield server, Connection(source, way)


def numbers(steps: list[Step]) -> list[int]:
    records = [record for step in steps for record in step.page.records]
    return [int(record.identifier("wos").removeprefix("WOS:")) for record in records]


def test_a_list_is_opened_without_a_record_and_walked_by_its_number(clock: Clock) -> None:
    with expanded(clock) as (server, connection):
        steps = list(walk(connection.source, "TS=peer", connection.transport))
    assert numbers(steps) == ALL
    paths = [(call.path, call.sent["count"], call.sent["firstRecord"]) for call in server.calls]
    assert paths == [
        ("/", "0", "1"),
        ("/query/34", "10", "1"),
        ("/query/34", "10", "11"),
        ("/query/34", "10", "21"),
    ]
    assert all(call.sent["sortField"] == "LD+A" for call in server.calls)
    assert all(call.headers["accept"] == "application/xml" for call in server.calls)


def test_what_the_allowance_cannot_end_is_not_begun(clock: Clock) -> None:
    with expanded(clock, left=24) as (server, connection):
        with pytest.raises(QuotaExceeded, match=r"delivers 24 records.*25 are to come") as told:
            list(connection.pages("TS=peer"))
        assert len(server.calls) == 1
        assert isinstance(server.show, clarivate.Allowance)
        assert server.show.left == 24
        # What the user asks for fits into it.
        [*_, last] = connection.pages("TS=peer", limit=20)
    assert "--limit" in (told.value.help or "")
    assert last.tally.retrieved == 20


def test_an_allowance_that_others_use_up_stops_the_walk_until_it_begins_anew(
    clock: Clock,
) -> None:
    with expanded(clock) as (server, connection):
        server.misbehave(fine, fine, then=says(clarivate.DENIED.encode(), 429))
        steps: list[Step] = []
        with pytest.raises(QuotaExceeded) as told:
            steps.extend(walk(connection.source, "TS=peer", connection.transport))
        assert (told.value.help or "").startswith(("go on after 2050-12-31", "go on after 2051-01"))
        assert numbers(steps) == ALL[:10]
        assert len(server.calls) == 3
        assert max(clock.slept) < 1
        # A year later nobody knows the list: the query is sent again, from that place.
        server.misbehave(says(b"<error><message>Invalid query ID</message></error>", 404))
        server.last = None
        stored = Position.from_json(steps[-1].position.to_json())
        rest = list(walk(connection.source, "TS=peer", connection.transport, after=stored))
    assert numbers(rest) == ALL[10:]
    again = server.calls[-2]
    assert (again.path, again.sent["usrQuery"], again.sent["firstRecord"]) == ("/", "TS=peer", "11")
    assert server.calls[-1].sent["firstRecord"] == "21"


def test_a_quota_is_no_burst(clock: Clock) -> None:
    spent = {"X_REC_AmtPerYear_Remaining": "0"}
    with expanded(clock) as (server, connection):
        server.misbehave(says(b"", 429), says(b"", 429, Retry_After="3"))
        assert list(connection.pages("TS=peer"))[-1].tally.retries == 2
        assert 3.0 in clock.slept
        clock.slept.clear()
        server.misbehave(says(b"", 429, **spent))
        with pytest.raises(QuotaExceeded, match="this year's allowance"):
            list(connection.pages("TS=peer"))
    assert max(clock.slept) < 1


def test_a_second_without_requests_left_is_waited_for(clock: Clock) -> None:
    body = clarivate.in_xml([], (34, 0))
    with expanded(clock) as (server, connection):
        server.misbehave(says(body, 200, X_REQ_ReqPerSec_Remaining="0"))
        assert connection.count("TS=peer").hit_count == 0
        connection.count("TS=lay")
    assert clock.slept == [pytest.approx(1.0)]


@pytest.mark.parametrize(
    "fault",
    [
        says(b"", 429, Retry_After="2"),
        says(b"down", 503),
        lists.dropped,
        lists.hung_up,
        lists.truncated,
        lists.truncated_gzip,
        lists.web_page,
        says(b'{"Data":{"Records":<records>\n</records>},"QueryResult":{"RecordsFound":0}}'),
    ],
)
def test_a_fault_at_the_opening_costs_nothing(clock: Clock, fault: lists.Fault) -> None:
    with expanded(clock) as (server, connection):
        server.misbehave(fault)
        steps = list(walk(connection.source, "TS=peer", connection.transport))
    assert numbers(steps) == ALL
    assert steps[-1].position.tally.retries == 1


def test_a_long_strategy_travels_in_the_body(clock: Clock) -> None:
    query = " OR ".join(f'TS="peer {number}"' for number in range(200))
    with expanded(clock) as (server, connection):
        steps = list(walk(connection.source, query, connection.transport))
    assert numbers(steps) == ALL
    assert (server.calls[0].method, server.calls[0].sent["usrQuery"]) == ("POST", query)
    assert server.calls[0].sent["count"] == 0


def test_json_is_read_as_xml_is() -> None:
    source = WebOfScience()
    one = {
        "UID": "WOS:7",
        "static_data": {"summary": {"titles": {"title": {"type": "item", "content": "On peers"}}}},
    }
    found = {"QueryID": 34, "RecordsSearched": 9, "RecordsFound": 1}
    opening = source.first("TS=peer")
    body = json.dumps({"Data": {"Records": {"records": ""}}, "QueryResult": found}).encode()
    following = source.read(Response(opening, 200, {}, body, NOW)).next
    assert following is not None
    assert dict(following.params)["count"] == "100"
    body = json.dumps({"Records": {"records": {"REC": one}}}).encode()
    page = source.read(Response(following, 200, {}, body, NOW))
    assert [record.title for record in page.records] == ["On peers"]
    assert (page.hit_count, page.next) == (1, None)


@pytest.mark.parametrize("name", ["wos", "wos-starter"])
def test_database_and_editions_are_sent(name: str) -> None:
    options = {"database": "wos", "editions": "SCI, WOS+SSCI"}
    sent = dict(SOURCES[name].configured(Settings(options=options)).first("TS=peer").params)
    assert sent["edition"] == "WOS+SCI,WOS+SSCI"
    assert sent.get("databaseId", sent.get("db")) == "WOS"
    assert "edition" not in dict(SOURCES[name].configured(Settings()).first("TS=peer").params)


@pytest.mark.parametrize(("plan", "rate"), [("", 1), ("trial", 1), ("member", 5)])
def test_a_plan_of_the_starter_api_sets_the_pace(plan: str, rate: float) -> None:
    chosen = Settings(options={"plan": plan})
    assert WebOfScienceStarter.configured(chosen).rate == rate
    assert WebOfScienceStarter.configured(replace(chosen, rate=0.5)).rate == 0.5


def test_days_of_a_window_are_cut_as_days_of_creation() -> None:
    """Clarivate takes one span of days at a time: of publication, or of creation."""
    source = WebOfScience()
    window = Window(date(2026, 10, 1), date(2026, 10, 2))
    halves = source.whole(window).halves()
    assert halves is not None
    asked = [dict(source.first(source.narrowed("TS=peer", half)).params) for half in halves]
    assert [one["createdTimeSpan"] for one in asked] == [
        "2026-10-02+2026-10-02",
        "2026-10-01+2026-10-01",
    ]
    assert all(one["usrQuery"] == "TS=peer" and "publishTimeSpan" not in one for one in asked)


def test_a_query_that_comes_back_in_an_error_is_no_licence_that_lacks() -> None:
    source = WebOfScience()
    body = b'{"code":"400","message":"Invalid query TS=(subscription NEAR/x library)"}'
    with pytest.raises(RequestRefused, match="Invalid query"):
        source.read(Response(source.first("TS=peer"), 400, {}, body, NOW))


def test_an_unknown_plan_is_answered_with_those_that_exist() -> None:
    with pytest.raises(UnknownNameError) as told:
        WebOfScienceStarter.configured(Settings(options={"plan": "trail"}))
    assert "did you mean `trial`" in (told.value.help or "")


def test_nothing_found_is_no_error_and_a_page_that_is_gone_is(clock: Clock) -> None:
    gone = says(json.dumps(clarivate.NO_RECORD).encode(), 404)
    with lists.serving(clarivate.starter) as server:
        source = WebOfScienceStarter(url=server.url, rate=1000, page_size=10)
        with HttpTransport(1000, clock=clock, sleep=clock.sleep) as way:
            connection = Connection(source, way)
            server.misbehave(fine, then=gone)
            with pytest.raises(RequestRefused, match="no record found"):
                list(connection.pages("TS=peer"))
            server.last, server.numbers = None, []
            [only] = connection.pages("TS=peer")
            assert connection.count("TS=peer").hit_count == 0
    assert (only.tally.hit_count, only.page.records) == (0, ())
