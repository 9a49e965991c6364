"""What several formats share: page ranges, serial numbers, and provenance that travels.

Provenance is written into a note of one line, so that it comes back after another program
has had the file: `searchkit-provenance: {...}`, the braces holding JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from functools import lru_cache

from searchkit.records.record import Identifier, Provenance, Record

_NOTE = "searchkit-provenance: "
_LABEL = re.compile(r"\s*\((?:ISSN|ISBN|Print|Electronic|Linking|Online|Web|CD-ROM)\)\s*", re.I)
_SEPARATOR = re.compile(r"[,;\s]+")
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ACCESSION = re.compile(
    r"(?P<wos>(?:WOS|ISI|CCC|BIOSIS|ZOOREC|KJD|SCIELO|INSPEC|PPRN|RSCI|CABI|BCI):\S+)"
    r"|(?P<dimensions>pub\.\d+)"
    r"|(?P<eid>2-s2\.0-\d+)"
    r"|(?P<embase>L\d{6,})"
    r"|(?P<lens>\d{3}-\d{3}-\d{3}-\d{3}-\d{2}[\dX])"
    r"|(?P<openalex>(?:https://openalex\.org/)?W\d{5,})"
    r"|(?P<rayyan>rayyan-\d+)"
    r"|(?P<central>CN-\d{8})"
)


def one_line(text: str) -> str:
    """Return a text on one line, as tagged formats need it.

    >>> one_line("AIM\\nto see\\u2028more")
    'AIM to see more'
    """
    return _BREAKS.sub(" ", text)


def pages_from(start: str, end: str) -> str:
    """Join first and last page; Ovid's `No`-`Specified` is no page (V, PsycINFO export).

    >>> pages_from("206", "217"), pages_from("1535-41", "41"), pages_from("No", "Specified")
    ('206-217', '1535-41', '')
    """
    if end == "Specified" and start == "No":
        return ""
    if not end or (start.endswith(end) and "-" in start):
        return start
    return f"{start}-{end}" if start else end


def pages_apart(pages: str) -> tuple[str, str]:
    """Take a page range apart so that `pages_from` joins it to the same text.

    >>> pages_apart("123-8"), pages_apart("e1000097"), pages_apart("12-")
    (('123', '8'), ('e1000097', ''), ('12-', ''))
    """
    start, _, end = pages.partition("-")
    return (start, end) if start and end and pages_from(start, end) == pages else (pages, "")


@lru_cache(maxsize=1 << 13)
def serial_numbers(text: str) -> tuple[Identifier, ...]:
    """Return the ISSNs and ISBNs in a text as received, told apart by their length.

    >>> [found.scheme for found in serial_numbers("20964129 (ISSN); 978-0-12-374856-0")]
    ['issn', 'isbn']
    """
    if text.replace("-", "").isalnum() and len(text) < 10:
        return (Identifier("issn", text),)
    found = []
    for value in _SEPARATOR.split(_LABEL.sub(" ", text).strip()):
        if value:
            digits = len(value.replace("-", ""))
            found.append(Identifier("isbn" if digits in {10, 13} else "issn", value))
    return tuple(found)


def accession(text: str) -> Identifier:
    """Return an accession number with the scheme that its shape tells.

    >>> accession("WOS:000444108200009").scheme, accession("2214991469").scheme
    ('wos', 'accession')
    """
    if text.isdecimal():
        return Identifier("accession", text)
    shape = _ACCESSION.fullmatch(text)
    return Identifier(shape.lastgroup or "accession" if shape else "accession", text)


def provenance_note(record: Record) -> str:
    """Return the note that carries a record's provenance and our identifier, or nothing."""
    ours = record.identifier("searchkit")
    if not record.provenance and not ours:
        return ""
    rows = [_plain(found) for found in record.provenance]
    said = {"id": ours, "provenance": rows} if ours else {"provenance": rows}
    return _NOTE + json.dumps(said, ensure_ascii=True, separators=(",", ":"))


def provenance_from(notes: Iterable[str]) -> tuple[tuple[Provenance, ...], str, list[str]]:
    """Return the provenance and our identifier that notes carry, and the other notes."""
    found: tuple[Provenance, ...] = ()
    ours = ""
    rest = []
    for note in notes:
        said = _said(note)
        if said is None:
            rest.append(note)
        else:
            found, ours = (*found, *said[0]), ours or said[1]
    return found, ours, rest


def _said(note: str) -> tuple[tuple[Provenance, ...], str] | None:
    at = note.find(_NOTE)
    if at < 0:
        return None
    try:
        said, _ = json.JSONDecoder().raw_decode(note, at + len(_NOTE))
        return tuple(provenance(row) for row in said["provenance"]), str(said.get("id", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def provenance(row: dict[str, object]) -> Provenance:
    """Return one occurrence from its plain form; raises ValueError or TypeError when it is none."""
    values = dict(row)
    if isinstance(moment := values.get("retrieved"), str):
        values["retrieved"] = datetime.fromisoformat(moment)
    return Provenance(**values)  # type: ignore[arg-type]  # the names are checked by the call


def _plain(found: Provenance) -> dict[str, object]:
    row = {field.name: getattr(found, field.name) for field in fields(Provenance)}
    if isinstance(found.retrieved, datetime):
        row["retrieved"] = found.retrieved.isoformat()
    return {name: value for name, value in row.items() if value not in ("", None)}
