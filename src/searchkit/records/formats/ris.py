"""RIS, from any provider, into records, and out again through rispy.

rispy writes, and judges in the tests; reading is done here. rispy 0.10 loses the first
record of a file with a byte-order mark, every record whose tags have one space, a record
without `ER` and the next one, and all but the first of repeated tags (measured), and its
loop alone takes the time that reading into records has. Here each piece of the file from
one `TY` line to the next gives a record or a diagnostic, so none can be lost in silence.

>>> from io import BytesIO
>>> [entry] = entries(BytesIO(b"TY  - JOUR\\r\\nTI  - On peers\\r\\nPY  - 2021//\\r\\nER  - "))
>>> entry.record.title, entry.record.year
('On peers', 2021)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import ascii_uppercase, digits
from typing import BinaryIO

from rispy.writer import RisWriter

from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import (
    MISSING_END,
    MISSING_START,
    NO_RECORDS,
    REPAIRED_LINE,
    RUN_TOGETHER,
    TEXT_OUTSIDE,
)
from searchkit.records.formats.entry import Entry, Format, Item, damage
from searchkit.records.formats.ris_fields import Fields, from_fields
from searchkit.records.formats.ris_tags import to_tags
from searchkit.records.formats.text import pieces
from searchkit.records.record import Record

_START = re.compile(r"[ \t\ufeff]*TY[ \t]*-(?=[ \t]|$)", re.MULTILINE)
_MAY_START = re.compile(r"TY[ \t]*-(?=[ \t]|$)", re.MULTILINE)
_BLANKS = " \t\ufeff"
_TAGS = frozenset(a + b for a in ascii_uppercase for b in ascii_uppercase + digits)
_CLEAN_START = re.compile(r"TY  -(?: |$)", re.MULTILINE)
_END = re.compile(r"^[ \t]*ER[ \t]*-.*$", re.MULTILINE)
_TAG = re.compile(r"^([A-Z][A-Z0-9])  -", re.MULTILINE)
_LOOSE_TAG = re.compile(r"^[ \t]*([A-Z][A-Z0-9]|PMID)[ \t]*-(?:[ \t]|$)", re.MULTILINE)
_BETWEEN = re.compile(r"\s*(?:\d{1,7}\.?|%.*)?\s*")
"""Known text between records: Ovid's numbering, comments, blank lines (V, exports)."""
_LOST_HEAD = re.compile(rb"(?:^|[\r\n])T[1I]  - [^\0]*[\r\n]ER  -")
_HEAD = re.compile(rb"(?:^|[\r\n])[ \t]*(?:\xef\xbb\xbf)?TY[ \t]{0,2}-[ \t\r\n]")


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are RIS."""
    plain = head.replace(b"\0", b"")
    return (_HEAD.search(plain) or _LOST_HEAD.search(plain)) is not None


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of an RIS file with their lines, and what is damaged in it."""
    found = False
    for piece in pieces(stream, _begins, "a record"):
        if isinstance(piece, Diagnostic):
            yield piece
            continue
        if entry := _whole(*piece):
            found = True
            yield entry
            continue
        for item in _piece(*piece):
            found = found or isinstance(item, Entry)
            yield item
    if not found:
        yield damage(NO_RECORDS, 1, "no record was found: no line begins with `TY  -`")


def _begins(text: str) -> Iterator[int]:
    """Yield where `TY` lines begin. A search for the letters is faster than one for lines."""
    for mark in _MAY_START.finditer(text):
        begin = mark.start()
        while begin and text[begin - 1] in _BLANKS:
            begin -= 1
        if not begin or text[begin - 1] == "\n":
            yield begin


def _whole(line: int, text: str) -> Entry | None:
    """Return the record of a piece in which nothing is amiss, as nearly all are."""
    end = text.rfind("\nER  -")
    if end < 0 or not text.startswith("TY  - "):
        return None
    after = text[end + 6 :]
    if after and not after.isspace():
        return None
    fields = Fields(text[:end])
    amiss = "ER" in fields.lists or fields.is_doubled()
    return None if amiss else Entry(line, from_fields(fields))


def _piece(line: int, text: str) -> Iterator[Item]:
    """Read what stands from one `TY` line to the next: a record, and what follows its `ER`."""
    if not _START.match(text):
        yield from _outside(line, text)
        return
    if not _CLEAN_START.match(text):
        text = _LOOSE_TAG.sub(_tidy_tag, text)
        yield damage(REPAIRED_LINE, line, "tags are not followed by two spaces and a hyphen")
    end = text.find("\nER  -")
    if end < 0 and (mark := _END.search(text)):
        end = mark.start() - 1
    if end < 0:
        yield damage(MISSING_END, line, "the record has no `ER` line")
    body = text[:end] if end >= 0 else text
    rest = text[text.find("\n", end + 1) + 1 :] if end >= 0 else ""
    fields = Fields(body)
    if fields.is_doubled():
        yield damage(RUN_TOGETHER, line, "the record has two titles, years or first pages")
    following: list[Item] = []
    if rest and not rest.isspace():
        after = line + body.count("\n") + 2
        if _is_record(rest):
            following += _outside(after, rest)
        else:
            following += _after_end(fields, after, rest)
    yield Entry(line, from_fields(fields))
    yield from following


def _tidy_tag(mark: re.Match[str]) -> str:
    return f"{'PM' if mark[1] == 'PMID' else mark[1]}  - "


def _is_record(text: str) -> bool:
    """Say whether fields outside a record are one that lost its `TY` line."""
    tags = set(_TAG.findall(text))
    return bool(tags & {"TI", "T1"}) or ("ER" in tags and len(tags) > 2)


def _outside(line: int, text: str) -> Iterator[Item]:
    """Read what stands before the first `TY` line, or in the place of one."""
    if _is_record(text):
        begin = min(mark.start() for mark in _TAG.finditer(text))
        line += text.count("\n", 0, begin)
        yield damage(MISSING_START, line, "a record has no `TY` line")
        yield from _piece(line, "TY  - GEN\n" + text[begin:])
    else:
        yield from _after_end(Fields(""), line, text)


def _after_end(fields: Fields, line: int, text: str) -> Iterator[Diagnostic]:
    """Give fields that follow `ER` to their record; name other text that is not known."""
    for offset, row in enumerate(text.split("\n")):
        if mark := _TAG.match(row):
            # Ovid writes `NL` after `ER` (V, PsycINFO export).
            if mark[1] != "ER":
                fields.add(mark[1], row[5:].strip())
        elif row.startswith("Link to the "):
            # Ovid's links to the full text stand after `ER` too; rispy's tag for them is L2.
            fields.add("L2", row.strip())
        elif not _BETWEEN.fullmatch(row.strip("\ufeff")):
            yield damage(TEXT_OUTSIDE, line + offset, f"text outside the records: {row[:80]}")


class _Writer(RisWriter):  # type: ignore[misc]  # rispy ships no types
    """rispy's writer without numbering, for any tag, every one of them a list."""

    DEFAULT_REFERENCE_TYPE = "GEN"
    REFERENCE_TYPE_KEY = "ty"

    def __init__(self) -> None:
        names = {tag: tag.lower() for tag in sorted(_TAGS)}
        super().__init__(mapping=names, list_tags=_TAGS, delimiter_tags_mapping={})

    def set_header(self, count: int) -> str:
        return ""


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write records as RIS in UTF-8; return their number.

    Line breaks inside a field become spaces. What RIS cannot hold is listed in the
    reference of formats.
    """
    writer = _Writer()
    written = 0
    for record in records:
        tags = to_tags(record)
        values: dict[str, object] = {tag.lower(): found for tag, found in tags.items()}
        values["ty"] = tags["TY"][0]
        stream.write((writer.formats([values]) + "\n").encode(errors="replace"))
        written += 1
    return written


FORMAT = Format(
    "ris",
    "RIS",
    (".ris",),
    sniff,
    entries,
    write,
    loses=(
        "title_original",
        "line breaks in an abstract",
        "initials beside given names",
        "affiliations of each author",
        "ORCIDs",
        "index_terms",
        "major focus and subheadings",
        "extra",
    ),
)
