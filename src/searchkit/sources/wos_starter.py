"""Web of Science through its Starter API: what a reference list needs, without abstracts.

The query is in the language of `wos-starter`, which knows few fields. Neither a reach nor a
header about what is left is documented; plans differ in requests per second and day, and the
setting `plan` (trial, member, integration) names the user's own. A day's allowance that is
used up shows as a throttle that no waiting ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Self

from searchkit.errors import NotEntitled, RequestRefused, UnknownNameError
from searchkit.records.services import wos_starter as service
from searchkit.records.services.values import inner
from searchkit.sources.answers import document
from searchkit.sources.base import Page, Pairs, Request, Response, Settings, Window
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
)
from searchkit.sources.wos import DATABASE, editions

BASE = "https://api.clarivate.com/apis/wos-starter/v1"
PLANS = {"trial": 1.0, "member": 5.0, "integration": 5.0}
"""Requests per second by plan (V: Clarivate's page of the Starter API, 2026-08)."""
RATE = PLANS["trial"]
PAGE = 50
"""Records in one answer (V: Clarivate's OpenAPI document of the Starter API)."""
_NAME = "Web of Science Starter"
_HELP = (
    "set `api_key` under [wos-starter] in the configuration file: the key of an application"
    " that is registered at developer.clarivate.com for the Starter API"
)


@dataclass(frozen=True, slots=True)
class WebOfScienceStarter:
    """The Starter API as a source; `editions` as `WOS+SCI,WOS+SSCI`, empty for all."""

    platform: ClassVar[str] = "wos-starter"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = None

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE
    collection: str = DATABASE
    editions: str = ""

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        plan = settings.options.get("plan") or "trial"
        if plan not in PLANS:
            raise UnknownNameError("plan of the Starter API", plan, PLANS)
        collection = (settings.options.get("database") or DATABASE).upper()
        return cls(
            url=(settings.url or BASE).rstrip("/"),
            rate=settings.rate or PLANS[plan],
            collection=collection,
            editions=editions(settings.options.get("editions", ""), collection),
        )

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by the day of the last change, new records included.

        No day of entry can be asked for (V), and no change where all databases are searched.
        """
        params: Pairs = (("limit", str(self.page_size)), ("page", "1"), ("sortField", "LD+A"))
        if window is not None:
            params = (*params, ("modifiedTimeSpan", f"{window.first}+{window.last}"))
        return self._request(query, params, LIST)

    def count(self, query: str) -> Request:
        return self._request(query, (("limit", "1"), ("page", "1")), COUNT)

    def _request(self, query: str, params: Pairs, carry: Pairs) -> Request:
        edition: Pairs = (("edition", self.editions),) if self.editions else ()
        named: Pairs = (("q", one_request(query, _NAME)), ("db", self.collection), *edition)
        return Request(
            "GET",
            f"{self.url}/documents",
            params=(*named, *params),
            secret_headers=(("X-ApiKey", "{api_key}"),),
            carry=carry,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        answer = self._answer(response)
        total = whole_number(inner(answer.get("metadata")).get("total"), _NAME)
        if counting(request):
            return Page(hit_count=total)
        found = items(answer.get("hits"), _NAME)
        following = None
        if rank(request) - 1 + len(found) < total:
            page = int(dict(request.params)["page"])
            following = with_params(request, page=str(page + 1))
        return listed(
            request,
            _NAME,
            [(str(one.get("uid")), service.record(one)) for one in found],
            total,
            following,
        )

    def _answer(self, response: Response) -> dict[str, Any]:
        try:
            return document(response, _NAME)
        except NotEntitled as fault:
            raise NotEntitled(fault.message, help=_HELP) from None
        except RequestRefused as fault:
            # Clarivate's example of an error says 404 where it finds nothing (V); a page of a
            # list that has begun cannot be nothing.
            if (
                response.status == 404
                and "no record found" in fault.message
                and rank(response.request) == 1
            ):
                return {"metadata": {"total": 0}, "hits": []}
            raise
