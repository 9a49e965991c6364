"""Laws of the platforms' readers: what is written reads back to the same tree."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.diagnostics import NOWHERE
from searchkit.dialects import target
from searchkit.dialects.lower import Policy, Report, Situation, lower
from searchkit.dialects.spec import Target
from searchkit.query.nodes import Node, sketch
from searchkit.query.strategy import Line, Strategy, resolve
from searchkit.translate import translate
from source_trees import trees

TARGETS = (
    "ebsco:cinahl",
    "ebsco:academic-search-elite",
    "ebsco:psycinfo",
    "ebsco:medline",
    "embase",
    "cochrane",
    "proquest",
)
SOURCES = {"mesh": "ovid:medline", "emtree": "ovid:embase", "apa": "ovid:psycinfo"}
TODAY = date(2026, 11, 24)
PROTOCOL = Path(__file__).parents[2] / "queries" / "peer-support" / "strategy.ovid.txt"


def read_again(tree: Node, to: Target) -> Node | None:
    """Return the tree of a line written for a target, as its reader understands it."""
    template = to.dialect.history
    assert template is not None
    text = to.dialect.write(tree, lambda number: template.format(n=number))
    assert to.dialect.read is not None
    # The line stands where its references can only mean earlier lines.
    strategy = to.dialect.read(text, to)
    assert len(strategy.lines) == 1, text
    return strategy.lines[0].query


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_written_reads_back(name: str, data: st.DataObject) -> None:
    to = target(name)
    vocabulary = data.draw(st.sampled_from(sorted(SOURCES)))
    source = target(SOURCES[vocabulary])
    policy = data.draw(st.sampled_from(Policy))
    at = Situation(source, to, policy, Report(1), TODAY)
    tree = lower(data.draw(trees(vocabulary)), at)
    if tree is None:
        return
    again = read_again(tree, to)
    assert again is not None
    assert sketch(again) == sketch(tree)
    assert again == tree


@pytest.mark.parametrize("name", TARGETS)
def test_the_protocols_strategy_reads_back(name: str) -> None:
    to = target(name)
    translation = translate(PROTOCOL.read_text(encoding="utf-8"), to=name, today=TODAY)
    for line in translation.lines:
        assert line.query is not None
        assert read_again(line.query, to) == line.query, line.text
    assert to.dialect.read is not None
    history = "\n".join(
        f"{(to.dialect.history or '').format(n=line.number)} {line.text}"
        for line in translation.lines
    )
    strategy = to.dialect.read(history, to)
    assert [line.query for line in strategy.lines] == [line.query for line in translation.lines]
    assert strategy.diagnostics == ()


@pytest.mark.parametrize("name", TARGETS)
def test_the_protocols_strategy_reads_back_as_one_string(name: str) -> None:
    to = target(name)
    translation = translate(PROTOCOL.read_text(encoding="utf-8"), to=name, today=TODAY)
    assert to.dialect.read is not None
    strategy = to.dialect.read(translation.text, to)
    lines = [Line(line.number, line.query, NOWHERE) for line in translation.lines]
    assert [line.query for line in strategy.lines] == [resolve(Strategy("", name, tuple(lines)))]
    assert strategy.diagnostics == ()
