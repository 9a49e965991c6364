"""Collection: many records searched at once, with the judge's answers.

Each field gets an index of its words, made when the field is first asked for. A word is a
look-up; a phrase or a proximity search first finds the records that have all its words and
then asks the judge's own spans. Answers are sets of records as bits of a number, so that
lines are combined in no time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from searchkit.query.evaluation import judge
from searchkit.query.evaluation.limits import limit_truth
from searchkit.query.evaluation.searchable import Searchable, Semantics, Truth
from searchkit.query.evaluation.spans import Matching, spans, test, wanted, whole
from searchkit.query.evaluation.tokens import Tokenising, WordPattern, tokens
from searchkit.query.evaluation.variants import stem
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Heading,
    Limit,
    LimitKind,
    LineRange,
    LineReference,
    Near,
    Node,
    Not,
    Operator,
    Or,
    Phrase,
    Raw,
    Term,
)
from searchkit.query.strategy import Strategy


@dataclass(frozen=True, slots=True)
class Found:
    """Which records of a collection match, and of which it is not known; bit n is record n.

    Records that are in neither set do not match.
    """

    matched: int
    unknown: int = 0

    def __and__(self, other: Found) -> Found:
        matched = self.matched & other.matched
        return Found(matched, self.possible & other.possible & ~matched)

    def __or__(self, other: Found) -> Found:
        matched = self.matched | other.matched
        return Found(matched, self.possible & ~matched | other.possible & ~matched)

    def without(self, other: Found) -> Found:
        """Return what matches here and not there."""
        matched = self.matched & ~other.possible
        return Found(matched, self.possible & ~other.matched & ~matched)

    @property
    def possible(self) -> int:
        """The records that match or may match."""
        return self.matched | self.unknown

    def answer(self, place: int) -> Truth:
        """Return the answer for one record."""
        if self.matched >> place & 1:
            return True
        return None if self.unknown >> place & 1 else False


def places(bits: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set.

    >>> list(places(0b10110))
    [1, 2, 4]
    """
    for byte_place, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            for bit in range(8):
                if byte >> bit & 1:
                    yield byte_place * 8 + bit


class Collection:
    """Records that are searched many times.

    >>> from searchkit.query.nodes import Text
    >>> records = [Searchable("1", {Field.TITLE: ("Peers",)}), Searchable("2", {})]
    >>> rules = Semantics(frozenset, (Field.TITLE,))
    >>> Collection(records).find(Term((Text("peers"),)), rules)
    Found(matched=1, unknown=2)
    """

    def __init__(self, records: Iterable[Searchable]) -> None:
        self.records = tuple(records)
        self.everything = (1 << len(self.records)) - 1
        self._indexes: dict[tuple[Field, Tokenising], _FieldIndex] = {}
        self._without: dict[str, int] = {}

    def find(
        self, query: Node, semantics: Semantics, lines: Mapping[int, Found] | None = None
    ) -> Found:
        """Return which records a query matches; `lines` answers for lines it refers to."""
        return self._find(query, semantics, semantics.default, lines or {})

    def find_lines(
        self, queries: Sequence[Node | None], strategy: Strategy, semantics: Semantics
    ) -> list[Found | None]:
        """Return what each line of a strategy finds, references followed as in the strategy.

        `queries` are the trees of its lines, as read or as translated. None stands for a
        line without a tree; a line that needs it is unknown for every record.
        """
        found: list[Found | None] = []
        earlier: dict[int, Found] = {}
        for line, query in zip(strategy.lines, queries, strict=True):
            answer = None if query is None else self.find(query, semantics, earlier)
            found.append(answer)
            earlier.pop(line.number, None)
            if answer is not None:
                earlier[line.number] = answer
        return found

    def names(self, bits: int) -> list[str]:
        """Return the names of the records in a set."""
        return [self.records[place].name for place in places(bits)]

    def _find(
        self,
        node: Node,
        semantics: Semantics,
        fields: tuple[Field, ...],
        lines: Mapping[int, Found],
    ) -> Found:
        def below(part: Node) -> Found:
            return self._find(part, semantics, fields, lines)

        match node:
            case Term() | Phrase():
                return self._anywhere(node, semantics, fields)
            case Near():
                apart = judge.distributed(node)
                return self._anywhere(node, semantics, fields) if apart is node else below(apart)
            case Heading():
                return self._heading(node, semantics)
            case Fielded(operand, inner):
                return self._find(operand, semantics, inner, lines)
            case And(operands):
                return self._all(below(operand) for operand in operands)
            case Or(operands):
                return self._any(below(operand) for operand in operands)
            case Not(included, excluded):
                return below(included).without(below(excluded))
            case LineReference(number):
                return lines.get(number, self._unknown)
            case LineRange():
                answers = [lines.get(number, self._unknown) for number in node.numbers()]
                return (self._all if node.operator is Operator.AND else self._any)(answers)
            case Limit(operand, LimitKind.FREQUENCY):
                return self._judged(node, semantics, fields, below(operand).possible)
            case Limit(operand):
                found = below(operand)
                return found & self._limited(node, semantics, found.possible)
            case Raw():
                return self._unknown
            case _:
                assert_never(node)

    @property
    def _unknown(self) -> Found:
        return Found(0, self.everything)

    def _all(self, answers: Iterable[Found]) -> Found:
        found = Found(self.everything)
        for answer in answers:
            found &= answer
        return found

    def _any(self, answers: Iterable[Found]) -> Found:
        found = Found(0)
        for answer in answers:
            found |= answer
        return found

    def _collected(self, answers: Iterable[tuple[int, Truth]]) -> Found:
        known = list(answers)
        return Found(
            _bits([place for place, answer in known if answer], len(self.records)),
            _bits([place for place, answer in known if answer is None], len(self.records)),
        )

    def _judged(
        self, node: Node, semantics: Semantics, fields: tuple[Field, ...], among: int
    ) -> Found:
        """Ask the judge itself about some of the records."""
        fielded = Fielded(node, fields)
        return self._collected(
            (place, judge.evaluate(fielded, self.records[place], semantics))
            for place in places(among)
        )

    def _limited(self, node: Limit, semantics: Semantics, among: int) -> Found:
        return self._collected(
            (place, limit_truth(node, self.records[place], semantics)) for place in places(among)
        )

    def _index(self, atom: Field, rule: Tokenising) -> _FieldIndex:
        key = (atom, rule)
        if key not in self._indexes:
            self._indexes[key] = _FieldIndex(self.records, atom, rule)
        return self._indexes[key]

    def _anywhere(
        self, node: Term | Phrase | Near, semantics: Semantics, fields: tuple[Field, ...]
    ) -> Found:
        atoms = sorted(semantics.atoms(fields))
        indexes = [self._index(atom, semantics.tokenising) for atom in atoms]
        told = 0
        for index in indexes:
            told |= index.told
        found = Found(0, self.everything & ~told)
        for atom, index in zip(atoms, indexes, strict=True):
            part = self._in_field(node, atom, index, semantics)
            found |= part if judge.decides(atom, atoms) else Found(part.matched)
        return found

    def _in_field(
        self, node: Term | Phrase | Near, atom: Field, index: _FieldIndex, semantics: Semantics
    ) -> Found:
        if isinstance(node, Term | Phrase):
            heading = judge.heading_named(node, semantics) if atom is Field.HEADING else None
            if heading is not None:
                return self._heading(heading, semantics)
            if atom in judge.WHOLE_VALUE:
                return Found(index.whole(node), index.silent)
        return Found(index.words(judge.scoped(node, atom, semantics)), index.silent)

    def _heading(self, heading: Heading, semantics: Semantics) -> Found:
        labels, complete = judge.labels_of(heading, semantics)
        among = {place for label in labels for place in self._headings.get(label, ())}
        found = self._collected(
            (place, judge.indexed_as(heading, self.records[place], labels))
            for place in sorted(among)
        )
        silent = self._of_other_vocabularies(heading.vocabulary)
        unknown = self.everything if not complete else silent
        return Found(found.matched, (found.unknown | unknown) & ~found.matched)

    def _of_other_vocabularies(self, vocabulary: str) -> int:
        """Return the records that bear no heading of a vocabulary and may deserve one."""
        if vocabulary not in self._without:
            self._without[vocabulary] = _bits(
                [
                    place
                    for place, record in enumerate(self.records)
                    if record.headings is None
                    or (
                        record.headings
                        and all(row.vocabulary not in ("", vocabulary) for row in record.headings)
                    )
                ],
                len(self.records),
            )
        return self._without[vocabulary]

    @cached_property
    def _headings(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, record in enumerate(self.records):
            for row in record.headings or ():
                found.setdefault(judge.same_label(row.label), []).append(place)
        return found


def _bits(numbers: Iterable[int], size: int) -> int:
    """Return a set of record numbers as bits."""
    row = bytearray(size // 8 + 1)
    for number in numbers:
        row[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(row, "little")


class _FieldIndex:
    """The words of one field of all records."""

    def __init__(self, records: Sequence[Searchable], atom: Field, rule: Tokenising) -> None:
        self._rule = rule
        self._size = len(records)
        self._texts: list[tuple[tuple[str, ...], ...]] = []
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._values: dict[str, list[int]] = {}
        told, silent = [], []
        for place, record in enumerate(records):
            held = record.instances(atom)
            if held is None:
                silent.append(place)
            if record.tells(atom):
                told.append(place)
            texts = tuple(tokens(text, rule) for text in held or ())
            self._texts.append(texts)
            for word in set().union(*texts):
                self._postings[word].append(place)
            if atom in judge.WHOLE_VALUE:
                for text in texts:
                    self._values.setdefault(" ".join(text), []).append(place)
        self.told = _bits(told, self._size)
        self.silent = _bits(silent, self._size)
        self._sorted = sorted(self._postings)
        self._accepted: dict[WordPattern, frozenset[str]] = {}
        self._found: dict[Node, int] = {}

    def whole(self, node: Term | Phrase) -> int:
        """Return the records one of whose values is just these words."""
        shape = whole(node, self._rule)
        return _bits(
            [
                place
                for value, found in self._values.items()
                if shape.fullmatch(value)
                for place in found
            ],
            self._size,
        )

    def words(self, node: Node) -> int:
        """Return the records in which free text stands."""
        if node not in self._found:
            self._found[node] = self._words(node)
        return self._found[node]

    def _words(self, node: Node) -> int:
        candidates = self._candidates(node)
        if isinstance(node, Term) and len(wanted(node, self._rule)) == 1:
            return candidates
        how = Matching(self._rule, self._test)
        return _bits(
            [
                place
                for place in places(candidates)
                if any(spans(node, text, how) for text in self._texts[place])
            ],
            self._size,
        )

    def _candidates(self, node: Node) -> int:
        """Return the records that have all the words that free text needs."""
        match node:
            case Term() | Phrase():
                row = wanted(node, self._rule)
                return self._together([self._having(pattern) for pattern in row])
            case Near(operands):
                return self._together([self._candidates(operand) for operand in operands])
            case Or(operands):
                found = 0
                for operand in operands:
                    found |= self._candidates(operand)
                return found
            case _:
                return 0

    def _together(self, sets: Sequence[int]) -> int:
        if not sets:
            return 0
        found = sets[0]
        for more in sets[1:]:
            found &= more
        return found

    def _having(self, pattern: WordPattern) -> int:
        words = self._words_like(pattern)
        return _bits([place for word in words for place in self._postings[word]], self._size)

    def _test(self, pattern: WordPattern) -> Callable[[str], bool]:
        return self._words_like(pattern).__contains__

    def _words_like(self, pattern: WordPattern) -> frozenset[str]:
        if pattern not in self._accepted:
            self._accepted[pattern] = frozenset(self._search(pattern))
        return self._accepted[pattern]

    def _search(self, pattern: WordPattern) -> Iterable[str]:
        literal = pattern.literal
        if literal is not None:
            if pattern.variants:
                return {*self._stems.get(stem(literal), ()), *self._known(literal)}
            return self._known(literal)
        accepts = test(pattern)
        start = pattern.beginning
        first = bisect_left(self._sorted, start)
        after = bisect_left(self._sorted, f"{start}\U0010ffff")
        return filter(accepts, self._sorted[first:after])

    def _known(self, word: str) -> tuple[str, ...]:
        return (word,) if word in self._postings else ()

    @cached_property
    def _stems(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._postings:
            found.setdefault(stem(word), []).append(word)
        return found
