"""Crossref: works ranked by how well words match, walked with a cursor.

Crossref has no Boolean search (V: its staff in the community forum), so what it lists are
candidates, best first, that still have to be searched; each harvest says so. They can be
millions, so the first `most` are taken and the rest is told. A cursor is returned with the
last page too: the list is at its end when as many records as counted have arrived. It lives
for minutes only (unverified), and an expired one is told as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from searchkit.errors import Incomplete
from searchkit.records.services import crossref as service
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

BASE = "https://api.crossref.org"
RATE, RATE_POLITE = 5.0, 10.0
"""Requests per second without and with an address (V: recorded headers of 2026-06)."""
PAGE = 1_000
"""Records in one answer (V: the error for more is recorded)."""
MOST = 1_000
"""Candidates that are taken, best first, where the setting `most` names no other number."""
CANDIDATES = ServerWarning("candidates-only", "Crossref")
_NAME = "Crossref"
_PART = re.compile(r"&(?=(?:filter|query\.[a-z-]+|sort|order)=)")


@dataclass(frozen=True, slots=True)
class Crossref:
    """Crossref as a source of candidates."""

    platform: ClassVar[str] = "crossref"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = None

    url: str = BASE
    email: str = ""
    rate: float = RATE
    page_size: int = PAGE
    most: int = MOST

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        polite = settings.email or "token" in settings.secrets
        return cls(
            url=(settings.url or BASE).rstrip("/"),
            email=settings.email,
            rate=settings.rate or (RATE_POLITE if polite else RATE),
            most=most_of(settings, MOST),
        )

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by the day on which a DOI was first deposited."""
        params = dict(parameters(query))
        if window is not None:
            days = f"from-created-date:{window.first},until-created-date:{window.last}"
            params["filter"] = ",".join(filter(None, (params.get("filter", ""), days)))
        params |= {"rows": str(min(self.page_size, self.most)), "cursor": "*"}
        return self.request("works", tuple(params.items()), LIST)

    def requests(self, query: str) -> tuple[str, ...]:
        return requests_of(query)

    def count(self, query: str) -> Request:
        return self.request("works", (*parameters(query), ("rows", "0")), COUNT)

    def request(self, path: str, params: Pairs, carry: Pairs) -> Request:
        """Return a request to a path of the interface, in the polite pool where possible."""
        email: Pairs = (("mailto", self.email),) if self.email else ()
        return Request(
            "GET",
            f"{self.url}/{path}",
            params=(*params, *email),
            carry=carry,
            secret_headers=(("Crossref-Plus-API-Token", "Bearer {token}"),),
        )

    def read(self, response: Response) -> Page:
        request = response.request
        if response.status in (400, 404) and b"cursor" in response.body and rank(request) > 1:
            raise Incomplete(
                f"{_NAME} no longer knows the cursor of this walk",
                help="begin the search anew; a cursor lives for minutes only",
            )
        answer = document(response, _NAME)
        message, kind = answer.get("message"), answer.get("message-type", "work-list")
        if kind != "work-list":
            raise TryAgain(f"{_NAME} sends something else than works: {kind}")
        content = message if isinstance(message, dict) else {}
        total = whole_number(content.get("total-results"), _NAME)
        if counting(request):
            return Page(hit_count=total, warnings=(CANDIDATES,))
        taken = min(total, self.most)
        found = items(content.get("items"), _NAME)[: self.most - rank(request) + 1]
        cursor = content.get("next-cursor")
        ended = rank(request) + len(found) > taken
        following = with_params(request, cursor=str(cursor)) if cursor and not ended else None
        page = listed(
            request,
            _NAME,
            [(str(one.get("DOI")), service.record(one)) for one in found],
            taken,
            following,
        )
        cut = taken if taken < total else None
        return replace(page, hit_count=total, listed=cut, warnings=(CANDIDATES,))


def parameters(query: str) -> Pairs:
    """Return a query, as the dialect writes it or bare words, as parameters.

    >>> parameters("query.bibliographic=peer AT&T&filter=type:book")
    (('query.bibliographic', 'peer AT&T'), ('filter', 'type:book'))
    >>> parameters("peer support")
    (('query.bibliographic', 'peer support'),)
    """
    one = one_request(query, _NAME)
    if not one.startswith("query."):
        one = f"query.bibliographic={one}"
    pairs = (part.partition("=") for part in _PART.split(one))
    return tuple((name, value) for name, _, value in pairs)
