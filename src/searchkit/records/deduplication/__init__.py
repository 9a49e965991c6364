"""Deduplication: records in, works out, no work lost and each decision with its reason.

>>> from searchkit.records.record import Author, Record
>>> found = deduplicate([
...     Record(title="Sleep in rats: a review", authors=(Author("Li", "X."),), year=2019,
...            journal="Journal of Sleep", volume="5", pages="123-8"),
...     Record(title="SLEEP IN RATS: A REVIEW. [Review]", authors=(Author("Li", "Xi"),),
...            year=2019, journal="J Sleep", volume="5", pages="123-128"),
...     Record(title="Sleep in mice: a review", authors=(Author("Li", "X."),), year=2020),
... ])
>>> [cluster.members for cluster in found.clusters]
[(0, 1), (2,)]
>>> found.clusters[0].pairs[0].rule
'same-pages'

What counts as a duplicate, and what does not, is stated in docs/explanation/duplicates.md;
the rules themselves are the table `rules.RULES`.
"""

from searchkit.records.deduplication.comparable import Comparable, comparable
from searchkit.records.deduplication.outcome import Cluster, Counts, Deduplication, Pair
from searchkit.records.deduplication.rules import RULES, Decision, Rule, Verdict, decide
from searchkit.records.deduplication.rulings import (
    Ruling,
    in_words,
    read_rulings,
    record_key,
    with_new,
    write_rulings,
)
from searchkit.records.deduplication.run import deduplicate

__all__ = [
    "RULES",
    "Cluster",
    "Comparable",
    "Counts",
    "Decision",
    "Deduplication",
    "Pair",
    "Rule",
    "Ruling",
    "Verdict",
    "comparable",
    "decide",
    "deduplicate",
    "in_words",
    "read_rulings",
    "record_key",
    "with_new",
    "write_rulings",
]
