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
from string import ascii_uppercase, digits
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
_STAND_INS = frozenset(_INSTEAD)
_SINGLE = _STAND_INS.union(
    ("TI", "AB", "JF", "JO", "T2", "J2", "JA", "JI", "J9", "SP", "EP", "C7", "VL", "IS", "PB"),
    ("CY", "PY", "Y1", "DA", "DO"),
)
"""Tags that a record has once: the first value counts, others are kept beside it."""
_OTHER_TITLES = frozenset(("JF", "JO", "J2", "JA", "JI", "J9"))
"""What names the journal beside `T2`."""
_TELLING = frozenset(("TI", "T1", "PY", "Y1", "VL", "SP"))
"""Those of them whose second value says that two records ran together."""
_KEYS = {f"{a}{b}": f"ris:{a}{b}" for a in ascii_uppercase for b in ascii_uppercase + digits}
_KEYS |= _NAMED_EXTRA
"""Under which key of `extra` a tag without a field is kept."""
_LISTS = frozenset(("TY", "AU", "A1", "KW", "LA", "UR", "N1", "M3"))
_FREE = frozenset(("U1", "U2", "U4", "C2", "PM"))
_TAKEN = _LISTS.union(_FREE, ("AN", "ID", "SN"))
_SPLIT = re.compile(r"\n([A-Z][A-Z0-9])  -")


class Fields:
    """The tags of one record: those that come once, and the lists of all others."""

    __slots__ = ("lists", "repeated", "single")

    def __init__(self, text: str) -> None:
        """Take a record's lines apart, from its `TY` line to the line before `ER`.

        A line without a tag goes on with the value above it.
        """
        parts = _SPLIT.split(text)
        self.single: dict[str, str] = {}
        self.lists: Tags = {"TY": [_value(parts[0][5:])]}
        self.repeated: Extra = []
        single, lists = self.single, self.lists
        for tag, said in zip(parts[1::2], parts[2::2], strict=True):
            value = said.strip()
            if "\n" in value:
                value = _value(value)
            if tag not in _SINGLE:
                if tag in lists:
                    lists[tag].append(value)
                else:
                    lists[tag] = [value]
            elif tag not in single or not single[tag]:
                single[tag] = value
            elif value and value != single[tag]:
                self.repeated.append((tag, value))

    def add(self, tag: str, value: str) -> None:
        """Add a field that stood outside the record."""
        if tag in _SINGLE and not self.single.get(tag):
            self.single[tag] = value
        else:
            self.lists.setdefault(tag, []).append(value)

    def is_doubled(self) -> bool:
        """Say whether something is there twice that a record has once."""
        return bool(self.repeated) and any(tag in _TELLING for tag, _ in self.repeated)


def _value(text: str) -> str:
    if "\n" not in text:
        return text.strip()
    return "\n".join([row for line in text.split("\n") if (row := line.strip())])


def from_fields(fields: Fields) -> Record:
    """Return the record that one RIS record's tags describe."""
    tags, single = fields.lists, fields.single
    get, one = tags.get, single.get
    extra: Extra = [("ris:TY", kind) for kind in tags["TY"]]
    if fields.repeated:
        extra += [(_KEYS[tag], value) for tag, value in fields.repeated]
    rest = {tag: values for tag, values in tags.items() if tag not in _TAKEN}
    if not _STAND_INS.isdisjoint(single):
        _stand_in(single, extra)
    people = get("AU", _NONE)
    if "A1" in tags:
        people = [*people, *tags["A1"]]
    journal, short = _journal(single, extra)
    year, date = _dates(single, extra)
    doi = bare_doi(one("DO", "")) or _doi(single, tags, extra)
    kinds = _kinds(tags["M3"], extra) if "M3" in tags else _NONE
    notes = get("N1", _NONE)
    occurrences, ours, notes = provenance_from(notes) if notes else ((), "", notes)
    pmid, found = _numbers(tags, rest, ours)
    for note in notes:
        if note:
            extra.append(("note", note))
            if mark := _EBSCO_NUMBER.match(note):
                found.append(Identifier("accession", mark[1]))
    for tag, values in rest.items():
        if not (occurrences and tag in {"DB", "DP"}):
            key = _KEYS[tag]
            if len(values) == 1:
                extra.append((key, values[0]))
            else:
                extra += [(key, value) for value in values]
    keywords, languages, urls = get("KW"), get("LA"), get("UR")
    return Record(
        title=one("TI", "").replace("\n", " "),
        abstract=one("AB", ""),
        authors=tuple(map(author, _lines(people))) if people else (),
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
        extra=tuple([row for row in extra if row[1]]),
    )


def _lines(values: Sequence[str]) -> Sequence[str]:
    # EndNote writes several keywords under one tag, a line each (V, RIS export).
    if "\n" in "".join(values):
        values = [word for value in values for word in value.split("\n")]
    return [value for value in values if value] if "" in values else values


def _stand_in(single: dict[str, str], extra: Extra) -> None:
    """Let a tag stand for an absent one; keep it beside the record when it says something else."""
    for tag, main in _INSTEAD.items():
        if value := single.get(tag, ""):
            if not single.get(main):
                single[main] = value
            elif value != single[main]:
                extra.append((_KEYS[tag], value))


def _journal(single: dict[str, str], extra: Extra) -> tuple[str, str]:
    """Return the journal and its abbreviation.

    `JF` is the full name; `JO` and `T2` are full or short, whichever is left over.
    """
    if _OTHER_TITLES.isdisjoint(single):  # as in most exports
        return single.get("T2", "").replace("\n", " "), ""
    names = [single[tag] for tag in ("JF", "JO", "T2") if tag in single]
    shorts = [single[tag] for tag in ("J2", "JA", "JI", "J9") if tag in single]
    if len(names) + len(shorts) > 1:
        names = [name for name in dict.fromkeys(names) if name]
        shorts = [name for name in dict.fromkeys(shorts) if name]
        if not shorts:
            shorts, names = names[1:2], names[:1] + names[2:]
        extra += [("journal", name) for name in names[1:]]
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


def _dates(single: dict[str, str], extra: Extra) -> tuple[int | None, str]:
    """Return year and ISO date from `PY`, `Y1` and `DA`, which may be `AUG` beside a `PY`."""
    year = date = ""
    for tag in ("PY", "Y1"):
        if said := single.get(tag):
            found = _date(said)
            if not found:
                extra.append((f"ris:{tag}", said))
            year = year or found[:4]
            if len(found) > len(date):
                date = found
    if said := single.get("DA"):
        found = _date(said) or (_date(f"{year} {said}") if year else "")
        year = year or found[:4]
        if found[:4] == year and len(found) > len(date):
            date = found
        elif not found or found[:4] != year:
            extra.append(("ris:DA", said))
    if not year:
        return None, ""
    return int(year), date if date.startswith(year) else year


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


def _doi(single: dict[str, str], tags: Tags, extra: Extra) -> str:
    """Return the DOI where `DO` has none: EBSCO's `L3`, or where EndNote and others hide it."""
    if said := single.get("DO"):
        extra.append(("ris:DO", said))
    for tag in ("L3", "M3", "UR", "L2", "L1"):
        for value in tags.get(tag, _NONE):
            if "10." in value and (tag in {"L3", "M3"} or "doi" in value) and bare_doi(value):
                return bare_doi(value)
    return ""


def _numbers(tags: Tags, rest: Tags, ours: str) -> tuple[str, list[Identifier]]:
    """Return the PMID and the other identifiers; what is none of them goes to `rest`."""
    found = [Identifier("searchkit", ours)] if ours else []
    pmid = ""
    if not _FREE.isdisjoint(tags):
        pmid = _user_defined(tags, found, rest)
    for held in tags.get("AN", _NONE):
        for value in held.split("; ") if "; " in held else (held,):
            if value.isdecimal() and len(value) <= 8 and _is_from_nlm(tags):
                pmid = pmid or value
            elif value:
                found.append(accession(value))
    for value in tags.get("ID", _NONE):
        if value and value != ours:
            number = accession(value)
            is_known = number.scheme != "accession"
            found.append(number if is_known else Identifier("id", value))
    for value in tags.get("SN", _NONE):
        found += serial_numbers(value)
    for value in tags.get("UR", _NONE):
        if "eid=" in value and (mark := _EID.search(value)):
            found.append(Identifier("eid", mark[1]))
    return pmid, found


def _is_from_nlm(tags: Tags) -> bool:
    return _NLM.search(f"{tags.get('DP')} {tags.get('DB')}") is not None


def _user_defined(tags: Tags, found: list[Identifier], rest: Tags) -> str:
    """Read the numbers that Dimensions, Embase, Scopus and we put under free tags."""
    pmid = "".join(tags.get("PM", _NONE)[:1])
    for tag in ("U1", "U2", "U4", "C2"):
        for value in tags.get(tag, _NONE):
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
