"""Europe PMC: a field before each word, its search language as the REST service takes it.

Sources: A10 Europe PMC guides and clients (grades guide and practice), the answers of the
REST service in public recordings. The traps: a word without a field also searches the full
text of articles; the website adds synonyms, the service only when asked; `*` works at the
end of a word, phrases are quoted and take none; there is no nearness; MeSH headings are
found one by one, without their narrower headings; PMIDs are asked for by source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType
from urllib.parse import quote

from searchkit.dialects.languages import THREE_LETTERS
from searchkit.dialects.spec import (
    Database,
    Dialect,
    Evidence,
    FieldCode,
    FieldStyle,
    Grade,
    HeadingPart,
    Headings,
    Hyphens,
    HyphenStyle,
    LimitRow,
    PhraseWildcards,
    Refer,
    Wildcards,
    WildcardSymbol,
)
from searchkit.dialects.spelling import (
    STOP_WORDS,
    Quoting,
    any_text,
    boolean,
    field_code,
    limited,
    quoted,
    undeclared,
    words,
)
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
    Heading,
    Limit,
    LimitKind,
    LineReference,
    Node,
    Not,
    Or,
    Phrase,
    Term,
)

_WIKI = Evidence(Grade.GUIDE, "getpapers wiki and Nested Knowledge guide: Europe PMC fields")
_PRACTICE = Evidence(Grade.PRACTICE, "queries of public clients of the Europe PMC REST service")
_CLIENT = Evidence(Grade.GUIDE, "europepmc for R: search covers metadata and full texts")
_MESH = Evidence(
    Grade.UNVERIFIED, 'clients write MESH:"..."; whether it matches whole headings is not known'
)
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source")


def _code(
    code: str, *covers: Field, evidence: Evidence = _WIKI, customary: Field | None = None
) -> FieldCode:
    groups = frozenset({customary} if customary else ())
    return FieldCode(code, frozenset(covers), evidence, groups)


FIELDS = (
    _code("TITLE", Field.TITLE),
    _code("ABSTRACT", Field.ABSTRACT),
    _code("TITLE_ABS", Field.TITLE, Field.ABSTRACT, evidence=_PRACTICE, customary=Field.TEXT_WORD),
    _code("KW", Field.AUTHOR_KEYWORD, Field.HEADING_WORD),
    _code("AUTH", Field.AUTHOR),
    _code("JOURNAL", Field.JOURNAL, Field.JOURNAL_WORD),
    _code("VOLUME", Field.VOLUME),
    _code("ISSUE", Field.ISSUE),
    _code("CHEM", Field.SUBSTANCE),
    _code("PUB_TYPE", Field.PUBLICATION_TYPE, evidence=_PRACTICE),
    _code("LANG", Field.LANGUAGE, evidence=_PRACTICE),
    _code("DOI", Field.DOI, evidence=_PRACTICE),
    _code("EXT_ID", Field.PMID, evidence=_PRACTICE),
    _code("PUB_YEAR", Field.YEAR),
    _code("", Field.ALL_FIELDS, evidence=_CLIENT),
)

DATABASES = (
    Database(
        "europepmc",
        "Europe PMC",
        "mesh",
        MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}),
        _CLIENT,
        frozenset(HeadingPart),
    ),
)

_DATES = MappingProxyType(
    {
        LimitKind.PUBLICATION_DATE: "FIRST_PDATE",
        LimitKind.CREATE_DATE: "CREATION_DATE",
        LimitKind.ENTRY_DATE: "CREATION_DATE",
        LimitKind.UPDATE_DATE: "UPDATE_DATE",
    }
)

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_PRACTICE, THREE_LETTERS),
        LimitKind.YEARS: LimitRow(_WIKI),
        LimitKind.PUBLICATION_TYPE: LimitRow(_PRACTICE),
        LimitKind.ABSTRACT: LimitRow(_WIKI),
        **dict.fromkeys(_DATES, LimitRow(_PRACTICE)),
    }
)

WILDCARDS = Wildcards(
    symbols=(WildcardSymbol("*", 0, None, _PRACTICE),),
    minimum_stem=1,
    inside=False,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_PRACTICE,
)

HEADINGS = Headings(
    vocabularies=frozenset({"mesh"}),
    evidence=_MESH,
    text_field=Field.MULTI_PURPOSE,
)

_FIRST, _LAST = "1000", "3000"
_QUOTING = Quoting(WILDCARDS.symbols, re.compile(r"\w+\*?"), frozenset({"and", "or", "not", "to"}))


def address(text: str) -> str:
    """Return the address that opens a search on the website, which adds synonyms."""
    return f"https://europepmc.org/search?query={quote(text)}"


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell)
            case Term() | Phrase():
                return _text(part)
            case Fielded(operand):
                code = field_code(part, DIALECT).code
                text = _text(operand)
                if code == "EXT_ID":
                    return f"(EXT_ID:{text} AND SRC:MED)"
                return f"{code}:{text}"
            case Heading(label):
                return f"MESH:{quoted(label)}"
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case _:
                raise undeclared(part, DIALECT.title)

    return spell(node)


def _text(node: Node) -> str:
    return words(node, _QUOTING, DIALECT.title)


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            parts = [f'LANG:"{value}"' for value in values]
        case LimitKind.YEARS:
            first, last = values
            end = _LAST if last in {CURRENT, ""} else last[:4]
            parts = [f"PUB_YEAR:[{first[:4] or _FIRST} TO {end}]"]
        case LimitKind.PUBLICATION_TYPE:
            parts = [f"PUB_TYPE:{quoted(value)}" for value in values]
        case LimitKind.ABSTRACT:
            parts = ["HAS_ABSTRACT:Y"]
        case _ if kind in _DATES:
            first, last = values
            start = _date(first, "01-01") or f"{_FIRST}-01-01"
            end = f"{_LAST}-12-31" if last in {CURRENT, ""} else _date(last, "12-31")
            parts = [f"{_DATES[kind]}:[{start} TO {end}]"]
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), DIALECT.title)
    return any_text(parts)


def _date(value: str, rest: str) -> str:
    """Return a date as the service writes it; a year alone gets the month and day given.

    >>> _date("20180115", "01-01"), _date("2018", "12-31")
    ('2018-01-15', '2018-12-31')
    """
    if len(value) == 8:
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    return f"{value[:4]}-{rest}" if value else ""


DIALECT = Dialect(
    name="europepmc",
    title="Europe PMC",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_WORD,
    default_field=Field.ALL_FIELDS,
    default_evidence=_CLIENT,
    wildcards=WILDCARDS,
    proximity=None,
    headings=HEADINGS,
    hyphens=Hyphens(HyphenStyle.BOTH, HyphenStyle.SPLIT, _UNVERIFIED),
    limits=LIMITS,
    history=None,
    write=write,
    stop_words=STOP_WORDS,
    address=address,
    sent_as="sent as `query` with `synonym=false`; the website adds synonyms of every word",
)
