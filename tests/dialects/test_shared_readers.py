"""Every shared strategy of PubMed, Scopus and Web of Science is read; figures are printed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit.diagnostics import has_errors
from searchkit.dialects import parse

DAMAGED = {
    "CD007394.pubmed.txt": {9},  # a quotation mark without a partner
    "ai4mbse_scopus.scopus.txt": {2},  # a search of another site
    "pa_KE_WoS_04.wos.txt": {2},  # a search inside a sentence
}
"""Lines that are no search of the platform, or not a whole one."""

LEAST = {"pubmed": 98.0, "scopus": 100.0, "wos": 100.0}


def strategies(shared: Path, platform: str) -> Iterator[Path]:
    base = shared / "data" / "strategies"
    with (base / "MANIFEST.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            if row["platform"] == platform:
                yield base / row["file"]


@pytest.mark.parametrize("platform", LEAST)
def test_well_formed_lines_are_read(
    platform: str, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, faulty, damaged, files = 0, [], 0, 0
    for path in strategies(shared, platform):
        strategy = parse(path.read_text(encoding="utf-8"), platform)
        assert strategy.lines, path.name
        files += 1
        known = DAMAGED.get(path.name, set())
        damaged += len(known)
        lines += len(strategy.lines)
        for line in strategy.lines:
            told = [found for found in strategy.diagnostics if found.line == line.number]
            wrong = line.query is None or has_errors(told)
            assert wrong or line.number not in known, f"{path.name} {line.number}"
            if wrong and line.number not in known:
                faulty.append(f"{path.name} {line.number}")
    share = 100 * (1 - len(faulty) / (lines - damaged))
    with capsys.disabled():
        print(
            f"\n{platform}: {files} files, {lines} lines, {damaged} damaged, "
            f"{len(faulty)} of the others with an error ({share:.2f}% read)"
        )
    assert share >= LEAST[platform], faulty


def test_edited_twins_read_as_the_same_search(shared: Path) -> None:
    """The corrected twins differ in quotation marks only, or in words that their editor changed."""
    pairs = same = 0
    for path in strategies(shared, "pubmed"):
        twin = path.with_name(path.name.replace(".pubmed", "_edited.pubmed"))
        if twin == path or not twin.is_file():
            continue
        pairs += 1
        trees = [
            [line.query for line in parse(one.read_text(encoding="utf-8"), "pubmed").lines]
            for one in (path, twin)
        ]
        same += trees[0] == trees[1]
    assert pairs > 15
    assert same >= pairs - 5
