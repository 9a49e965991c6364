"""What PubMed is asked, and how its answers are read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from Bio.Entrez import Parser

from searchkit.errors import UsageError
from searchkit.sources.base import Page, Request, Response, ServerWarning, Settings, Window
from searchkit.sources.driver import harvest
from searchkit.sources.pubmed import RATE, RATE_WITH_KEY, PubMed
from servers import eutils
from servers.eutils import EUtilities

from .conftest import Connection

REMARKS = (
    "<ErrorList><PhraseNotFound>schizophrnia[tiab]</PhraseNotFound>"
    "<FieldNotFound>foo</FieldNotFound></ErrorList>"
    "<WarningList><PhraseIgnored>the</PhraseIgnored>"
    '<QuotedPhraseNotFound>"peer led support worker"[tiab]</QuotedPhraseNotFound>'
    "<OutputMessage>Restrictions achieved.</OutputMessage></WarningList>"
)


def answered(request: Request, body: bytes, status: int = 200) -> Response:
    return Response(request, status, {}, body, datetime(2026, 11, 24, tzinfo=UTC))


def search_answer(inner: str, doctype: str = eutils.DOCTYPE) -> bytes:
    return f"{doctype}<eSearchResult>{inner}</eSearchResult>".encode()


def test_a_search_is_posted_with_history_and_names_the_sender() -> None:
    request = PubMed(email="name@example.org").first("a[ti] OR b[ti]")
    assert (request.method, request.params) == ("POST", ())
    assert request.url == "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi"
    assert dict(request.form) == {
        "db": "pubmed",
        "term": "a[ti] OR b[ti]",
        "usehistory": "y",
        "retmax": "9999",
        "retmode": "xml",
        "tool": "searchkit",
        "email": "name@example.org",
    }


def test_a_window_cuts_by_create_date_and_keeps_the_query_together() -> None:
    window = Window(date(2026, 10, 1), date(2026, 10, 31))
    form = dict(PubMed().first("a OR b", window).form)
    assert form["term"] == '(a OR b) AND ("2026/10/01"[crdt] : "2026/10/31"[crdt])'


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError, match="ends before"):
        Window(date(2026, 10, 2), date(2026, 10, 1))


def test_the_rate_follows_the_key_and_the_settings() -> None:
    assert PubMed.configured(Settings()).rate == RATE == 3
    assert PubMed.configured(Settings(secrets={"api_key": "x" * 36})).rate == RATE_WITH_KEY == 10
    assert PubMed.configured(Settings(rate=0.5)).rate == 0.5


def test_what_the_server_says_about_the_query_is_kept() -> None:
    inner = f"<Count>7</Count><QueryTranslation>x</QueryTranslation>{REMARKS}"
    source = PubMed()
    page = source.read(answered(source.count("q"), search_answer(inner)))
    assert page == Page(
        hit_count=7,
        interpretation="x",
        warnings=(
            ServerWarning("phrase-not-found", "schizophrnia[tiab]"),
            ServerWarning("field-ignored", "foo"),
            ServerWarning("quoted-phrase-not-found", '"peer led support worker"[tiab]'),
            ServerWarning("phrase-ignored", "the"),
            ServerWarning("server-message", "Restrictions achieved."),
        ),
    )


@pytest.mark.parametrize(
    "doctype",
    [
        pytest.param("", id="none"),
        pytest.param(eutils.DOCTYPE.replace("https:", "http:"), id="http-as-before-2020"),
        pytest.param(
            '<?xml version="1.0"?><!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20990101//EN"'
            ' "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20990101/esearch_2099.dtd">',
            id="unknown-to-biopython",
        ),
    ],
)
def test_any_document_type_is_read_without_the_network(
    doctype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(url: str) -> None:
        raise AssertionError(f"the parser went to {url}")

    monkeypatch.setattr(Parser, "urlopen", refuse)
    source = PubMed()
    inner = "<Count>0</Count><RetMax>0</RetMax><SomethingNew>1</SomethingNew>"
    assert source.read(answered(source.count("q"), search_answer(inner, doctype))).hit_count == 0


def test_a_count_asks_for_no_record(connection: Connection, server: EUtilities) -> None:
    server.found_by = {"a[ti]": ["1", "2", "3"]}
    page = connection.count("a[ti]")
    assert (page.hit_count, page.records, page.next) == (3, (), None)
    assert [call.form["retmax"] for call in server.calls] == ["0"]


def test_a_search_without_history_is_fetched_by_pmids(
    connection: Connection, server: EUtilities
) -> None:
    def forgetful(call: eutils.Call, reply: eutils.Reply) -> eutils.Reply:
        body = reply.body.replace(b"<WebEnv>MCID_0</WebEnv>", b"")
        return eutils.Reply(body)

    server.misbehave("esearch", forgetful)
    steps = list(connection.pages("q"))
    assert [record.pmid for page, _ in steps for record in page.records] == server.pmids
    assert all("WebEnv" not in call.form for call in server.called("efetch"))


def test_books_are_counted_as_records(connection: Connection, server: EUtilities) -> None:
    server.pmids = ["20301295"]
    book = (
        b"<?xml version='1.0'?><PubmedArticleSet><PubmedBookArticle><BookDocument>"
        b"<PMID Version='1'>20301295</PMID><Book><Publisher><PublisherName>A press</PublisherName>"
        b"</Publisher><BookTitle>A book</BookTitle><PubDate><Year>1993</Year></PubDate></Book>"
        b"<ArticleTitle>A chapter</ArticleTitle></BookDocument></PubmedBookArticle>"
        b"</PubmedArticleSet>"
    )
    server.misbehave("efetch", lambda call, reply: eutils.Reply(book))
    (_, step) = connection.pages("q")
    assert [record.title for record in step.page.records] == ["A chapter"]
    assert step.tally.hit_count == step.tally.retrieved == 1


def test_the_newest_version_of_a_record_is_kept(connection: Connection, server: EUtilities) -> None:
    server.pmids = ["1"]
    older, newer = eutils.article("1").replace("trial", "draft"), eutils.article("1")
    both = f"<PubmedArticleSet>{older}{newer}</PubmedArticleSet>".encode()
    server.misbehave("efetch", lambda call, reply: eutils.Reply(both))
    (_, step) = connection.pages("q")
    assert [record.title for record in step.page.records] == ["Peer support, trial number 1"]
    assert step.tally.retrieved == 1


def test_the_same_request_twice_is_an_error(connection: Connection) -> None:
    class Circling(PubMed):
        def read(self, response: Response) -> Page:
            return Page(hit_count=1, next=response.request)

    source = Circling(url=connection.source.url)
    with pytest.raises(Exception, match="in a circle"):
        list(harvest(source, "q", connection.transport))
