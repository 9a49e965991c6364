"""Write: a lowered tree becomes ProQuest's text; what is written reads back the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.dialects.proquest.tables import FIELDS, FIRST_YEAR, WILDCARDS
from searchkit.dialects.spec import Refer
from searchkit.dialects.spelling import (
    boolean,
    chained,
    codes_of,
    first_day,
    last_day,
    limited,
    undeclared,
    word,
)
from searchkit.query.nodes import (
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
    Raw,
    Term,
    literal,
)

_TITLE = "ProQuest"
_PLAIN = re.compile(r"(?![*?])(?:[\w*?]+|(?=.*[*?])[\w*?-]+)")
"""Words without quotation marks; it is not known whether a wildcard works in them."""

_RESERVED = re.compile(r"(?:and|or|not|near|pre|[snp]\d+)", re.IGNORECASE)


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, grouped)
            case Fielded(operand, fields):
                return f"{','.join(codes_of(fields, FIELDS, _TITLE))}({spell(operand)})"
            case Near(_, distance, ordered):
                return chained(part, f"{'PRE' if ordered else 'NEAR'}/{distance}", spell)
            case Term():
                return _word(part)
            case Phrase(words):
                text = " ".join(word(one, WILDCARDS.symbols) for one in words)
                return _braced(text) if part.variants else _quoted(text)
            case Heading():
                return _heading(part)
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case Raw(text, "proquest"):
                return text
            case _:
                raise undeclared(part, _TITLE)

    def grouped(part: Node) -> str:
        return f"({spell(part)})" if isinstance(part, Near) else spell(part)

    return spell(node)


def _word(term: Term) -> str:
    """Return a word; a plain one is quoted, so that it does not vary, unless it may."""
    text = word(term, WILDCARDS.symbols)
    if _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text):
        bare = term.variants or literal(term) is None
    else:
        bare = False
    if bare:
        return text
    return _braced(text) if term.variants else _quoted(text)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").strip() + '"'


def _braced(text: str) -> str:
    """Return words in the braces that stand in the place of quotation marks, and let them vary."""
    return "{" + re.sub(r'["{}]', " ", text).strip() + "}"


def _heading(node: Heading) -> str:
    code = "MJMAINSUBJECT.EXACT" if node.major else "MAINSUBJECT.EXACT"
    return f"{code}{'.EXPLODE' if node.explode else ''}({_quoted(node.label)})"


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            return f"LA({' OR '.join(value.capitalize() for value in values)})"
        case LimitKind.YEARS:
            first, last = values
            return f"YR({first[:4] or FIRST_YEAR}-{last[:4]})"
        case LimitKind.PUBLICATION_DATE:
            first, last = values
            return f"PD({first_day(first or FIRST_YEAR)}-{last_day(last)})"
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), _TITLE)
