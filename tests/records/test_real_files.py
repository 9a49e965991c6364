"""Every real export file reads: as many records as it holds, or the damage is named."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

import pytest

from records.shared import SHARED, Sample, needs_shared, samples
from searchkit.errors import RecordError
from searchkit.records import normalise
from searchkit.records.formats import FORMATS, read, read_file, write
from searchkit.records.formats.pubmed_xml import entries as pubmed_entries
from searchkit.records.record import Record

pytestmark = needs_shared

# The manifest counts these as another program reads them; what is in the file was looked at.
COUNTED_OTHERWISE = {
    "enw/colrev__enl_data.enl": (3, "the third record has a title and no %0"),
    "enw/jabref__Endnote.pattern.A.enw": (1, "a record that has nothing but an author"),
    "nbib/jabref__MedlinePlainImporterTestMultipleEntries.txt": (7, "seven PMIDs or titles"),
    "ovid_txt/jabref__OvidImporterTest2Invalid.txt": (2, "two records without numbers"),
    "ris_jabref/jabref__RisImporterCorrupted.ris": (1, "its TY line is lost; named as R012"),
}
NOT_RECORDS = {
    "enw/jabref__Endnote.pattern.E.enw": "an editor and nothing else",
    "wos_txt/jabref__IsiImporterTestEmpty.isi": "two number signs",
}


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.file)
def test_no_record_is_lost(sample: Sample) -> None:
    if sample.expected is None or sample.file in NOT_RECORDS:
        # Formats of programs that nobody was asked to read: said so, or read.
        said: str | None = ""
        try:
            found = list(read_file(sample.path))
        except RecordError as fault:
            found, said = [], fault.help
        assert found or said
        return
    expected = COUNTED_OTHERWISE.get(sample.file, (sample.expected, ""))[0]
    reading = read_file(sample.path)
    records = list(reading)
    assert len(records) == expected, [found.message for found in reading.diagnostics]
    assert all(record.provenance[-1].line for record in records)


def test_the_table_of_formats_and_providers(capsys: pytest.CaptureFixture[str]) -> None:
    rows: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sample in samples():
        try:
            reading = read_file(sample.path)
            found = list(reading)
        except RecordError:
            rows["not recognised", sample.format]["files"] += 1
            continue
        row = rows[reading.format.name, sample.provider]
        row["files"] += 1
        row["records"] += len(found)
        row["expected"] += sample.expected or 0
        row["titles"] += sum(bool(record.title) for record in found)
        row["DOIs"] += sum(bool(record.doi) for record in found)
        row["years"] += sum(record.year is not None for record in found)
        row["abstracts"] += sum(bool(record.abstract) for record in found)
        row["diagnostics"] += len(reading.diagnostics)
    names = ("files", "expected", "records", "titles", "years", "DOIs", "abstracts", "diagnostics")
    with capsys.disabled():
        print(f"\n{'format':<14} {'provider':<34} " + " ".join(f"{name:>9}" for name in names))
        for (form, provider), row in sorted(rows.items()):
            print(
                f"{form:<14} {provider[:34]:<34} " + " ".join(f"{row[name]:>9}" for name in names)
            )
    real = [row for (form, _), row in rows.items() if form == "ris"]
    assert sum(row["records"] for row in real) >= sum(row["expected"] for row in real)


def key(record: Record) -> tuple[object, ...]:
    return (
        normalise.text_key(record.title),
        record.year,
        normalise.doi(record.doi),
        normalise.pages(record.pages).split("-")[0],
        record.volume,
        tuple(normalise.family(person) for person in record.authors),
    )


# The last number: records that the exporter itself wrote differently (a person in braces,
# which BibTeX takes for a group).
PAIRS = [
    ("csv/bibliotobler__scopus.csv", "ris/bibliotobler__scopus.ris", 81, 0),
    (
        "ris/bibliotobler__savedrecs_without_WE.ris",
        "wos_tab/bibliotobler__savedrecs_without_WE.txt",
        67,
        0,
    ),
    ("csv/ASySD__zotero_export.csv", "endnote_xml/ASySD__zotero_export.xml", 1233, 0),
    ("ris/ASySD__zotero_export.ris", "bibtex/ASySD__zotero_export.bib", 1000, 4),
]


@pytest.mark.parametrize(("one", "other", "count", "differ"), PAIRS)
def test_two_exports_of_one_library_give_equal_records(
    one: str, other: str, count: int, differ: int
) -> None:
    first = Counter(key(record) for record in read_file(SHARED / "formats" / one))
    second = Counter(key(record) for record in read_file(SHARED / "formats" / other))
    assert first.total() == second.total() == count
    assert (first - second).total() <= differ, list((first - second).items())[:3]


def test_pubmed_xml_and_medline_text_of_one_article_agree() -> None:
    folder = SHARED / "api" / "pubmed_baseline"
    for path in sorted(folder.glob("pubmedparser__*.gz")):
        for record in read(path):
            assert record.pmid
            assert record.title
            assert record.journal
            assert record.year


def test_articles_of_2016_read_though_they_stand_in_another_root() -> None:
    path = SHARED / "api" / "pubmed_baseline" / "medline16n0902_cut604.xml.gz"
    records = list(read(path))
    assert len(records) == 604
    assert all(record.pmid and record.title for record in records)


def test_recorded_answers_that_hold_no_articles_are_refused(tmp_path: Path) -> None:
    for path in sorted((SHARED / "api" / "pubmed").glob("biopython__e*.xml")):
        with path.open("rb") as stream:
            codes = [item.code.id for item in pubmed_entries(stream) if not hasattr(item, "record")]
        assert codes == ["R011"], path.name


def test_every_format_that_is_written_is_recognised_from_what_it_writes(tmp_path: Path) -> None:
    records = list(read_file(SHARED / "formats" / "nbib" / "srdedupe__mini_pubmed.nbib"))
    for name in FORMATS:
        form = FORMATS[name]
        if form.write is None:
            continue
        path = tmp_path / f"out{form.suffixes[0]}"
        assert write(records, path, name) == len(records)
        reading = read_file(path)
        assert reading.format.name == name
        again = list(reading)
        assert not reading.diagnostics, name
        assert [record.title for record in again] == [record.title for record in records], name
        assert [record.doi for record in again] == [record.doi for record in records], name
        assert [record.year for record in again] == [record.year for record in records], name
        assert [record.provenance for record in again] == [
            record.provenance for record in records
        ], name
