"""`searchkit records`: what a user sees, and what the exit code says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from searchkit.cli.records import records
from searchkit.errors import RecordWarning, SearchkitError, UsageError
from searchkit.records.formats import read, write
from searchkit.records.formats.profiles import PROFILES, write_for
from searchkit.records.record import Author, Identifier, Record

SAMPLE = [
    Record(
        title=f"Peer support {number}",
        abstract="Background: none.",
        authors=(Author("Repper", "Julie"),),
        year=2000 + number,
        date=str(2000 + number),
        journal="Journal of Peers",
        doi=f"10.1000/{number}",
        pmid=str(31_000_000 + number),
        identifiers=(Identifier("eid", f"2-s2.0-8514148318{number}"),),
    )
    for number in range(5)
]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(records, [str(argument) for argument in arguments])


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.ris"
    write(SAMPLE, path)
    return path


def test_convert_keeps_every_record_and_says_how_many(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    done = run("convert", export, out)
    assert done.exit_code == 0
    assert "5 records" in done.stderr
    found = list(read(out))
    assert [record.title for record in found] == [record.title for record in SAMPLE]
    assert [record.provenance[0].file for record in found] == ["export.ris"] * 5
    assert [record.provenance[0].platform for record in found] == ["Scopus"] * 5


def test_convert_names_damage_keeps_the_rest_and_exits_with_1(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text('{"title": "One"}\n{"title": \n{"title": "Three"}\n', encoding="utf-8")
    done = run("convert", path, tmp_path / "out.ris")
    assert done.exit_code == 1
    assert "error[R001]" in done.stderr
    assert f"{path}:2" in done.stderr
    assert [record.title for record in read(tmp_path / "out.ris")] == ["One", "Three"]


RIS = b"TY  - JOUR\nTI  - One\nER  - \n"
DAMAGED = [
    ("latin.ris", RIS.replace(b"One", b"Caf\xe9"), "R006"),
    ("headless.ris", RIS + b"TI  - Two\nER  - \n", "R012"),
    ("open.bib", b"@article{a,\n title = {One},\n year = {2020}\n", "R002"),
    ("open.txt", b"FN Clarivate\nVR 1.0\nPT J\nAU Repper, J\nTI One\n", "R002"),
]


@pytest.mark.parametrize(("name", "content", "code"), DAMAGED)
def test_what_is_lost_or_guessed_exits_with_1(
    name: str, content: bytes, code: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for call in (("info", path), ("convert", path, tmp_path / "out.jsonl"), ("dedupe", path)):
        done = run(*call)
        assert f"[{code}]" in done.stderr
        assert done.exit_code == 1, call[0]


def test_a_repair_that_loses_nothing_is_told_and_exits_with_0(tmp_path: Path) -> None:
    path = tmp_path / "unended.ris"
    path.write_bytes(RIS + RIS.replace(b"ER  - \n", b""))
    for call in (("info", path), ("convert", path, tmp_path / "out.jsonl"), ("dedupe", path)):
        done = run(*call)
        assert "warning[R005]" in done.stderr
        assert done.exit_code == 0
    with pytest.warns(RecordWarning, match="line 4: the record has no `ER` line"):
        assert len(list(read(path))) == 2


def test_reading_in_a_program_warns_of_what_was_guessed(tmp_path: Path) -> None:
    path = tmp_path / "latin.ris"
    path.write_bytes(RIS.replace(b"One", b"Caf\xe9"))
    with pytest.warns(RecordWarning, match="not UTF-8"):
        assert [record.title for record in read(path)] == ["Café"]


@pytest.mark.parametrize("name", list(PROFILES))
def test_every_profile_writes_a_file_of_every_kind_it_names(
    name: str, export: Path, tmp_path: Path
) -> None:
    for suffix in PROFILES[name].formats:
        out = tmp_path / f"{name}{suffix}"
        assert run("convert", export, out, "--profile", name).exit_code == 0
        found = list(read(out))
        assert [record.title for record in found] == [record.title for record in SAMPLE]
        assert [record.doi for record in found] == [record.doi for record in SAMPLE]


def test_asreview_and_rayyan_get_the_columns_they_ask_for(export: Path, tmp_path: Path) -> None:
    rayyan = (
        "key,title,year,month,day,journal,issn,volume,issue,pages,authors,url,language,"
        "publisher,location,abstract,notes,doi,keywords,pubmed_id,pmc_id"
    )
    asreview = "title,abstract,authors,keywords,year,journal,doi,url,pmid,notes"
    for name, columns in (("asreview", asreview), ("rayyan", rayyan)):
        out = tmp_path / f"{name}.csv"
        run("convert", export, out, "--profile", name)
        with out.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            first = next(rows)
            assert ",".join(rows.fieldnames or ()) == columns
        assert first["title"] == SAMPLE[0].title
        assert first["doi"] == SAMPLE[0].doi
        assert first["abstract"] == SAMPLE[0].abstract


def test_endnote_finds_the_pmid_where_its_own_filter_puts_it(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "endnote.ris"
    run("convert", export, out, "--profile", "endnote")
    assert "AN  - 31000000" in out.read_text(encoding="utf-8")


def test_more_than_covidence_takes_is_said(tmp_path: Path) -> None:
    many = (Record(title=f"T{number}") for number in range(15_001))
    count, said = write_for(many, tmp_path / "many.ris", "covidence")
    assert count == 15_001
    assert [found.code.id for found in said] == ["R014"]


def test_a_tool_is_not_given_what_it_does_not_take(export: Path, tmp_path: Path) -> None:
    done = run("convert", export, tmp_path / "out.csv", "--profile", "covidence")
    assert isinstance(done.exception, UsageError)
    assert "Covidence" in str(done.exception)


def test_an_unwritable_suffix_is_refused_before_anything_is_read(
    export: Path, tmp_path: Path
) -> None:
    done = run("convert", export, tmp_path / "out.doc")
    assert isinstance(done.exception, SearchkitError)
    assert not (tmp_path / "out.doc").exists()


def test_info_counts(export: Path) -> None:
    done = run("info", export)
    assert done.exit_code == 0
    assert "RIS, 5 records, 2000-2004" in done.stdout
    assert "platform: Scopus 5" in done.stdout


def test_info_as_json_has_the_documented_form(export: Path) -> None:
    (found,) = json.loads(run("info", export, "--json").stdout)
    assert set(found) == {
        "file",
        "format",
        "records",
        "platforms",
        "databases",
        "years",
        "filled",
        "diagnostics",
    }
    assert (found["format"], found["records"], found["years"]) == ("ris", 5, [2000, 2004])
    assert found["filled"]["doi"] == 5
    assert found["filled"]["abstract"] == 5
    assert found["filled"]["issue"] == 0


def test_compare_pairs_what_is_the_same_and_names_what_is_not(export: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    write([*SAMPLE[:3], Record(title="Another", year=1999, date="1999")], other)
    done = run("compare", export, other)
    assert done.exit_code == 1
    assert "in both: 3" in done.stdout
    assert f"only in {export}: 2" in done.stdout
    assert "Another" in done.stdout


def test_compare_of_one_library_in_two_formats_finds_nothing(export: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    write(SAMPLE, other)
    found = json.loads(run("compare", export, other, "--json").stdout)
    assert found["common"] == 5
    assert found["only_first"] == found["only_second"] == []
