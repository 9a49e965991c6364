"""EBSCOhost's tables: field codes, what each database searches, wildcards, proximity, limits.

Sources: E1 EBSCO Help, CINAHL FAQ; E2 EBSCO Help, wildcards in EDS; E5, E8 older EBSCO help
(grade vendor); E3 SDU, E4 Oulu, E6 UT Tyler, E10 UWM and UniSA, WIU list of PsycINFO fields
(grade guide); T1 and T2 field tables of translators (grade practice).
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

_FAQ = Evidence(Grade.VENDOR, "EBSCO Help: CINAHL databases FAQ")
_WILDCARDS = Evidence(Grade.VENDOR, "EBSCO Help: wildcard searches; EIT query syntax")
_PROXIMITY = Evidence(Grade.GUIDE, "SDU and Oulu guides to EBSCOhost; UIC proximity table")
_TIPS = Evidence(Grade.GUIDE, "Oulu and UT Tyler guides to EBSCOhost")
_HEADINGS = Evidence(Grade.GUIDE, "UWM and UniSA tables of subject headings by platform")
_PSYCINFO = Evidence(Grade.GUIDE, "WIU list of searchable fields of PsycINFO on EBSCOhost")
_CODES = Evidence(Grade.PRACTICE, "field codes of EBSCOhost in translators and strategies")
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
    _code("TI", Field.TITLE),
    _code("AB", Field.ABSTRACT),
    _code("KW", Field.AUTHOR_KEYWORD, evidence=_UNVERIFIED, others=("ZW",)),
    _code(
        "",
        Field.MULTI_PURPOSE,
        evidence=_FAQ,
        customary_for=frozenset({Field.MULTI_PURPOSE}),
    ),
    _code("TX", Field.ALL_FIELDS),
    _code(
        "MW",
        Field.HEADING_WORD,
        evidence=_HEADINGS,
        customary_for=frozenset({Field.SUBSTANCE}),
    ),
    _code("SU", Field.HEADING_WORD, Field.AUTHOR_KEYWORD),
    _code("AU", Field.AUTHOR),
    _code("CA", Field.CORPORATE_AUTHOR),
    _code("AF", Field.INSTITUTION),
    _code("SO", Field.JOURNAL, Field.JOURNAL_WORD, others=("JN",)),
    _code("VI", Field.VOLUME),
    _code("IP", Field.ISSUE),
    _code("LA", Field.LANGUAGE),
    _code("PT", Field.PUBLICATION_TYPE, others=("ZT",)),
    _code("GI", Field.GRANT),
    _code("IS", Field.ISSN),
    _code("IB", Field.ISBN),
    _code("PM", Field.PMID),
    _code("DO", Field.DOI, evidence=_PSYCINFO),
    _code("AN", Field.IDENTIFIER),
    _code("SB", Field.SUBSET),
    _code("AG", Field.AGE_GROUP, evidence=_PSYCINFO),
    _code("PO", Field.POPULATION, evidence=_PSYCINFO),
    _code("TC", Field.TABLE_OF_CONTENTS, evidence=_PSYCINFO),
    _code("DT", Field.PUBLICATION_DATE, Field.YEAR, evidence=_UNVERIFIED, others=("YR", "PY")),
    _code("MH", Field.HEADING, evidence=_HEADINGS, others=("DE", "ZU")),
)

OTHER_CODES = frozenset({"AX", "EM", "FM", "FT", "NM", "PB", "PZ", "RV"})
"""Codes that searchers write and that have no counterpart; so are those that begin with Z.

The vendor's lists of fields are not stored (grade practice).
"""

TITLE_OR_ABSTRACT = "XB"
"""Read as title and abstract; written as `TI x OR AB x`, which every interface takes."""

_DEFAULT = frozenset({Field.TITLE, Field.ABSTRACT, Field.HEADING_WORD})
_ALL = frozenset(Field)


def _groups(*more: Field) -> MappingProxyType[Field, frozenset[Field]]:
    return MappingProxyType({Field.MULTI_PURPOSE: _DEFAULT | set(more), Field.ALL_FIELDS: _ALL})


DATABASES = (
    Database("cinahl", "CINAHL on EBSCOhost", "cinahl", _groups(), _FAQ),
    Database(
        "academic-search-elite",
        "Academic Search Elite",
        "ebsco",
        _groups(Field.AUTHOR_KEYWORD),
        _UNVERIFIED,
        frozenset(HeadingPart),
    ),
    Database(
        "psycinfo",
        "APA PsycInfo on EBSCOhost",
        "apa",
        _groups(Field.AUTHOR_KEYWORD),
        _UNVERIFIED,
        frozenset({HeadingPart.EXPLOSION, HeadingPart.SUBHEADING}),
    ),
    Database("medline", "MEDLINE on EBSCOhost", "mesh", _groups(), _UNVERIFIED),
)

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, None, _WILDCARDS),
        WildcardSymbol("#", 0, 1, _WILDCARDS, final_stem=3),
        WildcardSymbol("?", 1, 1, _WILDCARDS, final_stem=None),
    ),
    minimum_stem=1,
    inside=True,
    leading=False,
    in_phrase=PhraseWildcards.ANYWHERE,
    evidence=_WILDCARDS,
)

PROXIMITY = Proximity(
    unordered="N{n}",
    ordered="W{n}",
    offset=0,
    maximum=None,
    alternatives=True,
    truncation=True,
    phrases=True,
    chains=Chains.ANY,
    evidence=_PROXIMITY,
    default=5,
)
"""`default` is also what words side by side mean: at most five words between, in any order."""

HEADINGS = Headings(
    vocabularies=frozenset({"mesh", "cinahl", "apa", "ebsco"}),
    evidence=_HEADINGS,
    one_subheading=True,
    text_field=Field.MULTI_PURPOSE,
    subheading_evidence=_UNVERIFIED,
)

FIRST_YEAR = "1800"
"""Stands for the open start of a range of dates."""

DESCRIPTORS = frozenset({"apa", "ebsco"})
"""Thesauri whose headings are searched with `DE` and have no sign for explosion."""

HYPHENS = Hyphens(HyphenStyle.KEPT, HyphenStyle.KEPT, _TIPS, open_evidence=_TIPS)
VARIANTS = _TIPS
DEFAULT_EVIDENCE = _FAQ

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_CODES),
        LimitKind.YEARS: LimitRow(_UNVERIFIED, closes_open_end=True),
        LimitKind.PUBLICATION_DATE: LimitRow(_UNVERIFIED, closes_open_end=True),
        LimitKind.PUBLICATION_TYPE: LimitRow(
            _CODES, caution="publication types differ between databases"
        ),
    }
)
