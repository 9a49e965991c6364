"""Ovid's own text exports into records: tagged (`TI  - `) and labelled (`Title`, indented).

Records are opened by their number, `<1.>` or `<1>`; labelled text without numbers opens one
at each `Accession Number` or `Score`. Tags are V, exports of eight Ovid databases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from searchkit.records.formats.entry import Entry, Format, Item
from searchkit.records.formats.tagged import Style, entries
from searchkit.records.record import Author, Record

_NUMBER = rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?<\d+\s*\.?\s*>[ \t]*[\r\n]+"
_TAGGED_HEAD = re.compile(_NUMBER + rb"[A-Z][A-Z0-9] {1,2}- ")
_LABELLED_HEAD = re.compile(
    _NUMBER + rb"\s*[A-Z][A-Za-z -]+[ \t]*[\r\n]+[ \t]+\S"
    rb"|(?:^|[\r\n])Accession Number[ \t]*[\r\n]+[ \t]+\S"
)
_FOOTNOTES = re.compile(r"\s*(?:\[[^\]]*\]|\s[\d*+]+)\s*$")
_TAIL = re.compile(r"\s*\[[A-Z][A-Za-z ]+\]\.?$")
_SOURCE = re.compile(
    r"(?P<journal>.+?)\.?\s+(?:Vol\.?\s*)?(?P<volume>\d+)\s*(?:\((?P<issue>[^)]*)\))?"
    r"(?:\s*:\s*|,\s*|\s+.*?\d{4},?\s*)(?:pp\.\s*)?(?P<pages>[A-Za-z]?\d+(?:-[A-Za-z]?\d+)?)?.*?"
    r"(?P<year>\b(?:1[5-9]|20)\d\d\b)?[^\d]*$"
)

TAGGED = Style(
    name="ovid",
    tag=re.compile(r"([A-Z][A-Z0-9]) {1,2}- ?(.*)"),
    begins=re.compile(r"\ufeff?<\d+\s*\.?\s*>"),
    once=frozenset({"VN"}),
    split={"DE": ","},
    roles={
        "UI": "accession",
        "AN": "accession",
        "AU": "authors",
        "FA": "full_authors",
        "TI": "title",
        "TT": "title_original",
        "OT": "title_original",
        "AB": "abstract",
        "SO": "citation",
        "JN": "journal",
        "JA": "journal_short",
        "YR": "year",
        "DP": "date",
        "VO": "volume",
        "IP": "issue",
        "PG": "pages",
        "LG": "language",
        "PT": "type",
        "DT": "type",
        "IS": "issn",
        "IB": "isbn",
        "DO": "doi",
        "DI": "doi",
        "MH": "index_terms",
        "SH": "index_terms",
        "DE": "keywords",
        "KW": "keywords",
        "ID": "keywords",
        "PB": "publisher",
        "PU": "publisher",
        "CY": "place",
        "IN": "affiliation",
        "DB": "database",
        "XL": "link",
    },
)

LABELLED = Style(
    name="ovid",
    tag=re.compile(r"(?![ \t<])([A-Z][A-Za-z -]*?)[ \t]*()$"),
    begins=re.compile(r"\ufeff?<\d+\s*\.?\s*>"),
    once=frozenset({"Accession Number"}),
    lined=frozenset({"References"}),
    split={"Author": ";  ", "Author Keywords": ";", "MeSH Subject Headings": ";"},
    roles={
        "Accession Number": "accession",
        "Author": "authors",
        "Institution": "affiliation",
        "Title": "title",
        "Chapter Title": "title",
        "Source": "citation",
        "Abstract": "abstract",
        "Author Keywords": "keywords",
        "MeSH Subject Headings": "index_terms",
        "Language": "language",
        "Document Type": "type",
        "Publication Type": "type",
        "ISSN": "issn",
        "DOI Number": "doi",
        "Digital Object Identifier": "doi",
        "Year of Publication": "year",
        "Status": "status",
    },
)


def sniff_tagged(head: bytes) -> bool:
    """Say whether the first bytes of a file are Ovid's tagged text."""
    return _TAGGED_HEAD.search(head) is not None


def sniff_labelled(head: bytes) -> bool:
    """Say whether the first bytes of a file are Ovid's labelled text."""
    return _LABELLED_HEAD.search(head) is not None


def read_text(stream: BinaryIO, style: Style) -> Iterator[Item]:
    """Yield the records of a file in one of Ovid's styles, the source line taken apart."""
    for item in entries(stream, style):
        yield Entry(item.line, _completed(item.record)) if isinstance(item, Entry) else item


def _completed(record: Record) -> Record:
    """Fill what only the citation says, and take what Ovid adds off titles and names.

    Ovid writes the kind of publication behind the title, `Listening.[Miscellaneous]`, and
    footnote marks behind names, `Shapiro, Edward S. 1`.
    """
    said = next((value for key, value in record.extra if key == "citation"), "")
    cited = _SOURCE.match(said)
    parts = cited.groupdict("") if cited else {"journal": said.rstrip(". ")}
    kind = _TAIL.search(record.title)
    year = parts.get("year", "")
    return replace(
        record,
        title=record.title[: kind.start()] if kind else record.title,
        publication_types=record.publication_types or ((kind[0].strip(" []."),) if kind else ()),
        authors=tuple(map(_unmarked, record.authors)),
        journal=record.journal or parts["journal"],
        volume=record.volume or parts.get("volume", ""),
        issue=record.issue or parts.get("issue", ""),
        pages=record.pages or parts.get("pages", ""),
        year=record.year or (int(year) if year else None),
        date=record.date or year,
        languages=tuple(name.rstrip(".") for name in record.languages),
    )


def _unmarked(person: Author) -> Author:
    return replace(
        person,
        family=_FOOTNOTES.sub("", person.family),
        given=_FOOTNOTES.sub("", person.given),
        initials=_FOOTNOTES.sub("", person.initials),
    )


TAGGED_FORMAT = Format(
    "ovid-tagged", "Ovid tagged text", (), sniff_tagged, partial(read_text, style=TAGGED)
)
LABELLED_FORMAT = Format(
    "ovid-text", "Ovid labelled text", (), sniff_labelled, partial(read_text, style=LABELLED)
)
