"""Alma SRU: a library catalogue asked in CQL, an index before each word.

Sources: A8 Ex Libris on Alma SRU (grade vendor), one institution's measurements of its Alma
in 2026 and clients of the Norwegian, Spanish and Israeli catalogues (practice). The traps:
which indexes exist differs by institution, and `operation=explain` lists them; the keyword
index takes words, no phrases; a `*` works at the end of a word only; brackets around a
single clause are refused, and around a clause with the relation `all` find nothing, so
neither is written; there is no stemming, no nearness and, for most records, no abstract.
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
    undeclared,
    words,
)
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
    Limit,
    LimitKind,
    LineReference,
    Node,
    Not,
    Or,
    Term,
)

_VENDOR = Evidence(Grade.VENDOR, "Ex Libris developer network: Alma SRU")
_CLIENTS = Evidence(Grade.PRACTICE, "indexes in public clients of Alma SRU; vary by institution")
_MEASURED = Evidence(Grade.PRACTICE, "measured on one institution's Alma in August 2026")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source")


def _code(code: str, *covers: Field, evidence: Evidence = _CLIENTS) -> FieldCode:
    return FieldCode(code, frozenset(covers), evidence)


FIELDS = (
    _code("alma.title", Field.TITLE, evidence=_VENDOR),
    _code("alma.creator", Field.AUTHOR),
    _code("alma.subjects", Field.HEADING_WORD),
    _code("alma.publisher", Field.PUBLISHER),
    _code("alma.isbn", Field.ISBN),
    _code("alma.issn", Field.ISSN),
    _code("alma.language", Field.LANGUAGE),
    FieldCode(
        "alma.all_for_ui",
        frozenset(
            {
                Field.TITLE,
                Field.ABSTRACT,
                Field.TABLE_OF_CONTENTS,
                Field.HEADING_WORD,
                Field.AUTHOR,
                Field.PUBLISHER,
                Field.ISBN,
                Field.ISSN,
            }
        ),
        _CLIENTS,
        frozenset({Field.TEXT_WORD, Field.MULTI_PURPOSE, Field.ALL_FIELDS}),
        phrases=False,
    ),
)

DATABASES = (
    Database(
        "network",
        "Alma catalogue",
        "",
        MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}),
        _VENDOR,
    ),
)

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_CLIENTS, THREE_LETTERS),
        LimitKind.YEARS: LimitRow(_VENDOR),
    }
)

WILDCARDS = Wildcards(
    symbols=(WildcardSymbol("*", 0, None, _MEASURED),),
    minimum_stem=1,
    inside=False,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_MEASURED,
)

_QUOTING = Quoting(
    WILDCARDS.symbols,
    re.compile(r"\w+\*?"),
    frozenset({"and", "or", "not", "prox", "all", "any", "sortby"}),
)


def address(text: str) -> str:
    """Return the address that asks the catalogue of all Norwegian research libraries."""
    base = "https://bibsys.alma.exlibrisgroup.com/view/sru/47BIBSYS_NETWORK"
    return f"{base}?version=1.2&operation=searchRetrieve&recordSchema=marcxml&query={quote(text)}"


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell)
            case Fielded(operand):
                return f"{field_code(part, DIALECT).code}={_text(operand)}"
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
            parts = [f"alma.language={value}" for value in values]
            return any_text(parts)
        case LimitKind.YEARS:
            first, last = values
            ends = [f"alma.main_pub_date>={first[:4]}"] if first else []
            if last not in {CURRENT, ""}:
                ends.append(f"alma.main_pub_date<={last[:4]}")
            return " AND ".join(ends)
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), DIALECT.title)


DIALECT = Dialect(
    name="alma-sru",
    title="Alma SRU",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_WORD,
    default_field=Field.MULTI_PURPOSE,
    default_evidence=_CLIENTS,
    wildcards=WILDCARDS,
    proximity=None,
    headings=Headings(frozenset(), _CLIENTS, text_field=Field.HEADING_WORD),
    hyphens=Hyphens(HyphenStyle.BOTH, HyphenStyle.SPLIT, _UNVERIFIED),
    limits=LIMITS,
    history=None,
    write=write,
    stop_words=STOP_WORDS,
    address=address,
    sent_as="sent as `query` with `version=1.2`; check with `operation=explain` that the "
    "catalogue has these indexes",
)
