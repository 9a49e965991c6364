"""What a reader hands out: a record with the line where it begins, or a diagnostic.

Every reader is a function from a binary stream to a stream of these two, in the order of
the file, so that memory stays flat and damage is told beside the records that surround it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, TypeAlias

from searchkit.diagnostics import NOWHERE, Code, Diagnostic, Severity
from searchkit.errors import RecordError
from searchkit.records.record import Record


class Entry(NamedTuple):
    """A record and the physical line (from 1) where it begins in its file."""

    line: int
    record: Record


Item: TypeAlias = Entry | Diagnostic


@dataclass(frozen=True, slots=True)
class Format:
    """A file format of records: how it is recognised, read and written.

    `sniff` looks at the first bytes; `entries` reads a stream; `write` is None for a format
    that is only read. `suffixes` choose the format of a file to be written, the first of
    them being its usual one. `loses` names what of a record the format cannot hold.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    entries: Callable[[BinaryIO], Iterator[Item]]
    write: Callable[[Iterable[Record], BinaryIO], int] | None = None
    loses: tuple[str, ...] = ()


def damage(code: Code, line: int, message: str, help: str | None = None) -> Diagnostic:
    """Return a diagnostic about a physical line of a file of records."""
    return Diagnostic(code, message, NOWHERE, line=line, help=help)


def strict(items: Iterator[Item]) -> Iterator[Record]:
    """Yield every record that is whole, then raise RecordError when something was damaged.

    The error names the first fault; nothing readable is withheld because of it.
    """
    first: Diagnostic | None = None
    faults = 0
    for item in items:
        if isinstance(item, Entry):
            yield item.record
        elif item.severity is Severity.ERROR:
            first = first or item
            faults += 1
    if first is not None:
        more = f" ({faults - 1} more faults follow)" if faults > 1 else ""
        raise RecordError(f"line {first.line}: {first.message}{more}", help=first.help)
