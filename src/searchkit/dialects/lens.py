"""Lens: the query string of its scholarly search, sent without stemming.

Sources: A5 the Lens API documentation and knowledge base (grade vendor). The traps: a
wildcard clashes with stemming, so the text is to be sent with `stemming` off; nearness is
Lucene's slop, which makes the other order cost two words; headings are matched as written,
capitals included, without narrower headings; words without an operator are joined as the
request says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from searchkit.dialects.spec import (
    Chains,
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
    Proximity,
    Refer,
    Wildcards,
    WildcardSymbol,
)
from searchkit.dialects.spelling import (
    STOP_WORDS,
    Quoting,
    boolean,
    bracketed,
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
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    literal,
)

_API = Evidence(Grade.VENDOR, "Lens API documentation: scholar request, searchable fields")
_SYNTAX = Evidence(Grade.VENDOR, "Lens knowledge base: search syntax, proximity search")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source; Lucene's usual behaviour")


def _code(code: str, *covers: Field, evidence: Evidence = _API) -> FieldCode:
    return FieldCode(code, frozenset(covers), evidence)


FIELDS = (
    _code("title", Field.TITLE),
    _code("abstract", Field.ABSTRACT),
    _code("keyword", Field.AUTHOR_KEYWORD),
    _code("full_text", Field.FULL_TEXT),
    _code("author.display_name", Field.AUTHOR),
    _code("author.affiliation.name", Field.INSTITUTION),
    _code("source.title", Field.JOURNAL, Field.JOURNAL_WORD),
    _code("source.publisher", Field.PUBLISHER),
    _code("source.issn", Field.ISSN),
    _code("chemical.substance_name", Field.SUBSTANCE),
    _code("chemical.registry_number", Field.REGISTRY_NUMBER),
    _code("funding.funding_id", Field.GRANT),
    _code("publication_supplementary_type", Field.PUBLICATION_TYPE),
    _code("ids.doi", Field.DOI),
    _code("ids.pmid", Field.PMID),
    _code("year_published", Field.YEAR),
    _code("", Field.ALL_FIELDS, evidence=_UNVERIFIED),
)

DATABASES = (
    Database(
        "lens",
        "Lens scholarly works",
        "mesh",
        MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}),
        _API,
        frozenset(HeadingPart),
    ),
)

LIMITS = MappingProxyType({LimitKind.YEARS: LimitRow(_API)})

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, None, _SYNTAX),
        WildcardSymbol("?", 1, 1, _SYNTAX),
    ),
    minimum_stem=1,
    inside=True,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_SYNTAX,
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
    evidence=_SYNTAX,
    reversal=2,
)

HEADINGS = Headings(
    vocabularies=frozenset({"mesh"}),
    evidence=_API,
    text_field=Field.MULTI_PURPOSE,
)

_FIRST, _LAST = "1000", "3000"
_QUOTING = Quoting(WILDCARDS.symbols, re.compile(r"[\w*?]+"), frozenset({"and", "or", "not", "to"}))


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell)
            case Term() | Phrase() | Near():
                return _text(part)
            case Fielded(operand):
                return f"{field_code(part, DIALECT).code}:{bracketed(operand, _text)}"
            case Heading(label):
                return f"mesh_term.mesh_heading:{quoted(label)}"
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case _:
                raise undeclared(part, DIALECT.title)

    return spell(node)


def _text(node: Node) -> str:
    match node:
        case And() | Or() | Not():
            return boolean(node, _text)
        case Term() | Phrase():
            return words(node, _QUOTING, DIALECT.title)
        case Near(operands, distance):
            terms = [literal(part) or "" for part in operands if isinstance(part, Term)]
            return f"{quoted(' '.join(terms))}~{distance}"
        case _:
            raise undeclared(node, DIALECT.title)


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    if kind is not LimitKind.YEARS:
        raise undeclared(Limit(Term(()), kind, tuple(values)), DIALECT.title)
    first, last = values
    end = _LAST if last in {CURRENT, ""} else last[:4]
    return f"year_published:[{first[:4] or _FIRST} TO {end}]"


DIALECT = Dialect(
    name="lens",
    title="Lens",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.ALL_FIELDS,
    default_evidence=_UNVERIFIED,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=HEADINGS,
    hyphens=Hyphens(HyphenStyle.SPLIT, HyphenStyle.SPLIT, _UNVERIFIED),
    limits=LIMITS,
    history=None,
    write=write,
    stop_words=STOP_WORDS,
    sent_as='sent as `query` with `"stemming": false`, or wildcards and plain words find '
    "other words than they say; headings are matched with their capitals",
)
