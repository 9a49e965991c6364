"""Lint: what an experienced searcher would point out before a strategy is run.

Rules are functions from a strategy to diagnostics, one row each in `RULES`; other packages
add theirs through the entry point `searchkit.rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from searchkit.diagnostics import Diagnostic
from searchkit.dialects import parse
from searchkit.query.strategy import Strategy
from searchkit.registry import Registry

Rule = Callable[[Strategy], Iterable[Diagnostic]]

RULES: Registry[Rule] = Registry(
    "rule",
    "searchkit.rules",
    {
        "unused-line": "searchkit.lint.structure:unused_lines",
        "duplicate-line": "searchkit.lint.structure:duplicate_lines",
        "subsumed-line": "searchkit.lint.structure:subsumed_lines",
        "repeated-reference": "searchkit.lint.structure:repeated_references",
        "filter-numbers": "searchkit.lint.structure:filter_numbers",
        "unfielded-term": "searchkit.lint.terms:unfielded_terms",
        "short-stem": "searchkit.lint.terms:short_stems",
        "short-word": "searchkit.lint.terms:short_words",
        "keywords-left-out": "searchkit.lint.terms:keywords_left_out",
        "common-word": "searchkit.lint.terms:common_words",
        "limit-wording": "searchkit.lint.terms:limit_wording",
    },
)


def lint(text: str | Strategy, *, from_: str | None = None) -> tuple[Diagnostic, ...]:
    """Return all that the rules find, with what reading found, in the order of the text.

    Raises UnknownNameError for an unknown language in `from_`.

    >>> [found.code.name for found in lint("peer*.ti,ab,kf.\\nmentor*.ti,ab,kf.")]
    ['unused-line']
    """
    strategy = text if isinstance(text, Strategy) else parse(text, from_)
    found = list(strategy.diagnostics)
    for name in RULES:
        found += RULES[name](strategy)
    return tuple(sorted(found, key=lambda one: (one.span.start, one.code.id)))
