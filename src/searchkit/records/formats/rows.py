"""Cells of a platform's table into a record, by the layout of the table."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from searchkit.records.formats import own_rows
from searchkit.records.formats.columns import OWN, Layout
from searchkit.records.formats.common import (
    accession,
    pages_from,
    serial_numbers,
)
from searchkit.records.formats.dates import iso_date, year_in
from searchkit.records.formats.names import author
from searchkit.records.normalise import bare_doi
from searchkit.records.normalise import pmcid as bare_pmcid
from searchkit.records.record import Author, Identifier, IndexTerm, Record

_SCOPUS_ID = re.compile(r"\s*\(\d+\)$")
_DATE = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_CITATION = re.compile(
    r"(?P<journal>.*?) \((?P<year>\d{4})\) (?P<volume>[^\s:(]*)(?::(?P<issue>[^\s(]*))?"
    r"(?: (?:SUPPL\. \S+ )?\((?P<pages>[^)]*)\))?.*"
)
_PUBMED_CITATION = re.compile(
    r".*?;(?P<volume>[^(:;]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^.]*))?\."
)


def from_cells(layout: Layout, names: Sequence[str], cells: Sequence[str]) -> Record:
    """Return the record of one row."""
    parts: dict[str, str] = {}
    extra: list[tuple[str, str]] = []
    for number, cell in enumerate(cells):
        value = cell.strip()
        if not value:
            continue
        name = names[number] if number < len(names) else f"column {number + 1}"
        part = layout.columns.get(name.casefold(), "")
        if part and part not in parts:
            parts[part] = value
        else:
            extra.append((name, value))
    if layout is OWN:
        return own_rows.from_cells(parts)
    return _record(layout, parts, extra)


def _record(layout: Layout, parts: dict[str, str], extra: list[tuple[str, str]]) -> Record:
    take = parts.pop
    _cited(parts)
    people = _people(take("full_authors", ""), ";") or _people(take("authors", ""), layout.people)
    if "authors" in parts:
        extra.append(("authors", take("authors")))
    people += tuple(Author(collective=name) for name in _listed(take("collective", ""), ";"))
    year, date = _dates(take("year", ""), take("date", ""), extra)
    doi = take("doi", "")
    found = [Identifier(scheme, take(scheme)) for scheme in _SCHEMES if scheme in parts]
    found += [accession(take("accession"))] if "accession" in parts else []
    for part in ("issn", "issn2", "isbn"):
        found += serial_numbers(take(part, "").replace("|", " "))
    if pmcid := take("pmcid", ""):
        found.append(Identifier("pmcid", bare_pmcid(pmcid) or pmcid))
    terms = [
        IndexTerm(label.lstrip("*"), _VOCABULARIES.get(layout.platform, vocabulary), major)
        for part, vocabulary, major in _TERM_PARTS
        for label in _listed(take(part, ""), layout.lists)
    ]
    keywords = _listed(take("keywords", ""), layout.lists) + _listed(take("keywords2", ""), ";")
    start, end, number = take("start", ""), take("end", ""), take("article_number", "")
    if doi and not bare_doi(doi):
        extra.append(("doi", doi))
    return Record(
        title=take("title", ""),
        title_original=take("title_original", ""),
        abstract=take("abstract", ""),
        authors=people,
        year=year,
        date=date,
        journal=take("journal", ""),
        journal_short=take("journal_short", ""),
        volume=take("volume", ""),
        issue=take("issue", ""),
        pages=take("pages", "") or pages_from(start, end) or number,
        doi=bare_doi(doi),
        pmid=take("pmid", "").rpartition("/")[2],
        identifiers=tuple(dict.fromkeys(found)),
        keywords=tuple(keywords),
        index_terms=tuple(terms),
        publication_types=tuple(_listed(take("type", ""), layout.lists)),
        languages=tuple(_listed(take("language", ""), ";")),
        publisher=take("publisher", ""),
        place=take("place", ""),
        urls=tuple(filter(None, (take("url", ""), take("url2", "")))),
        extra=(*parts.items(), *extra),
    )


_SCHEMES = ("eid", "lens", "openalex", "embase", "nihms", "id")
_VOCABULARIES = {"Embase": "emtree"}
_TERM_PARTS = (
    ("index_terms", "", False),
    ("index_terms_major", "", True),
    ("index_terms_drug", "", False),
    ("index_terms_drug_major", "", True),
    ("index_terms_mesh", "mesh", False),
)


def _cited(parts: dict[str, str]) -> None:
    """Fill volume, issue and pages from a citation in one cell, as PubMed and Embase give it."""
    said = parts.get("citation", "")
    shape = (
        _CITATION if "journal" not in parts and "journal_short" not in parts else _PUBMED_CITATION
    )
    if said and (mark := shape.fullmatch(said) or shape.match(said)):
        for part, value in mark.groupdict().items():
            if value and part not in parts:
                parts[part] = value.strip()


def _people(cell: str, separator: str) -> tuple[Author, ...]:
    if cell.startswith("['") or cell.startswith('["'):
        return tuple(map(author, _literal(cell)))
    if separator == "," and ";" not in cell:
        names = cell.rstrip(". ").split(", ")
    else:
        names = cell.split(";" if separator == "," else separator)
    found = (author(_SCOPUS_ID.sub("", name.strip())) for name in names if name.strip(" ,."))
    return tuple(found)


def _literal(cell: str) -> list[str]:
    """Return the texts of a cell that holds a Python list, as ASReview's examples do."""
    try:
        held = ast.literal_eval(cell)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [cell]
    return [str(value) for value in held]


def _listed(cell: str, separator: str) -> list[str]:
    if cell.startswith("['") or cell.startswith('["'):
        return _literal(cell)
    return [value.strip() for value in cell.split(separator) if value.strip()]


def _dates(year: str, date: str, extra: list[tuple[str, str]]) -> tuple[int | None, str]:
    known = year_in(year)
    mark = _DATE.match(date)
    exact = iso_date(mark[1], mark[2], mark[3] or "") if mark else ""
    if not exact and known and date:
        # Web of Science gives `AUG 12` beside the year.
        exact = iso_date(known, *date.replace("-", " ").split()[:2])
    known = known or exact[:4] or year_in(date)
    if year and not year_in(year):
        extra.append(("year", year))
    if date and (not exact or exact[:4] != known):
        extra.append(("date", date))
    return int(known) if known else None, exact if exact[:4] == known else known
