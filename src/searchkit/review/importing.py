"""Import as a run: files that a person exported become the same kind of run as a harvest.

The run holds the query, the hit count as the site showed it, the files as they are, their
SHA-256 and their records. When the files hold another number of records than the site
showed, or are damaged, it asks for an explanation and stores nothing without one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

from searchkit.diagnostics import Diagnostic
from searchkit.errors import UsageError
from searchkit.records.codes import is_damaged
from searchkit.records.formats import read_file
from searchkit.records.record import Record
from searchkit.store import (
    Kind,
    RawPage,
    RunRow,
    Status,
    Store,
    begin,
    close,
    keep_page,
    locked,
    runs_of,
)

_AHEAD = timedelta(days=1)
"""How far the day of the site may be ahead of this machine's, on the other side of the world."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a person did on a platform's site.

    `searched` is the day of the search, `hits` the number that the site showed. `translation`
    is the number of the stored translation when its text is what was pasted, and `limits`
    what became of the protocol's limits in it, as JSON.
    """

    target: str
    query: str
    searched: date
    hits: int
    explanation: str = ""
    translation: int | None = None
    format_name: str | None = None
    limits: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    body: bytes
    records: list[Record]
    diagnostics: list[Diagnostic]
    format_name: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


def import_files(
    store: Store, paths: Sequence[Path], export: Export
) -> tuple[RunRow, list[Diagnostic]]:
    """Store exported files as one complete run; return it and what is wrong with the files.

    The same files again give the run that there is. Raises UsageError for a day to come, and
    when the numbers differ or a file is damaged and there is no explanation, RecordError for
    a file that cannot be read at all.
    """
    if export.searched > date.today() + _AHEAD:
        raise UsageError(
            f"the day of the search, {export.searched}, is in the future",
            help="give the day on which the site was searched",
        )
    files = [_read(path, export.format_name) for path in paths]
    _check(files, export)
    told = [found for file in files for found in file.diagnostics]
    digest = files[0].sha256
    if len(files) > 1:
        digest = hashlib.sha256("".join(file.sha256 for file in files).encode()).hexdigest()
    with locked(store, export.target):
        run = _begun(store, files, export, digest)
        for file in files[run.pages :]:
            raw = RawPage(
                body=file.body,
                received=datetime.fromtimestamp(file.path.stat().st_mtime, UTC).isoformat(),
                request=file.path.name,
                headers=json.dumps({"format": file.format_name}),
                query=export.query,
            )
            run = keep_page(store, run, raw, file.records, position="", hit_count=export.hits)
        if run.status is Status.COMPLETE:
            return run, told
        report = json.dumps(_report(run, files, export), ensure_ascii=False)
        ended = datetime.now().astimezone()
        return close(store, run, Status.COMPLETE, ended=ended, report=report), told


def _read(path: Path, format_name: str | None) -> _File:
    reading = read_file(path, format_name)
    records = list(reading)
    return _File(path, path.read_bytes(), records, list(reading.diagnostics), reading.format.name)


def _check(files: Sequence[_File], export: Export) -> None:
    found = sum(len(file.records) for file in files)
    if export.explanation.strip():
        return
    for file in files:
        if is_damaged(file.diagnostics):
            first = next(found for found in file.diagnostics if is_damaged([found]))
            raise UsageError(
                f"{file.path} is damaged: {first.message}",
                help="export it again; or say with --explain why it is as it should be",
            )
    if found != export.hits:
        raise UsageError(
            f"the site showed {export.hits:,} records, and"
            f" {'the files hold' if len(files) > 1 else f'{files[0].path} holds'} {found:,}",
            help="export again, all of them; or say with --explain why they differ",
        )


def _begun(store: Store, files: Sequence[_File], export: Export, digest: str) -> RunRow:
    """Return the run of these files, also one that a kill stopped on the way."""
    for run in runs_of(store, export.target, Status.COMPLETE, Status.STOPPED, kinds=[Kind.IMPORT]):
        if run.sha256 == digest and run.query == export.query:
            return run
    moment = datetime.combine(export.searched, time(), datetime.now().astimezone().tzinfo)
    return begin(
        store,
        RunRow(
            id=str(uuid4()),
            kind=Kind.IMPORT,
            target=export.target,
            source="file",
            query=export.query,
            translation=export.translation,
            limits=export.limits,
            started=moment.isoformat(timespec="seconds"),
            hit_count=export.hits,
            explanation=export.explanation.strip(),
            file=", ".join(file.path.name for file in files),
            sha256=digest,
        ),
    )


def _report(run: RunRow, files: Sequence[_File], export: Export) -> dict[str, object]:
    return {
        "run": run.id,
        "source": "file",
        "target": export.target,
        "query": export.query,
        "searched": str(export.searched),
        "hit_count": export.hits,
        "retrieved": run.retrieved,
        "difference_explained_by": [run.explanation] if run.explanation else [],
        "files": [
            {"name": file.path.name, "sha256": file.sha256, "records": len(file.records)}
            for file in files
        ],
    } | ({"limits": json.loads(export.limits)} if export.limits else {})
