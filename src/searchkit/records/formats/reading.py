"""Opening a file of records: unpacking, recognising its format, collecting what is damaged."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from searchkit.diagnostics import Diagnostic, Severity
from searchkit.errors import RecordError, RecordWarning
from searchkit.records.codes import NO_RECORDS, NOT_THIS_FORMAT, TRUNCATED_FILE
from searchkit.records.formats.entry import Entry, Format, Item, damage, strict
from searchkit.records.formats.table import FORMATS
from searchkit.records.formats.unpack import Source, opened
from searchkit.records.providers import provider
from searchkit.records.record import Provenance, Record

_NOT_TEXT = ("excel",)
_FOREIGN = (
    (b"PK\x03\x04", "a ZIP archive", "unpack it and read the files inside"),
    (b"%PDF", "a PDF document", "export the references from the platform instead"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word document", "save it as .xlsx or .csv"),
    (b"SQLite format 3", "a database", "export the references from the program it belongs to"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it and read the files inside"),
    (b"Rar!", "a RAR archive", "unpack it and read the files inside"),
)


def read(source: Path | str | BinaryIO, format_name: str | None = None) -> Iterator[Record]:
    """Yield the records of a file or binary stream, in its order.

    The format is recognised from the content unless it is named. Raises RecordError when the
    file cannot be opened or recognised, and, after the last record, when something in it was
    damaged: nothing readable is withheld, and no damage passes in silence. What was repaired
    or guessed on the way is told as a RecordWarning, through Python's `warnings`, once for
    each kind; `read_file` gives all of it as diagnostics. Raises UnknownNameError for a name
    that is no format.
    """
    if isinstance(source, (str, Path)):
        with _opened(Path(source)) as stream:
            yield from strict(_warned(_items(stream, format_name, str(source))))
    else:
        yield from strict(_warned(_items(source, format_name, "the stream")))


def read_file(path: Path | str, format_name: str | None = None) -> Reading:
    """Return a reading of a file: iterate over it for the records, then see `diagnostics`.

    Each record that brings no provenance of its own gets one: the platform and database that
    its content tells, the file and the line.
    Raises RecordError when the file cannot be opened or recognised.
    """
    return Reading(Path(path), format_name)


class Reading:
    """One pass over a file: its records, and what was found to be wrong with it on the way.

    `diagnostics` is complete once the iteration has ended; `format` is known from the start.
    """

    def __init__(self, path: Path, format_name: str | None = None) -> None:
        self.path = path
        self.diagnostics: list[Diagnostic] = []
        with _opened(path) as stream:
            head = Source(stream).head
        self.format: Format = FORMATS[format_name] if format_name else recognise(head, str(path))

    def __iter__(self) -> Iterator[Record]:
        for entry in self.entries():
            record = entry.record
            yield record if record.provenance else record.stamped(self._stamp(entry))

    def _stamp(self, entry: Entry) -> Provenance:
        database = next((said for key, said in entry.record.extra if key == "database"), "")
        return Provenance(
            platform=provider(entry.record, self.format.name),
            database=database,
            file=self.path.name,
            line=entry.line,
        )

    def entries(self) -> Iterator[Entry]:
        """Yield the records as the file holds them, each with its line."""
        self.diagnostics.clear()
        with _opened(self.path) as stream:
            for item in _items(stream, self.format.name, str(self.path)):
                if isinstance(item, Entry):
                    yield item
                else:
                    self.diagnostics.append(item)


def recognise(head: bytes, name: str = "the file") -> Format:
    """Return the format whose signs the first bytes of a file bear.

    Raises RecordError when there is none; the message says what the file is, if known.
    """
    foreign = _foreign(head)
    # An archive may hold the text of a format without packing it, so text is not looked for.
    for row in _NOT_TEXT if foreign else FORMATS:
        if FORMATS[row].sniff(head):
            return FORMATS[row]
    if foreign:
        raise RecordError(f"{name} is {foreign[0]}, not a file of records", help=foreign[1])
    known = ", ".join(FORMATS)
    what = "is empty" if not head.strip() else "is in no format of records that is known"
    raise RecordError(
        f"{name} {what}", help=f"export it again, or name its format; known are: {known}"
    )


def _items(stream: BinaryIO, format_name: str | None, name: str) -> Iterator[Item]:
    source, reader = opened(stream)
    form = FORMATS[format_name] if format_name else recognise(source.head, name)
    if (foreign := _foreign(source.head)) and form.name not in _NOT_TEXT:
        yield damage(NOT_THIS_FORMAT, 1, f"{name} is {foreign[0]}", foreign[1])
        return
    line = 1
    for item in form.entries(reader):
        line = item.line or line
        yield item
    if source.broken:
        yield damage(
            TRUNCATED_FILE,
            line,
            f"the compressed file breaks off after this line: {source.broken}",
            "download the file again",
        )


def _warned(items: Iterator[Item]) -> Iterator[Item]:
    """Yield the items, and warn once of each kind of repair and guess among them.

    That there is no record needs no warning: the caller sees it.
    """
    told = {NO_RECORDS}
    for item in items:
        if not isinstance(item, Entry) and item.severity is Severity.WARNING:
            if item.code not in told:
                said = f"line {item.line}: {item.message} ({item.code.id})"
                warnings.warn(said, RecordWarning, stacklevel=4)
            told.add(item.code)
        yield item


def _foreign(head: bytes) -> tuple[str, str] | None:
    return next(((what, help) for sign, what, help in _FOREIGN if head.startswith(sign)), None)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as stream:
            yield stream
    except OSError as fault:
        raise RecordError(f"{path} cannot be read: {fault.strerror or fault}") from fault
