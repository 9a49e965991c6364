"""Google Scholar through SerpApi: its guesses, its end, its errors, and what its results say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Protocol

import pytest

from searchkit.errors import NotEntitled, QuotaExceeded, RequestRefused, UsageError
from searchkit.records.services import google_scholar as service
from searchkit.sources import Connection, connect
from searchkit.sources.base import Response, Settings, TryAgain, Window
from searchkit.sources.credentials import lacking, load_settings
from searchkit.sources.google_scholar import GoogleScholar
from searchkit.sources.http import HttpTransport
from searchkit.sources.places import diagnostics_of, shortfall
from servers import lists, offset
from servers.lists import Call, ListServer, Reply

NOW = datetime(2026, 11, 24, tzinfo=UTC)
RESULT: dict[str, Any] = {
    "position": 3,
    "title": "Peer support in mental health …",
    "result_id": "JC4Acibs_4kJ",
    "type": "Html",
    "link": "https://journals.sagepub.com/doi/abs/10.1177/0004867414543571",
    "snippet": "… peers were asked …",
    "publication_info": {
        "summary": "J Repper, T Carter… - Journal of Mental …, 2011 - Taylor & Francis",
        "authors": [{"name": "J Repper", "author_id": "aaa"}],
    },
    "resources": [{"title": "x.org", "file_format": "PDF", "link": "https://x.org/1.pdf"}],
    "inline_links": {
        "serpapi_cite_link": "https://serpapi.com/search.json?engine=google_scholar_cite&q=JC4",
        "cited_by": {"total": 1400, "link": "https://scholar.google.com/?cites=9", "cites_id": "9"},
        "versions": {
            "total": 3,
            "link": "https://scholar.google.com/?cluster=8",
            "cluster_id": "8",
        },
    },
}


class Clock(Protocol):
    def __call__(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


@pytest.fixture
def server() -> Iterator[ListServer]:
    with lists.serving(offset.serpapi) as state:
        yield state


@pytest.fixture
def connection(server: ListServer, clock: Clock) -> Iterator[Connection]:
    with HttpTransport(1000, clock=clock, sleep=clock.sleep) as way:
        yield Connection(GoogleScholar(url=server.url, rate=1000), way)


def answered(body: dict[str, Any], status: int = 200) -> Response:
    return Response(GoogleScholar().first("peer"), status, {}, json.dumps(body).encode(), NOW)


def test_the_request_is_what_serpapi_asks_for() -> None:
    window = Window(date(2024, 5, 1), date(2026, 1, 3))
    sent = dict(GoogleScholar().first('"peer support"', window).params)
    assert sent == {
        "engine": "google_scholar",
        "q": '"peer support"',
        "as_ylo": "2024",
        "as_yhi": "2026",
        "hl": "en",
        "num": "20",
        "start": "0",
    }


def test_no_more_than_a_thousand_are_taken_and_it_is_told(
    server: ListServer, connection: Connection
) -> None:
    server.numbers = list(range(1, 1_201))
    steps = list(connection.pages("peer"))
    tally = steps[-1].tally
    assert (tally.hit_count, tally.listed, tally.retrieved) == (1_200, 1_000, 1_000)
    assert len(server.calls) == 50
    codes = [found.code.id for found in [*diagnostics_of(tally.warnings, ()), *shortfall(tally)]]
    assert codes == ["H060", "H061"]
    assert "1,200" in tally.explanations()[0]


def test_fewer_are_taken_where_the_settings_say_so(server: ListServer, clock: Clock) -> None:
    server.numbers = list(range(1, 101))
    settings = Settings(url=server.url, rate=1000, options={"most": "30"})
    with HttpTransport(1000, clock=clock, sleep=clock.sleep) as way:
        *_, last = Connection(GoogleScholar.configured(settings), way).pages("peer")
    assert (last.tally.listed, last.tally.retrieved, len(server.calls)) == (30, 30, 2)
    assert GoogleScholar.configured(Settings(options={"most": "5000"})).most == 1_000


@pytest.mark.parametrize("most", ["0", "-1", "many", "1.5"])
def test_a_setting_that_is_no_number_is_refused(most: str) -> None:
    with pytest.raises(UsageError, match="no number of records"):
        GoogleScholar.configured(Settings(options={"most": most}))


def test_a_guess_that_changes_on_the_way_changes_nothing(
    server: ListServer, connection: Connection
) -> None:
    def guesses(state: ListServer, call: Call, reply: Reply) -> Reply:
        content = json.loads(reply.body)
        content["search_information"]["total_results"] = 64_400
        return lists.as_json(content)

    server.misbehave(lists.fine, then=guesses)
    steps = list(connection.pages("peer"))
    tally = steps[-1].tally
    assert (tally.hit_count, tally.listed, tally.retrieved) == (25, 25, 25)
    assert shortfall(tally) == []


def test_a_list_that_ends_before_its_guess_is_told(
    server: ListServer, connection: Connection
) -> None:
    body = offset.serpapi(server, Call("", "GET", {"q": "", "start": "990", "num": "20"}, {})).body
    server.misbehave(lists.fine, then=lists.says(body))
    tally = list(connection.pages("peer"))[-1].tally
    assert (tally.hit_count, tally.listed, tally.retrieved) == (25, 20, 20)
    assert [found.code.id for found in shortfall(tally)] == ["H061"]


def test_results_without_a_guess_are_counted(server: ListServer, connection: Connection) -> None:
    def silent(state: ListServer, call: Call, reply: Reply) -> Reply:
        content = json.loads(reply.body)
        del content["search_information"]["total_results"]
        return lists.as_json(content)

    server.misbehave(then=silent)
    server.numbers = [1, 2, 3]
    tally = list(connection.pages("peer"))[-1].tally
    assert (tally.hit_count, tally.listed, tally.retrieved) == (3, 3, 3)


@pytest.mark.parametrize(
    ("status", "body", "error", "words", "advice"),
    [
        (401, {"error": "Invalid API key. Your API key should be here: https://serpapi.com/manage-api-key"}, NotEntitled, "Invalid API key", "credentials"),
        (403, {"error": "The account was deleted."}, NotEntitled, "deleted", "credentials"),
        (400, {"error": "Missing query `q` parameter."}, RequestRefused, "Missing query", "search string"),
        (200, {"search_metadata": {"status": "Success"}, "error": "Your account has run out of searches."}, QuotaExceeded, "run out", "buy more"),
        (200, {"search_metadata": {"status": "Success"}, "error": "Unsupported `q`."}, TryAgain, "Unsupported", ""),
        (200, {"search_metadata": {"status": "Processing"}}, TryAgain, "Processing", ""),
        (200, {"search_metadata": {"status": "Error"}, "error": "We couldn't get valid results for this search. Please try again later."}, TryAgain, "valid results", ""),
        (200, {"search_metadata": {"status": "Success"}, "organic_results": []}, TryAgain, "ends the list", ""),
    ],
)  # fmt: skip
def test_errors_say_what_they_are(
    status: int, body: dict[str, Any], error: type[Exception], words: str, advice: str
) -> None:
    with pytest.raises(error, match=words) as told:
        GoogleScholar().read(answered(body, status))
    assert advice in (getattr(told.value, "help", "") or "")


def test_searches_that_are_used_up_are_a_quota(server: ListServer, connection: Connection) -> None:
    body = b'{"error": "Your account has run out of searches."}'
    server.misbehave(then=lists.says(body, 429))
    with pytest.raises(QuotaExceeded) as told:
        list(connection.pages("peer"))
    assert "Your account has run out of searches" in (told.value.help or "")


def test_no_results_beside_results_are_results() -> None:
    body = {
        "search_metadata": {"status": "Success"},
        "search_information": {"total_results": 1},
        "error": "Google hasn't returned any results for this query.",
        "organic_results": [RESULT],
    }
    assert len(GoogleScholar().read(answered(body)).records) == 1


def test_a_result_is_read_whole_and_its_snippet_is_no_abstract() -> None:
    record = service.record(RESULT)
    assert record.title == "Peer support in mental health …"
    assert record.abstract == ""
    assert [(one.family, one.initials) for one in record.authors] == [
        ("Repper", "J"),
        ("Carter", "T"),
    ]
    assert (record.journal, record.year, record.date) == ("Journal of Mental …", 2011, "2011")
    assert record.doi == "10.1177/0004867414543571"
    assert record.identifier("google-scholar") == "JC4Acibs_4kJ"
    assert record.urls == (RESULT["link"], "https://x.org/1.pdf")
    extra = dict(record.extra)
    assert extra["google-scholar:snippet"] == "… peers were asked …"
    assert extra["google-scholar:summary"] == RESULT["publication_info"]["summary"]
    assert extra["google-scholar:cited_by:total"] == "1400"
    assert extra["google-scholar:versions:cluster_id"] == "8"
    assert "JC4" not in str(record.extra)


@pytest.mark.parametrize(
    "odd",
    [{}, {"title": None}, {"publication_info": "x"}, {"resources": "x", "inline_links": [1]}, {"link": "http://[", "result_id": 7}, {"publication_info": {"summary": " - "}}],
)  # fmt: skip
def test_any_result_becomes_a_record(odd: dict[str, Any]) -> None:
    service.record(odd)


def test_without_a_key_the_way_by_hand_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCHKIT_CONFIG", "nowhere.toml")
    for name in ("SERPAPI_API_KEY", "SERPAPI_KEY", "SEARCHKIT_GOOGLE_SCHOLAR_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(NotEntitled) as told, connect("google-scholar"):
        pass
    assert "SEARCHKIT_GOOGLE_SCHOLAR_API_KEY" in (told.value.help or "")
    assert "Publish or Perish" in (told.value.help or "")
    environment = {"SEARCHKIT_CONFIG": "nowhere.toml", "SERPAPI_API_KEY": "0123456789abcdef"}
    settings = load_settings("google-scholar", environment=environment)
    assert lacking("google-scholar", settings) is None
    assert lacking("pubmed", Settings()) is None
