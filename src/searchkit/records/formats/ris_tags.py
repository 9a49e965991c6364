"""A record into RIS tags: the writing half of `ris_fields`."""

from __future__ import annotations

from searchkit.records.formats.common import one_line, pages_apart, provenance_note
from searchkit.records.formats.names import written
from searchkit.records.formats.ris_fields import Tags
from searchkit.records.normalise import publication_type
from searchkit.records.record import Record

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
