"""The rule against the definition: every case of `cases.toml`, and the table itself."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from searchkit.records.deduplication import RULES, Verdict, comparable, decide
from searchkit.records.record import Author, Record

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]


def record(said: dict[str, Any]) -> Record:
    people = [name.partition(",") for name in said.pop("authors", "").split(";") if name.strip()]
    return Record(
        authors=tuple(
            Author(family.strip(), given.strip()) if given else Author(collective=family.strip())
            for family, _, given in people
        ),
        **said,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    a = comparable(record({**case.get("both", {}), **case.get("a", {})}))
    b = comparable(record({**case.get("both", {}), **case.get("b", {})}))
    decision = decide(a, b)
    assert (decision.verdict.value, decision.rule.name) == (case["verdict"], case["rule"]), (
        decision.evidence
    )
    assert decide(b, a) == decision


def test_every_rule_that_joins_is_shown_by_a_case() -> None:
    shown = {case["rule"] for case in CASES}
    joining = {rule.name for rule in RULES if rule.verdict is Verdict.SAME}
    assert joining - shown <= {"same-pmid", "same-heading", "same-issue-other-journal"}


def test_names_are_unique_and_reasons_given() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.why for rule in RULES)


@pytest.mark.parametrize("field", ["doi", "pmid"])
def test_an_identifier_alone_never_joins(field: str) -> None:
    shared = {field: "10.1000/182" if field == "doi" else "31234567"}
    one = Record(title="Sleep in rats after surgery", authors=(Author("Li", "X."),), **shared)
    other = Record(title="Housing of older migrants", authors=(Author("Berg", "A."),), **shared)
    assert decide(comparable(one), comparable(other)).verdict is not Verdict.SAME


def test_an_equal_title_alone_never_joins() -> None:
    one = Record(title="Sleep in rats after surgery", year=2001, journal="Sleep", volume="3")
    other = Record(title="Sleep in rats after surgery", year=2009, journal="Brain", volume="7")
    assert decide(comparable(one), comparable(other)).verdict is not Verdict.SAME
    bare = comparable(Record(title="Sleep in rats after surgery"))
    assert decide(bare, bare).verdict is Verdict.LOOK
