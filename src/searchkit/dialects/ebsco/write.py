"""Write: a lowered tree becomes EBSCOhost's text; what is written reads back the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from searchkit.dialects.ebsco.tables import DESCRIPTORS, FIELDS, FIRST_YEAR, WILDCARDS
from searchkit.dialects.spec import Refer
from searchkit.dialects.spelling import (
    any_text,
    boolean,
    first_day,
    last_day,
    limited,
    row_of,
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

_TITLE = "EBSCOhost"
_CODES = "|".join(code for row in FIELDS for code in (row.code, *row.other_codes) if code)
_RESERVED = re.compile(rf"(?:and|or|not|[nws]\d+|{_CODES}|XB|MM|MJ|MA)", re.IGNORECASE)
_PLAIN = re.compile(r"(?![*#?])[\w*#?'-]*")


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell)
            case Fielded(operand):
                return _fielded(row_of(part, FIELDS, _TITLE).code, operand, spell)
            case Near(operands, distance, ordered):
                operator = f" {'W' if ordered else 'N'}{distance} "
                return f"({operator.join(_operand(one, spell) for one in operands)})"
            case Term():
                return _word(part)
            case Phrase(words):
                return f'"{" ".join(word(one, WILDCARDS.symbols) for one in words)}"'
            case Heading():
                return _heading(part)
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case Raw(text, "ebsco"):
                return text
            case _:
                raise undeclared(part, _TITLE)

    return spell(node)


def _fielded(code: str, operand: Node, spell: Callable[[Node], str]) -> str:
    text = spell(operand)
    # Without brackets, a language and a date are limits.
    if isinstance(operand, And | Or | Not) or (code in {"LA", "DT"} and text[0] != "("):
        return f"{code} ({text})"
    return f"{code} {text}"


def _operand(node: Node, spell: Callable[[Node], str]) -> str:
    text = spell(node)
    return f"({text})" if isinstance(node, And | Or | Not) else text


def _word(term: Term) -> str:
    text = word(term, WILDCARDS.symbols)
    plain = _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text)
    return text if plain else f'"{text}"'


def _heading(node: Heading) -> str:
    code = "MM" if node.major else "DE" if node.vocabulary in DESCRIPTORS else "MH"
    label = node.label.replace('"', "") + ("+" if node.explode else "")
    subheadings = "/".join(["", *(one.upper() for one in node.subheadings)])
    return f'({code} "{label}{subheadings}")'


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            parts = [f"LA {value.capitalize()}" for value in values]
            return any_text(parts)
        case LimitKind.YEARS:
            first, last = values
            return f"DT {first[:4] or FIRST_YEAR}0101-{last[:4]}1231"
        case LimitKind.PUBLICATION_DATE:
            first, last = values
            return f"DT {first_day(first or FIRST_YEAR)}-{last_day(last)}"
        case LimitKind.PUBLICATION_TYPE:
            return f"PT ({' OR '.join(_quoted(value) for value in values)})"
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), _TITLE)


def _quoted(text: str) -> str:
    return f'"{text}"' if re.search(r"\W", text) else text
