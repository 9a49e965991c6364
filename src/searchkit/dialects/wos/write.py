"""Write: a lowered tree becomes Web of Science's text; what it writes reads back to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.dialects.spec import FieldCode, Refer
from searchkit.dialects.spelling import boolean, limited, row_of, undeclared, word
from searchkit.dialects.wos.tables import FIELDS, FIRST_YEAR, OWN_FIELDS, TITLE, WILDCARDS
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
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
    Wildcard,
)

_RESERVED = re.compile(r"(?:and|or|not|same|near(?:/\d+)?)", re.IGNORECASE)
_PLAIN = re.compile(r"[\w*?$]+")
_HYPHENATED = re.compile(r"\w+(?:[-'’/.&+]\w+)*")


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""
    return write_with((*FIELDS, *OWN_FIELDS), node, refer)


def write_with(fields: Sequence[FieldCode], node: Node, refer: Refer) -> str:
    """Spell a lowered tree with the codes of one of Clarivate's interfaces."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell)
            case Fielded(operand):
                code = row_of(part, fields, TITLE).code
                text = _alone(operand)
                grouped = not isinstance(operand, Term | Phrase)
                return f"{code}=({text})" if grouped else f"{code}={text}"
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case Raw(text, "wos"):
                return text
            case _:
                raise undeclared(part, TITLE)

    return spell(node)


def _alone(node: Node) -> str:
    """Return words; a plain one is quoted, so that it is not lemmatised, unless it may vary."""
    match node:
        case And() | Or() | Not():
            return boolean(node, _grouped)
        case Term():
            wild = any(isinstance(piece, Wildcard) for piece in node.pieces)
            text = word(node, WILDCARDS.symbols)
            shape = _HYPHENATED if node.variants else _PLAIN
            bare = (wild or node.variants) and shape.fullmatch(text)
            return text if bare and not _RESERVED.fullmatch(text) else _quoted(text)
        case _:
            return _near(node)


def _grouped(node: Node) -> str:
    return f"({_near(node)})" if isinstance(node, Near) else _alone(node)


def _near(node: Node) -> str:
    match node:
        case Near(operands, distance):
            first, *others = operands
            parts = [_chained(first), *(_operand(part) for part in others)]
            return f" NEAR/{distance} ".join(parts)
        case Or():
            return boolean(node, _operand)
        case Term():
            return _alone(node)
        case Phrase(words):
            return _quoted(" ".join(word(part, WILDCARDS.symbols) for part in words))
        case _:
            raise undeclared(node, TITLE)


def _chained(node: Node) -> str:
    """Return the first operand; NEAR goes from left to right, so a chain needs no brackets."""
    return _near(node) if isinstance(node, Near) else _operand(node)


def _operand(node: Node) -> str:
    return f"({_near(node)})" if isinstance(node, Or | Near) else _near(node)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").strip() + '"'


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            names = [value.capitalize() for value in values]
            return f"LA={names[0]}" if len(names) == 1 else f"LA=({' OR '.join(names)})"
        case LimitKind.YEARS:
            first, last = values
            end = "" if last == CURRENT else last[:4]
            return f"PY={first[:4] or FIRST_YEAR}-{end}"
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), TITLE)
