"""Whose language a text is, with the signs shown."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from searchkit.dialects import target_names
from searchkit.dialects.recognise import recognise

CASES = [
    ("ovid:medline", "exp Peer Group/\n(peer adj3 support*).ti,ab.\n1 or 2\nlimit 3 to english"),
    ("ovid:embase", "Embase <1974 to 2023>\n1  exp peer group/\n2  mentor*.ti,ab."),
    ("ovid:psycinfo", "APA PsycInfo (Ovid)\n1  exp Peers/\n2  mentor*.ti,ab,id."),
    ("pubmed", '"Peer Group"[Mesh] OR peer*[tiab]'),
    ("pubmed", "#1 mentor*[Title/Abstract]\n#2 #1 AND english[la]"),
    ("scopus", "TITLE-ABS-KEY(peer W/2 support*) AND PUBYEAR > 1999"),
    ("wos", "TS=(peer NEAR/2 support*) AND PY=2000-2020"),
    ("ebsco:cinahl", '(MH "Peer Group+") OR TI (peer N2 support) OR AB mentor*'),
    ("ebsco:psycinfo", 'APA PsycInfo\nS1 DE "Peers"\nS2 TI mentor*\nS3 S1 OR S2'),
    ("embase", "'peer group'/exp OR (peer NEAR/3 support*):ti,ab AND [english]/lim"),
    ("cochrane", '#1 [mh "Peer Group"]\n#2 (peer NEAR/3 support*):ti,ab,kw\n#3 #1 or #2'),
    ("proquest", 'MAINSUBJECT.EXACT.EXPLODE("Peers") OR TI,AB(mentor*)'),
]


@pytest.mark.parametrize(("name", "text"), CASES)
def test_the_right_target_is_the_likeliest(name: str, text: str) -> None:
    best = recognise(text)[0]
    assert best.target == name
    assert best.target in target_names()
    assert 0 < best.score <= 1
    assert all(" x " in shown for shown in best.evidence)


@pytest.mark.parametrize("text", ["", "peer support", "(Diagnosis AND Genetics)"])
def test_a_text_without_signs_is_not_guessed_at(text: str) -> None:
    assert recognise(text) == []


def test_scores_are_shares() -> None:
    found = recognise("peer[tiab] AND TITLE-ABS-KEY(lay) AND mentor*.ti,ab.")
    assert {one.target for one in found} == {"pubmed", "scopus", "ovid:medline"}
    assert sum(one.score for one in found) == pytest.approx(1, abs=0.01)


def test_the_protocols_strategy_is_ovids(protocol: str) -> None:
    best = recognise(protocol)[0]
    assert (best.target, best.score) == ("ovid:medline", 1.0)


SIGNLESS = {"byttnerioideae.wos.txt", "diagnosis.pubmed.txt", "clinical_description.pubmed.txt"}
"""Files without a field, an operator or a heading that only one platform has."""


def test_every_shared_strategy_is_recognised(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = shared / "data" / "strategies"
    names = {"embasecom": "embase"}
    right: Counter[str] = Counter()
    wrong: list[str] = []
    with (base / "MANIFEST.csv").open(encoding="utf-8", newline="") as table:
        rows = [
            row for row in csv.DictReader(table) if row["platform"] not in {"generic", "scholar"}
        ]
    for row in rows:
        found = recognise((base / row["file"]).read_text(encoding="utf-8"))
        platform = names.get(row["platform"], row["platform"])
        if found and found[0].target.partition(":")[0] == platform:
            right[platform] += 1
        else:
            wrong.append(Path(row["file"]).name)
    with capsys.disabled():
        shown = ", ".join(f"{name} {count}" for name, count in sorted(right.items()))
        print(f"\nrecognised: {sum(right.values())} of {len(rows)} strategies ({shown})")
    assert set(wrong) <= SIGNLESS
