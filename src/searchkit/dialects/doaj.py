"""DOAJ: the query string of its article search, which stands in the path of the address.

Sources: DOAJ's documentation and its server, which is public (grade vendor); public clients
(practice). The traps: the server refuses a search with `*`, `?` or `~`, in quotes too, so
there are neither wildcards nor nearness and these signs go out of words; it takes a colon for
a field's only when an AND or OR stands since the last one, so exclusion is `AND NOT`; a colon
or slash in a word becomes a space, save the slash of a DOI. Nothing is reduced to its stem.
The line of a request may have 4,094 characters; a longer search is cut into several that
together find the same. Subjects are those of journals: there are no headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import quote

from searchkit.diagnostics import Effect
from searchkit.dialects.languages import TWO_LETTERS
from searchkit.dialects.parts import split
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
    STOP_WORDS,
    Operators,
    Quoting,
    any_text,
    boolean,
    bracketed,
    field_code,
    limited,
    no_line,
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
    Phrase,
    Term,
    any_of,
    children,
    with_children,
)

_DOCS = Evidence(Grade.VENDOR, "DOAJ API documentation: short field names, fields of the answers")
_SERVER = Evidence(Grade.VENDOR, "DOAJ's server, which is public: what a search may hold")
_INDEX = Evidence(
    Grade.VENDOR, "DOAJ's server, which is public: text is indexed as Elasticsearch does by itself"
)
_LINE = Evidence(
    Grade.VENDOR, "DOAJ's server, which is public: gunicorn as it comes, 4,094 characters a line"
)
_GUIDE = Evidence(Grade.GUIDE, "Nested Knowledge guide: searching DOAJ")
_CLIENTS = Evidence(Grade.PRACTICE, "public clients of DOAJ, 2026")
_NAMES = Evidence(
    Grade.UNVERIFIED,
    "recorded answers have the given name first; a whole name in quotes finds one order only",
)


def _code(
    code: str, *covers: Field, evidence: Evidence = _DOCS, customary: Field | None = None
) -> FieldCode:
    groups = frozenset({customary} if customary else ())
    return FieldCode(code, frozenset(covers), evidence, groups)


_PARTS = (
    _code("title", Field.TITLE),
    _code("abstract", Field.ABSTRACT),
    _code("bibjson.keywords", Field.AUTHOR_KEYWORD),
    _code("bibjson.author.name", Field.AUTHOR, evidence=_NAMES),
    _code("bibjson.author.affiliation", Field.INSTITUTION),
    _code("journal", Field.JOURNAL, Field.JOURNAL_WORD),
    _code("publisher", Field.PUBLISHER),
    _code("issn", Field.ISSN),
    _code("doi", Field.DOI),
    _code("bibjson.journal.volume", Field.VOLUME),
    _code("bibjson.journal.number", Field.ISSUE),
    _code("bibjson.year", Field.YEAR),
)

FIELDS = (*_PARTS, _code("", Field.ALL_FIELDS, evidence=_GUIDE, customary=Field.ALL_FIELDS))

DATABASES = (
    Database(
        "articles",
        "DOAJ",
        "",
        MappingProxyType({Field.ALL_FIELDS: frozenset().union(*(row.covers for row in _PARTS))}),
        _GUIDE,
    ),
)

LIMITS = MappingProxyType(
    {
        LimitKind.YEARS: LimitRow(_GUIDE),
        LimitKind.LANGUAGE: LimitRow(
            _CLIENTS,
            TWO_LETTERS,
            caution="the language is that of the journal; one with several counts for each",
            effect=Effect.DIFFERENT,
        ),
    }
)

WILDCARDS = Wildcards(
    symbols=(),
    minimum_stem=1,
    inside=False,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_SERVER,
)

_OPERATORS = Operators(negation="AND NOT")
_FIRST, _LAST = "1000", "3000"
"""Ends of an open range; `*` is a wildcard to the server."""
_LONGEST = 3800
"""Characters of the encoded search; the rest of the line is for a range of days and the page."""
_QUOTING = Quoting(
    WILDCARDS.symbols, re.compile(r"\w+"), frozenset({"and", "or", "not", "to"}), '"\\/:*?~'
)
_DOI_QUOTING = replace(_QUOTING, removed=_QUOTING.removed.replace("/", ""))


def address(text: str) -> str:
    """Return the address of the programming interface that answers a search."""
    return f"https://doaj.org/api/search/articles/{quote(text, safe='')}"


def spell(node: Node) -> tuple[str, ...]:
    """Return the texts of the requests that together find a whole search.

    A search that cannot be cut until all requests fit, for the length of its exclusions, is
    left whole, and the cap tells so.
    """
    whole = write(node, no_line)
    if _fits(whole):
        return (whole,)
    held: list[Node] = []
    cuttable = _sealed(_opened(node), held)

    def text(part: Node) -> str:
        return write(_gathered(part), lambda number: bracketed(_gathered(held[number]), text))

    if not _fits(text(_least(cuttable))):
        return (whole,)
    texts = tuple(text(part) for part in split(cuttable, lambda part: _fits(text(part))))
    return texts if all(map(_fits, texts)) else (whole,)


def _fits(text: str) -> bool:
    return len(quote(text, safe="")) <= _LONGEST


def _sealed(node: Node, held: list[Node]) -> Node:
    """Return a tree with a reference for each exclusion, which is then neither cut nor spread."""
    if isinstance(node, Not):
        held.append(node.excluded)
        reference = LineReference(len(held) - 1)
        return Not(_sealed(node.included, held), reference, node.span)
    if isinstance(node, And | Or | Limit):
        return with_children(node, [_sealed(part, held) for part in children(node)])
    return node


def _least(node: Node) -> Node:
    """Return a search with one of each list of alternatives."""
    match node:
        case Or(operands):
            return _least(operands[0])
        case And() | Not() | Limit():
            return with_children(node, [_least(part) for part in children(node)])
        case _:
            return node


def _opened(node: Node) -> Node:
    """Return a tree with a field on each word and phrase, so that all its lists can be cut."""
    match node:
        case Fielded(And() | Or() | Not() as operand, fields):
            parts = [_opened(Fielded(part, fields, part.span)) for part in children(operand)]
            return with_children(operand, parts)
        case And() | Or() | Not() | Limit():
            return with_children(node, [_opened(part) for part in children(node)])
        case _:
            return node


def _gathered(node: Node) -> Node:
    """Return a tree with alternatives in the same field written under one."""
    match node:
        case Or(operands):
            lists: dict[tuple[Field, ...], list[Node]] = {}
            for part in operands:
                if isinstance(part, Fielded):
                    lists.setdefault(part.fields, []).append(part.operand)
            others = [_gathered(part) for part in operands if not isinstance(part, Fielded)]
            named = [Fielded(any_of(parts), fields) for fields, parts in lists.items()]
            return any_of([*named, *others], node.span)
        case And() | Not() | Limit():
            return with_children(node, [_gathered(part) for part in children(node)])
        case _:
            return node


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spelled(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spelled, _OPERATORS)
            case Term() | Phrase():
                return _text(part)
            case Fielded(operand, fields):
                inner = _doi if Field.DOI in fields else _text
                return f"{field_code(part, DIALECT).code}:{bracketed(operand, inner)}"
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spelled)
            case _:
                raise undeclared(part, DIALECT.title)

    return spelled(node)


def _text(node: Node, quoting: Quoting = _QUOTING) -> str:
    if isinstance(node, And | Or | Not):
        return boolean(node, lambda part: _text(part, quoting), _OPERATORS)
    return words(node, quoting, DIALECT.title)


def _doi(node: Node) -> str:
    return _text(node, _DOI_QUOTING)


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            return any_text([f"bibjson.journal.language:{value}" for value in values])
        case LimitKind.YEARS:
            first, last = values
            end = _LAST if last in {CURRENT, ""} else last[:4]
            return f"bibjson.year:[{first[:4] or _FIRST} TO {end}]"
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), DIALECT.title)


DIALECT = Dialect(
    name="doaj",
    title="DOAJ",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.ALL_FIELDS,
    default_evidence=_GUIDE,
    wildcards=WILDCARDS,
    proximity=None,
    headings=Headings(frozenset(), _DOCS, text_field=Field.MULTI_PURPOSE),
    hyphens=Hyphens(HyphenStyle.SPLIT, HyphenStyle.SPLIT, _INDEX),
    limits=LIMITS,
    history=None,
    write=write,
    caps=(
        Cap(
            CapUnit.ENCODED,
            _LONGEST,
            "shorten the lists of words; the line of a request may have 4,094 characters",
            _LINE,
        ),
    ),
    stop_words=STOP_WORDS,
    address=address,
    requests=Requests(spell, _LINE),
    sent_as="sent in the path of the address of the article search; the website's search box "
    "takes another language",
)
