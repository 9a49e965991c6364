"""Limits: what stands behind `limit N to` becomes limits of the tree, and back.

Alternatives of one kind (`danish or english`) are one limit with several values; parts
joined by `and` are limits on top of each other. What no table knows is kept word for word.
Source of the forms: limits in published Ovid strategies (grade practice).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyparsing as pp

from searchkit.dialects.ovid.limit_words import (
    LANGUAGES,
    OTHER_NAMES,
    PUBLICATION_TYPES,
    WORDS,
)
from searchkit.dialects.ovid.tables import LIMIT_DATE_FIELDS
from searchkit.dialects.spelling import first_day, last_day
from searchkit.query.nodes import CURRENT, LimitKind

FIRST_YEAR = "1800"
"""Stands for an open beginning; no record on these platforms is older."""

_AGES = re.compile(
    r"(?:adult|aged|child|infant|newborn|adolescen|preschool|middle age|young adult|"
    r"childhood|adulthood|geriatric|embryo|neonat)",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\((?:[^()]*(?:specificity|sensitivity|balance|optimi[sz]ed|maximi[sz]es)[^()]*)\)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Restriction:
    """One limit as read: its kind, its values, and where it stands in the line."""

    kind: LimitKind
    values: tuple[str, ...]
    start: int
    end: int


def _grammar() -> pp.ParserElement:
    """Return the grammar of what follows `to`.

    limits  ::= limit ((and | or) limit)*
    limit   ::= '(' limits ')' | key '=' range | quoted | words
    """
    quoted = pp.QuotedString('"').set_name("value in quotation marks")
    key = pp.Regex(r"[a-z]{2}(?=\s*=)", flags=re.IGNORECASE).set_name("date field")
    bare = pp.Regex(r"[\w/-]+(?:\s*-\s*\w+)?").set_name("range")
    dated = pp.Group(key + pp.Suppress("=") + (quoted | bare)).set_name("dated limit")
    word = pp.Regex(r"(?!(?:and|or)\b)[^\s()\"=]+(?:\([^()]*\))?", flags=re.IGNORECASE)
    words = pp.Combine(
        pp.OneOrMore(word.set_name("word of a limit")), adjacent=False, join_string=" "
    ).set_name("limit in words")
    limits = pp.Forward()
    limits.set_name("limits")
    group = pp.Suppress("(") + limits + pp.Suppress(")")
    one = pp.Group(pp.Located(dated | quoted | words)).set_name("limit") | group
    joiner = pp.CaselessKeyword("and") | pp.CaselessKeyword("or")
    limits << pp.DelimitedList(one, delim=joiner.set_name("`and` or `or`"))
    return limits


_LIMITS = _grammar()
_HEAD = re.compile(r"\s*limit\s+(?:(?P<line>\d+)\s+)?to\b\s*", re.IGNORECASE)


def limit_head(text: str) -> re.Match[str] | None:
    """Return the match of `limit N to` at the start of a line; group `line` may be missing."""
    return _HEAD.match(text)


def read_limits(text: str, offset: int) -> list[Restriction] | None:
    """Return the limits behind `to`, or None when the text has another form.

    >>> [(found.kind.value, found.values) for found in read_limits('(english and humans)', 0)]
    [('language', ('english',)), ('humans', ())]
    >>> read_limits('yr="2006 -Current"', 0)[0].values
    ('2006', 'current')
    """
    try:
        parsed = _LIMITS.parse_string(text, parse_all=True)
    except pp.ParseException:
        return None
    found: list[Restriction] = []
    for located in parsed:
        start, end = offset + located["locn_start"], offset + located["locn_end"]
        value = located["value"][0]
        if isinstance(value, str):
            restriction = _worded(value, start, end)
        else:
            restriction = _dated(value[0].lower(), value[1], start, end)
        if found and found[-1].kind is restriction.kind and _alternative(restriction):
            merged = found.pop()
            values = (*merged.values, *restriction.values)
            restriction = Restriction(restriction.kind, values, merged.start, end)
        found.append(restriction)
    return found


_SEVERAL = frozenset({LimitKind.LANGUAGE, LimitKind.PUBLICATION_TYPE, LimitKind.AGE_GROUP})


def _alternative(restriction: Restriction) -> bool:
    """Say whether several such limits in a row are alternatives, as in a list of languages."""
    return restriction.kind in _SEVERAL


def _dated(key: str, value: str, start: int, end: int) -> Restriction:
    if key == "lg":
        return Restriction(LimitKind.LANGUAGE, (value.strip().lower(),), start, end)
    first, dash, last = (part.strip().lower() for part in value.partition("-"))
    if not dash:
        last = first
    kind = LIMIT_DATE_FIELDS.get(key)
    known = re.fullmatch(r"(?:\d{4,8})?", first) and re.fullmatch(r"(?:\d{4,8}|current)?", last)
    if kind is None or not known:
        return Restriction(LimitKind.OTHER, (f"{key}={value}",), start, end)
    first = "" if first[:4] == FIRST_YEAR else first
    return Restriction(kind, (first, CURRENT if last == CURRENT else last), start, end)


def _worded(value: str, start: int, end: int) -> Restriction:
    name = " ".join(value.lower().split())
    language = name.removesuffix(" language")
    bare = name.removesuffix("/all").removesuffix("/")
    if language in LANGUAGES:
        return Restriction(LimitKind.LANGUAGE, (language,), start, end)
    if name in WORDS:
        kind = WORDS[name]
        plain = kind in {LimitKind.HUMANS, LimitKind.ANIMALS, LimitKind.ABSTRACT}
        return Restriction(kind, () if plain else (name,), start, end)
    if _HEDGE.search(name):
        return Restriction(LimitKind.CLINICAL_QUERY, (name,), start, end)
    if bare in OTHER_NAMES:
        return Restriction(LimitKind.PUBLICATION_TYPE, (OTHER_NAMES[bare],), start, end)
    if bare in PUBLICATION_TYPES:
        return Restriction(LimitKind.PUBLICATION_TYPE, (name,), start, end)
    if _AGES.search(name):
        return Restriction(LimitKind.AGE_GROUP, (name,), start, end)
    return Restriction(LimitKind.OTHER, (value.strip(),), start, end)


def spell_limit(kind: LimitKind, values: Sequence[str]) -> str:
    """Return a limit as Ovid writes it behind `to`."""
    match kind:
        case LimitKind.YEARS:
            return f'yr="{_range(values)}"'
        case LimitKind.ENTRY_DATE:
            return f"ed={_days(values)}"
        case LimitKind.CREATE_DATE:
            return f"dt={_days(values)}"
        case LimitKind.UPDATE_DATE:
            return f"rd={_days(values)}"
        case LimitKind.PUBLICATION_DATE:
            return f"dp={_days(values)}"
        case LimitKind.LANGUAGE:
            return _list([f"{value} language" for value in values])
        case LimitKind.HUMANS | LimitKind.ANIMALS:
            return kind.value
        case LimitKind.ABSTRACT:
            return "abstracts"
        case _:
            return _list([f'"{value}"' if " " in value else value for value in values])


def _range(values: Sequence[str]) -> str:
    first, last = values
    return f"{first} -Current" if last in {CURRENT, ""} else f"{first}-{last}"


def _days(values: Sequence[str]) -> str:
    """Return a range of days, whose first day Ovid wants named."""
    first, last = values
    return _range((first_day(first or FIRST_YEAR), last if last == CURRENT else last_day(last)))


def _list(values: Sequence[str]) -> str:
    return values[0] if len(values) == 1 else f"({' or '.join(values)})"
