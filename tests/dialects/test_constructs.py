"""The crosswalk: every construct has its expected text and codes for every target."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from searchkit.dialects import target_names
from searchkit.translate import translate

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
CONSTRUCTS = tomllib.loads((HERE / "constructs.toml").read_text(encoding="utf-8"))
TABLES = {name: HERE / f"{name.replace(':', '-')}.toml" for name in target_names()}
CASES = [(name, construct) for name in TABLES for construct in CONSTRUCTS]


def test_there_are_a_hundred_constructs() -> None:
    assert len(CONSTRUCTS) >= 100
    assert all(case["why"] and case["ovid"] for case in CONSTRUCTS.values())


@pytest.mark.parametrize("name", TABLES)
def test_no_construct_is_missing(name: str) -> None:
    expected = tomllib.loads(TABLES[name].read_text(encoding="utf-8"))
    assert set(expected) == set(CONSTRUCTS)


@pytest.mark.parametrize(("name", "construct"), CASES)
def test_construct(name: str, construct: str) -> None:
    expected = tomllib.loads(TABLES[name].read_text(encoding="utf-8"))[construct]
    translation = translate(CONSTRUCTS[construct]["ovid"], to=name, today=TODAY)
    last = translation.lines[-1]
    codes = sorted(
        {
            found.code.id
            for found in translation.diagnostics
            if found.line == last.number and found.code.id.startswith("T")
        }
    )
    assert (last.text, codes) == (expected["text"], expected["codes"])
