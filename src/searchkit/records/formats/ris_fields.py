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
from functools import lru_cache
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


_SINGLE = frozenset(
    ("TI", "AB", "JF", "JO", "T2", "J2", "JA", "JI", "J9", "SP", "EP", "C7", "VL", "IS", "PB", "CY")
)
_INSTEAD = {
    "T1": "TI",
    "CT": "TI",
    "BT": "TI",
    "ST": "TI",
    "N2": "AB",
    "VO": "VL",
    "PU": "PB",
    "PI": "CY",
}
"""Tags that stand for another when it is absent, the better ones first."""
_LISTS = frozenset(("AU", "A1", "KW", "LA", "UR", "N1", "M3", "DO", "PY", "Y1", "DA"))
_NUMBERS = frozenset(("U1", "U2", "U4", "C2", "AN", "ID", "SN", "PM"))


def from_tags(tags: Tags) -> Record:
    """Return the record that one RIS record's tags describe."""
    get = tags.get
    extra: Extra = [("ris:TY", kind) for kind in get("TY", _NONE)]
    single: dict[str, str] = {}
    instead: dict[str, str] = {}
    numbered: Tags = {}
    rest: Tags = {}
    for tag, values in tags.items():
        if tag in _SINGLE:
            single[tag] = values[0] if len(values) == 1 else _first(values, tag, extra)
        elif tag in _NUMBERS:
            numbered[tag] = values
        elif tag in _INSTEAD:
            instead[tag] = _first(values, tag, extra)
        elif tag not in _LISTS:
            rest[tag] = values
    if instead:
        _stand_in(single, instead, extra)
    one = single.get
    people = get("AU", _NONE)
    if "A1" in tags:
        people = [*people, *tags["A1"]]
    journal, short = _journal(single, extra)
    year, date = _dates(tags, extra)
    doi = _doi(tags, extra)
    kinds = _kinds(tags["M3"], extra) if "M3" in tags else _NONE
    notes = get("N1", _NONE)
    occurrences, ours, notes = provenance_from(notes) if notes else ((), "", notes)
    pmid, found = _numbers(tags, numbered, rest, ours)
    for note in notes:
        if note:
            extra.append(("note", note))
            if mark := _EBSCO_NUMBER.match(note):
                found.append(Identifier("accession", mark[1]))
    for tag, values in rest.items():
        if tag == "TY" or (occurrences and tag in {"DB", "DP"}):
            continue
        key = _NAMED_EXTRA.get(tag) or f"ris:{tag}"
        extra += [(key, value) for value in values if value]
    keywords, languages, urls = get("KW"), get("LA"), get("UR")
    return Record(
        title=one("TI", "").replace("\n", " "),
        abstract=one("AB", ""),
        authors=tuple([author(name) for name in _lines(people)]) if people else (),
        year=year,
        date=date,
        journal=journal,
        journal_short=short,
        volume=one("VL", ""),
        issue=one("IS", ""),
        pages=pages_from(one("SP", ""), one("EP", "")) or one("C7", ""),
        doi=doi,
        pmid=pmid,
        identifiers=tuple(dict.fromkeys(found)) if len(found) > 1 else tuple(found),
        keywords=tuple(_lines(keywords)) if keywords else (),
        publication_types=tuple(kinds),
        languages=tuple(filter(None, languages)) if languages else (),
        publisher=one("PB", ""),
        place=one("CY", ""),
        urls=tuple(filter(None, urls)) if urls else (),
        provenance=occurrences,
        extra=tuple(extra),
    )


def _lines(values: Sequence[str]) -> list[str]:
    # EndNote writes several keywords under one tag, a line each (V, RIS export).
    if "\n" in "".join(values):
        values = [word for value in values for word in value.split("\n")]
    return [value for value in values if value]


def _first(values: Sequence[str], tag: str, extra: Extra) -> str:
    """Return the first value; others that differ are kept beside the record."""
    if len(values) == 1:
        return values[0]
    kept = list(dict.fromkeys(filter(None, values)))
    extra += [(f"ris:{tag}", value) for value in kept[1:]]
    return kept[0] if kept else ""


def _stand_in(single: dict[str, str], instead: dict[str, str], extra: Extra) -> None:
    """Let a tag stand for an absent one; keep it beside the record when it says something else."""
    for tag, main in _INSTEAD.items():
        if value := instead.get(tag, ""):
            if not single.get(main):
                single[main] = value
            elif value != single[main]:
                extra.append((_NAMED_EXTRA.get(tag) or f"ris:{tag}", value))


def _journal(single: dict[str, str], extra: Extra) -> tuple[str, str]:
    """Return the journal and its abbreviation.

    `JF` is the full name; `JO` and `T2` are full or short, whichever is left over.
    """
    names = [single[tag] for tag in ("JF", "JO", "T2") if tag in single]
    shorts = [single[tag] for tag in ("J2", "JA", "JI", "J9") if tag in single]
    if len(names) > 1:
        names = [name for name in dict.fromkeys(names) if name]
        if not shorts:
            shorts, names = names[1:2], names[:1] + names[2:]
        extra += [("journal", name) for name in names[1:]]
    if len(shorts) > 1:
        shorts = [name for name in dict.fromkeys(shorts) if name]
        extra += [("journal_short", name) for name in shorts[1:]]
    name, short = names[0] if names else "", shorts[0] if shorts else ""
    return name.replace("\n", " "), short.replace("\n", " ")


def _kinds(values: Sequence[str], extra: Extra) -> list[str]:
    """Return what `M3` says of the kind of publication.

    Springer and Elsevier put the DOI there, PsycINFO its classification (V, exports).
    """
    kinds = []
    for value in values:
        if _CLASSIFICATION.fullmatch(value):
            extra.append(("classification", value))
        elif value and not bare_doi(value):
            kinds.append(value)
    return kinds


def _dates(tags: Tags, extra: Extra) -> tuple[int | None, str]:
    """Return year and ISO date from `PY`, `Y1` and `DA`, which may be `AUG` beside a `PY`."""
    year = date = ""
    for tag in ("PY", "Y1"):
        for said in tags.get(tag, _NONE):
            found = _date(said)
            if said and not found:
                extra.append((f"ris:{tag}", said))
            year = year or found[:4]
            if len(found) > len(date):
                date = found
    for said in tags.get("DA", _NONE):
        found = _date(said) or (_date(f"{year} {said}") if year else "")
        year = year or found[:4]
        if found[:4] == year and len(found) > len(date):
            date = found
        elif said and (not found or found[:4] != year):
            extra.append(("ris:DA", said))
    return (int(year), date if date[:4] == year else year) if year else (None, "")


@lru_cache(maxsize=1 << 13)
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
    for value in tags.get("DO", _NONE):
        found = bare_doi(value) if value else ""
        if (value and not found) or (found and doi and found.lower() != doi.lower()):
            extra.append(("ris:DO", value))
        doi = doi or found
    if doi:
        return doi
    for tag in ("L3", "M3", "UR", "L2", "L1"):
        for value in tags.get(tag, _NONE):
            if "10." in value and (tag in {"L3", "M3"} or "doi" in value) and bare_doi(value):
                return bare_doi(value)
    return ""


def _numbers(tags: Tags, numbered: Tags, rest: Tags, ours: str) -> tuple[str, list[Identifier]]:
    """Return the PMID and the other identifiers; what is none of them goes to `rest`."""
    found = [Identifier("searchkit", ours)] if ours else []
    pmid = ""
    for tag, values in numbered.items():
        if tag == "SN":
            for value in values:
                found += serial_numbers(value)
        elif tag == "AN":
            for held in values:
                for value in held.split("; ") if "; " in held else (held,):
                    if value.isdecimal() and len(value) <= 8 and _is_from_nlm(tags):
                        pmid = pmid or value
                    elif value:
                        found.append(accession(value))
        elif tag == "ID":
            for value in values:
                if value and value != ours:
                    number = accession(value)
                    is_known = number.scheme != "accession"
                    found.append(number if is_known else Identifier("id", value))
        elif tag == "PM":
            pmid = pmid or values[0]
        else:
            pmid = _user_defined(tag, tags, found, pmid, rest)
    for value in tags.get("UR", _NONE):
        if "eid=" in value and (mark := _EID.search(value)):
            found.append(Identifier("eid", mark[1]))
    return pmid, found


def _is_from_nlm(tags: Tags) -> bool:
    return _NLM.search(f"{tags.get('DP')} {tags.get('DB')}") is not None


def _user_defined(tag: str, tags: Tags, found: list[Identifier], pmid: str, rest: Tags) -> str:
    """Read the numbers that Dimensions, Embase, Scopus and we put under free tags."""
    for value in tags[tag]:
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
            rest.setdefault(tag, []).append(value)
    return pmid
