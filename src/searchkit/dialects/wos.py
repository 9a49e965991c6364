"""Web of Science Core Collection: one field before a group, NEAR with alternatives.

Sources: W1 Clarivate search rules, W2 search operators, W3-W5 older vendor help (grade
vendor). The traps: AND binds tighter than OR; NEAR is never ordered, so adjacency becomes
quoted phrases; words side by side inside NEAR are an AND, which NEAR refuses; `$` is zero
or one character and not allowed in quotes; a wildcard needs three characters before it; a
plain word is lemmatised unless quoted; there is no thesaurus.
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
from searchkit.dialects.spelling import boolean, field_code, limited, undeclared, word
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
    Wildcard,
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

_FIRST_YEAR = "1900"
_RESERVED = re.compile(r"(?:and|or|not|same|near(?:/\d+)?)", re.IGNORECASE)
_PLAIN = re.compile(r"[\w*?$]+")


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell)
            case Fielded(operand):
                code = field_code(part, DIALECT).code
                text = _alone(operand)
                grouped = not isinstance(operand, Term | Phrase)
                return f"{code}=({text})" if grouped else f"{code}={text}"
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case _:
                raise undeclared(part, DIALECT.title)

    return spell(node)


def _alone(node: Node) -> str:
    """Return words; a plain one is quoted, so that it is not lemmatised, unless it may vary."""
    match node:
        case And() | Or() | Not():
            return boolean(node, _grouped)
        case Term():
            wild = any(isinstance(piece, Wildcard) for piece in node.pieces)
            text = word(node, WILDCARDS.symbols)
            bare = (wild or node.variants) and _PLAIN.fullmatch(text)
            return text if bare and not _RESERVED.fullmatch(text) else _quoted(text)
        case _:
            return _near(node)


def _grouped(node: Node) -> str:
    return f"({_near(node)})" if isinstance(node, Near) else _alone(node)


def _near(node: Node) -> str:
    match node:
        case Near(operands, distance):
            first, *others = operands
            parts = [_chained(first), *(_operand(part) for part in others)]
            return f" NEAR/{distance} ".join(parts)
        case Or():
            return boolean(node, _operand)
        case Term():
            return _alone(node)
        case Phrase(words):
            return _quoted(" ".join(word(part, WILDCARDS.symbols) for part in words))
        case _:
            raise undeclared(node, DIALECT.title)


def _chained(node: Node) -> str:
    """Return the first operand; NEAR goes from left to right, so a chain needs no brackets."""
    return _near(node) if isinstance(node, Near) else _operand(node)


def _operand(node: Node) -> str:
    return f"({_near(node)})" if isinstance(node, Or | Near) else _near(node)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").strip() + '"'


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            names = [value.capitalize() for value in values]
            return f"LA={names[0]}" if len(names) == 1 else f"LA=({' OR '.join(names)})"
        case LimitKind.YEARS:
            first, last = values
            end = "" if last == CURRENT else last[:4]
            return f"PY={first[:4] or _FIRST_YEAR}-{end}"
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), DIALECT.title)


DIALECT = Dialect(
    name="wos",
    title="Web of Science",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.MULTI_PURPOSE,
    default_evidence=_TOPIC,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=HEADINGS,
    hyphens=Hyphens(HyphenStyle.BOTH, HyphenStyle.BOTH, _UNVERIFIED),
    limits=LIMITS,
    history="#{n}",
    write=write,
    caps=(
        Cap(
            CapUnit.OPERATORS,
            49,
            "run it line by line and combine the numbered lines; one vendor page says 49 "
            "operators at most, a newer one names no limit",
            _UNVERIFIED,
        ),
    ),
)
