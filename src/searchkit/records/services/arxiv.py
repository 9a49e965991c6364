"""Entries of arXiv's Atom feed into records.

Elements follow the interface's manual and recorded answers (V). The version number stays in
the `arxiv` identifier's address only: the identifier itself is that of the work.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from searchkit.records.normalise import bare_doi
from searchkit.records.record import Identifier, Record
from searchkit.records.services.values import person

ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_NUMBER = re.compile(r"/abs/(?P<number>.+?)(?:v\d+)?$")


def record(entry: Element) -> Record:
    """Return the record of one entry."""
    address = _text(entry, f"{ATOM}id")
    published, updated = _text(entry, f"{ATOM}published"), _text(entry, f"{ATOM}updated")
    day = (published or updated)[:10]
    links = [link for link in entry.findall(f"{ATOM}link") if link.get("href")]
    dois = [_text(entry, f"{_ARXIV}doi")]
    dois += [link.get("href", "") for link in links if link.get("title") == "doi"]
    number = _NUMBER.search(address)
    subjects = [one.get("term", "") for one in entry.findall(f"{ATOM}category")]
    extra = [
        ("arxiv:updated", updated),
        ("arxiv:comment", _text(entry, f"{_ARXIV}comment")),
        *(("arxiv:category", subject) for subject in subjects),
    ]
    return Record(
        title=_text(entry, f"{ATOM}title"),
        abstract=_text(entry, f"{ATOM}summary"),
        authors=tuple(
            person(
                _text(author, f"{ATOM}name"),
                affiliations=tuple(
                    " ".join((place.text or "").split())
                    for place in author.findall(f"{_ARXIV}affiliation")
                ),
            )
            for author in entry.findall(f"{ATOM}author")
        ),
        year=int(day[:4]) if day[:4].isdecimal() else None,
        date=day,
        journal=_text(entry, f"{_ARXIV}journal_ref"),
        doi=bare_doi(next(filter(None, dois), "")),
        identifiers=(Identifier("arxiv", number["number"] if number else address),),
        publication_types=("preprint",),
        urls=tuple(dict.fromkeys([address, *(link.get("href", "") for link in links)])),
        extra=tuple(row for row in extra if row[1]),
    )


def _text(element: Element, name: str) -> str:
    return " ".join((element.findtext(name) or "").split())
