"""A new dialect is one file and one row: shown through the table and through an entry point."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from searchkit.dialects.spec import Dialect
from searchkit.registry import Registry
from searchkit.translate import translate

ONE_FILE = dedent(
    '''
    """Somelibrary: a made-up catalogue with two fields, AND and OR, and a star."""

    from types import MappingProxyType

    from searchkit.dialects.spec import (
        Chains, Database, Dialect, Evidence, FieldCode, FieldStyle, Grade, Headings, Hyphens,
        HyphenStyle, PhraseWildcards, Proximity, Wildcards, WildcardSymbol,
    )
    from searchkit.dialects.spelling import boolean, field_code, undeclared, word
    from searchkit.query.fields import Field
    from searchkit.query.nodes import And, Fielded, LineReference, Not, Or, Phrase, Term

    _HELP = Evidence(Grade.PRACTICE, "the help page of Somelibrary")
    _WILDCARDS = Wildcards(
        (WildcardSymbol("*", 0, None, _HELP),), 2, False, False, PhraseWildcards.NOWHERE, _HELP
    )

    def write(node, refer):
        def spell(part):
            match part:
                case And() | Or() | Not():
                    return boolean(part, spell)
                case Fielded(Term() as term):
                    return f"{field_code(part, DIALECT).code}:{word(term, _WILDCARDS.symbols)}"
                case Fielded(Phrase(words)):
                    text = " ".join(word(one, _WILDCARDS.symbols) for one in words)
                    return f'{field_code(part, DIALECT).code}:"{text}"'
                case LineReference(number):
                    return refer(number)
                case _:
                    raise undeclared(part, "Somelibrary")
        return spell(node)

    DIALECT = Dialect(
        name="somelibrary",
        title="Somelibrary",
        databases=(Database("all", "Somelibrary", "", MappingProxyType({}), _HELP),),
        fields=(
            FieldCode("title", frozenset({Field.TITLE}), _HELP),
            FieldCode(
                "any",
                frozenset({Field.TITLE, Field.ABSTRACT}),
                _HELP,
                frozenset({Field.MULTI_PURPOSE}),
            ),
        ),
        field_style=FieldStyle.AFTER_WORD,
        default_field=Field.MULTI_PURPOSE,
        default_evidence=_HELP,
        wildcards=_WILDCARDS,
        proximity=None,
        headings=Headings(frozenset(), _HELP),
        hyphens=Hyphens(HyphenStyle.KEPT, HyphenStyle.KEPT, _HELP),
        limits=MappingProxyType({}),
        history=None,
        write=write,
    )
    '''
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of somebody else's, with the dialect in one file and one entry point."""
    (tmp_path / "somelibrary.py").write_text(ONE_FILE, encoding="utf-8")
    described = tmp_path / "somelibrary-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: somelibrary\nVersion: 1.0\n")
    (described / "entry_points.txt").write_text(
        "[searchkit.dialects]\nsomelibrary = somelibrary:DIALECT\npubmed = somelibrary:DIALECT\n"
    )
    return tmp_path


def test_through_an_entry_point(package: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from searchkit.cli import main; main()",
            "translate",
            "-",
            "--to",
            "somelibrary",
            "--to",
            "pubmed",
        ],
        input="(peer adj3 support*).ti,ab.\nexp Peer Group/\n1 and 2",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(package), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    strings = done.stdout.splitlines()
    assert strings[:2] == ["# somelibrary", '(any:peer AND any:support*) AND any:"Peer Group"']
    assert "it has no proximity operator" in done.stderr
    # A built-in name stays what it is, whatever others call theirs.
    assert strings[3:5] == [
        "# pubmed",
        '(peer[tiab] AND support*[tiab]) AND "Peer Group"[mh]',
    ]


def test_through_a_row_of_the_table(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(package))
    table: Registry[Dialect] = Registry("dialect", "nobody", {"x": "somelibrary:DIALECT"})
    assert table["x"].title == "Somelibrary"


def test_a_broken_plug_in_is_named(package: Path) -> None:
    (package / "somelibrary.py").write_text("import nowhere_at_all\n", encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from searchkit.cli import main; main()",
            "translate",
            "-",
            "--to",
            "somelibrary",
        ],
        input="peer.ti.",
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(package), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "somelibrary:DIALECT cannot be loaded" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_table_itself_is_untouched() -> None:
    assert translate("peer.ti.", to="pubmed").text == "peer[ti]"
