"""Storage: where MeSH is kept between two runs, one file a year in the user's cache.

NLM's own file takes a minute to read; what is kept is one heading a line of JSON, packed,
which takes a second. The terms are NLM's: `ACKNOWLEDGEMENT` is shown with them, and the year
stands in the name of the file, because names and trees change every year.
"""

from __future__ import annotations

import gzip
import json
import os
import re
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from platformdirs import user_cache_path

from searchkit.errors import UsageError
from searchkit.vocabulary.mesh import Descriptor, Mesh

ACKNOWLEDGEMENT = "Courtesy of the U.S. National Library of Medicine"
_UNDATED = "undated"


def folder() -> Path:
    """Return the folder of the user's cache in which vocabularies are kept."""
    return user_cache_path("searchkit") / "vocabulary"


def store(mesh: Mesh, where: Path | None = None) -> Path:
    """Keep a vocabulary and return its file; a file of the same year is replaced as a whole.

    Raises UsageError when the folder takes no file.
    """
    where = where or folder()
    path = where / f"mesh-{mesh.year or _UNDATED}.jsonl.gz"
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        where.mkdir(parents=True, exist_ok=True)
        with gzip.open(partial, "wt", encoding="utf-8") as stream:
            for row in mesh.descriptors:
                stream.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
        partial.replace(path)
    except OSError as fault:
        raise UsageError(
            f"{path} cannot be written: {fault.strerror or fault}",
            help="free space on the disk, or name another folder for caches in XDG_CACHE_HOME",
        ) from None
    finally:
        with suppress(OSError):
            partial.unlink()
    return path


def installed(where: Path | None = None) -> Path | None:
    """Return the file of the latest year that is kept, or None."""
    found = sorted((where or folder()).glob("mesh-*.jsonl.gz"), key=_year)
    return found[-1] if found else None


def _year(path: Path) -> str:
    found = re.search(r"\d{4}", path.name)
    return found[0] if found else ""


def load(path: Path) -> Mesh:
    """Return the vocabulary that was kept in a file.

    Raises UsageError when the file is damaged.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            rows = [_descriptor(json.loads(line)) for line in stream]
    except (OSError, EOFError, ValueError, TypeError, KeyError) as fault:
        raise UsageError(
            f"{path} cannot be read: {fault}", help="run `searchkit vocabulary update` again"
        ) from fault
    return Mesh.of(_year(path), rows)


def _descriptor(row: dict[str, str | list[str] | None]) -> Descriptor:
    values = {name: tuple(held) if isinstance(held, list) else held for name, held in row.items()}
    return Descriptor(**values)  # type: ignore[arg-type]  # the names are checked by the call
