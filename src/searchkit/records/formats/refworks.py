"""RefWorks tagged text into records. Tags are V, the legend inside RefWorks' own exports."""

from __future__ import annotations

import re
from functools import partial

from searchkit.records.formats.entry import Format
from searchkit.records.formats.tagged import Style, entries

_HEAD = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?RT [A-Z][a-z]+[^\r\n]*[\r\n]+[A-Z][A-Z0-9] \S")

STYLE = Style(
    name="refworks",
    tag=re.compile(r"([A-Z][A-Z0-9]) (.*)"),
    begins=re.compile(r"RT "),
    header=re.compile(r".*"),
    roles={
        "RT": "type",
        "A1": "authors",
        "T1": "title",
        "JF": "journal",
        "T2": "journal",
        "JO": "journal_short",
        "YR": "year",
        "FD": "date",
        "VO": "volume",
        "IS": "issue",
        "SP": "start",
        "OP": "end",
        "K1": "keywords",
        "AB": "abstract",
        "NO": "note",
        "PB": "publisher",
        "PP": "place",
        "SN": "issn",
        "AD": "affiliation",
        "AN": "accession",
        "LA": "language",
        "LK": "url",
        "UL": "url",
        "DO": "doi",
        "OT": "title_original",
        "ID": "id",
        "DB": "database",
    },
)


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are RefWorks tagged text."""
    return _HEAD.search(head) is not None


FORMAT = Format("refworks", "RefWorks tagged text", (), sniff, partial(entries, style=STYLE))
