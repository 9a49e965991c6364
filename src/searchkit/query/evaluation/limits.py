"""Limits: what they ask of a record, answered from its metadata or its headings.

Humans, animals, sex and age groups are check tags, which are MeSH headings (PubMed User
Guide, grade vendor): the limit to adults is `adult[mh]`. A record without headings is
unknown, and so is every limit whose answer only a platform holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

from searchkit.query.evaluation.searchable import Searchable, Semantics, Truth
from searchkit.query.evaluation.tokens import tokens
from searchkit.query.fields import Field
from searchkit.query.nodes import CURRENT, Limit, LimitKind

AGE_TAGS = MappingProxyType(
    {
        "all adult (19 plus years)": "adult; aged; aged 80 and over; middle aged; "
        "frail elderly; young adult",
        "adult <19 to 44 years>": "adult",
        "adult (19 to 44 years)": "adult",
        "young adult (19 to 24 years)": "young adult",
        "middle age (45 to 64 years)": "middle aged",
        "middle aged (45 plus years)": "middle aged; aged; aged 80 and over; frail elderly",
        "all aged (65 and over)": "aged; aged 80 and over; frail elderly",
        "aged (65 to 79 years)": "aged",
        "aged (80 and over)": "aged 80 and over",
        "all child (0 to 18 years)": "infant; infant newborn; child; child preschool; adolescent",
        "child (6 to 12 years)": "child",
        "preschool child (2 to 5 years)": "child preschool",
        "all infant (birth to 23 months)": "infant; infant newborn",
        "infant (1 to 23 months)": "infant",
        "newborn infant (birth to 1 month)": "infant newborn",
        "adolescent (13 to 18 years)": "adolescent",
    }
)
"""The check tags of each age group that Ovid and PubMed offer, as words of their labels."""

_DATES = MappingProxyType(
    {
        LimitKind.YEARS: Field.YEAR,
        LimitKind.ENTRY_DATE: Field.ENTRY_DATE,
        LimitKind.CREATE_DATE: Field.CREATE_DATE,
        LimitKind.UPDATE_DATE: Field.UPDATE_DATE,
        LimitKind.PUBLICATION_DATE: Field.PUBLICATION_DATE,
    }
)
_ABOUT_THE_SESSION = frozenset({LimitKind.DATABASE, LimitKind.DEDUPLICATED})
"""Limits that choose among sets of records, not by what a record says."""


def limit_truth(limit: Limit, record: Searchable, semantics: Semantics) -> Truth:
    """Say whether a record fulfils a limit (its operand aside)."""
    kind = limit.kind
    values = [semantics.limit_names.get((kind, value), value) for value in limit.values]
    match kind:
        case LimitKind.LANGUAGE:
            return _one_of(values, record.texts.get(Field.LANGUAGE))
        case LimitKind.PUBLICATION_TYPE:
            names = [re.sub(r"(?:/|, )all$", "", value) for value in values]
            return _one_of(names, record.texts.get(Field.PUBLICATION_TYPE))
        case LimitKind.HUMANS:
            return _tagged(["humans"], record)
        case LimitKind.ANIMALS:
            return _tagged(["animals"], record)
        case LimitKind.SEX:
            return _tagged(values, record)
        case LimitKind.AGE_GROUP:
            known = [AGE_TAGS.get(value) for value in values]
            tags = [tag for group in known if group for tag in group.split("; ")]
            found = _tagged(tags, record)
            return None if None in known and not found else found
        case LimitKind.ABSTRACT:
            held = record.instances(Field.ABSTRACT)
            return None if held is None else any(held)
        case _ if kind in _DATES:
            first, last = (*values, "", "")[:2]
            return _within(first, last, record.texts.get(_DATES[kind]))
        case _:
            return True if kind in _ABOUT_THE_SESSION else None


def _one_of(values: Iterable[str], held: tuple[str, ...] | None) -> Truth:
    if not held:
        return None
    wanted = {tokens(value) for value in values}
    return any(tokens(value) in wanted for value in held)


def _tagged(tags: Iterable[str], record: Searchable) -> Truth:
    """Say whether a record bears one of these check tags."""
    if not record.headings:
        return None
    wanted = {tokens(tag) for tag in tags}
    return any(tokens(heading.label) in wanted for heading in record.headings)


def _within(first: str, last: str, held: tuple[str, ...] | None) -> Truth:
    """Say whether one of several dates lies in a range, to the day as far as they are known.

    >>> _within("2010", "current", ("2009-12", "2010"))
    True
    """
    if not held:
        return None
    answers = []
    for value in held:
        date = re.sub(r"\D", "", value)
        low, high = re.sub(r"\D", "", first), "" if last == CURRENT else re.sub(r"\D", "", last)
        after = date[: len(low)] >= low[: len(date)]
        before = date[: len(high)] <= high[: len(date)] if high else True
        answers.append(after and before)
    return any(answers)
