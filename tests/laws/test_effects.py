"""The laws of effects, on random trees and random records, with the evaluator as judge.

`same` finds the same records, `broader` loses none, `narrower` adds none: for every target,
both policies, and both ways in which a line can be used.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from laws.trees import MESH, SPOKEN, Case, cases
from searchkit.diagnostics import NOWHERE, Effect, combined
from searchkit.dialects import target, target_names
from searchkit.dialects.lower import Aids, Policy, Report, Situation, lower
from searchkit.dialects.own_lines import lay_out
from searchkit.dialects.semantics import semantics_of
from searchkit.dialects.word_list import WordList
from searchkit.query.evaluation import evaluate
from searchkit.query.nodes import sketch, walk
from searchkit.query.strategy import INCLUDED, Line, Polarity, Strategy

EXCLUDED = Polarity(excluded=True)
AIDS = [Aids(), Aids(WordList.of("half the words", SPOKEN[::2]), thesauri={"mesh": MESH})]
DOUBT = "T060"
"""The code that speaks of doubt about a platform: the tables are taken at their word here."""


@pytest.mark.parametrize("name", target_names())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    case=cases(),
    policy=st.sampled_from(Policy),
    polarity=st.sampled_from([INCLUDED, EXCLUDED]),
    aids=st.sampled_from(AIDS),
)
def test_an_effect_is_what_happens(
    name: str, case: Case, policy: Policy, polarity: Polarity, aids: Aids
) -> None:
    source, to = target("ovid:medline"), target(name)
    report = Report(1)
    at = Situation(source, to, policy, report, date(2026, 1, 1), polarity, aids=aids)
    lowered = lower(case.tree, at)
    assume(lowered is not None and sum(1 for _ in walk(lowered)) < 400)
    assert lowered is not None
    if to.dialect.requests is None:  # else only the whole search is spelled
        operand_of = to.dialect.line_operand
        alone = Strategy("", name, (Line(1, lowered, NOWHERE),))
        lines = lay_out(alone, [lowered], operand_of).lines if operand_of else (lowered,)
        assert all(to.dialect.write(line, str) for line in lines)
    told = [one for one in report.found if one.code.id != DOUBT]
    effect = combined(one.effect for one in told if one.effect)
    if polarity.excluded:
        effect = effect.under_not()
    assume(effect not in {Effect.DIFFERENT, Effect.UNKNOWN})
    note(f"{sketch(case.tree)}\n->\n{sketch(lowered)}\n{effect} {[one.message for one in told]}")
    thesauri = {"mesh": MESH}
    for record in case.records:
        before = evaluate(case.tree, record, semantics_of(source, thesauri))
        after = evaluate(lowered, record, semantics_of(to, thesauri))
        if effect is not Effect.NARROWER:
            assert not (before is True and after is False), f"loses {record}"
        if effect is not Effect.BROADER:
            assert not (before is False and after is True), f"adds {record}"
