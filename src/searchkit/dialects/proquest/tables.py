"""ProQuest's tables: field codes, wildcards, proximity, headings, limits.

Sources: Q1 ProQuest platform tips, proquest.libguides.com/proquestplatform/tips (grade
vendor); X1 UIC proximity table, E10 UWM table of headings (grade guide); T1 field table of a
translator (grade practice). What may stand in a proximity search, and the precedence of
operators on the present platform, could not be verified.
"""

from __future__ import annotations

from types import MappingProxyType

from searchkit.dialects.spec import (
    Chains,
    Database,
    Evidence,
    FieldCode,
    Grade,
    HeadingPart,
    Headings,
    Hyphens,
    HyphenStyle,
    LimitRow,
    PhraseWildcards,
    Proximity,
    Wildcards,
    WildcardSymbol,
)
from searchkit.query.fields import Field
from searchkit.query.nodes import LimitKind

_TIPS = Evidence(Grade.VENDOR, "ProQuest platform search tips")
_HEADINGS = Evidence(Grade.GUIDE, "UWM table of subject headings by platform")
_CODES = Evidence(Grade.PRACTICE, "field codes of ProQuest in translators")
_PROXIMITY = Evidence(
    Grade.UNVERIFIED, "UIC proximity table; what may stand in an operand has no source"
)
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source; commonly written so")


def _code(
    code: str,
    *covers: Field,
    evidence: Evidence = _CODES,
    customary_for: frozenset[Field] = frozenset(),
    others: tuple[str, ...] = (),
) -> FieldCode:
    return FieldCode(code, frozenset(covers), evidence, customary_for, others)


FIELDS = (
    _code("TI", Field.TITLE, others=("TITLE",)),
    _code("AB", Field.ABSTRACT, others=("ABSTRACT",)),
    _code("IF", Field.AUTHOR_KEYWORD, others=("DISKW",)),
    _code("NOFT", Field.ALL_FIELDS, customary_for=frozenset({Field.MULTI_PURPOSE})),
    _code("SU", Field.HEADING_WORD, others=("SUBJECT", "MAINSUBJECT")),
    _code("AU", Field.AUTHOR, others=("AUTHOR",)),
    _code("CA", Field.CORPORATE_AUTHOR),
    _code("AF", Field.INSTITUTION),
    _code("JN", Field.JOURNAL, Field.JOURNAL_WORD, others=("PUB",)),
    _code("ISS", Field.ISSUE),
    _code("PAGE", Field.PAGES),
    _code("LA", Field.LANGUAGE),
    _code("RN", Field.REGISTRY_NUMBER),
    _code("GI", Field.GRANT),
    _code("DOI", Field.DOI),
    _code("ISBN", Field.ISBN),
    _code("ISSN", Field.ISSN),
    _code("YR", Field.YEAR, evidence=_UNVERIFIED),
    _code("PD", Field.PUBLICATION_DATE, evidence=_UNVERIFIED),
)

OTHER_FUNCTIONS = frozenset({"AT", "DTYPE", "FT", "PEER", "RTYPE", "STYPE", "ULO"})
"""Functions that searchers write and that have no counterpart (grade practice)."""

DATABASES = (
    Database(
        "psycinfo",
        "APA PsycInfo on ProQuest",
        "apa",
        MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}),
        _HEADINGS,
        frozenset({HeadingPart.SUBHEADING}),
    ),
)

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, 5, _TIPS),
        WildcardSymbol("?", 1, 1, _TIPS),
    ),
    minimum_stem=1,
    inside=True,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_TIPS,
)
"""A number beside the asterisk is said to allow more, but its spelling has no source."""

PROXIMITY = Proximity(
    unordered="NEAR/{n}",
    ordered="PRE/{n}",
    offset=0,
    maximum=None,
    alternatives=True,
    truncation=True,
    phrases=True,
    chains=Chains.ANY,
    evidence=_PROXIMITY,
    default=4,
    plain_words_vary=_TIPS,
)

HEADINGS = Headings(
    vocabularies=frozenset({"apa"}),
    evidence=_HEADINGS,
    text_field=Field.HEADING_WORD,
    text_in_order=False,
)

HYPHENS = Hyphens(HyphenStyle.BOTH, HyphenStyle.BOTH, _UNVERIFIED, HyphenStyle.BOTH)
DEFAULT_EVIDENCE = _TIPS

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_CODES),
        LimitKind.YEARS: LimitRow(_UNVERIFIED, closes_open_end=True),
        LimitKind.PUBLICATION_DATE: LimitRow(_UNVERIFIED, closes_open_end=True),
    }
)

FIRST_YEAR = "1800"
"""Stands for the open start of a range of years."""
