"""The page on duplicates holds the table of rules as the code has it."""

from __future__ import annotations

from pathlib import Path

from searchkit.records.deduplication import RULES


def test_the_page_lists_every_rule_in_its_order(project: Path) -> None:
    page = (project / "docs" / "explanation" / "duplicates.md").read_text("utf-8")
    rows = [f"| `{rule.name}` | {rule.verdict.value} | {rule.why} |" for rule in RULES]
    listed = [line for line in page.splitlines() if line.startswith("| `")]
    assert listed == rows
