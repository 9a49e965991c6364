"""Verdicts: what the strategy itself says of a candidate, where a platform could not say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """Whether a candidate matches. Those that cannot be judged are kept, and screened."""

    MATCHES = "matches"
    NOT_JUDGED = "not judged"
    NO_MATCH = "does not match"


class Judged(NamedTuple):
    """How many candidates got which verdict."""

    matches: int = 0
    not_judged: int = 0
    no_match: int = 0

    @property
    def candidates(self) -> int:
        """How many there are."""
        return sum(self)

    @property
    def found(self) -> int:
        """How many count as found: those that match or may match."""
        return self.matches + self.not_judged

    def __str__(self) -> str:
        """Return the numbers in words.

        >>> print(Judged(37, 410, 1_553))
        2,000 candidates: 37 match, 410 cannot be judged, 1,553 do not match
        """
        return (
            f"{self.candidates:,} candidates: {self.matches:,} match, {self.not_judged:,} cannot"
            f" be judged, {self.no_match:,} do not match"
        )

    def plus(self, verdicts: Iterable[str]) -> Judged:
        """Return the numbers with more verdicts counted.

        >>> Judged(1).plus([Verdict.MATCHES, Verdict.NO_MATCH])
        Judged(matches=2, not_judged=0, no_match=1)
        """
        counted = Counter(verdicts)
        return Judged(*(own + counted[kind] for own, kind in zip(self, Verdict, strict=True)))
