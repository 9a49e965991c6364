"""arXiv: a prefix before words or groups, in the `search_query` of its interface.

Sources: A4 arXiv API user manual (grade vendor), notes on observed behaviour of the client
arxivql and tests of arXiv's own (grade practice). The traps: exclusion is ANDNOT; words side
by side are joined by OR, so every operator is written; words are reduced to their stems, so
wildcards find next to nothing; a quoted phrase has been seen to match its words in any
order; dates are dates of submission.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType
from urllib.parse import quote_plus

from searchkit.diagnostics import Effect
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
)
from searchkit.dialects.spelling import (
    Operators,
    Quoting,
    boolean,
    bracketed,
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

_MANUAL = Evidence(Grade.VENDOR, "arXiv API user manual: query construction")
_SEEN = Evidence(Grade.PRACTICE, "arxivql notes on the arXiv API; tests of arXiv's search")

_EVERYTHING = frozenset(
    {
        Field.TITLE,
        Field.ABSTRACT,
        Field.AUTHOR,
        Field.COMMENT,
        Field.JOURNAL,
        Field.SECONDARY_IDENTIFIER,
    }
)

FIELDS = (
    FieldCode("ti", frozenset({Field.TITLE}), _MANUAL),
    FieldCode("abs", frozenset({Field.ABSTRACT}), _MANUAL),
    FieldCode("au", frozenset({Field.AUTHOR}), _MANUAL),
    FieldCode("co", frozenset({Field.COMMENT}), _MANUAL),
    FieldCode("jr", frozenset({Field.JOURNAL}), _MANUAL),
    FieldCode("rn", frozenset({Field.SECONDARY_IDENTIFIER}), _MANUAL),
    FieldCode("all", _EVERYTHING, _MANUAL, frozenset({Field.MULTI_PURPOSE, Field.ALL_FIELDS})),
)

DATABASES = (
    Database("arxiv", "arXiv", "", MappingProxyType({Field.ALL_FIELDS: _EVERYTHING}), _MANUAL),
)

_SUBMITTED = "the date is that of the first submission to arXiv, not of publication"

LIMITS = MappingProxyType(
    {
        kind: LimitRow(_MANUAL, caution=_SUBMITTED, closes_open_end=True, effect=Effect.DIFFERENT)
        for kind in (LimitKind.YEARS, LimitKind.PUBLICATION_DATE, LimitKind.CREATE_DATE)
    }
)

WILDCARDS = Wildcards(
    symbols=(),
    minimum_stem=1,
    inside=False,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    one_form=True,
    evidence=_SEEN,
)

_OPERATORS = Operators(negation="ANDNOT")
_FIRST = "1991"
"""arXiv opened in 1991."""
_QUOTING = Quoting(
    WILDCARDS.symbols, re.compile(r"\w+"), frozenset({"and", "or", "andnot", "not", "to"})
)


def address(text: str) -> str:
    """Return the address of the programming interface that answers a search."""
    return f"https://export.arxiv.org/api/query?search_query={quote_plus(text)}"


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell, _OPERATORS)
            case Fielded(operand):
                return f"{field_code(part, DIALECT).code}:{bracketed(operand, _text)}"
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case _:
                raise undeclared(part, DIALECT.title)

    return spell(node)


def _text(node: Node) -> str:
    if isinstance(node, And | Or | Not):
        return boolean(node, _text, _OPERATORS)
    return words(node, _QUOTING, DIALECT.title)


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    if kind not in LIMITS:
        raise undeclared(Limit(Term(()), kind, tuple(values)), DIALECT.title)
    first, last = values
    start = _moment(first or _FIRST, "0101", "0000")
    end = _moment(last, "1231", "2359") if last not in {CURRENT, ""} else "300012312359"
    return f"submittedDate:[{start} TO {end}]"


def _moment(value: str, rest: str, time: str) -> str:
    """Return a date with its time in GMT.

    >>> _moment("2018", "1231", "2359")
    '201812312359'
    """
    return f"{value if len(value) == 8 else value[:4] + rest}{time}"


DIALECT = Dialect(
    name="arxiv",
    title="arXiv",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.ALL_FIELDS,
    default_evidence=_MANUAL,
    wildcards=WILDCARDS,
    proximity=None,
    headings=Headings(frozenset(), _MANUAL, text_field=Field.MULTI_PURPOSE),
    hyphens=Hyphens(HyphenStyle.SPLIT, HyphenStyle.SPLIT, _SEEN),
    limits=LIMITS,
    history=None,
    write=write,
    automatic_variants=_SEEN,
    phrase_caution="the words of a phrase have been seen to match in any order on arXiv",
    address=address,
    sent_as="sent as `search_query`, one request in three seconds",
)
