"""The page of formats is what the code's tables say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from searchkit.records.codes import CODES

PROJECT = Path(__file__).parents[2]


def test_the_page_of_formats_is_not_stale() -> None:
    done = subprocess.run(
        [sys.executable, str(PROJECT / "docs" / "generate_formats.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_code_has_a_whole_page() -> None:
    assert [code.id for code in CODES] == [f"R{number:03}" for number in range(1, len(CODES) + 1)]
    for code in CODES:
        for part in ("Why it matters:", "Example:", "What to do:"):
            assert part in code.explanation, code.id
