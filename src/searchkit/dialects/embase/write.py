"""Write: a lowered tree becomes Embase.com's text; what is written reads back the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.dialects.embase.tables import DISEASE_LINKS, FIELDS, FIRST_YEAR, WILDCARDS
from searchkit.dialects.spec import Refer
from searchkit.dialects.spelling import (
    any_text,
    boolean,
    chained,
    codes_of,
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
)

_TITLE = "Embase.com"
_PLAIN = re.compile(r"(?![*?$])(?:[\w*?$]+|(?=.*[*?$])[\w*?$-]+)")
"""Words without quotation marks; in them a wildcard would do nothing."""

_RESERVED = re.compile(r"(?:and|or|not|near|next)", re.IGNORECASE)


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, _grouped)
            case Fielded(operand, fields):
                text = spell(operand)
                held = text if isinstance(operand, Term | Phrase) else f"({text})"
                return f"{held}:{','.join(codes_of(fields, FIELDS, _TITLE))}"
            case Near(_, distance, ordered):
                return chained(part, f"{'NEXT' if ordered else 'NEAR'}/{distance + 1}", spell)
            case Term():
                text = word(part, WILDCARDS.symbols)
                plain = _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text)
                return text if plain else _quoted(text)
            case Phrase(words):
                return _quoted(" ".join(word(one, WILDCARDS.symbols) for one in words))
            case Heading():
                return _heading(part)
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case Raw(text, "embase"):
                return text
            case _:
                raise undeclared(part, _TITLE)

    def _grouped(part: Node) -> str:
        return f"({spell(part)})" if isinstance(part, Near) else spell(part)

    return spell(node)


def _quoted(text: str) -> str:
    """Return words in apostrophes, or in double quotation marks when they hold one."""
    mark = '"' if "'" in text else "'"
    return f"{mark}{text.replace(mark, ' ').strip()}{mark}"


def _heading(node: Heading) -> str:
    marks = ("/exp" if node.explode else "/de") + ("/mj" if node.major else "")
    for code in node.subheadings[:1]:
        marks += f"/{'dm' if code in DISEASE_LINKS else 'dd'}_{code}"
    return f"{_quoted(node.label)}{marks}"


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.YEARS:
            first, last = values
            return f"[{first[:4] or FIRST_YEAR}-{last[:4]}]/py"
        case LimitKind.HUMANS | LimitKind.ANIMALS:
            return f"[{kind.value}]/lim"
        case LimitKind.ABSTRACT:
            return "[abstracts]/lim"
        case LimitKind.OTHER:
            return any_text(values)
        case _:
            parts = [f"[{value}]/lim" for value in values]
            return any_text(parts)
