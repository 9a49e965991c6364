"""Read: PubMed's strings and histories become a strategy, every fault with its place."""

from __future__ import annotations

from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import plain
from searchkit.dialects.line_text import LineText
from searchkit.dialects.numbered import lay_out
from searchkit.dialects.pubmed.expression import read_expression
from searchkit.dialects.pubmed.filters import filtered, split_filters
from searchkit.dialects.spec import Target
from searchkit.query.strategy import Line, Strategy


def read(text: str, target: Target) -> Strategy:
    """Read a strategy: one string, a list of strings, or a history that refers with `#1`."""
    whole, found = plain(text)
    layout = lay_out(whole)
    found += layout.diagnostics
    lines: list[Line] = []
    for row in layout.rows:
        body, filters = split_filters(row.body)
        line = LineText(body, row.number, target.database.vocabulary)
        query = read_expression(line, layout.labels)
        if query is not None and filters is not None:
            line.note(codes.REFINEMENT_READ, "the filters are read as limits", filters.whole)
            query = filtered(query, filters)
        lines.append(Line(row.number, query, row.body.whole, row.hits, row.title))
        found += line.found
    found.sort(key=lambda one: (one.span.start, one.span.end))
    return Strategy(text, target.name, tuple(lines), tuple(found))
