"""What comes of a deduplication: pairs with their reasons, works, and the counts to report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from searchkit.records.deduplication.agreement import Comparison
from searchkit.records.deduplication.rules import Verdict
from searchkit.records.record import Record


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
