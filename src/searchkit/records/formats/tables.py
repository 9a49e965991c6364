"""Tables (CSV, TSV) of any platform into records, and our own CSV out.

The separator is found from the header, the platform from its column names; see `columns`.
A cell that never closes its quotation mark costs its own row, not the rows after it. Cells
of columns that have no field, and cells beyond the header, go to `extra`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import BinaryIO, NamedTuple

from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import DAMAGED_RECORD, NO_RECORDS, NOT_THIS_FORMAT, RAGGED_ROW
from searchkit.records.formats.columns import OWN, Layout, layout_of
from searchkit.records.formats.entry import Entry, Format, Item, damage
from searchkit.records.formats.own_rows import to_cells
from searchkit.records.formats.rows import from_cells
from searchkit.records.formats.text import blocks
from searchkit.records.record import Record

_SEPARATORS = ",;\t|"
_LONGEST_ROW = 2000
"""Lines after which a quotation mark counts as never closed."""


class _Row(NamedTuple):
    line: int
    text: str


def sniff(head: bytes) -> bool:
    """Say whether the first line of a file is a header whose columns we know."""
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").split(b"\n", 1)[0]
    names, _ = _header(first.decode("utf-8", errors="replace").rstrip("\r"))
    return layout_of(names) is not None


def _header(row: str) -> tuple[list[str], str]:
    """Return the names of the columns and the separator that gives the most of them."""
    found = [(_cells(row, separator), separator) for separator in _SEPARATORS]
    names, separator = max(found, key=lambda pair: len(pair[0]))
    return [name.strip().strip("\ufeff") for name in names], separator


def _cells(row: str, separator: str) -> list[str]:
    if separator == "\t" and '"' not in row:
        return row.split("\t")
    try:
        return next(csv.reader([row], delimiter=separator), [])
    except csv.Error:
        # The csv module refuses cells over 128 KB; its limit is global, so it stays.
        return _long_cells(row, separator)


def _long_cells(row: str, separator: str) -> list[str]:
    cells = []
    start = 0
    while start <= len(row):
        if row.startswith('"', start):
            end = start + 1
            while (end := row.find('"', end)) >= 0 and row[end + 1 : end + 2] == '"':
                end += 2
            end = len(row) if end < 0 else end
            stop = row.find(separator, end)
            stop = len(row) if stop < 0 else stop
            cells.append(row[start + 1 : end].replace('""', '"') + row[end + 1 : stop])
        else:
            stop = row.find(separator, start)
            stop = len(row) if stop < 0 else stop
            cells.append(row[start:stop])
        start = stop + 1
    return cells


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a table with the lines where their rows begin, and its damage."""
    lines = _lines(stream)
    header: _Row | None = None
    for item in lines:
        if isinstance(item, Diagnostic):
            yield item
        elif item.text.strip():
            header = item
            break
    if header is None:
        yield damage(NO_RECORDS, 1, "the file is empty")
        return
    names, separator = _header(header.text)
    layout = layout_of(names)
    if layout is None:
        yield damage(
            NOT_THIS_FORMAT,
            header.line,
            f"none of the columns holds a title: {', '.join(names)[:120]}",
        )
        return
    found = False
    for item in _rows(lines, separator, len(names), layout):
        if isinstance(item, Diagnostic):
            yield item
            continue
        cells = item.text.split("\t") if layout.literal_quotes else _cells(item.text, separator)
        if not any(cells):
            continue
        # Many exporters end each row, or leave out the empty cells at the end.
        while len(cells) > len(names) and not cells[-1]:
            cells.pop()
        if len(cells) != len(names):
            yield damage(
                RAGGED_ROW, item.line, f"{len(cells)} cells under a header of {len(names)}"
            )
        found = True
        yield Entry(item.line, from_cells(layout, names, cells))
    if not found:
        yield damage(NO_RECORDS, header.line, "the table has a header and no rows")


def _lines(stream: BinaryIO) -> Iterator[_Row | Diagnostic]:
    for block in blocks(stream):
        if isinstance(block, Diagnostic):
            yield block
            continue
        rows = block.text.split("\n")
        rows.pop()
        for line, row in enumerate(rows, block.line):
            yield _Row(line, row)


def _rows(
    lines: Iterator[_Row | Diagnostic], separator: str, width: int, layout: Layout
) -> Iterator[_Row | Diagnostic]:
    """Join the lines of a row whose cells hold line breaks; give up on one that never ends."""
    waiting: list[_Row] = []
    pending: list[_Row | Diagnostic] = []
    while True:
        item = pending.pop(0) if pending else next(lines, None)
        if isinstance(item, Diagnostic):
            yield item
            continue
        if item is not None:
            waiting.append(item)
            if layout.literal_quotes:
                yield waiting.pop()
                continue
            text = item.text if len(waiting) == 1 else "\n".join(row.text for row in waiting)
            if not _is_open(text, separator):
                if len(waiting) > 1 and _swallowed(waiting, separator, width):
                    yield _never_closed(waiting[0])
                    pending = [*waiting[1:], *pending]
                else:
                    yield _Row(waiting[0].line, text)
                waiting = []
                continue
            if len(waiting) < _LONGEST_ROW:
                continue
        if not waiting:
            return
        yield _never_closed(waiting[0])
        pending = [*waiting[1:], *pending]
        waiting = []


def _never_closed(row: _Row) -> Diagnostic:
    return damage(DAMAGED_RECORD, row.line, f"a quotation mark is never closed: {row.text[:80]!r}")


def _is_open(text: str, separator: str) -> bool:
    """Say whether a cell's quotation mark is still open at the end of the text."""
    if text.count('"') % 2 == 0:
        return False
    start = 0
    while start < len(text):
        if text[start] == '"':
            end = start + 1
            while (end := text.find('"', end)) >= 0 and text[end + 1 : end + 2] == '"':
                end += 2
            if end < 0:
                return True
            start = end
        stop = text.find(separator, start)
        if stop < 0:
            return False
        start = stop + 1
    return False


def _swallowed(rows: list[_Row], separator: str, width: int) -> bool:
    """Say whether a row took whole rows in: some of its lines are complete rows themselves."""
    whole = "\n".join(row.text for row in rows)
    if len(_cells(whole, separator)) == width:
        return False
    return any(
        not _is_open(row.text, separator) and len(_cells(row.text, separator)) == width
        for row in rows[1:]
    )


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write our own CSV: UTF-8, comma, every column of the layout; return the rows written."""
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(OWN.columns)
    written = 0
    for record in records:
        writer.writerow(to_cells(record))
        stream.write(text.getvalue().encode(errors="replace"))
        text.seek(0)
        text.truncate()
        written += 1
    stream.write(text.getvalue().encode())
    return written


FORMAT = Format(
    "csv",
    "CSV and other tables",
    (".csv", ".tsv"),
    sniff,
    entries,
    write,
    loses=(
        "initials beside given names",
        "affiliations of each author",
        "ORCIDs",
    ),
)
