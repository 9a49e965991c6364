"""Web of Science tagged text (`savedrecs.txt`, `.ciw`, `.isi`) into records.

Read here and not by rispy: its WokParser raises KeyError at any tag it does not know, which
is 9 of 21 real files (measured, rispy 0.10). Tags are V, Web of Science field tags and
exports; the cited references (`CR`) are kept in `extra`.
"""

from __future__ import annotations

import re
from functools import partial

from searchkit.records.formats.entry import Format
from searchkit.records.formats.tagged import Style, entries

_HEAD = re.compile(
    rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?FN .*\s+(?:VR |EF)"
    rb"|(?:^|[\r\n])PT [A-Z]\r?\n(?:[A-Z][A-Z0-9] |ER)"
)

STYLE = Style(
    name="wos",
    tag=re.compile(r"\ufeff?([A-Z][A-Z0-9])(?: (.*)|$)"),
    begins=re.compile(r"\ufeff?PT(?: |$)"),
    ends=re.compile(r"E[RF][ \t]*$"),
    header=re.compile(r"\ufeff?(?:FN|VR) "),
    lined=frozenset({"AU", "AF", "CA", "BE", "GP", "CR"}),
    split={
        "AU": ";",
        "DE": ";",
        "ID": ";",
        "DT": ";",
        "BD": ";",
        "BN": ";",
    },
    roles={
        "AU": "authors",
        "AF": "full_authors",
        "CA": "collective",
        "TI": "title",
        "SO": "journal",
        "JI": "journal_short",
        "J9": "journal_short",
        "LA": "language",
        "DT": "type",
        "DE": "keywords",
        "ID": "keywords",
        "BD": "keywords",
        "AB": "abstract",
        "SN": "issn",
        "EI": "issn",
        "BN": "isbn",
        "PD": "date",
        "PY": "year",
        "VL": "volume",
        "IS": "issue",
        "BP": "start",
        "EP": "end",
        "PS": "pages",
        "AR": "article_number",
        "DI": "doi",
        "PM": "pmid",
        "UT": "accession",
        "PU": "publisher",
        "PI": "place",
        "C1": "affiliation",
        "UR": "url",
        "BE": "editor",
    },
)


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are Web of Science's tagged text."""
    return _HEAD.search(head.replace(b"\0", b"")) is not None


FORMAT = Format(
    "wos",
    "Web of Science tagged text",
    (".ciw", ".isi"),
    sniff,
    partial(entries, style=STYLE),
)
