"""Writing a file of records: complete or absent, never half."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from searchkit.errors import RecordError, UsageError
from searchkit.records.formats.entry import Format
from searchkit.records.formats.table import FORMATS
from searchkit.records.record import Record


def write(records: Iterable[Record], path: Path | str, format_name: str | None = None) -> int:
    """Write records to a file and return their number.

    The format is that of the file's suffix unless it is named. The file appears only when
    all records were written; what stood there before is kept until then. Raises UsageError
    for a suffix or format that cannot be written, RecordError when the disk refuses.
    """
    return write_as(format_for(Path(path), format_name), records, Path(path))


def write_as(form: Format, records: Iterable[Record], path: Path) -> int:
    """Write records in a format that is known already; the rest is as in `write`."""
    assert form.write is not None
    try:
        # A temporary file of the same folder is on the same disk, so the move is atomic.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                written = form.write(records, stream)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as fault:
        raise RecordError(f"{path} cannot be written: {fault.strerror or fault}") from fault
    return written


def format_for(path: Path, format_name: str | None = None) -> Format:
    """Return the format in which a file is to be written.

    Raises UsageError when no format has the suffix, or the format is only read.
    """
    writable = [FORMATS[name] for name in FORMATS if FORMATS[name].write]
    if format_name:
        form = FORMATS[format_name]
        if form.write is None:
            raise UsageError(
                f"{form.title} is read, not written",
                help=f"formats that are written: {', '.join(found.name for found in writable)}",
            )
        return form
    for found in writable:
        if path.suffix.lower() in found.suffixes:
            return found
    known = ", ".join(suffix for found in writable for suffix in found.suffixes)
    raise UsageError(
        f"no format is written to files that end in `{path.suffix or path.name}`",
        help=f"name the format, or use one of {known}",
    )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
