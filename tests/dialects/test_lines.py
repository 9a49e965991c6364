"""Lines of PubMed, Scopus and Web of Science, each with the tree and the codes it must give."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from searchkit.dialects import target
from searchkit.query.nodes import children, sketch, walk

HERE = Path(__file__).parent
TABLES: dict[str, dict[str, Any]] = {
    name: tomllib.loads((HERE / name / "lines.toml").read_text(encoding="utf-8"))
    for name in ("pubmed", "scopus", "wos")
}
CASES = [(name, case) for name, table in TABLES.items() for case in table]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_line(name: str, case: str) -> None:
    expected = TABLES[name][case]
    to = target(name)
    assert to.dialect.read is not None
    strategy = to.dialect.read(expected["text"], to)
    (line,) = strategy.lines
    assert line.query is not None
    assert sketch(line.query) + "\n" == expected["tree"]
    assert sorted({found.code.id for found in strategy.diagnostics}) == expected["codes"]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_every_word_stands_where_its_span_says(name: str, case: str) -> None:
    text = TABLES[name][case]["text"]
    to = target(name)
    assert to.dialect.read is not None
    for line in to.dialect.read(text, to).lines:
        assert line.query is not None
        for node in walk(line.query):
            start, end = node.span
            assert 0 <= start <= end <= len(text)
            if not children(node):
                assert text[start:end].strip(), sketch(node)
