"""RIS tags into the fields of a record: what each tag means, whoever wrote it.

Providers use different tags for one thing (title: `TI` or `T1`; year: `PY`, `Y1` or `DA`)
and one tag for different things (`M3` type or DOI). The choices below hold for all of them
(V, exports of fourteen providers); nothing a tag says is dropped: what has no field goes to
`extra` under `ris:TAG`. This runs once for each of some hundred thousand records, so tags
that every export has are taken one by one, and only the others are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from searchkit.records.formats.common import (
    accession,
    pages_from,
    provenance_from,
    serial_numbers,
)
from searchkit.records.formats.dates import iso_date, year_in
from searchkit.records.formats.names import author
from searchkit.records.normalise import bare_doi
from searchkit.records.record import Identifier, Record

Tags: TypeAlias = dict[str, list[str]]
Extra: TypeAlias = list[tuple[str, str]]

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


def from_tags(tags: Tags) -> Record:
    """Return the record that one RIS record's tags describe; uses `tags` up."""
    take = tags.pop
    extra: Extra = [("ris:TY", kind) for kind in take("TY", _NONE)]
    found: list[Identifier] = []
    title = _one(tags, "TI", extra) or _fallback(tags, ("T1", "CT", "BT", "ST"), extra)
    abstract = _one(tags, "AB", extra) or _fallback(tags, ("N2",), extra)
    people = take("AU", _NONE)
    if "A1" in tags:
        people = [*people, *take("A1")]
    journal, short = _journal(tags, extra)
    year, date = _dates(tags, extra)
    doi = _doi(tags, extra)
    notes = take("N1", _NONE)
    occurrences, ours, notes = provenance_from(notes) if notes else ((), "", notes)
    if ours:
        found.append(Identifier("searchkit", ours))
    pmid = _numbers(tags, found, notes, ours)
    kinds = take("M3", _NONE)
    if kinds and _CLASSIFICATION.fullmatch(kinds[0]):
        extra += [("classification", kind) for kind in kinds]
        kinds = _NONE
    number = _one(tags, "C7", extra)
    pages = pages_from(_one(tags, "SP", extra), _one(tags, "EP", extra)) or number
    keywords = take("KW", _NONE)
    volume = _one(tags, "VL", extra) or _fallback(tags, ("VO",), extra)
    issue = _one(tags, "IS", extra)
    publisher = _one(tags, "PB", extra) or _fallback(tags, ("PU",), extra)
    place = _one(tags, "CY", extra) or _fallback(tags, ("PI",), extra)
    languages = take("LA", _NONE)
    urls = take("UR", _NONE)
    extra += [("note", note) for note in notes if note]
    for tag, values in tags.items():
        if not (occurrences and tag in {"DB", "DP"}):
            key = _NAMED_EXTRA.get(tag) or f"ris:{tag}"
            extra += [(key, value) for value in values if value]
    return Record(
        title=title.replace("\n", " "),
        abstract=abstract,
        authors=tuple([author(name) for name in _lines(people)]) if people else (),
        year=year,
        date=date,
        journal=journal,
        journal_short=short,
        volume=volume,
        issue=issue,
        pages=pages,
        doi=doi,
        pmid=pmid,
        identifiers=tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found),
        keywords=tuple(_lines(keywords)) if keywords else (),
        publication_types=tuple(filter(None, kinds)) if kinds else (),
        languages=tuple(filter(None, languages)) if languages else (),
        publisher=publisher,
        place=place,
        urls=tuple(filter(None, urls)) if urls else (),
        provenance=occurrences,
        extra=tuple(extra),
    )


def _lines(values: Sequence[str]) -> list[str]:
    # EndNote writes several keywords under one tag, a line each (V, RIS export).
    if any("\n" in value for value in values):
        values = [word for value in values for word in value.split("\n")]
    return [value for value in values if value]


def _one(tags: Tags, tag: str, extra: Extra) -> str:
    """Take the value of a tag; others that differ are kept beside the record."""
    values = tags.pop(tag, None)
    if values is None:
        return ""
    if len(values) == 1:
        return values[0]
    kept = list(dict.fromkeys(filter(None, values)))
    extra += [(f"ris:{tag}", value) for value in kept[1:]]
    return kept[0] if kept else ""


def _fallback(tags: Tags, names: tuple[str, ...], extra: Extra) -> str:
    for tag in names:
        if tag in tags and (found := _one(tags, tag, extra)):
            return found
    return ""


def _journal(tags: Tags, extra: Extra) -> tuple[str, str]:
    """Return the journal and its abbreviation.

    `JF` is the full name; `JO` and `T2` are full or short, whichever is left over.
    """
    names = [_one(tags, tag, extra) for tag in ("JF", "JO", "T2") if tag in tags]
    short = ""
    for tag in ("J2", "JA", "JI", "J9"):
        if tag in tags and (found := _one(tags, tag, extra)) != short:
            if short:
                extra.append(("journal_short", found))
            short = short or found
    if len(names) > 1:
        names = [name for name in dict.fromkeys(names) if name]
        if not short and len(names) > 1:
            short = names.pop(1)
        extra += [("journal", name) for name in names[1:]]
    name = names[0] if names else ""
    return name.replace("\n", " "), short.replace("\n", " ")


def _dates(tags: Tags, extra: Extra) -> tuple[int | None, str]:
    """Return year and ISO date from `PY`, `Y1` and `DA`, which may be `AUG` beside a `PY`."""
    year = date = ""
    for tag in ("PY", "Y1"):
        for said in tags.pop(tag, _NONE):
            found = _date(said)
            if said and not found:
                extra.append((f"ris:{tag}", said))
            year = year or found[:4]
            if len(found) > len(date):
                date = found
    for said in tags.pop("DA", _NONE):
        found = _date(said) or (_date(f"{year} {said}") if year else "")
        year = year or found[:4]
        if found[:4] == year and len(found) > len(date):
            date = found
        elif said and (not found or found[:4] != year):
            extra.append(("ris:DA", said))
    return (int(year), date if date[:4] == year else year) if year else (None, "")


def _date(said: str) -> str:
    if len(said) == 4:
        return year_in(said)
    parts = said.split("/")
    if len(parts) > 1:
        return iso_date(parts[0].strip(), parts[1].strip(), parts[2].strip() if parts[2:] else "")
    words = said.replace("-", " ").replace(".", " ").split()
    year = year_in(said)
    if year and words and words[0] == year:
        return iso_date(year, *words[1:3])
    return year


def _doi(tags: Tags, extra: Extra) -> str:
    """Return the DOI: `DO`, else EBSCO's `L3`, else where EndNote and others hide it."""
    doi = ""
    for value in tags.pop("DO", _NONE):
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


def _numbers(tags: Tags, found: list[Identifier], notes: Sequence[str], ours: str) -> str:
    """Add the identifiers that the tags hold to `found`; return the PMID."""
    pmid = _one(tags, "PM", []) if "PM" in tags else ""
    origin = tags.get("DP", _NONE), tags.get("DB", _NONE)
    for tag in ("U1", "U2", "U4", "C2"):
        if tag in tags:
            pmid = _user_defined(tags, tag, found, pmid)
    for values in tags.pop("AN", _NONE):
        for value in values.split("; "):
            if value.isdecimal() and len(value) <= 8 and _NLM.search(str(origin)):
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
        if "eid=" in value and (mark := _EID.search(value)):
            found.append(Identifier("eid", mark[1]))
    for note in notes:
        if mark := _EBSCO_NUMBER.match(note):
            found.append(Identifier("accession", mark[1]))
    return pmid


def _user_defined(tags: Tags, tag: str, found: list[Identifier], pmid: str) -> str:
    """Read the numbers that Dimensions, Embase, Scopus and we put under free tags."""
    rest = []
    for value in tags.pop(tag):
        if mark := _PUBMED.fullmatch(value):
            pmid = mark[1]
        elif mark := _PUBMED_CENTRAL.fullmatch(value):
            found.append(Identifier("pmcid", mark[1]))
        elif tag == "C2" and value.isdecimal() and "Scopus" in tags.get("DB", _NONE):
            pmid = pmid or value
        elif tag == "U4" and (mark := _SCHEMED.fullmatch(value)):
            found.append(Identifier(mark[1], mark[2]))
        elif tag == "U2" and (number := accession(value)).scheme == "embase":
            found.append(number)
        else:
            rest.append(value)
    if rest:
        tags[tag] = rest
    return pmid
