"""Embase.com's tables: field codes, wildcards, proximity, headings, limits.

Sources: M1 Elsevier support, operators in Embase (2025); M2 Embase.com help, Boolean
operators; M3 Embase.com help, wildcards, embase.com/info/helpfiles/search-hints/wildcards
(all grade vendor); T1 field table of a translator and published strategies (practice).
"""

from __future__ import annotations

from types import MappingProxyType

from searchkit.dialects.spec import (
    Chains,
    Database,
    Evidence,
    FieldCode,
    Grade,
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

_OPERATORS = Evidence(Grade.VENDOR, "Elsevier support: operators in Embase (2025)")
_WILDCARDS = Evidence(Grade.VENDOR, "Embase.com help: wildcards")
_CODES = Evidence(Grade.PRACTICE, "field codes of Embase.com in translators and strategies")
_OPTIONAL = Evidence(Grade.PRACTICE, "`$` as zero or one character in translators")
_LIMITS = Evidence(Grade.UNVERIFIED, "`/lim` and `/py` as in published strategies")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source; commonly written so")


def _code(
    code: str,
    *covers: Field,
    evidence: Evidence = _CODES,
    customary_for: frozenset[Field] = frozenset(),
    others: tuple[str, ...] = (),
    only_from: frozenset[str] = frozenset(),
) -> FieldCode:
    return FieldCode(code, frozenset(covers), evidence, customary_for, others, only_from=only_from)


FIELDS = (
    _code("ti", Field.TITLE),
    _code("ab", Field.ABSTRACT),
    _code("kw", Field.AUTHOR_KEYWORD),
    _code("tt", Field.ORIGINAL_TITLE),
    _code("", Field.ALL_FIELDS, customary_for=frozenset({Field.MULTI_PURPOSE})),
    _code("de", Field.HEADING_WORD, evidence=_UNVERIFIED),
    _code("lnk", Field.SUBHEADING_WORD),
    _code("au", Field.AUTHOR),
    _code("ff", Field.INSTITUTION, others=("aff", "ad")),
    _code("jt", Field.JOURNAL, Field.JOURNAL_WORD, others=("ta",)),
    _code("vi", Field.VOLUME),
    _code("ip", Field.ISSUE),
    _code("sp", Field.PAGES),
    _code("la", Field.LANGUAGE),
    _code("it", Field.PUBLICATION_TYPE, only_from=frozenset({"emtree"})),
    _code("py", Field.YEAR),
    _code("rn", Field.REGISTRY_NUMBER),
    _code("tn", Field.DRUG_TRADE_NAME, evidence=_UNVERIFIED),
    _code("mn", Field.DRUG_MANUFACTURER, evidence=_UNVERIFIED),
    _code("dn", Field.DEVICE_TRADE_NAME, evidence=_UNVERIFIED),
    _code("df", Field.DEVICE_MANUFACTURER, evidence=_UNVERIFIED),
    _code("cy", Field.COUNTRY, evidence=_UNVERIFIED),
    _code("bp", Field.PUBLISHER),
    _code("do", Field.DOI),
    _code("ib", Field.ISBN),
    _code("is", Field.ISSN, evidence=_UNVERIFIED),
    _code("ui", Field.IDENTIFIER, evidence=_UNVERIFIED),
)

DATABASES = (
    Database(
        "embase",
        "Embase.com",
        "emtree",
        MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}),
        _CODES,
    ),
)

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, None, _WILDCARDS),
        WildcardSymbol("?", 1, 1, _WILDCARDS),
        WildcardSymbol("$", 0, 1, _OPTIONAL),
    ),
    minimum_stem=1,
    inside=True,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_WILDCARDS,
)

PROXIMITY = Proximity(
    unordered="NEAR/{n}",
    ordered="NEXT/{n}",
    offset=1,
    maximum=None,
    alternatives=True,
    truncation=True,
    phrases=True,
    chains=Chains.ANY,
    evidence=_OPERATORS,
)

HEADINGS = Headings(
    vocabularies=frozenset({"emtree"}),
    evidence=_CODES,
    text_field=Field.MULTI_PURPOSE,
    subheading_evidence=_UNVERIFIED,
    one_subheading=True,
)

HYPHENS = Hyphens(HyphenStyle.BOTH, HyphenStyle.BOTH, _UNVERIFIED, HyphenStyle.BOTH)
DEFAULT_EVIDENCE = _CODES

_AGES = {
    "all adult (19 plus years)": "adult | aged",
    "adult <18 to 64 years>": "adult",
    "aged <65+ years>": "aged",
    "all aged (65 and over)": "aged",
    "adolescent (13 to 18 years)": "adolescent",
    "adolescent <13 to 17 years>": "adolescent",
    "child <unspecified age>": "child",
    "all child (0 to 18 years)": "newborn | infant | preschool | school | child | adolescent",
}
_TYPES = {
    "article": "article",
    "book": "book",
    "chapter": "chapter",
    "conference abstract": "conference abstract",
    "conference paper": "conference paper",
    "editorial": "editorial",
    "letter": "letter",
    "note": "note",
    "review": "review",
    "short survey": "short survey",
}

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_LIMITS),
        LimitKind.YEARS: LimitRow(_LIMITS, closes_open_end=True),
        LimitKind.HUMANS: LimitRow(
            _LIMITS, caution="the limit to humans works on index terms, so it loses new records"
        ),
        LimitKind.ANIMALS: LimitRow(
            _LIMITS, caution="the limit to animals works on index terms, so it loses new records"
        ),
        LimitKind.SEX: LimitRow(_LIMITS, MappingProxyType({"female": "female", "male": "male"})),
        LimitKind.AGE_GROUP: LimitRow(
            _LIMITS,
            MappingProxyType(_AGES),
            "the limit to an age group works on index terms, so it loses new records",
        ),
        LimitKind.ABSTRACT: LimitRow(_LIMITS),
        LimitKind.PUBLICATION_TYPE: LimitRow(_LIMITS, MappingProxyType(_TYPES)),
        LimitKind.STATUS: LimitRow(
            _LIMITS, MappingProxyType({"embase": "embase", "medline": "medline"})
        ),
    }
)

LIMIT_VALUES = MappingProxyType(
    {
        **dict.fromkeys(("female", "male"), LimitKind.SEX),
        **dict.fromkeys(
            (value for values in _AGES.values() for value in values.split(" | ")),
            LimitKind.AGE_GROUP,
        ),
        **dict.fromkeys(
            (*_TYPES, "article in press", "conference review"), LimitKind.PUBLICATION_TYPE
        ),
        **dict.fromkeys(
            ("embase", "medline", "embase classic", "pubmed-not-medline"), LimitKind.STATUS
        ),
        "humans": LimitKind.HUMANS,
        "animals": LimitKind.ANIMALS,
        "abstracts": LimitKind.ABSTRACT,
    }
)
"""What `[x]/lim` means, for reading."""

DISEASE_LINKS = frozenset(
    {"co", "cn", "di", "dm", "dr", "dt", "ep", "et", "pc", "rh", "rt", "si", "su", "th"}
)
"""Subheadings of diseases, written as `dm_`; those of drugs are written as `dd_`. `dt` is
drug therapy of a disease and of a drug; without the thesaurus it is taken for the first."""

FIRST_YEAR = "1800"
"""Stands for the open start of a range of years."""
