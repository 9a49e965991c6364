"""MeSH: headings, their entry terms and earlier names, what is narrower, which subheadings.

A value that is loaded once and asked often. Labels are compared by their words, so that
case, a lost comma (`Hypothermia Induced`) or a hyphen (`Substance-Related-Disorders`) do not
matter. Narrower are all headings one of whose tree numbers lies below one of the heading's
(NLM's meaning of explode; grade vendor: MeSH tree structures).

>>> mesh = Mesh.of("2022", [
...     Descriptor("D000001", "Mental Health Services", ("F04.408",), ("Mental Hygiene Services",)),
...     Descriptor("D000002", "Community Mental Health Services", ("F04.408.307", "N02.421")),
... ])
>>> sorted(mesh.narrower("mental health services"))
['Community Mental Health Services']
>>> mesh.preferred("mental hygiene services")
'Mental Health Services'
"""

from __future__ import annotations

import enum
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import NamedTuple, Self

from searchkit.query.evaluation.tokens import tokens


@dataclass(frozen=True, slots=True)
class Descriptor:
    """One heading.

    `trees` are its tree numbers (none for a few check tags such as Female), `entry_terms`
    its synonyms, `earlier` the headings under which the concept was indexed before,
    `subheadings` the two-letter codes that may stand with it (None when not known).
    """

    identifier: str
    label: str
    trees: tuple[str, ...] = ()
    entry_terms: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    subheadings: tuple[str, ...] | None = None


class Kind(enum.StrEnum):
    """As what a label was found."""

    HEADING = "heading"
    EARLIER = "earlier heading"
    ENTRY_TERM = "entry term"


class Match(NamedTuple):
    """What a label is, and the heading it leads to."""

    kind: Kind
    descriptor: Descriptor


def words_of(label: str) -> str:
    """Return a label as labels are compared.

    >>> words_of("Stress Disorders, Post-Traumatic") == words_of("stress disorders post traumatic")
    True
    """
    return " ".join(tokens(label))


@dataclass(frozen=True)
class Mesh:
    """One year's MeSH. `year` is as the file says it, or empty when it does not."""

    year: str
    descriptors: tuple[Descriptor, ...]
    _names: Mapping[str, Match]
    _trees: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, year: str, descriptors: Iterable[Descriptor]) -> Self:
        """Return the vocabulary over these headings."""
        rows = tuple(descriptors)
        names: dict[str, Match] = {}
        for kind in Kind:
            for row in rows:
                labels = {
                    Kind.HEADING: (row.label,),
                    Kind.EARLIER: row.earlier,
                    Kind.ENTRY_TERM: row.entry_terms,
                }[kind]
                for label in labels:
                    names.setdefault(words_of(label), Match(kind, row))
        trees = sorted((tree, row.label) for row in rows for tree in row.trees)
        return cls(year, rows, MappingProxyType(names), tuple(trees))

    def find(self, label: str) -> Match | None:
        """Return what a label is: a heading, an earlier heading, an entry term; else None."""
        return self._names.get(words_of(label))

    def preferred(self, label: str) -> str | None:
        """Return today's heading for any name of it, or None."""
        found = self.find(label)
        return found and found.descriptor.label

    def narrower(self, label: str) -> frozenset[str]:
        """Return all headings below one, without itself; none for an unknown label."""
        found = self.find(label)
        if found is None:
            return frozenset()
        below = {
            name
            for tree in found.descriptor.trees
            for number, name in self._trees[
                bisect_left(self._trees, (f"{tree}.",)) : bisect_left(self._trees, (f"{tree}/",))
            ]
        }
        return frozenset(below - {found.descriptor.label})

    def entry_terms(self, label: str) -> tuple[str, ...]:
        """Return the synonyms of a heading; none for an unknown label."""
        found = self.find(label)
        return () if found is None else found.descriptor.entry_terms

    def subheadings(self, label: str) -> tuple[str, ...] | None:
        """Return the codes of the subheadings that a heading may have, None when not known."""
        found = self.find(label)
        return None if found is None else found.descriptor.subheadings

    def suggest(self, label: str) -> tuple[str, ...]:
        """Return headings whose name comes near an unknown label, the nearest first."""
        close = get_close_matches(words_of(label), self._names, n=3, cutoff=0.8)
        return tuple(dict.fromkeys(self._names[name].descriptor.label for name in close))
