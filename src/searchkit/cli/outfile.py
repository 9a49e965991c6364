"""Files that a command writes: refused before the work when their folder is not there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from searchkit.errors import UsageError


class OutFile(click.Path):
    """A file to be written, whose folder must exist and take new files."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path. Fails, as a usage error, where no file could be written there."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        folder = path.parent
        if not folder.is_dir():
            self.fail(f"{path} cannot be written: there is no folder {folder}", param, ctx)
        if not os.access(folder, os.W_OK):
            self.fail(f"{path} cannot be written: {folder} takes no new files", param, ctx)
        return path


def write_text(path: Path, text: str) -> None:
    """Write a text file, with the folders above it.

    Raises UsageError when they cannot be made or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise UsageError(
            f"{path} cannot be written: {fault.strerror or fault}", help="name another folder"
        ) from None
