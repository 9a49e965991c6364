"""The write-only targets: nothing raises, golden translations, how limits and lines are given."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from dialects.apis.trees import searches
from searchkit.diagnostics import Effect
from searchkit.dialects import DIALECTS, target
from searchkit.dialects.lower import Policy, Report, Situation, lower, lower_whole
from searchkit.errors import DialectError
from searchkit.query.nodes import LineReference, Node
from searchkit.translate import translate

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
PROTOCOL = (HERE.parents[2] / "queries/peer-support/strategy.ovid.txt").read_text(encoding="utf-8")
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))["case"]

NAMES = (
    "europepmc",
    "openalex",
    "semantic-scholar",
    "crossref",
    "doaj",
    "lens",
    "arxiv",
    "google-scholar",
    "oria",
    "alma-sru",
    "worldcat",
    "wos-starter",
)


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("name", NAMES)
@given(node=searches)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_whatever_is_lowered_can_be_written(name: str, policy: Policy, node: Node) -> None:
    at = Situation(target("ovid:medline"), target(name), policy, Report(1), TODAY)
    lowered = lower(node, at)
    if lowered is None:
        return
    dialect = DIALECTS[name]
    if dialect.requests is None:
        texts: tuple[str, ...] = (dialect.write(lowered, str),)
    else:
        texts = dialect.requests.spell(lower_whole(lowered, dialect.requests, at))
    assert texts
    assert all(text.strip() == text and text for text in texts)
    assert all("\n" not in text for text in texts)


@pytest.mark.parametrize("name", NAMES)
def test_a_reference_is_put_where_it_stands(name: str) -> None:
    assert DIALECTS[name].write(LineReference(3), lambda number: f"<{number}>") == "<3>"


@pytest.mark.parametrize("name", [name for name in NAMES if DIALECTS[name].requests])
def test_requests_are_of_whole_searches_only(name: str) -> None:
    rules = DIALECTS[name].requests
    assert rules is not None
    with pytest.raises(DialectError, match="line 3"):
        rules.spell(LineReference(3))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, object]) -> None:
    translation = translate(
        str(case["ovid"]), to=str(case["to"]), policy=str(case.get("policy", "recall")), today=TODAY
    )
    told = {found.code.name: found.effect for found in translation.diagnostics}
    assert translation.text == case["text"]
    expected = case["effects"]
    assert isinstance(expected, dict)
    assert {name: told.get(name) for name in expected} == {
        name: Effect(effect) for name, effect in expected.items()
    }


@pytest.mark.parametrize("name", NAMES)
def test_golden_translation_of_the_protocol(name: str) -> None:
    translation = translate(PROTOCOL, to=name, from_="ovid:medline", today=TODAY)
    golden = (HERE.parent / "golden" / f"{name}.txt").read_text(encoding="utf-8")
    assert translation.text + "\n" == golden
    cap = DIALECTS[name].caps
    if cap and translation.parts:
        assert "too-long" not in {found.code.name for found in translation.diagnostics}


@pytest.mark.parametrize("name", NAMES)
def test_each_line_is_a_search_of_its_own(name: str) -> None:
    translation = translate(PROTOCOL, to=name, from_="ovid:medline", today=TODAY)
    assert all(line.text for line in translation.lines)
    assert translation.lines[-1].text == translation.text
    for line in translation.lines:
        assert translation.inlined(line.number) == line.text


def test_parts_are_the_lines_of_the_text() -> None:
    translation = translate("(a1 or b1) and (c1 or d1)", to="oria", today=TODAY)
    assert translation.text == "\n".join(translation.parts)
    assert translation.to_json()["parts"] == list(translation.parts)
    assert translation.address is None


def test_no_parts_where_one_string_says_it() -> None:
    assert translate("peer.ti.", to="europepmc", today=TODAY).parts == ()


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("europepmc", "https://europepmc.org/search?query=TITLE%3A%22peer%20support%22"),
        ("arxiv", "https://export.arxiv.org/api/query?search_query=ti%3A%22peer+support%22"),
        ("google-scholar", "https://scholar.google.com/scholar?q=intitle%3A%22peer+support%22"),
        (
            "doaj",
            "https://doaj.org/api/search/articles/title%3A%22peer%20support%22",
        ),
        (
            "openalex",
            "https://api.openalex.org/works?filter="
            "title_and_abstract.search%3A%22peer%20support%22",
        ),
    ],
)
def test_address_opens_the_search(name: str, address: str) -> None:
    assert translate("peer support.ti.", to=name, today=TODAY).address == address
