"""The documentation agrees with the code, its links lead somewhere, and the examples run."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import searchkit
from searchkit.explain import all_codes
from searchkit.query.strategy import Strategy

PROJECT = Path(__file__).parents[2]
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def test_made_pages_and_translations_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


def test_every_code_has_a_page_worth_reading() -> None:
    codes = all_codes()
    assert len({code.id for code in codes}) == len(codes)
    assert len({code.name for code in codes}) == len(codes)
    for code in codes:
        assert re.fullmatch(r"[PQTHR]\d{3}", code.id)
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", code.name), code.name
        assert "What to do:" in code.explanation, code.id
        assert len(code.explanation) > 80, code.id


def test_codes_named_in_pages_exist() -> None:
    known = {code.id for code in all_codes()}
    for page in PAGES:
        named = set(re.findall(r"\b[PQTHR]\d{3}\b", page.read_text(encoding="utf-8")))
        assert named <= known, page


def test_readme_commands_are_what_ci_runs() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    assert readme.count("<!-- run: main -->") == readme.count("<!-- run: tests -->") == 1
    assert "readme tests" in (PROJECT / ".ci" / "run").read_text(encoding="utf-8")


def test_readme_library_example() -> None:
    translation = searchkit.translate("(peer adj3 support*).ti,ab.", to="scopus")
    assert translation.text == "TITLE-ABS(peer W/2 support*)"
    assert repr(translation.text) in (PROJECT / "README.md").read_text(encoding="utf-8")


def test_the_json_page_shows_what_is_printed() -> None:
    page = (PROJECT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    shown = json.loads(re.findall(r"```json\n(.*?)```", page, re.DOTALL)[0])
    (first,) = shown["translations"]
    real = searchkit.translate("(live* adj experience*).ti,ab.", to="pubmed").to_json()
    assert set(first) == set(real)
    diagnostics = real["diagnostics"]
    assert isinstance(diagnostics, list)
    assert set(first["diagnostics"][0]) == set(diagnostics[0])


@pytest.mark.parametrize("name", ["01_parse", "02_translate", "03_compare_policies"])
def test_examples_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = PROJECT / "examples" / f"{name}.py"
    assert len(file.read_text(encoding="utf-8").splitlines()) < 40
    runpy.run_path(str(file), run_name="__main__")
    assert capsys.readouterr().out


def test_the_review_names_the_ten_databases() -> None:
    text = (PROJECT / "queries" / "peer-support" / "review.toml").read_text(encoding="utf-8")
    assert len(tomllib.loads(text)["database"]) == 10


def test_public_names_are_sorted_and_there() -> None:
    assert searchkit.__all__ == sorted(searchkit.__all__)
    for name in searchkit.__all__:
        assert getattr(searchkit, name) is not None
    assert isinstance(searchkit.parse("peer.ti."), Strategy)
    with pytest.raises(AttributeError):
        searchkit.nothing  # noqa: B018 - the access is the test
