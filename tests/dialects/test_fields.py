"""Which fields are taken where the target has not just the ones asked for."""

from __future__ import annotations

import pytest

from searchkit.dialects import target_names
from searchkit.translate import translate

# (text, source, target, expected text)
CASES = [
    # A group with fields that it holds is the group.
    ("asthma.ti,mp.", "ovid:medline", "embase", "asthma"),
    ("asthma.ti,mp.", "ovid:medline", "wos", 'TS="asthma"'),
    ("(peer adj3 support*).mp,kf.", "ovid:medline", "wos", "TS=(peer NEAR/2 support*)"),
    ("asthma.tw,mp.", "ovid:medline", "scopus", "TITLE-ABS-KEY(asthma)"),
    # What the code for the group lacks and was asked for by name stands beside it.
    ("asthma.mp,kf.", "ovid:medline", "ebsco:cinahl", "asthma OR KW asthma"),
    ("asthma.mp,jw.", "ovid:medline", "wos", 'TS="asthma" OR SO="asthma"'),
    ("asthma.ab,af.", "ovid:medline", "embase", "asthma"),
    # Nobody means identifiers and names of bodies by a group: no code is taken for them.
    ("asthma[tw]", "pubmed", "wos", 'TS="asthma"'),
    ("asthma[tw]", "pubmed", "ovid:medline", "asthma.mp."),
    ("lay.ti. not asthma.mp.", "ovid:medline", "wos", 'TI="lay" NOT (TI="asthma" OR AB="asthma" OR AK="asthma")'),
    ("A123.ui.", "ovid:medline", "wos", 'UT="A123"'),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_fields(case: tuple[str, str, str, str]) -> None:
    text, source, to, expected = case
    assert translate(text, from_=source, to=to).text == expected


@pytest.mark.parametrize("name", [name for name in target_names() if not name.startswith("ovid")])
def test_what_a_group_holds_adds_nothing_to_it(name: str) -> None:
    alone, more = (translate(text, to=name) for text in ("asthma.mp.", "asthma.ti,ab,mp."))
    assert (more.text, more.effect) == (alone.text, alone.effect)


# (text, source, expected text on PubMed, which has no proximity search in `tw`)
NEAR = [
    ("TS=(peer NEAR/2 support)", "wos", '"peer support"[tiab:~2]'),
    ("TITLE-ABS(peer W/2 support)", "scopus", '"peer support"[tiab:~2]'),
    ("(peer adj3 support).mp.", "ovid:medline", "peer[tw] AND support[tw]"),
    ("TITLE-ABS-KEY(peer W/2 support)", "scopus", "peer[tw] AND support[tw]"),
    ("lay.ti. not (peer adj3 support).mp.", "ovid:medline", 'lay[ti] NOT "peer support"[tiab:~2]'),
]


@pytest.mark.parametrize("case", NEAR)
def test_nearness_goes_only_where_a_field_costs_more_than_for_single_words(
    case: tuple[str, str, str],
) -> None:
    text, source, expected = case
    assert translate(text, from_=source, to="pubmed").text == expected
