"""Schedules: the files that let a machine run `searchkit update --due` every day.

searchkit has no clock of its own: cron, systemd or GitHub Actions start it, and `--due`
decides whether anything is to be done. Days are spread by the name of the folder, so that
many reviews on one machine, or in one house, do not all ask at midnight.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from pathlib import Path

from searchkit.errors import UnknownNameError
from searchkit.review.protocol import STORE_VARIABLE

KINDS = ("cron", "systemd", "github-actions")
LATER = 75
"""The exit code for "run again later" (EX_TEMPFAIL of sysexits.h)."""


def emit(kind: str, folder: Path, program: str) -> dict[str, str]:
    """Return the files of a schedule, by name.

    `folder` is where review.toml lies, `program` the path of searchkit. Raises
    UnknownNameError for a kind that does not exist.

    >>> sorted(emit("systemd", Path("/srv/peers"), "/usr/bin/searchkit"))
    ['searchkit-peers.service', 'searchkit-peers.timer']
    """
    minute, hour = _moment(folder)
    match kind:
        case "cron":
            command = f"cd {shlex.quote(str(folder))} && {shlex.quote(program)} update --due"
            # In a crontab a percent sign ends the command.
            return {"crontab": f"{minute} {hour} * * * {command.replace('%', chr(92) + '%')}\n"}
        case "systemd":
            name = f"searchkit-{_slug(folder)}"
            return {
                f"{name}.service": _service(folder, program),
                f"{name}.timer": _timer(folder, hour, minute),
            }
        case "github-actions":
            content = _workflow(_inside_repository(folder), hour, minute)
            return {".github/workflows/searchkit-update.yml": content}
        case _:
            raise UnknownNameError("schedule", kind, KINDS)


def _moment(folder: Path) -> tuple[int, int]:
    number = int.from_bytes(hashlib.sha256(str(folder).encode()).digest()[:4])
    return number % 60, 1 + number // 60 % 5


def _slug(folder: Path) -> str:
    return re.sub(r"[^A-Za-z0-9_]+", "-", folder.name).strip("-").lower() or "review"


def _unit(text: str) -> str:
    """Write a text so that systemd sees no specifier in it."""
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    escaped = _unit(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"'


def _service(folder: Path, program: str) -> str:
    return f"""\
[Unit]
Description=searchkit: update the review in {_unit(str(folder))}
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={_unit(str(folder))}
# As an argument of env the path may hold any character; as a program it may not.
ExecStart=/usr/bin/env {_quoted(program)} update --due
# The platform's quota is used up, or another one is at work: the next day is soon enough.
SuccessExitStatus={LATER}
"""


def _timer(folder: Path, hour: int, minute: int) -> str:
    return f"""\
[Unit]
Description=searchkit: once a day, the review in {_unit(str(folder))}

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}:00
RandomizedDelaySec=30min
# A machine that was off at that hour catches up.
Persistent=true

[Install]
WantedBy=timers.target
"""


def _inside_repository(folder: Path) -> str:
    """Return the folder's path from the top of its Git repository, `.` where there is none."""
    for parent in (folder, *folder.parents):
        if (parent / ".git").exists():
            return folder.relative_to(parent).as_posix()
    return "."


def _workflow(inside: str, hour: int, minute: int) -> str:
    # A JSON string is a YAML string.
    return f"""\
# GitHub starts schedules late, and stops them in public repositories that are idle.
name: searchkit update
on:
  schedule:
    - cron: "{minute} {hour} * * *"
  workflow_dispatch:
permissions:
  contents: write
concurrency:
  group: searchkit-update
jobs:
  update:
    runs-on: ubuntu-latest
    timeout-minutes: 350
    defaults:
      run:
        working-directory: {json.dumps(inside)}
    env:
      # A database that outlives the machine; without it each update would begin anew.
      {STORE_VARIABLE}: ${{{{ secrets.{STORE_VARIABLE} }}}}
      SEARCHKIT_EMAIL: ${{{{ vars.SEARCHKIT_EMAIL }}}}
      NCBI_API_KEY: ${{{{ secrets.NCBI_API_KEY }}}}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      - run: pip install 'searchkit-review[postgres]'
      - run: searchkit update --due || [ $? -eq {LATER} ]
      - run: |
          git config user.name searchkit
          git config user.email searchkit@users.noreply.github.com
          for name in searchkit.lock updates; do if [ -e $name ]; then git add $name; fi; done
          git diff --cached --quiet || (git commit -m "Update the search" && git push)
"""
