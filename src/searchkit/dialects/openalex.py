"""OpenAlex: one filter over titles and abstracts, limits as further filters beside it.

Sources: A1 OpenAlex documentation, old and new (grade vendor); public clients of 2026
(practice). The traps: `search=` also searches full texts, so the filter
`title_and_abstract.search` is used; words are reduced to their stems and stop words removed,
inside quotes too; wildcards and nearness are not taken; a comma starts the next filter and
a `|` is an OR, inside quotes too, so they go; the whole address may have about 4 KB, and a
longer search is cut into several that together find the same.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import quote

from searchkit.dialects.languages import TWO_LETTERS
from searchkit.dialects.parts import split, unfielded
from searchkit.dialects.spec import (
    Cap,
    CapUnit,
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
)
from searchkit.dialects.spelling import (
    Quoting,
    boolean,
    is_group,
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
    LimitKind,
    LineReference,
    Node,
    Not,
    Or,
    Phrase,
    Term,
)

_DOCS = Evidence(Grade.VENDOR, "developers.openalex.org: searching; openalex-docs: search")
_FILTERS = Evidence(Grade.VENDOR, "openalex-docs: filters of works")
_CLIENTS = Evidence(Grade.PRACTICE, "public clients of OpenAlex, 2026")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source")

FIELDS = (
    FieldCode(
        "title_and_abstract.search",
        frozenset({Field.TITLE, Field.ABSTRACT}),
        _FILTERS,
        frozenset({Field.TEXT_WORD, Field.MULTI_PURPOSE, Field.ALL_FIELDS}),
    ),
)

DATABASES = (
    Database(
        "works",
        "OpenAlex",
        "",
        MappingProxyType({Field.ALL_FIELDS: frozenset({Field.TITLE, Field.ABSTRACT})}),
        _DOCS,
    ),
)

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_CLIENTS, TWO_LETTERS),
        LimitKind.YEARS: LimitRow(_FILTERS),
        LimitKind.ABSTRACT: LimitRow(_FILTERS),
    }
)

WILDCARDS = Wildcards(
    symbols=(),
    minimum_stem=1,
    inside=False,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_DOCS,
)

_CODE = FIELDS[0].code
_LONGEST = 3500
"""Characters of the encoded filter; the rest of 4 KB is for the other parameters."""
_SEPARATORS = '"\\,|:'
_QUOTING = Quoting(
    WILDCARDS.symbols, re.compile(r"\w+"), frozenset({"and", "or", "not"}), _SEPARATORS
)


def address(text: str) -> str:
    """Return the address that answers a search."""
    return f"https://api.openalex.org/works?filter={quote(text)}"


def spell(node: Node) -> tuple[str, ...]:
    """Return the filters of the requests that together find a whole search."""
    body, limits = outer_limits(node)
    year = years(limits)
    beside = ""
    for limit in limits:
        if limit.kind is LimitKind.LANGUAGE:
            beside += f",language:{'|'.join(limit.values)}"
        elif limit.kind is LimitKind.ABSTRACT:
            beside += ",has_abstract:true"
    if year is not None:
        beside += f",from_publication_date:{year[0]}-01-01" if year[0] else ""
        beside += f",to_publication_date:{year[1]}-12-31" if year[1] else ""

    def filters(part: Node) -> str:
        text = _text(part, no_line)
        return f"{_CODE}:({text}){beside}" if is_group(part) else f"{_CODE}:{text}{beside}"

    parts = split(unfielded(body), lambda part: len(quote(filters(part))) <= _LONGEST)
    return tuple(filters(part) for part in parts)


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree without limits; `refer` gives the text for a reference to a line."""
    return _text(unfielded(node), refer)


def _text(node: Node, refer: Refer) -> str:
    match node:
        case And() | Or() | Not():
            return boolean(node, lambda part: _text(part, refer))
        case Term() | Phrase():
            return words(node, _QUOTING, DIALECT.title)
        case Fielded(operand):
            return _text(operand, refer)
        case LineReference(number):
            return refer(number)
        case _:
            raise undeclared(node, DIALECT.title)


DIALECT = Dialect(
    name="openalex",
    title="OpenAlex",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.TEXT_WORD,
    default_evidence=_DOCS,
    wildcards=WILDCARDS,
    proximity=None,
    headings=Headings(frozenset(), _DOCS, text_field=Field.TEXT_WORD),
    hyphens=Hyphens(HyphenStyle.BOTH, HyphenStyle.SPLIT, _UNVERIFIED),
    limits=LIMITS,
    history=None,
    write=write,
    caps=(
        Cap(
            CapUnit.ENCODED,
            _LONGEST,
            "shorten the lists of words; the whole address may have about 4 KB",
            _DOCS,
        ),
    ),
    automatic_variants=_DOCS,
    address=address,
    requests=Requests(spell, _DOCS, limits_beside=True),
    sent_as="sent as `filter` of works; the parameter `search` would search full texts too",
)
