"""Damaged files: never a traceback, never a hang, never a lost neighbour, never silence."""

from __future__ import annotations

import gzip
import random
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from searchkit.diagnostics import Diagnostic, has_errors
from searchkit.errors import RecordError, SearchkitError
from searchkit.records.formats import FORMATS, read, read_file, write
from searchkit.records.formats.entry import Entry
from searchkit.records.record import Author, Identifier, Record

RECORDS = [
    Record(
        title=f"Peer support number {number}: a trial of carers & nurses",
        abstract="Background: none. Results: some.",
        authors=(Author("Repper", "Julie"), Author("Ångström", "Éva")),
        year=2001 + number,
        date=f"{2001 + number}-03",
        journal="Journal of Peers",
        volume=str(number + 1),
        pages="123-8",
        doi=f"10.1000/peer.{number}",
        pmid=str(30_000_000 + number),
        identifiers=(Identifier("issn", "0028-0836"),),
        keywords=("peers", "recovery"),
        languages=("eng",),
    )
    for number in range(8)
]
WRITTEN = [name for name in FORMATS if FORMATS[name].write]
TEXT = [name for name in WRITTEN if name != "excel"]


def file_of(name: str, records: list[Record] = RECORDS) -> bytes:
    stream = BytesIO()
    form = FORMATS[name]
    assert form.write is not None
    form.write(records, stream)
    return stream.getvalue()


def items(name: str, content: bytes) -> Iterator[Entry | Diagnostic]:
    return FORMATS[name].entries(BytesIO(content))


def titles(name: str, content: bytes) -> list[str]:
    return [item.record.title for item in items(name, content) if isinstance(item, Entry)]


@pytest.mark.parametrize("name", TEXT)
def test_a_file_cut_off_keeps_what_is_whole_and_says_so(name: str) -> None:
    whole = file_of(name)
    expected = titles(name, whole)
    for cut in range(len(whole) // 3, len(whole) - 4, max(1, len(whole) // 60)):
        read_titles = titles(name, whole[:cut])
        kept = len([title for title in expected if title in read_titles])
        # All before the cut are there; only the record that was cut may be missing or partial.
        before = whole[:cut].decode(errors="ignore").count("Peer support number")
        assert kept >= before - 1, cut
        assert expected[: before - 1] == read_titles[: before - 1]


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.filterwarnings("ignore::searchkit.errors.RecordWarning")
def test_a_gzip_file_cut_off_is_named(name: str, tmp_path: Path) -> None:
    many = [replace(record, doi=f"10.1/{number}") for number in range(40) for record in RECORDS]
    path = tmp_path / "export.gz"
    packed = gzip.compress(file_of(name, many))
    path.write_bytes(packed[: len(packed) - 20])
    reading = read_file(path, name)
    found = list(reading)
    assert has_errors(reading.diagnostics)
    if name != "excel":
        assert len(found) > 0
    with pytest.raises(RecordError):
        list(read(path, name))


@pytest.mark.parametrize("name", TEXT)
def test_ten_thousand_mutations_lose_no_neighbour(name: str) -> None:
    whole = file_of(name)
    ends = [whole.find(f"Peer support number {number}".encode()) for number in range(8)] + [
        len(whole)
    ]
    chance = random.Random(20261124)
    start = time.monotonic()
    done = 0
    while done < 10_000 // len(TEXT) and time.monotonic() - start < 4:
        done += 1
        damaged = bytearray(whole)
        at = chance.randrange(len(whole))
        match chance.randrange(4):
            case 0:
                damaged[at] = chance.randrange(256)
            case 1:
                del damaged[at : at + chance.randrange(1, 40)]
            case 2:
                damaged[at:at] = chance.randbytes(chance.randrange(1, 12))
            case 3:
                damaged[at : at + 1] = chance.choice(
                    [b'"', b"{", b"}", b"<", b"\n\n", b"\r", b"\0", b"@"]
                )
        read_items = list(items(name, bytes(damaged)))
        found = [item.record.title for item in read_items if isinstance(item, Entry)]
        near = sum(end <= at for end in ends)
        lost = [number for number in range(8) if RECORDS[number].title not in found]
        context = (at, near, lost, bytes(damaged[max(at - 60, 0) : at + 60]))
        # The damage stands in one record or between two: no other is touched.
        in_header = name == "csv" and near == 0
        assert in_header or set(lost) <= {near - 1, near}, context
        # What is missing altogether is named.
        assert len(found) >= 8 or any(not isinstance(item, Entry) for item in read_items), context
    assert done > 100


@pytest.mark.parametrize("name", list(FORMATS))
def test_random_bytes_are_refused_or_named(name: str) -> None:
    chance = random.Random(7)
    for size in (0, 1, 2, 7, 100, 5000):
        for _ in range(20):
            found = list(items(name, chance.randbytes(size)))
            assert found
            assert not isinstance(found[-1], Entry) or size > 0


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_prefix_of_another_format_is_survived(name: str) -> None:
    for other in WRITTEN:
        content = file_of(other)
        for cut in (3, 40, 300, len(content)):
            list(items(name, content[:cut]))


@pytest.mark.parametrize("name", ["ris", "nbib", "csv", "bibtex", "jsonl", "wos", "csl-json"])
def test_a_single_line_of_a_hundred_megabytes_is_left_out(name: str) -> None:
    before, after = file_of(name) if name in TEXT else b"", b""
    line = b"x" * (100 << 20)
    start = time.monotonic()
    found = list(items(name, before + b"\n" + line + b"\n" + after))
    assert time.monotonic() - start < 20
    assert any(not isinstance(item, Entry) for item in found)
    if before:
        assert len([item for item in found if isinstance(item, Entry)]) >= len(RECORDS) - 1


def test_a_zip_archive_given_as_ris_is_named(tmp_path: Path) -> None:
    path = tmp_path / "export.ris"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export.ris", file_of("ris"))
    with pytest.raises(RecordError, match="ZIP") as fault:
        list(read(path))
    assert fault.value.help
    with pytest.raises(RecordError, match="ZIP"):
        list(read(path, "ris"))


ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]


@pytest.mark.parametrize("name", [name for name in TEXT if name not in {"endnote-xml", "csl-json"}])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_encoding_loses_a_record_or_a_letter(name: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(file_of(name).decode().encode(encoding))
    found = list(read_file(path, name))
    assert [record.title for record in found] == [record.title for record in RECORDS]
    assert all(record.authors[1].family == "Ångström" for record in found)


@pytest.mark.parametrize("name", [name for name in TEXT if name not in {"endnote-xml"}])
@pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
def test_every_kind_of_line_end_reads(name: str, ending: bytes) -> None:
    content = file_of(name).replace(b"\n", ending)
    assert titles(name, content) == [record.title for record in RECORDS]


def test_an_error_of_the_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "records.ris"
    write(RECORDS, path)
    before = path.read_bytes()

    def failing() -> Iterator[Record]:
        yield RECORDS[0]
        raise OSError("the disk is full")

    with pytest.raises(RecordError, match="disk is full"):
        write(failing(), path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["records.ris"]


@pytest.mark.parametrize("path", ["out.unknown", "out", "out.xml"])
def test_a_suffix_that_says_no_format_is_refused(tmp_path: Path, path: str) -> None:
    if path == "out.xml":
        assert write(RECORDS, tmp_path / path) == len(RECORDS)
        return
    with pytest.raises(SearchkitError) as fault:
        write(RECORDS, tmp_path / path)
    assert fault.value.help
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"missing\.ris"):
        list(read(tmp_path / "missing.ris"))
