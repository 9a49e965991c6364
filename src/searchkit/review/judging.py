"""Judging: the strategy itself over the candidates of a platform without Boolean search.

The strategy is lowered to what records of such platforms hold (`searchkit.dialects.metadata`)
and evaluated as it stands, with every AND, NOT and proximity. A record without an abstract
does not say enough where the abstract might decide, and is then not judged rather than left
out. Whether pages hold candidates is what their warnings say, of whatever source
(`searchkit.sources.places.are_candidates`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from searchkit.diagnostics import Diagnostic
from searchkit.dialects.metadata import METADATA
from searchkit.dialects.semantics import semantics_of
from searchkit.query.evaluation import Collection, Searchable, Truth
from searchkit.query.fields import Field
from searchkit.query.nodes import Node
from searchkit.query.strategy import Strategy
from searchkit.records.record import Record
from searchkit.records.searchables import searchable
from searchkit.records.verdicts import Verdict
from searchkit.translate import lowered

_VERDICTS: dict[Truth, Verdict] = {
    True: Verdict.MATCHES,
    None: Verdict.NOT_JUDGED,
    False: Verdict.NO_MATCH,
}


@dataclass(frozen=True)
class Judge:
    """A strategy as records without subject headings can be judged by it.

    `told` is what was lost on the way there, at its places in the strategy.
    """

    strategy: Strategy
    queries: tuple[Node | None, ...]
    told: tuple[Diagnostic, ...]

    @classmethod
    def of(cls, strategy: Strategy, today: date) -> Judge:
        """Return the judge of a strategy; `today` closes ranges that go on to the present."""
        return cls(strategy, *lowered(strategy, METADATA, today))

    def verdicts(self, records: Sequence[Record]) -> list[Verdict]:
        """Return the verdict on each record, in their order."""
        collection = Collection(map(_as_candidate, records))
        found = collection.find_lines(self.queries, self.strategy, semantics_of(METADATA))[-1]
        if found is None:
            return [Verdict.NOT_JUDGED] * len(records)
        return [_VERDICTS[found.answer(place)] for place in range(len(records))]

    def judged(self, records: Sequence[Record]) -> list[Record]:
        """Return the records with the verdict in the last of their occurrences."""
        return [
            with_verdict(record, verdict)
            for record, verdict in zip(records, self.verdicts(records), strict=True)
        ]


def with_verdict(record: Record, verdict: Verdict) -> Record:
    """Return a record that says what was found about it where it was found."""
    *before, last = record.provenance
    return replace(record, provenance=(*before, replace(last, verdict=verdict)))


def _as_candidate(record: Record) -> Searchable:
    """Return a record as it is searched: an abstract that was not delivered may say anything."""
    found = searchable(record)
    if record.abstract:
        return found
    return replace(found, unknown=found.unknown | {Field.ABSTRACT})
