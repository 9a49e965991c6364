"""Unknown: what stands in a field that no table knows is kept as Ovid's own text.

`asthma.xy.` may be a field of one database or a slip of the pen; the tables do not hold every
field of every database. Codes beside it that are known stay a field of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.line_text import LineText
from searchkit.dialects.ovid.tokens import Token
from searchkit.dialects.spec import FieldCode
from searchkit.query.nodes import Fielded, Node, Or, Raw, children, with_children


@dataclass(slots=True)
class Unknown:
    """A field that no table knows: as written, its place, and where what it holds begins."""

    suffix: str
    place: Span
    start: int = 0


def read_unknown(
    token: Token, line: LineText, known: Mapping[str, FieldCode]
) -> tuple[Unknown, list[FieldCode]]:
    """Return the unknown part of a suffix and the known rows beside it, and tell it."""
    spellings = re.findall(r"[a-z_]+", token.text.lower())
    others = [code for code in spellings if code not in known]
    rows = list(dict.fromkeys(known[code] for code in spellings if code in known))
    named = ", ".join(f"`{code}`" for code in others)
    message = f"the field {named} is not known; what stands in it is kept as it is"
    line.report(codes.FIELD_UNKNOWN, message, token.start, token.end, effect=Effect.UNKNOWN)
    suffix = f".{','.join(others)}." if rows else token.text
    return Unknown(suffix, line.body.span(token.start, token.end)), rows


def kept(node: Node, unknown: Mapping[int, Unknown], line: LineText) -> Node:
    """Return a tree with what stands in unknown fields as text.

    `unknown` has these by the place where they end. A field is known only once the tree is
    built, for it may be read as meant for all words near one another.
    """
    below = children(node)
    if below:
        node = with_children(node, [kept(part, unknown, line) for part in below])
    field = unknown.get(node.span.end)
    if field is None or not isinstance(node, Fielded):
        return node
    start = min(node.span.start, field.start)
    text = line.body.covered(Span(start, field.place.start)) + field.suffix
    raw = Raw(text, "ovid", Span(start, node.span.end))
    return Or((node, raw), raw.span) if node.fields else raw
