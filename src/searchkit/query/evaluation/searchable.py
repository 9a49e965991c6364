"""What is searched, and by which platform's rules: plain values without any input or output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from searchkit.query.evaluation.tokens import PLAIN, Tokenising
from searchkit.query.fields import Field
from searchkit.query.nodes import LimitKind
from searchkit.query.subheadings import MESH_SUBHEADINGS

Truth = bool | None
"""True, False, or None where the record does not say enough."""


class Thesaurus(Protocol):
    """What the evaluator asks of a vocabulary. Labels are compared without regard to case."""

    def preferred(self, label: str) -> str | None:
        """Return today's heading for a heading, an entry term or an earlier name, or None."""
        ...

    def narrower(self, label: str) -> frozenset[str]:
        """Return all headings below one, to any depth, without itself."""
        ...


@dataclass(frozen=True, slots=True)
class IndexedHeading:
    """A heading that an indexer gave to a record.

    `major` and `subheadings` (two-letter codes) are None where the record does not tell.
    """

    label: str
    vocabulary: str = ""
    major: bool | None = None
    subheadings: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Searchable:
    """A record as a search sees it.

    `texts` holds the instances of each field (each keyword is one; no phrase runs from one
    into the next); years, languages and publication types stand there too. An empty tuple
    says that the record has none; a field in `unknown` may hold something we were not
    given; a field that is neither counts as empty beside others. `headings` is None for a
    record of which nobody knows whether and how it was indexed.
    """

    name: str
    texts: Mapping[Field, tuple[str, ...]]
    headings: tuple[IndexedHeading, ...] | None = None
    unknown: frozenset[Field] = frozenset()

    def instances(self, name: Field) -> tuple[str, ...] | None:
        """Return what the record holds in a field, or None when it does not say."""
        if name in _FROM_HEADINGS:
            return None if self.headings is None else _FROM_HEADINGS[name](self.headings)
        return None if name in self.unknown else self.texts.get(name, ())

    def tells(self, name: Field) -> bool:
        """Say whether the record speaks about a field at all."""
        if name in _FROM_HEADINGS:
            return self.headings is not None and _FROM_HEADINGS[name](self.headings) is not None
        return name in self.texts and name not in self.unknown


def _labels(headings: tuple[IndexedHeading, ...]) -> tuple[str, ...]:
    return tuple(heading.label for heading in headings)


def _subheadings(headings: tuple[IndexedHeading, ...]) -> tuple[str, ...] | None:
    """Return codes and names of all subheadings; None when a heading does not tell its own."""
    if any(heading.subheadings is None for heading in headings):
        return None
    codes = {code for heading in headings for code in heading.subheadings or ()}
    return (*sorted(codes), *(MESH_SUBHEADINGS.get(code, code) for code in sorted(codes)))


_FROM_HEADINGS: Mapping[Field, Callable[[tuple[IndexedHeading, ...]], tuple[str, ...] | None]] = (
    MappingProxyType(
        {
            Field.HEADING: _labels,
            Field.HEADING_WORD: _labels,
            Field.FLOATING_SUBHEADING: _subheadings,
            Field.SUBHEADING_WORD: _subheadings,
        }
    )
)


@dataclass(frozen=True, slots=True)
class Semantics:
    """By which rules a tree is understood: what a dialect and its database say.

    `atoms` opens field groups (`.mp.`, `.tw.`) into the parts they search; `default` is
    searched where no field is given. `vocabulary` is the thesaurus of the database.
    `thesauri` answers for narrower headings, by the name of the vocabulary. `limit_names`
    gives the canonical value for a value that the platform spells in its own way.
    """

    atoms: Callable[[tuple[Field, ...]], frozenset[Field]]
    default: tuple[Field, ...]
    vocabulary: str = ""
    tokenising: Tokenising = PLAIN
    thesauri: Mapping[str, Thesaurus] = field(default_factory=lambda: MappingProxyType({}))
    limit_names: Mapping[tuple[LimitKind, str], str] = field(
        default_factory=lambda: MappingProxyType({})
    )
