"""The laws of effects on real strategies and real records.

Every line of every Ovid strategy beside the checkout is evaluated as written and as
translated. The effect that the line's messages state together is held against what happens
to the records; a line used only in an excluded part is judged by its own change, not by what
that change does to the whole.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from laws.shared_corpus import SHARED, corpus, mesh
from searchkit.diagnostics import Effect, combined
from searchkit.dialects import target, target_names
from searchkit.dialects.semantics import semantics_of
from searchkit.errors import SearchkitError
from searchkit.query.evaluation import Collection, Found
from searchkit.query.nodes import LineRange, LineReference, walk
from searchkit.query.strategy import Strategy, polarities
from searchkit.translate import Translation, parse, translate

DOUBTS = frozenset({"T060", "T028"})
EVERY = 60
"""One record in so many is searched: enough for each line to find some, in bounded time."""
SOURCE = "ovid:medline"
pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared material is not beside the checkout"
)


@cache
def _collection() -> Collection:
    return Collection(corpus(EVERY))


@cache
def _strategies() -> dict[str, tuple[Strategy, list[Found | None]]]:
    semantics = semantics_of(target(SOURCE), {"mesh": mesh()})
    found: dict[str, tuple[Strategy, list[Found | None]]] = {}
    for path in [*sorted(SHARED.rglob("*.ovid*.txt"))]:
        strategy = _read(path)
        if strategy is not None and strategy.lines:
            queries = [line.query for line in strategy.lines]
            found[path.name] = strategy, _collection().find_lines(queries, strategy, semantics)
    return found


def _read(path: Path) -> Strategy | None:
    try:
        return parse(path.read_text(encoding="utf-8", errors="replace"), SOURCE)
    except SearchkitError:
        return None


def _wrong(effect: Effect, before: Found, after: Found) -> str:
    """Return what contradicts an effect; a record of which either side is unknown is left out."""
    lost = (before.matched & ~after.possible).bit_count()
    added = (after.matched & ~before.possible).bit_count()
    if lost and effect in {Effect.SAME, Effect.BROADER}:
        return f"loses {lost}"
    return f"adds {added}" if added and effect in {Effect.SAME, Effect.NARROWER} else ""


def _effect(translation: Translation, line: int | None) -> Effect:
    return combined(
        found.effect
        for found in translation.diagnostics
        if found.effect
        and found.code.id.startswith("T")
        and found.code.id not in DOUBTS
        and line in (None, found.line)
    )


@pytest.mark.parametrize("policy", ["recall", "precision"])
@pytest.mark.parametrize("name", target_names())
def test_every_line_keeps_its_word(name: str, policy: str) -> None:
    semantics = semantics_of(target(name), {"mesh": mesh()})
    seen: Counter[Effect] = Counter()
    faults: list[str] = []
    for file, (strategy, before) in _strategies().items():
        translation = translate(strategy, to=name, policy=policy)
        queries = [line.query for line in translation.lines]
        after = _collection().find_lines(queries, strategy, semantics)
        for position, polarity in enumerate(polarities(strategy)):
            line, (old, new) = strategy.lines[position], (before[position], after[position])
            if old is None or new is None or line.query is None or _refers(line.query):
                continue
            effect = _effect(translation, line.number)
            if polarity.excluded and not polarity.included:
                effect = effect.under_not()
            seen[effect] += 1
            if wrong := _wrong(effect, old, new):
                faults.append(f"{file} line {line.number}: {effect.value}, but {wrong}")
        if before[-1] is not None and after[-1] is not None:
            effect = _effect(translation, None)
            if wrong := _wrong(effect, before[-1], after[-1]):
                faults.append(f"{file} as a whole: {effect.value}, but {wrong}")
    assert not faults
    assert seen[Effect.SAME] > 100  # else nothing was tried


def _refers(query: object) -> bool:
    return any(isinstance(part, LineReference | LineRange) for part in walk(query))  # type: ignore[arg-type]


def test_the_judge_finds_something_to_judge() -> None:
    matched = [
        found.matched.bit_count()
        for _, lines in _strategies().values()
        for found in lines
        if found is not None
    ]
    assert len(matched) > 1500
    assert sum(count > 0 for count in matched) > 600
