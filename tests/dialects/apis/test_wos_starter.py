"""The Starter API takes a list of tags and names no nearness: nothing else is ever written."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from dialects.apis.trees import searches
from searchkit.dialects import DIALECTS, target
from searchkit.dialects.lower import Policy, Report, Situation, lower
from searchkit.query.nodes import Node

# As Clarivate's description of the interface lists them.
TAGS = {
    "TI",
    "IS",
    "SO",
    "VL",
    "PG",
    "CS",
    "PY",
    "FPY",
    "DOP",
    "AU",
    "AI",
    "UT",
    "DO",
    "DT",
    "PMID",
    "OG",
    "TS",
    "SUR",
}
QUOTED = re.compile(r'"[^"]*"')


def test_every_tag_is_one_of_the_vendors() -> None:
    assert {row.code for row in DIALECTS["wos-starter"].fields} <= TAGS


@pytest.mark.parametrize("source", ["ovid:medline", "wos"])
@pytest.mark.parametrize("policy", Policy)
@given(node=searches)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_only_these_tags_are_written_and_no_nearness(
    source: str, policy: Policy, node: Node
) -> None:
    at = Situation(target(source), target("wos-starter"), policy, Report(1), date(2026, 11, 24))
    lowered = lower(node, at)
    if lowered is None:
        return
    bare = QUOTED.sub("", DIALECTS["wos-starter"].write(lowered, str))
    assert set(re.findall(r"(\w+)=", bare)) <= TAGS
    assert "NEAR" not in bare
