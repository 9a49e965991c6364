"""A field that no table has: told at its place, kept on its own platform, left out elsewhere."""

from __future__ import annotations

import pytest

from searchkit.diagnostics import Effect
from searchkit.translate import translate

# (platform, search, the place told, the piece kept, another platform, what it gets)
Case = tuple[str, str, str, str, str, str]
CASES: list[Case] = [
    ("ovid:medline", "asthma.ti. or cough.xy.", ".xy.", "cough.xy.", "pubmed", "asthma[ti]"),
    ("ovid:medline", "pain.ti. and 2020:2024.(sa_year).", ".(sa_year).", "2020:2024.(sa_year).", "embase", "pain:ti"),
    ("ovid:medline", "pain.ti. and human*.m_sub.", ".m_sub.", "human*.m_sub.", "embase", "pain:ti"),
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
