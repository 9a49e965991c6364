"""Values of fields that take the words of a list: told where the target's list is another."""

from __future__ import annotations

import pytest

from searchkit.translate import translate

# (text, source, target, expected text, the value that the note names or None)
CASES = [
    ("DT=(Article)", "wos", "pubmed", '"Article"[pt:noexp]', "Article"),
    ("DT=(Review)", "wos", "ovid:medline", "Review.pt.", None),
    ("TITLE(peer) AND DOCTYPE(ar)", "scopus", "pubmed", 'peer[ti] AND "article"[pt:noexp]', "article"),
    ("case reports.pt.", "ovid:medline", "ovid:embase", '"case reports".pt.', "case reports"),
    ("case reports.pt.", "ovid:medline", "ebsco:psycinfo", 'PT "case reports"', "case reports"),
    ("case reports.pt.", "ovid:medline", "ebsco:medline", 'PT "case reports"', None),
    ("review.pt.", "ovid:medline", "ovid:embase", "review.pt.", None),
    ("review.pt.", "ovid:medline", "ovid:psycinfo", "review.pt.", "review"),
    ("case reports.pt.", "ovid:medline", "wos", 'TS="case reports"', None),
    ("systematic[sb]", "pubmed", "ovid:medline", "systematic.sb.", "systematic"),
    ("systematic[sb]", "pubmed", "pubmed", "systematic[sb]", None),
    ('"N Engl J Med"[ta]', "pubmed", "ovid:medline", '"N Engl J Med".jn.', "N Engl J Med"),
    ("aspirin.nm.", "ovid:medline", "pubmed", "aspirin[nm]", None),
    ("asthma[tw]", "pubmed", "scopus", "TITLE-ABS-KEY(asthma)", None),
    ("1. asthma.ti.\n2. limit 1 to humans", "ovid:medline", "ovid:psycinfo", None, "humans"),
    ("1. asthma.ti.\n2. limit 1 to humans", "ovid:medline", "pubmed", "asthma[ti] AND humans[mh]", None),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_value_of_another_list_is_named(
    case: tuple[str, str, str, str | None, str | None],
) -> None:
    text, source, to, expected, value = case
    translation = translate(text, from_=source, to=to)
    told = [found for found in translation.diagnostics if found.code.id == "T004"]
    assert expected is None or translation.text == expected
    assert [f"`{value}`" in found.message for found in told] == ([True] if value else [])
    assert all(found.effect == "unknown" for found in told)


# (text, target, expected text) for fields that the database on Ovid has not
LACKING = [
    ("peer*.kf.", "ovid:psycinfo", "peer*.id."),
    ("peer*.ti,ab,kw.", "ovid:psycinfo", "peer*.ti,ab,id."),
    ("peer*.ti,ab,kf.", "ovid:embase", "peer*.ti,ab,kf."),
    ("aspirin.nm.", "ovid:embase", "aspirin.mp."),
    ("aspirin.nm.", "ovid:medline", "aspirin.nm."),
]


@pytest.mark.parametrize("case", LACKING)
def test_a_field_that_the_database_lacks_is_not_written(case: tuple[str, str, str]) -> None:
    text, to, expected = case
    translation = translate(text, from_="ovid:medline", to=to)
    assert (translation.text, translation.effect == "same") == (expected, text == expected)
