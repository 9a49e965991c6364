"""What every dialect must say so that its searches can be judged: a contract over the table."""

from __future__ import annotations

import pytest

from searchkit.dialects import target, target_names
from searchkit.dialects.semantics import semantics_of


@pytest.mark.parametrize("name", target_names())
def test_every_code_and_the_default_search_some_part_of_a_record(name: str) -> None:
    to = target(name)
    rules = semantics_of(to)
    assert rules.atoms(rules.default)
    for row in to.dialect.fields:
        assert rules.atoms(tuple(row.covers)), row.code
