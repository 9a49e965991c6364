"""Google Scholar: short searches for its one search box, as many as a long search needs.

Sources: A11 Portsmouth and Regina guides (grade guide), Boeker 2013 and Gusenbauer and
Haddaway on what it cannot do. The traps: 256 characters at most, operators counted; no
truncation, no nearness, full texts always searched; alternatives work side by side in one
pair of brackets, not nested; about 1,000 results can be seen, in an order that cannot be
repeated. A long search becomes several short ones that together find the same.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import quote_plus

from searchkit.dialects.parts import is_grouped, sides, split
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
    PhraseWildcards,
    Refer,
    Requests,
    Wildcards,
)
from searchkit.dialects.spelling import Quoting, field_code, is_group, no_line, undeclared, words
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    LineReference,
    Node,
    Not,
    Or,
    Phrase,
    Term,
)

_PORTSMOUTH = Evidence(Grade.GUIDE, "Portsmouth library: Google Scholar's syntax and its cap")
_REGINA = Evidence(Grade.GUIDE, "Regina library: how Google Scholar searches")
_OPERATORS = Evidence(Grade.GUIDE, "guides to Google Scholar's operators")

FIELDS = (
    FieldCode("intitle", frozenset({Field.TITLE}), _OPERATORS),
    FieldCode("author", frozenset({Field.AUTHOR}), _OPERATORS),
    FieldCode("source", frozenset({Field.JOURNAL}), _OPERATORS),
    FieldCode(
        "",
        frozenset(
            {Field.TITLE, Field.ABSTRACT, Field.AUTHOR_KEYWORD, Field.AUTHOR, Field.FULL_TEXT}
        ),
        _PORTSMOUTH,
        frozenset({Field.TEXT_WORD, Field.MULTI_PURPOSE, Field.ALL_FIELDS}),
    ),
)

DATABASES = (
    Database(
        "scholar",
        "Google Scholar",
        "",
        MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}),
        _PORTSMOUTH,
    ),
)

WILDCARDS = Wildcards(
    symbols=(),
    minimum_stem=1,
    inside=False,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    one_form=True,
    evidence=_REGINA,
)

LONGEST = 256
_QUOTING = Quoting(WILDCARDS.symbols, re.compile(r"\w+"), frozenset({"and", "or", "not", "around"}))


def address(text: str) -> str:
    """Return the address that opens a search."""
    return f"https://scholar.google.com/scholar?q={quote_plus(text)}"


def spell(node: Node) -> tuple[str, ...]:
    """Return short searches without nested brackets that together find a whole search."""

    def fits(part: Node) -> bool:
        return is_grouped(part) and len(_text(part, no_line)) <= LONGEST

    return tuple(_text(part, no_line) for part in split(node, fits))


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""
    return _text(node, refer)


def _text(node: Node, refer: Refer) -> str:
    def inner(part: Node) -> str:
        text = _text(part, refer)
        return f"({text})" if is_group(part) else text

    match node:
        case Or(operands):
            return " OR ".join(inner(part) for part in operands)
        case And() | Not():
            required, excluded = sides(node)
            return " ".join([*map(inner, required), *(f"-{inner(part)}" for part in excluded)])
        case Term() | Phrase():
            return _words(node)
        case Fielded(operand):
            return f"{field_code(node, DIALECT).code}:{_words(operand)}"
        case LineReference(number):
            return refer(number)
        case _:
            raise undeclared(node, DIALECT.title)


def _words(node: Node) -> str:
    return words(node, _QUOTING, DIALECT.title)


DIALECT = Dialect(
    name="google-scholar",
    title="Google Scholar",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_WORD,
    default_field=Field.MULTI_PURPOSE,
    default_evidence=_PORTSMOUTH,
    wildcards=WILDCARDS,
    proximity=None,
    headings=Headings(frozenset(), _PORTSMOUTH, text_field=Field.MULTI_PURPOSE),
    hyphens=Hyphens(HyphenStyle.SPLIT, HyphenStyle.SPLIT, _OPERATORS),
    limits=MappingProxyType({}),
    history=None,
    write=write,
    caps=(
        Cap(
            CapUnit.CHARACTERS,
            LONGEST,
            "shorten the phrases, or leave out one of the concepts",
            _PORTSMOUTH,
        ),
    ),
    automatic_variants=_REGINA,
    address=address,
    requests=Requests(spell, _PORTSMOUTH, brackets=False),
    sent_as="pasted into the search box, one search after the other; note the date and how many "
    "of the first results were taken",
)
