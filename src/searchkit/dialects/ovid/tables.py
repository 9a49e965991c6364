"""Ovid's tables: field codes, the groups of each database, wildcards, proximity, limits.

Codes are one set for all databases on Ovid; what a group (`.mp.`, `.tw.`) holds differs
and stands with the database. Source keys: O2 Ovid command line syntax help, O3 OvidGO
training, O8 UniSA keyword guide, O10 APA guides on Ovid, O12 SVHM limits guide, O13 Ovid
field guides, O14 Imperial adapt-strategy guide, O15 published strategies.
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

_COMMANDS = Evidence(Grade.VENDOR, "Ovid command line syntax help")
_OPERATORS = Evidence(Grade.VENDOR, "OvidGO training: operators, tools.ovid.com/ovidgo")
_GUIDE = Evidence(Grade.GUIDE, "UniSA systematic review guide: keywords on Ovid")
_CODES = Evidence(Grade.PRACTICE, "field codes of Ovid in published strategies and translators")
_FIELD_GUIDES = Evidence(Grade.VENDOR, "Ovid database field guides")
_APA = Evidence(Grade.VENDOR, "Ovid APA PsycInfo and PsycBooks database guides")
_STRATEGIES = Evidence(Grade.PRACTICE, "limits in published Ovid strategies")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source; commonly written so")


def _row(code: str, *covers: Field, evidence: Evidence = _CODES, others: str = "") -> FieldCode:
    return FieldCode(code, frozenset(covers), evidence, other_codes=tuple(others.split()))


FIELDS = (
    _row("ti", Field.TITLE, others="m_titl"),
    _row("ab", Field.ABSTRACT),
    _row("tw", Field.TEXT_WORD, evidence=_GUIDE),
    _row("mp", Field.MULTI_PURPOSE, evidence=_GUIDE),
    _row("af", Field.ALL_FIELDS, evidence=_FIELD_GUIDES),
    _row("kf", Field.AUTHOR_KEYWORD, evidence=_GUIDE),
    _row("kw", Field.INDEX_KEYWORD, evidence=_UNVERIFIED),
    _row("ot", Field.ORIGINAL_TITLE),
    _row("sh", Field.HEADING, others="mh"),
    _row("hw", Field.HEADING_WORD),
    _row("fs", Field.FLOATING_SUBHEADING, others="xs"),
    _row("nm", Field.SUBSTANCE),
    _row("rn", Field.REGISTRY_NUMBER),
    _row("ps", Field.SUPPLEMENTARY_CONCEPT, others="px rs rx os ox"),
    _row("pt", Field.PUBLICATION_TYPE),
    _row("au", Field.AUTHOR, others="fa"),
    _row("in", Field.INSTITUTION),
    _row("jn", Field.JOURNAL, others="jx ja"),
    _row("jw", Field.JOURNAL_WORD),
    _row("vo", Field.VOLUME),
    _row("ip", Field.ISSUE),
    _row("pg", Field.PAGES),
    _row("yr", Field.YEAR, evidence=_UNVERIFIED),
    _row("dp", Field.PUBLICATION_DATE, evidence=_APA),
    _row("lg", Field.LANGUAGE, others="la"),
    _row("cp", Field.COUNTRY),
    _row("pu", Field.PUBLISHER),
    _row("gs", Field.GRANT, others="gi gr"),
    _row("cm", Field.COMMENT),
    _row("sb", Field.SUBSET, others="st"),
    _row("ui", Field.IDENTIFIER, others="an"),
    _row("do", Field.DOI),
    _row("pm", Field.PMID),
    _row("is", Field.ISSN),
    _row("ib", Field.ISBN),
    _row("si", Field.SECONDARY_IDENTIFIER),
    _row("ed", Field.ENTRY_DATE, evidence=_UNVERIFIED, others="em ez"),
    _row("dt", Field.CREATE_DATE, evidence=_UNVERIFIED, others="dc da ep"),
    _row("up", Field.UPDATE_DATE, evidence=_UNVERIFIED, others="rd dd"),
    _row("id", Field.KEY_CONCEPT),
    _row("tc", Field.TABLE_OF_CONTENTS, evidence=_UNVERIFIED),
    _row("tm", Field.TESTS_AND_MEASURES, evidence=_UNVERIFIED),
    _row("md", Field.METHODOLOGY, evidence=_UNVERIFIED),
    _row("ag", Field.AGE_GROUP, evidence=_APA),
    _row("po", Field.POPULATION, evidence=_APA),
    _row("tn", Field.DRUG_TRADE_NAME),
    _row("mf", Field.DRUG_MANUFACTURER),
    _row("dv", Field.DEVICE_TRADE_NAME),
    _row("dm", Field.DEVICE_MANUFACTURER),
    _row("dq", Field.CANDIDATE_TERM),
    _row("sy", Field.SYNONYM),
    _row("ci", Field.CONFLICT_OF_INTEREST, evidence=_UNVERIFIED),
    _row("ca", Field.CORPORATE_AUTHOR, others="cn"),
)

_ALL = frozenset(Field)

_TITLE_ABSTRACT = frozenset({Field.TITLE, Field.ABSTRACT})

DATABASES = (
    Database(
        "medline",
        "Ovid MEDLINE",
        "mesh",
        MappingProxyType(
            {
                Field.TEXT_WORD: _TITLE_ABSTRACT,
                Field.MULTI_PURPOSE: _TITLE_ABSTRACT
                | {
                    Field.ORIGINAL_TITLE,
                    Field.SUBSTANCE,
                    Field.HEADING_WORD,
                    Field.SUBHEADING_WORD,
                    Field.AUTHOR_KEYWORD,
                    Field.SUPPLEMENTARY_CONCEPT,
                    Field.IDENTIFIER,
                    Field.SYNONYM,
                },
                Field.ALL_FIELDS: _ALL,
            }
        ),
        _GUIDE,
        fields_lack=frozenset({Field.KEY_CONCEPT}),
    ),
    Database(
        "embase",
        "Embase on Ovid",
        "emtree",
        MappingProxyType(
            {
                Field.TEXT_WORD: _TITLE_ABSTRACT | {Field.DRUG_TRADE_NAME},
                Field.MULTI_PURPOSE: _TITLE_ABSTRACT
                | {
                    Field.HEADING_WORD,
                    Field.DRUG_TRADE_NAME,
                    Field.ORIGINAL_TITLE,
                    Field.DEVICE_MANUFACTURER,
                    Field.DRUG_MANUFACTURER,
                    Field.DEVICE_TRADE_NAME,
                    Field.AUTHOR_KEYWORD,
                    Field.SUBHEADING_WORD,
                    Field.CANDIDATE_TERM,
                },
                Field.ALL_FIELDS: _ALL,
            }
        ),
        _UNVERIFIED,
        fields_lack=frozenset({Field.KEY_CONCEPT, Field.SUBSTANCE}),
    ),
    Database(
        "psycinfo",
        "APA PsycInfo on Ovid",
        "apa",
        MappingProxyType(
            {
                Field.TEXT_WORD: _TITLE_ABSTRACT,
                Field.MULTI_PURPOSE: _TITLE_ABSTRACT
                | {
                    Field.HEADING_WORD,
                    Field.TABLE_OF_CONTENTS,
                    Field.KEY_CONCEPT,
                    Field.ORIGINAL_TITLE,
                    Field.TESTS_AND_MEASURES,
                },
                Field.ALL_FIELDS: _ALL,
            }
        ),
        _UNVERIFIED,
        fields_lack=frozenset({Field.AUTHOR_KEYWORD, Field.INDEX_KEYWORD, Field.SUBSTANCE}),
    ),
)

DEFAULT_EVIDENCE = Evidence(Grade.GUIDE, "Imperial adapt-strategy guide: no field is .mp.")

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, None, _COMMANDS),
        WildcardSymbol("$", 0, None, _COMMANDS),
        WildcardSymbol(":", 0, None, _COMMANDS),
        WildcardSymbol("$", 0, None, _COMMANDS, numbered=True),
        WildcardSymbol("*", 0, None, _UNVERIFIED, numbered=True),
        WildcardSymbol("?", 0, 1, Evidence(Grade.GUIDE, "CIAP NSW Health: wildcards on Ovid")),
        WildcardSymbol("#", 1, 1, _COMMANDS),
    ),
    minimum_stem=1,
    inside=True,
    leading=False,
    in_phrase=PhraseWildcards.ANYWHERE,
    evidence=_COMMANDS,
)

PROXIMITY = Proximity(
    unordered="adj{n}",
    ordered="adj",
    offset=1,
    maximum=99,
    alternatives=True,
    truncation=True,
    phrases=True,
    chains=Chains.ANY,
    evidence=_OPERATORS,
)

HEADINGS = Headings(
    vocabularies=frozenset({"mesh", "emtree", "apa"}),
    evidence=_CODES,
)

HYPHENS = Hyphens(
    HyphenStyle.KEPT,
    HyphenStyle.KEPT,
    Evidence(Grade.GUIDE, "BMA MEDLINE Plus guide: a hyphen is a space"),
)

LIMITS = MappingProxyType({kind: LimitRow(_STRATEGIES) for kind in LimitKind})

LIMIT_DATE_FIELDS = MappingProxyType(
    {
        "yr": LimitKind.YEARS,
        "ed": LimitKind.ENTRY_DATE,
        "em": LimitKind.ENTRY_DATE,
        "ez": LimitKind.ENTRY_DATE,
        "dt": LimitKind.CREATE_DATE,
        "dc": LimitKind.CREATE_DATE,
        "da": LimitKind.CREATE_DATE,
        "ep": LimitKind.CREATE_DATE,
        "dd": LimitKind.UPDATE_DATE,
        "rd": LimitKind.UPDATE_DATE,
        "up": LimitKind.UPDATE_DATE,
        "dp": LimitKind.PUBLICATION_DATE,
    }
)

DATABASE_CODES = frozenset(
    """
    amed cctr clcmr cleed clhta coch dare emczd emed emef emez emezd hmic meda medal medall medl
    medp mesz mezd oemez oemezd pmez pmoz ppez ppezv prem prmz psyb psyc psyf psych psyh psyi
    """.split()  # noqa: SIM905 - a list of strings hides what it lists
)
"""Databases that `use` names in published strategies (grade practice)."""
