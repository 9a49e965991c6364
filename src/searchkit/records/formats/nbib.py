"""MEDLINE text (`.nbib`, "PubMed format") into records, through `Bio.Medline`, and out.

Biopython reads one record at a time; around it stands what stands around rispy: text is
decoded and cut into records by what they hold, not by blank lines alone, and each piece
must give one record. Biopython keeps values by tag and so forgets which affiliation and
ORCID belong to whom; that order is read beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from Bio import Medline

from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import (
    COUNT_MISMATCH,
    DAMAGED_RECORD,
    NO_RECORDS,
    RUN_TOGETHER,
    TEXT_OUTSIDE,
)
from searchkit.records.formats.entry import Entry, Format, Item, damage
from searchkit.records.formats.nbib_fields import from_medline, people, to_lines
from searchkit.records.formats.text import LARGEST, blocks
from searchkit.records.record import Record

_HEAD = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?(?:PMID ?- ?\d|PMC ?- ?(?:PMC)?\d|OWN ?- [A-Z])")
_CUT = re.compile(r"\n(?:[ \t]*\n)+|\n(?=PMID ?-)")
_OPENS = re.compile(r"PM(?:ID|C) ?-")
_HOLDS_RECORD = re.compile(r"^(?:PMID ?-|TI {0,2}-|BTI ?-)", re.MULTILINE)
_ONLY_PMC = re.compile(r"PMC ?-[^\n]*\Z")
_TITLE = re.compile(r"^TI {0,2}-", re.MULTILINE)
_BELONGS = re.compile(r"[A-Z][A-Z0-9]{1,3} {0,2}-| {6}")
_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are MEDLINE text."""
    return _HEAD.search(head) is not None


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a file with their lines, and what is damaged in it."""
    found = False
    for piece in _pieces(stream):
        if isinstance(piece, Diagnostic):
            yield piece
            continue
        line, text = piece
        if not _HOLDS_RECORD.search(text):
            yield damage(TEXT_OUTSIDE, line, f"text outside the records: {text[:80]!r}")
            continue
        if len(_TITLE.findall(text)) > 1:
            yield damage(RUN_TOGETHER, line, "the record has two titles; it may be two records")
        item = _entry(line, text)
        found = found or isinstance(item, Entry)
        yield item
    if not found:
        yield damage(NO_RECORDS, 1, "no record was found: no line begins with `PMID-`")


def _pieces(stream: BinaryIO) -> Iterator[tuple[int, str] | Diagnostic]:
    """Yield one piece of text for each record, with its line."""
    held, line = "", 1
    for paragraph in _paragraphs(stream):
        if isinstance(paragraph, Diagnostic):
            yield paragraph
            continue
        begin, text = paragraph
        if not _BELONGS.match(text):
            yield damage(TEXT_OUTSIDE, begin, f"text outside the records: {text[:80]!r}")
            continue
        if held and (_ONLY_PMC.match(held) or not _begins(held, text)):
            held = f"{held}\n{text}"
            continue
        if held:
            yield line, held
        held, line = text, begin
    if held:
        yield line, held


def _begins(before: str, text: str) -> bool:
    """Say whether a paragraph is a record of its own, not what a blank line tore off."""
    return bool(_OPENS.match(text)) or bool(
        _HOLDS_RECORD.search(text) and _HOLDS_RECORD.search(before)
    )


def _paragraphs(stream: BinaryIO) -> Iterator[tuple[int, str] | Diagnostic]:
    held, line = "", 1
    for block in blocks(stream):
        if isinstance(block, Diagnostic):
            yield block
            continue
        text = held + block.text
        start = 0
        for mark in _CUT.finditer(text):
            # Blank lines at the end of a block may go on in the next.
            if mark.end() == len(text):
                break
            if mark.start() > start:
                yield line, text[start : mark.start()].strip("\n")
            line += text.count("\n", start, mark.end())
            start = mark.end()
        held = text[start:]
        if len(held) > LARGEST:
            yield damage(DAMAGED_RECORD, line, f"a record of more than {LARGEST} characters")
            held = ""
    if held.strip():
        yield line, held.strip("\n")


def _entry(line: int, text: str) -> Item:
    rows = _tidied(text)
    read = list(Medline.parse(iter(rows)))
    if len(read) != 1:
        return damage(COUNT_MISMATCH, line, f"one record of the file gave {len(read)}")
    return Entry(line, from_medline(read[0], people(rows)))


def _tidied(text: str) -> list[str]:
    """Return the lines as Biopython wants them: tag of four, hyphen, blank, value."""
    rows = []
    for row in text.split("\n"):
        if mark := _TAG.match(row):
            rows.append(f"{mark[1]:<4}- {mark[2]}\n")
        elif row and not row.isspace():
            rows.append(f"      {row.strip()}\n")
    while rows and rows[0].startswith(" "):
        rows[0] = "NOTE- " + rows[0].strip() + "\n"
    return rows


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write records as MEDLINE text in UTF-8, a value a line; return their number."""
    written = 0
    for record in records:
        stream.write(("\n".join(to_lines(record)) + "\n\n").encode(errors="replace"))
        written += 1
    return written


FORMAT = Format(
    "nbib",
    "MEDLINE text (PubMed format)",
    (".nbib", ".medline"),
    sniff,
    entries,
    write,
    loses=(
        "line breaks in an abstract",
        "accession numbers",
        "other identifiers",
        "urls",
    ),
)
