"""PubMed: field tags behind each word, headings exploded unless told not to.

Sources: P1 PubMed User Guide (grade vendor), P2 NLM Technical Bulletin 2022 on proximity.
The traps: a tag binds to one word or quoted phrase only; a `*` needs four characters, works
at the end of the last word of a phrase and makes PubMed ignore proximity; a phrase that is
not in the index is searched as separate words; `[mh]`, `[sh]`, `[pt]` explode.
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

_GUIDE = Evidence(Grade.VENDOR, "PubMed User Guide, pubmed.ncbi.nlm.nih.gov/help")
_BULLETIN = Evidence(Grade.VENDOR, "NLM Technical Bulletin 2022 Nov-Dec(449):e4")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source")

_TITLE_ABSTRACT = frozenset({Field.TITLE, Field.ABSTRACT, Field.AUTHOR_KEYWORD})
_TEXT_WORD = _TITLE_ABSTRACT | {
    Field.HEADING_WORD,
    Field.SUBHEADING_WORD,
    Field.PUBLICATION_TYPE,
    Field.SUBSTANCE,
    Field.SUPPLEMENTARY_CONCEPT,
    Field.CORPORATE_AUTHOR,
    Field.SECONDARY_IDENTIFIER,
    Field.COMMENT,
}


def _tag(
    code: str,
    *covers: Field,
    others: str = "",
    proximity: bool = False,
    customary_for: frozenset[Field] = frozenset(),
) -> FieldCode:
    spellings = tuple(others.split(", ")) if others else ()
    return FieldCode(code, frozenset(covers), _GUIDE, customary_for, spellings, proximity)


TITLE = "PubMed"

FIELDS = (
    _tag("ti", Field.TITLE, others="title", proximity=True),
    _tag(
        "tiab",
        *_TITLE_ABSTRACT,
        others="title/abstract",
        proximity=True,
        customary_for=frozenset({Field.TEXT_WORD}),
    ),
    _tag(
        "tw",
        *_TEXT_WORD,
        others="text word, text words",
        customary_for=frozenset({Field.MULTI_PURPOSE}),
    ),
    _tag("all", Field.ALL_FIELDS, others="all fields"),
    _tag("ot", Field.AUTHOR_KEYWORD, others="other term"),
    _tag("tt", Field.ORIGINAL_TITLE, others="transliterated title"),
    _tag("au", Field.AUTHOR, others="author"),
    _tag("cn", Field.CORPORATE_AUTHOR, others="author - corporate, corporate author"),
    _tag("ad", Field.INSTITUTION, others="affiliation", proximity=True),
    _tag("ta", Field.JOURNAL, others="journal, jour"),
    _tag("vi", Field.VOLUME, others="volume"),
    _tag("ip", Field.ISSUE, others="issue"),
    _tag("pg", Field.PAGES, others="pagination"),
    _tag("la", Field.LANGUAGE, others="language, lang"),
    _tag("pl", Field.COUNTRY, others="place of publication"),
    _tag("pubn", Field.PUBLISHER, others="publisher"),
    _tag("gr", Field.GRANT, others="grants and funding, grant number"),
    _tag("nm", Field.SUBSTANCE, others="supplementary concept, substance name"),
    _tag("rn", Field.REGISTRY_NUMBER, others="ec/rn number"),
    _tag("sh", Field.FLOATING_SUBHEADING, others="mesh subheading, subheading"),
    _tag("pt", Field.PUBLICATION_TYPE, others="publication type, ptyp"),
    _tag("sb", Field.SUBSET, others="subset, filter"),
    _tag("si", Field.SECONDARY_IDENTIFIER, others="secondary source id"),
    _tag("aid", Field.DOI, others="article identifier, doi, lid, location id"),
    _tag("pmid", Field.PMID, others="uid"),
    _tag("is", Field.ISSN, others="issn"),
    _tag("isbn", Field.ISBN),
    _tag(
        "dp",
        Field.PUBLICATION_DATE,
        Field.YEAR,
        others="date - publication, publication date, pdat",
    ),
    _tag("edat", Field.ENTRY_DATE, others="date - entry, entry date, entrez date"),
    _tag("crdt", Field.CREATE_DATE, others="date - create, create date"),
    _tag("lr", Field.UPDATE_DATE, others="date - last revision"),
)

DATABASES = (
    Database(
        "medline", "PubMed", "mesh", MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}), _GUIDE
    ),
)

_AGES = {
    "all adult (19 plus years)": "adult[mh]",
    "adult <19 to 44 years>": "adult[mh:noexp]",
    "adult (19 to 44 years)": "adult[mh:noexp]",
    "middle age (45 to 64 years)": "middle aged[mh:noexp]",
    "middle aged (45 plus years)": "(middle aged[mh] OR aged[mh])",
    "all aged (65 and over)": "aged[mh]",
    "aged (65 to 79 years)": "aged[mh:noexp]",
    "aged (80 and over)": '"aged, 80 and over"[mh]',
    "all child (0 to 18 years)": "(infant[mh] OR child[mh] OR adolescent[mh])",
    "child (6 to 12 years)": "child[mh:noexp]",
    "preschool child (2 to 5 years)": '"child, preschool"[mh]',
    "all infant (birth to 23 months)": "infant[mh]",
    "infant (1 to 23 months)": "infant[mh:noexp]",
    "newborn infant (birth to 1 month)": '"infant, newborn"[mh]',
    "adolescent (13 to 18 years)": "adolescent[mh]",
    "young adult (19 to 24 years)": '"young adult"[mh]',
}

_INDEXED = "works on MeSH, so records that are not indexed yet are lost"

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_GUIDE),
        LimitKind.YEARS: LimitRow(_GUIDE),
        LimitKind.PUBLICATION_TYPE: LimitRow(_GUIDE, as_field=Field.PUBLICATION_TYPE),
        LimitKind.HUMANS: LimitRow(_GUIDE, caution=f"the limit to humans {_INDEXED}"),
        LimitKind.ANIMALS: LimitRow(_GUIDE, caution=f"the limit to animals {_INDEXED}"),
        LimitKind.SEX: LimitRow(
            _GUIDE,
            MappingProxyType({"female": "female[mh]", "male": "male[mh]"}),
            f"the limit to a sex {_INDEXED}",
        ),
        LimitKind.AGE_GROUP: LimitRow(
            _GUIDE, MappingProxyType(_AGES), f"the limit to an age group {_INDEXED}"
        ),
        LimitKind.ABSTRACT: LimitRow(_GUIDE),
        LimitKind.STATUS: LimitRow(_GUIDE, MappingProxyType({"medline": "medline[sb]"})),
        LimitKind.ENTRY_DATE: LimitRow(_GUIDE),
        LimitKind.CREATE_DATE: LimitRow(_GUIDE),
        LimitKind.UPDATE_DATE: LimitRow(_GUIDE),
        LimitKind.PUBLICATION_DATE: LimitRow(_GUIDE),
    }
)

DATE_TAGS = {
    LimitKind.YEARS: "dp",
    LimitKind.PUBLICATION_DATE: "dp",
    LimitKind.ENTRY_DATE: "edat",
    LimitKind.CREATE_DATE: "crdt",
    LimitKind.UPDATE_DATE: "lr",
}

OPEN_START, OPEN_END = "1000", "3000"
"""The ends that PubMed's own filters use for a range that is open."""

WILDCARDS = Wildcards(
    symbols=(WildcardSymbol("*", 0, None, _GUIDE),),
    minimum_stem=4,
    inside=False,
    leading=False,
    in_phrase=PhraseWildcards.LAST_WORD,
    evidence=_GUIDE,
)

PROXIMITY = Proximity(
    unordered="~{n}",
    ordered=None,
    offset=0,
    maximum=None,
    alternatives=False,
    truncation=False,
    phrases=False,
    chains=Chains.WORDS,
    evidence=_BULLETIN,
)

HEADINGS = Headings(
    vocabularies=frozenset({"mesh"}),
    evidence=_GUIDE,
    one_subheading=True,
    explodes_subheading=True,
    text_field=Field.TEXT_WORD,
)

HYPHENS = Hyphens(HyphenStyle.KEPT, HyphenStyle.KEPT, _GUIDE)

SEPARATORS = '()[]"'
"""What PubMed takes for its own syntax, so that it cannot stand inside a word (P1)."""

DEFAULT_EVIDENCE = _GUIDE

CAPS = (
    Cap(
        CapUnit.CHARACTERS,
        4000,
        "the address that opens the search may be too long for a browser; paste the text",
        _UNVERIFIED,
    ),
)
