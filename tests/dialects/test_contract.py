"""What every dialect in the table must keep, so that a new row is tested before its author writes a test."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from searchkit.dialects import DIALECTS, target, target_names
from searchkit.dialects.spec import Dialect, Evidence
from searchkit.errors import SearchkitError, UnknownNameError
from searchkit.query.fields import GROUPS, Field
from searchkit.query.nodes import Raw


def _evidence(value: object, where: str) -> Iterator[tuple[str, Evidence | None]]:
    """Yield every place of a declaration where evidence is due."""
    if isinstance(value, Evidence):
        yield where, value
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from _evidence(part, f"{where}[{place}]")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for part in dataclasses.fields(value):
            yield from _evidence(getattr(value, part.name), f"{where}.{part.name}")
    elif hasattr(value, "items"):
        for key, part in value.items():
            yield from _evidence(part, f"{where}[{key}]")


@pytest.fixture(params=list(DIALECTS))
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return DIALECTS[request.param]


def test_named_as_in_the_table(dialect: Dialect) -> None:
    assert dialect.name in DIALECTS
    assert dialect.title


def test_every_row_has_its_source(dialect: Dialect) -> None:
    found = list(_evidence(dialect, dialect.name))
    assert len(found) >= len(dialect.fields)
    for where, evidence in found:
        assert evidence is not None, where
        assert evidence.source, where


def test_field_codes_are_unique(dialect: Dialect) -> None:
    codes = [code.casefold() for row in dialect.fields for code in (row.code, *row.other_codes)]
    assert len(codes) == len(set(codes))
    covers = [row.covers for row in dialect.fields]
    assert len(covers) == len(set(covers)), "two codes for the same parts: the writer cannot choose"


def test_a_code_takes_the_default_field(dialect: Dialect) -> None:
    rows = [
        row
        for row in dialect.fields
        if row.covers == {dialect.default_field} or dialect.default_field in row.customary_for
    ]
    assert rows


def test_groups_hold_atoms_only(dialect: Dialect) -> None:
    for database in dialect.databases:
        for group, parts in database.groups.items():
            assert group in GROUPS
            assert parts - GROUPS or group is Field.ALL_FIELDS


def test_what_was_never_declared_is_an_error(dialect: Dialect) -> None:
    with pytest.raises(SearchkitError):
        dialect.write(Raw("text", "nobody's"), str)


def test_every_target_is_found_by_its_name() -> None:
    for name in target_names():
        assert target(name).name == name


@pytest.mark.parametrize(
    ("name", "meant"), [("pubmde", "pubmed"), ("ovid:medlin", "medline"), ("scops", "scopus")]
)
def test_unknown_names_are_answered_with_what_is_meant(name: str, meant: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        target(name)
    assert caught.value.help is not None
    assert f"did you mean `{meant}`" in caught.value.help
