"""From pairs to works: which records are one, with no work lost on the way.

Pairs that are the same are joined strongest first. A pair is not joined when that would
put two records into one cluster that contradict each other (A is like B and B like C, but
A and C are two works) or that the reviewer keeps apart; it is then to be looked at. A bare
record that would fit either of two works is joined to neither. What the reviewer says is
the same is joined before everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from searchkit.errors import UsageError
from searchkit.records.deduplication.rules import UNLIKE, Decision, Verdict

Decide = Callable[[int, int], Decision]


@dataclass(frozen=True, slots=True)
class Refused:
    """A pair that was not joined, because two records of its clusters contradict."""

    left: int
    right: int
    contradicting: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clusters:
    """`members` holds all records, each in one cluster, in the order of their first member."""

    members: tuple[tuple[int, ...], ...]
    refused: tuple[Refused, ...]


class _Group:
    """A cluster as it grows: its records, and one record for each of its `forms`."""

    __slots__ = ("forms", "members")

    def __init__(self, record: int, form: Hashable) -> None:
        self.members = [record]
        self.forms = {form: record}

    def swallow(self, other: _Group) -> None:
        self.members += other.members
        self.forms.update(other.forms)


def cluster(
    size: int,
    same: Iterable[tuple[int, int]],
    decide: Decide,
    *,
    weak: Iterable[tuple[int, int]] = (),
    form: Callable[[int], Hashable] = lambda record: record,
    joined: Iterable[tuple[int, int]] = (),
    parted: Iterable[tuple[int, int]] = (),
) -> Clusters:
    """Return the clusters of records 0 to `size` - 1.

    `same` holds pairs, strongest first, `weak` those that rest on little: a record that
    would join two contradicting clusters by them joins neither. `decide` gives the decision
    on any two records, and records of equal `form` are known to get equal decisions.
    `joined` and `parted` are the reviewer's. Raises UsageError when the reviewer's words
    contradict each other.
    """
    groups: dict[int, _Group] = {}
    apart: dict[int, set[int]] = {}
    for left, right in parted:
        apart.setdefault(left, set()).add(right)
        apart.setdefault(right, set()).add(left)

    def group(record: int) -> _Group:
        if record not in groups:
            groups[record] = _Group(record, form(record))
        return groups[record]

    def join(one: _Group, other: _Group) -> None:
        large, small = (one, other) if len(one.members) >= len(other.members) else (other, one)
        large.swallow(small)
        for record in small.members:
            groups[record] = large

    by_reviewer = set()
    for left, right in joined:
        by_reviewer.add(frozenset((left, right)))
        if group(left) is not group(right):
            join(group(left), group(right))
    for record, others in apart.items():
        if not others.isdisjoint(group(record).members):
            raise UsageError(
                f"the decisions contradict each other about record {record + 1}",
                help="it is said to be the same as a record it is said to be different from, "
                "directly or through a third one",
            )
    refused: list[Refused] = []

    def attempt(left: int, right: int) -> None:
        one, other = group(left), group(right)
        if one is other:
            return
        against = _parted(one, other, apart)
        if against is None and (len(one.members) > 1 or len(other.members) > 1):
            against = _contradiction(one, other, decide, by_reviewer)
        if against is None:
            join(one, other)
        else:
            refused.append(Refused(left, right, against))

    for left, right in same:
        attempt(left, right)
    rest = [(left, right) for left, right in weak if group(left) is not group(right)]
    partners: dict[int, list[int]] = {}
    for left, right in rest:
        partners.setdefault(left, []).append(right)
        partners.setdefault(right, []).append(left)
    torn = {
        record: against
        for record, others in partners.items()
        if len(others) > 1
        and (against := _torn([group(other) for other in others], decide, by_reviewer))
    }
    for left, right in rest:
        if left in torn or right in torn:
            refused.append(Refused(left, right, torn.get(left) or torn[right]))
        else:
            attempt(left, right)
    return Clusters(tuple(_members(size, groups)), tuple(refused))


def _members(size: int, groups: Mapping[int, _Group]) -> Iterator[tuple[int, ...]]:
    seen: set[int] = set()
    for record in range(size):
        found = groups.get(record)
        if found is None or len(found.members) == 1:
            yield (record,)
        elif record not in seen:
            seen.update(found.members)
            yield tuple(sorted(found.members))


def _torn(
    groups: Sequence[_Group], decide: Decide, by_reviewer: Set[frozenset[int]]
) -> tuple[int, int] | None:
    """Return two records of different groups that contradict each other, if there are any."""
    distinct = list({id(found): found for found in groups}.values())
    pairs = (_contradiction(a, b, decide, by_reviewer) for a, b in combinations(distinct, 2))
    return next((found for found in pairs if found), None)


def _parted(one: _Group, other: _Group, apart: Mapping[int, Set[int]]) -> tuple[int, int] | None:
    if not apart:
        return None
    pairs = ((a, b) for a in one.members for b in apart.get(a, ()) if b in other.members)
    return next(pairs, None)


def _contradiction(
    one: _Group, other: _Group, decide: Decide, by_reviewer: Set[frozenset[int]]
) -> tuple[int, int] | None:
    for a in one.forms.values():
        for b in other.forms.values():
            decision = decide(a, b)
            if (
                decision.verdict is Verdict.DIFFERENT
                and decision.rule is not UNLIKE
                and frozenset((a, b)) not in by_reviewer
            ):
                return a, b
    return None
