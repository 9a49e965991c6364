"""The whole run on made-up libraries: nothing lost, everything kept, any order."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from records.deduplication.made import retold, works
from searchkit.records.deduplication import comparable, decide, deduplicate
from searchkit.records.record import Identifier, Record

POOL = [told for work in works(8) for told in [work, *retold(work)]]
BARE = [
    Record(title=record.title, year=record.year, authors=record.authors) for record in POOL[::7]
]


def test_a_library_of_works_retold() -> None:
    library = [told for work in works(60) for told in [work, *retold(work)]]
    order = list(range(len(library)))
    random.Random(3).shuffle(order)
    found = deduplicate(library[place] for place in order)
    assert found.counts.works == 60
    assert {frozenset(order[m] // 7 for m in cluster.members) for cluster in found.clusters} == {
        frozenset((number,)) for number in range(60)
    }


@given(st.lists(st.sampled_from(POOL + BARE), max_size=14))
@settings(deadline=None, max_examples=60)
def test_every_record_is_in_one_cluster_and_nothing_is_thrown_away(records: list[Record]) -> None:
    found = deduplicate(records)
    assert sorted(m for cluster in found.clusters for m in cluster.members) == list(
        range(len(records))
    )
    for cluster in found.clusters:
        members = [records[member] for member in cluster.members]
        merged = cluster.record
        assert Counter(merged.provenance) == Counter(p for r in members for p in r.provenance)
        kept = {merged.doi, *(value for scheme, value in merged.identifiers if scheme == "doi")}
        assert {record.doi for record in members if record.doi} <= kept
        assert len(merged.title) > 0
        assert len(merged.authors) == max(len(record.authors) for record in members)


@given(st.permutations(POOL[:21] + BARE[:3]))
@settings(deadline=None, max_examples=40)
def test_the_order_of_the_records_does_not_matter(records: list[Record]) -> None:
    def titles(found: list[Record]) -> set[frozenset[str]]:
        return {
            frozenset(repr(found[m]) for m in cluster.members)
            for cluster in deduplicate(found).clusters
        }

    assert titles(records) == titles(POOL[:21] + BARE[:3])


@given(st.sampled_from(POOL + BARE), st.sampled_from(POOL + BARE))
@settings(deadline=None)
def test_the_rule_is_symmetric(one: Record, other: Record) -> None:
    a, b = comparable(one), comparable(other)
    assert decide(a, b) == decide(b, a)


@given(st.builds(Record, title=st.text(), journal=st.text(), pages=st.text(), volume=st.text(),
                 issue=st.text(), doi=st.text(), pmid=st.text(), abstract=st.text()))  # fmt: skip
@settings(deadline=None)
def test_any_text_can_be_compared(record: Record) -> None:
    seen = comparable(record)
    assert decide(seen, seen) == decide(seen, comparable(record))
    deduplicate([record, record])


def test_survivors_keep_the_order_and_all_dois() -> None:
    one, other = works(2)
    second = retold(one)[1]
    found = deduplicate([other, one, Record(), *[second]])
    assert [record.title for record in found.survivors] == [other.title, one.title, ""]
    joined = found.clusters[1]
    assert joined.members == (1, 3)
    assert joined.pairs[0].evidence["title"] == "equal"
    assert Identifier("doi", one.doi) not in joined.record.identifiers
