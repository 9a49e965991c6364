"""Known records: which of them a search finds, and for each missed one where it falls out.

The search is followed down from its last line. AND passes only what all operands pass, so
each operand that rejects the record is named and followed; NOT names what takes the record
out; a limit names itself. It ends where there is nothing more to follow: at words, a heading
or alternatives of which none matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from searchkit.query.evaluation import Found, Searchable, Semantics, Truth, evaluate
from searchkit.query.nodes import (
    And,
    Fielded,
    Limit,
    LineRange,
    LineReference,
    Node,
    Not,
    Operator,
    describe,
)
from searchkit.query.strategy import Strategy
from searchkit.records.normalise import doi, pmid
from searchkit.records.searchables import name_of
from searchkit.verify.comparison import Example, Verification


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a record is not found: at which line, by which piece of it."""

    line: int
    piece: str
    why: str


@dataclass(frozen=True, slots=True)
class Known:
    """One known record. `record` is None when it is not among the records searched."""

    identifier: str
    record: Example | None
    in_source: Truth = None
    in_translation: Truth = None
    source_reasons: tuple[Reason, ...] = ()
    translation_reasons: tuple[Reason, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the stable form for programs."""
        return {
            "identifier": self.identifier,
            "title": self.record.title if self.record else None,
            "among_records": self.record is not None,
            "found_by_source": self.in_source,
            "found_by_translation": self.in_translation,
            "source_reasons": [_plain(reason) for reason in self.source_reasons],
            "translation_reasons": [_plain(reason) for reason in self.translation_reasons],
        }


def _plain(reason: Reason) -> dict[str, object]:
    return {"line": reason.line, "piece": reason.piece, "why": reason.why}


def read_identifiers(text: str) -> tuple[str, ...]:
    """Return the PMIDs and DOIs in a text, one a line; lines that begin with # are comments.

    >>> read_identifiers("21553931\\n# a comment\\ndoi:10.1000/XYZ\\nPMID: 7\\n")
    ('21553931', '10.1000/xyz', '7')
    """
    rows = (row.strip() for row in text.removeprefix("\ufeff").splitlines())
    named = (doi(row) or pmid(row) or row for row in rows if row and not row.startswith("#"))
    return tuple(dict.fromkeys(named))


def trace(
    verification: Verification,
    identifiers: Sequence[str],
) -> tuple[Known, ...]:
    """Return for each identifier what becomes of its record in the source and the translation."""
    places: dict[str, int] = {}
    for place, record in enumerate(verification.records):
        for name in (pmid(record.pmid), doi(record.doi)):
            if name:
                places.setdefault(name, place)
    return tuple(_known(verification, name, places.get(name)) for name in identifiers)


def _known(verification: Verification, identifier: str, place: int | None) -> Known:
    if place is None:
        return Known(identifier, None)
    strategy, translation = verification.strategy, verification.translation
    record = verification.records[place]
    source = _Trace(
        strategy,
        [line.query for line in strategy.lines],
        verification.source_found,
        verification.source_semantics,
        verification.collection.records[place],
        place,
    )
    other = _Trace(
        strategy,
        translation.trees,
        verification.translation_found,
        verification.translation_semantics,
        verification.collection.records[place],
        place,
    )
    return Known(
        identifier,
        Example(name_of(record), record.title),
        source.answer,
        other.answer,
        source.reasons(),
        other.reasons(),
    )


@dataclass(frozen=True)
class _Trace:
    """One record on its way down through the lines of a search."""

    strategy: Strategy
    queries: Sequence[Node | None]
    found: Sequence[Found | None]
    semantics: Semantics
    record: Searchable
    place: int

    @property
    def answer(self) -> Truth:
        return self._of(len(self.queries) - 1)

    def reasons(self) -> tuple[Reason, ...]:
        """Return why the last line does not find the record; nothing when it does."""
        if self.answer:
            return ()
        return tuple(dict.fromkeys(self._at(len(self.queries) - 1)))

    def _of(self, position: int) -> Truth:
        found = self.found[position]
        return None if found is None else found.answer(self.place)

    def _answer(self, node: Node, position: int) -> Truth:
        lines: Mapping[int, Truth] = {
            number: self._of(place)
            for number in {line.number for line in self.strategy.lines[:position]}
            if (place := self.strategy.refer(number, position)) is not None
        }
        return evaluate(node, self.record, self.semantics, lines)

    def _at(self, position: int) -> Iterator[Reason]:
        query = self.queries[position]
        if query is None:
            yield self._reason(position, "the line", "nothing of it can be searched")
        else:
            yield from self._rejected(query, position)

    def _rejected(self, node: Node, position: int) -> Iterator[Reason]:
        """Yield why a node that does not match the record does not."""
        match node:
            case LineReference(number):
                yield from self._line(number, position, node)
            case LineRange() if node.operator is Operator.AND:
                for number in node.numbers():
                    reference = LineReference(number, node.span)
                    if self._answer(reference, position) is not True:
                        yield from self._line(number, position, node)
            case And(operands):
                for operand in operands:
                    if self._answer(operand, position) is not True:
                        yield from self._rejected(operand, position)
            case Fielded(And(operands), fields):
                for operand in operands:
                    part = Fielded(operand, fields, operand.span)
                    if self._answer(part, position) is not True:
                        yield from self._rejected(part, position)
            case Not(included, excluded):
                if self._answer(included, position) is not True:
                    yield from self._rejected(included, position)
                if self._answer(excluded, position) is not False:
                    why = self._why(excluded, position, "excludes the record", "may exclude it")
                    yield self._reason(position, self._piece(excluded), why)
            case Limit(operand):
                if self._answer(operand, position) is not True:
                    yield from self._rejected(operand, position)
                else:
                    why = self._why(node, position, "", "the record does not say")
                    yield self._reason(position, describe(node), why or "the record is outside it")
            case _:
                why = self._why(node, position, "", "the record does not say")
                yield self._reason(position, self._piece(node), why or "matches nothing of it")

    def _why(self, node: Node, position: int, sure: str, unsure: str) -> str:
        return unsure if self._answer(node, position) is None else sure

    def _line(self, number: int, position: int, node: Node) -> Iterator[Reason]:
        place = self.strategy.refer(number, position)
        if place is None:
            yield self._reason(position, self._piece(node), f"there is no line {number}")
        else:
            yield from self._at(place)

    def _reason(self, position: int, piece: str, why: str) -> Reason:
        return Reason(self.strategy.lines[position].number, piece, why)

    def _piece(self, node: Node) -> str:
        """Return the text of the source that a node stands for."""
        whole, (start, end) = self.strategy.text, node.span
        # A group's place begins behind its bracket; show the bracket that closes in it.
        while (
            whole[start:end].count(")") > whole[start:end].count("(") and whole[:start][-1:] == "("
        ):
            start -= 1
        text = " ".join(whole[start:end].split())
        return re.sub(r"(?<=.{77}).{4,}", "...", text) if text else describe(node)
