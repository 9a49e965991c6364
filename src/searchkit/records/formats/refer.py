"""Refer / EndNote import text (`.enw`, BibIX; Google Scholar's "EndNote") into records.

Tags are V, EndNote manual, "EndNote import". A record ends at an empty line or where the
next `%0` stands after a title.
"""

from __future__ import annotations

import re
from functools import partial

from searchkit.records.formats.entry import Format
from searchkit.records.formats.tagged import Style, entries

_HEAD = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?%[0AT] \S")

STYLE = Style(
    name="refer",
    tag=re.compile(r"\ufeff?%(\S)(?: (.*)|$)"),
    begins=re.compile(r"(?!)"),
    gap_begins=True,
    roles={
        "0": "type",
        "A": "authors",
        "T": "title",
        "J": "journal",
        "B": "journal",
        "O": "journal_short",
        "D": "year",
        "8": "date",
        "V": "volume",
        "N": "issue",
        "P": "pages",
        "I": "publisher",
        "C": "place",
        "@": "issn",
        "X": "abstract",
        "K": "keywords",
        "U": "url",
        "R": "doi",
        "M": "accession",
        "G": "language",
        "E": "editor",
        "Z": "note",
        "+": "affiliation",
        "F": "id",
        "7": "edition",
        "Q": "title_original",
        "W": "database",
        "~": "database",
    },
)


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are Refer text."""
    return _HEAD.search(head.replace(b"\0", b"")) is not None


FORMAT = Format(
    "refer", "EndNote import (Refer)", (".enw", ".enl"), sniff, partial(entries, style=STYLE)
)
