"""XML files of records, one element at a time: bytes in, elements and damage out.

The file is cut at the elements that hold one record each, and each piece is parsed by
itself. So memory is that of one record, a broken record does not take its neighbours with
it, and a document that was cut short is seen. Refused: a single record of more than
`LARGEST` bytes, which no bibliographic record is.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple
from xml.etree import ElementTree

from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import (
    DAMAGED_RECORD,
    ENCODING_GUESSED,
    NO_RECORDS,
    NOT_THIS_FORMAT,
    REPAIRED_LINE,
    TEXT_OUTSIDE,
    TRUNCATED_FILE,
)
from searchkit.records.formats.entry import damage

BLOCK = 1 << 20
LARGEST = 1 << 26
EXPORT_AGAIN = "download or export the file again"

_LONGEST_MARK = 128
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_MARKUP = re.compile(rb"<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)([^>]*)>")
_NAMESPACE = re.compile(rb"""\s(xmlns(?::[\w.-]+)?)\s*=\s*(?:"[^"]*"|'[^']*')""")
_TAG = re.compile(rb"<[^>]*>")
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*[0-9a-f]|1?[0-9]);", re.I
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w*;?)")


class XmlEntry(NamedTuple):
    """One record's element and the line (from 1) where it begins."""

    line: int
    element: ElementTree.Element


def xml_entries(
    stream: BinaryIO,
    names: tuple[str, ...],
    roots: tuple[str, ...],
    *,
    ignored: str = "",
    start: bytes = b"",
) -> Iterator[XmlEntry | Diagnostic]:
    """Yield the elements called one of `names`, wherever they stand, and what is damaged.

    `names`, `roots` and `ignored` are local names; a namespace prefix in the file does not
    matter. `roots` are the document elements that may hold no record at all; an element
    called `ignored` may hold text outside the records; `start` is what was already read of
    the stream.
    """
    either = "|".join(names).encode()
    marks = re.compile(rb"<(/?)((?:[\w.-]+:)?(?:" + either + rb"))(?=[\s>/])")
    gaps = _Gaps(roots, ignored)
    blocks = _utf8(start, stream)
    buffer, consumed, scan, line = b"", 0, 0, 1
    opened: int | None = None
    name = b""
    while True:
        mark = _next_mark(marks, buffer, scan, name)
        close = buffer.find(b">", mark.end()) if mark else -1
        if mark is None or close < 0:
            if len(buffer) - consumed > LARGEST:
                yield damage(DAMAGED_RECORD, line, f"more than {LARGEST} bytes without an end")
                line += buffer.count(b"\n", consumed)
                consumed, opened, name = len(buffer), None, b""
            scan = (
                max(scan, len(buffer) - _LONGEST_MARK, consumed) if mark is None else mark.start()
            )
            block = next(blocks, b"")
            if not block:
                break
            buffer, scan = buffer[consumed:] + block, scan - consumed
            opened = None if opened is None else opened - consumed
            consumed = 0
            continue
        scan = close + 1
        name = b"" if mark[1] else mark[2]
        if mark[1]:
            if opened is None:
                yield damage(DAMAGED_RECORD, line, "a record has lost its beginning", EXPORT_AGAIN)
                end = scan
            else:
                yield from _parsed(buffer[opened:scan], line, gaps.namespaces)
                end, opened = scan, None
        else:
            if opened is None:
                yield from gaps.before(buffer[consumed : mark.start()], line)
            else:
                yield damage(
                    DAMAGED_RECORD, line, "a record is not closed before the next", EXPORT_AGAIN
                )
            end, opened = mark.start(), mark.start()
            if buffer[close - 1 : close] == b"/":
                line += buffer.count(b"\n", consumed, end)
                consumed = end
                yield from _parsed(buffer[opened:scan], line, gaps.namespaces)
                end, opened, name = scan, None, b""
        line += buffer.count(b"\n", consumed, end)
        consumed = end
    if opened is not None:
        yield damage(TRUNCATED_FILE, line, "the file ends inside a record", EXPORT_AGAIN)
        return
    yield from gaps.after(buffer[consumed:], line)


def _next_mark(
    marks: re.Pattern[bytes], buffer: bytes, scan: int, name: bytes
) -> re.Match[bytes] | None:
    """Return the next tag that opens or closes a record; `name` is the record's now open.

    Inside a record only its own name matters, and a search for fixed bytes is several times
    faster than one for a pattern.
    """
    if not name:
        return marks.search(buffer, scan)
    while True:
        close = buffer.find(b"</" + name, scan)
        again = buffer.find(b"<" + name, scan, len(buffer) if close < 0 else close)
        at = again if again >= 0 else close
        if at < 0:
            return None
        if mark := marks.match(buffer, at):
            return mark
        scan = at + 1


def _utf8(start: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """Yield the stream's blocks as UTF-8 without a byte-order mark, whatever it declares."""
    block = start + stream.read(BLOCK)
    declared = _ENCODING.match(block)
    encoding = declared[1].decode().lower() if declared else "utf-8"
    if block.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
        block = block.removeprefix(b"\xef\xbb\xbf")
        while block:
            yield block
            block = stream.read(BLOCK)
        return
    try:
        decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    except LookupError:
        decoder = codecs.getincrementaldecoder("cp1252")(errors="replace")
    while block:
        yield decoder.decode(block).encode()
        block = stream.read(BLOCK)
    yield decoder.decode(b"", final=True).encode()


def _parsed(piece: bytes, line: int, namespaces: bytes) -> Iterator[XmlEntry | Diagnostic]:
    try:
        yield XmlEntry(line, _element(piece, namespaces))
        return
    except ElementTree.ParseError as fault:
        cause = fault
    try:
        text, code = piece.decode(), REPAIRED_LINE
    except UnicodeDecodeError:
        text, code = piece.decode("cp1252", errors="replace"), ENCODING_GUESSED
    mended = _ENTITY.sub(_as_character, _FORBIDDEN.sub(" ", text)).encode()
    try:
        element = _element(mended, namespaces)
    except ElementTree.ParseError:
        row, column = cause.position
        yield damage(
            DAMAGED_RECORD,
            line + row - 1,
            f"not well-formed XML: {str(cause).partition(':')[0]} (column {column + 1})",
            EXPORT_AGAIN,
        )
        return
    yield damage(code, line, "characters that XML forbids were mended")
    yield XmlEntry(line, element)


def _element(piece: bytes, namespaces: bytes) -> ElementTree.Element:
    if not namespaces:
        return ElementTree.fromstring(piece)
    return ElementTree.fromstring(b"<x" + namespaces + b">" + piece + b"</x>")[0]


def _as_character(entity: re.Match[str]) -> str:
    meant = html.unescape(entity[0]) if entity[1].endswith(";") else entity[0]
    return meant.replace("&", "&amp;").replace("<", "&lt;")


class _Gaps:
    """What stands outside the records: the root with its namespaces, and stray text."""

    def __init__(self, roots: tuple[str, ...], ignored: str) -> None:
        self._roots = {root.encode() for root in roots}
        name = ignored.encode() or b"(?!)"
        self._ignored = re.compile(rb"<" + name + rb"[\s>].*?</" + name + rb"\s*>", re.DOTALL)
        self._root = b""
        self._found = False
        self.namespaces = b""

    def before(self, gap: bytes, line: int) -> Iterator[Diagnostic]:
        """Look at the bytes before a record; report text among them."""
        if not self._found:
            self._open(gap)
        self._found = True
        if said := self._text(gap):
            yield damage(TEXT_OUTSIDE, line, f"text outside the records: {said[:80]}")

    def after(self, gap: bytes, line: int) -> Iterator[Diagnostic]:
        """Look at the bytes after the last record; say what is wrong with the whole."""
        if not self._found:
            self._open(gap)
        said = self._text(gap)
        root = self._root.rpartition(b":")[2]
        closed = b"</" + self._root in gap or b"/>" in gap
        if not self._found and root not in self._roots:
            what = f"it says: {said[:200]}" if said else f"its root is <{root.decode()}>"
            yield damage(NOT_THIS_FORMAT, line, f"the file holds no record; {what}")
        elif self._root and not closed:
            name = self._root.decode()
            yield damage(TRUNCATED_FILE, line, f"the file ends before </{name}>", EXPORT_AGAIN)
        elif not self._found:
            yield damage(NO_RECORDS, line, "the file holds no record")
        elif said:
            yield damage(TEXT_OUTSIDE, line, f"text outside the records: {said[:80]}")

    def _open(self, gap: bytes) -> None:
        rest = _MARKUP.sub(b"", gap)
        if root := _ROOT.search(rest):
            self._root = root[1]
        # A later declaration of the same prefix replaces the earlier one.
        self.namespaces = b"".join(
            {found[1]: found[0] for found in _NAMESPACE.finditer(rest)}.values()
        )

    def _text(self, gap: bytes) -> str:
        if not gap or gap.isspace():
            return ""
        rest = self._ignored.sub(b"", _MARKUP.sub(b"", gap))
        return " ".join(_TAG.sub(b" ", rest).decode(errors="replace").split())
