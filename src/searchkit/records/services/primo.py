"""Records of Primo (Oria), in their PNX sections, into records of ours.

Sections follow recorded answers of five libraries (V). `addata` is what Primo hands to
reference managers and comes first; `display` fills its gaps. `$$Q` and the like begin a part
of a value that is not shown.

>>> record({"pnx": {"addata": {"atitle": ["Popcorn"], "au": ["Repper, J"]}}}).title
'Popcorn'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from searchkit.records.formats.common import pages_from, serial_numbers
from searchkit.records.formats.dates import iso_date, year_in
from searchkit.records.formats.names import author
from searchkit.records.normalise import bare_doi, issns
from searchkit.records.normalise import pmid as bare_pmid
from searchkit.records.record import Identifier, Record
from searchkit.records.services.values import Item, as_text, inner, plain, texts

_NAME = "primo"
_HIDDEN = re.compile(r"\$\$[A-Z].*$", re.DOTALL)
_LABELLED = re.compile(r"(?:\$\$C)?(ISBN|ISSN|EISSN|DOI|PMID|OCLC)(?:\$\$V|:\s*)", re.I)


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one document of an answer."""
    pnx = inner(content.get("pnx"))
    given, shown = Item(inner(pnx.get("addata"))), Item(inner(pnx.get("display")))
    control = Item(inner(pnx.get("control")))
    date = given.text("date") or given.text("risdate") or shown.text("creationdate")
    year = year_in(date)
    exact = re.match(r"(\d{4})-?(\d{2})?-?(\d{2})?$", date)
    numbers = _numbers(shown.texts("identifier"))
    found = [Identifier("primo", control.text("recordid"))]
    for name in ("issn", "eissn", "isbn", "eisbn"):
        found += [one for text in given.texts(name) for one in serial_numbers(text)]
    found += [Identifier("issn", issn) for text in numbers["issn"] for issn in issns(text)]
    found += [one for text in numbers["isbn"] for one in serial_numbers(text)]
    found += [Identifier("oclc", text) for text in given.texts("oclcid")]
    people = [*given.texts("au"), *given.texts("addau")]
    people = people or [name for text in _visible(shown, "creator") for name in text.split(" ; ")]
    subjects = [term for text in _visible(shown, "subject") for term in text.split(" ; ")]
    named = given.text("atitle") or given.text("btitle") or _first(shown, "title")
    kinds = texts([*given.texts("genre"), *_visible(shown, "type")])
    doi = given.text("doi") or next(iter(numbers["doi"]), "")
    pmid = given.text("pmid") or next(iter(numbers["pmid"]), "")
    container = given.text("jtitle") or (given.text("btitle") if given.text("atitle") else "")
    publishers = (*given.texts("pub"), *_visible(shown, "publisher"))
    return Record(
        title=plain(named or container),
        abstract=plain(given.text("abstract") or _first(shown, "description")),
        authors=tuple(author(name) for name in people if name),
        year=int(year) if year else None,
        date=iso_date(*(part or "" for part in exact.groups())) if exact else year,
        journal=plain(container),
        journal_short=given.text("stitle"),
        volume=given.text("volume"),
        issue=given.text("issue"),
        pages=given.text("pages") or pages_from(given.text("spage"), given.text("epage")),
        doi=bare_doi(doi),
        pmid=bare_pmid(pmid),
        identifiers=tuple(dict.fromkeys(one for one in found if one.value)),
        keywords=texts(subjects),
        publication_types=kinds,
        languages=shown.texts("language"),
        publisher=publishers[0] if publishers else "",
        place=given.text("cop"),
        extra=(
            *given.rest(f"{_NAME}:addata"),
            *shown.rest(f"{_NAME}:display"),
            *((f"{_NAME}:{key}", as_text(content[key])) for key in ("context",) if key in content),
        ),
    )


def _visible(shown: Item, name: str) -> tuple[str, ...]:
    return texts([_HIDDEN.sub("", text) for text in shown.texts(name)])


def _first(shown: Item, name: str) -> str:
    return next(iter(_visible(shown, name)), "")


def _numbers(values: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the numbers of an `identifier` by kind; they come in two spellings.

    >>> _numbers(("ISSN: 0953-8585;$$CISBN$$V9789401708135 (electronic bk.)",))["isbn"]
    ['9789401708135']
    """
    found: dict[str, list[str]] = {kind: [] for kind in ("isbn", "issn", "doi", "pmid", "oclc")}
    for value in values:
        for part in value.split(";"):
            if label := _LABELLED.match(part.strip()):
                kind = label[1].lower().removeprefix("e")
                found[kind] += part.strip()[label.end() :].split(" (")[0].split()[:1]
    return found
