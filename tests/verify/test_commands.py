"""`searchkit verify` and `searchkit vocabulary`, as people call them."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pytest_httpserver import HTTPServer

from searchkit.cli.strategy import translate
from searchkit.cli.verify import verify
from searchkit.cli.vocabulary import vocabulary
from searchkit.errors import RequestRefused, SearchkitError
from searchkit.records.formats import write
from verify.records import RECORDS, STRATEGY

XML = b"""<DescriptorRecordSet>
<DescriptorRecord><DescriptorUI>D1</DescriptorUI><DescriptorName><String>Mental Health Services</String></DescriptorName>
<TreeNumberList><TreeNumber>F04.408</TreeNumber></TreeNumberList></DescriptorRecord>
<DescriptorRecord><DescriptorUI>D2</DescriptorUI><DescriptorName><String>Community Mental Health Services</String></DescriptorName>
<TreeNumberList><TreeNumber>F04.408.307</TreeNumber></TreeNumberList></DescriptorRecord>
</DescriptorRecordSet>"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with strategy and records, and an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "strategy.txt").write_text(STRATEGY, encoding="utf-8")
    (tmp_path / "known.txt").write_text("1\n4\n99\n", encoding="utf-8")
    (tmp_path / "desc2025.xml").write_bytes(XML)
    write(RECORDS, tmp_path / "records.jsonl")
    return tmp_path


def _verify(folder: Path, *options: str) -> Result:
    names = ["strategy.txt", "--to", "pubmed", "--records", "records.jsonl", "--known", "known.txt"]
    arguments = [str(folder / one) if "." in one else one for one in names]
    return CliRunner().invoke(verify, [*arguments, *options])


def _call(*arguments: str) -> Result:
    return CliRunner().invoke(vocabulary, arguments)


def test_figures_and_known_records_for_people(folder: Path) -> None:
    result = _verify(folder, "--mesh", str(folder / "desc2025.xml"))
    assert result.exit_code == 0
    lines = [" ".join(row.split()) for row in result.stdout.splitlines()]
    assert lines[0] == "7 records; ovid:medline against pubmed"
    assert "1 3 5 0 2 0 broader (peer* adj3 support*).ti." in lines
    assert "added: PMID 2 Support groups led by a former peer" in lines
    assert "known records: ovid:medline finds 1 of 3" in lines
    assert "line 4: `nurses.ti.` excludes the record" in lines
    assert "99: not among the records" in lines
    assert "without MeSH" not in result.stderr


def test_the_same_for_programs(folder: Path) -> None:
    answer = json.loads(_verify(folder, "--json", "--mesh", str(folder / "desc2025.xml")).stdout)
    assert answer["mesh"] == "2025"
    assert [row["line"] for row in answer["lines"]] == [1, 2, 3, 4, 5]
    assert answer["whole"]["added"] == 1
    assert [one["found_by_source"] for one in answer["known"]] == [True, False, None]
    assert answer["known"][2]["among_records"] is False


def test_missing_mesh_is_said(folder: Path) -> None:
    assert "searchkit vocabulary update" in _verify(folder).stderr


def test_mesh_is_fetched_kept_and_used(folder: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/desc2025.gz").respond_with_data(gzip.compress(XML))
    address = httpserver.url_for("/desc{year}.gz")
    result = _call("update", "--year", "2025", "--address", address)
    assert result.exit_code == 0, result.output
    assert "MeSH 2025: 2 headings" in result.stdout
    assert "Courtesy of the U.S. National Library of Medicine" in result.stdout
    shown = _call("show", "mental health services", "--json")
    assert json.loads(shown.stdout)["narrower"] == ["Community Mental Health Services"]
    assert "without MeSH" not in _verify(folder).stderr


def test_last_years_file_is_taken_while_this_years_is_not_there(
    folder: Path, httpserver: HTTPServer
) -> None:
    last = date.today().year - 1
    httpserver.expect_request(f"/desc{last + 1}.gz").respond_with_data("no", status=404)
    httpserver.expect_request(f"/desc{last}.gz").respond_with_data(gzip.compress(XML))
    result = _call("update", "--address", httpserver.url_for("/desc{year}.gz"))
    assert f"MeSH {last}: 2 headings" in result.stdout


@pytest.mark.parametrize(
    ("status", "said"), [(404, "no file of MeSH for 2024"), (403, "answers 403")]
)
def test_a_refusal_says_what_to_do(
    folder: Path, httpserver: HTTPServer, status: int, said: str
) -> None:
    httpserver.expect_request("/desc2024.gz").respond_with_data("no", status=status)
    result = _call("update", "--year", "2024", "--address", httpserver.url_for("/desc{year}.gz"))
    assert isinstance(result.exception, RequestRefused)
    assert said in result.exception.message
    assert "--file" in (result.exception.help or "")


def test_a_file_given_by_hand_is_kept(folder: Path) -> None:
    assert _call("update", "--file", str(folder / "desc2025.xml")).exit_code == 0
    assert "Community Mental Health Services" in _call("show", "Mental Health Services").stdout
    unknown = _call("show", "Mental Helth Services")
    assert unknown.exit_code == 1
    assert "near it are Mental Health Services" in unknown.stderr


def _translate(folder: Path, *options: str) -> Result:
    (folder / "line.txt").write_text("(peer* adj3 support*).ti.", encoding="utf-8")
    return CliRunner().invoke(translate, [str(folder / "line.txt"), "--to", "pubmed", *options])


def test_words_come_from_a_list_from_records_or_with_searchkit(folder: Path) -> None:
    (folder / "words.txt").write_text("peer peers\nsupport\n", encoding="utf-8")
    listed = _translate(folder, "--words", str(folder / "words.txt"))
    assert listed.stdout == '"peer support"[ti:~2] OR "peers support"[ti:~2]\n'
    assert "words.txt has these 2" in listed.stderr
    drawn = _translate(folder, "--words", str(folder / "records.jsonl"))
    assert '"peers supported"[ti:~2]' in drawn.stdout
    assert '"peer supporting"[ti:~2]' in _translate(folder, "--words", "built-in").stdout


def test_a_crosswalk_and_a_thesaurus_are_files_of_the_user(folder: Path) -> None:
    rows = "mesh,Mental Health Services,cinahl,Mental Health Services,exact,high,me\n"
    head = "vocabulary,heading,to_vocabulary,to_heading,relation,confidence,provenance\n"
    (folder / "crosswalk.csv").write_text(head + rows, encoding="utf-8")
    (folder / "apa.csv").write_text("heading,narrower\nPeers,Peer Tutoring\n", encoding="utf-8")
    (folder / "one.txt").write_text("exp Mental Health Services/", encoding="utf-8")
    (folder / "two.txt").write_text("exp Peers/", encoding="utf-8")
    one = [str(folder / "one.txt"), "--to", "ebsco:cinahl"]
    replaced = CliRunner().invoke(translate, [*one, "--crosswalk", str(folder / "crosswalk.csv")])
    assert replaced.stdout == '(MH "Mental Health Services+")\n'
    assert "T035" in replaced.stderr
    two = [str(folder / "two.txt"), "--from", "ovid:psycinfo", "--to", "ebsco:psycinfo"]
    exploded = CliRunner().invoke(translate, [*two, "--thesaurus", f"apa={folder / 'apa.csv'}"])
    assert exploded.stdout == '(DE "Peers") OR (DE "Peer Tutoring")\n'


@pytest.mark.parametrize("option", ["--words", "--crosswalk"])
def test_a_missing_file_is_named(folder: Path, option: str) -> None:
    result = _translate(folder, option, str(folder / "none.csv"))
    assert isinstance(result.exception, SearchkitError)
    assert "none.csv" in result.exception.message
