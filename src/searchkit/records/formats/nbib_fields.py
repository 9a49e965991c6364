"""MEDLINE tags into the fields of a record, and back.

Tags follow NLM's "MEDLINE/PubMed data element (field) descriptions" (V,
nlm.nih.gov/bsd/mms/medlineelements.html). Keys of `extra` are those of the PubMed XML
reader, so that both formats of one article give one record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from searchkit.records.formats.common import one_line, provenance_from, provenance_note
from searchkit.records.formats.dates import iso_date, year_in
from searchkit.records.formats.names import author as read_author
from searchkit.records.record import Author, Identifier, IndexTerm, Record, Subheading

_LOCATION = re.compile(r"(\S.*?) \[([a-z]+)\]")
_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])\s*/?$")
_ISSN = re.compile(r"(\d{4}-?\d{3}[\dXx])(?: \((\w+)\))?")
_PLURAL = {
    "CIN": "comment_CommentIn",
    "CON": "comment_CommentOn",
    "EIN": "comment_ErratumIn",
    "EFR": "comment_ErratumFor",
    "RIN": "comment_RetractionIn",
    "ROF": "comment_RetractionOf",
    "RPI": "comment_RepublishedIn",
    "RPF": "comment_RepublishedFrom",
    "UIN": "comment_UpdateIn",
    "UOF": "comment_UpdateOf",
    "ECI": "comment_ExpressionOfConcernIn",
    "ECF": "comment_ExpressionOfConcernFor",
    "GR": "grant",
    "SI": "databank",
    "RN": "substance",
    "GS": "gene",
    "GN": "note",
    "FPS": "personal_name_subject",
    "FIR": "investigator",
    "FED": "editor",
    "CTI": "collection",
    "SB": "subset",
    "CI": "copyright",
    "STAT": "status",
    "COIS": "conflict_of_interest",
    "OAB": "abstract_other",
}
_WITHOUT_NEWS = frozenset({"AU", "PS", "IR", "ED", "JID", "SO", "OWN", "AD", "AUID", "OTO", "CN"})


def people(rows: Sequence[str]) -> tuple[Author, ...]:
    """Return the authors in the order of the file, each with what belongs to them."""
    found: list[Author] = []
    full = False
    places: list[list[str]] = []
    orcids: list[str] = []
    tag = ""
    for row in rows:
        continued = row.startswith("      ")
        value = row[6:].strip()
        tag = tag if continued else row[:4].rstrip()
        if tag in {"FAU", "CN"} and not continued:
            person = Author(collective=value) if tag == "CN" else read_author(value)
            found.append(person)
            places.append([])
            orcids.append("")
            full = tag == "FAU"
        elif tag == "AU" and not continued:
            if full:
                found[-1] = _with_initials(found[-1], value)
            elif value != "et al.":
                found.append(read_author(value))
                places.append([])
                orcids.append("")
            full = False
        elif tag in {"FED", "FIR", "FPS"}:
            full = False
        elif tag == "AD" and places:
            if continued and places[-1]:
                places[-1][-1] += f" {value}"
            else:
                places[-1].append(value)
        elif tag == "AUID" and orcids and (mark := _ORCID.search(value)):
            orcids[-1] = "-".join(mark.groups()).upper()
    return tuple(
        Author(
            person.family,
            person.given,
            person.initials,
            person.suffix,
            person.collective,
            orcid,
            tuple(where),
        )
        for person, orcid, where in zip(found, orcids, places, strict=True)
        if person != Author()
    )


def _with_initials(person: Author, short: str) -> Author:
    """Return a person with the initials of the `AU` line, `Repper JM Jr`."""
    rest = short.removeprefix(person.family).split()
    initials = rest[0] if rest else ""
    return Author(person.family, person.given or "", initials, person.suffix or " ".join(rest[1:]))


def from_medline(tags: Mapping[str, str | list[str]], authors: tuple[Author, ...]) -> Record:
    """Return the record of one MEDLINE entry as `Bio.Medline` took it apart."""
    free = _one(tags, "DP")
    date = _date(free)
    extra: list[tuple[str, str]] = []
    if free and not _is_plain(free):
        extra.append(("medline_date", free))
    for electronic in _all(tags, "DEP"):
        when = iso_date(electronic[:4], electronic[4:6], electronic[6:8])
        extra.append(("date_electronic", when or electronic))
        date = date or when
    notes, ours, others = provenance_from(_all(tags, "GN"))
    doi, identifiers = _identifiers(tags)
    if ours:
        identifiers = (Identifier("searchkit", ours), *identifiers)
    for tag in tags:
        values = others if tag == "GN" else _all(tags, tag)
        if tag in _PLURAL:
            extra += [(_PLURAL[tag], value) for value in values if value]
        elif tag not in _FIELDS and tag not in _WITHOUT_NEWS:
            extra += [(f"medline:{tag}", value) for value in values if value]
    book = _one(tags, "BTI")
    title = _one(tags, "TI")
    return Record(
        title=title or book,
        title_original=_one(tags, "TT"),
        abstract=_one(tags, "AB"),
        authors=authors,
        year=int(date[:4]) if date else None,
        date=date,
        journal=_one(tags, "JT") or (book if title else ""),
        journal_short=_one(tags, "TA"),
        volume=_one(tags, "VI"),
        issue=_one(tags, "IP"),
        pages=_one(tags, "PG"),
        doi=doi,
        pmid=_one(tags, "PMID"),
        identifiers=identifiers,
        keywords=tuple(word.removeprefix("*") for word in _all(tags, "OT") if word),
        index_terms=(
            *(_heading(term) for term in _all(tags, "MH") if term),
            *(IndexTerm(term, "mesh-supplementary") for term in _all(tags, "NM") if term),
        ),
        publication_types=tuple(filter(None, _all(tags, "PT"))),
        languages=tuple(filter(None, _all(tags, "LA"))),
        publisher=_one(tags, "PB"),
        place=_one(tags, "PL"),
        provenance=notes,
        extra=tuple(extra),
    )


_FIELDS = frozenset(
    (
        *("PMID", "PMC", "TI", "TT", "BTI", "AB", "FAU", "DP", "DEP", "JT", "TA", "VI", "IP"),
        *("PG", "LID", "AID", "IS", "ISBN", "MID", "LA", "PT", "PL", "PB", "MH", "NM", "OT"),
    )
)


def _all(tags: Mapping[str, str | list[str]], tag: str) -> list[str]:
    held = tags.get(tag, [])
    return [held.strip()] if isinstance(held, str) else [value.strip() for value in held]


def _one(tags: Mapping[str, str | list[str]], tag: str) -> str:
    return " ".join(" ".join(_all(tags, tag)).split())


def _date(text: str) -> str:
    words = text.split()
    return iso_date(*words[:3]) if words and year_in(words[0]) == words[0] else year_in(text)


def _is_plain(text: str) -> bool:
    """Say whether a `DP` value is year, month and day, and nothing else.

    >>> _is_plain("2015 Jul 9"), _is_plain("1998 Dec-1999 Jan"), _is_plain("2019 Winter")
    (True, False, False)
    """
    words = text.split()
    return len(words) <= 3 and len(iso_date(*words[:3])) == (0, 4, 7, 10)[len(words)]


def _identifiers(tags: Mapping[str, str | list[str]]) -> tuple[str, tuple[Identifier, ...]]:
    found: list[Identifier] = []
    for tag in ("LID", "AID"):
        for mark in _LOCATION.finditer(" ".join(_all(tags, tag))):
            found.append(Identifier(mark[2], mark[1]))
    found += [Identifier("pmcid", value) for value in _all(tags, "PMC") if value]
    found += [Identifier("nihms", value) for value in _all(tags, "MID") if value]
    for mark in _ISSN.finditer(_one(tags, "IS")):
        found.append(Identifier("issn-l" if mark[2] == "Linking" else "issn", mark[1]))
    found += [Identifier("isbn", value) for value in _all(tags, "ISBN") if value]
    found += [Identifier("nlm", value) for value in _all(tags, "JID") if value]
    doi = next((value for scheme, value in found if scheme == "doi"), "")
    rest = [row for row in found if row.scheme != "doi" or row.value.lower() != doi.lower()]
    return doi, tuple(dict.fromkeys(rest))


def _heading(text: str) -> IndexTerm:
    """Return a heading: `*` marks what is major, `/` begins a subheading.

    >>> _heading("Brain/*enzymology").subheadings
    (Subheading(name='enzymology', major=True),)
    """
    label, *qualifiers = text.split("/")
    return IndexTerm(
        label.lstrip("*"),
        "mesh",
        label.startswith("*"),
        tuple(Subheading(found.lstrip("*"), found.startswith("*")) for found in qualifiers),
    )


def to_lines(record: Record) -> list[str]:
    """Return the lines of a record; empty fields are left out, `PMID` is always there."""
    rows = [("PMID", record.pmid)]
    rows += [("IS", _with_kind(found)) for found in record.identifiers if "issn" in found.scheme]
    rows += [("VI", record.volume), ("IP", record.issue), ("DP", _medline_date(record))]
    rows += [("TI", record.title), ("PG", record.pages)]
    rows += [("LID", f"{record.doi} [doi]" if record.doi else ""), ("AB", record.abstract)]
    for person in record.authors:
        if person.collective:
            rows.append(("CN", person.collective))
        else:
            rows += [("FAU", person.name), ("AU", _short(person))]
        rows += [("AUID", f"ORCID: {person.orcid}" if person.orcid else "")]
        rows += [("AD", place) for place in person.affiliations]
    rows += [("LA", value) for value in record.languages]
    rows += [("PT", value) for value in record.publication_types]
    rows += [("TT", record.title_original), ("PL", record.place), ("PB", record.publisher)]
    rows += [("TA", record.journal_short), ("JT", record.journal)]
    rows += [
        (_TERM_TAGS.get(term.vocabulary, "MH"), _heading_line(term)) for term in record.index_terms
    ]
    # A star in front means "major" there, so one that belongs to the word is doubled.
    rows += [("OT", f"*{word}" if word.startswith("*") else word) for word in record.keywords]
    for scheme, tag in (("pmcid", "PMC"), ("nihms", "MID"), ("isbn", "ISBN"), ("nlm", "JID")):
        rows += [(tag, found.value) for found in record.identifiers if found.scheme == scheme]
    rows += [
        ("AID", f"{found.value} [pii]") for found in record.identifiers if found.scheme == "pii"
    ]
    named = {key: tag for tag, key in _PLURAL.items()}
    rows += [(named[key], value) for key, value in record.extra if key in named]
    rows.append(("GN", provenance_note(record)))
    return [f"{tag:<4}- {one_line(value)}" for tag, value in rows if value or tag == "PMID"]


_TERM_TAGS = {"mesh-supplementary": "NM"}


def _with_kind(found: Identifier) -> str:
    return f"{found.value} (Linking)" if found.scheme == "issn-l" else found.value


def _short(person: Author) -> str:
    initials = person.initials or "".join(word[0] for word in person.given.split())
    return " ".join(
        filter(None, (person.family, initials.replace(".", "").replace(" ", ""), person.suffix))
    )


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _medline_date(record: Record) -> str:
    free = next((value for key, value in record.extra if key == "medline_date"), "")
    if free or not record.date:
        return free or str(record.year or "")
    year, *rest = record.date.split("-")
    return " ".join(
        [
            year,
            *(_MONTHS[int(month) - 1] for month in rest[:1]),
            *(day.lstrip("0") for day in rest[1:]),
        ]
    )


def _heading_line(term: IndexTerm) -> str:
    parts = [f"{'*' if term.major else ''}{term.label}"]
    parts += [f"{'*' if found.major else ''}{found.name}" for found in term.subheadings]
    return "/".join(parts)
