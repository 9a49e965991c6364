"""Write: a tree becomes Ovid's text; what is written reads back to the same tree."""

from __future__ import annotations

import re

from searchkit.dialects.ovid.limits import spell_limit
from searchkit.dialects.ovid.tables import FIELDS, WILDCARDS
from searchkit.dialects.spec import Refer
from searchkit.dialects.spelling import apart, chained, undeclared, word
from searchkit.errors import DialectError
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Heading,
    Limit,
    LimitKind,
    LineRange,
    LineReference,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Raw,
    Term,
)

_TITLE = "Ovid"
_ORDER = [row.code for row in FIELDS]
_PLAIN = re.compile(r"(?!\d+$)[\w'’&*$?#:+-]+")
_RESERVED = re.compile(r"(?:and|or|not|adj\d*|near\d*|next\d*|exp)", re.IGNORECASE)


def write(node: Node, refer: Refer) -> str:
    """Spell a tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And(operands):
                return " and ".join(apart(operand, spell) for operand in operands)
            case Or(operands):
                return " or ".join(apart(operand, spell) for operand in operands)
            case Not(included, excluded):
                return f"{apart(included, spell)} not {apart(excluded, spell)}"
            case Near(_, distance, ordered):
                if ordered and distance:
                    raise DialectError("Ovid has no ordered operator with a distance")
                operator = "adj" if ordered else f"adj{distance + 1}"
                return chained(part, operator, spell)
            case Fielded(operand, fields):
                inner = spell(operand)
                closed = isinstance(operand, Term | Phrase | Heading | LineReference)
                return (inner if closed else f"({inner})") + _suffix(fields)
            case Term():
                return _word(part)
            case Phrase(words):
                return '"' + " ".join(word(one, WILDCARDS.symbols) for one in words) + '"'
            case Heading():
                return _heading(part)
            case LineReference(number):
                return refer(number)
            case LineRange(operator, ranges):
                shown = ",".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)
                return f"{operator.value}/{shown}"
            case Limit():
                return limited(part)
            case Raw(text, "ovid"):
                return text
            case _:
                raise undeclared(part, _TITLE)

    def limited(part: Limit) -> str:
        if part.kind is LimitKind.DEDUPLICATED:
            return f"remove duplicates from {spell(part.operand)}"
        if part.kind is LimitKind.DATABASE:
            return f"{spell(part.operand)} use {part.values[0]}"
        if part.kind is LimitKind.FREQUENCY:
            return f"{spell(part.operand)}/freq={part.values[0]}"
        limits: list[str] = []
        operand: Node = part
        while isinstance(operand, Limit) and operand.kind not in _COMMANDS:
            limits.insert(0, spell_limit(operand.kind, operand.values))
            operand = operand.operand
        text = spell(operand)
        if not text.isdigit() and (part_as_words := _as_words(part)):
            return f"{text} and {part_as_words}"
        shown = limits[0] if len(limits) == 1 else f"({' and '.join(limits)})"
        return f"limit {text} to {shown}"

    return spell(node)


_COMMANDS = frozenset({LimitKind.DEDUPLICATED, LimitKind.DATABASE, LimitKind.FREQUENCY})


def _as_words(node: Limit) -> str | None:
    """Return limits as search words, for a search in one string: Ovid limits only its lines."""
    parts: list[str] = []
    operand: Node = node
    while isinstance(operand, Limit):
        match operand.kind:
            case LimitKind.LANGUAGE:
                names = " or ".join(operand.values)
                parts.insert(0, f"{names}.lg." if len(operand.values) == 1 else f"({names}).lg.")
            case LimitKind.HUMANS:
                parts.insert(0, "humans/")
            case _:
                return None
        operand = operand.operand
    return " and ".join(parts)


def _word(term: Term) -> str:
    text = word(term, WILDCARDS.symbols)
    plain = _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text)
    return text if plain else f'"{text}"'


def _suffix(fields: tuple[Field, ...]) -> str:
    codes: list[str] = []
    for name in fields:
        code = next((row.code for row in FIELDS if name in row.covers), None)
        if code is None:
            raise DialectError(f"{_TITLE} has no field for {name.value}")
        if code not in codes:
            codes.append(code)
    codes.sort(key=_ORDER.index)
    return f".{','.join(codes)}."


def _heading(node: Heading) -> str:
    plain = re.fullmatch(r"[\w,' &.+-]+", node.label) and not re.search(
        r"\b(?:and|or|not|of|adj\d*|exp)\b|\.", node.label, re.IGNORECASE
    )
    label = node.label if plain else f'"{node.label}"'
    marks = ("exp " if node.explode else "") + ("*" if node.major else "")
    return f"{marks}{label}/{', '.join(node.subheadings)}"
