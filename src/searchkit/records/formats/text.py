"""Bytes of a text export into decoded text, a block of whole lines at a time.

Byte-order marks are taken off, UTF-16 is recognised, every kind of line end becomes a
newline, and what is not UTF-8 is read as Windows-1252 with a diagnostic. Only `\\r\\n`, `\\r`
and `\\n` end a line: exporters put U+2028, VT and FF inside fields, where `str.splitlines`
would break them. Lines longer than `LARGEST` bytes are left out and named.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import DAMAGED_RECORD, ENCODING_GUESSED
from searchkit.records.formats.entry import damage

BLOCK = 1 << 20
LARGEST = 1 << 24


class Block(NamedTuple):
    """Whole lines of a file, and the number (from 1) of the first of them."""

    line: int
    text: str


def blocks(stream: BinaryIO) -> Iterator[Block | Diagnostic]:
    """Yield the file as blocks of whole lines, each line ended by one newline."""
    line, guessed = 1, False
    for raw in _whole_lines(_newlines(_utf8(stream))):
        if raw is None:
            yield damage(DAMAGED_RECORD, line, f"a line of more than {LARGEST} bytes was left out")
            line += 1
            continue
        try:
            text = raw.decode()
        except UnicodeDecodeError as fault:
            if not guessed:
                at = line + raw.count(b"\n", 0, fault.start)
                yield damage(ENCODING_GUESSED, at, "bytes that are not UTF-8, read as Windows-1252")
            guessed = True
            text = "\n".join(map(_decoded, raw.split(b"\n")))
        yield Block(line, text)
        line += text.count("\n")


def pieces(
    stream: BinaryIO, begins: Callable[[str], Iterable[int]], what: str
) -> Iterator[tuple[int, str] | Diagnostic]:
    """Cut the text of a file where its records begin; each piece with its first line.

    `begins` tells the places in a text where a record begins; the first piece is what stands
    before them all. `what` is how a damage names a record that is too long.
    """
    held, line = "", 1
    for block in blocks(stream):
        if isinstance(block, Diagnostic):
            yield block
            continue
        if not held:
            line = block.line
        text = held + block.text
        start = 0
        for begin in begins(text):
            if begin > start:
                yield line, text[start:begin]
                line += text.count("\n", start, begin)
                start = begin
        held = text[start:]
        if len(held) > LARGEST:
            yield damage(DAMAGED_RECORD, line, f"{what} of more than {LARGEST} characters")
            held = ""
    if held:
        yield line, held


def _decoded(row: bytes) -> str:
    try:
        return row.decode()
    except UnicodeDecodeError:
        return row.decode("cp1252", errors="replace")


def _utf8(stream: BinaryIO) -> Iterator[bytes]:
    """Yield blocks in UTF-8 (or in an 8-bit encoding), without a byte-order mark."""
    block = stream.read(BLOCK)
    encoding = _wide_encoding(block)
    if encoding is None:
        block = block.removeprefix(codecs.BOM_UTF8)
        while block:
            yield block
            block = stream.read(BLOCK)
        return
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    while block:
        yield decoder.decode(block).removeprefix("\ufeff").encode(errors="replace")
        block = stream.read(BLOCK)
    yield decoder.decode(b"", final=True).encode(errors="replace")


def _wide_encoding(head: bytes) -> str | None:
    """Return the encoding when letters take two bytes, by mark or by where the zeros stand."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = head[:2000]
    zeros = sample.count(0)
    if len(sample) < 4 or zeros < len(sample) * 0.3:
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _newlines(stream: Iterator[bytes]) -> Iterator[bytes]:
    r"""Make every `\r\n` and `\r` a `\n`, also where a block ends between the two."""
    held = b""
    for block in stream:
        whole = held + block
        held = b"\r" if whole.endswith(b"\r") else b""
        whole = whole[: len(whole) - len(held)]
        yield whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in whole else whole
    if held:
        yield b"\n"


def _whole_lines(stream: Iterator[bytes]) -> Iterator[bytes | None]:
    """Yield pieces that end with a newline; None stands for a line that was left out."""
    held: list[bytes] = []
    size = 0
    too_long = False
    for block in stream:
        cut = block.rfind(b"\n") + 1
        start = 0
        if too_long and cut:
            yield None
            too_long, start = False, block.find(b"\n") + 1
        if cut > start:
            yield b"".join((*held, block[start:cut]))
        if cut:
            held, size = [], 0
        if cut < len(block) and not too_long:
            held.append(block[cut:])
            size += len(block) - cut
        if size > LARGEST:
            held, size, too_long = [], 0, True
    if too_long:
        yield None
    elif held:
        yield b"".join((*held, b"\n"))
