"""What kind of value each setting of review.toml takes: told by the kind that stands there.

TOML knows text, numbers and lists apart; a number where a text should be is refused by its
place, not read as something that it is not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from searchkit.errors import UsageError

_TEXTS: dict[str, tuple[str, ...]] = {
    "": ("title", "question", "kind", "reporting"),
    "strategy": ("file", "language", "policy"),
    "limits": (),
    "dates": (),
    "database": ("name", "target", "source"),
    "store": ("place",),
    "updates": ("digest",),
}
_LISTS = {"": ("known",), "updates": ("mail",)}


def check_kinds(section: str, content: dict[str, Any], path: Path) -> None:
    """Raise UsageError for a value that is not text, or not a list of texts, and should be."""
    for name in _TEXTS[section]:
        if name in content and not isinstance(content[name], str):
            raise UsageError(
                f"{_at(section, name)} in {path} is {_kind(content[name])}, not text",
                help=f'write `{name} = "..."`',
            )
    for name in _LISTS.get(section, ()):
        held = content.get(name, [])
        wrong = [one for one in held if not isinstance(one, str)] if _is_list(held) else [held]
        if wrong:
            found = _kind(wrong[0]) if not _is_list(held) else f"a list with {_kind(wrong[0])}"
            raise UsageError(
                f"{_at(section, name)} in {path} is {found}, not a list of texts",
                help=f'write `{name} = ["...", "..."]`',
            )


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _at(section: str, name: str) -> str:
    return f"`{name}` under [{section}]" if section else f"`{name}`"


def _kind(value: object) -> str:
    """Return what a value of TOML is, for people.

    >>> _kind(5), _kind([]), _kind("pmid:1")
    ('a number', 'a list', 'text')
    """
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case dict():
            return "a section"
        case _:
            return "a day or time"
