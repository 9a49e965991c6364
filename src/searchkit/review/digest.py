"""The digest of an update: the same findings as text, JSON and a feed (RSS 2.0).

The text is for people and for mail; the JSON for programs; the feed is made anew from the
store each time, one item for each update that found something, so that it is never missing
one and never has one twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

from searchkit.records.record import Record
from searchkit.review.lockfile import is_trial
from searchkit.review.protocol import Review
from searchkit.review.updating import Finding, Way, found_by
from searchkit.store import Kind, RunRow, Status, Store, runs_of

_SHOWN = 200
_ITEMS = 50
RETRACTED = "retracted publication"


def as_text(
    review: Review,
    findings: Sequence[Finding],
    moment: datetime,
    left_out: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return the digest for people; `left_out` says why a database was not searched."""
    lines = [f"Update of: {review.title}", f"{moment:%Y-%m-%d %H:%M %z}", ""]
    for finding in findings:
        lines += [*_told(finding), ""]
    lines += [f"{target}: not updated: {why}" for target, why in left_out.items()]
    if not findings and not left_out:
        lines.append("Nothing was due.")
    return "\n".join(lines).rstrip() + "\n"


def summary(finding: Finding) -> str:
    """Return a finding on one line.

    >>> summary(Finding("pubmed", Way.WINDOW))
    'pubmed: nothing new'
    """
    if finding.error is not None:
        return f"{finding.target}: stopped: {finding.error.message}"
    new, gone = ("added", "dropped") if finding.way is Way.CHANGED else ("new", "gone")
    counts = ((finding.new, new), (finding.changed, "changed"), (finding.gone or (), gone))
    parts = [f"{len(found):,} {word}" for found, word in counts if found]
    changed = " (the strategy has changed)" if finding.way is Way.CHANGED else ""
    return f"{finding.target}: {', '.join(parts) or 'nothing new'}{changed}"


def _told(finding: Finding) -> list[str]:
    lines = [summary(finding)]
    if finding.error is not None and finding.error.help:
        lines.append(f"  what to do: {finding.error.help}")
    if finding.run is not None:
        days = (
            f", days {finding.run.window_first} to {finding.run.window_last}"
            if finding.run.window_last
            else ""
        )
        lines.append(f"  asked for {finding.way.value}{days}")
    if finding.remark:
        lines.append(f"  {finding.remark}")
    elif finding.gone is None and finding.known is not None:
        lines.append(
            f"  gone: none by the count of {finding.known:,}; a window cannot compare record by"
            " record, `searchkit update --whole` does"
        )
    lines += [f"  + {_line(record)}" for record in finding.new[:_SHOWN]]
    for change in finding.changed[:_SHOWN]:
        mark = " RETRACTED;" if _is_retracted(change.now) > _is_retracted(change.before) else ""
        lines.append(f"  ~ {_line(change.now)} ({mark.strip()} {', '.join(change.fields)})")
    gone = finding.gone or ()
    lines += [f"  - {_line(record)}" for record in gone[:_SHOWN]]
    rest = sum(max(len(found) - _SHOWN, 0) for found in (finding.new, finding.changed, gone))
    return [*lines, f"  and {rest:,} more"] if rest else lines


def _line(record: Record) -> str:
    number = f"PMID {record.pmid}" if record.pmid else record.doi
    rest = ". ".join(part for part in (record.journal, str(record.year or ""), number) if part)
    return f"{record.title or '[no title]'} {rest}".strip()


def _is_retracted(record: Record) -> bool:
    return any(kind.casefold() == RETRACTED for kind in record.publication_types)


def as_json(
    review: Review,
    findings: Sequence[Finding],
    moment: datetime,
    left_out: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Return the digest for programs."""
    return {
        "review": review.title,
        "moment": moment.isoformat(timespec="seconds"),
        "targets": [_plain(finding) for finding in findings],
        "not_updated": dict(left_out),
    }


def _plain(finding: Finding) -> dict[str, Any]:
    run = finding.run
    return {
        "target": finding.target,
        "way": finding.way.value,
        "run": run.id if run else None,
        "window": [run.window_first, run.window_last] if run and run.window_last else None,
        "new": [_record(record) for record in finding.new],
        "changed": [
            _record(change.now)
            | {
                "fields": list(change.fields),
                "retracted": _is_retracted(change.now) and not _is_retracted(change.before),
            }
            for change in finding.changed
        ],
        # null says that it cannot be known from a window; an empty list, that none has gone.
        "gone": None if finding.gone is None else [_record(record) for record in finding.gone],
        "total": finding.total,
        "known": finding.known,
        "remark": finding.remark or None,
        "error": finding.error.message if finding.error else None,
        "help": finding.error.help if finding.error else None,
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "title": record.title,
        "year": record.year,
        "journal": record.journal,
        "pmid": record.pmid,
        "doi": record.doi,
    }


def feed(review: Review, store: Store) -> bytes:
    """Return the feed of the last updates that found something, the newest first."""
    root = ElementTree.Element("rss", version="2.0")
    channel = ElementTree.SubElement(root, "channel")
    _add(channel, "title", f"Updates of: {review.title}")
    _add(channel, "link", review.folder.resolve().as_uri())
    _add(channel, "description", review.question or review.title)
    updates = [
        update for database in review.databases for update in _updates(store, database.target)
    ]
    items = 0
    for run, way, since in sorted(updates, key=lambda one: one[0].number, reverse=True):
        finding = found_by(store, run, way, since)
        if not finding.is_news or items == _ITEMS:
            continue
        items += 1
        item = ElementTree.SubElement(channel, "item")
        _add(item, "title", summary(finding))
        _add(item, "description", "\n".join(_told(finding)[1:]))
        _add(item, "pubDate", format_datetime(datetime.fromisoformat(run.ended)))
        ElementTree.SubElement(item, "guid", isPermaLink="false").text = run.id
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _updates(store: Store, target: str) -> Iterator[tuple[RunRow, Way, int]]:
    """Yield what was searched after the first search, how, and since which run it compares."""
    base: RunRow | None = None
    for run in runs_of(store, target, Status.COMPLETE):
        if run.kind is Kind.UPDATE:
            yield run, Way.WINDOW, run.number
        elif not is_trial(run):
            if base is not None:
                way = Way.WHOLE if run.query == base.query else Way.CHANGED
                yield run, way, base.number
            base = run


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = "".join(
        letter for letter in text if letter.isprintable() or letter in "\n\t"
    )


def dumped(content: dict[str, Any]) -> str:
    """Return the JSON of a digest as text."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
