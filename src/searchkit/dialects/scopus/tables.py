"""Scopus: fields around groups, proximity with alternatives, no thesaurus of its own.

Sources: S1-S3 Scopus help (grade vendor, 2008), S4 Scopus Search API guide, S5 Galway
quoting Elsevier, S6 Oulu, S8 HKUST (grade guide), S10 scopusflow (grade practice). The
traps: OR binds tighter than W/n and that tighter than AND; exclusion is AND NOT; `?` is
exactly one character; wildcards in quotes are disputed, so such phrases use PRE/0; a plain
word also finds plurals and other spellings.
"""

from __future__ import annotations

from types import MappingProxyType

from searchkit.dialects.spec import (
    Cap,
    CapUnit,
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
from searchkit.query.nodes import (
    LimitKind,
)

_HELP = Evidence(Grade.VENDOR, "Scopus help: proximity, Boolean operators, search tips (2008)")
_GUIDE = Evidence(Grade.GUIDE, "Oulu and Galway guides to Scopus, quoting Elsevier")
_CODES = Evidence(Grade.PRACTICE, "field codes in scopusflow and published Scopus strategies")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source; commonly written so")


def _code(code: str, *covers: Field, customary_for: frozenset[Field] = frozenset()) -> FieldCode:
    return FieldCode(code, frozenset(covers), _CODES, customary_for)


TITLE = "Scopus"

FIELDS = (
    _code("TITLE", Field.TITLE),
    _code("ABS", Field.ABSTRACT),
    _code("TITLE-ABS", Field.TITLE, Field.ABSTRACT, customary_for=frozenset({Field.TEXT_WORD})),
    _code(
        "TITLE-ABS-KEY",
        Field.TITLE,
        Field.ABSTRACT,
        Field.AUTHOR_KEYWORD,
        Field.HEADING_WORD,
        customary_for=frozenset({Field.MULTI_PURPOSE}),
    ),
    _code("KEY", Field.AUTHOR_KEYWORD, Field.HEADING_WORD),
    _code("AUTHKEY", Field.AUTHOR_KEYWORD),
    _code("INDEXTERMS", Field.HEADING_WORD),
    _code("AUTH", Field.AUTHOR),
    _code("AFFIL", Field.INSTITUTION),
    _code("SRCTITLE", Field.JOURNAL, Field.JOURNAL_WORD),
    _code("LANGUAGE", Field.LANGUAGE),
    _code("CHEM", Field.SUBSTANCE),
    _code("CASREGNUMBER", Field.REGISTRY_NUMBER),
    _code("FUND-NO", Field.GRANT),
    _code("DOI", Field.DOI),
    _code("PMID", Field.PMID),
    _code("ISSN", Field.ISSN),
    _code("ISBN", Field.ISBN),
    _code("VOLUME", Field.VOLUME),
    _code("ISSUE", Field.ISSUE),
    _code("PAGES", Field.PAGES),
    _code("ALL", Field.ALL_FIELDS),
)

DATABASES = (
    Database(
        "scopus", "Scopus", "", MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}), _CODES
    ),
)

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_CODES),
        LimitKind.YEARS: LimitRow(_UNVERIFIED),
    }
)

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, None, _HELP),
        WildcardSymbol("?", 1, 1, _GUIDE),
    ),
    minimum_stem=1,
    inside=True,
    leading=True,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_HELP,
)

PROXIMITY = Proximity(
    unordered="W/{n}",
    ordered="PRE/{n}",
    offset=0,
    maximum=255,
    alternatives=True,
    truncation=True,
    phrases=True,
    chains=Chains.ALIKE,
    evidence=_GUIDE,
)

HEADINGS = Headings(
    vocabularies=frozenset(),
    evidence=_CODES,
    text_field=Field.HEADING_WORD,
    text_in_order=False,
)

HYPHENS = Hyphens(HyphenStyle.KEPT, HyphenStyle.SPLIT, _HELP)

DEFAULT_EVIDENCE = _HELP
AUTOMATIC_VARIANTS = _HELP

CAPS = (
    Cap(
        CapUnit.CHARACTERS,
        16000,
        "split the search; Scopus does not publish how long a search may be",
        _UNVERIFIED,
    ),
)

DOCUMENT_TYPES = MappingProxyType(
    {
        "ar": "article",
        "bk": "book",
        "ch": "book chapter",
        "cp": "conference paper",
        "cr": "conference review",
        "dp": "data paper",
        "ed": "editorial",
        "er": "erratum",
        "le": "letter",
        "no": "note",
        "re": "review",
        "sh": "short survey",
    }
)
"""Codes of document types and their names; they are written only for searches from here."""

OTHER_FUNCTIONS = (
    "AF-ID", "AFFILCITY", "AFFILCOUNTRY", "AFFILORG", "ARTNUM", "AU-ID", "AUTHCOLLAB",
    "AUTHFIRST", "AUTHLASTNAME", "AUTHOR-NAME", "CHEMNAME", "CODEN", "CONF", "CONFLOC",
    "CONFNAME", "CONFSPONSORS", "DOCTYPE", "EDITOR", "EISSN", "EXACTKEYWORD", "EXACTSRCTITLE",
    "FIRSTAUTH", "FUND-ACR", "FUND-ALL", "FUND-SPONSOR", "LOAD-DATE", "MANUFACTURER",
    "OPENACCESS", "ORCID", "PAGEFIRST", "PAGELAST", "PUBDATETXT", "PUBLISHER", "PUBSTAGE", "REF",
    "REFAUTH", "REFPUBYEAR", "REFSRCTITLE", "REFTITLE", "SEQBANK", "SEQNUMBER", "SRCTYPE",
    "SUBJAREA", "SUBJTERMS", "TITLE-ABS-KEY-AUTH", "TRADENAME", "WEBSITE",
)  # fmt: skip
"""Functions that Scopus has and the tree has not; what they hold is kept word for word."""
