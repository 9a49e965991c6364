"""The laws of effects, on random trees and random records, with the evaluator as judge.

`same` finds the same records, `broader` loses none, `narrower` adds none: for every target,
both policies, and both ways in which a line can be used.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st
from laws.trees import MESH, records, trees

from searchkit.diagnostics import Effect, combined
from searchkit.dialects import target, target_names
from searchkit.dialects.lower import Policy, Report, Situation, lower
from searchkit.dialects.semantics import semantics_of
from searchkit.query.evaluation import Searchable, evaluate
from searchkit.query.nodes import Node, sketch
from searchkit.query.strategy import INCLUDED, Polarity

EXCLUDED = Polarity(excluded=True)
NOT_OF_THE_TREE = frozenset({"T060", "T028"})
"""Codes that speak of doubt about a platform, not of a change to the tree: the tables are
taken at their word here."""


@pytest.mark.parametrize("policy", list(Policy))
@pytest.mark.parametrize("polarity", [INCLUDED, EXCLUDED], ids=["included", "excluded"])
@pytest.mark.parametrize("name", target_names())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(tree=trees, found=st.lists(records, min_size=1, max_size=4))
def test_an_effect_is_what_happens(
    name: str, polarity: Polarity, policy: Policy, tree: Node, found: list[Searchable]
) -> None:
    source, to = target("ovid:medline"), target(name)
    report = Report(1)
    lowered = lower(tree, Situation(source, to, policy, report, date(2026, 1, 1), polarity))
    assume(lowered is not None)
    assert lowered is not None
    told = [one for one in report.found if one.code.id not in NOT_OF_THE_TREE]
    effect = combined(one.effect for one in told if one.effect)
    if polarity.excluded:
        effect = effect.under_not()
    note(f"{sketch(tree)}\n->\n{sketch(lowered)}\n{effect} {[one.message for one in told]}")
    thesauri = {"mesh": MESH}
    for record in found:
        before = evaluate(tree, record, semantics_of(source, thesauri))
        after = evaluate(lowered, record, semantics_of(to, thesauri))
        if effect in {Effect.SAME, Effect.BROADER}:
            assert not (before is True and after is False), f"loses {record}"
        if effect in {Effect.SAME, Effect.NARROWER}:
            assert not (before is False and after is True), f"adds {record}"
