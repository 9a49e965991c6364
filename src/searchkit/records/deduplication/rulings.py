"""What the reviewer decided about pairs, remembered in a file and applied each time.

A ruling names two records by their `record_key`, which depends on what the record says
and not on its place in a file, so that it holds when the search is run again. The file is
a CSV that opens in a spreadsheet: searchkit adds the pairs to be looked at with both
records in words, the reviewer writes `same` or `different` in the column `decision`.

>>> from searchkit.records.record import Record
>>> record_key(Record(title="Sleep in rats.")) == record_key(Record(title="SLEEP IN RATS"))
True
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from searchkit.errors import RecordError
from searchkit.records.deduplication.folding import compact
from searchkit.records.deduplication.rules import Verdict
from searchkit.records.record import Record

COLUMNS = ("decision", "left", "right", "left_record", "right_record", "reason", "note")


@dataclass(frozen=True, slots=True)
class Ruling:
    """A reviewer's word on two records, by their keys; no verdict yet means: to be looked at."""

    left: str
    right: str
    verdict: Verdict = Verdict.LOOK
    left_record: str = ""
    right_record: str = ""
    reason: str = ""
    note: str = ""

    @property
    def pair(self) -> frozenset[str]:
        return frozenset((self.left, self.right))


def record_key(record: Record) -> str:
    """Return a short key of what a record says: 16 hexadecimal digits.

    Records of two databases that say the same have different keys when the database is
    known; letters, signs and capitals of the title do not matter.
    """
    database = record.provenance[0].database if record.provenance else ""
    said = (
        compact(record.title),
        "; ".join(author.name for author in record.authors),
        str(record.year or ""),
        record.journal,
        record.volume,
        record.issue,
        record.pages,
        record.doi.lower(),
        record.pmid,
        " ".join(sorted(f"{scheme}:{value}" for scheme, value in record.identifiers)),
        database,
    )
    return blake2b("\x1f".join(said).encode(), digest_size=8).hexdigest()


def in_words(record: Record) -> str:
    """Return a record in one line, as a reviewer recognises it."""
    names = [author.name for author in record.authors[:3]]
    people = "; ".join(names) + (" et al." if len(record.authors) > len(names) else "")
    number = record.volume + (f"({record.issue})" if record.issue else "")
    place = " ".join(part for part in (record.journal, number) if part)
    place += f":{record.pages}" if record.pages else ""
    found = record.provenance[0].database if record.provenance else ""
    parts = (people, str(record.year or ""), record.title, place, record.doi, found)
    return " | ".join(part for part in parts if part)


def read_rulings(path: Path) -> list[Ruling]:
    """Return the rulings of a file; a file that does not exist holds none.

    Raises RecordError for a row that cannot be understood, with file and row.
    """
    if not path.exists():
        return []
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise RecordError(
            f"the decisions in {path} cannot be read: {fault}", help="save the file as CSV in UTF-8"
        ) from fault
    sample = text.partition("\n")[0]
    delimiter = max(",;\t", key=sample.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    if text.strip() and not {"decision", "left", "right"} <= set(rows.fieldnames or ()):
        raise RecordError(
            f"{path} is not a file of decisions: its first row must name "
            "the columns decision, left and right",
            help="let `searchkit records dedupe --decisions` write the file first",
        )
    return [_ruling(row, f"{path}:{number}") for number, row in enumerate(rows, start=2)]


def _ruling(row: dict[str, str | None], place: str) -> Ruling:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    said = cells.pop("decision").lower()
    if said not in ("", "same", "different", "look"):
        raise RecordError(
            f"{place}: the decision `{said}` is none",
            help="write same or different, or leave the cell empty",
        )
    if not cells["left"] or not cells["right"]:
        raise RecordError(
            f"{place}: the row does not say which two records it is about",
            help="copy the keys of the two records into the columns left and right",
        )
    return Ruling(verdict=Verdict(said) if said else Verdict.LOOK, **cells)


def write_rulings(path: Path, rulings: Iterable[Ruling]) -> None:
    """Write rulings as CSV, the old file being replaced only when the new one is complete.

    Raises RecordError when the file cannot be written.
    """
    partial = path.with_name(path.name + ".part")
    try:
        # The mark in front makes spreadsheets read UTF-8.
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for ruling in rulings:
                said = "" if ruling.verdict is Verdict.LOOK else ruling.verdict.value
                writer.writerow((said, *(getattr(ruling, name) for name in COLUMNS[1:])))
        partial.replace(path)
    except OSError as fault:
        raise RecordError(
            f"the decisions cannot be written to {path}: {fault.strerror or fault}",
            help="close the file where it is open, or name another",
        ) from fault


def with_new(known: Sequence[Ruling], seen: Iterable[Ruling]) -> list[Ruling]:
    """Return the known rulings and after them the pairs that were not among them."""
    pairs = {ruling.pair for ruling in known}
    return [*known, *(ruling for ruling in seen if ruling.pair not in pairs)]
