"""What is told about searching by hand: for every database, from the string to the import."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchkit.dialects.spec import Grade
from searchkit.records.formats import FORMATS
from searchkit.review.byhand import SITES, told_most
from searchkit.review.protocol import read_review
from servers.commands import Command


@pytest.mark.parametrize("name", SITES)
def test_every_fact_about_a_site_says_who_says_so(name: str) -> None:
    site = SITES[name]
    assert site.format_name in FORMATS
    for evidence in (site.evidence, *([site.most.evidence] if site.most else [])):
        assert evidence.source
        if evidence.grade is Grade.GUIDE:
            assert re.search(r"\w+\.\w+/", evidence.source)
    if site.most:
        assert "{" not in told_most(site.most)
        assert f"{site.most.records:,}" in told_most(site.most)


def test_all_databases_of_the_first_review_are_told_from_the_string_to_the_import(
    project: Path, command: Command, tmp_path: Path
) -> None:
    folder = project / "queries" / "peer-support"
    done = command(
        "next", "--by-hand", "--into", str(tmp_path / "strings"), "--review", str(folder)
    )
    assert done.code == 0
    sections = done.out.split("\n\n")[1:]
    databases = read_review(folder).databases
    assert len(sections) == len(databases) == 10
    for section, database in zip(sections, databases, strict=True):
        assert section.startswith(f"{database.name} ({database.target}), by hand:")
        for part in ("paste into: in ", "export: ", "RIS", " records ", "searchkit import FILE"):
            assert part in section or (part == "RIS" and database.target in ("pubmed", "wos"))
        assert f"--target {database.target} --date " in section
        assert "entered the database to 2021-01-04" in section
        (told,) = re.findall(r"(\d+) search(?:es)? in (\S+)", section)
        searches = Path(told[1]).read_text(encoding="utf-8").splitlines()
        assert len(searches) == int(told[0])
        committed = folder / "translations" / Path(told[1]).name
        if int(told[0]) == 1:
            assert searches == [committed.read_text(encoding="utf-8").strip()]


def test_a_search_of_many_parts_is_not_poured_out(project: Path, command: Command) -> None:
    folder = project / "queries" / "peer-support"
    done = command("next", "--review", str(folder))
    assert "and 243 more: `searchkit next --into FOLDER` writes all of them" in done.out
    assert "run `searchkit run --only pubmed`" in done.out
    assert "Medline (pubmed), by hand" not in done.out
