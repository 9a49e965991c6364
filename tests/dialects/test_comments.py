"""Comments in a text are no part of the search, on every platform that is read."""

from __future__ import annotations

import pytest

from searchkit.dialects import parse
from searchkit.query.nodes import sketch

SEARCHES = {
    "ovid:medline": ("peer.ti.", "lay.ti."),
    "pubmed": ("peer[ti]", "lay[ti]"),
    "scopus": ("TITLE(peer)", "TITLE(lay)"),
    "wos": ("TI=peer", "TI=lay"),
    "ebsco:cinahl": ("TI peer", "TI lay"),
    "embase": ("peer:ti", "lay:ti"),
    "cochrane": ("peer:ti", "lay:ti"),
    "proquest": ("TI(peer)", "TI(lay)"),
}


@pytest.mark.parametrize("platform", SEARCHES)
def test_comments_are_left_out_and_named(platform: str) -> None:
    first, second = SEARCHES[platform]
    text = f"# a comment about it\n/* of two\nrows */\n{first} /* inline */\n## another\n{second}\n"
    strategy = parse(text, platform)
    plain = parse(f"{first}\n{second}\n", platform)
    assert [line.query and sketch(line.query) for line in strategy.lines] == [
        line.query and sketch(line.query) for line in plain.lines
    ]
    told = [one for one in strategy.diagnostics if one.code.id == "P009"]
    assert [text[one.span.start : one.span.end] for one in told] == [
        "# a comment about it",
        "/* of two\nrows */",
        "/* inline */",
        "## another",
    ]


def test_numbers_behind_a_hash_are_no_comments() -> None:
    strategy = parse("# 1 peer.ti.\n# 2 lay.ti.\n# 3 1 or 2", "ovid:medline")
    assert [line.number for line in strategy.lines] == [1, 2, 3]


@pytest.mark.parametrize("text", ["exp Peer Group/*bar", "(TI=a/*b) AND TI=c*/d"])
def test_signs_inside_words_are_no_comments(text: str) -> None:
    assert "P009" not in {one.code.id for one in parse(text, "wos").diagnostics}


def drawn(text: str) -> str:
    query = parse(text, "ovid:medline").lines[-1].query
    assert query is not None
    return sketch(query)


def test_a_database_chosen_on_a_line_of_its_own() -> None:
    assert drawn("peer.ti.\nuse ppez") == "limit database: ppez\n  line 1"
    codes = {one.code.id for one in parse("peer.ti.\nuse ppez", "ovid:medline").diagnostics}
    assert codes == {"P021"}
    assert drawn("use ppez") == "raw ovid: use ppez"
    assert drawn("use drugs").startswith("phrase")
