"""Refine: what the site's filters add behind a copied search becomes limits.

`... and 2022 or 2023 (Publication Years) and Web of Science Core Collection (Database)`, as
published strategies show it (grade practice).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import Plain
from searchkit.dialects.line_text import LineText
from searchkit.dialects.restrictions import years_as_range
from searchkit.query.nodes import Limit, LimitKind, Node

_TAIL = re.compile(
    r"(?<=[)\"])\s+(?P<operator>and|not)\s+(?P<values>[^()\"=#]+?)"
    r"\s+\((?P<name>[a-z][a-z -]+)\)\s*$",
    re.IGNORECASE,
)
_KINDS = {
    "publication years": LimitKind.YEARS,
    "document types": LimitKind.PUBLICATION_TYPE,
    "languages": LimitKind.LANGUAGE,
    "database": LimitKind.DATABASE,
}


def split_refinements(body: Plain) -> tuple[Plain, list[Plain]]:
    """Return the search and the refinements behind it, in the order written."""
    found: list[Plain] = []
    while match := _TAIL.search(body.text):
        found.insert(0, body.cut(match.start(), match.end()))
        body = body.cut(0, match.start())
    return body, found


def refined(node: Node, refinements: Sequence[Plain], line: LineText) -> Node:
    """Return a search under its refinements, each told."""
    for place in refinements:
        match = _TAIL.search(")" + place.text)
        assert match is not None
        span = place.stripped().whole
        kind, values = _limit(match["operator"], match["values"], match["name"])
        line.note(codes.REFINEMENT_READ, f"`{match['name']}` is read as a limit", span)
        node = Limit(node, kind, values, span)
    return node


def _limit(operator: str, text: str, name: str) -> tuple[LimitKind, tuple[str, ...]]:
    """Return the kind and the values of one refinement.

    >>> _limit("and", "2022 or 2023", "Publication Years")
    (<LimitKind.YEARS: 'years'>, ('2022', '2023'))
    """
    values = tuple(re.split(r"\s+or\s+", text.casefold()))
    kind = _KINDS.get(name.casefold())
    ends = years_as_range(values) if kind is LimitKind.YEARS else values
    if kind is None or ends is None or operator.casefold() == "not":
        return LimitKind.OTHER, (f"{operator.lower()} {text} ({name})",)
    return kind, ends
