"""`searchkit records dedupe`: what a user sees, gets, and can decide."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from records.deduplication.made import retold, works
from searchkit.cli.records import records
from searchkit.errors import UsageError
from searchkit.records.deduplication import Verdict, read_rulings, write_rulings
from searchkit.records.formats import read, write
from searchkit.records.record import Author, Record

WORKS = works(4)
LETTER = Record(
    title="Congenital cataracts in English cocker spaniels",
    authors=(Author("Davies", "Mary"),),
    year=1988,
    journal="Veterinary Letters",
    volume="122",
    pages="494",
)
MEDLINE = [*WORKS, LETTER]
EMBASE = [retold(WORKS[0])[1], retold(WORKS[1])[2], replace(LETTER, pages="568")]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "medline.jsonl", tmp_path / "embase.jsonl"]
    write(MEDLINE, paths[0])
    write(EMBASE, paths[1])
    return paths


def run(*arguments: object) -> Result:
    return CliRunner().invoke(records, ["dedupe", *(str(argument) for argument in arguments)])


def test_the_report_adds_up_and_every_work_is_written_once(
    files: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "works.jsonl"
    seen = run(*files, "--out", out)
    assert seen.exit_code == 0, seen.output
    assert "medline.jsonl: 5 records, 3 works only here" in seen.output
    assert "embase.jsonl: 3 records, 1 work only here" in seen.output
    for line in ("records            8", "duplicates         2", "to look at         1"):
        assert line in seen.output
    assert "joined by same-" in seen.output
    assert "Congenital cataracts" in seen.output
    kept = list(read(out))
    assert [record.title for record in kept][:5] == [record.title for record in MEDLINE]
    assert len(kept) == 6
    assert {p.database for p in kept[0].provenance} == {"MEDLINE", "Embase"}


def test_json_names_every_pair_with_its_reason(files: list[Path]) -> None:
    seen = run(*files, "--json")
    found = json.loads(seen.stdout)
    assert (found["records"], found["works"], found["duplicates"]) == (8, 6, 2)
    assert len(found["clusters"]) == 2
    for cluster in found["clusters"]:
        assert len(cluster["members"]) == 2
        (pair,) = cluster["pairs"]
        assert pair["verdict"] == "same"
        assert pair["reason"]
        assert pair["evidence"]["title"] in ("equal", "misspelt")
    assert [pair["rule"] for pair in found["to_look_at"]] == ["alike"]


@pytest.mark.parametrize(("said", "left"), [(Verdict.SAME, 5), (Verdict.DIFFERENT, 6)])
def test_decisions_are_asked_for_remembered_and_applied(
    files: list[Path], tmp_path: Path, said: Verdict, left: int
) -> None:
    decisions = tmp_path / "decisions.csv"
    assert run(*files, "--decisions", decisions).exit_code == 0
    (question,) = read_rulings(decisions)
    assert question.verdict is Verdict.LOOK
    assert "Congenital cataracts" in question.left_record
    write_rulings(decisions, [replace(question, verdict=said)])
    again = run(*files, "--decisions", decisions, "--json")
    found = json.loads(again.stdout)
    assert found["works"] == left
    assert found["to_look_at"] == []
    assert [ruling.verdict for ruling in read_rulings(decisions)] == [said]


def test_damage_is_told_and_what_is_whole_is_used(files: list[Path], tmp_path: Path) -> None:
    files[0].write_text(files[0].read_text("utf-8") + "{broken\n", "utf-8")
    seen = run(*files)
    assert seen.exit_code == 1
    assert "medline.jsonl:" in seen.output
    assert "records            8" in seen.output


def test_an_unknown_suffix_is_refused_before_the_work(files: list[Path], tmp_path: Path) -> None:
    seen = run(*files, "--out", tmp_path / "works.xyz")
    assert isinstance(seen.exception, UsageError)
