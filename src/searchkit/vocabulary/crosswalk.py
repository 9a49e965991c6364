"""Crosswalk: rows of headings and what replaces them in another vocabulary, from CSV.

Columns: vocabulary, heading, to_vocabulary, to_heading, relation (exact, broader, narrower,
related), confidence (high, medium, low), provenance. Several rows for one heading are
alternatives that are searched together. A row without provenance is refused: a crosswalk is
only as good as the person who made it.

>>> text = '''vocabulary,heading,to_vocabulary,to_heading,relation,confidence,provenance
... mesh,Peer Group,cinahl,Peer Group,exact,high,compared by hand
... '''
>>> [row.label for row in read_crosswalk(text).replacements("peer group", "mesh", "cinahl")]
['Peer Group']
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self, TypeVar

from searchkit.errors import UnknownNameError, UsageError
from searchkit.query.replacement import Confidence, Relation, Replacement
from searchkit.vocabulary.mesh import words_of

COLUMNS = (
    "vocabulary",
    "heading",
    "to_vocabulary",
    "to_heading",
    "relation",
    "confidence",
    "provenance",
)

Choice = TypeVar("Choice", bound=StrEnum)
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """What replaces which heading, by vocabulary, heading and the other vocabulary."""

    rows: Mapping[_Key, tuple[Replacement, ...]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, Replacement]]) -> Self:
        """Return the crosswalk over rows of vocabulary, heading and replacement."""
        found: dict[_Key, list[Replacement]] = {}
        for vocabulary, heading, row in rows:
            key = (vocabulary, words_of(heading), row.vocabulary)
            found.setdefault(key, []).append(row)
        return cls(MappingProxyType({key: tuple(held) for key, held in found.items()}))

    def replacements(self, label: str, vocabulary: str, into: str) -> tuple[Replacement, ...]:
        """Return the headings of the vocabulary `into` that together replace one, or none."""
        return self.rows.get((vocabulary, words_of(label), into), ())

    def over(self, other: Crosswalk) -> Crosswalk:
        """Return both crosswalks; where both know a heading, this one counts."""
        return Crosswalk(MappingProxyType({**other.rows, **self.rows}))


def read_crosswalk(text: str, name: str = "the crosswalk") -> Crosswalk:
    """Return the crosswalk in a CSV text.

    Raises UsageError that names line and column of the first fault.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise UsageError(
            f"{name} lacks the column {', '.join(missing)}",
            help=f"its columns are {', '.join(COLUMNS)}",
        )
    found: list[tuple[str, str, Replacement]] = []
    for row in reader:
        values = {column: (row[column] or "").strip() for column in COLUMNS}
        empty = [column for column, value in values.items() if not value]
        where = f"{name}, line {reader.line_num}"
        if empty:
            raise UsageError(
                f"{where}: {', '.join(empty)} is empty",
                help="every row says what is replaced by what, how surely, and who says so",
            )
        replacement = Replacement(
            values["to_heading"],
            values["to_vocabulary"].casefold(),
            _choice(Relation, values["relation"], "relation", where),
            _choice(Confidence, values["confidence"], "confidence", where),
            values["provenance"],
        )
        found.append((values["vocabulary"].casefold(), values["heading"], replacement))
    return Crosswalk.of(found)


def _choice(kind: type[Choice], value: str, column: str, where: str) -> Choice:
    try:
        return kind(value.casefold())
    except ValueError:
        fault = UnknownNameError(column, value, [known.value for known in kind])
        raise UsageError(f"{where}: {fault.message}", help=fault.help) from None
