"""arXiv through its Atom interface: one search, walked by offset in order of submission.

One request in three seconds over one connection (V: terms of use). Pages in mid-list arrive
empty now and then and are right when asked for again (C: arxiv.py keeps an error of its own
for them). An error comes as an entry of a feed (V: recorded, with status 400).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Self
from xml.etree import ElementTree

from searchkit.errors import RequestRefused
from searchkit.records.services import arxiv as service
from searchkit.records.services.arxiv import ATOM
from searchkit.sources.answers import excerpt, refusal
from searchkit.sources.base import Page, Pairs, Request, Response, Settings, TryAgain, Window
from searchkit.sources.paging import (
    COUNT,
    LIST,
    counting,
    days_in,
    days_of,
    listed,
    rank,
    whole_number,
    with_params,
)
from searchkit.sources.partitions import Part

BASE = "https://export.arxiv.org/api"
RATE = 1 / 3
"""Requests per second (V: arXiv's terms of use for its interfaces)."""
REACH = 30_000
"""Records of one search (V: arXiv's user manual)."""
PAGE = 1_000
"""Records in one answer (V: 2,000 are allowed; large answers break more often)."""
_LONGEST_ADDRESS = 1_500
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_NAME = "arXiv"


@dataclass(frozen=True, slots=True)
class Arxiv:
    """arXiv as a source."""

    platform: ClassVar[str] = "arxiv"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(url=(settings.url or BASE).rstrip("/"), rate=settings.rate or RATE)

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by the day of submission, in GMT."""
        if window is not None:
            query = self.narrowed(query, self.whole(window))
        order = (("sortBy", "submittedDate"), ("sortOrder", "ascending"))
        return self._request(query, (("max_results", str(self.page_size)), *order), LIST)

    def count(self, query: str) -> Request:
        return self._request(query, (("max_results", "1"),), COUNT)

    def whole(self, window: Window | None) -> Part:
        """Return all days since arXiv began, or those of a window."""
        return Part((days_of("day of submission", window, date(1986, 1, 1)),))

    def narrowed(self, query: str, part: Part) -> str:
        """Return the query for the records that were submitted on some days, in GMT."""
        first, last = days_in(part)
        return f"({query}) AND submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]"

    def _request(self, query: str, params: Pairs, carry: Pairs) -> Request:
        sent: Pairs = (("search_query", query), ("start", "0"), *params)
        url = f"{self.url}/query"
        if len(query) > _LONGEST_ADDRESS:  # V: the manual allows POST as well
            return Request("POST", url, form=sent, carry=carry)
        return Request("GET", url, params=sent, carry=carry)

    def read(self, response: Response) -> Page:
        request = response.request
        feed = _feed(response)
        total = whole_number((feed.findtext(_TOTAL) or "").strip(), _NAME)
        if counting(request):
            return Page(hit_count=total)
        entries = feed.findall(f"{ATOM}entry")
        after = rank(request) - 1 + len(entries)
        ended = after >= total
        return listed(
            request,
            _NAME,
            [(entry.findtext(f"{ATOM}id") or "", service.record(entry)) for entry in entries],
            total,
            None if ended else with_params(request, start=str(after)),
        )


def _feed(response: Response) -> ElementTree.Element:
    """Return the feed of an answer; raises RequestRefused for an error inside one."""
    try:
        feed = ElementTree.fromstring(response.body)
    except ElementTree.ParseError:
        feed = None
    entry = None if feed is None else feed.find(f"{ATOM}entry")
    if entry is not None and "/api/errors" in (entry.findtext(f"{ATOM}id") or ""):
        said = (entry.findtext(f"{ATOM}summary") or "").strip()
        raise RequestRefused(
            f"{_NAME} answers {response.status}: {said}", help="check the search string"
        )
    if response.status != 200:
        raise refusal(response, _NAME)
    if feed is None or feed.tag != f"{ATOM}feed":
        raise TryAgain(f"{_NAME} sends something else than a feed: {excerpt(response.body)}")
    return feed
