"""DOAJ: articles by query string, walked page by page in order of entry.

The query stands in the path. Wildcards, nearness and likeness are refused there, and 1,000
records of a search are all that is delivered (V: DOAJ's own server, which is public); larger
searches are cut by the day on which a record was created, and those too long for the line of
a request stand on several lines, each a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self
from urllib.parse import quote

from searchkit.records.services import doaj as service
from searchkit.sources.answers import document
from searchkit.sources.base import Page, Request, Response, Settings, Window
from searchkit.sources.paging import (
    COUNT,
    LIST,
    counting,
    days_in,
    days_of,
    items,
    listed,
    rank,
    requests_of,
    whole_number,
    with_params,
)
from searchkit.sources.partitions import Part

BASE = "https://doaj.org/api"
RATE = 2.0
"""Requests per second (V: the setting of DOAJ's server)."""
REACH = 1_000
"""Records of one search (V: the setting of DOAJ's server)."""
PAGE = 100
"""Records in one answer (V: the setting of DOAJ's server)."""
_NAME = "DOAJ"


@dataclass(frozen=True, slots=True)
class Doaj:
    """DOAJ as a source."""

    platform: ClassVar[str] = "doaj"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(url=(settings.url or BASE).rstrip("/"), rate=settings.rate or RATE)

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by the day on which DOAJ created a record."""
        if window is not None:
            query = self.narrowed(query, self.whole(window))
        order = ("sort", "created_date:asc")
        params = (order, ("pageSize", str(self.page_size)), ("page", "1"))
        return Request("GET", self._address(query), params=params, carry=LIST)

    def requests(self, query: str) -> tuple[str, ...]:
        return requests_of(query)

    def count(self, query: str) -> Request:
        params = (("pageSize", "1"), ("page", "1"))
        return Request("GET", self._address(query), params=params, carry=COUNT)

    def whole(self, window: Window | None) -> Part:
        """Return all days since DOAJ began, or those of a window."""
        return Part((days_of("day of creation", window, date(2000, 1, 1)),))

    def narrowed(self, query: str, part: Part) -> str:
        """Return the query for the records that DOAJ created on some days."""
        first, last = days_in(part)
        # Records carry a time: the last day is meant to its end.
        return f"({query}) AND created_date:[{first}T00:00:00Z TO {last}T23:59:59Z]"

    def _address(self, query: str) -> str:
        return f"{self.url}/search/articles/{quote(query, safe='')}"

    def read(self, response: Response) -> Page:
        request = response.request
        answer = document(response, _NAME)
        total = whole_number(answer.get("total"), _NAME)
        if counting(request):
            return Page(hit_count=total)
        found = items(answer.get("results"), _NAME)
        following = None
        if rank(request) - 1 + len(found) < total:
            page = int(dict(request.params).get("page", "1"))
            following = with_params(request, page=str(page + 1))
        return listed(
            request,
            _NAME,
            [(str(one.get("id")), service.record(one)) for one in found],
            total,
            following,
        )
