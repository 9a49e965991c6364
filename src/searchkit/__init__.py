"""searchkit: systematic review searches as programs.

One strategy, every database, every loss stated. The names below are the public API; all
else may move. What a call needs is loaded when it is called, so that importing searchkit
stays light: neither pandas nor Biopython nor requests come with it.

    >>> import searchkit
    >>> searchkit.translate("(peer adj3 support).ti,ab.", to="scopus").text
    'TITLE-ABS(peer W/2 support)'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# Bound at once: a module of the same name would take the place of each function otherwise.
from searchkit.dialects import parse
from searchkit.explain import all_codes, explain
from searchkit.lint import lint
from searchkit.translate import Translation, translate

if TYPE_CHECKING:
    from searchkit.diagnostics import Code, Diagnostic, Effect, Severity, Span
    from searchkit.dialects import target, target_names
    from searchkit.errors import RecordWarning, SearchkitError
    from searchkit.query.strategy import Line, Strategy
    from searchkit.records.deduplication import deduplicate
    from searchkit.records.formats import read, write
    from searchkit.records.frame import from_frame, to_frame
    from searchkit.records.record import Record
    from searchkit.sources import connect, harvest

_PLACES = {
    "Code": "searchkit.diagnostics:Code",
    "Diagnostic": "searchkit.diagnostics:Diagnostic",
    "Effect": "searchkit.diagnostics:Effect",
    "Line": "searchkit.query.strategy:Line",
    "Record": "searchkit.records.record:Record",
    "RecordWarning": "searchkit.errors:RecordWarning",
    "SearchkitError": "searchkit.errors:SearchkitError",
    "Severity": "searchkit.diagnostics:Severity",
    "Span": "searchkit.diagnostics:Span",
    "Strategy": "searchkit.query.strategy:Strategy",
    "deduplicate": "searchkit.records.deduplication:deduplicate",
    "connect": "searchkit.sources:connect",
    "from_frame": "searchkit.records.frame:from_frame",
    "harvest": "searchkit.sources:harvest",
    "read": "searchkit.records.formats:read",
    "target": "searchkit.dialects:target",
    "target_names": "searchkit.dialects:target_names",
    "to_frame": "searchkit.records.frame:to_frame",
    "write": "searchkit.records.formats:write",
}

__all__ = [
    "Code",
    "Diagnostic",
    "Effect",
    "Line",
    "Record",
    "RecordWarning",
    "SearchkitError",
    "Severity",
    "Span",
    "Strategy",
    "Translation",
    "all_codes",
    "connect",
    "deduplicate",
    "explain",
    "from_frame",
    "harvest",
    "lint",
    "parse",
    "read",
    "target",
    "target_names",
    "to_frame",
    "translate",
    "write",
]


def __getattr__(name: str) -> object:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _PLACES[name].partition(":")
    found: object = getattr(import_module(module), attribute)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
