"""review.toml: what is read from it, and every mistake named with its place."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import UsageError
from searchkit.review.protocol import first_file, read_review

GOOD = """\
title = "Peers"
known = ["pmid:31000001", "doi:10.1000/A"]
[strategy]
file = "strategy.txt"
[limits]
languages = ["english", "norwegian"]
[updates]
every_days = 7
[[database]]
target = "pubmed"
[[database]]
name = "CINAHL"
target = "ebsco:cinahl"
"""


def test_it_is_read_with_what_is_left_out_as_usual(tmp_path: Path) -> None:
    (tmp_path / "review.toml").write_text(GOOD)
    review = read_review(tmp_path)
    assert [one.name for one in review.databases] == ["pubmed", "CINAHL"]
    assert (review.language, review.policy) == ("ovid:medline", "recall")
    assert (review.updates.every_days, review.updates.lag_days) == (7, 14)
    assert review.known == ("pmid:31000001", "doi:10.1000/a")
    assert [wish.said for wish in review.limits] == ["english, norwegian"]
    assert review.store_place == str(tmp_path / "review.db")


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('title = "Peers"', "", "lacks `title`"),
        ('title = "Peers"', "title = 5", "`title` in"),
        ('title = "Peers"', "title = 5", "is a number, not text"),
        ('title = "Peers"', 'title = "Peers"\nquestion = 5', "`question` in"),
        ('title = "Peers"', 'title = "Peers"\nkind = [1]', "is a list, not text"),
        ('file = "strategy.txt"', 'file = ["strategy.txt"]', "`file` under [strategy] in"),
        ('file = "strategy.txt"', 'file = ["strategy.txt"]', "is a list, not text"),
        ('target = "pubmed"', "target = 7", "`target` under [database] in"),
        ("[[database]]", "[database]", "cannot be read"),
        (
            '[[database]]\ntarget = "pubmed"\n[[database]]\nname = "CINAHL"',
            "[database]",
            "write `[[database]]`, with two brackets",
        ),
        ('["pmid:31000001", "doi:10.1000/A"]', '"pmid:31000001"', "`known` in"),
        ('["pmid:31000001", "doi:10.1000/A"]', '"pmid:31000001"', "is text, not a list of texts"),
        ('["pmid:31000001", "doi:10.1000/A"]', "[31000001]", "is a list with a number, not"),
        ("every_days = 7", "digest = 7", "`digest` under [updates] in"),
        ("every_days = 7", 'mail = "me@x.org"', "`mail` under [updates] in"),
        ("every_days = 7", 'mail = "me@x.org"', 'write `mail = ["...", "..."]`'),
        ('target = "pubmed"', 'target = "pubmde"', "did you mean `pubmed`"),
        ('target = "pubmed"', 'target = "pubmed"\nsource = "foo"', "no source of pubmed in"),
        ('target = "pubmed"', 'target = "pubmed"\nname = "CINAHL"', "two databases with the name"),
        ('file = "strategy.txt"', 'file = "s.txt"\npolicy = "recal"', "did you mean `recall`"),
        ('file = "strategy.txt"', 'file = "s.txt"\nlanguage = "ovid:medlin"', "ovid:medline"),
        ("[limits]", "[store]\nplace = 7\n[limits]", "`place` under [store] in"),
        ("every_days = 7", "every_day = 7", "did you mean `every_days`"),
        ("every_days = 7", "every_days = -1", "not a number of days"),
        ("every_days = 7", "every_days = true", "not a number of days"),
        ("[updates]", "[update]", "did you mean `updates`"),
        ('file = "strategy.txt"', "", "lacks `file`"),
        ('"pmid:31000001"', '"31000001"', "known record `31000001`"),
        ('target = "ebsco:cinahl"', 'target = "pubmed"', "names the target pubmed twice"),
        ('target = "pubmed"', "", "lacks `target`"),
        ("[limits]", "[limits", "cannot be read"),
        ("[limits]", '[store]\nplace = "postgresql://u:planted@h/d"\n[limits]', "SEARCHKIT_STORE"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, before: str, after: str, says: str) -> None:
    (tmp_path / "review.toml").write_text(GOOD.replace(before, after, 1))
    with pytest.raises(UsageError) as told:
        read_review(tmp_path)
    said = f"{told.value.message} {told.value.help}"
    assert says in said
    assert "planted" not in said


def test_the_address_of_the_environment_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "review.toml").write_text(GOOD)
    monkeypatch.setenv("SEARCHKIT_STORE", "postgresql://u@h/d")
    assert read_review(tmp_path).store_place == "postgresql://u@h/d"


def test_the_review_that_the_project_starts_from_is_read(project: Path) -> None:
    review = read_review(project / "queries" / "peer-support")
    assert len(review.databases) == 10
    assert "peer" in review.strategy_text()


@given(title=st.text(st.characters(codec="utf-8"), min_size=1), question=st.text(max_size=30))
def test_the_first_file_is_toml_whatever_the_title(title: str, question: str) -> None:
    content = tomllib.loads(first_file(title, question, "s.txt", ("pubmed", "ebsco:cinahl")))
    assert (content["title"], content["question"]) == (title, question)
    assert len(content["database"]) == 2
