"""Write: a tree becomes Ovid's text; what is written reads back to the same tree.

A limit is written over a line only (`limit 3 to humans`), as Ovid takes it; languages can
be words too. `line_operand` says which limits need that line.
"""

from __future__ import annotations

import re
from collections.abc import Callable

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
                return " and ".join(_grouped(operand, spell) for operand in operands)
            case Or(operands):
                return " or ".join(_grouped(operand, spell) for operand in operands)
            case Not(included, excluded):
                return f"{_grouped(included, spell)} not {_grouped(excluded, spell)}"
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
        if part.kind is LimitKind.FREQUENCY:
            return f"{apart(part.operand, spell)}/freq={part.values[0]}"
        operand = _limited_by(part)
        text = spell(operand)
        if line_operand(part) is None and not (part is node and text.isdigit()):
            return f"{_grouped(operand, spell)} and {_as_words(part)}"
        if not isinstance(operand, LineReference):
            raise DialectError("Ovid limits a line, not a search inside one")
        if part.kind is LimitKind.DEDUPLICATED:
            return f"remove duplicates from {text}"
        if part.kind is LimitKind.DATABASE:
            return f"{text} use {part.values[0]}"
        limits = [spell_limit(limit.kind, limit.values) for limit in reversed(_stack(part))]
        shown = limits[0] if len(limits) == 1 else f"({' and '.join(limits)})"
        return f"limit {text} to {shown}"

    return spell(node)


_COMMANDS = frozenset({LimitKind.DEDUPLICATED, LimitKind.DATABASE})
_ALONE = _COMMANDS | {LimitKind.FREQUENCY}


def line_operand(node: Node) -> Node | None:
    """Return what stands under a limit that Ovid takes over a line only, else None."""
    if not isinstance(node, Limit) or node.kind is LimitKind.FREQUENCY:
        return None
    if all(limit.kind is LimitKind.LANGUAGE for limit in _stack(node)):
        return None
    return _limited_by(node)


def _stack(node: Limit) -> list[Limit]:
    """Return the limits that stand on top of one another in one command, the outer one first.

    Two of a kind need two commands: in one they would be alternatives.
    """
    limits = [node]
    while node.kind not in _ALONE and isinstance(node.operand, Limit):
        node = node.operand
        if node.kind in _ALONE or any(limit.kind is node.kind for limit in limits):
            break
        limits.append(node)
    return limits


def _limited_by(node: Limit) -> Node:
    return _stack(node)[-1].operand


def _grouped(node: Node, spell: Callable[[Node], str]) -> str:
    """Return a node's text, in brackets when it could come apart beside an operator."""
    limited = isinstance(node, Limit) and node.kind is not LimitKind.FREQUENCY
    return f"({spell(node)})" if limited else apart(node, spell)


def _as_words(node: Limit) -> str:
    """Return limits on languages as search words."""
    parts: list[str] = []
    for limit in reversed(_stack(node)):
        names = " or ".join(limit.values)
        parts.append(f"{names}.lg." if len(limit.values) == 1 else f"({names}).lg.")
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
