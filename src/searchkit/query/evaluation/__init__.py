"""The reference evaluator: which of these records does this query match?

`evaluate` is the judge, one record at a time; `Collection` gives the same answers for many
records at once. What is searched is a `Searchable`, by whose rules is a `Semantics`.
docs/explanation/evaluator.md says what a match means.
"""

from __future__ import annotations

from searchkit.query.evaluation.collection import Collection, Found, places
from searchkit.query.evaluation.judge import evaluate
from searchkit.query.evaluation.searchable import (
    IndexedHeading,
    Searchable,
    Semantics,
    Thesaurus,
    Truth,
)
from searchkit.query.evaluation.tokens import PLAIN, Tokenising, tokens

__all__ = [
    "PLAIN",
    "Collection",
    "Found",
    "IndexedHeading",
    "Searchable",
    "Semantics",
    "Thesaurus",
    "Tokenising",
    "Truth",
    "evaluate",
    "places",
    "tokens",
]
