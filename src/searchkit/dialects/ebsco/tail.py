"""Tail: what EBSCOhost prints behind a search becomes limits, or is named and left out.

`Limiters - Published Date: 20100101-20201231; English Language` narrows the search, so it is
part of it. Expanders, search modes and the interface say how it was run.
"""

from __future__ import annotations

import re

from searchkit.diagnostics import Diagnostic, Effect
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import Plain
from searchkit.dialects.history import Row
from searchkit.query.nodes import Limit, LimitKind, Node

_NAMES = (
    r"Limiters|Expanders|Search\s+modes?|Interface|Search\s+Screen|Last\s+Run\s+Via|"
    r"Database|Results"
)
_SECTION = re.compile(
    rf"\b({_NAMES})\s*[-:|]\s*(.*?)(?=[\s|]*\b(?:{_NAMES})\s*[-:|]|$)", re.IGNORECASE
)
_DATES = re.compile(
    r"(?:published\s+date|publication\s+(?:date|year)|date\s+(?:of\s+publication|published))"
    r"\s*:?\s*(\d{4,8})\s*-\s*(\d{4,8})?",
    re.IGNORECASE,
)
_DATABASES = (
    ("cinahl", "cinahl"),
    ("academic search", "academic-search-elite"),
    ("psycinfo", "psycinfo"),
    ("medline", "medline"),
)
_WHOLE_YEAR = ("0101", "1231")


def date_limit(first: str, last: str) -> tuple[LimitKind, tuple[str, str]]:
    """Return a range of dates as a limit; one of whole years is a limit to years.

    >>> date_limit("20100101", "20201231")
    (<LimitKind.YEARS: 'years'>, ('2010', '2020'))
    """
    if len(first) == len(last) == 8 and (first[4:], last[4:]) == _WHOLE_YEAR:
        return LimitKind.YEARS, (first[:4], last[:4])
    if len(first) <= 4 and len(last) <= 4:
        return LimitKind.YEARS, (first, last)
    return LimitKind.PUBLICATION_DATE, (first, last)


def named_database(text: str) -> str | None:
    """Return the database that a header or a history names, or None."""
    for name, database in _DATABASES:
        if name in text.casefold():
            return database
    return None


def read_tail(row: Row, query: Node) -> tuple[Node, list[Diagnostic]]:
    """Return a line's tree under the limiters printed behind it, and what was left out."""
    if row.tail is None:
        return query, []
    found: list[Diagnostic] = []
    for match in _SECTION.finditer(row.tail.text):
        span = row.tail.span(match.start(), match.end(2))
        if match[1].casefold() != "limiters":
            message = f"`{match[0].strip()}` says how the search was run and is left out"
            found.append(Diagnostic(codes.LINE_SKIPPED, message, span, row.number, Effect.SAME))
            continue
        for part in re.finditer(r"[^;|]+", match[2]):
            start = match.start(2) + part.start()
            text = row.tail.cut(start, start + len(part[0])).stripped()
            if text.text:
                query, told = _limited(query, text, row.number)
                found += told
    return query, found


def _limited(query: Node, text: Plain, number: int) -> tuple[Node, list[Diagnostic]]:
    name = " ".join(text.text.split())
    dates = _DATES.match(name)
    language = re.fullmatch(r"(?:language:\s*)?([a-z]+)(?:\s+language)?", name, re.IGNORECASE)
    span = text.whole
    if dates:
        kind, values = date_limit(dates[1], dates[2] or "current")
        return Limit(query, kind, values, span), []
    if name.casefold() in {"human", "humans"}:
        return Limit(query, LimitKind.HUMANS, (), span), []
    if name.casefold().startswith("abstract available"):
        return Limit(query, LimitKind.ABSTRACT, (), span), []
    if name.casefold().startswith(("full text", "linked full text")):
        return Limit(query, LimitKind.FULL_TEXT, (name.lower(),), span), []
    if language and re.search(r"language", name, re.IGNORECASE):
        return Limit(query, LimitKind.LANGUAGE, (language[1].lower(),), span), []
    groups = re.fullmatch(r"(age\s+groups?|publication\s+type|document\s+type):\s*(.+)", name, re.I)
    if groups:
        age = groups[1].casefold().startswith("age")
        kind = LimitKind.AGE_GROUP if age else LimitKind.PUBLICATION_TYPE
        values_named = tuple(value.strip().lower() for value in groups[2].split(","))
        return Limit(query, kind, values_named, span), []
    message = f"the limiter `{name}` is not known"
    told = Diagnostic(codes.LIMIT_UNKNOWN, message, span, number, Effect.UNKNOWN)
    return Limit(query, LimitKind.OTHER, (name,), span), [told]
