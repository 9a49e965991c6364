"""The whole run: compare, block, decide, cluster, merge; and what came of it."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields

from searchkit.records.deduplication.agreement import Comparison
from searchkit.records.deduplication.blocking import candidates
from searchkit.records.deduplication.clustering import Refused, cluster
from searchkit.records.deduplication.comparable import Comparable, comparable
from searchkit.records.deduplication.merging import merge
from searchkit.records.deduplication.rules import RULES, Decision, Verdict, decide, related
from searchkit.records.deduplication.rulings import Ruling, record_key
from searchkit.records.record import Record

BY_REVIEWER = "reviewer"
CONTRADICTED = "contradicted"
WEAK = frozenset(("nothing-against", "same-journal"))
"""Rules that hold because fields are missing: a bare record may fit several works."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A decision on two records, named by their positions, with its reason.

    `rule` is the name of a row of `RULES`, `reviewer` for a ruling, `contradicted` for a
    pair that was not joined because its clusters hold two different works.
    """

    left: int
    right: int
    verdict: Verdict
    rule: str
    reason: str
    comparison: Comparison | None = None

    @property
    def evidence(self) -> dict[str, object]:
        """Return the fields that say something, as `{"title": "equal", "years": 0, ...}`."""
        if self.comparison is None:
            return {}
        seen = ((field.name, getattr(self.comparison, field.name)) for field in fields(Comparison))
        return {name: value for name, value in seen if value not in ("unknown", None)}


@dataclass(frozen=True, slots=True)
class Cluster:
    """One work: the positions of all its records, the merged record, the pairs that join it."""

    members: tuple[int, ...]
    record: Record
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What a report needs: `records` = `works` + `duplicates`.

    `compared` is the number of pairs compared, `divided` and `neighbours` speak of blocks
    too large to compare whole (see `blocking`), `unmet` counts rulings about records that
    are not here, `rules` counts the pairs joined by each rule.
    """

    records: int
    works: int
    duplicates: int
    clusters: int
    to_look_at: int
    compared: int
    divided: int
    neighbours: int
    unmet: int
    rules: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Deduplication:
    """The outcome: every record is in exactly one of the `clusters`."""

    records: tuple[Record, ...]
    clusters: tuple[Cluster, ...]
    to_look_at: tuple[Pair, ...]
    counts: Counts

    @property
    def survivors(self) -> list[Record]:
        """Return one record for each work, in the order in which the works first appear."""
        return [found.record for found in self.clusters]

    @property
    def duplicates(self) -> list[Cluster]:
        """Return the clusters of more than one record."""
        return [found for found in self.clusters if len(found.members) > 1]


def deduplicate(records: Iterable[Record], decisions: Iterable[Ruling] = ()) -> Deduplication:
    """Find which records are one work.

    `decisions` are the reviewer's rulings, which overrule the rules. Raises UsageError
    when they contradict each other.
    """
    received = tuple(records)
    with _collector_paused():
        return _deduplicate(received, decisions)


def _deduplicate(received: tuple[Record, ...], decisions: Iterable[Ruling]) -> Deduplication:
    found = candidates(received)
    compared = _Compared(received)
    same, look = _decided(compared, zip(found.left.tolist(), found.right.tolist(), strict=True))
    ruled, unmet = _ruled(received, decisions)
    joined = [pair for pair, verdict in ruled.items() if verdict is Verdict.SAME]
    parted = [pair for pair, verdict in ruled.items() if verdict is Verdict.DIFFERENT]
    clusters = cluster(
        len(received),
        [(pair.left, pair.right) for pair in same if pair.rule not in WEAK],
        lambda left, right: decide(compared[left], compared[right]),
        weak=[(pair.left, pair.right) for pair in same if pair.rule in WEAK],
        form=compared.__getitem__,
        joined=joined,
        parted=parted,
    )
    work = _works(clusters.members)
    pairs: dict[int, list[Pair]] = {}
    for pair in [*_by_reviewer(joined), *same]:
        if pair.left in work and work[pair.left] == work.get(pair.right):
            pairs.setdefault(work[pair.left], []).append(pair)
    to_look_at = tuple(
        pair
        for pair in [*_contradicted(clusters.refused), *look]
        if (pair.left, pair.right) not in ruled
        and (pair.left not in work or work[pair.left] != work.get(pair.right))
    )
    works = tuple(
        Cluster(members, merge([received[member] for member in members]), tuple(pairs.get(members[0], ())))
        if len(members) > 1
        else Cluster(members, received[members[0]])
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
        rules=dict(Counter(pair.rule for group in pairs.values() for pair in group)),
    )
    return Deduplication(received, works, to_look_at, counts)


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


class _Compared(dict[int, Comparable]):
    """The comparable forms by position, made when first asked for: most records of a large
    library are never a candidate.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        super().__init__()
        self._records = records

    def __missing__(self, position: int) -> Comparable:
        self[position] = found = comparable(self._records[position])
        return found


def _decided(
    compared: Mapping[int, Comparable], pairs: Iterable[tuple[int, int]]
) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs that are the same, strongest first, and those to be looked at."""
    same: list[Pair] = []
    look: list[Pair] = []
    for left, right in pairs:
        one, other = compared[left], compared[right]
        if not related(one, other):
            continue
        decision = decide(one, other)
        if decision.verdict is not Verdict.DIFFERENT:
            (same if decision.verdict is Verdict.SAME else look).append(_pair(left, right, decision))
    strength = {rule.name: place for place, rule in enumerate(RULES)}
    same.sort(key=lambda pair: strength[pair.rule])
    return same, look


def _pair(left: int, right: int, decision: Decision) -> Pair:
    rule = decision.rule
    return Pair(left, right, rule.verdict, rule.name, rule.why, decision.evidence)


def _works(clusters: Iterable[tuple[int, ...]]) -> dict[int, int]:
    """Return for each record of a cluster of several the first record of that cluster."""
    return {member: members[0] for members in clusters if len(members) > 1 for member in members}


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
