"""Candidates: no pair that the rule would join stays apart, and large blocks are divided."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from records.deduplication.made import retold, works
from searchkit.records.deduplication import Verdict, comparable, decide, deduplicate
from searchkit.records.deduplication.blocking import LARGEST_BLOCK, candidates
from searchkit.records.record import Author, Record


def pairs(records: list[Record]) -> set[tuple[int, int]]:
    found = candidates(records)
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


def test_every_joined_pair_is_a_candidate() -> None:
    records = [told for work in works(25) for told in [work, *retold(work)]]
    compared = [comparable(record) for record in records]
    joined = {
        (a, b)
        for a, b in combinations(range(len(records)), 2)
        if decide(compared[a], compared[b]).verdict is Verdict.SAME
    }
    assert len(joined) > 25 * 10
    assert joined <= pairs(records)


def test_pairs_are_ordered_and_given_once() -> None:
    found = candidates([told for work in works(5) for told in [work, *retold(work)]])
    listed = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert len(listed) == len(set(listed))
    assert all(left < right for left, right in listed)


@pytest.mark.parametrize("records", [[], [Record()], [Record(), Record()]])
def test_records_that_say_nothing_have_no_candidates(records: list[Record]) -> None:
    assert pairs(records) == set()


def test_a_large_block_is_divided_and_nothing_is_dropped() -> None:
    """Five hundred editorials of one journal share their title; ten of them came twice."""
    editorials = [
        Record(
            title="Editorial",
            authors=(Author("Zwass", "V."),),
            journal="Journal of Management",
            year=1980 + number // 12,
            volume=str(number // 12 + 1),
            issue=str(number % 12 + 1),
            pages=f"{number + 3}-{number + 5}",
        )
        for number in range(500)
    ]
    again = [replace(record, title="EDITORIAL.") for record in editorials[::50]]
    found = deduplicate([*editorials, *again])
    assert found.counts.divided > 0
    assert found.counts.works == 500
    assert found.counts.duplicates == 10


def test_equal_records_beyond_a_block_are_one_work() -> None:
    """A block that nothing divides is compared along neighbours: one chain, one work."""
    work = works(1)[0]
    found = deduplicate([work] * (4 * LARGEST_BLOCK))
    assert found.counts.neighbours > 0
    assert found.counts.works == 1
