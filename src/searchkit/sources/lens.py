"""Lens: scholarly works through its query string, walked with a scroll.

Stemming is off, because it clashes with wildcards (V: Lens' documentation). A scroll lives
for one minute, so no other wait than that of the rate may stand between two pages; 204 ends
it, and 400 tells that it has expired. Lens asks for pauses in headers of its own, which
`searchkit.sources.answers` knows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from searchkit.errors import Incomplete
from searchkit.records.services import lens as service
from searchkit.sources.answers import document
from searchkit.sources.base import Page, Pairs, Request, Response, Settings, TryAgain, Window
from searchkit.sources.paging import COUNT, LIST, counting, items, listed, rank, whole_number

BASE = "https://api.lens.org"
RATE = 0.5
"""Requests per second (unverified: plans differ; the headers of each answer say more)."""
PAGE = 1_000
"""Records in one answer of a scroll (V: Lens' documentation)."""
_NAME = "Lens"


@dataclass(frozen=True, slots=True)
class Lens:
    """Lens as a source."""

    platform: ClassVar[str] = "lens"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = None

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(url=(settings.url or BASE).rstrip("/"), rate=settings.rate or RATE)

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by the day on which Lens created a record."""
        if window is not None:
            query = f"({query}) AND created:[{window.first} TO {window.last}]"
        beside = {"size": self.page_size, "scroll": "1m", "exclude": list(service.LISTS)}
        return self._request({**_search(query), **beside}, LIST)

    def count(self, query: str) -> Request:
        return self._request({**_search(query), "size": 1}, COUNT)

    def _request(self, content: dict[str, object], carry: Pairs) -> Request:
        return Request(
            "POST",
            f"{self.url}/scholarly/search",
            carry=carry,
            json=json.dumps(content, ensure_ascii=False),
            secret_headers=(("Authorization", "Bearer {token}"),),
        )

    def read(self, response: Response) -> Page:
        request = response.request
        walked = rank(request) - 1
        if walked and response.status == 400:
            raise Incomplete(
                f"{_NAME} no longer knows the scroll of this walk",
                help="begin the search anew; a scroll lives for one minute only",
            )
        if walked and response.status == 204:
            raise TryAgain(f"{_NAME} ends the list after {walked:,} records", otherwise=Incomplete)
        answer = document(response, _NAME)
        total = whole_number(answer.get("total"), _NAME)
        if counting(request):
            return Page(hit_count=total)
        found = items(answer.get("data"), _NAME)
        scroll = answer.get("scroll_id")
        following = None
        if scroll and walked + len(found) < total:
            following = replace(request, json=json.dumps({"scroll_id": scroll, "scroll": "1m"}))
        return listed(
            request,
            _NAME,
            [(str(one.get("lens_id")), service.record(one)) for one in found],
            total,
            following,
        )


def _search(query: str) -> dict[str, object]:
    return {
        "query": {"query_string": {"query": query, "default_operator": "and"}},
        "stemming": False,
    }
