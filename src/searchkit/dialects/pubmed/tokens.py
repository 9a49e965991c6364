"""Tokens: one line of PubMed text becomes a row of named pieces."""

from __future__ import annotations

import re

from searchkit.dialects.pieces import BRACKETS, Shape, tokeniser
from searchkit.dialects.pubmed.tables import LIMITS

_TAG = r"\[[^\[\]]*\]"
_DAY = r'"?\d{4}(?:/\d{1,2}(?:/\d{1,2})?)?"?'
DATES = rf'{_DAY}\s*(?:{_TAG})?\s*:\s*(?:{_DAY}|"?present"?)\s*{_TAG}'
"""A range of dates: `2000:2010[dp]`, `"2000/01/01"[PDAT] : "3000"[PDAT]`."""


def _groups() -> str:
    """Return the shape of the filters that are groups: `(middle aged[mh] OR aged[mh])`."""
    texts = [own for row in LIMITS.values() for own in row.values.values() if own.startswith("(")]
    return "|".join(re.escape(text).replace(r"\ ", r"\s+") for text in texts)


tokens = tokeniser(
    [
        (Shape.LIMIT, _groups()),
        (Shape.LIMIT, DATES),
        (Shape.QUOTED, r'"[^"\[\]]*"'),
        (Shape.SUFFIX, _TAG),
        (Shape.REFERENCE, r"\#\d+\b(?![\w-])"),
        (Shape.BOOLEAN, r"\b(?:and|or|not)\b(?![*/-])|[&|](?=[\s(])"),
        *BRACKETS[:2],
        (Shape.WORD, r'[^\s()"\[\]|]+'),
    ]
)
"""Cut a line; what fits no shape is a stray character."""
