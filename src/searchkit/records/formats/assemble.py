"""Parts of a record, named by their role, into a record: what most formats share.

A reader says which of its columns, tags or elements plays which role; here the values are
read in one way for all of them. A role that has no place in the model, or a second value
where one is expected, goes to `extra` under the role's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
from searchkit.records.normalise import pmcid as bare_pmcid
from searchkit.records.normalise import pmid as bare_pmid
from searchkit.records.record import Author, Identifier, IndexTerm, Record

Parts: TypeAlias = dict[str, list[str]]
Extra: TypeAlias = list[tuple[str, str]]

_DATE = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?!\d)")
_SINGLE = ("title_original", "volume", "issue", "publisher", "place")
_SCHEMES = ("searchkit", "eid", "lens", "openalex", "embase", "nihms", "id", "nlm", "oclc")
_TERM_ROLES = (
    ("index_terms", False),
    ("index_terms_major", True),
)


def record_of(parts: Parts, extra: Extra, *, vocabulary: str = "") -> Record:
    """Return the record that these parts make; uses `parts` up.

    `vocabulary` is that of the subject headings among them.
    """
    take = parts.pop
    titles = _texts(take("title", ()))
    journals = _texts(take("journal", ()))
    short = _texts(take("journal_short", ()))
    single = {role: _one(take(role, ()), role, extra) for role in _SINGLE}
    year, date = _dates(take("year", ()), take("date", ()), extra)
    doi = _doi(take("doi", ()), extra)
    pmid = _pmid(take("pmid", ()), extra)
    start, end = _one(take("start", ()), "start", extra), _one(take("end", ()), "end", extra)
    number = _one(take("article_number", ()), "article_number", extra)
    pages = _one(take("pages", ()), "pages", extra) or pages_from(start, end) or number
    # Scopus writes this where there is none (V, CSV exports).
    abstracts = [said for said in _texts(take("abstract", ())) if said != "[No abstract available]"]
    notes, ours, others = provenance_from(_texts(take("note", ())))
    identifiers = _identifiers(parts)
    if ours:
        identifiers.insert(0, Identifier("searchkit", ours))
    people = _people(parts, extra)
    terms = [
        IndexTerm(label.lstrip("*"), vocabulary, major or label.startswith("*"))
        for role, major in _TERM_ROLES
        for label in _texts(take(role, ()))
    ]
    keywords = _texts(take("keywords", ()))
    kinds = _texts(take("type", ()))
    languages = _texts(take("language", ()))
    urls = _texts(take("url", ()))
    doi = doi or next((bare_doi(url) for url in urls if "doi.org/" in url), "")
    extra += [("title", other) for other in titles[1:]]
    extra += [("journal", other) for other in journals[1:]]
    extra += [("journal_short", other) for other in short[1:]]
    extra += [("abstract", other) for other in abstracts[1:]]
    extra += [("note", other) for other in others]
    extra += [(role, value) for role, values in parts.items() for value in values if value]
    return Record(
        title="".join(titles[:1]),
        abstract="".join(abstracts[:1]),
        authors=people,
        year=year,
        date=date,
        journal="".join(journals[:1]),
        journal_short="".join(short[:1]),
        pages=pages,
        doi=doi,
        pmid=pmid,
        identifiers=tuple(dict.fromkeys(identifiers)),
        keywords=tuple(keywords),
        index_terms=tuple(terms),
        publication_types=tuple(kinds),
        languages=tuple(languages),
        urls=tuple(urls),
        provenance=notes,
        extra=tuple(extra),
        **single,
    )


def _texts(values: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(value.strip() for value in values) if text]


def _one(values: Iterable[str], role: str, extra: Extra) -> str:
    kept = _texts(values)
    extra += [(role, other) for other in kept[1:]]
    return kept[0] if kept else ""


def _doi(values: Iterable[str], extra: Extra) -> str:
    doi = ""
    for value in _texts(values):
        found = bare_doi(value)
        if not found or (doi and found.lower() != doi.lower()):
            extra.append(("doi", value))
        doi = doi or found
    return doi


def _pmid(values: Iterable[str], extra: Extra) -> str:
    pmid = ""
    for value in _texts(values):
        found = bare_pmid(value)
        if not found or pmid:
            extra.append(("pmid", value))
        pmid = pmid or found
    return pmid


def _identifiers(parts: Parts) -> list[Identifier]:
    found = [
        Identifier(scheme, value) for scheme in _SCHEMES for value in _texts(parts.pop(scheme, ()))
    ]
    found += [accession(value) for value in _texts(parts.pop("accession", ()))]
    for role in ("issn", "isbn"):
        for value in _texts(parts.pop(role, ())):
            found += serial_numbers(value.replace("|", " "))
    for value in _texts(parts.pop("pmcid", ())):
        found.append(Identifier("pmcid", bare_pmcid(value) or value))
    return found


def _people(parts: Parts, extra: Extra) -> tuple[Author, ...]:
    """Return the authors; full names take the initials of the short ones beside them."""
    full = [author(name) for name in _names(parts.pop("full_authors", ()))]
    short = [author(name) for name in _names(parts.pop("authors", ()))]
    groups = [Author(collective=name.rstrip(",")) for name in _names(parts.pop("collective", ()))]
    people = full or short
    if full and len(full) == len(short):
        people = [
            Author(
                family=long.family,
                given=long.given,
                initials=long.initials or brief.initials,
                suffix=long.suffix,
                collective=long.collective,
            )
            if not long.collective
            else long
            for long, brief in zip(full, short, strict=True)
        ]
    elif full:
        extra += [("authors", person.name) for person in short]
    return (*people, *groups)


def _names(values: Iterable[str]) -> list[str]:
    # Two authors of one work may bear one name, so nothing is taken out as a repetition.
    return [name for value in values if (name := value.strip(" ;\n\t")) and name != ","]


def _dates(years: Iterable[str], dates: Iterable[str], extra: Extra) -> tuple[int | None, str]:
    said, on = _texts(years), _texts(dates)
    known = next((found for value in said if (found := year_in(value))), "")
    exact = ""
    for value in (*on, *said):
        found = _exact(value, known)
        if found and (not known or found[:4] == known) and len(found) > len(exact):
            exact = found
            known = known or found[:4]
    known = known or next((found for value in on if (found := year_in(value))), "")
    extra += [("year", value) for value in said if not year_in(value)]
    extra += [("date", value) for value in on if not _exact(value, known) or not exact]
    return (int(known), exact or known) if known else (None, "")


def _exact(text: str, year: str) -> str:
    """Return a date as precise as the text gives it: `2021/03/09`, `2022 May`, `AUG 12`."""
    if mark := _DATE.search(text):
        return iso_date(mark[1], mark[2], mark[3] or "")
    words = text.replace("-", " ").replace(",", " ").replace(".", " ").split()
    if year and words[:1] == [year]:
        words = words[1:]
    elif words and year_in(words[0]) == words[0]:
        year, words = words[0], words[1:]
    elif words and year_in(words[-1]) == words[-1]:
        year, words = words[-1], words[:-1]
    if words and words[0].isdecimal() and len(words) > 1 and not words[1].isdecimal():
        words = [words[1], words[0]]
    found = iso_date(year, *words[:2]) if year and words else ""
    return found if len(found) > 4 else ""
