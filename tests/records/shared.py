"""Real export files that stand beside the checkout; tests that need them are skipped without."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the real files (../shared/data beside the checkout) are absent"
)


class Sample(NamedTuple):
    """One real file, who wrote it in which format, and how many records it holds."""

    file: str
    provider: str
    format: str
    expected: int | None

    @property
    def path(self) -> Path:
        return SHARED / "formats" / self.file


def samples() -> list[Sample]:
    manifest = SHARED / "formats" / "MANIFEST.csv"
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8", newline="") as rows:
        return [
            Sample(
                row["file"],
                row["provider"],
                row["format"],
                int(row["expected_records"]) if row["expected_records"].strip() else None,
            )
            for row in csv.DictReader(rows)
        ]
