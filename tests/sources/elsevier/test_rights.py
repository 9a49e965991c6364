"""What a key may do is tried from the best, and what then lacks is told."""

from __future__ import annotations

import pytest

from searchkit.errors import (
    HarvestError,
    UsageError,
)
from searchkit.sources.base import Settings
from searchkit.sources.places import diagnostics_of
from searchkit.sources.scopus import Scopus
from servers import lists
from servers.elsevier import Rights
from servers.lists import Fault, fine, says

from .conftest import Clock, numbers, scopus


@pytest.mark.parametrize(
    ("rights", "view", "asked"),
    [
        (Rights(), "", [("COMPLETE", "25", "*")]),
        (Rights(), "standard", [("STANDARD", "200", "*")]),
        (Rights(cursor=False), "", [("COMPLETE", "25", "*"), ("COMPLETE", "25", "0")]),
        (Rights(complete=False), "", [("COMPLETE", "25", "*"), ("STANDARD", "200", "*")]),
        (
            Rights(complete=False, cursor=False, most=25),
            "",
            [
                ("COMPLETE", "25", "*"),
                ("STANDARD", "200", "*"),
                ("STANDARD", "200", "0"),
                ("STANDARD", "25", "0"),
            ],
        ),
    ],
    ids=["all", "standard-wanted", "no-cursor", "no-complete", "nothing-but-a-key"],
)
def test_what_the_key_may_do_is_tried_from_the_best(
    clock: Clock, rights: Rights, view: str, asked: list[tuple[str, str, str]]
) -> None:
    wanted = Scopus.configured(Settings(options={"view": view}))
    with scopus(clock, rights, wanted) as (server, connection):
        steps = list(connection.pages("KEY(peer)"))
    tried = [
        (call.sent["view"], call.sent["count"], call.sent.get("cursor") or call.sent["start"])
        for call in server.calls
    ]
    assert tried == asked
    assert numbers(steps) == server.numbers
    told = diagnostics_of(steps[-1].tally.warnings, ())
    records = [record for step in steps for record in step.page.records]
    if asked[-1][0] == "STANDARD":
        assert [one.code.id for one in told] == ["H030"]
        assert "without abstracts, keywords and all authors but the first" in told[0].message
        assert not any(record.abstract or record.keywords for record in records)
        assert {len(record.authors) for record in records} == {1}
    else:
        assert told == []
        assert all(record.abstract and record.keywords for record in records)
        assert {len(record.authors) for record in records} == {2}


def test_a_view_that_does_not_exist_is_named() -> None:
    with pytest.raises(UsageError, match="no view `FULL`") as told:
        Scopus.configured(Settings(options={"view": "full"}))
    assert "STANDARD" in (told.value.help or "")


@pytest.mark.parametrize(("many", "pages"), [(0, 0), (1, 1), (26, 2)])
def test_empty_and_single_results_are_read(clock: Clock, many: int, pages: int) -> None:
    with scopus(clock, Rights()) as (server, connection):
        server.numbers = list(range(1, many + 1))
        steps = list(connection.pages("KEY(peer)"))
        counted = connection.count("KEY(peer)")
    assert numbers(steps) == server.numbers
    assert (steps[-1].tally.hit_count, steps[-1].tally.pages) == (many, pages)
    assert counted.hit_count == many


def test_an_error_in_place_of_records_is_asked_for_again(clock: Clock) -> None:
    body = b"""{"search-results":{"opensearch:totalResults":"25","entry":[{"error":"Oops"}]}}"""
    with scopus(clock, Rights()) as (server, connection):
        server.misbehave(says(body))
        assert list(connection.pages("KEY(peer)"))[-1].tally.retries == 1
        server.misbehave(then=says(body))
        with pytest.raises(HarvestError, match="Oops"):
            list(connection.pages("KEY(peer)"))


@pytest.mark.parametrize(
    "fault",
    [
        lists.dropped,
        lists.hung_up,
        lists.truncated,
        lists.truncated_gzip,
        lists.emptied,
        lists.web_page,
        says(b"", 429),
        says(b"down", 503),
    ],
)
@pytest.mark.parametrize("at", [2, 3], ids=["first-page", "on-the-way"])
def test_a_passing_fault_costs_no_record_without_the_cursor(
    clock: Clock, fault: Fault, at: int
) -> None:
    small = Scopus(page_size=10, page_size_standard=10)
    with scopus(clock, Rights(complete=False, cursor=False), small) as (server, connection):
        server.misbehave(*[fine] * at, fault)
        steps = list(connection.pages("KEY(peer)"))
    assert numbers(steps) == server.numbers
    assert steps[-1].tally.retries == 1
