"""What each source sends for a query and a window, and what it makes of its platform's errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from searchkit.errors import (
    HarvestError,
    Incomplete,
    NotEntitled,
    QuotaExceeded,
    RequestRefused,
    UsageError,
)
from searchkit.sources import SOURCES, Connection
from searchkit.sources.about import ABOUT
from searchkit.sources.base import Response, Settings, TryAgain, Window
from searchkit.sources.http import HttpTransport
from searchkit.sources.lens import Lens
from searchkit.sources.places import diagnostics_of
from servers import atom, clarivate, lists, sru, token_lists

OPEN = [name for name in SOURCES if name in ABOUT]
WINDOW = Window(date(2026, 10, 1), date(2026, 10, 31))
NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "query", "parameter", "sent"),
    [
        (
            "europepmc",
            "TITLE:peer",
            "query",
            "(TITLE:peer) AND FIRST_IDATE:[2026-10-01 TO 2026-10-31]",
        ),
        (
            "openalex",
            "title_and_abstract.search:(peer OR mentor),language:en",
            "filter",
            "title_and_abstract.search:(peer OR mentor),language:en,"
            "from_created_date:2026-10-01,to_created_date:2026-10-31",
        ),
        (
            "crossref",
            "query.bibliographic=peer&filter=type:book",
            "filter",
            "type:book,from-created-date:2026-10-01,until-created-date:2026-10-31",
        ),
        (
            "semantic-scholar",
            "peer + a&year=2015-2020",
            "publicationDateOrYear",
            "2026-10-01:2026-10-31",
        ),
        ("semantic-scholar", "peer + a&year=2015-2020", "query", "peer + a"),
        (
            "arxiv",
            "ti:peer",
            "search_query",
            "(ti:peer) AND submittedDate:[202610010000 TO 202610312359]",
        ),
        (
            "alma-sru",
            "alma.title=peer",
            "query",
            "(alma.title=peer) AND alma.main_pub_date>=2026 AND alma.main_pub_date<=2026",
        ),
        (
            "oria",
            "any,contains,peer&qInclude=facet_lang,exact,eng",
            "qInclude",
            "facet_lang,exact,eng|,|facet_searchcreationdate,exact,[2026 TO 2026]",
        ),
        ("oria", "peer", "q", "any,contains,peer"),
        (
            "scopus",
            "TITLE(peer) OR KEY(peer)",
            "query",
            "(TITLE(peer) OR KEY(peer)) AND ORIG-LOAD-DATE AFT 20260930"
            " AND ORIG-LOAD-DATE BEF 20261101",
        ),
        (
            "embase",
            "'peer':ti,ab",
            "query",
            "('peer':ti,ab) AND [01-10-2026]/sd NOT [01-11-2026]/sd",
        ),
        ("wos", "TS=(R&D NEAR/2 peer*)", "usrQuery", "TS=(R&D NEAR/2 peer*)"),
        ("wos", "TS=peer", "createdTimeSpan", "2026-10-01+2026-10-31"),
        ("wos-starter", "TS=peer", "q", "TS=peer"),
        ("wos-starter", "TS=peer", "modifiedTimeSpan", "2026-10-01+2026-10-31"),
    ],
)
def test_the_query_is_sent_as_written_and_the_window_beside_it(
    name: str, query: str, parameter: str, sent: str
) -> None:
    request = SOURCES[name].configured(Settings()).first(query, WINDOW)
    assert dict(request.form or request.params)[parameter] == sent


def test_lens_is_sent_json_without_stemming() -> None:
    request = Lens().first("title:peer*", WINDOW)
    content = json.loads(request.json)
    wanted = "(title:peer*) AND created:[2026-10-01 TO 2026-10-31]"
    assert content["query"]["query_string"]["query"] == wanted
    assert content["stemming"] is False
    assert (content["size"], content["scroll"]) == (1000, "1m")


def test_doaj_takes_the_query_in_its_address() -> None:
    request = SOURCES["doaj"].configured(Settings()).first('bibjson.title:"peer/lay support"')
    assert request.url.endswith("/search/articles/bibjson.title%3A%22peer%2Flay%20support%22")


@pytest.mark.parametrize("long", ["ti:peer" * 300, "ti:peer"])
def test_a_long_search_travels_in_the_body(long: str) -> None:
    request = SOURCES["arxiv"].configured(Settings()).first(long)
    assert request.method == ("POST" if len(long) > 1_500 else "GET")
    assert dict(request.form or request.params)["search_query"] == long


def test_settings_of_a_library_are_sent() -> None:
    options = {"vid": "NORA", "tab": "default_tab", "scope": "", "institution": "47BIBSYS_UBO"}
    settings = Settings(options=options)
    sent = dict(SOURCES["oria"].configured(settings).first("peer").params)
    assert (sent["vid"], sent["tab"], sent["conVoc"]) == ("NORA", "default_tab", "false")
    assert "scope" not in sent
    assert SOURCES["alma-sru"].configured(settings).first("a=b").url.endswith("/sru/47BIBSYS_UBO")


@pytest.mark.parametrize(
    "name",
    [
        "openalex",
        "crossref",
        "semantic-scholar",
        "oria",
        "scopus",
        "embase",
        "wos",
        "wos-starter",
        "google-scholar",
    ],
)
def test_a_search_of_several_requests_is_not_sent_as_one(name: str) -> None:
    with pytest.raises(UsageError, match="2 requests"):
        SOURCES[name].configured(Settings()).first("peer\nmentor")


@pytest.mark.parametrize(
    ("name", "status", "body", "error", "words"),
    [
        (
            "europepmc",
            200,
            b'{"errCode":404,"errMsg":"Invalid query"}',
            RequestRefused,
            ("Invalid query", "search string"),
        ),
        (
            "openalex",
            403,
            b'{"error":"Forbidden","message":"from_created_date requires a paid plan"}',
            NotEntitled,
            ("paid plan", "publication date"),
        ),
        (
            "openalex",
            400,
            b'{"error":"Invalid query","message":"bad filter"}',
            RequestRefused,
            ("bad filter", ""),
        ),
        ("openalex", 403, b'{"message":"Rate limit: too fast"}', TryAgain, ("too fast", "")),
        (
            "crossref",
            400,
            b'{"status":"failed","message-type":"validation-failure","message":'
            b'[{"type":"integer-not-valid","value":"x","message":"Integer specified as x"}]}',
            RequestRefused,
            ("Integer specified as x", ""),
        ),
        ("crossref", 404, b"Resource not found.", RequestRefused, ("Resource not found.", "")),
        (
            "semantic-scholar",
            403,
            b'{"message":"Forbidden"}',
            NotEntitled,
            ("Forbidden", "credentials"),
        ),
        (
            "semantic-scholar",
            400,
            b'{"error":"Unrecognized field"}',
            RequestRefused,
            ("Unrecognized field", ""),
        ),
        (
            "lens",
            401,
            b'{"message":"Access token is missing"}',
            NotEntitled,
            ("token", "credentials"),
        ),
        (
            "doaj",
            400,
            b'{"status":"bad_request","error":"You cannot access results beyond 1000 records"}',
            RequestRefused,
            ("beyond 1000", ""),
        ),
        (
            "doaj",
            400,
            b'{"status":"bad_request","error":"Query contains disallowed Lucene features"}',
            RequestRefused,
            ("disallowed Lucene", ""),
        ),
        ("arxiv", 400, atom.ERROR, RequestRefused, ("Malformed query", "")),
        ("arxiv", 200, atom.ERROR, RequestRefused, ("Malformed query", "")),
        (
            "alma-sru",
            200,
            sru.DIAGNOSTIC,
            RequestRefused,
            ("Unsupported index: alma.foo", "explain"),
        ),
        ("oria", 401, b'{"errorsExist":true}', NotEntitled, ("401", "vid")),
        ("oria", 400, b"{}", RequestRefused, ("400", "scope")),
        (
            "wos",
            400,
            b'<error xmlns="http://www.isinet.com/xrpc42"><code>400</code>'
            b"<message>Search Error: Invalid query. Please check syntax.</message></error>",
            RequestRefused,
            ("Invalid query", "search string"),
        ),
        (
            "wos",
            400,
            b'{"code":"400","message":"No subscription entitlement for database INSPEC"}',
            NotEntitled,
            ("INSPEC", "contract"),
        ),
        ("wos", 401, b'{"message":"Invalid authentication"}', NotEntitled, ("Invalid", "[wos]")),
        ("wos", 403, clarivate.DENIED.encode(), TryAgain, ("used up", "")),
        (
            "wos-starter",
            401,
            b'{"error_description":"The access token is missing","error":"invalid_request"}',
            NotEntitled,
            ("401: The access token is missing", "[wos-starter]"),
        ),
        (
            "wos-starter",
            400,
            b'{"error":{"status":400,"title":"Bad request","details":"Field tag AB is unknown"}}',
            RequestRefused,
            ("400: Field tag AB is unknown", "search string"),
        ),
    ],
)
def test_the_platforms_own_errors_are_understood(
    name: str, status: int, body: bytes, error: type[Exception], words: tuple[str, str]
) -> None:
    told, helps = words
    source = SOURCES[name].configured(Settings())
    with pytest.raises(error) as raised:
        source.read(Response(source.first("q"), status, {}, body, NOW))
    assert told in str(raised.value)
    assert helps in (getattr(raised.value, "help", "") or "")


@pytest.mark.parametrize(
    ("name", "status", "body", "told"),
    [
        ("crossref", 404, b'{"message":[{"type":"cursor-invalid"}]}', "cursor"),
        ("lens", 400, b'{"message":"No search context found"}', "scroll"),
    ],
)
def test_an_expired_walk_says_that_it_has_to_begin_anew(
    name: str, status: int, body: bytes, told: str
) -> None:
    source = SOURCES[name].configured(Settings())
    later = replace(source.first("q"), carry=(("step", "list"), ("rank", "1001")))
    with pytest.raises(Incomplete, match=told) as raised:
        source.read(Response(later, status, {}, body, NOW))
    assert "anew" in (raised.value.help or "")


class TestLens:
    """Pauses and scrolls in Lens' own way."""

    @pytest.fixture
    def walk(self, clock: object) -> Iterator[tuple[lists.ListServer, Connection]]:
        with lists.serving(token_lists.lens) as server:
            source = Lens(url=server.url, rate=1000, page_size=10)
            with HttpTransport(1000, clock=clock, sleep=clock.sleep) as way:  # type: ignore[attr-defined]
                yield server, Connection(source, way)

    def test_a_minute_is_waited_for_a_month_is_not(
        self, walk: tuple[lists.ListServer, Connection], clock: object
    ) -> None:
        server, connection = walk
        name = "x_rate_limit_retry_after_seconds"
        server.misbehave(lists.says(b"", 429, **{name: "8"}))
        assert list(connection.pages("q"))[-1].tally.retrieved == 25
        assert 8.0 in clock.slept  # type: ignore[attr-defined]
        server.misbehave(lists.says(b"", 429, **{name: "2000000"}))
        with pytest.raises(QuotaExceeded, match="555 hours"):
            list(connection.pages("q"))

    def test_a_scroll_that_keeps_its_name_is_walked_to_its_end(
        self, walk: tuple[lists.ListServer, Connection]
    ) -> None:
        server, connection = walk
        server.show = token_lists.moving_scroll
        steps = list(connection.pages("q"))
        assert steps[-1].tally.retrieved == 25

    def test_a_page_lost_by_a_moving_scroll_is_not_passed_over(
        self, walk: tuple[lists.ListServer, Connection]
    ) -> None:
        server, connection = walk
        server.show = token_lists.moving_scroll
        server.misbehave(lists.fine, lists.dropped)
        with pytest.raises(HarvestError):
            list(connection.pages("q"))

    def test_a_scroll_that_ends_too_early_is_told(
        self, walk: tuple[lists.ListServer, Connection]
    ) -> None:
        server, connection = walk
        server.misbehave(lists.fine, then=lists.says(b"", 204))
        with pytest.raises(Incomplete, match="ends the list after 10"):
            list(connection.pages("q"))


def test_crossref_says_that_it_lists_candidates() -> None:
    source = SOURCES["crossref"].configured(Settings())
    body = b'{"message":{"total-results":0,"items":[]}}'
    page = source.read(Response(source.first("q"), 200, {}, body, NOW))
    [told] = diagnostics_of(page.warnings, ())
    assert told.code.id == "H020"
    assert "no Boolean search" in told.message


def test_an_address_makes_crossref_polite_and_faster() -> None:
    plain = SOURCES["crossref"].configured(Settings())
    polite = SOURCES["crossref"].configured(Settings(email="a@example.org"))
    assert (plain.rate, polite.rate) == (5, 10)
    assert ("mailto", "a@example.org") in polite.first("q").params


def test_arxiv_is_asked_once_in_three_seconds() -> None:
    assert SOURCES["arxiv"].configured(Settings()).rate == pytest.approx(1 / 3)


@pytest.mark.parametrize("name", OPEN)
def test_what_is_told_about_a_source_is_what_it_does(name: str) -> None:
    about = ABOUT[name]
    assert SOURCES[name].configured(Settings()).url == about.endpoint
    assert about.may_store_abstract in ("yes", "own use", "no")
    assert all((about.title, about.version, about.paging, about.window, about.licence))
    assert any(grade in about.evidence for grade in ("V:", "C:", "unverified"))
    date.fromisoformat(about.seen)


def test_every_source_of_the_reference_exists() -> None:
    assert set(ABOUT) == set(SOURCES)
