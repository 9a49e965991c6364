"""A binary stream whose start can be looked at, unpacked on the way when it is gzip.

Python's own `gzip` raises at a file that was cut off and keeps back what it had unpacked;
here everything that can be unpacked is handed out, and `Source.broken` says why it ended.
"""

from __future__ import annotations

import zlib
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO

HEAD = 1 << 16
"""Bytes of a file that are looked at to recognise its format."""

_PACKED = 1 << 16
_GZIP = b"\x1f\x8b"
_GZIP_HEADER = 31


class Source(RawIOBase):
    """A readable stream over another, unpacking gzip; `broken` is empty or says what failed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ready = self._raw = stream.read(HEAD)
        self._unpacker = zlib.decompressobj(_GZIP_HEADER) if self._raw[:2] == _GZIP else None
        self.broken = ""
        if self._unpacker:
            self._ready = b""
        while self._unpacker and len(self._ready) < HEAD and (more := self._unpacked()):
            self._ready += more
        self.head = self._ready[:HEAD]

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        """Fill the target as far as one read gives; 0 means the end."""
        room = memoryview(target)
        if not self._ready:
            self._ready = self._unpacked() if self._unpacker else self._stream.read(len(room))
        piece, self._ready = self._ready[: len(room)], self._ready[len(room) :]
        room[: len(piece)] = piece
        return len(piece)

    def _unpacked(self) -> bytes:
        assert self._unpacker is not None
        while not self.broken:
            raw, self._raw = self._raw or self._stream.read(_PACKED), b""
            if self._unpacker.eof:
                # A gzip file may be several, one after the other; zeros may fill its end.
                raw = (self._unpacker.unused_data + raw).lstrip(b"\0")
                if not raw:
                    return b""
                self._unpacker = zlib.decompressobj(_GZIP_HEADER)
            elif not raw:
                self.broken = "it ends before its closing mark"
                return b""
            try:
                found = self._unpacker.decompress(raw, _PACKED * 16)
            except zlib.error as fault:
                self.broken = str(fault)
                return b""
            self._raw = self._unpacker.unconsumed_tail
            if found:
                return found
        return b""


def opened(stream: BinaryIO) -> tuple[Source, BufferedReader]:
    """Return the source over a stream, and a buffered reader over the source."""
    source = Source(stream)
    return source, BufferedReader(source, HEAD)
