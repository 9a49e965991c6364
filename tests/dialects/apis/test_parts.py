"""One search cut into several finds what it found: judged record by record."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialects.apis.trees import Document, documents, finds, limited, phrases, plain, term
from searchkit.diagnostics import Effect, combined
from searchkit.dialects import DIALECTS, target
from searchkit.dialects.lower import Policy, Report, Situation, lower_whole
from searchkit.dialects.parts import (
    MOST_PARTS,
    combinations,
    is_flat,
    is_grouped,
    simple,
    split,
)
from searchkit.dialects.spec import Requests
from searchkit.query.fields import Field
from searchkit.query.nodes import And, Fielded, Node, Not, Or, Phrase, Term, children, with_children

several = st.lists(documents, min_size=1, max_size=8)


@given(plain, several)
def test_simplifying_changes_nothing(node: Node, records: list[Document]) -> None:
    made = simple(node)
    assert [finds(made, one) for one in records] == [finds(node, one) for one in records]


@pytest.mark.parametrize("fits", [is_flat, is_grouped])
@given(node=plain, records=several)
def test_parts_find_together_what_the_whole_finds(
    fits: Callable[[Node], bool], node: Node, records: list[Document]
) -> None:
    parts = split(node, fits)
    assert all(fits(part) for part in parts)
    assert len(parts) <= max(1, combinations(simple(node)))
    for one in records:
        assert any(finds(part, one) for part in parts) == finds(node, one)


def test_cutting_stops() -> None:
    lists = tuple(Or(tuple(term(f"w{place}x{n}") for n in range(20))) for place in range(4))
    assert combinations(And(lists)) == 160_000
    assert len(split(And(lists), is_flat)) <= MOST_PARTS


def test_a_phrase_that_holds_another_alternative_is_left_out() -> None:
    short = Phrase((term("mental"), term("health")))
    long = Phrase((term("Community"), term("Mental"), term("Health")))
    assert simple(Or((short, long))) == short


def test_a_phrase_in_another_field_stays() -> None:
    short = Fielded(term("mental"), (Field.TITLE,))
    long = Fielded(Phrase((term("mental"), term("health"))), (Field.ABSTRACT,))
    assert simple(Or((short, long))) == Or((short, long))


def situation(name: str) -> Situation:
    return Situation(
        target("ovid:medline"), target(name), Policy.RECALL, Report(1), date(2026, 11, 24)
    )


def rules_of(name: str) -> Requests:
    rules = DIALECTS[name].requests
    assert rules is not None
    return rules


PROMISES: dict[Effect, Callable[[bool, bool], bool]] = {
    Effect.SAME: lambda before, after: before == after,
    Effect.BROADER: lambda before, after: after or not before,
    Effect.NARROWER: lambda before, after: before or not after,
    Effect.DIFFERENT: lambda before, after: True,
    Effect.UNKNOWN: lambda before, after: True,
}


@given(limited, several)
@settings(deadline=None)
def test_limits_set_beside_a_search_keep_their_promise(node: Node, records: list[Document]) -> None:
    at = situation("openalex")
    made = lower_whole(node, rules_of("openalex"), at)
    effect = combined(found.effect for found in at.report.found if found.effect)
    for one in records:
        assert PROMISES[effect](finds(node, one), finds(made, one))


# What the texts say, read by readers made for this test alone.


def fielded(node: Node, name: Field) -> Node:
    """Return a tree with one field on each word and phrase, as the lowering leaves it."""
    if isinstance(node, Term | Phrase):
        return Fielded(node, (name,))
    return with_children(node, [fielded(part, name) for part in children(node)])


def _value(text: str) -> Node:
    words = tuple(term(word) for word in text.strip('"').split())
    return words[0] if len(words) == 1 else Phrase(words)


def _clauses(text: str) -> Node:
    """Read Primo's clauses from left to right; each ends with the operator for the next."""
    found: Node | None = None
    operator = "AND"
    for clause in text.split(";"):
        _, _, value, *following = clause.split(",")
        operand = _value(value)
        if found is None:
            found = operand
        elif operator == "NOT":
            found = Not(found, operand)
        else:
            found = (Or if operator == "OR" else And)((found, operand))
        operator = following[0] if following else "AND"
    assert found is not None
    return found


def _scholar(text: str) -> Node:
    """Read Google Scholar's lists of alternatives, all of them required, some words excluded."""
    if " OR " in text and "(" not in text:
        return Or(tuple(_value(part) for part in text.split(" OR ")))
    required: list[Node] = []
    excluded: list[Node] = []
    for match in re.finditer(r'\(([^)]*)\)|(-?)("[^"]*"|\S+)', text):
        if match[1]:
            required.append(Or(tuple(_value(part) for part in match[1].split(" OR "))))
        else:
            (excluded if match[2] else required).append(_value(match[3]))
    kept: Node = And(tuple(required))
    return Not(kept, Or(tuple(excluded))) if excluded else kept


READERS = {
    "oria": (_clauses, Field.TITLE, "title"),
    "google-scholar": (_scholar, Field.TITLE, "intitle"),
}


@pytest.mark.parametrize("name", READERS)
@given(node=plain, records=several)
@settings(max_examples=200)
def test_the_texts_of_all_requests_find_what_the_tree_finds(
    name: str, node: Node, records: list[Document]
) -> None:
    reader, field, code = READERS[name]
    if combinations(simple(node)) > 50:
        return  # alternatives go inside clauses then, which this reader does not read
    at, rules = situation(name), rules_of(name)
    texts = rules.spell(lower_whole(fielded(node, field), rules, at))
    assert not at.report.found
    if name == "google-scholar":
        assert all(len(text) <= 256 for text in texts)
        texts = tuple(text.replace(f"{code}:", "") for text in texts)
    found = [reader(text) for text in texts]
    for one in records:
        assert any(finds(part, one) for part in found) == finds(node, one)


@given(st.lists(phrases, min_size=1, max_size=60))
def test_no_google_scholar_search_is_too_long(alternatives: list[Phrase]) -> None:
    whole = Or(tuple(alternatives)) if len(alternatives) > 1 else alternatives[0]
    texts = rules_of("google-scholar").spell(fielded(And((whole, whole)), Field.TITLE))
    assert all(len(text) <= 256 for text in texts)
