"""RIS tags into the fields of a record, and back: what each tag means, whoever wrote it.

Providers use different tags for one thing (title: `TI` or `T1`; year: `PY`, `Y1` or `DA`)
and one tag for different things (`M3` type or DOI). The choices below hold for all of them
(V, exports of fourteen providers); nothing a tag says is dropped: what has no field goes to
`extra` under `ris:TAG`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from searchkit.records.formats.common import (
    accession,
    one_line,
    pages_apart,
    pages_from,
    provenance_from,
    provenance_note,
    serial_numbers,
)
from searchkit.records.formats.dates import iso_date, year_in
from searchkit.records.formats.names import author, written
from searchkit.records.normalise import bare_doi, publication_type
from searchkit.records.record import Identifier, Record

Tags: TypeAlias = dict[str, list[str]]

_NONE: Sequence[str] = ()
_PUBMED = re.compile(r"(\d{1,8}) ?\[PMID\]", re.IGNORECASE)
_PUBMED_CENTRAL = re.compile(r"(PMC\d+)(?: ?\[PMCID\])?", re.IGNORECASE)
_EID = re.compile(r"[?&]eid=(2-s2\.0-\d+)")
_EBSCO_NUMBER = re.compile(r"Accession Number: ([\w.-]+)")
_SCHEMED = re.compile(r"([a-z-]+): (\S.*)")
_CLASSIFICATION = re.compile(r".*\[\d{4}\]")
_NLM = re.compile(r"\bNLM\b|PubMed|MEDLINE", re.IGNORECASE)
_NAMED_EXTRA = {
    "AD": "affiliation",
    "DB": "database",
    "DP": "provider",
    "ED": "editor",
    "ET": "edition",
    "ST": "short_title",
}
_TYPES = {
    "book": "BOOK",
    "chapter": "CHAP",
    "conference abstract": "CONF",
    "conference paper": "CONF",
    "dataset": "DATA",
    "news": "NEWS",
    "patent": "PAT",
    "report": "RPRT",
    "thesis": "THES",
    "web page": "ELEC",
}


def from_tags(tags: Tags) -> Record:
    """Return the record that one RIS record's tags describe; uses `tags` up."""
    pop = tags.pop
    extra: list[tuple[str, str]] = []
    kind = pop("TY", _NONE)
    titles = _first([*pop("TI", _NONE), *pop("T1", _NONE)], "TI", extra)
    title = titles or _first(pop("CT", _NONE), "CT", extra) or _first(pop("BT", _NONE), "BT", extra)
    if not title:
        title = _first(pop("ST", _NONE), "ST", extra)
    abstract = _first([*pop("AB", _NONE), *pop("N2", _NONE)], "AB", extra)
    people = [*pop("AU", _NONE), *pop("A1", _NONE)]
    full = _first(pop("JF", _NONE), "JF", extra)
    other = _first(pop("JO", _NONE), "JO", extra)
    second = _first(pop("T2", _NONE), "T2", extra)
    shorts = [*pop("J2", _NONE), *pop("JA", _NONE), *pop("JI", _NONE), *pop("J9", _NONE)]
    journal = full or other or second
    shorts += [name for name in (other, second) if name and name != journal]
    year, date = _dates(tags, extra)
    doi = _doi(tags, extra)
    notes = [note for note in pop("N1", _NONE) if note]
    occurrences, ours, notes = provenance_from(notes)
    pmid, identifiers = _identifiers(tags, notes, ours)
    kinds = [found for found in pop("M3", _NONE) if found]
    if kinds and _CLASSIFICATION.fullmatch(kinds[0]):
        extra += [("classification", found) for found in kinds]
        kinds = []
    article_number = _first(pop("C7", _NONE), "C7", extra)
    start = _first(pop("SP", _NONE), "SP", extra)
    end = _first(pop("EP", _NONE), "EP", extra)
    urls = tuple(filter(None, pop("UR", _NONE)))
    keywords = [word for found in pop("KW", _NONE) for word in found.split("\n") if word]
    record = Record(
        title=title if "\n" not in title else " ".join(title.split("\n")),
        abstract=abstract,
        authors=tuple([author(name) for names in people for name in names.split("\n") if name]),
        year=year,
        date=date,
        journal=journal.replace("\n", " "),
        journal_short=_first(shorts, "JA", extra).replace("\n", " "),
        volume=_first(pop("VL", _NONE) or pop("VO", _NONE), "VL", extra),
        issue=_first(pop("IS", _NONE), "IS", extra),
        pages=pages_from(start, end) or article_number,
        doi=doi,
        pmid=pmid,
        identifiers=identifiers,
        keywords=tuple(keywords),
        publication_types=tuple(kinds),
        languages=tuple(filter(None, pop("LA", _NONE))),
        publisher=_first([*pop("PB", _NONE), *pop("PU", _NONE)], "PB", extra),
        place=_first([*pop("CY", _NONE), *pop("PI", _NONE)], "CY", extra),
        urls=urls,
        provenance=occurrences,
        extra=_beside(kind, tags, extra, notes, bool(occurrences)),
    )
    return record


def _first(values: Sequence[str], tag: str, extra: list[tuple[str, str]]) -> str:
    """Return the first value; others that differ are kept beside the record."""
    if not values:
        return ""
    if len(values) == 1:
        return values[0]
    kept = list(dict.fromkeys(filter(None, values)))
    extra += [(f"ris:{tag}", value) for value in kept[1:]]
    return kept[0] if kept else ""


def _dates(tags: Tags, extra: list[tuple[str, str]]) -> tuple[int | None, str]:
    """Return year and ISO date from `PY`, `Y1` and `DA`, which may be `AUG` beside a `PY`."""
    days = tags.pop("DA", _NONE)
    year = date = ""
    for tag in ("PY", "Y1"):
        for said in tags.pop(tag, _NONE):
            found = _date(said)
            if said and not found:
                extra.append((f"ris:{tag}", said))
            year = year or found[:4]
            date = max(date, found, key=len)
    for said in days:
        found = _date(said) or (_date(f"{year} {said}") if year else "")
        year = year or found[:4]
        if found[:4] == year and len(found) > len(date):
            date = found
        elif said and (not found or found[:4] != year):
            extra.append(("ris:DA", said))
    return (int(year), date if date[:4] == year else year) if year else (None, "")


def _date(said: str) -> str:
    parts = said.split("/")
    if len(parts) > 1:
        return iso_date(parts[0].strip(), parts[1].strip(), parts[2].strip() if parts[2:] else "")
    if len(said) == 4:
        return year_in(said)
    words = said.replace("-", " ").replace(".", " ").split()
    year = year_in(said)
    if year and words and words[0] == year:
        return iso_date(year, *words[1:3])
    return year


def _doi(tags: Tags, extra: list[tuple[str, str]]) -> str:
    """Return the DOI: `DO`, else EBSCO's `L3`, else where EndNote and others hide it."""
    said = tags.pop("DO", _NONE)
    doi = ""
    for value in said:
        found = bare_doi(value) if value else ""
        if (value and not found) or (found and doi and found.lower() != doi.lower()):
            extra.append(("ris:DO", value))
        doi = doi or found
    if doi:
        return doi
    for tag in ("L3", "M3", "UR", "L2", "L1"):
        for value in tags.get(tag, _NONE):
            if "10." in value and (tag in {"L3", "M3"} or "doi" in value) and bare_doi(value):
                if tag in {"L3", "M3"}:
                    tags[tag] = [other for other in tags[tag] if other != value]
                return bare_doi(value)
    return ""


def _identifiers(tags: Tags, notes: list[str], ours: str) -> tuple[str, tuple[Identifier, ...]]:
    """Return the PMID and the other identifiers."""
    found: list[Identifier] = []
    pmid = ""
    origin = " ".join((*tags.get("DP", _NONE), *tags.get("DB", _NONE)))
    if ours:
        found.append(Identifier("searchkit", ours))
    for value in tags.pop("PM", _NONE):
        pmid = pmid or value
    for tag in ("U1", "U2", "U4", "C2"):
        if tag not in tags:
            continue
        rest = []
        for value in tags.pop(tag):
            if mark := _PUBMED.fullmatch(value):
                pmid = mark[1]
            elif mark := _PUBMED_CENTRAL.fullmatch(value):
                found.append(Identifier("pmcid", mark[1]))
            elif tag == "C2" and value.isdecimal() and "Scopus" in origin:
                pmid = pmid or value
            elif tag == "U4" and (mark := _SCHEMED.fullmatch(value)):
                found.append(Identifier(mark[1], mark[2]))
            elif tag == "U2" and (number := accession(value)).scheme == "embase":
                found.append(number)
            else:
                rest.append(value)
        if rest:
            tags[tag] = rest
    for values in tags.pop("AN", _NONE):
        for value in values.split("; "):
            if value.isdecimal() and len(value) <= 8 and _NLM.search(origin):
                pmid = pmid or value
            elif value:
                found.append(accession(value))
    for value in tags.pop("ID", _NONE):
        if value and value != ours:
            number = accession(value)
            found.append(number if number.scheme != "accession" else Identifier("id", value))
    for value in tags.pop("SN", _NONE):
        found += serial_numbers(value)
    for value in tags.get("UR", _NONE):
        if mark := _EID.search(value):
            found.append(Identifier("eid", mark[1]))
    for note in notes:
        if mark := _EBSCO_NUMBER.match(note):
            found.append(Identifier("accession", mark[1]))
    return pmid, tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found)


def _beside(
    kind: Sequence[str], tags: Tags, extra: list[tuple[str, str]], notes: list[str], stamped: bool
) -> tuple[tuple[str, str], ...]:
    rows = [("ris:TY", found) for found in kind if found]
    rows += extra
    rows += [("note", note) for note in notes]
    for tag, values in tags.items():
        if stamped and tag in {"DB", "DP"}:
            continue
        key = _NAMED_EXTRA.get(tag) or f"ris:{tag}"
        rows += [(key, value) for value in values if value]
    return tuple(rows)


def to_tags(record: Record) -> Tags:
    """Return the tags of a record, in the order in which they are written; `TY` first."""
    start, end = pages_apart(record.pages)
    extra: dict[str, list[str]] = {}
    for key, value in record.extra:
        extra.setdefault(key, []).append(value)
    last = record.provenance[-1] if record.provenance else None
    listed: dict[str, list[str]] = {}
    for scheme, value in record.identifiers:
        listed.setdefault(scheme, []).append(value)
    accessions = [*listed.pop("accession", []), *listed.pop("wos", [])]
    headings = [term.label for term in record.index_terms if term.label not in record.keywords]
    tags: Tags = {
        "TY": [ris_type(record)],
        "ID": listed.pop("searchkit", []) or listed.pop("id", []),
        "TI": [record.title],
        "AU": [written(person) for person in record.authors],
        "PY": [str(record.year) if record.year is not None else ""],
        "DA": [record.date.replace("-", "/") if "-" in record.date else ""],
        "T2": [record.journal],
        "J2": [record.journal_short],
        "VL": [record.volume],
        "IS": [record.issue],
        "SP": [start],
        "EP": [end],
        "AB": [record.abstract],
        "DO": [record.doi],
        "U1": [f"{record.pmid} [PMID]" if record.pmid else ""],
        "U2": [f"{found} [PMCID]" for found in listed.pop("pmcid", [])],
        "AN": accessions,
        "SN": [*listed.pop("issn", []), *listed.pop("isbn", [])],
        "U4": [f"{scheme}: {value}" for scheme, values in listed.items() for value in values],
        "KW": [*record.keywords, *headings],
        "M3": list(record.publication_types),
        "LA": list(record.languages),
        "PB": [record.publisher],
        "CY": [record.place],
        "UR": list(record.urls),
        "AD": _affiliations(record, extra),
        "DB": [last.database] if last else extra.get("database", []),
        "DP": [last.platform] if last else extra.get("provider", []),
        "N1": [*extra.get("note", []), provenance_note(record)],
    }
    for key, values in extra.items():
        if key.startswith("ris:") and key != "ris:TY":
            tags.setdefault(key.removeprefix("ris:"), []).extend(values)
    return {
        tag: kept for tag, values in tags.items() if (kept := [one_line(v) for v in values if v])
    }


def _affiliations(record: Record, extra: dict[str, list[str]]) -> list[str]:
    own = [place for person in record.authors for place in person.affiliations]
    return list(dict.fromkeys([*own, *extra.get("affiliation", [])]))


def ris_type(record: Record) -> str:
    """Return the type of reference that RIS gives a record: the one received, or the nearest."""
    for key, value in record.extra:
        if key == "ris:TY":
            return value
    for name in record.publication_types:
        if kind := _TYPES.get(publication_type(name)):
            return kind
    return "JOUR" if record.journal or record.publication_types else "GEN"
