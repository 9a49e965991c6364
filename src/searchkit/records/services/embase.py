"""Articles of Elsevier's Embase interface into records.

None was seen. `itemIdList` is V (Elsevier's own tests); titles, abstracts, authors, source and
types are C (two public clients); all other things are kept as they come, in `extra`.

>>> record({"itemInfo": {"itemIdList": {"lui": "L623931948", "medl": "31910170"}}}).pmid
'31910170'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from searchkit.records.normalise import bare_doi
from searchkit.records.normalise import pmid as bare_pmid
from searchkit.records.record import Author, Identifier, Record
from searchkit.records.services.values import Item, as_text, inner, objects, plain, texts

Pairs = tuple[tuple[str, str], ...]
_NAME = "embase"


def record(content: Mapping[str, Any]) -> Record:
    """Return the record of one article."""
    item = Item(content)
    info = Item(inner(item.take("itemInfo")))
    numbers = Item(inner(info.take("itemIdList")))
    head = Item(inner(item.take("head")))
    source = Item(inner(head.take("source")))
    title = Item(inner(head.take("citationTitle")))
    abstracts = Item(inner(head.take("abstracts")))
    people = Item(inner(head.take("authorList")))
    kinds = Item(inner(head.take("citationInfo")))
    link = Item(inner(item.take("openLink")))
    year = source.text("publicationYear")
    identifiers = [
        Identifier("embase", numbers.text("lui")),
        Identifier("accession", numbers.text("embase")),
        Identifier("pii", numbers.text("pii")),
    ]
    titles = list(objects(title.take("titleText")))
    summaries = list(objects(abstracts.take("abstracts")))
    authors = list(objects(people.take("authors")))
    types = list(objects(kinds.take("citationType")))
    parts = (head, source, title, abstracts, people, kinds, link)
    names = ("head", "source", "title", "abstracts", "authors", "citation", "link")
    return Record(
        title=plain(str(titles[0].get("ttltext") or "")) if titles else "",
        abstract=plain(" ".join(text for one in summaries for text in _paragraphs(one))),
        authors=tuple(_author(one) for one in authors),
        year=int(year) if year.isdecimal() else None,
        date=year,
        journal=plain(source.text("sourceTitle")),
        doi=bare_doi(numbers.text("doi")),
        pmid=bare_pmid(numbers.text("medl")),
        identifiers=tuple(one for one in identifiers if one.value),
        publication_types=texts([one.get("content") for one in types]),
        urls=link.texts("openUrl"),
        extra=(
            *item.rest(_NAME),
            *info.rest(f"{_NAME}:item"),
            *numbers.rest(f"{_NAME}:id"),
            *(
                pair
                for part, name in zip(parts, names, strict=True)
                for pair in part.rest(f"{_NAME}:{name}")
            ),
            *_beside("titles", titles[:1], "ttltext"),
            *_beside("titles:other", titles[1:]),
            *_beside("abstracts", summaries, "paras", "para"),
            *_beside("authors", authors, "surname", "initials"),
            *_beside("types", types, "content"),
        ),
    )


def _paragraphs(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the paragraphs of an abstract; one client names them `paras`, the other `para`."""
    return tuple(text for name in ("paras", "para") for text in texts(content.get(name)))


def _author(content: Mapping[str, Any]) -> Author:
    one = Item(content)
    return Author(family=one.text("surname"), initials=one.text("initials"))


def _beside(name: str, rows: list[Mapping[str, Any]], *read: str) -> Pairs:
    """Return what rows say beside the names that were read."""
    left = [{key: value for key, value in row.items() if key not in read and value} for row in rows]
    return ((f"{_NAME}:{name}", as_text(left)),) if any(left) else ()
