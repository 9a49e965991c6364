"""Spans: where in one text the words of a phrase or of a proximity search stand.

A span is (first word, word after the last). A phrase is words in a row. Nearness takes every
pair of spans, not only the nearest or the shortest; its operands never share a word; and
what it found is a span from the first word to the last, to which an outer nearness measures.

>>> from searchkit.query.nodes import Near, Term, Text
>>> peer, support = Term((Text("peer"),)), Term((Text("support"),))
>>> sorted(spans(Near((peer, support), 1, False), ("support", "by", "peer", "support"), EXACT))
[(0, 3), (2, 4)]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from searchkit.query.evaluation.tokens import PLAIN, Tokenising, WordPattern, patterns
from searchkit.query.evaluation.variants import stem
from searchkit.query.nodes import Fielded, Near, Node, Or, Phrase, Term, Wildcard

Span = tuple[int, int]
Accepts = Callable[[WordPattern], Callable[[str], bool]]


@lru_cache(maxsize=65536)
def test(pattern: WordPattern) -> Callable[[str], bool]:
    """Return the question that a pattern puts to one word."""
    literal = pattern.literal
    if literal is not None:
        if pattern.variants:
            wanted = stem(literal)
            return lambda word: word == literal or stem(word) == wanted
        return lambda word: word == literal
    whole = re.compile(pattern.expression)
    return lambda word: whole.fullmatch(word) is not None


@dataclass(frozen=True, slots=True)
class Matching:
    """How words are compared: the platform's tokens, and who answers for a pattern."""

    tokenising: Tokenising = PLAIN
    accepts: Accepts = test


EXACT = Matching()


def wanted(node: Term | Phrase, rule: Tokenising) -> tuple[WordPattern, ...]:
    """Return the words in a row that a term or a phrase asks for."""
    if isinstance(node, Term):
        return patterns(node, rule)
    return tuple(one for word in node.words for one in patterns(word, rule, node.variants))


def spans(node: Node, words: Sequence[str], how: Matching) -> Collection[Span]:
    """Return all places of free text in the words of one text.

    Nodes that are no free text (headings, limits, references) stand nowhere in a text.
    """
    match node:
        case Term() | Phrase():
            return _row(wanted(node, how.tokenising), words, how)
        case Or(operands):
            return {span for operand in operands for span in spans(operand, words, how)}
        case Near(operands, distance, ordered):
            groups: list[Collection[Span]] = []
            for operand in operands:
                found = spans(operand, words, how)
                if not found:
                    return ()
                groups.append(found)
            return near(groups, distance, ordered)
        case Fielded(operand):
            return spans(operand, words, how)
        case _:
            return ()


def _row(row: tuple[WordPattern, ...], words: Sequence[str], how: Matching) -> list[Span]:
    if not row:
        return []
    first, *others = [how.accepts(pattern) for pattern in row]
    length = len(row)
    return [
        (place, place + length)
        for place, word in enumerate(words)
        if first(word)
        and place + length <= len(words)
        and all(accepts(words[place + after]) for after, accepts in enumerate(others, 1))
    ]


def near(groups: Sequence[Iterable[Span]], distance: int, ordered: bool) -> set[Span]:
    """Return the spans over one span of each group, neighbours at most `distance` words apart."""
    everyone = tuple(range(len(groups)))
    starts = everyone[:1] if ordered else everyone
    states = {
        (start, end, tuple(place for place in everyone if place != first))
        for first in starts
        for start, end in groups[first]
    }
    found: set[Span] = set()
    while states:
        grown: set[tuple[int, int, tuple[int, ...]]] = set()
        for start, end, left in states:
            if not left:
                found.add((start, end))
                continue
            for place in left[:1] if ordered else left:
                rest = tuple(other for other in left if other != place)
                grown |= {
                    (start, later_end, rest)
                    for later, later_end in groups[place]
                    if 0 <= later - end <= distance
                }
        states = grown
    return found


def whole(node: Term | Phrase, rule: Tokenising) -> re.Pattern[str]:
    """Return what the whole value of a phrase-indexed field must look like, words with spaces.

    A wildcard at the end runs on over further words, as in `journal of pharmac$.jn.` on Ovid
    (grade guide).
    """
    row = wanted(node, rule)
    shape = " ".join(pattern.expression for pattern in row)
    if row and row[-1].pieces[-1] == Wildcard(0, None):
        shape += ".*"
    return re.compile(shape or "(?!)")
