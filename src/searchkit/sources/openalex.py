"""OpenAlex: works by filter, walked with a cursor within a daily budget.

A query is what the dialect writes, filters side by side (`title_and_abstract.search:...`);
bare words are searched in titles and abstracts, never in full texts. When the day's budget is
used up, the answer asks for a pause of hours, which the transport turns into QuotaExceeded
with the time to go on (C: seen 2026-10-05, `Retry-After: 49853`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from searchkit.errors import NotEntitled
from searchkit.records.services import openalex as service
from searchkit.sources.answers import document, excerpt
from searchkit.sources.base import Page, Pairs, Request, Response, Settings, TryAgain, Window
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

BASE = "https://api.openalex.org"
RATE = 10.0
"""Requests per second (V: up to 100 are allowed; the budget, not the rate, is the limit)."""
PAGE = 100
"""Records in one answer (V: the guide of 2026; it was 200 before)."""
FIELDS = (
    "id,doi,ids,title,display_name,authorships,primary_location,biblio,publication_date,"
    "publication_year,type,language,abstract_inverted_index,keywords,mesh,is_retracted,"
    "open_access,cited_by_count,created_date"
)
_NAME = "OpenAlex"
_FILTERS = re.compile(r"[a-z_.]+:")


@dataclass(frozen=True, slots=True)
class OpenAlex:
    """OpenAlex as a source."""

    platform: ClassVar[str] = "openalex"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = None

    url: str = BASE
    email: str = ""
    rate: float = RATE
    page_size: int = PAGE

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(
            url=(settings.url or BASE).rstrip("/"),
            email=settings.email,
            rate=settings.rate or RATE,
        )

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by the day on which OpenAlex created a record.

        These filters need a paid plan (V: OpenAlex' price list); without one it refuses.
        """
        days = ""
        if window is not None:
            days = f",from_created_date:{window.first},to_created_date:{window.last}"
        return self.works(filters(query) + days)

    def requests(self, query: str) -> tuple[str, ...]:
        return requests_of(query)

    def count(self, query: str) -> Request:
        params = (("filter", filters(query)), ("per_page", "1"), ("select", "id"))
        return self._request("works", params, COUNT)

    def works(self, filtered: str) -> Request:
        """Return the request for the works that a filter leaves."""
        size = (("per_page", str(self.page_size)), ("cursor", "*"))
        return self._request("works", (("filter", filtered), ("select", FIELDS), *size), LIST)

    def _request(self, path: str, params: Pairs, carry: Pairs) -> Request:
        email: Pairs = (("mailto", self.email),) if self.email else ()
        return Request(
            "GET",
            f"{self.url}/{path}",
            params=(*params, *email),
            secret_headers=(("Authorization", "Bearer {api_key}"),),
            carry=carry,
        )

    def read(self, response: Response) -> Page:
        return read_works(response)


def filters(query: str) -> str:
    """Return a query as filters.

    >>> filters('title_and_abstract.search:(peer),language:en'), filters("peer")
    ('title_and_abstract.search:(peer),language:en', 'title_and_abstract.search:peer')
    """
    one = one_request(query, _NAME)
    return one if _FILTERS.match(one) else f"title_and_abstract.search:{one}"


def read_works(response: Response) -> Page:
    """Turn an answer about works into a page."""
    request = response.request
    answer = open_document(response)
    meta = answer.get("meta")
    total = whole_number(meta.get("count") if isinstance(meta, dict) else None, _NAME)
    if counting(request):
        return Page(hit_count=total)
    found = items(answer.get("results"), _NAME)
    cursor = meta.get("next_cursor") if isinstance(meta, dict) else None
    return listed(
        request,
        _NAME,
        [(str(one.get("id")), service.record(one)) for one in found],
        total,
        with_params(request, cursor=str(cursor)) if cursor else None,
    )


def open_document(response: Response) -> dict[str, object]:
    """Return the JSON of an answer; 403 says that requests come too fast, or that a plan lacks."""
    said = excerpt(response.body)
    if response.status == 403 and re.search(r"rate|too (?:fast|many)", said, re.IGNORECASE):
        raise TryAgain(f"{_NAME} says: {said}")
    if response.status in (400, 403) and re.search(r"\bplan\b|premium", said, re.IGNORECASE):
        raise NotEntitled(
            f"{_NAME} answers {response.status}: {said}",
            help="search by publication date instead, or ask OpenAlex for a plan with"
            " filters by date of creation",
        )
    return document(response, _NAME)
