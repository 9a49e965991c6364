"""Tail: what the Cochrane Library prints behind a line of its history.

Dates and the part of the library that was searched are limits; "word variations have been
searched" says that plain words found their variants.
"""

from __future__ import annotations

import re

from searchkit.dialects.history import Row
from searchkit.query.nodes import CURRENT, Limit, LimitKind, Node

TAIL = re.compile(
    r"\s+(?:with\s+(?:Cochrane\s+Library\s+)?publication\s+(?:date|year)"
    r"|in\s+(?:all\s+products|trials|cochrane\s+(?:reviews|groups|protocols)|(?:other|economic)\s+"
    r"|technology\s+assessments|methods?\s+stud|clinical\s+answers|editorials|special\s+coll)"
    r"|\(word\s+variations\s+(?:have\s+been|were)\s+searched\))",
    re.IGNORECASE,
)
_VARIANTS = re.compile(r"word\s+variations", re.IGNORECASE)
_DATES = re.compile(
    r"publication\s+(?P<kind>date|year)\s*(?:between|from)?\s*(?:[a-z]{3}\s+)?(?P<first>\d{4})?"
    r"(?:\s*(?:and|to|-)\s*(?:[a-z]{3}\s+)?(?P<last>\d{4}|present))?",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\bin\s+([a-z][a-z ,()]*?)\s*(?=$|\(word)", re.IGNORECASE)


def finds_variants(row: Row) -> bool:
    """Say whether plain words of a line found their variants."""
    return row.tail is not None and bool(_VARIANTS.search(row.tail.text))


def limits(row: Row, query: Node) -> Node:
    """Return a line's tree under the limits printed behind it."""
    if row.tail is None:
        return query
    text = row.tail.text
    dates = _DATES.search(text)
    if dates:
        kind = LimitKind.YEARS if dates["kind"].lower() == "year" else LimitKind.ENTRY_DATE
        last = dates["last"] or ""
        values = (dates["first"] or "", CURRENT if last.lower() == "present" else last)
        query = Limit(query, kind, values, row.tail.span(*dates.span()))
    parts = _PARTS.search(text)
    if parts:
        named = tuple(part.strip().lower() for part in parts[1].split(","))
        query = Limit(query, LimitKind.DATABASE, named, row.tail.span(*parts.span()))
    return query
