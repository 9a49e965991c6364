"""Semantic Scholar: its bulk search, walked with a token.

The bulk search takes `+ | - "" * ()` and `~N` and reaches ten million papers; the search by
relevance would stop at 1,000. An answer always holds 1,000 papers, whatever is asked for; the
list is at its end when the token is null (V: recorded, 3,027 papers in four answers).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from searchkit.records.services import semantic_scholar as service
from searchkit.sources.answers import document
from searchkit.sources.base import Page, Pairs, Request, Response, Settings, Window
from searchkit.sources.paging import (
    COUNT,
    LIST,
    counting,
    items,
    listed,
    one_request,
    requests_of,
    whole_number,
    with_params,
)

BASE = "https://api.semanticscholar.org/graph/v1"
RATE = 1.0
"""Requests per second with a key (V); without one all users share what there is."""
REACH = 10_000_000
"""Papers of one bulk search (V: the interface's documentation)."""
_NAME = "Semantic Scholar"
_YEARS = re.compile(r"&year=(?P<years>[\d-]*)$")


@dataclass(frozen=True, slots=True)
class SemanticScholar:
    """Semantic Scholar as a source."""

    platform: ClassVar[str] = "semantic-scholar"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    rate: float = RATE

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(url=(settings.url or BASE).rstrip("/"), rate=settings.rate or RATE)

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by publication date: no entry date can be asked for."""
        # By date, so that the order holds while new papers arrive.
        params = (*parameters(query), ("fields", service.FIELDS), ("sort", "publicationDate:asc"))
        if window is not None:
            params = (*params, ("publicationDateOrYear", f"{window.first}:{window.last}"))
        return self.request("paper/search/bulk", params, LIST)

    def requests(self, query: str) -> tuple[str, ...]:
        return requests_of(query)

    def count(self, query: str) -> Request:
        params = (*parameters(query), ("fields", "paperId"))
        return self.request("paper/search/bulk", params, COUNT)

    def request(self, path: str, params: Pairs, carry: Pairs) -> Request:
        """Return a request to a path of the interface."""
        return Request(
            "GET",
            f"{self.url}/{path}",
            params=params,
            carry=carry,
            secret_headers=(("x-api-key", "{api_key}"),),
        )

    def read(self, response: Response) -> Page:
        request = response.request
        answer = document(response, _NAME)
        total = whole_number(answer.get("total"), _NAME)
        if counting(request):
            return Page(hit_count=total)
        found = items(answer.get("data"), _NAME)
        token = answer.get("token")
        return listed(
            request,
            _NAME,
            [(str(one.get("paperId")), service.record(one)) for one in found],
            total,
            with_params(request, token=str(token)) if token else None,
        )


def parameters(query: str) -> Pairs:
    """Return a query, as the dialect writes it, as parameters.

    >>> parameters("peer + support&year=2015-2020")
    (('query', 'peer + support'), ('year', '2015-2020'))
    """
    one = one_request(query, _NAME)
    found = _YEARS.search(one)
    if found is None:
        return (("query", one),)
    return (("query", one[: found.start()]), ("year", found["years"]))
