"""Tagged text (Web of Science, Refer, Ovid, RefWorks) into records: one engine, a style each.

A style says which line begins a record, what a tag looks like, which line ends a record and
what role each tag plays. Lines that belong to no record are named; a record without its
closing line is kept and named; a tag without a role goes to `extra`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import (
    DAMAGED_RECORD,
    MISSING_END,
    MISSING_START,
    NO_RECORDS,
    TEXT_OUTSIDE,
    TRUNCATED_FILE,
)
from searchkit.records.formats.assemble import Parts, record_of
from searchkit.records.formats.entry import Entry, Item, damage
from searchkit.records.formats.text import LARGEST, blocks
from searchkit.records.record import Record


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of tagged text is written.

    `tag` matches a line with a tag; its groups are the tag and the value. `begins` matches
    the line that opens a record, `ends` the line that closes one (None: the next one, or
    the file's end, closes it). `lined` are tags whose further lines are further values;
    `split` are tags whose values stand behind one another, with their separator. `header`
    matches lines that are known to stand outside the records. With `gap_begins`, a tag after
    an empty line opens a record; a tag of `once` opens one where it comes a second time.
    """

    name: str
    tag: re.Pattern[str]
    begins: re.Pattern[str]
    roles: Mapping[str, str]
    ends: re.Pattern[str] | None = None
    header: re.Pattern[str] | None = None
    lined: frozenset[str] = frozenset()
    split: Mapping[str, str] | None = None
    gap_begins: bool = False
    once: frozenset[str] = frozenset()
    vocabulary: str = ""


class _Open:
    """A record whose lines are still coming: its tags with their values, in order."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.tags: list[tuple[str, list[str]]] = []
        self.size = 0

    def has(self, tag: str) -> bool:
        return any(held == tag for held, _ in self.tags)


def entries(stream: BinaryIO, style: Style) -> Iterator[Item]:
    """Yield the records of a file in this style with their lines, and its damage."""
    current: _Open | None = None
    found = blank = False
    for item in _lines(stream):
        if isinstance(item, Diagnostic):
            yield item
            continue
        line, text = item
        if not text or text.isspace():
            blank = True
            continue
        gap, blank = blank, False
        closes = style.ends is not None and style.ends.match(text) is not None
        mark = None if closes else style.tag.match(text)
        opens = not closes and _opens(current, text, mark, gap, style)
        if current and (closes or opens):
            if opens and style.ends:
                yield damage(MISSING_END, current.line, "the record has no closing line")
            if current.tags:
                yield Entry(current.line, _record(current, style))
                found = True
            current = None
        if closes:
            continue
        if current is None and not opens:
            if style.header and style.header.match(text):
                continue
            if mark is None:
                yield damage(TEXT_OUTSIDE, line, f"text outside the records: {text[:80]}")
                continue
            if style.ends:
                yield damage(MISSING_START, line, "a record has lost its first line")
        if current is None:
            current = _Open(line)
        if mark:
            current.tags.append((mark[1], [mark[2].strip()]))
        elif not opens:
            _continue(current, text, style)
        current.size += len(text)
        if current.size > LARGEST:
            yield damage(DAMAGED_RECORD, current.line, f"more than {LARGEST} characters")
            current = None
    if current and current.tags:
        if style.ends:
            yield damage(TRUNCATED_FILE, current.line, "the file ends inside this record")
        yield Entry(current.line, _record(current, style))
        found = True
    if not found:
        yield damage(NO_RECORDS, 1, "no record was found")


def _opens(
    current: _Open | None, text: str, mark: re.Match[str] | None, gap: bool, style: Style
) -> bool:
    if style.begins.match(text):
        return True
    if mark is None or current is None:
        return False
    return (gap and style.gap_begins) or (mark[1] in style.once and current.has(mark[1]))


def _lines(stream: BinaryIO) -> Iterator[tuple[int, str] | Diagnostic]:
    for block in blocks(stream):
        if isinstance(block, Diagnostic):
            yield block
        else:
            rows = block.text.split("\n")
            rows.pop()
            yield from enumerate(rows, block.line)


def _continue(current: _Open, text: str, style: Style) -> None:
    if not current.tags:
        current.tags.append(("", [text.strip()]))
        return
    tag, values = current.tags[-1]
    if tag in style.lined:
        values.append(text.strip())
    else:
        values[-1] = f"{values[-1]} {text.strip()}" if values[-1] else text.strip()


def _record(current: _Open, style: Style) -> Record:
    parts: Parts = {}
    extra: list[tuple[str, str]] = []
    for tag, values in current.tags:
        role = style.roles.get(tag)
        if role is None:
            extra += [(f"{style.name}:{tag}", value) for value in values if value]
            continue
        separator = style.split.get(tag) if style.split else None
        if separator:
            parts.setdefault(role, []).extend(
                part for value in values for part in value.split(separator)
            )
            continue
        parts.setdefault(role, []).extend(values)
    return record_of(parts, extra, vocabulary=style.vocabulary)
