"""The laws of effects on real strategies and real records.

Every line of every strategy beside the checkout is evaluated as written and as translated.
The effect that the line's messages state together is held against what happens to the
records; a line used only in an excluded part is judged by its own change, not by what that
change does to the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

import pytest

from laws.shared_corpus import SHARED, corpus, mesh
from searchkit.diagnostics import Diagnostic, Effect, combined
from searchkit.dialects import parse, target, target_names
from searchkit.dialects.semantics import semantics_of
from searchkit.query.evaluation import Collection, Found, Semantics
from searchkit.query.nodes import LineRange, LineReference, Node, walk
from searchkit.query.strategy import Strategy, polarities
from searchkit.translate import translate

DOUBT = "T060"
"""The code that speaks of doubt about a platform: the tables are taken at their word here."""
EVERY = 60
"""One record in so many is searched: enough for many lines to find some, in bounded time."""
OVID = "ovid:medline"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared material is not beside the checkout"
)


@cache
def _collection() -> Collection:
    return Collection(corpus(EVERY))


@cache
def _semantics(name: str) -> Semantics:
    return semantics_of(target(name), {"mesh": mesh()})


@cache
def _strategies(source: str) -> dict[str, tuple[Strategy, list[Found | None]]]:
    platform = source.partition(":")[0]
    found: dict[str, tuple[Strategy, list[Found | None]]] = {}
    for path in sorted(SHARED.rglob(f"*.{platform}*.txt")):
        strategy = parse(path.read_text(encoding="utf-8", errors="replace"), source)
        if strategy.lines:
            queries = [line.query for line in strategy.lines]
            lines = _collection().find_lines(queries, strategy, _semantics(strategy.target))
            found[path.name] = strategy, lines
    return found


def _wrong(effect: Effect, before: Found | None, after: Found | None) -> str:
    """Return what contradicts an effect; a record of which either side is unknown is left out."""
    if before is None or after is None:
        return ""
    lost = (before.matched & ~after.possible).bit_count()
    added = (after.matched & ~before.possible).bit_count()
    if lost and effect in {Effect.SAME, Effect.BROADER}:
        return f"loses {lost}"
    return f"adds {added}" if added and effect in {Effect.SAME, Effect.NARROWER} else ""


def _effect(diagnostics: Iterable[Diagnostic]) -> Effect:
    return combined(
        found.effect
        for found in diagnostics
        if found.effect and found.code.id.startswith("T") and found.code.id != DOUBT
    )


def _refers(query: Node) -> bool:
    return any(isinstance(part, LineReference | LineRange) for part in walk(query))


PAIRS = [(OVID, name, policy) for name in target_names() for policy in ("recall", "precision")]
PAIRS += [
    (source, name, "recall")
    for source in ("pubmed", "scopus", "wos", "ebsco:cinahl")
    for name in (OVID, "pubmed", "wos", "cochrane")
]


@pytest.mark.parametrize(("source", "name", "policy"), PAIRS)
def test_every_line_keeps_its_word(source: str, name: str, policy: str) -> None:
    seen: Counter[Effect] = Counter()
    faults: list[str] = []
    for file, (strategy, before) in _strategies(source).items():
        translation = translate(strategy, to=name, policy=policy)
        after = _collection().find_lines(translation.trees, strategy, _semantics(name))
        for position, polarity in enumerate(polarities(strategy)):
            line = strategy.lines[position]
            if line.query is None or _refers(line.query):
                continue
            effect = _effect(one for one in translation.diagnostics if one.line == line.number)
            if polarity.excluded and not polarity.included:
                effect = effect.under_not()
            seen[effect] += 1
            if wrong := _wrong(effect, before[position], after[position]):
                faults.append(f"{file} line {line.number}: {effect.value}, but {wrong}")
        whole = _effect(translation.diagnostics)
        if wrong := _wrong(whole, before[-1], after[-1]):
            faults.append(f"{file} as a whole: {whole.value}, but {wrong}")
    assert not faults
    assert seen.total() > (1000 if source == OVID else 0)  # else nothing was tried


@pytest.mark.parametrize("name", ["pubmed", "scopus", "wos", "cochrane", "ebsco:medline"])
def test_losses_of_the_way_there_and_the_way_back_add_up(name: str) -> None:
    faults: list[str] = []
    for file, (strategy, before) in _strategies(OVID).items():
        there = translate(strategy, to=name)
        for position, polarity in enumerate(polarities(strategy)):
            line = strategy.lines[position]
            if line.query is None or _refers(line.query) or not there.queries[position]:
                continue
            back = translate(there.queries[position], from_=name, to=OVID)
            way = _effect(one for one in there.diagnostics if one.line == line.number)
            if polarity.excluded and not polarity.included:
                way = way.under_not()
            effect = combined([way, _effect(back.diagnostics)])
            last = back.lines[-1].query
            after = None if last is None else _collection().find(last, _semantics(OVID))
            if wrong := _wrong(effect, before[position], after):
                faults.append(f"{file} line {line.number}: {effect.value}, but {wrong}")
    assert not faults


def test_the_judge_finds_something_to_judge() -> None:
    matched = [
        found.matched.bit_count()
        for _, lines in _strategies(OVID).values()
        for found in lines
        if found is not None
    ]
    assert len(matched) > 1500
    assert sum(count > 0 for count in matched) > 600
