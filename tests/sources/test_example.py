"""The example runs against a local server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from servers.eutils import EUtilities

EXAMPLE = Path(__file__).parents[2] / "examples" / "04_harvest.py"


def test_the_example_harvests_into_a_file(server: EUtilities, tmp_path: Path) -> None:
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) < 40
    done = subprocess.run(
        [sys.executable, str(EXAMPLE), '"peer support"[tiab]', "records.jsonl"],
        cwd=tmp_path,
        env=os.environ | {"SEARCHKIT_PUBMED_URL": server.url, "SEARCHKIT_PUBMED_RATE": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "0 of 25 records, 0 retries",
        "25 of 25 records, 0 retries",
        "25 records in records.jsonl",
    ]
    assert len((tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines()) == 25
