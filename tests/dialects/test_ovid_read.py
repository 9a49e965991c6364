"""Reading Ovid: every oddity has its tree and its codes; the shared strategies give figures."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from searchkit.diagnostics import Severity
from searchkit.dialects import parse
from searchkit.query.nodes import sketch

ODDITIES = tomllib.loads((Path(__file__).parent / "oddities.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ODDITIES)
def test_oddity(name: str) -> None:
    case = ODDITIES[name]
    strategy = parse(case["text"])
    last = strategy.lines[-1]
    assert (sketch(last.query) if last.query else "") == case["tree"].strip("\n")
    reported = sorted(found.code.id for found in strategy.diagnostics if found.code.id[0] == "P")
    assert reported == sorted(case.get("codes", []))
    assert last.hits == case.get("hits")
    assert last.comment == case.get("comment", last.comment)


@pytest.mark.parametrize("name", ODDITIES)
def test_spans_point_into_the_text(name: str) -> None:
    """Every place names real characters of the text as received."""
    text = ODDITIES[name]["text"]
    strategy = parse(text)
    for found in strategy.diagnostics:
        assert 0 <= found.span.start <= found.span.end <= len(text)
        if found.fix is not None:
            assert found.fix.span.end <= len(text)
    for line in strategy.lines:
        assert text[line.span.start : line.span.end].strip()


def test_protocol(protocol: str) -> None:
    """All 49 lines are read; the lost bracket of line 2 is repaired with a stated fix."""
    strategy = parse(protocol)
    assert [line.number for line in strategy.lines] == list(range(1, 50))
    assert all(line.query is not None for line in strategy.lines)
    (repair,) = strategy.diagnostics
    assert (repair.code.name, repair.line) == ("unopened-bracket", 2)
    assert repair.fix is not None
    start = protocol.index("peer adj (provid*")
    assert (repair.fix.span.start, repair.fix.replacement) == (start, "(")


def test_the_table_that_ovid_shows() -> None:
    """Copied from the site: a row of names, then number, search, results, type, actions."""
    text = (
        "# ▲\tSearches\tResults\tType\tActions\tAnnotations\n"
        "1\texp Peer Group/\t25000\tAdvanced\tDisplay Results\tMore\n"
        "2\tpeer*.ti,ab.\t1,234\tAdvanced\n"
        "3\t1 or 2\t26000\tAdvanced\t\n"
        "4\tlimit 3 to english language\t2000\tAdvanced\tDisplay Results\n"
    )
    strategy = parse(text, "ovid:medline")
    assert [line.number for line in strategy.lines] == [1, 2, 3, 4]
    assert [line.hits for line in strategy.lines] == [25000, 1234, 26000, 2000]
    assert [sketch(line.query).splitlines()[0] for line in strategy.lines if line.query] == [
        "heading Peer Group (mesh, exploded)",
        "in title, abstract",
        "or",
        "limit language: english",
    ]
    assert {found.code.id for found in strategy.diagnostics} == {"P009"}


def test_all_faults_of_a_text_are_reported_in_one_pass() -> None:
    text = "(peer or\nlay and\n)mentor(\n1 or 99\nexp A/ exp B/"
    codes = {found.code.name for found in parse(text).diagnostics}
    assert codes >= {"missing-operand", "unresolved-reference", "missing-operator"}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "()", ")", "(", '"', "\x00", "or", "[", "1", "limit 1 to", "exp", "/", "*"]
)
def test_rubbish_gives_diagnostics_and_no_traceback(text: str) -> None:
    assert parse(text).diagnostics


def test_deep_nesting_gives_a_tree_or_a_clear_error() -> None:
    redundant = "(" * 5000 + "peer" + ")" * 5000 + ".ti."
    assert parse(redundant).lines[0].query is not None
    nested = "(peer or " * 5000 + "lay" + ")" * 5000
    assert [found.code.name for found in parse(nested).diagnostics] == ["too-deeply-nested"]


def test_time_is_linear() -> None:
    """Twice the terms take about twice the time: a ratio, so that any machine can judge it."""

    def seconds(terms: int) -> float:
        row = " or ".join(f"(term{n} adj3 word{n}*)" for n in range(terms // 20))
        text = "\n".join(f"({row}).ti,ab." for _ in range(10))
        best = min(_timed(text) for _ in range(3))
        return best

    assert seconds(8000) < 8 * seconds(2000)


def _timed(text: str) -> float:
    start = time.perf_counter()
    parse(text)
    return time.perf_counter() - start


def test_shared_strategies(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every real Ovid strategy: no crash, no line lost, at least 98% of lines without an error."""
    files = sorted((shared / "data" / "strategies").rglob("*.ovid.txt"))
    lines = faulty = 0
    told: list[str] = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        strategy = parse(text)
        lines += len(strategy.lines)
        errors = {
            found.line
            for found in strategy.diagnostics
            if found.severity is Severity.ERROR and found.code.id.startswith("P")
        }
        faulty += len(errors)
        told += [f"{file.name}: line {number}" for number in sorted(errors, key=str)]
        covered = {row for line in strategy.lines for row in range(*_rows(text, line.span))}
        covered |= {row for one in strategy.diagnostics for row in range(*_rows(text, one.span))}
        rows = text.splitlines()
        silent = [n for n, row in enumerate(rows) if row.strip() and n not in covered]
        assert not silent, f"{file.name}: rows {silent} are neither read nor named"
    share = 1 - faulty / lines
    with capsys.disabled():
        print(
            f"\nOvid: {len(files)} files, {lines} lines, {faulty} with an error ({share:.2%} read)"
        )
        print("\n".join(f"  {row}" for row in told))
    assert share >= 0.98


def _rows(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    return text.count("\n", 0, start), text.count("\n", 0, end) + 1
