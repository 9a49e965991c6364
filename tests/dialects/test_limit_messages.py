"""A limit that a platform cannot say is named in the user's words, not in the program's."""

from __future__ import annotations

import pytest

from searchkit.translate import translate

# (limit behind `limit 1 to`, how it is named)
CASES = [
    ('"local holdings"', "the limit `local holdings`"),
    ("english language", "the limit to language `english`"),
    ("(english or french)", "the limit to language `english` or `french`"),
    ('yr="2010 -Current"', "the limit to years from 2010 on"),
    ('yr="2010-2020"', "the limit to years from 2010 to 2020"),
    ('yr="-2020"', "the limit to years up to 2020"),
    ("abstracts", "the limit to records with an abstract"),
    ("humans", "the limit to humans"),
    ("female", "the limit to sex `female`"),
]


@pytest.mark.parametrize(("limit", "named"), CASES)
def test_a_limit_left_out_is_named(limit: str, named: str) -> None:
    found = translate(f"peer.ti.\nlimit 1 to {limit}", from_="ovid:medline", to="google-scholar")
    told = [one.message for one in found.diagnostics if one.code.id == "T040"]
    assert told == [f"Google Scholar cannot say {named}; it is left out"]
