"""Lines, histories and real strategies of the platforms, as their readers understand them."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from searchkit.dialects import parse, target
from searchkit.query.nodes import sketch

HERE = Path(__file__).parent
NAMES = ("ebsco", "embase", "cochrane", "proquest")
LINES = {
    name: tomllib.loads((HERE / name / "lines.toml").read_text(encoding="utf-8")) for name in NAMES
}
HISTORIES = {
    name: tomllib.loads((HERE / name / "histories.toml").read_text(encoding="utf-8"))
    for name in NAMES
}
STRATEGIES = HERE.parents[2] / "shared" / "data" / "strategies"
SUFFIXES = {"ebsco": "ebsco:cinahl", "embasecom": "embase", "cochrane": "cochrane"}


@pytest.mark.parametrize(("name", "case"), [(name, case) for name in NAMES for case in LINES[name]])
def test_line(name: str, case: str) -> None:
    expected = LINES[name][case]
    strategy = parse(expected["text"], name)
    assert len(strategy.lines) == 1
    query = strategy.lines[0].query
    assert query is not None
    assert sketch(query) == expected["tree"]
    read = [found.code.id for found in strategy.diagnostics if found.code.id.startswith("P")]
    assert read == expected["codes"]


@pytest.mark.parametrize(
    ("name", "case"), [(name, case) for name in NAMES for case in HISTORIES[name]]
)
def test_history(name: str, case: str) -> None:
    expected = HISTORIES[name][case]
    strategy = parse(expected["text"], name)
    assert strategy.target == expected["target"]
    assert [line.number for line in strategy.lines] == expected["numbers"]
    assert [line.hits or 0 for line in strategy.lines] == expected["hits"]
    trees = [sketch(line.query) if line.query else "nothing" for line in strategy.lines]
    assert trees == expected["trees"]
    assert sorted({found.code.id for found in strategy.diagnostics}) == expected["codes"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "(", ")", '"', "'", "and", "AND OR", "S1", "#", "[", "]/lim", "TI", ":ti", "N3"],
)
def test_scraps_are_answered_and_never_crash(name: str, text: str) -> None:
    strategy = parse(text, name)
    assert strategy.diagnostics or all(line.query for line in strategy.lines)


@pytest.mark.parametrize("name", NAMES)
def test_deep_nesting_is_refused(name: str) -> None:
    strategy = parse("(" * 5000 + "peer OR lay" + ")" * 5000, name)
    assert strategy.lines[0].query is None or strategy.diagnostics == ()
    nested = parse("(peer AND " * 200 + "lay" + ")" * 200, name)
    assert "P019" in {found.code.id for found in nested.diagnostics}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_real_strategies_are_read(suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not STRATEGIES.is_dir():
        pytest.skip("the shared strategies are not beside this checkout")
    files = sorted(STRATEGIES.rglob(f"*.{suffix}.txt"))
    assert files
    lines = clean = 0
    for file in files:
        strategy = parse(file.read_text(encoding="utf-8"), SUFFIXES[suffix])
        assert strategy.lines, file.name
        faults = {found.line for found in strategy.diagnostics if found.severity.value == "error"}
        lines += len(strategy.lines)
        clean += sum(
            line.query is not None and line.number not in faults for line in strategy.lines
        )
    with capsys.disabled():
        print(
            f"\n{target(SUFFIXES[suffix]).dialect.title}: {len(files)} files, {clean} of {lines} lines"
        )
    assert clean >= lines - 1


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "scrap", ["mesh descriptor ", "'", "(", "[mh ", "TI ", "a:", "a/exp ", "#1 "]
)
def test_reading_is_linear(name: str, scrap: str) -> None:
    """Twenty thousand characters of any one scrap take a moment, not minutes."""
    started = time.process_time()
    parse(scrap * (20_000 // len(scrap)), name)
    assert time.process_time() - started < 10
