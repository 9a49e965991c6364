"""Profiles: what each review tool takes, so that a file written for it arrives whole.

A profile chooses the format by the suffix of the file and names the tool's limits. Rows are
graded as in the fact sheets: V the tool's own documentation or export, C a public client,
L a library guide, unverified from memory. Sources: help.rayyan.ai 4406426903825 and
17216953358353 (V); support.covidence.org (V); ASReview docs, data_format (V); EndNote
exports (V); zotero/translators (V).
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import BinaryIO

from searchkit.diagnostics import Diagnostic
from searchkit.errors import UnknownNameError, UsageError
from searchkit.records.codes import OVER_THE_LIMIT
from searchkit.records.formats import endnote_xml, ris
from searchkit.records.formats.common import provenance_note
from searchkit.records.formats.entry import Format, damage
from searchkit.records.formats.names import written
from searchkit.records.formats.writing import write_as
from searchkit.records.record import Identifier, Record

Column = Callable[[Record], str]

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """One tool: the formats that it takes by suffix, and how much at once."""

    tool: str
    grade: str
    formats: Mapping[str, Format]
    most_records: int | None = None
    most_bytes: int | None = None


def _columns(name: str, columns: Mapping[str, Column]) -> Format:
    """Return a format that writes CSV with a tool's own columns."""

    def write(records: Iterable[Record], stream: BinaryIO) -> int:
        text = StringIO(newline="")
        rows = csv.writer(text, lineterminator="\n")
        rows.writerow(columns)
        number = 0
        for number, record in enumerate(records, 1):  # noqa: B007  # the last is the count
            rows.writerow([column(record) for column in columns.values()])
            stream.write(text.getvalue().encode(errors="replace"))
            text.seek(0)
            text.truncate()
        stream.write(text.getvalue().encode())
        return number

    from_csv = Format(
        name, f"CSV for {name}", (".csv",), lambda head: False, lambda stream: iter(())
    )
    return replace(from_csv, write=write)


def _part(position: int) -> Column:
    return lambda record: "".join(record.date.split("-")[position : position + 1])


def _serial(record: Record) -> str:
    return record.identifier("issn") or record.identifier("isbn")


def _with_pmid_as_accession(record: Record) -> Record:
    """EndNote keeps PubMed's number as accession number, and NLM as provider (V, export)."""
    if not record.pmid:
        return record
    number = Identifier("accession", record.pmid)
    return replace(record, identifiers=(number, *record.identifiers))


def _endnote_ris(records: Iterable[Record], stream: BinaryIO) -> int:
    def prepared() -> Iterator[Record]:
        return (_with_pmid_as_accession(record) for record in records)

    return ris.write(prepared(), stream)


_RAYYAN: dict[str, Column] = {
    "key": lambda record: record.identifier("searchkit") or record.doi or record.pmid,
    "title": lambda record: record.title,
    "year": lambda record: str(record.year or ""),
    "month": _part(1),
    "day": _part(2),
    "journal": lambda record: record.journal,
    "issn": _serial,
    "volume": lambda record: record.volume,
    "issue": lambda record: record.issue,
    "pages": lambda record: record.pages,
    "authors": lambda record: " and ".join(written(person) for person in record.authors),
    "url": lambda record: (
        f"https://doi.org/{record.doi}" if record.doi else "".join(record.urls[:1])
    ),
    "language": lambda record: "; ".join(record.languages),
    "publisher": lambda record: record.publisher,
    "location": lambda record: record.place,
    "abstract": lambda record: record.abstract,
    "notes": provenance_note,
    "doi": lambda record: record.doi,
    "keywords": lambda record: "; ".join(record.keywords),
    "pubmed_id": lambda record: record.pmid,
    "pmc_id": lambda record: record.identifier("pmcid"),
}
"""The columns of Rayyan's own export, in its order (C: its open exporter to `notes`, the last
four in a public export); how it parts keywords and languages is unverified."""
_ASREVIEW: dict[str, Column] = {
    "title": lambda record: record.title,
    "abstract": lambda record: record.abstract,
    "authors": lambda record: "; ".join(written(person) for person in record.authors),
    "keywords": lambda record: "; ".join(record.keywords),
    "year": lambda record: str(record.year or ""),
    "journal": lambda record: record.journal,
    "doi": lambda record: record.doi,
    "url": lambda record: record.urls[0] if record.urls else "",
    "pmid": lambda record: record.pmid,
    "notes": provenance_note,
}

PROFILES: Mapping[str, Profile] = {
    "endnote": Profile(
        "EndNote",
        "V",
        {".xml": endnote_xml.FORMAT, ".ris": replace(ris.FORMAT, write=_endnote_ris)},
    ),
    "rayyan": Profile(
        "Rayyan",
        "V; the columns of its CSV C",
        {".ris": ris.FORMAT, ".csv": _columns("Rayyan", _RAYYAN)},
        most_bytes=100 * MEGABYTE,
    ),
    "covidence": Profile(
        "Covidence",
        "V",
        {".ris": ris.FORMAT, ".xml": endnote_xml.FORMAT},
        most_records=15_000,
        most_bytes=50 * MEGABYTE,
    ),
    "zotero": Profile("Zotero", "V", {".ris": ris.FORMAT}),
    "asreview": Profile(
        "ASReview LAB",
        "V",
        {".csv": _columns("ASReview", _ASREVIEW), ".ris": ris.FORMAT},
    ),
}


def write_for(
    records: Iterable[Record], path: Path, name: str
) -> tuple[int, tuple[Diagnostic, ...]]:
    """Write records for a tool; return their number and what the tool will object to.

    Raises UnknownNameError for a tool that has no profile, UsageError for a suffix that the
    tool does not take, RecordError when the disk refuses.
    """
    if name not in PROFILES:
        raise UnknownNameError("profile", name, PROFILES)
    profile = PROFILES[name]
    form = profile.formats.get(path.suffix.lower())
    if form is None:
        raise UsageError(
            f"{profile.tool} is not given files that end in `{path.suffix or path.name}`",
            help=f"name the file with {' or '.join(profile.formats)}",
        )
    count = write_as(form, records, path)
    return count, tuple(_objections(profile, count, path.stat().st_size))


def _objections(profile: Profile, count: int, size: int) -> Iterator[Diagnostic]:
    advice = "split the search by database or year, and import the parts one after another"
    if profile.most_records is not None and count > profile.most_records:
        said = f"{profile.tool} takes {profile.most_records:,} records at once, here are {count:,}"
        yield damage(OVER_THE_LIMIT, 1, said, advice)
    if profile.most_bytes is not None and size > profile.most_bytes:
        most = profile.most_bytes // MEGABYTE
        said = f"{profile.tool} takes {most} MB at once, the file has {size / MEGABYTE:.0f}"
        yield damage(OVER_THE_LIMIT, 1, said, advice)
