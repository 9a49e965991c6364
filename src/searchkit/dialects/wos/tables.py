"""Web of Science Core Collection: one field before a group, NEAR with alternatives.

Sources: W1 Clarivate search rules, W2 search operators, W3-W5 older vendor help (grade
vendor). The traps: AND binds tighter than OR; NEAR is never ordered, so adjacency becomes
quoted phrases; words side by side inside NEAR are an AND, which NEAR refuses; `$` is zero
or one character and not allowed in quotes; a wildcard needs three characters before it; a
plain word is lemmatised unless quoted; there is no thesaurus.
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

_RULES = Evidence(Grade.VENDOR, "Clarivate: Web of Science search rules")
_OPERATORS = Evidence(Grade.VENDOR, "Web of Science help: search operators (older copy)")
_WILDCARDS = Evidence(Grade.VENDOR, "Web of Science help: wildcards (older copy)")
_TOPIC = Evidence(Grade.VENDOR, "Web of Science help: topic field (older copy)")
_CODES = Evidence(Grade.PRACTICE, "field tags in search-query and published strategies")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "vendor copies disagree")


def _code(
    code: str,
    *covers: Field,
    evidence: Evidence = _CODES,
    customary_for: frozenset[Field] = frozenset(),
) -> FieldCode:
    return FieldCode(code, frozenset(covers), evidence, customary_for)


TITLE = "Web of Science"

FIELDS = (
    _code("TI", Field.TITLE, evidence=_TOPIC),
    _code("AB", Field.ABSTRACT, evidence=_TOPIC),
    _code("AK", Field.AUTHOR_KEYWORD, evidence=_TOPIC),
    _code("KP", Field.KEYWORDS_PLUS, evidence=_TOPIC),
    _code(
        "TS",
        Field.TITLE,
        Field.ABSTRACT,
        Field.AUTHOR_KEYWORD,
        Field.KEYWORDS_PLUS,
        evidence=_TOPIC,
        customary_for=frozenset({Field.MULTI_PURPOSE}),
    ),
    _code("AU", Field.AUTHOR),
    _code("GP", Field.CORPORATE_AUTHOR),
    _code("AD", Field.INSTITUTION),
    _code("SO", Field.JOURNAL, Field.JOURNAL_WORD),
    _code("LA", Field.LANGUAGE),
    _code("FG", Field.GRANT),
    _code("DO", Field.DOI),
    _code("PMID", Field.PMID),
    _code("IS", Field.ISSN, Field.ISBN),
    _code("UT", Field.IDENTIFIER),
    _code("PY", Field.YEAR),
    _code("ALL", Field.ALL_FIELDS),
)

OWN_FIELDS = (_code("DT", Field.PUBLICATION_TYPE),)
"""Fields whose values are Clarivate's own names: only a search from here is written with them."""

DATABASES = (
    Database(
        "core-collection",
        "Web of Science Core Collection",
        "",
        MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}),
        _TOPIC,
    ),
)

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_CODES),
        LimitKind.YEARS: LimitRow(_CODES, closes_open_end=True),
    }
)

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, None, _WILDCARDS),
        WildcardSymbol("$", 0, 1, _WILDCARDS),
        WildcardSymbol("?", 1, 1, _WILDCARDS),
    ),
    minimum_stem=3,
    inside=True,
    leading=True,
    in_phrase=PhraseWildcards.ANYWHERE,
    evidence=_WILDCARDS,
    not_in_phrase=frozenset({"$"}),
)

PROXIMITY = Proximity(
    unordered="NEAR/{n}",
    ordered=None,
    offset=0,
    maximum=None,
    alternatives=True,
    truncation=True,
    phrases=True,
    chains=Chains.ANY,
    evidence=_OPERATORS,
    default=15,
    unverified_above=15,
    plain_words_vary=_RULES,
)

HEADINGS = Headings(
    vocabularies=frozenset(),
    evidence=_TOPIC,
    text_field=Field.MULTI_PURPOSE,
)

FIRST_YEAR = "1900"
"""What stands for the open start of a range of years."""

HYPHENS = Hyphens(HyphenStyle.BOTH, HyphenStyle.BOTH, _UNVERIFIED, HyphenStyle.BOTH)

DEFAULT_EVIDENCE = _TOPIC

CAPS = (
    Cap(
        CapUnit.OPERATORS,
        49,
        "run it line by line and combine the numbered lines; one vendor page says 49 "
        "operators at most, a newer one names no limit",
        _UNVERIFIED,
    ),
)
