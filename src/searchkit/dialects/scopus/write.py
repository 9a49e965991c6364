"""Write: a lowered tree becomes Scopus's text; what it writes reads back to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from searchkit.dialects.infix import PROSE
from searchkit.dialects.scopus.tables import DOCUMENT_TYPES, FIELDS, TITLE, WILDCARDS
from searchkit.dialects.spec import (
    Refer,
)
from searchkit.dialects.spelling import (
    Operators,
    any_text,
    boolean,
    limited,
    row_of,
    undeclared,
    word,
)
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
    children,
    literal,
    with_children,
)

_PROSE = frozenset(row.code for row in FIELDS if row.covers & PROSE)
_OPERATORS = Operators(negation="AND NOT")
_RESERVED = re.compile(r"(?:and|or|not|w/\d+|pre/\d+)", re.IGNORECASE)
_NAME = re.compile(r"\w[\w*?'’.-]*")
_PLAIN = re.compile(r"[\w*?]+|[\d-]+[\dXx]")


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell, _OPERATORS)
            case Fielded(operand):
                code = row_of(part, FIELDS, TITLE).code
                return f"{code}({_inside(operand, code)})"
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case Raw(text, "scopus"):
                return text
            case _:
                raise undeclared(part, TITLE)

    return spell(node)


def _inside(node: Node, code: str) -> str:
    """Return what a field holds; a language in quotation marks is a word, without them a limit."""
    if code == "LANGUAGE" and isinstance(node, Term):
        return _quoted(word(node, WILDCARDS.symbols))
    if code in _PROSE:
        return _text(node)
    node = _varying(node)
    return _name(node) if code == "AUTH" else _text(node)


def _varying(node: Node) -> Node:
    """Return names and numbers marked like the words that need no braces."""
    match node:
        case Term() | Phrase():
            return replace(node, variants=True)
        case _:
            return with_children(node, [_varying(part) for part in children(node)])


def _name(node: Node) -> str:
    """Return an author; Scopus joins family name and initials by itself."""
    if not isinstance(node, Phrase):
        return _text(node)
    words = [word(part, WILDCARDS.symbols) for part in node.words]
    if all(_NAME.fullmatch(part) and not _RESERVED.fullmatch(part) for part in words):
        return " ".join(words)
    return _text(node)


def _text(node: Node) -> str:
    match node:
        case And() | Or() | Not():
            return boolean(node, _operand, _OPERATORS)
        case Term():
            text = word(node, WILDCARDS.symbols)
            if literal(node) and not node.variants:
                return _exact(text)
            plain = _PLAIN.fullmatch(text) and not _RESERVED.fullmatch(text)
            return text if plain else _quoted(text)
        case Phrase(words):
            text = " ".join(word(part, WILDCARDS.symbols) for part in words)
            if all(map(literal, words)) and not node.variants:
                return _exact(text)
            return _quoted(text)
        case Near(operands, distance, ordered):
            operator = f"PRE/{distance}" if ordered else f"W/{distance}"
            first, *others = operands
            return f" {operator} ".join(
                [_chained(first, distance, ordered), *(_operand(part) for part in others)]
            )
        case _:
            raise undeclared(node, TITLE)


def _chained(node: Node, distance: int, ordered: bool) -> str:
    """Return the first operand; a chain of the same operator needs no brackets."""
    same = isinstance(node, Near) and (node.distance, node.ordered) == (distance, ordered)
    return _text(node) if same else _operand(node)


def _operand(node: Node) -> str:
    return f"({_text(node)})" if isinstance(node, And | Or | Not | Near) else _text(node)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").strip() + '"'


def _exact(text: str) -> str:
    """Return words in the braces that stop Scopus from adding other forms of them."""
    return "{" + re.sub(r"[{}]", " ", text).strip() + "}"


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            parts = [f"LANGUAGE({value})" for value in values]
            return any_text(parts)
        case LimitKind.PUBLICATION_TYPE:
            names = {name: code for code, name in DOCUMENT_TYPES.items()}
            return any_text([f"DOCTYPE({names.get(value, value)})" for value in values])
        case LimitKind.OTHER:
            return any_text(values)
        case LimitKind.YEARS:
            first, last = values
            ends = [f"PUBYEAR > {int(first[:4]) - 1}"] if first else []
            if last not in {CURRENT, ""}:
                ends.append(f"PUBYEAR < {int(last[:4]) + 1}")
            return " AND ".join(ends)
        case _:
            raise undeclared(Limit(Term(()), kind, tuple(values)), TITLE)
