"""The law of the readers of PubMed, Scopus and Web of Science: what is written reads back.

Trees come from the dialects' own tables and from the protocol's strategy. One thing is not
law: the two ends of a range of years in two limits read back as one range.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialect_trees import (
    LIMITS,
    OPEN,
    PROSE,
    Trees,
    end_truncated,
    fielded,
    groups,
    inside_truncated,
    limited,
    mesh_headings,
    nearness,
    phrases,
    plain_words,
    references,
    rows,
)
from searchkit.dialects import parse, target
from searchkit.query.nodes import (
    LimitKind,
    LineReference,
    Near,
    Node,
    Or,
    Phrase,
    Term,
    Text,
    Wildcard,
    children,
    literal,
    sketch,
    with_children,
)
from searchkit.query.strategy import Strategy
from searchkit.translate import Translation, translate

TODAY = date(2026, 11, 24)
NAMES = ("pubmed", "scopus", "wos")


def written(node: Node, name: str) -> str:
    return target(name).dialect.write(node, lambda number: f"#{number}")


def read(text: str, name: str) -> Strategy:
    to = target(name)
    assert to.dialect.read is not None
    return to.dialect.read(text, to)


def varied(node: Node, *, varies: bool) -> Node:
    """Return words as a platform without an off switch finds them: plain ones vary."""
    match node:
        case Term() | Phrase():
            words = node.words if isinstance(node, Phrase) else (node,)
            plain = all(literal(word) is not None for word in words)
            return replace(node, variants=varies and plain)
        case _:
            return with_children(node, [varied(part, varies=varies) for part in children(node)])


def pubmed_trees() -> Trees:
    dialect = target("pubmed").dialect
    prose = rows(dialect, lambda row: bool(row.covers & PROSE))
    near = rows(dialect, lambda row: row.proximity and row.code != "ad")
    values = rows(dialect, lambda row: row.code in {"ta", "ad", "pt", "la", "nm", "rn"})
    words = st.one_of(plain_words, end_truncated)
    some = st.lists(plain_words, min_size=2, max_size=4).map(tuple)
    close = st.builds(Near, some, st.integers(0, 50), st.just(False))
    leaves = st.one_of(
        fielded(words, prose),
        fielded(phrases(plain_words, words), [*prose, *values]),
        fielded(close, near),
        fielded(plain_words, values),
        mesh_headings,
        references,
    )
    limits = [
        *LIMITS,
        OPEN,
        (LimitKind.HUMANS, ()),
        (LimitKind.ABSTRACT, ()),
        (LimitKind.SEX, ("female[mh]",)),
        (LimitKind.AGE_GROUP, ("adult[mh]", "(infant[mh] OR child[mh] OR adolescent[mh])")),
        (LimitKind.AGE_GROUP, ('"aged, 80 and over"[mh]',)),
        (LimitKind.STATUS, ("medline[sb]",)),
        (LimitKind.ENTRY_DATE, ("20180115", "20201231")),
        (LimitKind.PUBLICATION_DATE, ("201801", "2020")),
    ]
    return limited(groups(leaves), limits)


def scopus_trees() -> Trees:
    dialect = target("scopus").dialect
    prose = rows(dialect, lambda row: bool(row.covers & PROSE))
    values = rows(
        dialect, lambda row: row.code in {"AUTH", "AFFIL", "SRCTITLE", "LANGUAGE", "CHEM"}
    )
    words = st.one_of(plain_words, end_truncated, inside_truncated(Wildcard(1, 1)))
    text = st.one_of(words, phrases(plain_words, plain_words))
    close = nearness(st.one_of(text, st.lists(text, min_size=2, max_size=3).map(_or)), True)
    chains = close.flatmap(
        lambda first: text.map(
            lambda last: Near((first, last), first.distance, first.ordered)  # type: ignore[union-attr]
        )
    )
    free = groups(st.one_of(text, close, chains), 4).map(partial(varied, varies=True))
    fixed = st.one_of(plain_words, phrases(plain_words, plain_words))
    leaves = st.one_of(fielded(free, prose), fielded(fixed, values), references)
    return limited(groups(leaves, 4), [*LIMITS, OPEN])


def wos_trees() -> Trees:
    dialect = target("wos").dialect
    prose = rows(dialect, lambda row: bool(row.covers & PROSE))
    values = rows(dialect, lambda row: row.code in {"AU", "AD", "SO", "LA", "DO"})
    wild = inside_truncated(Wildcard(1, 1), Wildcard(0, 1))
    words = st.one_of(plain_words, end_truncated, wild)
    alike = st.one_of(plain_words, phrases(plain_words, st.one_of(plain_words, end_truncated)))
    text = st.one_of(words, alike)
    # A plain word in a proximity search varies; what must be quoted there cannot.
    plain = st.sampled_from(["peer", "co-production", "65"])
    bare = plain.map(lambda word: replace(words_of(word), variants=True))
    near_text = st.one_of(bare, end_truncated, wild, phrases(plain_words, plain_words))
    close = nearness(
        st.one_of(near_text, st.lists(near_text, min_size=2, max_size=3).map(_or)), False
    )
    chains = st.builds(Near, st.tuples(close, near_text), st.integers(0, 15), st.just(False))
    nested = st.builds(Near, st.tuples(near_text, close), st.integers(0, 15), st.just(False))
    free = groups(st.one_of(text, close, chains, nested), 4)
    leaves = st.one_of(fielded(free, prose), fielded(alike, values), references)
    return limited(groups(leaves, 4), LIMITS)


def words_of(word: str) -> Term:
    return Term((Text(word),))


def _or(operands: list[Node]) -> Node:
    return Or(tuple(operands))


TREES = {"pubmed": pubmed_trees(), "scopus": scopus_trees(), "wos": wos_trees()}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_what_is_written_reads_back(name: str, data: st.DataObject) -> None:
    tree = data.draw(TREES[name])
    text = written(tree, name)
    (line,) = read(text, name).lines
    assert line.query is not None
    assert sketch(line.query) == sketch(tree), text
    assert line.query == tree


def with_lines_put_in(found: Translation, source: Strategy, position: int) -> Node:
    """Return the lowered tree of a line with the lines that it refers to in their places."""

    def put(node: Node) -> Node:
        if isinstance(node, LineReference):
            meant = source.refer(node.number, position)
            assert meant is not None
            return with_lines_put_in(found, source, meant)
        below = children(node)
        return with_children(node, [put(part) for part in below]) if below else node

    query = found.lines[position].query
    assert query is not None
    return put(query)


@pytest.mark.parametrize("policy", ["recall", "precision"])
@pytest.mark.parametrize("name", NAMES)
def test_the_protocols_strategy_reads_back_by_lines_and_as_one_string(
    name: str, policy: str, protocol: str
) -> None:
    source = parse(protocol, "ovid")
    found = translate(source, to=name, policy=policy, today=TODAY)
    for line in found.lines:
        (again,) = read(line.text, name).lines
        assert again.query == line.query, line.text
    history = "\n".join(f"#{line.number} {line.text}" for line in found.lines)
    lines = read(history, name).lines
    assert [(line.number, line.query) for line in lines] == [
        (line.number, line.query) for line in found.lines
    ]
    (whole,) = read(found.text, name).lines
    assert whole.query == with_lines_put_in(found, source, len(found.lines) - 1)


def test_a_limit_is_the_same_in_every_platforms_words() -> None:
    """An age group read from PubMed is the one that Ovid knows."""
    found = translate("peer[ti] AND adult[mh]", to="ovid:medline", from_="pubmed", today=TODAY)
    assert "all adult (19 plus years)" in found.text


def test_fields_stay_with_their_words() -> None:
    found = translate("TITLE-ABS-KEY(peer W/2 support*)", to="wos", from_="scopus", today=TODAY)
    near = "(peer NEAR/2 support*)"
    assert found.text == f"TI={near} OR AB={near} OR AK={near}"
