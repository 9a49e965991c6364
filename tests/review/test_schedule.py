"""The files of a schedule, judged by the programs that will read them."""

from __future__ import annotations

import re
import shlex
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from searchkit.errors import UnknownNameError
from searchkit.review.schedule import emit

NAMES = ["peers", "50% of a review, with spaces", "it's"]


@pytest.fixture(params=NAMES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / str(request.param)
    folder.mkdir()
    return folder


def program(folder: Path) -> Path:
    """A program that writes down where and how it was called."""
    path = folder / "search kit"
    path.write_text('#!/bin/sh\npwd > called\necho "$@" >> called\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_systemd_accepts_the_units(folder: Path) -> None:
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("there is no systemd-analyze here")
    units = emit("systemd", folder, str(program(folder)))
    for name, text in units.items():
        (folder / name).write_text(text)
    for name in units:
        done = subprocess.run(
            [verify, "verify", str(folder / name)], capture_output=True, text=True, check=False
        )
        ours = [row for row in done.stderr.splitlines() if str(folder) in row or "searchkit" in row]
        assert (done.returncode, ours) == (0, [])
    calendar = re.search(
        r"^OnCalendar=(.*)$",
        next(text for name, text in units.items() if name.endswith("timer")),
        re.M,
    )
    assert calendar
    subprocess.run([verify, "calendar", calendar[1]], check=True, capture_output=True)


def test_systemd_is_told_the_names_as_they_are(folder: Path) -> None:
    service = next(
        text
        for name, text in emit("systemd", folder, str(program(folder))).items()
        if name.endswith("service")
    )
    (path,) = re.findall(r"^WorkingDirectory=(.*)$", service, re.M)
    (command,) = re.findall(r"^ExecStart=(.*)$", service, re.M)
    assert path.replace("%%", "%") == str(folder)
    assert shlex.split(command.replace("%%", "%")) == [
        "/usr/bin/env",
        str(program(folder)),
        "update",
        "--due",
    ]


def test_the_line_for_cron_runs_in_the_folder(folder: Path) -> None:
    line = emit("cron", folder, str(program(folder)))["crontab"]
    *times, command = line.rstrip("\n").split(" ", 5)
    assert re.fullmatch(r"[0-5]?\d [1-5] \* \* \*", " ".join(times))
    # What cron does with a percent sign that is not escaped would cut the command.
    assert "%" not in command.replace("\\%", "")
    subprocess.run(["sh", "-c", command.replace("\\%", "%")], check=True)
    assert (folder / "called").read_text() == f"{folder}\nupdate --due\n"


def test_the_workflow_is_the_one_that_github_documents(folder: Path) -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    content = yaml.safe_load(
        emit("github-actions", folder, "searchkit")[".github/workflows/searchkit-update.yml"]
    )
    # YAML 1.1 reads the key `on` as a truth value.
    (cron,) = content[True]["schedule"]
    assert re.fullmatch(r"[0-5]?\d [1-5] \* \* \*", cron["cron"])
    steps = [step.get("run", step.get("uses")) for step in content["jobs"]["update"]["steps"]]
    assert any("searchkit update --due" in step for step in steps)
    assert content["jobs"]["update"]["defaults"]["run"]["working-directory"] == "."
    (folder.parent / ".git").mkdir(exist_ok=True)
    moved = yaml.safe_load(
        emit("github-actions", folder, "searchkit")[".github/workflows/searchkit-update.yml"]
    )
    place = moved["jobs"]["update"]["defaults"]["run"]["working-directory"]
    assert place == folder.name
    assert "${{ secrets.SEARCHKIT_STORE }}" in content["jobs"]["update"]["env"]["SEARCHKIT_STORE"]


def test_another_kind_is_refused_with_the_names(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="crom") as told:
        emit("crom", tmp_path, "searchkit")
    assert "did you mean `cron`" in (told.value.help or "")
