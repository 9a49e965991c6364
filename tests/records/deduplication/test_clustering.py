"""Clusters: no chain joins two works, and the reviewer has the last word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.deduplication.made import works
from searchkit.errors import UsageError
from searchkit.records.deduplication import Ruling, Verdict, deduplicate, record_key
from searchkit.records.record import Author, Record

GUIDELINE = Record(
    title="Three societies' guidelines for the early detection of crisis in carers",
    authors=(Author("Saslo", "Debbie"), Author("Solomon", "Diane")),
    year=2012,
)
HERE = replace(GUIDELINE, journal="American Journal of Crisis", volume="137", pages="516-542")
THERE = replace(GUIDELINE, journal="Journal of Lower Crisis", volume="16", pages="175-204")


def clusters(*records: Record, decisions: tuple[Ruling, ...] = ()) -> list[tuple[int, ...]]:
    return [cluster.members for cluster in deduplicate(records, decisions).clusters]


def ruling(left: Record, right: Record, verdict: Verdict) -> Ruling:
    return Ruling(record_key(left), record_key(right), verdict)


def test_a_bare_record_joins_the_one_work_that_it_fits() -> None:
    assert clusters(HERE, GUIDELINE) == [(0, 1)]


def test_a_bare_record_that_fits_two_works_joins_neither() -> None:
    found = deduplicate([HERE, GUIDELINE, THERE])
    assert [cluster.members for cluster in found.clusters] == [(0,), (1,), (2,)]
    assert {pair.rule for pair in found.to_look_at} == {"contradicted"}
    assert "records 1 and 3" in found.to_look_at[0].reason


def test_a_chain_over_a_misread_record_is_cut() -> None:
    """B has the volume of A and the pages of C; A and C are two works."""
    a = replace(HERE, issue="1")
    c = replace(THERE, issue="2")
    b = replace(GUIDELINE, journal=a.journal, volume=a.volume, issue="1", pages="", doi="10.1000/b")
    d = replace(c, doi="10.1000/b", journal="")
    found = deduplicate([a, b, c, d])
    works = {member: cluster for cluster in found.clusters for member in cluster.members}
    assert works[0] is not works[2]
    assert found.to_look_at


def test_the_reviewer_joins_what_the_rule_parts() -> None:
    assert clusters(HERE, THERE) == [(0,), (1,)]
    assert clusters(HERE, THERE, decisions=(ruling(HERE, THERE, Verdict.SAME),)) == [(0, 1)]


def test_the_reviewer_parts_what_the_rule_joins() -> None:
    again = replace(HERE, title=HERE.title.upper(), doi="10.1000/1")
    assert clusters(HERE, again) == [(0, 1)]
    assert clusters(HERE, again, decisions=(ruling(HERE, again, Verdict.DIFFERENT),)) == [
        (0,),
        (1,),
    ]


def test_a_parted_pair_is_not_joined_over_a_third_record() -> None:
    one, two, three = (replace(HERE, issue=number) for number in ("1", "", "1 Suppl"))
    parted = (ruling(one, three, Verdict.DIFFERENT),)
    assert clusters(one, two, three) == [(0, 1, 2)]
    found = deduplicate([one, two, three], parted)
    assert all(set(cluster.members) != {0, 1, 2} for cluster in found.clusters)
    assert len(found.clusters) == 2


def test_decisions_that_contradict_each_other_are_refused() -> None:
    bare = replace(GUIDELINE, doi="10.1000/9")
    said = (
        ruling(HERE, bare, Verdict.SAME),
        ruling(bare, THERE, Verdict.SAME),
        ruling(HERE, THERE, Verdict.DIFFERENT),
    )
    with pytest.raises(UsageError, match="contradict"):
        deduplicate([HERE, bare, THERE], said)


def test_a_decision_holds_in_another_order_and_is_counted_when_it_meets_nothing() -> None:
    said = (ruling(HERE, THERE, Verdict.SAME),)
    others = works(3)
    assert deduplicate([THERE, *others, HERE], said).counts.works == 4
    assert deduplicate(others, said).counts.unmet == 1
