"""WorldCat through OCLC's Search API, version 2: books and journals, walked by offset.

A bearer token is fetched with the library's key and secret (OAuth 2.0, client credentials)
and replaced when it ends. The interface has no articles (V: OCLC's questions and answers), so
that a search on worldcat.org finds more. No answer of version 2 was at hand: names of
parameters and members follow public clients (C), reach and order are unverified.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from searchkit.errors import NotEntitled
from searchkit.records.services import worldcat as service
from searchkit.sources.answers import document, excerpt, token_in
from searchkit.sources.base import (
    Page,
    Pairs,
    Request,
    Response,
    Settings,
    Token,
    TokenRefused,
    Window,
)
from searchkit.sources.paging import (
    COUNT,
    LIST,
    counting,
    items,
    listed,
    one_request,
    rank,
    whole_number,
    with_params,
    years_of,
)
from searchkit.sources.partitions import Part

BASE = "https://americas.discovery.api.oclc.org/worldcat/search/v2"
TOKENS = "https://oauth.oclc.org/token"
"""Where tokens are handed out (C: public clients)."""
RATE = 2.0
"""Requests per second (unverified; 50,000 in 24 hours are allowed, V: OCLC's page)."""
REACH = 10_000
"""Records of one search (V for version 1, which then repeats itself; unverified for 2)."""
PAGE = 50
"""Records in one answer (C: public clients)."""
_NAME = "WorldCat"
_TOKEN = "access_token"
_YEARS = re.compile(r"&datePublished=(?=[\d-]+$)")
_HELP = (
    "set `client_id` and `client_secret` under [worldcat] in the configuration file: OCLC gives"
    " its members a WSKey for the WorldCat Search API, scope `wcapi`"
)


@dataclass(frozen=True, slots=True)
class WorldCat:
    """WorldCat as a source."""

    platform: ClassVar[str] = "worldcat"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE
    tokens: str = TOKENS

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(url=(settings.url or BASE).rstrip("/"), rate=settings.rate or RATE)

    def sign_in(self) -> tuple[tuple[str, Request], ...]:
        asked = Request(
            "POST",
            self.tokens,
            form=(("grant_type", "client_credentials"), ("scope", "wcapi")),
            headers=(("Accept", "application/json"),),
            secret_headers=(("Authorization", "Basic {client_id}:{client_secret}"),),
        )
        return ((_TOKEN, asked),)

    def token(self, response: Response) -> Token:
        if response.status != 200:
            raise NotEntitled(
                f"{_NAME} refuses the sign-in ({response.status}: {excerpt(response.body)})",
                help=_HELP,
            )
        return token_in(response, _NAME, "access_token", "expires_in")

    def sign_out(self) -> Request | None:
        """Return None: a bearer token ends by itself."""
        return None

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by years of publication: no entry date is known."""
        if window is not None:
            query = self.narrowed(query, self.whole(window))
        return self._request(query, str(self.page_size), LIST)

    def count(self, query: str) -> Request:
        return self._request(query, "1", COUNT)

    def whole(self, window: Window | None) -> Part:
        """Return all years of publication, or those of a window."""
        return Part((years_of(window),))

    def narrowed(self, query: str, part: Part) -> str:
        """Return the query for the records of some years of publication."""
        [years] = part.spans
        asked, _ = _apart(query)
        return f"{asked}&datePublished={years.low:04}-{years.high:04}"

    def _request(self, query: str, size: str, carry: Pairs) -> Request:
        asked, years = _apart(one_request(query, _NAME))
        return Request(
            "GET",
            f"{self.url}/bibs",
            params=(("q", asked), *years, ("limit", size), ("offset", "1")),
            headers=(("Accept", "application/json"),),
            secret_headers=(("Authorization", f"Bearer {{{_TOKEN}}}"),),
            carry=carry,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        try:
            answer = document(response, _NAME)
        except NotEntitled as fault:
            if response.status == 401:
                raise TokenRefused(fault.message, token=_TOKEN, help=_HELP) from None
            raise
        total = whole_number(answer.get("numberOfRecords"), _NAME)
        if counting(request):
            return Page(hit_count=total)
        found = items(answer.get("bibRecords") or [], _NAME)
        after = rank(request) + len(found)
        return listed(
            request,
            _NAME,
            [(record.identifier("oclc"), record) for record in map(service.record, found)],
            total,
            with_params(request, offset=str(after)) if after <= total else None,
        )


def _apart(query: str) -> tuple[str, Pairs]:
    """Return a query and the years of publication that it is narrowed to.

    >>> _apart("ti:peer&datePublished=2001-2009")
    ('ti:peer', (('datePublished', '2001-2009'),))
    """
    asked, *years = _YEARS.split(query)
    return asked, tuple(("datePublished", text) for text in years)
