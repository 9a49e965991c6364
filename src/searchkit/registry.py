"""Registry: names of dialects, sources, formats and rules, and where each lives.

A table maps a name to "module:attribute"; nothing is imported until it is asked for, so
that translating a strategy never loads what a harvest needs. Built-ins come first; other
packages add names through entry points and cannot replace a built-in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar, cast

from searchkit.errors import UnknownNameError, UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

T = TypeVar("T")


class Registry(Generic[T]):
    """One table of names.

    >>> table: Registry[object] = Registry("number", "searchkit.numbers", {"pi": "math:pi"})
    >>> table["pi"]
    3.141592653589793
    """

    def __init__(self, kind: str, group: str, builtin: Mapping[str, str]) -> None:
        self.kind = kind
        self.group = group
        self._builtin = dict(builtin)
        self._loaded: dict[str, T] = {}
        self._outside: dict[str, EntryPoint] | None = None

    def _entry_points(self) -> dict[str, EntryPoint]:
        if self._outside is None:
            from importlib.metadata import entry_points  # noqa: PLC0415 - a fifth of a cold start

            found = entry_points(group=self.group)
            self._outside = {row.name: row for row in found if row.name not in self._builtin}
        return self._outside

    def names(self) -> list[str]:
        """Return all names: built-ins in the order of their table, then those from outside."""
        return list(self)

    def __iter__(self) -> Iterator[str]:
        yield from self._builtin
        yield from sorted(self._entry_points())

    def __contains__(self, name: object) -> bool:
        return name in self._builtin or name in self._entry_points()

    def __getitem__(self, name: str) -> T:
        """Load and return what the name stands for.

        Raises UnknownNameError for a name that is not in the table, UsageError when a
        plug-in cannot be loaded.
        """
        if name not in self._loaded:
            self._loaded[name] = self._load(name)
        return self._loaded[name]

    def _load(self, name: str) -> T:
        if name in self._builtin:
            module, _, attribute = self._builtin[name].partition(":")
            return cast(T, getattr(import_module(module), attribute))
        outside = self._entry_points()
        if name not in outside:
            raise UnknownNameError(self.kind, name, self.names())
        try:
            return cast(T, outside[name].load())
        except Exception as fault:
            raise UsageError(
                f"the {self.kind} `{name}` from {outside[name].value} cannot be loaded: {fault}",
                help="update or uninstall the package that provides it",
            ) from fault
