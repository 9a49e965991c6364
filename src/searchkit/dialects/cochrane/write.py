"""Write: a lowered tree becomes the Cochrane Library's text; it reads back the same."""

from __future__ import annotations

import re

from searchkit.dialects.cochrane.tables import FIELDS, WILDCARDS
from searchkit.dialects.spec import Refer
from searchkit.dialects.spelling import boolean, chained, codes_of, undeclared, word
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Heading,
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
from searchkit.query.subheadings import subheading_code

_TITLE = "Cochrane Library"
_PLAIN = re.compile(r"[\w*?'-]+")
_RESERVED = re.compile(r"(?:and|or|not|near|next|in|with)", re.IGNORECASE)


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, grouped)
            case Fielded(operand, (Field.FLOATING_SUBHEADING,)):
                return _qualifiers(operand)
            case Fielded(operand, fields):
                text = spell(operand)
                held = text if isinstance(operand, Term | Phrase) else f"({text})"
                return f"{held}:{','.join(codes_of(fields, FIELDS, _TITLE))}"
            case Near():
                return chained(part, _operator(part), spell)
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
            case Raw(text, "cochrane"):
                return text
            case _:
                raise undeclared(part, _TITLE)

    def grouped(part: Node) -> str:
        return f"({spell(part)})" if isinstance(part, Near) else spell(part)

    return spell(node)


def _operator(node: Near) -> str:
    if node.ordered:
        return f"NEXT/{node.distance + 1}" if node.distance else "NEXT"
    return f"NEAR/{node.distance + 1}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ").strip() + '"'


def _heading(node: Heading) -> str:
    sign = "" if node.explode else "^"
    qualifier = "".join(f"/{code.upper()}" for code in node.subheadings[:1])
    focus = "[mj]" if node.major else ""
    return f"[mh {sign}{_quoted(node.label)}{qualifier}{focus}]"


def _qualifiers(node: Node) -> str:
    """Return subheadings without a heading: `[mh /DT]`."""
    if isinstance(node, And | Or | Not):
        return f"({boolean(node, _qualifiers)})"
    words = node.words if isinstance(node, Phrase) else (node,)
    name = " ".join(literal(part) or "" for part in words if isinstance(part, Term))
    code = subheading_code(name)
    return f"[mh /{code.upper() if code else _quoted(name)}]"
