"""DOAJ's server refuses signs and rewrites colons; a long search is cut and loses nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialects.apis.trees import searches, term
from searchkit.dialects import DIALECTS, target
from searchkit.dialects.lower import Policy, Report, Situation, lower
from searchkit.query.fields import Field
from searchkit.query.nodes import Fielded, Node, Or, Phrase
from searchkit.sources import SOURCES
from searchkit.sources.base import Settings
from searchkit.sources.paging import days_of
from searchkit.sources.partitions import Part
from searchkit.translate import translate

LINE = 4_094
"""Characters of a request's first line that the server takes."""
TOKEN = re.compile(r'\s*([a-z.]+:|[()]|"[^"]*"|\w+)')
Article = Mapping[str, list[str]]


def taken_for_a_sign(text: str) -> list[str]:
    """Return what stands before the colons that the server would not read as a field's."""
    between = text.split(":")[1:-1]
    return [part for part in between if " AND " not in part and " OR " not in part]


class Reading:
    """A search read and judged from left to right; a field holds for the group behind it."""

    def __init__(self, text: str) -> None:
        self.tokens = TOKEN.findall(text)

    def finds(self, article: Article) -> bool:
        self.place = 0
        found = self._all(article, "")
        assert self.place == len(self.tokens)
        return found

    def _all(self, article: Article, field: str) -> bool:
        found = self._one(article, field)
        while self._next() in {"AND", "OR"}:
            operator = self._take()
            negated = self._next() == "NOT" and bool(self._take())
            one = self._one(article, field) != negated
            found = (found and one) if operator == "AND" else (found or one)
        return found

    def _one(self, article: Article, field: str) -> bool:
        token = self._take()
        if token.endswith(":"):
            return self._one(article, token[:-1])
        if token == "(":
            found = self._all(article, field)
            assert self._take() == ")"
            return found
        return token.strip('"') in article.get(field, [])

    def _next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def _take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]


@pytest.mark.parametrize("policy", Policy)
@given(node=searches)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_the_server_takes_what_is_written(policy: Policy, node: Node) -> None:
    at = Situation(target("ovid:medline"), target("doaj"), policy, Report(1), date(2026, 11, 24))
    lowered = lower(node, at)
    rules = DIALECTS["doaj"].requests
    assert rules is not None
    for text in () if lowered is None else rules.spell(lowered):
        assert not set(text) & set("*?~\\")
        assert not taken_for_a_sign(text)


@given(st.text("ab /:*?~\\\"'-+!(){}[]^&|<>=%#", min_size=1))
def test_no_sign_in_a_word_reaches_the_server_as_its_own(characters: str) -> None:
    node = Fielded(Phrase((term("x"), term(characters))), (Field.TITLE,))
    text = DIALECTS["doaj"].write(Or((node, node)), str)
    quotes = re.fullmatch(r'title:"([^"]*)" OR title:"([^"]*)"', text)
    assert quotes
    assert quotes[1] == quotes[2]
    assert not set(quotes[1]) & set('*?~/:"\\')


def test_words_that_are_operators_are_quoted() -> None:
    texts = [
        translate(f'"{word}".ti.', to="doaj", from_="ovid:medline").text
        for word in ("OR", "to", "not", "and")
    ]
    assert texts == ['title:"OR"', 'title:"to"', 'title:"not"', 'title:"and"']


WORDS = [f"w{number}" for number in range(900)]
LONG = (
    f"({' or '.join(WORDS[:400])}).ti,ab.\n"
    f"({' or '.join(WORDS[400:800])}).ti.\n"
    f"({' or '.join(WORDS[800:])}).ab.\n"
    "(1 and 2) not 3"
)
PARTS = translate(LONG, to="doaj", from_="ovid:medline").parts
articles = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(WORDS), max_size=4) for name in ("title", "abstract")}
)


@given(st.lists(articles, min_size=1, max_size=30))
@settings(max_examples=30, deadline=None)
def test_the_requests_of_a_long_search_find_what_it_finds(several: list[Article]) -> None:
    readings = [Reading(text) for text in PARTS]
    for one in several:
        title, abstract = set(one["title"]), set(one["abstract"])
        wanted = (
            bool((title | abstract) & set(WORDS[:400]))
            and bool(title & set(WORDS[400:800]))
            and not abstract & set(WORDS[800:])
        )
        assert any(reading.finds(one) for reading in readings) == wanted


def test_every_request_fits_into_a_line_with_its_days_and_page() -> None:
    source = SOURCES["doaj"].configured(Settings())
    assert len(PARTS) > 4
    part = Part((days_of("day of creation", None, date(2000, 1, 1)),))
    for text in PARTS:
        request = source.first(source.narrowed(text, part))
        path = request.url.removeprefix("https://doaj.org")
        line = f"GET {path}?{'&'.join(f'{n}={quote(v)}' for n, v in request.params)} HTTP/1.1"
        assert len(line) <= LINE
    assert source.requests("\n".join(PARTS)) == PARTS


def test_what_cannot_be_cut_is_left_whole_and_told() -> None:
    text = f"peer.ti. not ({' or '.join(WORDS)}).ti."
    translation = translate(text, to="doaj", from_="ovid:medline")
    assert translation.parts == (translation.text,)
    assert "too-long" in {found.code.name for found in translation.diagnostics}


def test_a_range_of_days_is_no_field_to_the_server() -> None:
    source = SOURCES["doaj"].configured(Settings())
    part = Part((days_of("day of creation", None, date(2000, 1, 1)),))
    text = source.narrowed("title:peer AND NOT abstract:lay", part)
    # Those of the hours are escaped by the server, which is right; those of fields are not.
    assert taken_for_a_sign(text.partition("[")[0]) == []
