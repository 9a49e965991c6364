"""Comparison: what a strategy and its translation find among the same records, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from searchkit.diagnostics import Effect, Span, combined
from searchkit.dialects import parse, target
from searchkit.dialects.lower import Policy
from searchkit.dialects.semantics import NO_THESAURI, semantics_of
from searchkit.dialects.word_list import WordList
from searchkit.query.evaluation import Collection, Found, Semantics, Thesaurus, places
from searchkit.query.replacement import Replaces
from searchkit.query.strategy import Strategy, polarities
from searchkit.records.record import Record
from searchkit.records.searchables import name_of, searchable
from searchkit.translate import Translation, translate

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One record to look at: its name and its title."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or the whole search (`number` None), in figures.

    `stated` is the effect that the translation states for it. `lost` and `added` count
    records that one side finds and the other surely does not; `unknown` counts records for
    which a side cannot tell, which are in none of the other figures. `translated` is False
    for a line of which nothing could be read or said.
    """

    number: int | None
    text: str
    stated: Effect
    source: int
    translation: int
    lost: int
    added: int
    unknown: int
    lost_examples: tuple[Example, ...]
    added_examples: tuple[Example, ...]
    translated: bool = True

    @property
    def contradicts(self) -> bool:
        """Say whether the records contradict the stated effect."""
        loses = self.lost and self.stated in {Effect.SAME, Effect.BROADER}
        adds = self.added and self.stated in {Effect.SAME, Effect.NARROWER}
        return bool(loses or adds)

    def to_json(self) -> dict[str, object]:
        """Return the stable form for programs."""
        return {
            "line": self.number,
            "text": self.text,
            "stated": self.stated.value,
            "translated": self.translated,
            "source": self.source,
            "translation": self.translation,
            "lost": self.lost,
            "added": self.added,
            "unknown": self.unknown,
            "contradicts": self.contradicts,
            "lost_examples": [[one.name, one.title] for one in self.lost_examples],
            "added_examples": [[one.name, one.title] for one in self.added_examples],
        }


@dataclass(frozen=True)
class Verification:
    """A strategy, its translation, and what both find among some records."""

    strategy: Strategy
    translation: Translation
    records: tuple[Record, ...]
    collection: Collection
    rows: tuple[Row, ...]
    whole: Row
    source_found: tuple[Found | None, ...]
    translation_found: tuple[Found | None, ...]
    source_semantics: Semantics
    translation_semantics: Semantics

    def to_json(self) -> dict[str, object]:
        """Return the stable form for programs."""
        return {
            "source": self.strategy.target,
            "target": self.translation.target,
            "records": len(self.records),
            "lines": [row.to_json() for row in self.rows],
            "whole": self.whole.to_json(),
        }


def verify(
    text: str | Strategy,
    *,
    to: str,
    records: Iterable[Record],
    from_: str | None = None,
    vocabulary: Thesaurus | None = None,
    policy: Policy | str = Policy.RECALL,
    today: date | None = None,
    words: WordList | None = None,
    crosswalk: Replaces | None = None,
    thesauri: Mapping[str, Thesaurus] = NO_THESAURI,
) -> Verification:
    """Translate a strategy and search records with both, by the rules of both platforms.

    `vocabulary` is MeSH, `thesauri` are others by name; without the one of an exploded heading,
    a record that only a narrower heading could bring in is unknown. `words` and `crosswalk`
    are those of `translate`, which says what is raised.

    >>> found = verify(
    ...     "(peer adj3 support*).ti.", to="pubmed",
    ...     records=[Record(title="Peer support"), Record(title="Support, and then peers? A peer")],
    ... )
    >>> found.whole.source, found.whole.translation, found.whole.added, found.whole.stated.value
    (1, 2, 1, 'broader')
    """
    strategy = text if isinstance(text, Strategy) else parse(text, from_)
    if vocabulary is not None:
        thesauri = {**thesauri, "mesh": vocabulary}
    translation = translate(
        strategy,
        to=to,
        policy=policy,
        today=today,
        words=words,
        crosswalk=crosswalk,
        thesauri=thesauri,
    )
    held = tuple(records)
    collection = Collection(searchable(record) for record in held)
    rules = semantics_of(target(strategy.target), thesauri)
    other_rules = semantics_of(target(translation.target), thesauri)
    queries = [line.query for line in strategy.lines]
    before = collection.find_lines(queries, strategy, rules)
    after = collection.find_lines(translation.trees, strategy, other_rules)
    lines = [
        _row(position, strategy, translation, held, (before[position], after[position]))
        for position in range(len(strategy.lines))
    ]
    whole = _figures(
        None,
        translation.text,
        combined(one.effect for one in translation.diagnostics if one.effect),
        held,
        (before[-1], after[-1]),
    )
    return Verification(
        strategy,
        translation,
        held,
        collection,
        tuple(lines),
        whole,
        tuple(before),
        tuple(after),
        rules,
        other_rules,
    )


def _row(
    position: int,
    strategy: Strategy,
    translation: Translation,
    records: Sequence[Record],
    found: tuple[Found | None, Found | None],
) -> Row:
    line = strategy.lines[position]
    needed = needed_lines(strategy, position)
    numbers = {strategy.lines[place].number for place in needed}
    stated = combined(
        one.effect for one in translation.diagnostics if one.effect and one.line in numbers
    )
    polarity = polarities(strategy)[position]
    if polarity.excluded and not polarity.included:
        stated = stated.under_not()
    return _figures(line.number, _text(strategy, line.span), stated, records, found)


def needed_lines(strategy: Strategy, position: int) -> frozenset[int]:
    """Return the positions of a line and of all lines that it refers to, directly or not."""
    found: set[int] = set()
    waiting = [position]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            referred = (strategy.refer(number, place) for number, _ in strategy.references(place))
            waiting += [one for one in referred if one is not None]
    return frozenset(found)


def _text(strategy: Strategy, span: Span) -> str:
    return " ".join(strategy.text[slice(*span)].split())


def _figures(
    number: int | None,
    text: str,
    stated: Effect,
    records: Sequence[Record],
    found: tuple[Found | None, Found | None],
) -> Row:
    old, new = found
    if old is None or new is None:
        known = old or new or Found(0)
        source = known.matched.bit_count() if old is not None else 0
        return Row(number, text, Effect.UNKNOWN, source, 0, 0, 0, 0, (), (), translated=False)
    lost = old.matched & ~new.possible
    added = new.matched & ~old.possible
    return Row(
        number,
        text,
        stated,
        old.matched.bit_count(),
        new.matched.bit_count(),
        lost.bit_count(),
        added.bit_count(),
        (old.unknown | new.unknown).bit_count(),
        examples(lost, records),
        examples(added, records),
    )


def examples(bits: int, records: Sequence[Record]) -> tuple[Example, ...]:
    """Return the first few records of a set."""
    found: list[Example] = []
    for place in places(bits):
        record = records[place]
        found.append(Example(name_of(record), record.title))
        if len(found) == EXAMPLES:
            break
    return tuple(found)
