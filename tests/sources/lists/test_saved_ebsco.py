"""Real answers of EBSCO's interface, saved by others: pages from the middle of long lists."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from searchkit.errors import RequestRefused, SearchkitError
from searchkit.records.record import Record
from searchkit.records.services import ebsco as service
from searchkit.sources.base import Response
from searchkit.sources.ebsco import AcademicSearchElite, Ebsco

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ULTIMATE = "Academic Search Ultimate"
# Covers, the library's links and the weight in this one search are not kept; the others only
# say what kind of value stands beside them, or are days that may be fillings.
WITHOUT = {
    *("ImageInfo", "FullText", "RelevancyScore", "Name", "Label", "Group", "Type", "PubTypeId"),
    *("D", "M", "ResultId"),
}


@pytest.fixture(scope="module")
def answers(shared: Path) -> dict[str, dict[str, Any]]:
    """Every saved answer by its name."""
    folder = shared / "data" / "api" / "ebsco_eds"
    if not folder.is_dir():
        pytest.skip(f"no saved answers: {folder} does not exist")
    paths = [path for path in sorted(folder.glob("*.json")) if ".meta." not in path.name]
    return {path.name: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def results(answers: dict[str, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for answer in answers.values():
        if "SearchResult" in answer:
            yield from answer["SearchResult"]["Data"]["Records"]


def response(source: Ebsco, answer: dict[str, Any]) -> Response:
    """Return an answer as the one to the request that it repeats itself."""
    retrieval = answer["SearchRequest"]["RetrievalCriteria"]
    size, number = retrieval["ResultsPerPage"], retrieval["PageNumber"]
    request = replace(source, page_size=size).first("cats")
    content = json.loads(request.json)
    content["RetrievalCriteria"]["PageNumber"] = number
    carry = (("step", "list"), ("rank", str((number - 1) * size + 1)))
    request = replace(request, json=json.dumps(content), carry=carry)
    return Response(request, 200, {}, json.dumps(answer).encode(), NOW)


def test_saved_pages_are_read_or_refused_for_their_databases(
    answers: dict[str, dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    read, refused, told = 0, 0, []
    for name, answer in answers.items():
        source = AcademicSearchElite(provider=ULTIMATE)
        labels = {
            row["Label"]
            for row in answer.get("SearchResult", {}).get("Statistics", {}).get("Databases", [])
            if row["Hits"]
        }
        if not labels:
            # Tokens and descriptions of profiles are no results.
            with pytest.raises(Exception, match="does not say how many"):
                source.read(Response(source.first("q"), 200, {}, json.dumps(answer).encode(), NOW))
            continue
        try:
            page = source.read(response(source, answer))
        except RequestRefused:
            refused += 1
            assert labels != {ULTIMATE}, name
            continue
        read += 1
        told.append(len(page.records))
        assert labels == {ULTIMATE}, name
        assert page.hit_count == answer["SearchResult"]["Statistics"]["TotalHits"]
        assert page.ranks[0] == answer["SearchResult"]["Data"]["Records"][0]["ResultId"]
        assert page.next is not None
    with capsys.disabled():
        print(f"\nebsco_eds: {len(answers)} files, {read} read ({sum(told)} records), ", end="")
        print(f"{refused} refused because they mix databases")
    assert (read, refused) == (1, 15)


def test_every_saved_record_is_read(
    answers: dict[str, dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    records = [service.record(one) for one in results(answers)]
    counts = Counter(
        field.name for record in records for field in fields(Record) if getattr(record, field.name)
    )
    with capsys.disabled():
        print(f"\nebsco_eds: {len(records)} records")
        print(f"  filled: {', '.join(f'{name} {n}' for name, n in counts.most_common())}")
    assert len(records) == 1_200
    assert counts["title"] == counts["identifiers"] == 1_200
    assert min(counts["authors"], counts["keywords"], counts["year"]) > 1_100
    given = sum(
        any(one["Type"] == "doi" for one in entity(result).get("Identifiers", []))
        for result in results(answers)
    )
    assert counts["doi"] == given == 537
    assert not any(re.search(r"<\/?\w|&(?:amp|lt|gt|quot|#)", one.title) for one in records)


def entity(result: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = result["RecordInfo"]["BibRecord"]["BibEntity"]
    return found


def test_a_saved_record_field_by_field(answers: dict[str, dict[str, Any]]) -> None:
    [result] = [one for one in results(answers) if one["Header"]["An"] == "2017-18792-002"][:1]
    record = service.record(result)
    assert record.title.startswith("The role of economic development and perceived growth")
    assert [author.name for author in record.authors][:2] == [
        "Paustian-Underdahl, Samantha C.",
        "Fainshmidt, Stav",
    ]
    # 2017-04-01 stands there, and `20170401`; the source says `Apr, 2017`.
    assert (record.year, record.date) == (2017, "2017-04")
    assert (record.journal, record.volume, record.issue, record.pages) == (
        "Group & Organization Management",
        "42",
        "2",
        "163-194",
    )
    assert record.doi == "10.1177/1059601117696674"
    assert [(one.scheme, one.value) for one in record.identifiers] == [
        ("accession", "2017-18792-002"),
        ("issn", "10596011"),
        ("issn", "15523993"),
    ]
    assert record.keywords[:2] == ("Economic Development", "Management Personnel")
    assert record.languages == ("English",)
    assert "Journal" in record.publication_types
    assert dict(record.extra)["ebsco:DbLabel"] == "PsycINFO"
    assert "*Economic Development" in dict(record.extra)["ebsco:Subjects"]


def texts(value: Any) -> Iterator[str]:
    """Yield what stands in a result, without what is left out on purpose."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in WITHOUT and not (name == "Code" and "Text" in value):
                yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    else:
        yield str(value)


def words(text: str) -> set[str]:
    """Return the words of a text, without markup, also where that was escaped."""
    plain = html.unescape(html.unescape(text))
    plain = re.sub(r"<relatesTo>[\d,]*</relatesTo>|</?[a-zA-Z][^<>]*>", " ", plain)
    return set(re.findall(r"[^\W_]+", plain.casefold()))


def test_no_word_of_a_saved_record_is_lost(answers: dict[str, dict[str, Any]]) -> None:
    lost: Counter[str] = Counter()
    total = 0
    for result in results(answers):
        whole = repr(service.record(result)).casefold()
        kept, run_together = words(whole), re.sub(r"[\W_]+", "", whole)
        for text in texts(result):
            said = words(text)
            total += len(said)
            lost.update(word for word in said - kept if word not in run_together)
    assert total > 100_000
    assert not lost


def test_no_password_of_a_cover_service_is_kept(answers: dict[str, dict[str, Any]]) -> None:
    pictures = [one for one in results(answers) if "Password=" in json.dumps(one)]
    assert pictures
    assert not any("Password=" in repr(service.record(one)) for one in pictures)


def test_the_recorded_refusal_of_a_jump_begins_the_walk_anew(shared: Path) -> None:
    path = shared / "data" / "api" / "OBSERVED_ERRORS.json"
    if not path.is_file():
        pytest.skip(f"no saved answer: {path} does not exist")
    [seen] = [one for one in json.loads(path.read_text()) if one["api"] == "ebsco_eds"]
    source = AcademicSearchElite()
    first = source.first("cats")
    content = json.loads(first.json)
    content["RetrievalCriteria"]["PageNumber"] = 5
    fifth = replace(first, json=json.dumps(content), carry=(("step", "list"), ("rank", "401")))
    page = source.read(Response(fifth, seen["status"], {}, seen["body"].encode(), NOW))
    assert (page.records, page.hit_count) == ((), None)
    assert page.next is not None
    assert json.loads(page.next.json)["RetrievalCriteria"]["PageNumber"] == 2
    with pytest.raises(SearchkitError, match="error 138: Max Record Retrieval Exceeded"):
        source.read(Response(first, seen["status"], {}, seen["body"].encode(), NOW))
