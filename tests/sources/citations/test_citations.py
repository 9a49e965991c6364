"""Citations through four services, on a server of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import NamedTuple, Protocol

import pytest

from searchkit.errors import HarvestError, Incomplete, RequestRefused, UsageError
from searchkit.records.record import Identifier, Record
from searchkit.sources import CITATIONS, CitationSource, Connection
from searchkit.sources.base import Request, Response, Settings, TryAgain, Window
from searchkit.sources.citations import (
    CrossrefCitations,
    EuropePmcCitations,
    OpenAlexCitations,
    SemanticScholarCitations,
)
from searchkit.sources.http import HttpTransport
from searchkit.sources.links import query_for
from searchkit.sources.places import diagnostics_of
from searchkit.sources.position import Tally
from servers import citing, lists
from servers.lists import Call, ListServer, Reply, fine


class Clock(Protocol):
    def __call__(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class Case(NamedTuple):
    name: str
    make: Callable[[str], CitationSource]
    show: Callable[[ListServer, Call], Reply]
    directions: tuple[str, ...] = ("backward", "forward")


CASES = (
    Case("openalex", lambda u: OpenAlexCitations(url=u, rate=1000, page_size=10), citing.openalex),
    Case(
        "europepmc", lambda u: EuropePmcCitations(url=u, rate=1000, page_size=10), citing.europepmc
    ),
    Case(
        "semantic-scholar",
        lambda u: SemanticScholarCitations(url=u, rate=1000, page_size=10),
        citing.semantic_scholar,
    ),
    Case("crossref", lambda u: CrossrefCitations(url=u, rate=1000), citing.crossref, ("backward",)),
)
WALKS = [(case, direction) for case in CASES for direction in case.directions]


class Place(NamedTuple):
    server: ListServer
    connection: Connection

    def walk(self, query: str) -> tuple[list[Record], Tally]:
        steps = list(self.connection.pages(query, run="r1"))
        return [record for page, _ in steps for record in page.records], steps[-1].tally


@pytest.fixture(params=WALKS, ids=lambda row: f"{row[0].name}-{row[1]}")
def walk(request: pytest.FixtureRequest, clock: Clock) -> Iterator[tuple[Place, str]]:
    case, direction = request.param
    with lists.serving(case.show) as server:
        source = case.make(server.url)
        with HttpTransport(source.rate, clock=clock, sleep=clock.sleep) as transport:
            yield Place(server, Connection(source, transport)), direction


def test_every_link_arrives_and_says_where_it_came_from(walk: tuple[Place, str]) -> None:
    place, direction = walk
    query = f"{direction} doi:{citing.DOI}"
    records, tally = place.walk(query)
    assert (tally.hit_count, tally.retrieved, tally.warnings) == (25, 25, ())
    assert all(record.title or record.doi for record in records)
    [stamp] = records[-1].provenance
    assert (stamp.database, stamp.query, stamp.run, stamp.rank) == ("citations", query, "r1", 25)


def test_no_links_are_no_error(walk: tuple[Place, str]) -> None:
    place, direction = walk
    place.server.numbers = []
    records, tally = place.walk(f"{direction} doi:{citing.DOI}")
    assert (records, tally.hit_count, tally.warnings) == ([], 0, ())


def test_an_unknown_work_is_told_and_finds_nothing(walk: tuple[Place, str]) -> None:
    place, direction = walk
    records, tally = place.walk(f"{direction} doi:10.1000/unknown")
    assert (records, tally.hit_count) == ([], 0)
    [told] = diagnostics_of(tally.warnings, ())
    assert told.code.id == "H021"
    assert "doi:10.1000/unknown" in told.message


@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize(
    "fault",
    [lists.dropped, lists.truncated, lists.web_page, lists.says(b"{}"), lists.says(b"", 503)],
    ids=["dropped", "truncated", "web-page", "empty-object", "unavailable"],
)
def test_a_passing_fault_costs_no_link(
    walk: tuple[Place, str], at: int, fault: lists.Fault
) -> None:
    place, direction = walk
    place.server.misbehave(*[fine] * at, fault)
    records, tally = place.walk(f"{direction} doi:{citing.DOI}")
    assert len(records) == 25
    assert tally.retries == (1 if len(place.server.calls) > at + 1 else 0)


@pytest.mark.parametrize("name", ["semantic-scholar", "crossref"])
def test_what_is_counted_and_not_listed_is_told(name: str, clock: Clock) -> None:
    case = next(case for case in CASES if case.name == name)
    with lists.serving(case.show) as server, HttpTransport(1000, sleep=clock.sleep) as way:
        server.total = 33
        place = Place(server, Connection(case.make(server.url), way))
        records, tally = place.walk(f"backward doi:{citing.DOI}")
    assert len(records) == 25
    [told] = diagnostics_of(tally.warnings, ())
    assert told.code.id == "H022"
    assert "33 counted, 25" in told.message


@pytest.mark.parametrize("name", ["openalex", "europepmc"])
def test_a_list_that_ends_too_early_is_an_error(name: str, clock: Clock) -> None:
    case = next(case for case in CASES if case.name == name)
    with lists.serving(case.show) as server, HttpTransport(1000, sleep=clock.sleep) as way:
        server.total = 33
        place = Place(server, Connection(case.make(server.url), way))
        with pytest.raises(Incomplete):
            place.walk(f"backward doi:{citing.DOI}")


def test_more_citations_than_can_be_listed_are_refused_at_once(clock: Clock) -> None:
    with lists.serving(citing.semantic_scholar) as server:
        server.total = 60_064
        with HttpTransport(1000, sleep=clock.sleep) as way:
            place = Place(server, Connection(SemanticScholarCitations(url=server.url), way))
            with pytest.raises(RequestRefused, match="60,064 citations and lists only 9,999"):
                place.walk(f"forward doi:{citing.DOI}")
        assert len(server.calls) == 1


def test_a_list_kept_back_by_its_publisher_is_told() -> None:
    source = SemanticScholarCitations()
    known = b'{"paperId":"e1","referenceCount":40,"citationCount":0}'
    listing = source.read(answered(source.first("backward pmid:7"), known)).next
    assert listing is not None
    page = source.read(answered(listing, b'{"offset":0,"data":null}'))
    assert (page.records, page.hit_count) == ((), 0)
    assert page.warnings[0].kind == "citations-differ"


@pytest.mark.parametrize("direction", ["backward", "forward"])
@pytest.mark.parametrize(
    ("name", "query", "path"),
    [
        ("openalex", "openalex:W70", "/works/W70"),
        ("openalex", "pmid:7", "/works/pmid:7"),
        ("openalex", "doi:10.1000/a(b)c;d", "/works/doi:10.1000%2Fa%28b%29c%3Bd"),
        ("europepmc", "pmid:7", "/MED/7/"),
        ("europepmc", "pmcid:PMC8", "/PMC/PMC8/"),
        ("europepmc", "doi:10.1000/x", "/searchPOST"),
        ("semantic-scholar", "pmcid:PMC8", "/paper/PMCID:8"),
        ("semantic-scholar", "arxiv:2101.00001", "/paper/ARXIV:2101.00001"),
        ("semantic-scholar", "semantic-scholar:e1", "/paper/e1"),
    ],
)
def test_works_are_asked_for_by_any_of_their_numbers(
    name: str, query: str, path: str, direction: str
) -> None:
    source = CITATIONS[name].configured(Settings())
    assert path in source.first(f"{direction} {query}").url


def test_new_citations_alone_can_be_asked_of_openalex() -> None:
    source = OpenAlexCitations()
    window = Window(date(2026, 10, 1), date(2026, 10, 31))
    looked_up = answered(source.first("forward doi:10.1000/x", window), b'{"id":"https://o/W70"}')
    following = source.read(looked_up).next
    assert following is not None
    sent = dict(following.params)["filter"]
    assert sent == "cites:W70,from_created_date:2026-10-01,to_created_date:2026-10-31"
    with pytest.raises(UsageError, match="since when"):
        EuropePmcCitations().first("forward pmid:7", window)


@pytest.mark.parametrize("name", list(CITATIONS))
@pytest.mark.parametrize(
    "query", ["doi:10.1000/x", "sideways doi:10.1000/x", "backward isbn:1", ""]
)
def test_other_queries_are_refused(name: str, query: str) -> None:
    with pytest.raises(UsageError) as told:
        CITATIONS[name].configured(Settings()).first(query)
    assert "backward" in (told.value.help or "")


def test_crossref_does_not_go_forward() -> None:
    with pytest.raises(RequestRefused, match="does not tell who cites"):
        CrossrefCitations().first("forward doi:10.1000/x")


@pytest.mark.parametrize("name", list(CITATIONS))
def test_counts_come_in_one_request(name: str) -> None:
    source = CITATIONS[name].configured(Settings())
    scheme = "pmid" if name == "europepmc" else "doi"
    body = (
        b'{"hitCount":9,"referenced_works_count":9,"referenceCount":9,'
        b'"message":{"reference-count":9}}'
    )
    page = source.read(answered(source.count(f"backward {scheme}:7"), body))
    assert (page.hit_count, page.records, page.next) == (9, (), None)


@pytest.mark.parametrize("name", list(CITATIONS))
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"<html></html>", b"\xff\x00"])
def test_rubbish_is_never_taken_for_an_empty_list(name: str, body: bytes) -> None:
    source = CITATIONS[name].configured(Settings())
    with pytest.raises((HarvestError, TryAgain)):
        source.read(answered(source.first("backward doi:10.1000/x"), body))


@pytest.mark.parametrize("name", list(CITATIONS))
@pytest.mark.parametrize("status", [301, 400, 401, 403, 414])
def test_a_refusal_is_told(name: str, status: int) -> None:
    source = CITATIONS[name].configured(Settings())
    request = source.first("backward doi:10.1000/x")
    with pytest.raises(HarvestError) as told:
        source.read(Response(request, status, {}, b"<p>no</p>", NOW))
    assert str(status) in told.value.message
    assert told.value.help


def test_the_best_number_of_a_record_is_used() -> None:
    record = Record(doi="10.1000/x", pmid="7", identifiers=(Identifier("openalex", "W1"),))
    for name, query in (
        ("openalex", "forward openalex:W1"),
        ("europepmc", "forward pmid:7"),
        ("semantic-scholar", "forward doi:10.1000/x"),
        ("crossref", "forward doi:10.1000/x"),
    ):
        assert query_for(record, "forward", CITATIONS[name].schemes) == query
    assert query_for(Record(title="A report"), "forward", ("doi",)) is None


NOW = datetime(2026, 11, 24, tzinfo=UTC)


def answered(request: Request, body: bytes) -> Response:
    return Response(request, 200, {}, body, NOW)
