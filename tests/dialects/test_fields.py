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
