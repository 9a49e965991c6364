"""The whole run: block, decide, cluster, merge."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from searchkit.records.deduplication.blocking import Candidates, candidates
from searchkit.records.deduplication.clustering import Refused, cluster
from searchkit.records.deduplication.comparable import Comparable, comparable
from searchkit.records.deduplication.merging import merge
from searchkit.records.deduplication.outcome import Cluster, Counts, Deduplication, Pair
from searchkit.records.deduplication.rules import RULES, Verdict, decide, related
from searchkit.records.deduplication.rulings import Ruling, record_key
from searchkit.records.record import Record

BY_REVIEWER = "reviewer"
CONTRADICTED = "contradicted"
WEAK = frozenset(("nothing-against", "same-journal"))
"""Rules that hold because fields are missing: a bare record may fit several works."""


def deduplicate(records: Iterable[Record], decisions: Iterable[Ruling] = ()) -> Deduplication:
    """Find which records are one work.

    `decisions` are the reviewer's rulings, which overrule the rules. Raises UsageError
    when they contradict each other.
    """
    received = tuple(records)
    with _collector_paused():
        compared = Compared(received)
        found = candidates(received)
        pairs = zip(found.left.tolist(), found.right.tolist(), strict=True)
        decided = [
            pair
            for left, right in pairs
            if (pair := decided_pair(left, right, compared[left], compared[right]))
        ]
        return assembled(received, decided, decisions, compared, found)


def decided_pair(left: int, right: int, one: Comparable, other: Comparable) -> Pair | None:
    """Return the decision on two records with its reason; None when they are different."""
    if not related(one, other):
        return None
    rule, evidence = decide(one, other)
    if rule.verdict is Verdict.DIFFERENT:
        return None
    return Pair(left, right, rule.verdict, rule.name, rule.why, evidence)


def assembled(
    received: Sequence[Record],
    decided: Iterable[Pair],
    decisions: Iterable[Ruling],
    compared: Mapping[int, Comparable],
    found: Candidates,
) -> Deduplication:
    """Return works from decided pairs, wherever they were decided."""
    strength = {rule.name: place for place, rule in enumerate(RULES)}
    pairs = sorted(decided, key=lambda pair: (strength[pair.rule], pair.left, pair.right))
    same = [pair for pair in pairs if pair.verdict is Verdict.SAME]
    ruled, unmet = _ruled(received, decisions)
    joined = [pair for pair, verdict in ruled.items() if verdict is Verdict.SAME]
    clusters = cluster(
        len(received),
        [(pair.left, pair.right) for pair in same if pair.rule not in WEAK],
        lambda left, right: decide(compared[left], compared[right]),
        weak=[(pair.left, pair.right) for pair in same if pair.rule in WEAK],
        form=compared.__getitem__,
        joined=joined,
        parted=[pair for pair, verdict in ruled.items() if verdict is Verdict.DIFFERENT],
    )
    work = {
        member: members[0] for members in clusters.members if len(members) > 1 for member in members
    }

    def together(pair: Pair) -> bool:
        return pair.left in work and work[pair.left] == work.get(pair.right)

    joining: dict[int, list[Pair]] = {}
    for pair in filter(together, [*_by_reviewer(joined), *same]):
        joining.setdefault(work[pair.left], []).append(pair)
    doubtful = [*_contradicted(clusters.refused), *(p for p in pairs if p.verdict is Verdict.LOOK)]
    to_look_at = tuple(
        pair for pair in doubtful if (pair.left, pair.right) not in ruled and not together(pair)
    )
    works = tuple(
        Cluster(
            members,
            merge([received[member] for member in members]),
            tuple(joining.get(members[0], ())),
        )
        for members in clusters.members
    )
    counts = Counts(
        records=len(received),
        works=len(works),
        duplicates=len(received) - len(works),
        clusters=sum(len(members) > 1 for members in clusters.members),
        to_look_at=len(to_look_at),
        compared=len(found.left),
        divided=found.divided,
        neighbours=found.neighbours,
        unmet=unmet,
        rules=dict(Counter(pair.rule for group in joining.values() for pair in group)),
    )
    return Deduplication(tuple(received), works, to_look_at, counts)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cyclic garbage collector out of the way: nothing here makes cycles, and with
    millions of living records its passes take longer than the comparisons.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Compared(dict[int, Comparable]):
    """The comparable forms by position, made when first asked for: most records of a large
    library are never a candidate.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        super().__init__()
        self._records = records

    def __missing__(self, position: int) -> Comparable:
        self[position] = found = comparable(self._records[position])
        return found


def _ruled(
    records: Sequence[Record], decisions: Iterable[Ruling]
) -> tuple[dict[tuple[int, int], Verdict], int]:
    """Return the rulings by positions of records, and how many met no record."""
    settled = [ruling for ruling in decisions if ruling.verdict is not Verdict.LOOK]
    if not settled:
        return {}, 0
    named = {key for ruling in settled for key in ruling.pair}
    places: dict[str, list[int]] = {}
    for place, record in enumerate(records):
        key = record_key(record)
        if key in named:
            places.setdefault(key, []).append(place)
    ruled: dict[tuple[int, int], Verdict] = {}
    unmet = 0
    for ruling in settled:
        met = [
            (min(left, right), max(left, right))
            for left in places.get(ruling.left, ())
            for right in places.get(ruling.right, ())
            if left != right
        ]
        unmet += not met
        ruled.update((pair, ruling.verdict) for pair in met)
    return ruled, unmet


def _by_reviewer(joined: Iterable[tuple[int, int]]) -> Iterator[Pair]:
    for left, right in joined:
        yield Pair(left, right, Verdict.SAME, BY_REVIEWER, "the reviewer says so")


def _contradicted(refused: Iterable[Refused]) -> Iterator[Pair]:
    for found in refused:
        one, other = found.contradicting
        yield Pair(
            found.left,
            found.right,
            Verdict.LOOK,
            CONTRADICTED,
            f"joining them would make records {one + 1} and {other + 1}, two works, one",
        )
