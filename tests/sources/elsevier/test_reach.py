"""More than Elsevier delivers of a search: walked by cursor, or cut, and nothing lost."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice

import pytest

from searchkit.errors import (
    Incomplete,
)
from searchkit.sources import Connection
from searchkit.sources.base import Source, Window
from searchkit.sources.driver import Step, walk
from searchkit.sources.embase import Embase
from searchkit.sources.http import HttpTransport
from searchkit.sources.position import Position
from searchkit.sources.scopus import Scopus
from servers import elsevier, lists
from servers.elsevier import Rights
from servers.lists import Call

from .conftest import Clock, numbers, scopus

# Which record lies where. Half of all are of one year, so that years alone do not cut them.


def year(number: int) -> int:
    return 2019 if number % 2 else (1887, 1950, 1999, 2020, 2031)[number // 2 % 5]


def day(number: int) -> date:
    return date(2004, 3, 1) + timedelta(days=number % 7_000)


@lru_cache(maxsize=100)
def bounds(query: str) -> tuple[int, int, date, date]:
    """Return the years and the days, all included, that a query of Scopus is narrowed to."""

    def found(pattern: str, otherwise: str) -> str:
        seen = re.search(pattern, query)
        return seen[1] if seen else otherwise

    first = datetime.strptime(found(r"ORIG-LOAD-DATE AFT (\d{8})", "00010101"), "%Y%m%d").date()
    last = datetime.strptime(found(r"ORIG-LOAD-DATE BEF (\d{8})", "99991231"), "%Y%m%d").date()
    return (
        int(found(r"PUBYEAR > (\d+)", "0")) + 1,
        int(found(r"PUBYEAR < (\d+)", "9999")) - 1,
        first + timedelta(days=1),
        last - timedelta(days=1),
    )


def lies_in(call: Call, number: int) -> bool:
    low, high, first, last = bounds(call.sent["query"])
    return low <= year(number) <= high and first <= day(number) <= last


@pytest.mark.parametrize(
    ("complete", "size", "by_days"), [(True, 5_500, False), (False, 12_500, True)]
)
def test_more_than_reach_without_the_cursor_is_cut_and_every_record_comes(
    clock: Clock, complete: bool, size: int, by_days: bool
) -> None:
    with scopus(clock, Rights(cursor=False, complete=complete)) as (server, connection):
        server.numbers, server.select = list(range(1, size + 1)), lies_in
        steps = list(connection.pages("KEY(peer)"))
    tally = steps[-1].tally
    assert sorted(numbers(steps)) == list(range(1, size + 1))
    assert (tally.hit_count, tally.retrieved) == (size, size)
    stamps = [record.provenance[0] for step in steps for record in step.page.records]
    assert [stamp.rank for stamp in stamps] == list(range(1, size + 1))
    asked = {stamp.query for stamp in stamps}
    assert len(asked) > 1
    assert all(query.startswith("(KEY(peer)) AND PUBYEAR") for query in asked)
    # A year beyond reach is cut by days, and only then is the axis of days relied on.
    assert any("ORIG-LOAD-DATE" in query for query in asked) is by_days
    assert all(int(call.sent.get("start", "0")) < 5_000 for call in server.calls)
    # The quota is counted in requests: pages, and for each part its probes and its counts.
    assert tally.requests < tally.pages + 15 * len(asked) + 40


def test_the_cursor_reaches_everything_in_one_walk(clock: Clock) -> None:
    with scopus(clock, Rights(complete=False)) as (server, connection):
        server.numbers = list(range(1, 12_001))
        steps = list(connection.pages("KEY(peer)"))
    assert numbers(steps) == server.numbers
    assert {call.sent["query"] for call in server.calls} == {"KEY(peer)"}
    assert steps[-1].tally.requests == 1 + 12_000 // 200


def test_a_record_that_lies_in_no_part_is_not_passed_over(clock: Clock) -> None:
    with scopus(clock, Rights(cursor=False, complete=False)) as (server, connection):
        server.numbers = list(range(1, 5_101))
        server.select = lambda call, number: (
            lies_in(call, number) and (number != 7 or "PUBYEAR" not in call.sent["query"])
        )
        with pytest.raises(Incomplete, match="two halves"):
            list(connection.pages("KEY(peer)"))


def test_a_harvest_in_parts_goes_on_where_it_stood(clock: Clock) -> None:
    with scopus(clock, Rights(cursor=False, complete=False)) as (server, connection):
        server.numbers, server.select = list(range(1, 6_001)), lies_in
        source, way = connection.source, connection.transport
        begun: list[Step] = list(islice(walk(source, "KEY(peer)", way), 20))
        stored = Position.from_json(begun[-1].position.to_json())
        assert stored.share is not None
        rest = list(walk(source, "KEY(peer)", way, after=stored))
    found = [record for step in [*begun, *rest] for record in step.page.records]
    assert len(found) == 6_000
    assert len({record.identifier("eid") for record in found}) == 6_000
    assert rest[-1].position.tally.warnings == begun[3].position.tally.warnings


@pytest.mark.parametrize(
    ("source", "sent"),
    [
        (Scopus(), ["PUBYEAR < 2000", "PUBYEAR > 1999"]),
        (Embase(), ["NOT [01-01-2048]/sd", "AND [01-01-2048]/sd"]),
    ],
)
def test_the_outermost_parts_are_open(source: Scopus | Embase, sent: list[str]) -> None:
    """No record is lost for lying before or after what the axes begin and end with."""
    halves = source.whole(None).halves()
    assert halves is not None
    upper, lower = halves
    query = "(peer)"
    assert source.narrowed("peer", source.whole(None)) == query
    low, high = (source.narrowed("peer", part).removeprefix(query) for part in (lower, upper))
    assert (low.removeprefix(" AND ").strip(), high.removeprefix(" AND ").strip()) == (
        sent[0],
        sent[1].removeprefix("AND "),
    )


def test_a_window_stays_closed_in_every_part() -> None:
    window = Window(date(1990, 1, 1), date(2110, 1, 1))
    part = Scopus().whole(window)
    assert Scopus().narrowed("q", part) == (
        "(q) AND ORIG-LOAD-DATE AFT 19891231 AND ORIG-LOAD-DATE BEF 21100102"
    )


def test_embase_beyond_reach_is_cut_by_days_of_entry(clock: Clock) -> None:
    def entered(call: Call, number: int) -> bool:
        since = re.search(r"AND \[([\d-]+)\]/sd", call.sent["query"])
        before = re.search(r"NOT \[([\d-]+)\]/sd", call.sent["query"])
        on = date(1974, 1, 1) + timedelta(days=number * 3)
        first = datetime.strptime(since[1], "%d-%m-%Y").date() if since else date.min
        last = datetime.strptime(before[1], "%d-%m-%Y").date() if before else date.max
        return first <= on < last

    with lists.serving(elsevier.embase) as server:
        server.numbers, server.select = list(range(1, 5_301)), entered
        source: Source = Embase(url=server.url, page_size=200)
        with HttpTransport(10_000, clock=clock, sleep=clock.sleep) as way:
            steps = list(Connection(source, way).pages("'peer':ti,ab"))
    found = [record.identifier("embase") for step in steps for record in step.page.records]
    assert sorted(found) == sorted(f"L{number:06}" for number in range(1, 5_301))
    assert {call.method for call in server.calls} == {"POST"}
