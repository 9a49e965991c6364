"""A field that no table has: told at its place, kept on its own platform, left out elsewhere."""

from __future__ import annotations

import pytest

from searchkit.diagnostics import Effect
from searchkit.dialects import parse
from searchkit.query.nodes import sketch
from searchkit.translate import translate

# (platform, search, the place told, the piece kept, another platform, what it gets)
Case = tuple[str, str, str, str, str, str]
CASES: list[Case] = [
    ("ovid:medline", "asthma.ti. or cough.xy.", ".xy.", "cough.xy.", "pubmed", "asthma[ti]"),
    ("ovid:medline", "pain.ti. and 2020:2024.(sa_year).", ".(sa_year).", "2020:2024.(sa_year).", "embase", "pain:ti"),
    ("ovid:medline", "pain.ti. and human*.m_sub.", ".m_sub.", "human*.m_sub.", "embase", "pain:ti"),
    ("ebsco:cinahl", "TI asthma AND EM 20200101-20241231", "EM", "EM 20200101-20241231", "embase", "asthma:ti"),
    ("ebsco:cinahl", "TI asthma AND FT Y", "FT", "FT Y", "embase", "asthma:ti"),
    ("ebsco:cinahl", 'TI asthma OR ZD "in progress"', "ZD", 'ZD "in progress"', "embase", "asthma:ti"),
    ("ebsco:cinahl", "TI asthma OR AX foo N2 (bar OR baz)", "AX", "AX foo N2 (bar OR baz)", "embase", "asthma:ti"),
    ("ebsco:cinahl", 'TI asthma AND PZ "Peer Reviewed Journal"', "PZ", 'PZ "Peer Reviewed Journal"', "embase", "asthma:ti"),
    ("proquest", 'TI("asthma") AND STYPE("Scholarly Journals")', "STYPE", 'STYPE("Scholarly Journals")', "pubmed", "asthma[ti]"),
    ("proquest", 'TI("asthma") AND RTYPE(article)', "RTYPE", "RTYPE(article)", "pubmed", "asthma[ti]"),
    ("proquest", 'TI("asthma") AND peer (yes)', "peer", "peer (yes)", "pubmed", "asthma[ti]"),
    ("proquest", 'TI("asthma") OR AB,XX(cough)', "AB,XX", "AB,XX(cough)", "pubmed", "asthma[ti]"),
    ("scopus", "TITLE(asthm*) OR CITY(oslo)", "CITY(oslo)", "CITY(oslo)", "embase", "asthm*:ti"),
    ("embase", "asthma:ti OR (a2 NEAR/3 b2):zz", ":zz", "(a2 NEAR/3 b2):zz", "pubmed", "asthma[ti]"),
    ("embase", "asthma:ti AND 'heart attack':xx", ":xx", "'heart attack':xx", "pubmed", "asthma[ti]"),
    ("cochrane", 'asthma:ti OR "heart attack":xx', ":xx", '"heart attack":xx', "pubmed", "asthma[ti]"),
    ("cochrane", "asthma:ti OR a2 NEAR/3 b2:zz", ":zz", "a2 NEAR/3 b2:zz", "pubmed", "asthma[ti]"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_unknown_field(case: Case) -> None:
    platform, text, place, piece, other, expected = case
    away = translate(text, from_=platform, to=other)
    assert away.text == expected
    told = {
        text[one.span.start : one.span.end] for one in away.diagnostics if one.code.id == "P044"
    }
    assert told == {place}
    left_out = [one for one in away.diagnostics if one.code.id == "T070"]
    assert [text[one.span.start : one.span.end] for one in left_out] == [piece]
    assert away.effect is Effect.UNKNOWN
    home = translate(text, from_=platform, to=platform)
    assert piece in home.text
    assert {one.code.id for one in home.diagnostics if one.effect} == {"P044"}
    assert translate(home.text, from_=platform, to=platform).text == home.text


# (platform, search): words in capitals that are no fields.
WORDS = [
    ("ebsco:cinahl", "TI (TB patients OR MS)"),
    ("ebsco:cinahl", 'TI (TB "control group")'),
    ("ebsco:cinahl", "TB patients AND (IV drugs OR UK)"),
    ("proquest", "TI(HIV (infection OR AIDS)) AND COVID"),
    ("scopus", "TITLE(HIV (infection OR AIDS)) AND COVID"),
    ("embase", "'ratio 1:ab' AND covid:19 AND stroke: an"),
    ("cochrane", 'ratio:abc AND "1:xx"'),
    ("ovid:medline", "(e.coli vs. M.Sc.).ti."),
]


@pytest.mark.parametrize(("platform", "text"), WORDS)
def test_words_in_capitals_are_no_fields(platform: str, text: str) -> None:
    assert not [one for one in parse(text, platform).diagnostics if one.code.id == "P044"]


def test_a_number_beside_the_asterisk_of_proquest() -> None:
    found = translate("TI(support[*2]) OR TI(behavio$1)", from_="proquest", to="ovid:psycinfo")
    assert found.text == "support$2.ti. or behavio?.ti."
    assert [one.code.id for one in found.diagnostics] == ["P054", "P054"]
    assert found.effect is Effect.UNKNOWN
    (line,) = parse("TI(behavio[*2]r)", "proquest").lines
    assert line.query is not None
    assert sketch(line.query) == "in title\n  term behavio[0..2]r"


@pytest.mark.parametrize("platform", ["embase", "cochrane"])
def test_an_unknown_field_beside_a_known_one(platform: str) -> None:
    (line,) = parse("(asthma OR cough):ti,xx", platform).lines
    assert line.query is not None
    assert sketch(line.query).splitlines() == [
        "or",
        "  in title",
        "    or",
        "      term asthma",
        "      term cough",
        f"  raw {platform}: (asthma OR cough):xx",
    ]
