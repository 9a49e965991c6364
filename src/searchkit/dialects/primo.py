"""Oria (Primo): clauses side by side in the `q` of its search interface, limits as facets.

Sources: A7 the Primo search interface's documentation and Ex Libris' help for its search
page (grade vendor), library guides and public clients (guide, practice). The traps: clauses
`field,precision,value` are joined by AND, OR and NOT without brackets, so `(a or b) and c`
is two requests; a comma or semicolon in a value would end it; words are inflected and
synonyms added unless `conVoc` is off; at most 5,000 results can be reached. Where the
combinations would be too many, alternatives go inside a clause's value, as the search page
takes them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from searchkit.dialects.languages import THREE_LETTERS
from searchkit.dialects.parts import combinations, is_flat, sides, split
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
    Requests,
    Wildcards,
    WildcardSymbol,
)
from searchkit.dialects.spelling import (
    STOP_WORDS,
    Quoting,
    boolean,
    bracketed,
    field_code,
    no_line,
    outer_limits,
    undeclared,
    words,
    years,
)
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Limit,
    LimitKind,
    LineReference,
    Node,
    Not,
    Or,
    walk,
)

_API = Evidence(Grade.VENDOR, "Ex Libris developer network: Primo search")
_HELP = Evidence(Grade.VENDOR, "Ex Libris knowledge center: performing searches in Primo")
_GUIDES = Evidence(Grade.GUIDE, "library guides to Primo: wildcards and phrases")
_CLIENTS = Evidence(Grade.PRACTICE, "facets in requests of public clients of Primo")
_INSIDE = Evidence(
    Grade.UNVERIFIED, "Ex Libris describes brackets in its search box, not in the interface"
)
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source")

FIELDS = (
    FieldCode("title", frozenset({Field.TITLE}), _API),
    FieldCode("creator", frozenset({Field.AUTHOR}), _API),
    FieldCode("sub", frozenset({Field.HEADING_WORD}), _API),
    FieldCode(
        "any",
        frozenset(
            {
                Field.TITLE,
                Field.ABSTRACT,
                Field.AUTHOR_KEYWORD,
                Field.HEADING_WORD,
                Field.TABLE_OF_CONTENTS,
                Field.AUTHOR,
                Field.JOURNAL,
                Field.PUBLISHER,
                Field.ISBN,
                Field.ISSN,
            }
        ),
        _API,
        frozenset({Field.TEXT_WORD, Field.MULTI_PURPOSE, Field.ALL_FIELDS}),
    ),
)

DATABASES = (
    Database("oria", "Oria", "", MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}), _API),
)

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_CLIENTS, THREE_LETTERS),
        LimitKind.YEARS: LimitRow(_CLIENTS),
    }
)

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, None, _GUIDES),
        WildcardSymbol("?", 1, 1, _GUIDES),
    ),
    minimum_stem=1,
    inside=True,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_GUIDES,
)

MOST_COMBINATIONS = 50
"""More requests than this for one search are not practical with a daily quota."""

_FIRST, _LAST = "1000", "9999"
_SEPARATORS = '"\\,;'
_QUOTING = Quoting(
    WILDCARDS.symbols, re.compile(r"[\w*?]+"), frozenset({"and", "or", "not"}), _SEPARATORS
)


def spell(node: Node) -> tuple[str, ...]:
    """Return the values of `q` that together find a whole search, each with its facets."""
    body, limits = outer_limits(node)
    beside = _facets(limits)
    fits = is_flat if combinations(body) <= MOST_COMBINATIONS else _is_clauses
    return tuple(f"{_clauses(part, no_line)}{beside}" for part in split(body, fits))


def _facets(limits: Sequence[Limit]) -> str:
    """Return the parameters that limit a request: all facets named, or one of several."""
    all_of, any_of = [], []
    for limit in limits:
        if limit.kind is LimitKind.LANGUAGE and len(limit.values) == 1:
            all_of.append(f"facet_lang,exact,{limit.values[0]}")
        elif limit.kind is LimitKind.LANGUAGE:
            any_of += [f"facet_lang,include,{value}" for value in limit.values]
    year = years(limits)
    if year is not None:
        dates = f"[{year[0] or _FIRST} TO {year[1] or _LAST}]"
        all_of.append(f"facet_searchcreationdate,exact,{dates}")
    beside = f"&qInclude={'|,|'.join(all_of)}" if all_of else ""
    return beside + (f"&multiFacets={'|,|'.join(any_of)}" if any_of else "")


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree without limits; `refer` gives the text for a reference to a line."""
    return _clauses(node, refer)


def _is_clauses(node: Node) -> bool:
    """Say whether each part of a search fits one clause, which has one field."""
    if isinstance(node, Or):
        return is_flat(node)
    required, excluded = sides(node)
    return all(len(_codes(part)) == 1 for part in (*required, *excluded))


def _codes(node: Node) -> set[str]:
    return {field_code(part, DIALECT).code for part in walk(node) if isinstance(part, Fielded)}


def _clauses(node: Node, refer: Refer) -> str:
    """Return clauses with the operator that joins each to the one before it."""
    if isinstance(node, Or) and is_flat(node):
        return ",OR;".join(_clause(part, refer) for part in node.operands)
    required, excluded = sides(node)
    text = ",AND;".join(_clause(part, refer) for part in required)
    return "".join([text, *(f",NOT;{_clause(part, refer)}" for part in excluded)])


def _clause(node: Node, refer: Refer) -> str:
    match node:
        case Fielded(operand):
            return f"{field_code(node, DIALECT).code},contains,{_value(operand)}"
        case And() | Or() | Not() if len(codes := _codes(node)) == 1:
            return f"{codes.pop()},contains,{bracketed(node, _value)}"
        case LineReference(number):
            return refer(number)
        case _:
            raise undeclared(node, DIALECT.title)


def _value(node: Node) -> str:
    match node:
        case And() | Or() | Not():
            return boolean(node, _value)
        case Fielded(operand):
            return _value(operand)
        case _:
            return words(node, _QUOTING, DIALECT.title)


DIALECT = Dialect(
    name="oria",
    title="Oria",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_WORD,
    default_field=Field.MULTI_PURPOSE,
    default_evidence=_API,
    wildcards=WILDCARDS,
    proximity=None,
    headings=Headings(frozenset(), _API, text_field=Field.MULTI_PURPOSE),
    hyphens=Hyphens(HyphenStyle.BOTH, HyphenStyle.SPLIT, _UNVERIFIED),
    limits=LIMITS,
    history=None,
    write=write,
    stop_words=STOP_WORDS,
    automatic_variants=_HELP,
    requests=Requests(
        spell,
        _API,
        limits_beside=True,
        brackets=False,
        most_combinations=MOST_COMBINATIONS,
        inside=_INSIDE,
    ),
    sent_as="sent as `q` of the Primo search interface with `conVoc=false`, which keeps synonyms "
    "out",
)
