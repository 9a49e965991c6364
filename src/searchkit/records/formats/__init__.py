"""File formats of records: recognised by content, read as a stream, written whole or not at all.

`read` gives the records of a file and raises RecordError at its end when something in it was
damaged; `read_file` gives the same records with the damage as diagnostics; `write` makes a
file that is either complete or absent. A format is a row of `FORMATS`: a module with a
`FORMAT`, imported when it is asked for.
"""

from __future__ import annotations

from searchkit.records.formats.entry import Entry, Format, Item
from searchkit.records.formats.reading import Reading, read, read_file, recognise
from searchkit.records.formats.table import FORMATS
from searchkit.records.formats.writing import format_for, write

__all__ = [
    "FORMATS",
    "Entry",
    "Format",
    "Item",
    "Reading",
    "format_for",
    "read",
    "read_file",
    "recognise",
    "write",
]
