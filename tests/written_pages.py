"""The pages that are written by hand, and what tests take out of them: blocks, examples, tables."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parents[1]
README = PROJECT / "README.md"
LIBRARY = PROJECT / "docs" / "how-to" / "use-as-a-library.md"
TUTORIAL = PROJECT / "docs" / "tutorial.md"
ARCHITECTURE = PROJECT / "docs" / "explanation" / "architecture.md"
HARVEST = PROJECT / "docs" / "how-to" / "harvest-pubmed.md"
FILES = PROJECT / "docs" / "reference" / "files.md"
PAGES = [
    README,
    TUTORIAL,
    *sorted((PROJECT / "docs" / "how-to").glob("*.md")),
    *sorted((PROJECT / "docs" / "explanation").glob("*.md")),
]


def blocks(page: Path, language: str) -> list[str]:
    """Return the code blocks of a page that are written in a language."""
    found: list[str] = re.findall(
        rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    return found


def example(page: Path, name: str) -> str:
    """Return the block of a page that a comment before it names."""
    text = page.read_text(encoding="utf-8")
    (found,) = re.findall(
        rf"^<!-- example: {re.escape(name)} -->\n```\w+\n(.*?)^```$", text, re.DOTALL | re.MULTILINE
    )
    assert isinstance(found, str)
    return found


def table(page: Path, *head: str) -> list[list[str]]:
    """Return the cells of the tables of a page that have this head, without backquotes."""
    rows = page.read_text(encoding="utf-8").split("\n")
    start = f"| {' | '.join(head)} |"
    found: list[list[str]] = []
    for at in (number for number, row in enumerate(rows) if row == start):
        for row in rows[at + 2 :]:
            if not row.startswith("|"):
                break
            found.append([cell.strip().replace("`", "") for cell in row.strip("|").split("|")])
    assert found, head
    return found


def names(cell: str) -> set[str]:
    return set() if cell == "nothing" else set(cell.split(", "))
