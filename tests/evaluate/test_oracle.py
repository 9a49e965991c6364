"""The judge against an oracle of brute force, and the many-at-once answers against the judge.

The oracle knows nothing of spans: it hands out words of the text to the words of the query
in every way there is, and checks the distances of what came out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laws.trees import MESH, Case, cases, proximities
from searchkit.dialects import target, target_names
from searchkit.dialects.semantics import semantics_of
from searchkit.query.evaluation import Collection, Searchable, evaluate
from searchkit.query.evaluation.spans import EXACT, spans
from searchkit.query.evaluation.variants import stem
from searchkit.query.nodes import Near, Node, Or, Phrase, Term, Text


def _fits(term: Term, variants: bool, words: Sequence[str]) -> bool:
    """Say whether words in a row are a term, a hyphen being a space."""
    shape = "".join(
        re.escape(piece.characters.replace("-", " "))
        if isinstance(piece, Text)
        else rf"\w{{{piece.minimum},{'' if piece.maximum is None else piece.maximum}}}"
        for piece in term.pieces
    )
    if all(isinstance(piece, Text) for piece in term.pieces) and (variants or term.variants):
        wanted = shape.replace("\\", "").split()
        return [stem(word) for word in wanted] == [stem(word) for word in words]
    return re.fullmatch(shape, " ".join(words)) is not None


def _stands(node: Node, words: Sequence[str], start: int, end: int) -> bool:
    """Say whether a node stands in the words from start to end, both of its ends used."""
    match node:
        case Term():
            return _fits(node, False, words[start:end])
        case Phrase(parts):
            return any(
                all(
                    _fits(part, node.variants, words[first:last])
                    for part, (first, last) in zip(parts, rows, strict=True)
                )
                for rows in _cuts(start, end, len(parts))
            )
        case Or(operands):
            return any(_stands(operand, words, start, end) for operand in operands)
        case Near(operands, distance, ordered):
            orders = [operands] if ordered else permutations(operands)
            return any(
                _stands(first, words, start, middle) and _stands(second, words, later, end)
                for first, second in orders
                for middle in range(start + 1, end)
                for later in range(middle, min(middle + distance, end - 1) + 1)
            )
        case _:
            raise AssertionError(node)


def _cuts(start: int, end: int, parts: int) -> Iterator[list[tuple[int, int]]]:
    if parts == 1:
        yield [(start, end)]
        return
    for cut in range(start + 1, end):
        for rest in _cuts(cut, end, parts - 1):
            yield [(start, cut), *rest]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(proximities())
def test_nearness_is_what_brute_force_finds(case: tuple[Near, list[str]]) -> None:
    query, words = case
    places = range(len(words) + 1)
    expected = {
        (start, end)
        for start in places
        for end in places
        if start < end and _stands(query, words, start, end)
    }
    assert set(spans(query, words, EXACT)) == expected


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(records=6), st.sampled_from(target_names()))
def test_many_at_once_is_one_at_a_time(case: Case, name: str) -> None:
    rules = semantics_of(target(name), {"mesh": MESH})
    # Every other record does not tell about its headings, so that unknown is compared too.
    records = [
        Searchable(record.name, record.texts, None if place % 2 else record.headings)
        for place, record in enumerate(case.records)
    ]
    found = Collection(records).find(case.tree, rules)
    answers = [found.answer(place) for place in range(len(records))]
    assert answers == [evaluate(case.tree, record, rules) for record in records]
