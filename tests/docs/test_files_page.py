"""The page on the files that a user writes: its examples are read, its tables are the code's."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from searchkit.cli import group
from searchkit.dialects.word_list import WordList
from searchkit.errors import UnknownNameError, UsageError
from searchkit.records.deduplication import rulings
from searchkit.review.protocol import read_review
from searchkit.sources import SOURCES
from searchkit.sources.credentials import (
    CREDENTIALS,
    NEEDED,
    OPTIONS,
    PLAIN,
    load_settings,
    section,
)
from searchkit.verify import read_identifiers
from searchkit.vocabulary import crosswalk, hierarchy
from written_pages import FILES, example, names, table


def test_columns_of_the_files_are_those_that_are_read() -> None:
    columns = [row[0] for row in table(FILES, "column", "holds")]
    assert columns == [*crosswalk.COLUMNS, *hierarchy.COLUMNS, *rulings.COLUMNS]


def test_examples_of_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = WordList.read("words.txt", example(FILES, "words.txt"))
    assert words.words == ("peer", "peers", "provider", "providers")
    known = read_identifiers(example(FILES, "known.txt"))
    assert known == ("24005841", "21770786", "10.1000/1")
    for name in ("crosswalk.csv", "apa.csv"):
        Path(name).write_text(example(FILES, name), encoding="utf-8")
    call, shown = example(FILES, "run").split("\n", 1)
    strategy, _, rest = call.removeprefix("$ echo ").partition(" | searchkit ")
    done = CliRunner().invoke(group, shlex.split(rest), input=strategy.strip('"'))
    assert (done.exit_code, done.stdout) == (0, shown)


def test_the_example_of_review_toml_holds_every_key_of_the_table(tmp_path: Path) -> None:
    content = example(FILES, "review.toml")
    (tmp_path / "review.toml").write_text(content, encoding="utf-8")
    review = read_review(tmp_path)
    assert len(review.databases) == 2
    assert len(review.limits) == 4
    held, place = set(), ""
    for row in content.splitlines():
        place = row if row.startswith("[") else place
        if " = " in row:
            held.add((place, row.partition(" = ")[0]))
    head = ("section", "key", "type", "needed", "without it")
    assert held == {(row[0], row[1]) for row in table(FILES, *head)}


def test_the_keys_of_review_toml_are_those_that_are_taken(tmp_path: Path) -> None:
    rows = table(FILES, "section", "key", "type", "needed", "without it")
    path = tmp_path / "review.toml"
    parts = {"": "", "[strategy]": "[strategy]\n", "[[database]]": "[[database]]\n"}
    for place, key, _, needed, _ in rows:
        if needed == "yes":
            parts[place] += f'{key} = "pubmed"\n'
    path.write_text("".join(parts.values()), encoding="utf-8")
    assert read_review(tmp_path).title == "pubmed"
    sections = {row[0] for row in rows}
    for place in sections:
        with_more = parts | {place: f"{parts.get(place) or place}\nnonsense = 1\n"}
        path.write_text("".join(with_more.values()), encoding="utf-8")
        with pytest.raises(UnknownNameError) as told:
            read_review(tmp_path)
        known = names(str(told.value.help).partition("Known: ")[2])
        tables = {name.strip("[]") for name in sections} if not place else set()
        assert known == ({row[1] for row in rows if row[0] == place} | tables) - {""}
    for place, key, _, needed, _ in rows:
        if needed == "yes":
            lines = {name: part.replace(f"{key} = ", "#") for name, part in parts.items()}
            path.write_text("".join((parts | {place: lines[place]}).values()), encoding="utf-8")
            with pytest.raises(UsageError, match=f"`{key}`"):
                read_review(tmp_path)


def test_the_table_of_config_toml_is_that_of_the_sources() -> None:
    shown = {row[0]: row[1:] for row in table(FILES, "source", "section", "needed", "also")}
    assert list(shown) == list(SOURCES)
    for source, (place, needed, also) in shown.items():
        wanted = {row.name for row in NEEDED.get(source, ())}
        taken = {row.name for row in CREDENTIALS.get(source, ())} | {*OPTIONS.get(source, ())}
        assert place == f"[{section(source)}]"
        assert names(needed) == wanted
        assert names(also) == taken - wanted
    text = FILES.read_text(encoding="utf-8")
    for name in (*PLAIN, *{row.name for rows in CREDENTIALS.values() for row in rows}):
        assert f"`{name}`" in text


def test_the_variables_of_credentials_are_those_that_are_read() -> None:
    variables = {
        f"{source}.{row.name}": row.variables
        for source, rows in CREDENTIALS.items()
        for row in rows
        if row.variables
    }
    shown = table(FILES, "credential", "also found as")
    assert {name: tuple(cell.split(", ")) for name, cell in shown} == variables


def test_the_example_of_config_toml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(example(FILES, "config.toml"), encoding="utf-8")
    environment = {"SEARCHKIT_CONFIG": str(path)}
    pubmed = load_settings("pubmed", environment=environment)
    assert (pubmed.email, pubmed.secrets) == ("name@example.org", {"api_key": "0123456789"})
    psycinfo = load_settings("ebsco-psycinfo", environment=environment)
    assert psycinfo.secrets == {"password": "correct horse"}
    assert psycinfo.options["provider"] == "APA PsycInfo"
    assert load_settings("ebsco-cinahl", environment=environment).options["provider"] == ""
