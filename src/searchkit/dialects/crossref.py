"""Crossref: words side by side, ranked by how many a record holds; years as a filter.

Sources: A2 the documentation of the Crossref REST interface (grade vendor). The trap is
that there is no Boolean search at all: what it returns is a list of candidates, best first,
out of which the search itself has to be made afterwards.
"""

from __future__ import annotations

from types import MappingProxyType

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
)
from searchkit.dialects.spelling import no_line, outer_limits, undeclared, word, years
from searchkit.query.fields import Field
from searchkit.query.nodes import Fielded, LimitKind, LineReference, Node, Or, Term

_DOCS = Evidence(Grade.VENDOR, "Crossref REST interface documentation: queries and filters")
_STAFF = Evidence(Grade.VENDOR, "Crossref staff in the community forum: no Boolean operators")

_BIBLIOGRAPHIC = frozenset({Field.TITLE, Field.AUTHOR, Field.ISSN, Field.YEAR})

FIELDS = (
    FieldCode(
        "query.bibliographic",
        _BIBLIOGRAPHIC,
        _DOCS,
        frozenset({Field.TEXT_WORD, Field.MULTI_PURPOSE, Field.ALL_FIELDS}),
    ),
)

DATABASES = (
    Database("works", "Crossref", "", MappingProxyType({Field.ALL_FIELDS: _BIBLIOGRAPHIC}), _DOCS),
)

WILDCARDS = Wildcards(
    symbols=(),
    minimum_stem=1,
    inside=False,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_DOCS,
)


def spell(node: Node) -> tuple[str, ...]:
    """Return the one request for a search that is words side by side."""
    body, limits = outer_limits(node)
    text = f"query.bibliographic={_words(body, no_line)}"
    year = years(limits)
    if year is not None:
        ends = [f"from-pub-date:{year[0]}"] if year[0] else []
        ends += [f"until-pub-date:{year[1]}"] if year[1] else []
        text += f"&filter={','.join(ends)}" if ends else ""
    return (text,)


def write(node: Node, refer: Refer) -> str:
    """Spell words side by side; `refer` gives the text for a reference to a line."""
    return _words(node, refer)


def _words(node: Node, refer: Refer) -> str:
    match node:
        case Term():
            return " ".join(word(node, WILDCARDS.symbols).split())
        case Or(operands):
            return " ".join(_words(part, refer) for part in operands)
        case Fielded(operand):
            return _words(operand, refer)
        case LineReference(number):
            return refer(number)
        case _:
            raise undeclared(node, DIALECT.title)


DIALECT = Dialect(
    name="crossref",
    title="Crossref",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.TEXT_WORD,
    default_evidence=_DOCS,
    wildcards=WILDCARDS,
    proximity=None,
    headings=Headings(frozenset(), _DOCS, text_field=Field.TEXT_WORD),
    hyphens=Hyphens(HyphenStyle.SPLIT, HyphenStyle.SPLIT, _STAFF),
    limits=MappingProxyType({LimitKind.YEARS: LimitRow(_DOCS)}),
    history=None,
    write=write,
    requests=Requests(spell, _STAFF, limits_beside=True, operators=False),
    sent_as="sent as parameters of `works`, encoded; the list is ranked, not a set of records",
)
