"""Whatever the server does: all records, fewer with a stated reason, or a clear error."""

from __future__ import annotations

import logging
import traceback

import pytest

from searchkit.errors import (
    ConnectionFailed,
    HarvestError,
    Incomplete,
    NotEntitled,
    QuotaExceeded,
    RequestRefused,
)
from searchkit.sources import Connection
from searchkit.sources.driver import walk
from searchkit.sources.position import Position, Tally
from servers import eutils
from servers.eutils import EUtilities, fine

from .conftest import KEY, Clock

BEYOND = (
    "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998. For PubMed,"
    " ESearch can only retrieve the first 9,999 records matching the query."
)


BOTH_WAYS = pytest.mark.parametrize("connections", [1, 4])


def harvested(connection: Connection, **options: int) -> tuple[list[str], Tally]:
    steps = list(connection.pages('"peer support"[tiab]', **options))
    return [record.pmid for page, _ in steps for record in page.records], steps[-1].tally


@BOTH_WAYS
def test_a_quiet_server_gives_every_record_in_order(
    connection: Connection, server: EUtilities
) -> None:
    pmids, tally = harvested(connection)
    assert pmids == server.pmids
    assert (tally.hit_count, tally.retrieved, tally.pages) == (25, 25, 3)
    assert (tally.requests, tally.retries, tally.missing) == (4, 0, ())
    slices = {(call.form["retstart"], call.form["retmax"]) for call in server.called("efetch")}
    assert slices == {("0", "10"), ("10", "10"), ("20", "5")}
    assert len(server.calls) == tally.requests


@BOTH_WAYS
@pytest.mark.parametrize(
    ("program", "faults", "retries"),
    [
        pytest.param("esearch", [eutils.throttled("2")], 1, id="throttled-at-search"),
        pytest.param("efetch", [fine, eutils.throttled("2")], 1, id="throttled-at-fetch"),
        pytest.param("efetch", [eutils.throttled("2", 200)], 1, id="throttled-inside-200"),
        pytest.param("efetch", [eutils.dropped], 1, id="cut-in-mid-body"),
        pytest.param("efetch", [eutils.hung_up], 1, id="cut-before-the-body"),
        pytest.param("esearch", [eutils.dropped, eutils.dropped], 2, id="search-cut-twice"),
        pytest.param("efetch", [fine, fine, eutils.truncated], 1, id="truncated-with-status-200"),
        pytest.param("esearch", [eutils.truncated], 1, id="search-truncated-with-status-200"),
        pytest.param("efetch", [eutils.truncated_gzip], 1, id="truncated-gzip"),
        pytest.param("efetch", [eutils.broken_inside], 1, id="damaged-article"),
        pytest.param("efetch", [eutils.status(503)] * 3, 3, id="unavailable-three-times"),
        pytest.param("esearch", [eutils.status(500, b"")], 1, id="internal-error"),
        pytest.param("esearch", [eutils.something_else], 1, id="json-that-says-nothing"),
        pytest.param("efetch", [eutils.something_else], 1, id="json-instead-of-records"),
        pytest.param("efetch", [eutils.web_page], 1, id="web-page-with-status-200"),
        pytest.param("esearch", [eutils.web_page], 1, id="web-page-for-a-search"),
        pytest.param("esearch", [eutils.counting(27)], 1, id="count-that-changes"),
        pytest.param("esearch", [eutils.counting(24)], 1, id="count-that-falls"),
        pytest.param(
            "esearch",
            [eutils.error_document("Search Backend failed: read failed")],
            1,
            id="backend-failed-inside-200",
        ),
        pytest.param("efetch", [eutils.one_article_short], 0, id="article-left-out-once"),
        pytest.param(
            "efetch",
            [eutils.error_document("Unable to obtain query #1")],
            0,
            id="history-expired-at-once",
        ),
        pytest.param(
            "efetch",
            [fine, eutils.error_document("Unable to obtain query #1", 400)],
            0,
            id="history-expired-on-the-way",
        ),
        pytest.param(
            "efetch", [fine, eutils.page_of("31000025", "31000024")], 0, id="page-sent-twice"
        ),
        pytest.param("efetch", [eutils.page_of("1", "2")], 0, id="page-of-strangers"),
    ],
)
def test_a_passing_fault_costs_no_record(
    connection: Connection,
    server: EUtilities,
    program: str,
    faults: list[eutils.Fault],
    retries: int,
) -> None:
    server.misbehave(program, *faults)
    pmids, tally = harvested(connection)
    assert sorted(pmids, reverse=True) == server.pmids
    assert len(set(pmids)) == 25
    assert (tally.retrieved, tally.retries, tally.missing) == (25, retries, ())


@pytest.mark.parametrize(
    ("program", "faults", "error", "says", "helps"),
    [
        pytest.param(
            "efetch",
            [eutils.dropped] * 6,
            ConnectionFailed,
            "cut its answer short",
            "check the network",
            id="always-cut",
        ),
        pytest.param(
            "efetch",
            [fine, *[eutils.truncated] * 6],
            ConnectionFailed,
            "damaged page of records: line",
            "later",
            id="always-truncated",
        ),
        pytest.param(
            "esearch",
            [eutils.status(503)] * 6,
            ConnectionFailed,
            "answers 503: Service unavailable",
            "later",
            id="always-unavailable",
        ),
        pytest.param(
            "esearch",
            [eutils.throttled("3")] * 6,
            QuotaExceeded,
            "too many requests",
            "stop other programs",
            id="always-throttled",
        ),
        pytest.param(
            "esearch",
            [eutils.throttled("49853")],
            QuotaExceeded,
            "a pause of 13 hours 51 minutes",
            "go on after 20",
            id="quota-of-hours",
        ),
        pytest.param(
            "esearch",
            [eutils.too_long],
            RequestRefused,
            "Submitted URI too large!",
            "shorten the search",
            id="html-414",
        ),
        pytest.param(
            "esearch",
            [eutils.invalid_key],
            NotEntitled,
            "API key invalid",
            "NCBI_API_KEY",
            id="key-refused",
        ),
        pytest.param(
            "esearch",
            [eutils.status(403, b"<html>blocked</html>")],
            NotEntitled,
            "answers 403: blocked",
            "credentials",
            id="forbidden",
        ),
        pytest.param(
            "esearch",
            [eutils.status(301, b"")],
            RequestRefused,
            "moved",
            "address",
            id="redirect-is-not-followed",
        ),
        pytest.param(
            "esearch",
            [eutils.error_document("Empty term and query_key - nothing todo")],
            RequestRefused,
            "Empty term and query_key",
            "check the search string",
            id="error-document",
        ),
        pytest.param(
            "esearch",
            [eutils.json_error(BEYOND)],
            RequestRefused,
            "cannot be larger than 9998",
            "by years",
            id="json-error-with-raw-line-end",
        ),
        pytest.param(
            "esearch",
            [eutils.error_document("Search Backend failed: bad query")] * 6,
            RequestRefused,
            "Search Backend failed",
            "brackets",
            id="backend-always-fails",
        ),
        pytest.param(
            "esearch",
            [eutils.counting(27)] * 6,
            Incomplete,
            "finds 27 records, but lists 25",
            "later",
            id="count-never-fits-the-list",
        ),
        pytest.param(
            "efetch",
            [eutils.page_of("1")] * 7,
            Incomplete,
            "other records than those asked for",
            "later",
            id="always-strangers",
        ),
    ],
)
def test_a_lasting_fault_is_told_clearly(
    *,
    connection: Connection,
    server: EUtilities,
    program: str,
    faults: list[eutils.Fault],
    error: type[HarvestError],
    says: str,
    helps: str,
) -> None:
    server.misbehave(program, *faults)
    with pytest.raises(error) as told:
        harvested(connection)
    assert says in told.value.message
    assert helps in (told.value.help or "")


@BOTH_WAYS
def test_deleted_records_are_named_and_explain_the_difference(
    connection: Connection, server: EUtilities
) -> None:
    server.deleted = {"31000020", "31000003"}
    pmids, tally = harvested(connection)
    assert pmids == [pmid for pmid in server.pmids if pmid not in server.deleted]
    assert (tally.hit_count, tally.retrieved) == (25, 23)
    assert tally.missing == ("31000020", "31000003")
    assert "31000020, 31000003" in tally.explanations()[0]
    assert server.called("efetch")[-1].form["id"] == "31000020,31000003"


def test_a_search_whose_every_record_is_deleted_ends(
    connection: Connection, server: EUtilities
) -> None:
    server.deleted = set(server.pmids)
    server.misbehave("efetch", eutils.error_document("Unable to obtain query #1"))
    pmids, tally = harvested(connection)
    assert pmids == []
    assert set(tally.missing) == server.deleted


def test_no_correct_ids_means_none_of_them_is_there(
    connection: Connection, server: EUtilities
) -> None:
    server.pmids = ["31000001", "31000002"]
    server.deleted = set(server.pmids)
    empty = eutils.error_document("ID list is empty! Possibly it has no correct IDs.", 400)
    server.misbehave("efetch", fine, empty)
    _, tally = harvested(connection)
    assert tally.missing == ("31000001", "31000002")


def test_zero_hits_are_a_result(connection: Connection, server: EUtilities) -> None:
    server.pmids = []
    pmids, tally = harvested(connection)
    assert (pmids, tally.hit_count, tally.retrieved) == ([], 0, 0)
    assert server.called("efetch") == []


@BOTH_WAYS
def test_a_limit_takes_the_first_records_and_says_so(
    connection: Connection, server: EUtilities
) -> None:
    server.pmids = [str(number) for number in range(1, 10_001)]
    pmids, tally = harvested(connection, limit=13)
    assert pmids == server.pmids[:13]
    assert tally.explanations() == ["only the first 13 records were asked for"]
    assert len(server.called("efetch")) == 2


@BOTH_WAYS
def test_a_walk_goes_on_after_any_page(connection: Connection, server: EUtilities) -> None:
    server.deleted = {"31000020"}
    source, transport = connection.source, connection.transport
    whole = list(walk(source, "q", transport))
    for place, step in enumerate(whole):
        position = Position.from_json(step.position.to_json())
        resumed = list(walk(source, "q", transport, after=position))
        assert [later.page.ranks for later in resumed] == [
            later.page.ranks for later in whole[place + 1 :]
        ]
        last = resumed[-1].position.tally if resumed else position.tally
        assert last.retrieved == whole[-1].position.tally.retrieved == 24


def test_waiting_follows_the_server_and_else_grows(
    connection: Connection, server: EUtilities, clock: Clock
) -> None:
    server.misbehave("esearch", eutils.throttled("7"))
    server.misbehave("efetch", *[eutils.status(502)] * 4)
    harvested(connection)
    waits = [seconds for seconds in clock.slept if seconds >= 0.5]
    assert waits[0] == 7
    for expected, seconds in zip((1, 2, 4, 8), waits[1:], strict=True):
        assert expected <= seconds <= expected + 1


def test_the_planted_key_appears_nowhere(
    connection: Connection, server: EUtilities, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.misbehave("esearch", eutils.throttled("1"), eutils.invalid_key)
    with pytest.raises(NotEntitled) as told:
        harvested(connection)
    server.misbehave("efetch", eutils.throttled("1"), eutils.json_error(KEY))
    pages = list(connection.pages("q"))
    assert [call.form["api_key"] for call in server.calls] == [KEY] * len(server.calls)
    seen = [
        "".join(traceback.format_exception(told.value)),
        caplog.text,
        repr(pages),
        repr(connection),
    ]
    assert KEY not in "".join(seen)
    assert any("[redacted]" in warning.phrase for warning in pages[-1].tally.warnings)


def test_every_record_tells_where_it_comes_from(connection: Connection) -> None:
    steps = list(connection.pages("q", run="run-1"))
    stamps = [record.provenance for step in steps for record in step.page.records]
    assert [stamp.rank for (stamp,) in stamps] == list(range(1, 26))
    (stamp,) = stamps[0]
    assert (stamp.platform, stamp.run, stamp.query) == ("pubmed", "run-1", "q")
    assert stamp.retrieved is not None
    assert stamp.retrieved.tzinfo is not None
