r"""BibTeX and BibLaTeX of any exporter into records, and out.

Read here, not by a library: bibtexparser 2 is a beta and leaves out what it cannot parse
(1 of 1,618 entries of real files), pybtex refuses half of the real files as a whole
(measured). Names of fields may hold blanks and brackets (Scopus, Web of Science), values
may stand bare, braces may be doubled. An entry whose braces do not close is read as far as
it goes and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from searchkit.diagnostics import Diagnostic
from searchkit.records.codes import DAMAGED_RECORD, NO_RECORDS, TRUNCATED_FILE
from searchkit.records.formats import latex
from searchkit.records.formats.assemble import Extra, Parts, record_of
from searchkit.records.formats.common import one_line, provenance_note
from searchkit.records.formats.entry import Entry, Format, Item, damage
from searchkit.records.formats.text import pieces
from searchkit.records.normalise import publication_type, text_key
from searchkit.records.record import Author, Record

_HEAD = re.compile(rb"(?:^|[\r\n])\s*@[A-Za-z]+\s*[{(]\s*[^@{}]*?,", re.DOTALL)
_BEGINS = re.compile(r"^[ \t]*@(?=[A-Za-z]+\s*[{(])", re.MULTILINE)
_ENTRY = re.compile(r"\s*@([A-Za-z]+)\s*[{(]\s*(?:([^,={}\"]*?)\s*(?:,|(?=[})]\s*$)))?")
_NAME = re.compile(r"[\s,]*([^=,{}\"#]+?)\s*=\s*")
_BARE = re.compile(r"[^,\n}#]*")
_LOST = re.compile(r"\w\s*=\s*[{\"]")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_SKIPPED = frozenset({"comment", "preamble", "string"})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ROLES = {
    "title": "title",
    "booktitle": "journal",
    "journal": "journal",
    "journaltitle": "journal",
    "shortjournal": "journal_short",
    "abbrev_source_title": "journal_short",
    "journal-iso": "journal_short",
    "abstract": "abstract",
    "year": "year",
    "date": "date",
    "month": "month",
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "pages": "pages",
    "article-number": "article_number",
    "art_number": "article_number",
    "doi": "doi",
    "pmid": "pmid",
    "pubmed_id": "pmid",
    "pmcid": "pmcid",
    "issn": "issn",
    "eissn": "issn",
    "isbn": "isbn",
    "keywords": "keywords",
    "author_keywords": "keywords",
    "keywords-plus": "keywords",
    "type": "type",
    "document_type": "type",
    "language": "language",
    "langid": "language",
    "publisher": "publisher",
    "school": "publisher",
    "institution": "publisher",
    "address": "place",
    "location": "place",
    "url": "url",
    "unique-id": "accession",
    "note": "note",
    "affiliation": "affiliation",
    "edition": "edition",
}
_KINDS = {
    "article": "article",
    "book": "book",
    "chapter": "incollection",
    "conference paper": "inproceedings",
    "conference abstract": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
}


class _Piece(NamedTuple):
    line: int
    text: str
    open: bool


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are BibTeX."""
    return _HEAD.search(head.replace(b"\0", b"")) is not None


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a file with their lines, and what is damaged in it."""
    macros: dict[str, str] = {name: str(number) for number, name in enumerate(_MONTHS, 1)}
    found = False
    for piece in _whole(pieces(stream, _begins, "an entry")):
        if isinstance(piece, Diagnostic):
            yield piece
            continue
        mark = _ENTRY.match(piece.text)
        if mark is None:
            if _LOST.search(piece.text):
                yield damage(DAMAGED_RECORD, piece.line, "an entry has lost its beginning")
            continue
        kind = mark[1].lower()
        if kind in _SKIPPED:
            if kind == "string":
                body = piece.text[piece.text.index(mark[1]) + len(mark[1]) :].lstrip(" ({")
                macros.update(_fields(body, macros))
            continue
        fields = _fields(piece.text[mark.end() :], macros)
        if piece.open and not fields:
            yield damage(DAMAGED_RECORD, piece.line, "the entry's braces do not close")
            continue
        if piece.open:
            yield damage(TRUNCATED_FILE, piece.line, "the entry's braces do not close")
        found = True
        yield Entry(piece.line, _record(kind, mark[2] or "", fields))
        end = _closing(piece.text, piece.text.find("{"))
        if (rest := piece.text[end + 1 :]) and _LOST.search(rest):
            after = piece.line + piece.text.count("\n", 0, end)
            yield damage(DAMAGED_RECORD, after, "an entry has lost its beginning")
    if not found:
        yield damage(NO_RECORDS, 1, "the file holds no entry")


def _begins(text: str) -> Iterator[int]:
    """Yield where `@name{` begins a line."""
    for mark in _BEGINS.finditer(text):
        yield mark.start()


def _whole(pieces: Iterator[tuple[int, str] | Diagnostic]) -> Iterator[_Piece | Diagnostic]:
    """Join a piece with the next when only both together close their braces.

    A line of an abstract may begin with `@name{`. An entry that lacks a brace does not close
    together with the next one either, so no neighbour is swallowed.
    """
    waiting: tuple[int, str] | None = None
    for piece in pieces:
        if isinstance(piece, Diagnostic):
            yield piece
            continue
        line, text = piece
        if waiting is not None:
            if _depth(text) < 0 and _depth(waiting[1] + text) == 0:
                yield _Piece(waiting[0], waiting[1] + text, False)
                waiting = None
                continue
            yield _Piece(*waiting, True)
            waiting = None
        if _BEGINS.match(text) and _depth(text) > 0:
            waiting = piece
        else:
            yield _Piece(line, text, False)
    if waiting is not None:
        yield _Piece(*waiting, True)


def _depth(text: str) -> int:
    opening = text.count("{") - text.count("\\{")
    return opening - (text.count("}") - text.count("\\}"))


def _fields(text: str, macros: dict[str, str]) -> dict[str, str]:
    """Return the fields of an entry by lower-case name, LaTeX as received."""
    found: dict[str, str] = {}
    at = 0
    while mark := _NAME.match(text, at):
        name = " ".join(mark[1].lower().split())
        at, value = _value(text, mark.end(), macros)
        if name in found:
            name = f"{name} (again)"
        found[name] = value
        at = _after(text, at)
    return found


def _value(text: str, at: int, macros: dict[str, str]) -> tuple[int, str]:
    """Return where a value ends, and the value: parts in braces, quotes or bare, by `#`."""
    parts = []
    while True:
        if text.startswith("{", at):
            end = _closing(text, at)
            parts.append(text[at + 1 : end])
            at = end + 1
        elif text.startswith('"', at):
            end = _quote(text, at + 1)
            parts.append(text[at + 1 : end])
            at = end + 1
        else:
            bare = _BARE.match(text, at)
            word = bare[0].strip() if bare else ""
            parts.append(macros.get(word.lower(), word))
            at = bare.end() if bare else at
        rest = re.compile(r"\s*#\s*").match(text, at)
        if not rest:
            return at, "".join(parts)
        at = rest.end()


def _closing(text: str, at: int) -> int:
    depth = 0
    for mark in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
            if depth == 0:
                return mark.start()
    return len(text)


def _quote(text: str, at: int) -> int:
    depth = 0
    for mark in re.compile(r"\\.|[{}\"]", re.DOTALL).finditer(text, at):
        if mark[0] == '"' and depth <= 0:
            return mark.start()
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
    return len(text)


def _after(text: str, at: int) -> int:
    comma = text.find(",", at)
    gap = text[at:comma] if comma >= 0 else text[at:]
    # Something between a value and its comma is damage; the next `name =` still counts.
    return comma + 1 if comma >= 0 and not gap.strip() else at


def _record(kind: str, key: str, fields: dict[str, str]) -> Record:
    parts: Parts = {}
    extra: Extra = [("bibtex:type", kind), ("bibtex:key", key)]
    for name, value in fields.items():
        role = _ROLES.get(name)
        if name in {"author", "editor"}:
            names = [one for one in _AND.split(value) if one.strip() and one.strip() != "others"]
            parts.setdefault("authors" if name == "author" else "editor", []).extend(
                map(_name, names)
            )
        elif role == "keywords":
            separator = ";" if ";" in value else ","
            parts.setdefault(role, []).extend(latex.plain(word) for word in value.split(separator))
        elif role == "url":
            parts.setdefault(role, []).extend(value.replace("\\", "").strip("{} \n").split())
        elif role == "language":
            parts.setdefault(role, []).extend(latex.plain(value).split("; "))
        elif role == "doi":
            parts.setdefault(role, []).append(latex.plain(value.replace("\\_", "_")))
        elif role:
            parts.setdefault(role, []).append(latex.plain(value))
        else:
            extra.append((f"bibtex:{name}", latex.plain(value)))
    if "pages" in parts:
        parts["pages"] = [re.sub(r"\s*[–—]\s*", "-", pages) for pages in parts["pages"]]
    month, year = parts.pop("month", []), parts.get("year", [])
    if month and year:
        number = month[0].zfill(2) if month[0].isdecimal() else ""
        said = f"{year[0]}-{number}" if number else f"{year[0]} {month[0]}"
        parts.setdefault("date", []).append(said)
    parts.setdefault("type", [kind] if kind not in {"misc", "unpublished"} else [])
    extra = [(name, value) for name, value in extra if value]
    return record_of(parts, extra)


def _name(text: str) -> str:
    """Return a name as `names.author` reads it; one in braces is a group's."""
    bare = text.strip()
    if bare.startswith("{") and _closing(bare, 0) == len(bare) - 1 and "," not in bare:
        words = latex.plain(bare)
        return f"{words}," if " " in words else words
    return latex.plain(bare)


def write(records: Iterable[Record], stream: BinaryIO) -> int:
    """Write records as BibTeX in UTF-8, with keys that are unique in the file."""
    keys: dict[str, int] = {}
    written = 0
    for record in records:
        key = _key(record)
        keys[key] = keys.get(key, 0) + 1
        unique = f"{key}_{keys[key]}" if keys[key] > 1 else key
        stream.write(_text(record, unique).encode(errors="replace"))
        written += 1
    return written


def _key(record: Record) -> str:
    first = record.authors[0] if record.authors else Author()
    name = text_key(first.family or first.collective).replace(" ", "") or "anonymous"
    word = next(iter(text_key(record.title).split()), "")
    key = f"{name}{record.year or ''}{word}"
    return "".join(letter for letter in key if letter.isascii()) or "record"


def _text(record: Record, key: str) -> str:
    kinds = [publication_type(name) for name in record.publication_types]
    kind = next((_KINDS[name] for name in kinds if name in _KINDS), "")
    kind = kind or ("article" if record.journal else "misc")
    journal = "booktitle" if kind.startswith("in") else "journal"
    month = record.date.split("-")[1:2]
    rows = [
        ("author", " and ".join(map(_written_name, record.authors))),
        ("title", latex.written(record.title)),
        (journal, latex.written(record.journal)),
        ("shortjournal", latex.written(record.journal_short)),
        ("year", str(record.year or "")),
        ("month", month[0] if month else ""),
        ("date", record.date if record.date.count("-") > 1 else ""),
        ("volume", latex.written(record.volume)),
        ("number", latex.written(record.issue)),
        ("pages", latex.written(record.pages).replace("-", "--")),
        ("doi", latex.written(record.doi)),
        ("pmid", record.pmid),
        ("pmcid", record.identifier("pmcid")),
        ("issn", "; ".join(row.value for row in record.identifiers if row.scheme == "issn")),
        ("isbn", "; ".join(row.value for row in record.identifiers if row.scheme == "isbn")),
        ("unique-id", latex.written(_accession(record))),
        ("publisher", latex.written(record.publisher)),
        ("address", latex.written(record.place)),
        ("language", "; ".join(map(latex.written, record.languages))),
        ("keywords", "; ".join(map(latex.written, record.keywords))),
        ("url", " ".join(record.urls)),
        ("abstract", latex.written(record.abstract)),
        ("note", latex.written(provenance_note(record))),
    ]
    fields = "".join(f",\n  {name} = {{{one_line(value)}}}" for name, value in rows if value)
    return f"@{kind}{{{key}{fields}\n}}\n\n"


def _accession(record: Record) -> str:
    return record.identifier("accession") or record.identifier("wos")


def _written_name(person: Author) -> str:
    if person.collective:
        return f"{{{latex.written(person.collective)}}}"
    given = person.given or person.initials
    middle = [person.suffix] if person.suffix else []
    return ", ".join(latex.written(part) for part in (person.family, *middle, given) if part)


FORMAT = Format(
    "bibtex",
    "BibTeX",
    (".bib",),
    sniff,
    entries,
    write,
    loses=(
        "title_original",
        "line breaks in an abstract",
        "initials beside given names",
        "affiliations of each author",
        "ORCIDs",
        "other identifiers",
        "index_terms",
        "major focus and subheadings",
        "publication_types",
        "extra",
    ),
)
