"""Excel workbooks (.xlsx) of any platform into records, and our own columns out.

The first sheet that has a header with a title is read, by the same layouts as CSV. A cell
holds 32,767 characters at most (V, Microsoft, "Excel specifications and limits"): a longer
text cannot be written, so it is refused and not cut.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

import openpyxl
from openpyxl.cell import WriteOnlyCell

from searchkit.errors import RecordError
from searchkit.records.codes import NO_RECORDS, NOT_THIS_FORMAT
from searchkit.records.formats.columns import OWN, layout_of
from searchkit.records.formats.entry import Entry, Format, Item, damage
from searchkit.records.formats.own_rows import to_cells
from searchkit.records.formats.rows import from_cells
from searchkit.records.record import Record

LONGEST = 32_767
_IN_MEMORY = 1 << 24
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are an Excel workbook."""
    return head.startswith(b"PK\x03\x04") and (
        b"xl/" in head or b"[Content_Types].xml" in head[:200]
    )


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a workbook; lines are the numbers of its rows."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        # A workbook is a ZIP archive, whose table of contents stands at its end.
        shutil.copyfileobj(stream, file)
        file.seek(0)
        try:
            yield from _rows(openpyxl.load_workbook(file, read_only=True, data_only=True))
        except (zipfile.BadZipFile, KeyError, ValueError, EOFError, SyntaxError, OSError) as fault:
            yield damage(NOT_THIS_FORMAT, 1, f"the workbook cannot be opened: {fault}")


def _rows(book: Any) -> Iterator[Item]:
    found = False
    for sheet in book.worksheets:
        names: list[str] = []
        layout = None
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = [_text(value) for value in row]
            if layout is None:
                names = cells
                layout = layout_of(cells)
                if layout is None and any(cells) and number > 50:
                    break
            elif any(cells):
                found = True
                yield Entry(number, from_cells(layout, names, cells))
        if found:
            return
    yield damage(NO_RECORDS, 1, "no sheet has a header with a title and rows under it")


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value)


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write records with our own columns, the first row a header; return their number.

    Raises RecordError when a text is longer than a cell may be.
    """
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("records")
    sheet.append(list(OWN.columns))
    written = 0
    try:
        for written, record in enumerate(records, 1):
            sheet.append(_row(sheet, record, written))
    except BaseException:
        # A sheet that is only written holds a file open until it is closed.
        sheet.close()
        raise
    book.save(stream)
    return written


def _row(sheet: Any, record: Record, number: int) -> list[Any]:
    cells = to_cells(record)
    for name, cell in zip(OWN.columns, cells, strict=True):
        if len(cell) > LONGEST:
            raise RecordError(
                f"record {number}: {name} has {len(cell)} characters, a cell of Excel holds "
                f"{LONGEST}",
                help="write .csv or .jsonl instead",
            )
    return [_cell(sheet, cell) for cell in cells]


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=_FORBIDDEN.sub(" ", text))
    # openpyxl takes a title that begins with `=` for a formula.
    cell.data_type = "s"
    return cell


FORMAT = Format(
    "excel",
    "Excel workbook",
    (".xlsx",),
    sniff,
    entries,
    write,
    loses=(
        "initials beside given names",
        "affiliations of each author",
        "ORCIDs",
    ),
)
