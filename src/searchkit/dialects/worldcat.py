"""WorldCat: a library catalogue's search language, an index label before each word.

Sources: A9 WorldCat Search API index tips (grade vendor, version 1), OCLC's search
guidelines for worldcat.org (vendor), University of Maryland and Illinois guides to index
labels and wildcards (guide), clients of version 2 (practice). The traps: records are of
books and journals, few with an abstract, and articles on worldcat.org are not in the
programming interface; `*` and `#` need three characters before them; nearness is described
for older pages only, so it is not used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from types import MappingProxyType

from searchkit.dialects.languages import THREE_LETTERS
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
    WildcardSymbol,
)
from searchkit.dialects.spelling import (
    STOP_WORDS,
    Quoting,
    any_text,
    boolean,
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

_TIPS = Evidence(Grade.VENDOR, "OCLC: tips on specific indexes of the WorldCat Search API (old)")
_LABELS = Evidence(Grade.GUIDE, "University of Maryland guide: searching with OCLC index labels")
_WILD = Evidence(Grade.GUIDE, "Illinois and Maryland guides: wildcards in WorldCat")
_CLIENTS = Evidence(Grade.PRACTICE, "queries of bookops-worldcat on version 2 of the interface")
_UNVERIFIED = Evidence(Grade.UNVERIFIED, "no stored source for version 2 of the interface")


def _code(code: str, *covers: Field, evidence: Evidence = _LABELS) -> FieldCode:
    return FieldCode(code, frozenset(covers), evidence)


FIELDS = (
    _code("ti", Field.TITLE, evidence=_CLIENTS),
    _code("su", Field.HEADING_WORD, evidence=_CLIENTS),
    _code("au", Field.AUTHOR, evidence=_CLIENTS),
    _code("pb", Field.PUBLISHER),
    _code("bn", Field.ISBN),
    _code("in", Field.ISSN),
    _code("ln", Field.LANGUAGE),
    FieldCode(
        "kw",
        frozenset(
            {
                Field.TITLE,
                Field.ABSTRACT,
                Field.TABLE_OF_CONTENTS,
                Field.HEADING_WORD,
                Field.AUTHOR,
                Field.PUBLISHER,
                Field.ISBN,
                Field.YEAR,
            }
        ),
        _TIPS,
        frozenset({Field.TEXT_WORD, Field.MULTI_PURPOSE, Field.ALL_FIELDS}),
    ),
)

DATABASES = (
    Database(
        "worldcat", "WorldCat", "", MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}), _TIPS
    ),
)

LIMITS = MappingProxyType(
    {
        LimitKind.LANGUAGE: LimitRow(_LABELS, THREE_LETTERS),
        LimitKind.YEARS: LimitRow(_UNVERIFIED, closes_open_end=True),
    }
)

WILDCARDS = Wildcards(
    symbols=(
        WildcardSymbol("*", 0, None, _WILD),
        WildcardSymbol("#", 1, 1, _WILD),
    ),
    minimum_stem=3,
    inside=True,
    leading=False,
    in_phrase=PhraseWildcards.NOWHERE,
    evidence=_WILD,
)

_FIRST = "1000"
_QUOTING = Quoting(WILDCARDS.symbols, re.compile(r"[\w*#]+"), frozenset({"and", "or", "not"}))


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell)
            case Fielded(operand):
                return f"{field_code(part, DIALECT).code}:{_text(operand)}"
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case _:
                raise undeclared(part, DIALECT.title)

    return spell(node)


def _text(node: Node) -> str:
    return words(node, _QUOTING, DIALECT.title)


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            parts = [f"ln:{value}" for value in values]
            return any_text(parts)
        case LimitKind.YEARS:
            first, last = values
            end = "" if last == CURRENT else last[:4]
            return f"yr:{first[:4] or _FIRST}-{end}"
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), DIALECT.title)


DIALECT = Dialect(
    name="worldcat",
    title="WorldCat",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_WORD,
    default_field=Field.MULTI_PURPOSE,
    default_evidence=_TIPS,
    wildcards=WILDCARDS,
    proximity=None,
    headings=Headings(frozenset(), _TIPS, text_field=Field.HEADING_WORD),
    hyphens=Hyphens(HyphenStyle.BOTH, HyphenStyle.SPLIT, _UNVERIFIED),
    limits=LIMITS,
    history=None,
    write=write,
    stop_words=STOP_WORDS,
    sent_as="pasted into the search box of worldcat.org, or sent as `q` to its interface, which "
    "has no articles",
)
