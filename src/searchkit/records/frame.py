"""Records to a pandas data frame and back: stable columns, stable types.

Columns and their order are those of our CSV (`formats.columns.OWN`). Texts are `str`, with
empty strings for what is missing; `year` is `Int64`, `<NA>` where it is not known; columns
of several values hold lists of `str`. A row does not hold affiliations and ORCIDs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from searchkit.records.formats.columns import OWN
from searchkit.records.formats.own_rows import LISTS, Value, from_row, to_row
from searchkit.records.record import Record

if TYPE_CHECKING:
    import pandas

COLUMNS: tuple[str, ...] = tuple(OWN.columns)
"""The columns of a frame of records, in order."""


def to_frame(records: Iterable[Record]) -> pandas.DataFrame:
    """Return a frame with a row for each record, in their order, numbered from 0.

    >>> to_frame([Record(title="On peers", year=2021)])[["title", "year"]].values.tolist()
    [['On peers', 2021]]
    """
    import pandas  # noqa: PLC0415  # importing searchkit must not load pandas

    rows = [to_row(record) for record in records]
    columns = {
        name: pandas.Series([row[name] for row in rows], dtype=_dtype(name)) for name in COLUMNS
    }
    return pandas.DataFrame(columns)


def _dtype(name: str) -> str:
    if name == "year":
        return "Int64"
    return "object" if name in LISTS else "str"


def from_frame(frame: pandas.DataFrame) -> Iterator[Record]:
    """Yield the record of each row; columns that are missing are empty, others are not used.

    Cells that pandas calls missing are empty. Lists may be lists, tuples or arrays.
    """
    import pandas  # noqa: PLC0415  # importing searchkit must not load pandas

    names = [name for name in COLUMNS if name in frame.columns]
    for values in frame[names].itertuples(index=False, name=None):
        row: dict[str, Value] = {}
        for name, value in zip(names, values, strict=True):
            if name in LISTS:
                row[name] = [str(part) for part in value] if hasattr(value, "__iter__") else []
            elif pandas.isna(value):
                row[name] = None
            else:
                row[name] = int(value) if name == "year" else str(value)
        yield from_row(row)
