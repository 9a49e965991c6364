"""Searches beyond the reach of a platform: cut by days or years, or refused before they begin."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from typing import NamedTuple, Protocol

import pytest

from searchkit.errors import Incomplete, RequestRefused
from searchkit.sources import SOURCES, Connection
from searchkit.sources.base import Settings, Source
from searchkit.sources.http import HttpTransport
from servers import lists, token_lists
from servers.cases import CASES, Case, door_of
from servers.lists import Call


class Clock(Protocol):
    def __call__(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


def day(number: int) -> date:
    return date(2020, 1, 1) + timedelta(days=number * 5)


def year(number: int) -> int:
    return 1950 + number % 70


def by_days(pattern: str, text: Callable[[Call], str]) -> Callable[[Call, int], bool]:
    def select(call: Call, number: int) -> bool:
        found = re.search(pattern, text(call))
        if found is None:
            return True
        first, last = (date.fromisoformat(value) for value in found.groups())
        return first <= day(number) <= last

    return select


def by_years(pattern: str, text: Callable[[Call], str]) -> Callable[[Call, int], bool]:
    def select(call: Call, number: int) -> bool:
        found = re.search(pattern, text(call))
        return found is None or int(found[1]) <= year(number) <= int(found[2])

    return select


class Cut(NamedTuple):
    """A source that can be cut, and which numbers its server takes a request to be about."""

    name: str
    select: Callable[[Call, int], bool]

    @property
    def case(self) -> Case:
        return next(case for case in CASES if case.name == self.name)


CUTS = (
    Cut(
        "arxiv",
        by_days(r"submittedDate:\[(\d{8})0000 TO (\d{8})2359\]", lambda c: c.sent["search_query"]),
    ),
    Cut(
        "doaj",
        by_days(r"created_date:\[([\d-]+)T00:00:00Z TO ([\d-]+)T23:59:59Z\]", lambda c: c.path),
    ),
    Cut(
        "alma-sru",
        by_years(r"main_pub_date>=(\d+) AND alma\.main_pub_date<=(\d+)", lambda c: c.sent["query"]),
    ),
    Cut(
        "oria",
        by_years(
            r"searchcreationdate,exact,\[(\d+) TO (\d+)\]", lambda c: c.sent.get("qInclude", "")
        ),
    ),
    Cut(
        "wos",
        by_days(
            r"(\d{4}-?\d\d-?\d\d)\+?(\d{4}-?\d\d-?\d\d)",
            lambda c: c.sent.get("publishTimeSpan") or c.path,
        ),
    ),
    Cut(
        "worldcat",
        by_years(r"(\d+)-(\d+)", lambda c: c.sent.get("datePublished", "")),
    ),
)


def within(source: Source, reach: int) -> Source:
    """Return the same source with a smaller reach, so that a small list is beyond it."""
    near = type("Near", (type(source),), {"reach": reach, "__slots__": ()})
    assert is_dataclass(source)
    small: Source = near(**{one.name: getattr(source, one.name) for one in fields(source)})
    return small


def way_to(case: Case, source: Source, clock: Clock) -> HttpTransport:
    return HttpTransport(1000, case.secrets, door=door_of(source), clock=clock, sleep=clock.sleep)


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.name)
def test_a_search_beyond_reach_is_cut_and_nothing_is_lost(cut: Cut, clock: Clock) -> None:
    with lists.serving(cut.case.show, cut.case.door) as server:
        server.numbers = list(range(1, 121))
        server.select = cut.select
        source = within(cut.case.make(server.url), 20)
        with way_to(cut.case, source, clock) as way:
            steps = list(Connection(source, way).pages("any,contains,peer"))
    records = [record for page, _ in steps for record in page.records]
    assert sorted(int(cut.case.number(record)) for record in records) == list(range(1, 121))
    assert steps[-1].tally.hit_count == 120
    assert [record.provenance[0].rank for record in records] == list(range(1, 121))
    # Each record says which part of the search found it.
    assert all("peer" in record.provenance[0].query for record in records)
    assert len({record.provenance[0].query for record in records}) > 5


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.name)
def test_parts_that_do_not_make_up_the_whole_are_refused(cut: Cut, clock: Clock) -> None:
    with lists.serving(cut.case.show, cut.case.door) as server:
        server.numbers = list(range(1, 31))
        # One record has no date: it is in the whole and in no part.
        server.select = lambda call, number: (
            cut.select(call, number) and (number != 7 or cut.select(call, 99_999))
        )
        source = within(cut.case.make(server.url), 20)
        with way_to(cut.case, source, clock) as way, pytest.raises(Incomplete):
            list(Connection(source, way).pages("any,contains,peer"))


def test_a_search_that_cannot_be_cut_is_refused_before_its_first_record(clock: Clock) -> None:
    with lists.serving(token_lists.semantic_scholar) as server:
        server.total = 10_000_001
        source = SOURCES["semantic-scholar"].configured(Settings(url=server.url, rate=1000))
        with HttpTransport(1000, clock=clock, sleep=clock.sleep) as way:
            connection = Connection(source, way)
            with pytest.raises(RequestRefused, match="only the first 10,000,000") as told:
                list(connection.pages("peer"))
            assert len(server.calls) == 1
            steps = list(connection.pages("peer", limit=15))
    assert "--limit" in (told.value.help or "")
    assert steps[-1].tally.retrieved == 15


@pytest.mark.parametrize(
    ("name", "reach"),
    [
        ("arxiv", 30_000),
        ("doaj", 1_000),
        ("alma-sru", 10_000),
        ("oria", 5_000),
        ("semantic-scholar", 10_000_000),
        ("worldcat", 10_000),
        ("wos", 100_000),
    ],
)
def test_reaches_are_those_of_the_platforms(name: str, reach: int) -> None:
    assert SOURCES[name].reach == reach
