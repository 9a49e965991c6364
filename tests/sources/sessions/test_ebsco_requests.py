"""What EBSCO is asked, which database it has to be, and what is told about the search."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from searchkit.errors import RequestRefused, UsageError
from searchkit.review.protocol import read_review
from searchkit.review.targets import sendings
from searchkit.sources import SOURCES, target
from searchkit.sources.base import Page, Response, Settings, Window
from searchkit.sources.credentials import load_settings
from searchkit.sources.ebsco import Cinahl, Ebsco, PsycInfo, unlisted
from searchkit.sources.places import diagnostics_of
from servers import sessions

NOW = datetime(2026, 11, 24, tzinfo=UTC)
TARGETS = {
    "ebsco-cinahl": "ebsco:cinahl",
    "ebsco-academic-search-elite": "ebsco:academic-search-elite",
    "ebsco-psycinfo": "ebsco:psycinfo",
}


def page(source: Ebsco, labels: dict[str, int], query: str = "TI peer", total: int = 0) -> Page:
    """Read an answer that names databases with their hits, and holds no record."""
    rows = [{"Id": "x", "Label": label, "Status": "0", "Hits": n} for label, n in labels.items()]
    statistics: dict[str, Any] = {"TotalHits": total, "Databases": rows}
    body = json.dumps({"SearchResult": {"Statistics": statistics, "Data": {}}}).encode()
    request = source.count(query) if total else source.first(query)
    return source.read(Response(request, 200, {}, body, NOW))


@pytest.mark.parametrize(("name", "searched"), TARGETS.items())
def test_each_database_is_a_target_of_its_own(name: str, searched: str) -> None:
    assert target(SOURCES[name]) == searched


def test_the_search_is_sent_as_written_with_nothing_added() -> None:
    query = 'TI ("peer support" OR mentor*) N3 lay'
    source = Cinahl(profile="eds", provider="CINAHL Complete")
    sent = json.loads(source.first(query, Window(date(2026, 9, 5), date(2026, 10, 31))).json)
    criteria = sent["SearchCriteria"]
    assert criteria["Queries"] == [{"Term": query}]
    assert (criteria["SearchMode"], criteria["Sort"]) == ("bool", "date")
    assert (criteria["Expanders"], criteria["RelatedContent"]) == (None, None)
    assert (criteria["AutoSuggest"], criteria["AutoCorrect"]) == ("n", "n")
    assert criteria["Limiters"] == [{"Id": "DT1", "Values": ["2026-09/2026-10"]}]
    provider = {"Id": "ContentProvider", "Value": "CINAHL Complete"}
    assert criteria["FacetFilters"] == [{"FilterId": 1, "FacetValues": [provider]}]
    assert sent["RetrievalCriteria"] == {
        "View": "detailed",
        "ResultsPerPage": 100,
        "PageNumber": 1,
        "Highlight": "n",
    }
    assert not {"Limiters", "FacetFilters"} & set(
        json.loads(Cinahl().first(query).json)["SearchCriteria"]
    )
    assert [json.loads(request.json) for _, request in source.sign_in()] == [
        {},
        {"Profile": "eds", "Guest": "n"},
    ]


def test_a_search_of_several_lines_is_not_sent_as_one() -> None:
    with pytest.raises(UsageError, match="2 requests"):
        Cinahl().first("TI peer\nS1 AND S2")


@pytest.mark.parametrize(
    ("source", "labels"),
    [
        (Cinahl(), {"CINAHL Complete": 9}),
        (Cinahl(), {"CINAHL": 9, "MEDLINE": 0}),
        (PsycInfo(), {"APA PsycInfo": 9}),
        (PsycInfo(), {"PsycINFO": 9}),
        (Cinahl(provider="Nursing & Allied Health"), {"Nursing & Allied Health": 9}),
    ],
)
def test_every_edition_of_the_database_is_taken(source: Ebsco, labels: dict[str, int]) -> None:
    assert page(source, labels, total=9).hit_count == 9


@pytest.mark.parametrize(
    ("source", "labels", "total"),
    [
        (Cinahl(), {"CINAHL Complete": 9, "MEDLINE": 3}, 12),
        (PsycInfo(), {"PsycARTICLES": 9}, 9),
        (Cinahl(), {"MEDLINE": 0, "ERIC": 0}, 0),
    ],
)
def test_another_database_is_refused_with_what_to_set(
    source: Ebsco, labels: dict[str, int], total: int
) -> None:
    with pytest.raises(RequestRefused, match="other databases than") as told:
        page(source, labels, total=total)
    assert "`provider`" in (told.value.help or "")


def test_nothing_found_in_an_unnamed_database_is_no_result_without_a_word() -> None:
    found = page(Cinahl(provider="CINAHL Gold"), {})
    assert found.hit_count == 0
    [told] = diagnostics_of(found.warnings, [])
    assert (told.code.id, "CINAHL Gold" in told.message) == ("H041", True)
    assert page(Cinahl(), {"CINAHL": 0}).warnings == ()


def test_field_codes_that_the_interface_does_not_list_are_told() -> None:
    query = '(TI peer OR AB peer) AND (MH "Peer Group+") AND LA English AND "PT in a phrase"'
    found = page(Cinahl(), {"CINAHL": 0}, query)
    told = diagnostics_of(found.warnings, [])
    assert [(one.code.id, one.message.split("`")[1]) for one in told] == [
        ("H040", "MH"),
        ("H040", "LA"),
    ]


@pytest.mark.parametrize(
    "query", ["TI peer", "TX (a OR b)", "DO no harm", "ONE TWO", "peer AND TI"]
)
def test_words_are_no_field_codes(query: str) -> None:
    assert unlisted(query) in {(), ("DO",)}
    assert (unlisted(query) == ("DO",)) is query.startswith("DO ")


def test_a_database_that_did_not_answer_is_told() -> None:
    rows = [{"Id": "ccm", "Label": "CINAHL", "Status": "7", "Hits": 0}]
    statistics = {"TotalHits": 0, "Databases": rows}
    body = json.dumps({"SearchResult": {"Statistics": statistics}}).encode()
    source = Cinahl()
    found = source.read(Response(source.first("peer"), 200, {}, body, NOW))
    assert [warning.phrase for warning in found.warnings] == ["CINAHL: status 7"]


CONFIG = """
[ebsco]
user_id = "library"
password = "planted-password-0815"
profile = "eds"
[ebsco-psycinfo]
profile = "psyc"
"""


REVIEW = """
title = "Peers"
[strategy]
file = "strategy.txt"
[[database]]
target = "ebsco:cinahl"
[[database]]
target = "ebsco:psycinfo"
[[database]]
target = "worldcat"
[[database]]
target = "pubmed"
"""


def test_a_database_is_searched_by_hand_until_its_account_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "strategy.txt").write_text("1. peer support.ti.", encoding="utf-8")
    (tmp_path / "review.toml").write_text(REVIEW, encoding="utf-8")
    config = tmp_path / "config.toml"
    monkeypatch.setenv("SEARCHKIT_CONFIG", str(config))
    review = read_review(tmp_path)
    assert [one.source for one in sendings(review)] == ["", "", "", "pubmed"]
    config.write_text(CONFIG, encoding="utf-8")
    assert [one.source for one in sendings(review)] == [
        "ebsco-cinahl",
        "ebsco-psycinfo",
        "",
        "pubmed",
    ]
    monkeypatch.setenv("SEARCHKIT_WORLDCAT_CLIENT_ID", sessions.CLIENT)
    monkeypatch.setenv("SEARCHKIT_WORLDCAT_CLIENT_SECRET", sessions.SECRET)
    assert sendings(review)[2].source == "worldcat"
    named = REVIEW.replace('"ebsco:cinahl"', '"ebsco:cinahl"\nsource = "ebsco-cinahl"')
    (tmp_path / "review.toml").write_text(named, encoding="utf-8")
    config.unlink()
    assert sendings(read_review(tmp_path))[0].source == "ebsco-cinahl"


def test_one_account_serves_all_databases_and_each_may_differ(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    known = {"SEARCHKIT_CONFIG": str(path), "SEARCHKIT_EBSCO_API_KEY": "planted-key-0815"}
    secrets = {"password": "planted-password-0815", "api_key": "planted-key-0815"}
    for name, profile in [("ebsco-cinahl", "eds"), ("ebsco-psycinfo", "psyc")]:
        settings = load_settings(name, environment=known)
        assert (settings.options["user_id"], settings.options["profile"]) == ("library", profile)
        assert settings.secrets == secrets
    known |= {"SEARCHKIT_EBSCO_PROFILE": "all", "SEARCHKIT_EBSCO_PSYCINFO_PROFILE": "one"}
    profiles = [load_settings(name, environment=known).options["profile"] for name in TARGETS]
    assert profiles == ["all", "all", "one"]
    assert SOURCES["ebsco-cinahl"].configured(Settings(options={"profile": "p"})).profile == "p"
