"""The way to a platform, as the commands open it."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.registry import Registry
    from searchkit.sources import CitationSource, Connection
    from searchkit.sources.base import Source


def reach(
    name: str,
    *,
    email: str,
    notify: Callable[[float, str], None],
    table: Registry[type[Source]] | Registry[type[CitationSource]] | None = None,
) -> AbstractContextManager[Connection]:
    """Open a source for a command; see `searchkit.sources.connect`.

    What is loaded by now stays until the program ends, so the collector of garbage need not
    look through it again and again: that stops all threads for a twentieth of a second, and
    requests leave late.
    """
    from searchkit.sources import SOURCES, connect  # noqa: PLC0415 - only where it is reached

    gc.freeze()
    return connect(name, email=email, notify=notify, table=SOURCES if table is None else table)
