"""Memory does not grow with the file."""

from __future__ import annotations

import tracemalloc
from io import BytesIO

import pytest

from records.test_damage import RECORDS, TEXT, file_of
from searchkit.records.formats import FORMATS, text, xml_entries
from searchkit.records.formats.entry import Entry


def peak_of_reading(name: str, times: int) -> int:
    stream = BytesIO(file_of(name, RECORDS * times))
    tracemalloc.start()
    count = sum(isinstance(item, Entry) for item in FORMATS[name].entries(stream))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == len(RECORDS) * times
    return peak


@pytest.mark.parametrize("name", TEXT)
def test_ten_times_the_records_need_no_more_memory(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Blocks are made small, so that a small file is many of them.
    monkeypatch.setattr(text, "BLOCK", 1 << 14)
    monkeypatch.setattr(xml_entries, "BLOCK", 1 << 14)
    list(FORMATS[name].entries(BytesIO(file_of(name))))
    few, many = peak_of_reading(name, 20), peak_of_reading(name, 200)
    # The records themselves would take some three megabytes more.
    assert many < few + 500_000, (few, many)
