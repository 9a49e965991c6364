"""Google Scholar through SerpApi, a paid service that reads its pages: walked by offset.

Google Scholar has no interface of its own. What it says about its size is a guess, which may
change from page to page (V: SerpApi's list of issues, 2998), and it shows the first 1,000
results at most (V: issue 1569). So the list ends where no further page is offered, at the
latest with `most` results; the guess is reported beside, never compared with what arrived.
An answer without results carries the status `Success` and an error text (V: serpapi.com).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from searchkit.errors import QuotaExceeded, RequestRefused
from searchkit.records.services import google_scholar as service
from searchkit.records.services.values import inner
from searchkit.sources.answers import document
from searchkit.sources.base import (
    Page,
    Pairs,
    Request,
    Response,
    ServerWarning,
    Settings,
    TryAgain,
    Window,
)
from searchkit.sources.paging import (
    COUNT,
    LIST,
    counting,
    items,
    listed,
    most_of,
    one_request,
    rank,
    requests_of,
    whole_number,
    with_params,
)

BASE = "https://serpapi.com"
RATE = 2.0
"""Requests per second (unverified: plans allow so many an hour, a fifth of the month's)."""
PAGE = 20
"""Results in one answer (V: serpapi.com, `num`)."""
MOST = 1_000
"""Results that can be seen of one search (V: SerpApi's list of issues, 1569)."""
GUESS = ServerWarning("hit-count-guessed", "Google Scholar")
_NAME = "SerpApi"
_EMPTY = re.compile(r"has ?n[o']t returned any results", re.IGNORECASE)
_USED_UP = re.compile(r"run out of searches|searches for the month", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GoogleScholar:
    """Google Scholar as a source of the first results by relevance."""

    platform: ClassVar[str] = "google-scholar"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = None

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE
    most: int = MOST

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(
            url=(settings.url or BASE).rstrip("/"),
            rate=settings.rate or RATE,
            most=min(most_of(settings, MOST), MOST),
        )

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by years of publication: no entry date is known."""
        years: Pairs = ()
        if window is not None:
            years = (("as_ylo", str(window.first.year)), ("as_yhi", str(window.last.year)))
        return self._request(query, self.page_size, years, LIST)

    def requests(self, query: str) -> tuple[str, ...]:
        return requests_of(query)

    def count(self, query: str) -> Request:
        return self._request(query, 1, (), COUNT)

    def _request(self, query: str, size: int, years: Pairs, carry: Pairs) -> Request:
        asked = (("engine", "google_scholar"), ("q", one_request(query, "Google Scholar")))
        # In English, as the pages are that SerpApi is known to read (unverified for others).
        fixed = (("hl", "en"), ("num", str(size)), ("start", "0"))
        return Request(
            "GET",
            f"{self.url}/search.json",
            params=(*asked, *years, *fixed),
            secrets=(("api_key", "api_key"),),
            carry=carry,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        answer = document(response, _NAME)
        _check(answer)
        total = _guess(answer)
        if counting(request):
            hits = 0 if _is_empty(answer) else whole_number(total, _NAME)
            return Page(hit_count=hits, warnings=(GUESS,))
        first = rank(request)
        if _is_empty(answer):
            return self._page(Page(), request, first - 1, total)
        found = items(answer.get("organic_results"), _NAME)[: self.most - first + 1]
        after = first - 1 + len(found)
        more = after < self.most and bool(inner(answer.get("serpapi_pagination")).get("next"))
        page = listed(
            request,
            _NAME,
            [(str(one.get("result_id")), service.record(one)) for one in found],
            # A page without results says so, and is none of these: at least one is expected.
            max(after, first),
            with_params(request, start=str(after)) if more else None,
        )
        return self._page(page, request, None if more else after, total)

    def _page(self, page: Page, request: Request, end: int | None, total: int | None) -> Page:
        """Return a page with the first guess as hit count, and with the end of the list."""
        guessed = request.carried("guessed")
        hits = None if guessed else end if total is None else total
        following = page.next
        if following is not None and (guessed or hits is not None):
            following = replace(following, carry=(*following.carry, ("guessed", "yes")))
        return replace(page, hit_count=hits, listed=end, next=following, warnings=(GUESS,))


def _check(answer: Mapping[str, Any]) -> None:
    """Refuse an answer that is none, or that reports an error."""
    status = inner(answer.get("search_metadata")).get("status")
    said = str(answer.get("error") or "")
    if _USED_UP.search(said):
        raise QuotaExceeded(
            f"{_NAME} says: {said}",
            help="go on when the plan begins a new month, or buy more searches",
        )
    if status != "Success":
        raise TryAgain(f"{_NAME} answers with the status {status}" + (f": {said}" if said else ""))
    if said and not _EMPTY.search(said):
        raise TryAgain(
            f"{_NAME} says: {said}",
            otherwise=RequestRefused,
            help="check the search string; Google Scholar may not accept it as it is",
        )


def _is_empty(answer: Mapping[str, Any]) -> bool:
    # Beside results the same words have been seen (V: issue 1043 of the list, for maps).
    return not answer.get("organic_results") and bool(_EMPTY.search(str(answer.get("error") or "")))


def _guess(answer: Mapping[str, Any]) -> int | None:
    told = inner(answer.get("search_information")).get("total_results")
    return None if told is None else whole_number(told, _NAME)
