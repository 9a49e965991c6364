"""Contract of the table of formats: each row says truly what it reads, writes and loses."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest

from records.probes import PROBES, held
from searchkit.errors import RecordError, UnknownNameError, UsageError
from searchkit.records.formats import FORMATS, format_for, read, read_file, write
from searchkit.records.formats.entry import Entry
from searchkit.records.record import Record

WRITTEN = [name for name in FORMATS if FORMATS[name].write]


def through(name: str, record: Record) -> Record:
    stream = BytesIO()
    form = FORMATS[name]
    assert form.write is not None
    assert form.write([record], stream) == 1
    stream.seek(0)
    items = list(form.entries(stream))
    assert [type(item) for item in items] == [Entry], items
    assert isinstance(items[0], Entry)
    return items[0].record


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_row_knows_its_name_and_reads_its_own_writing(name: str) -> None:
    assert FORMATS[name].name == name
    assert FORMATS[name].title
    assert set(FORMATS[name].loses) <= set(PROBES)


@pytest.mark.parametrize("probe", list(PROBES))
@pytest.mark.parametrize("name", WRITTEN)
def test_a_format_loses_what_it_says_and_nothing_else(name: str, probe: str) -> None:
    back = through(name, PROBES[probe])
    assert held(probe, back) == (probe not in FORMATS[name].loses)


@pytest.mark.parametrize("name", WRITTEN)
def test_no_records_make_a_file_that_reads_as_none(name: str, tmp_path: Path) -> None:
    path = tmp_path / "none"
    assert write([], path, name) == 0
    reading = read_file(path, name)
    assert list(reading) == []
    assert [found.code.id for found in reading.diagnostics] == ["R009"]
    assert list(read(path, name)) == []


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize(
    "title", ["=SUM(A1:A9)", "TY", "<b>&amp;</b>", "a  -  b", '"quoted", and; so', "@home{"]
)
def test_no_title_is_taken_for_something_else(name: str, title: str) -> None:
    kept = "a - b" if title == "a  -  b" and name in {"bibtex", "endnote-xml", "nbib"} else title
    assert through(name, Record(title=title, year=2021, date="2021")).title == kept


def test_a_text_too_long_for_a_cell_is_refused_and_not_cut(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    with pytest.raises(RecordError, match="abstract has 40000 characters"):
        write([Record(title="T", abstract="x" * 40_000)], path)
    assert not list(tmp_path.iterdir())


def test_a_suffix_chooses_the_format() -> None:
    chosen = {
        suffix: format_for(Path(f"out{suffix}")).name
        for suffix in (".ris", ".CSV", ".jsonl", ".nbib", ".bib", ".xlsx", ".json", ".xml")
    }
    assert chosen == {
        ".ris": "ris",
        ".CSV": "csv",
        ".jsonl": "jsonl",
        ".nbib": "nbib",
        ".bib": "bibtex",
        ".xlsx": "excel",
        ".json": "csl-json",
        ".xml": "endnote-xml",
    }


def test_a_format_that_is_only_read_is_not_written() -> None:
    with pytest.raises(UsageError, match="read, not written") as fault:
        format_for(Path("out.xml"), "pubmed-xml")
    assert "ris" in (fault.value.help or "")


def test_an_unknown_format_offers_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as fault:
        format_for(Path("out"), "rsi")
    assert "`ris`" in (fault.value.help or "")


def test_the_counts_of_databases_survive_the_way_through_another_file(tmp_path: Path) -> None:
    first, second = tmp_path / "one.jsonl", tmp_path / "two.ris"
    records = [PROBES["provenance"], PROBES["our identifier"]]
    write(records, first)
    write(read(first), second)
    back = list(read(second))
    assert [record.provenance for record in back] == [record.provenance for record in records]
    assert back[1].identifier("searchkit") == "rec-1"


def test_importing_the_package_loads_no_pandas_and_no_biopython() -> None:
    code = (
        "import sys, searchkit.records.formats, searchkit.records.frame;"
        "print([name for name in ('pandas', 'Bio', 'rispy', 'openpyxl', 'requests') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
