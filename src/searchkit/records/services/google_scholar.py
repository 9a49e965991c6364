"""Results of Google Scholar, as SerpApi sends them, into records.

Names follow SerpApi's documentation and a published answer of 2023 (V). Google Scholar shows
one line about a work (authors, journal, year and host, each cut with an ellipsis where it is
long) and a snippet of its text, which is no abstract; both are kept as received. Links into
the search page itself are left out: the number of the result builds them all.

>>> record({"publication_info": {"summary": "J Repper - Lancet, 2019 - x.org"}}).year
2019
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from searchkit.records.normalise import bare_doi
from searchkit.records.record import Author, Identifier, Record
from searchkit.records.services.values import Item, inner, objects, person, plain, texts

_NAME = "google-scholar"
_PARTS = re.compile(r"\s+-\s+")
_YEAR = re.compile(r"(?:^|,\s*)(\d{4})$")
_INITIALS_FIRST = re.compile(r"([^\W\d_a-z]{1,4}) (\S.*)")
_DOI_PATH = re.compile(r"/(?:(?:dx\.)?doi\.org|doi)/(?:[a-z]+/)?(10\.\d{4,9}/.+)")
_PAGE_LINKS = (
    "serpapi_cite_link",
    "related_pages_link",
    "serpapi_related_pages_link",
    "cached_page_link",
    "html_version",
)


class Summary(NamedTuple):
    """The line about a work, taken apart; empty texts for what it does not say."""

    authors: tuple[str, ...]
    journal: str
    year: str


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one result."""
    item = Item(content)
    item.take("position")  # its place is the rank
    info = Item(inner(item.take("publication_info")))
    links = Item(inner(item.take("inline_links")))
    cited, versions = Item(inner(links.take("cited_by"))), Item(inner(links.take("versions")))
    for link in _PAGE_LINKS:
        links.take(link)
    for numbers in (cited, versions):
        numbers.take("link")
        numbers.take("serpapi_scholar_link")
    line = summary(info.seen("summary"))
    link = item.text("link")
    resources = objects(content.get("resources"))
    kind = item.seen("type")
    return Record(
        title=plain(item.text("title")),
        authors=tuple(map(_author, line.authors)),
        year=int(line.year) if line.year else None,
        date=line.year,
        journal=line.journal,
        doi=doi_in(link),
        identifiers=tuple(Identifier(_NAME, number) for number in item.texts("result_id")),
        publication_types=(kind,) if kind == "Book" else (),
        urls=texts([link, *(one.get("link") for one in resources)]),
        extra=(
            *item.rest(_NAME),
            *info.rest(_NAME),
            *links.rest(_NAME),
            *cited.rest(f"{_NAME}:cited_by"),
            *versions.rest(f"{_NAME}:versions"),
        ),
    )


def summary(text: str) -> Summary:
    """Take the line about a work apart: `authors - journal, year - host`, any part missing.

    >>> summary("JL Harper, A Lee… - Population biology - plants, 1977 - cabdirect.org")
    Summary(authors=('JL Harper', 'A Lee'), journal='Population biology - plants', year='1977')
    >>> summary("JC Robinson - 2010 - books.google.com").year, summary("A Lee - x.org").journal
    ('2010', '')
    """
    names, *rest = _PARTS.split(text.strip())
    authors = tuple(name.strip(" …") for name in names.split(",") if name.strip(" …"))
    middle = " - ".join(rest[:-1] if len(rest) > 1 or not _YEAR.search(" ".join(rest)) else rest)
    found = _YEAR.search(middle)
    return Summary(authors, _YEAR.sub("", middle).strip(), found[1] if found else "")


def doi_in(link: str) -> str:
    """Return the DOI that an address holds as such; addresses of other shapes are not guessed at.

    >>> doi_in("https://journals.sagepub.com/doi/abs/10.1177/0004867414543571?x=1")
    '10.1177/0004867414543571'
    >>> doi_in("https://link.springer.com/article/10.1007/s10796-013-9440-y")
    ''
    """
    found = _DOI_PATH.search(unquote(re.split(r"[?#]", link)[0]))
    return bare_doi(found[1]) if found else ""


def _author(name: str) -> Author:
    found = _INITIALS_FIRST.fullmatch(name)
    return Author(family=found[2], initials=found[1]) if found else person(name)
