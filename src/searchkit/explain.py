"""Explain: the documentation page of any code, by its id or its name."""

from __future__ import annotations

from searchkit.diagnostics import Code
from searchkit.errors import UnknownNameError
from searchkit.registry import Registry

CODE_TABLES: Registry[tuple[Code, ...]] = Registry(
    "table of codes",
    "searchkit.codes",
    {
        "reading": "searchkit.dialects.parse_codes:CODES",
        "translation": "searchkit.dialects.loss_codes:CODES",
        "references": "searchkit.query.codes:CODES",
        "structure": "searchkit.lint.structure:CODES",
        "terms": "searchkit.lint.terms:CODES",
        "harvest": "searchkit.sources.codes:CODES",
        "records": "searchkit.records.codes:CODES",
    },
)


def all_codes() -> list[Code]:
    """Return every code that searchkit and its plug-ins can report, by id."""
    found = [code for table in CODE_TABLES for code in CODE_TABLES[table]]
    return sorted(found, key=lambda code: code.id)


def explain(name: str) -> Code:
    """Return a code by its id (`T010`) or its name (`proximity-to-and`), in any case.

    Raises UnknownNameError for anything else.

    >>> explain("p002").name
    'unopened-bracket'
    """
    codes = all_codes()
    wanted = name.casefold()
    for code in codes:
        if wanted in {code.id.casefold(), code.name}:
            return code
    raise UnknownNameError("code", name, [code.id for code in codes])
