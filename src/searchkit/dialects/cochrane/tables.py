"""The Cochrane Library's tables: field codes, wildcards, proximity, headings.

Sources: C1 Cochrane Search Manager help (grade vendor); C2 Ulster, C3 Zuyd and APU guides,
X1 UIC proximity table, E10 UniSA table of headings (grade guide); T1 field table of a
translator (grade practice). The sources disagree on what `NEAR/n` counts.
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
    PhraseWildcards,
    Proximity,
    Wildcards,
    WildcardSymbol,
)
from searchkit.query.fields import Field

_MANAGER = Evidence(Grade.VENDOR, "Cochrane Library: Search Manager help")
_GUIDES = Evidence(Grade.GUIDE, "Ulster, Zuyd and APU guides to the Cochrane Library")
_DISPUTED = Evidence(
    Grade.GUIDE, "UIC counts the words between; others take n as Ovid does (Craven 2014)"
)
_HEADINGS = Evidence(Grade.GUIDE, "UniSA table of MeSH by platform; published strategies")
_CODES = Evidence(Grade.PRACTICE, "field codes of the Cochrane Library in translators")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source; commonly written so")


def _code(
    code: str,
    *covers: Field,
    evidence: Evidence = _CODES,
    customary_for: frozenset[Field] = frozenset(),
    only_from: frozenset[str] = frozenset(),
) -> FieldCode:
    return FieldCode(code, frozenset(covers), evidence, customary_for, only_from=only_from)


_KEYWORDS = (Field.AUTHOR_KEYWORD, Field.HEADING_WORD)

FIELDS = (
    _code("ti", Field.TITLE),
    _code("ab", Field.ABSTRACT),
    _code("kw", *_KEYWORDS, customary_for=frozenset({Field.HEADING_WORD})),
    _code(
        "ti,ab,kw",
        Field.TITLE,
        Field.ABSTRACT,
        *_KEYWORDS,
        customary_for=frozenset({Field.MULTI_PURPOSE}),
    ),
    _code("", Field.ALL_FIELDS),
    _code("au", Field.AUTHOR),
    _code("so", Field.JOURNAL, Field.JOURNAL_WORD),
    _code("pt", Field.PUBLICATION_TYPE),
    _code("an", Field.IDENTIFIER, Field.SECONDARY_IDENTIFIER),
    _code("doi", Field.DOI, evidence=_UNVERIFIED),
    _code(
        "mh /",
        Field.FLOATING_SUBHEADING,
        evidence=_HEADINGS,
        only_from=frozenset({"mesh"}),
    ),
)

DATABASES = (
    Database(
        "central",
        "Cochrane Library",
        "mesh",
        MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}),
        _HEADINGS,
        frozenset({HeadingPart.MAJOR}),
    ),
)

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, None, _GUIDES),
        WildcardSymbol("?", 1, 1, _GUIDES),
    ),
    minimum_stem=1,
    inside=True,
    leading=True,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_GUIDES,
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
    evidence=_GUIDES,
    default=6,
    disputed=_DISPUTED,
)
"""The number is one more than the words between, which loses nothing whoever is right."""

HEADINGS = Headings(
    vocabularies=frozenset({"mesh"}),
    evidence=_HEADINGS,
    one_subheading=True,
    text_field=Field.MULTI_PURPOSE,
    subheading_evidence=_HEADINGS,
)

HYPHENS = Hyphens(HyphenStyle.BOTH, HyphenStyle.BOTH, _GUIDES, HyphenStyle.BOTH, "-'")
DEFAULT_EVIDENCE = _MANAGER
