"""Platforms that rank: Crossref's candidates judged by the strategy, Google Scholar by key or hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from searchkit.dialects import parse
from searchkit.records.formats import read
from searchkit.records.record import IndexTerm, Provenance, Record
from searchkit.records.services import crossref as service
from searchkit.records.verdicts import Judged, Verdict
from searchkit.review.judging import Judge
from searchkit.store import (
    all_runs,
    candidates_of,
    judged_of,
    keep_verdicts,
    occurrences_by_page,
    open_store,
    raw_pages,
    records_of,
    replace_forms,
)
from servers import lists, offset, works
from servers.commands import KEY, Command, caller, enter, store_setting
from servers.lists import ListServer

STRATEGY = "1. peer support.ti,ab.\n2. (mental or fruit* or peer).ti,ab.\n3. 1 and 2\n"
SEVERAL = "1. (alpha or beta).ti,ab.\n2. (" + " or ".join(f'"worker number {n:03}"' for n in range(40)) + ").ti,ab.\n3. 1 and 2\n"  # fmt: skip


@pytest.fixture
def crossref() -> Iterator[ListServer]:
    with lists.serving(works.crossref) as state:
        yield state


@pytest.fixture
def scholar() -> Iterator[ListServer]:
    with lists.serving(offset.serpapi) as state:
        yield state


@pytest.fixture
def command(
    crossref: ListServer,
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Command:
    environment = {
        "SEARCHKIT_CROSSREF_URL": crossref.url,
        "SEARCHKIT_CROSSREF_RATE": "100000",
        "SEARCHKIT_CONFIG": str(tmp_path / "no-config.toml"),
    }
    for name in ("SERPAPI_API_KEY", "SERPAPI_KEY", "SEARCHKIT_GOOGLE_SCHOLAR_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    enter(tmp_path / "review", STRATEGY, environment | store_setting(place), monkeypatch)
    return caller(monkeypatch, capsys)


def begun(command: Command, *targets: str) -> None:
    named = [word for target in targets for word in ("--target", target)]
    done = command("init", "--title", "Peers", "--strategy", "strategy.txt", *named)
    assert done.code == 0, done.err


# The judge.


@pytest.mark.parametrize(
    ("record", "verdict"),
    [
        (Record(title="Peer support for workers"), Verdict.MATCHES),
        (Record(title="Peers", abstract="Peer support, mental."), Verdict.MATCHES),
        (Record(title="Bananas"), Verdict.NOT_JUDGED),
        (Record(title="Bananas", abstract="Fruit."), Verdict.NO_MATCH),
        (Record(title="Peer support for workers", languages=("de",)), Verdict.NO_MATCH),
        (Record(title="Peer review", abstract="Support."), Verdict.NO_MATCH),
    ],
)
def test_a_candidate_is_judged_by_the_strategy_itself(record: Record, verdict: Verdict) -> None:
    if not record.languages:
        record = Record(record.title, abstract=record.abstract, languages=("en",))
    text = "1. (peer adj support).ti,ab.\n2. exp Mental Health/ or workers.ti. or mental.mp.\n3. 1 and 2\n4. limit 3 to english\n"
    judge = Judge.of(parse(text, "ovid:medline"), date(2026, 11, 24))
    assert judge.verdicts([record]) == [verdict]


def test_headings_are_words_there_and_unanswerable_limits_are_left_out() -> None:
    text = "1. exp Peer Group/\n2. limit 1 to (humans and randomized controlled trial)\n"
    judge = Judge.of(parse(text, "ovid:medline"), date(2026, 11, 24))
    records = [
        Record(title="A peer group", publication_types=("journal-article",)),
        Record(title="Peers", abstract="x", index_terms=(IndexTerm("Peer Group", "mesh"),)),
    ]
    assert judge.verdicts(records) == [Verdict.MATCHES, Verdict.NO_MATCH]
    assert {"T030"} < {found.code.id for found in judge.told}


def test_what_a_line_that_cannot_be_said_needs_is_not_dropped() -> None:
    judge = Judge.of(parse("1. 20210101.ed.\n2. peer.ti.\n3. 1 and 2\n"), date(2026, 11, 24))
    assert judge.verdicts([Record(title="Peer"), Record(title="X", abstract="x")]) == [
        Verdict.MATCHES,
        Verdict.NO_MATCH,
    ]


def test_the_verdict_stands_with_the_last_occurrence() -> None:
    judge = Judge.of(parse("1. peer.ti."), date(2026, 11, 24))
    places = (Provenance("pubmed"), Provenance("crossref"))
    [record] = judge.judged([Record(title="Peer", provenance=places)])
    assert [place.verdict for place in record.provenance] == ["", "matches"]


def test_recorded_works_without_an_abstract_are_never_left_out_for_it(shared: Path) -> None:
    answers = [json.loads(path.read_bytes()) for path in (shared / "data/api/crossref").glob("*works*.json") if ".meta." not in path.name]  # fmt: skip
    messages = [one["message"] for one in answers if isinstance(one, dict) and isinstance(one.get("message"), dict)]  # fmt: skip
    works = [one for message in messages for one in message.get("items", ()) if "title" in one]
    if not works:
        pytest.skip("no recorded works of Crossref")
    records = list(map(service.record, works))
    judge = Judge.of(parse("1. (peer or ecology or science*).ti,ab."), date(2026, 11, 24))
    said = list(zip(records, judge.verdicts(records), strict=True))
    assert {verdict for record, verdict in said if record.abstract} <= {"matches", "does not match"}
    assert {verdict for record, verdict in said if not record.abstract} == {"matches", "not judged"}


# One search with a file.


def test_a_file_holds_what_matches_and_what_cannot_be_judged(
    command: Command, crossref: ListServer
) -> None:
    crossref.numbers = list(range(1, 51))
    done = command(
        "run", "strategy.txt", "--source", "crossref", "--out", "x.jsonl", "--report", "x.json"
    )
    assert done.code == 0, done.err
    assert done.out == "crossref: hit count 50, retrieved 50, 30 of them in x.jsonl\n"
    assert "50 candidates: 15 match, 15 cannot be judged, 20 do not match" in done.err
    assert "note[H062]" in done.err
    verdicts = {
        int(r.doi.partition("/")[2]) % 10: r.provenance[-1].verdict for r in read("x.jsonl")
    }
    assert verdicts == {
        **dict.fromkeys((0, 1, 2), "matches"),
        **dict.fromkeys((3, 4, 5), "not judged"),
    }
    told = json.loads(Path("x.json").read_text(encoding="utf-8"))
    assert told["candidates"] == {"matches": 15, "not_judged": 15, "no_match": 20}
    assert (told["hit_count"], told["retrieved"], told["listed"]) == (50, 50, None)


def test_millions_of_candidates_end_at_a_number_that_is_told(
    command: Command, crossref: ListServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossref.numbers = list(range(1, 3_001))
    crossref.total = 2_104_000
    call = ("run", "strategy.txt", "--source", "crossref", "--out", "x.jsonl", "--report", "x.json")
    done = command(*call)
    assert "hit count 2,104,000, retrieved 1,000, 600 of them" in done.out
    assert "warning[H061]: 2,104,000 records are counted, and the first 1,000" in done.err
    assert len(crossref.calls) == 1
    told = json.loads(Path("x.json").read_text(encoding="utf-8"))
    assert (told["listed"], told["complete"]) == (1_000, False)
    assert "lists 1,000 of them" in told["difference_explained_by"][0]

    monkeypatch.setenv("SEARCHKIT_CROSSREF_MOST", "2500")
    assert "retrieved 2,500, 1,500 of them" in command(*call).out
    monkeypatch.setenv("SEARCHKIT_CROSSREF_MOST", "few")
    refused = command(*call)
    assert (refused.code, "`few`" in refused.err) == (2, True)


# Reviews.


def test_a_review_keeps_all_candidates_and_finds_those_that_may_match(
    command: Command, crossref: ListServer, place: str
) -> None:
    crossref.numbers = list(range(1, 21))
    begun(command, "crossref")
    done = command("run")
    assert done.out == "crossref: hit count 20, retrieved 20\n"
    assert "20 candidates: 6 match, 6 cannot be judged, 8 do not match" in done.err
    status = command("status")
    assert (status.code, "6 cannot be judged" in status.out) == (0, True)
    with open_store(place) as store:
        (run,) = all_runs(store)
        assert len(list(candidates_of(store, run.number))) == 20
        found = [record.provenance[-1].verdict for record in records_of(store, run.number)]
    assert found == ["matches"] * 2 + ["not judged"] * 3 + ["matches"] * 3 + ["not judged"] * 3 + [
        "matches"
    ]
    lock = json.loads(Path("searchkit.lock").read_text(encoding="utf-8"))["searched"]["crossref"]
    assert lock["candidates"] == {"matches": 6, "not_judged": 6, "no_match": 8}


def test_an_update_finds_new_candidates_that_may_match_only(
    command: Command, crossref: ListServer
) -> None:
    crossref.numbers = list(range(1, 11))
    begun(command, "crossref")
    command("run")
    crossref.numbers = list(range(1, 21))
    found = json.loads(command("update", "--json").out)["targets"][0]
    assert sorted(row["doi"] for row in found["new"]) == [f"10.1000/{n}" for n in (11, 12, 13, 14, 15, 20)]  # fmt: skip
    assert (found["error"], found["remark"], found["changed"]) == (None, None, [])


def test_another_strategy_with_the_same_words_judges_anew(
    command: Command, crossref: ListServer, place: str
) -> None:
    crossref.numbers = list(range(1, 21))
    begun(command, "crossref")
    command("run")
    Path("strategy.txt").write_text(STRATEGY.replace("1 and 2", "1 or 2"), encoding="utf-8")
    assert "the strategy has changed since" in command("status").out
    done = command("run")
    assert "20 candidates: 14 match, 6 cannot be judged, 0 do not match" in done.err
    assert command("status").code == 0
    with open_store(place) as store:
        first, second = all_runs(store)
    assert first.query == second.query


def test_candidates_that_are_read_again_are_judged_again(
    command: Command, crossref: ListServer, place: str
) -> None:
    """An older reader that lost the abstracts left more undecided than there is."""
    crossref.numbers = list(range(1, 21))
    begun(command, "crossref")
    command("run")
    with open_store(place) as store:
        for _, page in occurrences_by_page(store, 1):
            older = [(one, replace(one.record, abstract="")) for one in page]
            replace_forms(store, 1, "crossref", older)
        keep_verdicts(store, 1, [(place, Verdict.NOT_JUDGED) for place in range(1, 21)])
        assert judged_of(store, 1) == Judged(0, 20, 0)
    assert command("reread").code == 0
    with open_store(place) as store:
        assert judged_of(store, 1) == Judged(6, 6, 8)


def test_a_stop_before_the_judgement_is_made_up_for(
    command: Command, crossref: ListServer, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossref.numbers = list(range(1, 2_001))
    monkeypatch.setenv("SEARCHKIT_CROSSREF_MOST", "2000")
    begun(command, "crossref")
    crossref.misbehave(lists.fine, lists.says(b"", 429, Retry_After="7200"))
    assert command("run").code == 75
    with open_store(place) as store:
        (run,) = all_runs(store)
        assert {record.provenance[-1].verdict for record in records_of(store, run.number)} == {""}
    done = command("run")
    assert "2,000 candidates: 600 match, 600 cannot be judged, 800 do not match" in done.err
    assert len(crossref.calls) == 3


def test_without_a_key_google_scholar_is_searched_by_hand(command: Command) -> None:
    begun(command, "google-scholar")
    assert command("status").out == "google-scholar: to be searched by hand\n"
    assert "1 to be searched by hand" in command("run").err
    told = command("next").out
    assert "Publish or Perish" in told
    assert "SEARCHKIT_GOOGLE_SCHOLAR_API_KEY" in told
    assert "at most 1,000 records" in told
    refused = command("run", "strategy.txt", "--source", "google-scholar", "--out", "x.ris")
    assert refused.code == 3
    assert "Publish or Perish" in refused.err
    assert not Path("x.ris").exists()


def test_with_a_key_google_scholar_is_harvested_and_the_key_stays_out_of_everything(
    *,
    command: Command,
    scholar: ListServer,
    place: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setenv("SERPAPI_API_KEY", KEY)
    monkeypatch.setenv("SEARCHKIT_GOOGLE_SCHOLAR_URL", scholar.url)
    monkeypatch.setenv("SEARCHKIT_GOOGLE_SCHOLAR_RATE", "100000")
    Path("strategy.txt").write_text(SEVERAL, encoding="utf-8")
    begun(command, "google-scholar")
    said = [command("next")]
    assert "run `searchkit run --only google-scholar`" in said[0].out
    scholar.misbehave(lists.fine, lists.says(f"no {KEY}".encode(), 403))
    said.append(command("run"))
    assert said[-1].code == 3
    scholar.misbehave()
    said.append(command("run"))
    parts = {call.sent["q"] for call in scholar.calls}
    assert all(call.sent["api_key"] == KEY for call in scholar.calls)
    many = 25 * len(parts)
    assert (
        said[-1].out == f"google-scholar: hit count {many}, retrieved {many}, 25 different ones\n"
    )
    assert "note[H060]: google-scholar" in said[-1].err
    out = command("run", "strategy.txt", "--source", "google-scholar", "--out", "x.jsonl")
    said.append(out)
    assert f"retrieved {many}, 25 different ones in x.jsonl" in out.out
    assert "note[H060]" in out.err
    scholar.numbers = list(range(1, 27))
    update = json.loads(command("update", "--json").out)["targets"][0]
    assert [row["title"] for row in update["new"]] == ["Trial 26"]
    assert (update["changed"], update["remark"]) == ([], None)
    scholar.numbers.pop()
    counted = command("run", "strategy.txt", "--source", "google-scholar", "--count")
    assert f"{many} (added up over {len(parts)} requests" in counted.out.replace(",", "")
    first = next(iter(read("x.jsonl")))
    assert {stamp.query for stamp in first.provenance} == parts
    assert {stamp.rank for stamp in first.provenance} == {1}
    with open_store(place) as store:
        run, _ = all_runs(store)
        answers = [raw.body + raw.request.encode() for raw in raw_pages(store, run.number)]
    assert KEY not in str(said) + caplog.text
    assert not [answer for answer in answers if KEY.encode() in answer]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes(), path
