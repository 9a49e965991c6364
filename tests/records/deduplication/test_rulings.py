"""The reviewer's file: written, filled in with a spreadsheet, read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from records.deduplication.made import works
from searchkit.errors import RecordError
from searchkit.records.deduplication import (
    Ruling,
    Verdict,
    read_rulings,
    record_key,
    with_new,
    write_rulings,
)
from searchkit.records.record import Provenance

OPEN = Ruling("a1", "b2", left_record="Röp, J. | 2001", right_record='He said "so"', reason="alike")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    rulings = [OPEN, replace(OPEN, left="c3", verdict=Verdict.SAME, note="seen; both\nlines")]
    write_rulings(path, rulings)
    assert read_rulings(path) == rulings
    assert [file.name for file in tmp_path.iterdir()] == ["decisions.csv"]


def test_a_file_that_does_not_exist_holds_no_decisions(tmp_path: Path) -> None:
    assert read_rulings(tmp_path / "none.csv") == []


def test_a_spreadsheet_may_use_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes(b"\xef\xbb\xbfdecision;left;right;note\r\nSame ;a1;b2;yes, surely\r\n")
    assert [(r.verdict, r.pair, r.note) for r in read_rulings(path)] == [
        (Verdict.SAME, frozenset(("a1", "b2")), "yes, surely")
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title,year\nSleep,2001\n", "not a file of decisions"),
        ("decision,left,right\nmaybe,a,b\n", r":2: the decision `maybe` is none"),
        ("decision,left,right\nsame,a,\n", r":2: the row does not say which"),
    ],
)
def test_a_row_that_cannot_be_understood_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(text)
    with pytest.raises(RecordError, match=message):
        read_rulings(path)


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_bytes("decision,left,right\nsame,a,Röp\n".encode("cp1252"))
    with pytest.raises(RecordError, match="cannot be read"):
        read_rulings(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be written"):
        write_rulings(tmp_path / "none" / "decisions.csv", [OPEN])


def test_known_pairs_are_not_added_again() -> None:
    known = [replace(OPEN, verdict=Verdict.DIFFERENT)]
    turned = replace(OPEN, left=OPEN.right, right=OPEN.left)
    assert with_new(known, [turned]) == known
    assert with_new(known, [replace(OPEN, left="c3")]) == [*known, replace(OPEN, left="c3")]


def test_keys_depend_on_what_is_said_and_on_the_database() -> None:
    one, other = works(2)
    assert record_key(one) != record_key(other)
    again = replace(one, title=one.title.upper(), provenance=(Provenance(database="MEDLINE"),))
    assert record_key(again) == record_key(one)
    elsewhere = replace(one, provenance=(Provenance(database="Embase"),))
    assert record_key(elsewhere) != record_key(one)
