"""PubMed: field tags behind each word, headings exploded unless told not to.

Sources: P1 PubMed User Guide (grade vendor), P2 NLM Technical Bulletin 2022 on proximity.
The traps: a tag binds to one word or quoted phrase only; a `*` needs four characters, works
at the end of the last word of a phrase and makes PubMed ignore proximity; a phrase that is
not in the index is searched as separate words; `[mh]`, `[sh]`, `[pt]` explode.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType
from urllib.parse import quote_plus

from searchkit.dialects.spec import (
    Cap,
    CapUnit,
    Chains,
    Database,
    Dialect,
    Evidence,
    FieldCode,
    FieldStyle,
    Grade,
    Headings,
    Hyphens,
    HyphenStyle,
    LimitRow,
    PhraseWildcards,
    Proximity,
    Refer,
    Wildcards,
    WildcardSymbol,
)
from searchkit.dialects.spelling import boolean, field_code, limited, undeclared, word
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
    Heading,
    Limit,
    LimitKind,
    LineReference,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    literal,
)
from searchkit.query.subheadings import MESH_SUBHEADINGS

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
        LimitKind.PUBLICATION_TYPE: LimitRow(_GUIDE),
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

_DATE_TAGS = {
    LimitKind.YEARS: "dp",
    LimitKind.PUBLICATION_DATE: "dp",
    LimitKind.ENTRY_DATE: "edat",
    LimitKind.CREATE_DATE: "crdt",
    LimitKind.UPDATE_DATE: "lr",
}

_YEAR_AND_TENS = 5
"""Digits of a date that is cut after the first digit of its month: `20151*`."""

_OPEN_START, _OPEN_END = "1000", "3000"
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


def address(text: str) -> str:
    """Return the address that opens a search on PubMed's page."""
    return f"https://pubmed.ncbi.nlm.nih.gov/?term={quote_plus(text)}"


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell)
            case Fielded(operand):
                code = field_code(part, DIALECT).code
                return _name(operand) if code == "au" else _tagged(operand, code)
            case Heading():
                return _heading(part)
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case _:
                raise undeclared(part, DIALECT.title)

    return spell(node)


_PLAIN = re.compile(r"[\w.]+\*?|[\d-]+[\dXx]")
_OPERATORS = frozenset({"and", "or", "not"})


def _name(node: Node) -> str:
    """Return an author: PubMed truncates initials on its own unless the name is quoted."""
    words = node.words if isinstance(node, Phrase) else (node,)
    text = " ".join(word(part, WILDCARDS.symbols) for part in words if isinstance(part, Term))
    return f"{text[:-1]}[au]" if text.endswith("*") else f'"{_clean(text)}"[au]'


def _tagged(node: Node, code: str) -> str:
    match node:
        case Term() if code == "sh":
            name = MESH_SUBHEADINGS.get((literal(node) or "").casefold())
            text = name or word(node, WILDCARDS.symbols)
            return f"{text}[sh:noexp]" if _PLAIN.fullmatch(text) else f'"{text}"[sh:noexp]'
        case Term() if code in _DATE_TAGS.values():
            return f"{_period(word(node, WILDCARDS.symbols))}[{code}]"
        case Term():
            text = word(node, WILDCARDS.symbols)
            plain = _PLAIN.fullmatch(text) and text.casefold() not in _OPERATORS
            # A tag does not stop `[all]` from mapping the word to headings; quotes do.
            if plain and (code != "all" or text.endswith("*")):
                return f"{text}[{_explicit(code)}]"
            return f'"{_clean(text)}"[{_explicit(code)}]'
        case Phrase(words):
            text = " ".join(word(part, WILDCARDS.symbols) for part in words)
            return f'"{_clean(text)}"[{_explicit(code)}]'
        case Near(operands, distance):
            terms = [part for part in operands if isinstance(part, Term)]
            text = " ".join(literal(part) or "" for part in terms)
            return f'"{_clean(text)}"[{code}:~{distance}]'
        case _:
            raise undeclared(node, DIALECT.title)


def _period(text: str) -> str:
    """Return a date, whole or truncated, as the range that it stands for.

    >>> _period("2012*"), _period("20151*"), _period("20180115")
    ('2012:2012', '2015/10:2015/12', '2018/01/15:2018/01/15')
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) == _YEAR_AND_TENS and text.endswith("*"):
        first, last = ("10", "12") if digits[-1] == "1" else ("01", "09")
        return f"{digits[:4]}/{first}:{digits[:4]}/{last}"
    return f"{_date(digits)}:{_date(digits)}"


def _explicit(code: str) -> str:
    """Return a tag that does not explode: Ovid's `.pt.` and `.fs.` name one value."""
    return f"{code}:noexp" if code in {"pt", "sh"} else code


def _clean(text: str) -> str:
    return re.sub(r'[()\[\]"]', " ", text).strip()


def _heading(node: Heading) -> str:
    label = _clean(node.label)
    if node.subheadings:
        label += "/" + MESH_SUBHEADINGS.get(node.subheadings[0], node.subheadings[0])
    tag = "majr" if node.major else "mh"
    return f'"{" ".join(label.split())}"[{tag}{"" if node.explode else ":noexp"}]'


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            parts = [f"{value}[la]" for value in values]
        case LimitKind.PUBLICATION_TYPE:
            parts = [_type(value) for value in values]
        case LimitKind.HUMANS:
            parts = ["humans[mh]"]
        case LimitKind.ANIMALS:
            parts = ["animals[mh]"]
        case LimitKind.ABSTRACT:
            parts = ["hasabstract"]
        case _ if kind in _DATE_TAGS:
            first, last = values
            start = _date(first) or _OPEN_START
            end = _OPEN_END if last in {CURRENT, ""} else _date(last)
            parts = [f"{start}:{end}[{_DATE_TAGS[kind]}]"]
        case _:
            parts = list(values)
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def _type(value: str) -> str:
    """Return a publication type; Ovid's `clinical trial/all` takes in the narrower types."""
    name = value.removesuffix("/all").removesuffix(", all")
    return f'"{name}"[pt]' if name != value else f'"{name}"[pt:noexp]'


def _date(value: str) -> str:
    """Return a date as PubMed writes it.

    >>> _date("20180115")
    '2018/01/15'
    """
    return "/".join(part for part in (value[:4], value[4:6], value[6:8]) if part)


DIALECT = Dialect(
    name="pubmed",
    title="PubMed",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.AFTER_WORD,
    default_field=Field.ALL_FIELDS,
    default_evidence=_GUIDE,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=HEADINGS,
    hyphens=Hyphens(HyphenStyle.KEPT, HyphenStyle.KEPT, _GUIDE),
    limits=LIMITS,
    history="#{n}",
    write=write,
    caps=(
        Cap(
            CapUnit.CHARACTERS,
            4000,
            "the address that opens the search may be too long for a browser; paste the text",
            _UNVERIFIED,
        ),
    ),
    phrase_caution="a phrase that is not in PubMed's index is searched as separate words",
    address=address,
)
