"""Calling the command line in a process of its own, as a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

Outcome = subprocess.CompletedProcess[str]

PROGRAM = [sys.executable, "-c", "from searchkit.cli import main; main()"]


def searchkit(*arguments: str | Path, text: str = "", **environment: str) -> Outcome:
    return subprocess.run(
        [*PROGRAM, *map(str, arguments)],
        input=text,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
