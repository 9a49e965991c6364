"""Hierarchy: a thesaurus of the user's own, as rows of a heading and one of its narrower ones.

The APA Thesaurus, CINAHL Headings and Emtree belong to their publishers and cannot be
shipped. Who may use one can note the narrower headings of the few that a search explodes in
a CSV with the columns `heading` and `narrower`; headings below those are followed.

>>> rows = "heading,narrower\\nPeers,Peer Counseling\\nPeer Counseling,Peer Tutoring\\n"
>>> sorted(read_hierarchy(rows).narrower("PEERS"))
['Peer Counseling', 'Peer Tutoring']
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from searchkit.errors import UsageError
from searchkit.vocabulary.mesh import words_of

COLUMNS = ("heading", "narrower")


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Headings by the words of their label, and what stands directly below each."""

    labels: Mapping[str, str]
    below: Mapping[str, tuple[str, ...]]

    def preferred(self, label: str) -> str | None:
        """Return a heading as the rows write it, or None."""
        return self.labels.get(words_of(label))

    def narrower(self, label: str) -> frozenset[str]:
        """Return all headings below one, to any depth, without itself."""
        found: set[str] = set()
        waiting = [words_of(label)]
        while waiting:
            for name in self.below.get(waiting.pop(), ()):
                if words_of(name) not in map(words_of, found):
                    found.add(name)
                    waiting.append(words_of(name))
        return frozenset(name for name in found if words_of(name) != words_of(label))


def read_hierarchy(text: str, name: str = "the thesaurus") -> Hierarchy:
    """Return the thesaurus in a CSV text.

    Raises UsageError that names what is missing and in which line.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise UsageError(
            f"{name} lacks the column {', '.join(missing)}",
            help=f"its columns are {', '.join(COLUMNS)}",
        )
    labels: dict[str, str] = {}
    below: dict[str, list[str]] = {}
    for row in reader:
        heading, narrower = ((row[column] or "").strip() for column in COLUMNS)
        if not heading or not narrower:
            raise UsageError(
                f"{name}, line {reader.line_num}: a heading is empty",
                help="every row holds a heading and one narrower heading",
            )
        for label in (heading, narrower):
            labels.setdefault(words_of(label), label)
        below.setdefault(words_of(heading), []).append(narrower)
    return Hierarchy(
        MappingProxyType(labels),
        MappingProxyType({key: tuple(held) for key, held in below.items()}),
    )
