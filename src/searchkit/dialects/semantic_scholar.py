"""Semantic Scholar: the bulk search, whose operators are signs and whose years stand beside.

Sources: A3 the interface's own description, as quoted in public clients (grade vendor);
recorded requests (practice). The traps: `+` is AND, `|` OR and `-` NOT, so a hyphen in a
word must go; only titles and abstracts are searched, their words reduced to stems; nearness
is `"a b"~n` over plain words, and the other order costs two words; a year is a parameter of
the whole request.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from searchkit.dialects.parts import is_atom, unfielded
from searchkit.dialects.spec import (
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
    Requests,
    Wildcards,
    WildcardSymbol,
)
from searchkit.dialects.spelling import (
    STOP_WORDS,
    Quoting,
    bracketed,
    no_line,
    outer_limits,
    quoted,
    undeclared,
    words,
    years,
)
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
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

_TEXT = Evidence(Grade.VENDOR, "Semantic Scholar Academic Graph description: paper bulk search")
_RECORDED = Evidence(Grade.PRACTICE, "recorded requests of public clients: the year parameter")
_PREFIX = Evidence(
    Grade.UNVERIFIED,
    "described as matching the beginning of a word; whether it meets words or their stems is "
    "not known",
)
_SIGNS = Evidence(Grade.PRACTICE, "a hyphen is the sign for NOT in the bulk search")

FIELDS = (
    FieldCode(
        "",
        frozenset({Field.TITLE, Field.ABSTRACT}),
        _TEXT,
        frozenset({Field.TEXT_WORD, Field.MULTI_PURPOSE, Field.ALL_FIELDS}),
    ),
)

DATABASES = (
    Database(
        "papers",
        "Semantic Scholar",
        "",
        MappingProxyType({Field.ALL_FIELDS: frozenset({Field.TITLE, Field.ABSTRACT})}),
        _TEXT,
    ),
)

LIMITS = MappingProxyType({LimitKind.YEARS: LimitRow(_RECORDED)})

WILDCARDS = Wildcards(
    symbols=(WildcardSymbol("*", 0, None, _PREFIX),),
    minimum_stem=1,
    inside=False,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_TEXT,
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
    evidence=_TEXT,
    default=2,
    reversal=2,
)

_QUOTING = Quoting(WILDCARDS.symbols, re.compile(r"\w+\*?"), frozenset())


def spell(node: Node) -> tuple[str, ...]:
    """Return the one request for a whole search: the query, then `&year=` when limited."""
    body, limits = outer_limits(node)
    year = years(limits)
    text = _text(unfielded(body), no_line)
    return (text if year is None else f"{text}&year={year[0]}-{year[1]}",)


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree without limits; `refer` gives the text for a reference to a line."""
    return _text(unfielded(node), refer)


def _text(node: Node, refer: Refer) -> str:
    def inner(part: Node) -> str:
        return _text(part, refer)

    match node:
        case And(operands):
            return " + ".join(bracketed(part, inner) for part in operands)
        case Or(operands):
            return " | ".join(bracketed(part, inner) for part in operands)
        case Not(included, excluded):
            out = excluded.operands if isinstance(excluded, Or) else (excluded,)
            plain = all(is_atom(part) for part in out)
            signs = [f"-{inner(part)}" for part in out] if plain else [f"-({inner(excluded)})"]
            return " ".join([bracketed(included, inner), *signs])
        case Term() | Phrase():
            return words(node, _QUOTING, DIALECT.title)
        case Near(operands, distance):
            terms = [literal(part) or "" for part in operands if isinstance(part, Term)]
            return f"{quoted(' '.join(terms))}~{distance}"
        case Fielded(operand):
            return inner(operand)
        case LineReference(number):
            return refer(number)
        case _:
            raise undeclared(node, DIALECT.title)


DIALECT = Dialect(
    name="semantic-scholar",
    title="Semantic Scholar",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.TEXT_WORD,
    default_evidence=_TEXT,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=Headings(frozenset(), _TEXT, text_field=Field.TEXT_WORD),
    hyphens=Hyphens(HyphenStyle.SPLIT, HyphenStyle.SPLIT, _SIGNS),
    limits=LIMITS,
    history=None,
    write=write,
    stop_words=STOP_WORDS,
    automatic_variants=_TEXT,
    requests=Requests(spell, _TEXT, limits_beside=True),
    sent_as="sent as `query` to the bulk search of papers; the relevance search takes no operators",
)
