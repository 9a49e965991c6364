"""Scopus: fields around groups, proximity with alternatives, no thesaurus of its own.

Sources: S1-S3 Scopus help (grade vendor, 2008), S4 Scopus Search API guide, S5 Galway
quoting Elsevier, S6 Oulu, S8 HKUST (grade guide), S10 scopusflow (grade practice). The
traps: OR binds tighter than W/n and that tighter than AND; exclusion is AND NOT; `?` is
exactly one character; wildcards in quotes are disputed, so such phrases use PRE/0; a plain
word also finds plurals and other spellings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

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
from searchkit.dialects.spelling import (
    Operators,
    boolean,
    field_code,
    limited,
    undeclared,
    word,
)
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
    Limit,
    LimitKind,
    LineReference,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Term,
)

_HELP = Evidence(Grade.VENDOR, "Scopus help: proximity, Boolean operators, search tips (2008)")
_GUIDE = Evidence(Grade.GUIDE, "Oulu and Galway guides to Scopus, quoting Elsevier")
_CODES = Evidence(Grade.PRACTICE, "field codes in scopusflow and published Scopus strategies")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source; commonly written so")


def _code(code: str, *covers: Field, customary_for: frozenset[Field] = frozenset()) -> FieldCode:
    return FieldCode(code, frozenset(covers), _CODES, customary_for)


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

_OPERATORS = Operators(negation="AND NOT")
_RESERVED = re.compile(r"(?:and|or|not|w/\d+|pre/\d+)", re.IGNORECASE)
_PLAIN = re.compile(r"[\w*?]+|[\d-]+[\dXx]")


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell, _OPERATORS)
            case Fielded(operand):
                code = field_code(part, DIALECT).code
                return f"{code}({_name(operand) if code == 'AUTH' else _text(operand)})"
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case _:
                raise undeclared(part, DIALECT.title)

    return spell(node)


def _name(node: Node) -> str:
    """Return an author; Scopus joins family name and initials by itself."""
    if isinstance(node, Phrase):
        return " ".join(word(part, WILDCARDS.symbols) for part in node.words)
    return _text(node)


def _text(node: Node) -> str:
    match node:
        case And() | Or() | Not():
            return boolean(node, _operand, _OPERATORS)
        case Term():
            text = word(node, WILDCARDS.symbols)
            return (
                text if _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text) else _quoted(text)
            )
        case Phrase(words):
            return _quoted(" ".join(word(part, WILDCARDS.symbols) for part in words))
        case Near(operands, distance, ordered):
            operator = f"PRE/{distance}" if ordered else f"W/{distance}"
            first, *others = operands
            return f" {operator} ".join(
                [_chained(first, distance, ordered), *(_operand(part) for part in others)]
            )
        case _:
            raise undeclared(node, DIALECT.title)


def _chained(node: Node, distance: int, ordered: bool) -> str:
    """Return the first operand; a chain of the same operator needs no brackets."""
    same = isinstance(node, Near) and (node.distance, node.ordered) == (distance, ordered)
    return _text(node) if same else _operand(node)


def _operand(node: Node) -> str:
    return f"({_text(node)})" if isinstance(node, And | Or | Not | Near) else _text(node)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").strip() + '"'


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            parts = [f"LANGUAGE({value})" for value in values]
            return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"
        case LimitKind.YEARS:
            first, last = values
            ends = [f"PUBYEAR > {int(first[:4]) - 1}"] if first else []
            if last not in {CURRENT, ""}:
                ends.append(f"PUBYEAR < {int(last[:4]) + 1}")
            return " AND ".join(ends)
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), DIALECT.title)


DIALECT = Dialect(
    name="scopus",
    title="Scopus",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.MULTI_PURPOSE,
    default_evidence=_HELP,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=HEADINGS,
    hyphens=Hyphens(HyphenStyle.KEPT, HyphenStyle.SPLIT, _HELP),
    limits=LIMITS,
    history="#{n}",
    write=write,
    caps=(
        Cap(
            CapUnit.CHARACTERS,
            16000,
            "split the search; Scopus does not publish how long a search may be",
            _UNVERIFIED,
        ),
    ),
    automatic_variants=_HELP,
)
