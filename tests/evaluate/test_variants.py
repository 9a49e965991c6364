"""The model of inflection: what counts as a form of a word, and that it only ever adds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.query.evaluation import tokens
from searchkit.query.evaluation.spans import EXACT, spans
from searchkit.query.evaluation.variants import stem
from searchkit.query.nodes import Phrase, Term, Text

FORMS = [
    "peer peers",
    "service services",
    "provide provides provided providing",
    "organise organises organised organising organize organized",
    "organisation organisations organization organizations",
    "behaviour behaviours behavior behaviors",
    "behavioural behavioral",
    "study studies",
    "centre centres center centers",
    "programme programmes program programs",
    "anaemia anemia",
    "counselling counseling counselled counseled",
    "woman women",
    "analysis analyses",
    "box boxes",
]


@pytest.mark.parametrize("row", FORMS)
def test_forms_of_one_word(row: str) -> None:
    assert len({stem(word) for word in row.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("peer", "period"), ("work", "worker"), ("co", "care"), ("bus", "busy"), ("care", "career")],
)
def test_other_words(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.lists(st.text("abcdeimnoprstuyz", min_size=1, max_size=9), min_size=1, max_size=3))
def test_a_word_is_a_form_of_itself(words: list[str]) -> None:
    asked = Phrase(tuple(Term((Text(word),)) for word in words), variants=True)
    assert (0, len(words)) in set(spans(asked, tokens(" ".join(words)), EXACT))
