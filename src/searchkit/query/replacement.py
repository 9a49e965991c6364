"""Replacement: a heading of one vocabulary that stands for a heading of another.

No thesaurus is a copy of another, so every replacement says how the two relate, how sure
that is and who says so. The values live here because lowering asks for them and a crosswalk
answers.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol


class Relation(enum.StrEnum):
    """What the replacement is, compared with the heading it replaces."""

    EXACT = "exact"
    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"


class Confidence(enum.StrEnum):
    """How sure a row is: `high` when the scope notes of both headings were compared."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Replacement:
    """One heading of the other vocabulary. `provenance` names who says so."""

    label: str
    vocabulary: str
    relation: Relation
    confidence: Confidence
    provenance: str


class Replaces(Protocol):
    """What lowering asks of a crosswalk."""

    def replacements(self, label: str, vocabulary: str, into: str) -> tuple[Replacement, ...]:
        """Return the headings of the vocabulary `into` that together replace one, or none."""
        ...
