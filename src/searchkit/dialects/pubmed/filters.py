"""Filters: what the site adds behind a search (`Filters: MEDLINE, from 2022 - 2026`)."""

from __future__ import annotations

import re

from searchkit.dialects.characters import Plain
from searchkit.dialects.pubmed.tables import LIMITS
from searchkit.query.nodes import CURRENT, Limit, LimitKind, Node

_HEAD = re.compile(r"\s+(?:filters?(?:\s+applied)?|limits?)\s*:\s*(?=\S)", re.IGNORECASE)
_FROM = re.compile(r"from\s+(\d{4})[\d/]*\s*-\s*(\d{4})[\d/]*$", re.IGNORECASE)
_LANGUAGES = frozenset(
    [
        "chinese",
        "danish",
        "dutch",
        "english",
        "finnish",
        "french",
        "german",
        "italian",
        "japanese",
        "korean",
        "norwegian",
        "polish",
        "portuguese",
        "russian",
        "spanish",
        "swedish",
        "turkish",
    ]
)
_TYPES = frozenset(
    {
        "case reports",
        "clinical trial",
        "controlled clinical trial",
        "guideline",
        "meta-analysis",
        "observational study",
        "randomized controlled trial",
        "review",
        "systematic review",
    }
)
_OTHERS: dict[str, tuple[LimitKind, tuple[str, ...]]] = {
    "humans": (LimitKind.HUMANS, ()),
    "animals": (LimitKind.ANIMALS, ()),
    "other animals": (LimitKind.ANIMALS, ()),
    "abstract": (LimitKind.ABSTRACT, ()),
    "free full text": (LimitKind.FULL_TEXT, ()),
    "full text": (LimitKind.FULL_TEXT, ()),
    "medline": (LimitKind.STATUS, (LIMITS[LimitKind.STATUS].values["medline"],)),
    "female": (LimitKind.SEX, (LIMITS[LimitKind.SEX].values["female"],)),
    "male": (LimitKind.SEX, (LIMITS[LimitKind.SEX].values["male"],)),
}


def split_filters(body: Plain) -> tuple[Plain, Plain | None]:
    """Return the search and what stands behind `Filters:`, if anything does."""
    match = _HEAD.search(body.text)
    if match is None:
        return body, None
    return body.cut(0, match.start()), body.cut(match.end(), len(body.text))


def filtered(node: Node, filters: Plain) -> Node:
    """Return a search under the filters named in a text."""
    for match in re.finditer(r"[^,;]*[^,;\s][^,;]*", filters.text):
        place = filters.cut(match.start(), match.end()).stripped()
        kind, values = _filter(place.text)
        node = Limit(node, kind, values, place.whole)
    return node


def _filter(text: str) -> tuple[LimitKind, tuple[str, ...]]:
    """Return the kind and the values of one filter.

    >>> _filter("from 2022 - 2026")
    (<LimitKind.YEARS: 'years'>, ('2022', '2026'))
    """
    name = " ".join(text.casefold().split())
    dates = _FROM.match(text)
    if dates:
        last = CURRENT if dates[2] == "3000" else dates[2]
        return LimitKind.YEARS, (dates[1], last)
    if name in _LANGUAGES:
        return LimitKind.LANGUAGE, (name,)
    if name in _TYPES:
        return LimitKind.PUBLICATION_TYPE, (name,)
    return _OTHERS.get(name, (LimitKind.OTHER, (text,)))
