"""Europe PMC through its REST service: one search, walked with a cursor.

All requests are POSTs, because long strategies do not fit an address. The cursor is
`nextCursorMark`; the list is at its end when it is absent or the one that was sent (V, the
service's mailing list of 2021-08-04, and recorded answers). Preprints, patents and guidelines
are in the same index: the query says with `SRC:` what it wants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

from searchkit.errors import RequestRefused
from searchkit.records.services import europepmc as service
from searchkit.sources.answers import document
from searchkit.sources.base import Page, Pairs, Request, Response, Settings, Window
from searchkit.sources.paging import (
    COUNT,
    LIST,
    counting,
    items,
    listed,
    whole_number,
    with_params,
)

BASE = "https://www.ebi.ac.uk/europepmc/webservices/rest"
RATE = 5.0
"""Requests per second (C: what public clients use; the service publishes no number)."""
PAGE = 1_000
"""Records in one answer (V: recorded)."""
_NAME = "Europe PMC"


@dataclass(frozen=True, slots=True)
class EuropePmc:
    """Europe PMC as a source."""

    platform: ClassVar[str] = "europepmc"
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
        """Return the search. A window goes by the day on which a record was first indexed."""
        if window is not None:
            days = f"FIRST_IDATE:[{window.first:%Y-%m-%d} TO {window.last:%Y-%m-%d}]"
            query = f"({query}) AND {days}"
        form = (("resultType", "core"), ("pageSize", str(self.page_size)), ("cursorMark", "*"))
        return self._request(query, form, LIST)

    def count(self, query: str) -> Request:
        return self._request(query, (("resultType", "idlist"), ("pageSize", "1")), COUNT)

    def _request(self, query: str, form: Pairs, carry: Pairs) -> Request:
        email: Pairs = (("email", self.email),) if self.email else ()
        # Synonyms would add records that the strategy does not ask for (V: off by default).
        fixed: Pairs = (("query", query), ("format", "json"), ("synonym", "false"))
        return Request("POST", f"{self.url}/searchPOST", form=(*fixed, *form, *email), carry=carry)

    def read(self, response: Response) -> Page:
        request = response.request
        answer = document(response, _NAME)
        if fault := answer.get("errMsg"):
            raise RequestRefused(
                f"{_NAME} answers with an error: {fault}", help="check the search string"
            )
        total = whole_number(answer.get("hitCount"), _NAME)
        if counting(request):
            return Page(hit_count=total)
        results = answer.get("resultList")
        found = items(results.get("result") if isinstance(results, dict) else None, _NAME)
        cursor = answer.get("nextCursorMark")
        sent = dict(request.form)
        following = None
        if cursor and cursor != sent.get("cursorMark"):
            following = with_params(request, cursorMark=str(cursor))
        return listed(
            request,
            _NAME,
            [(f"{one.get('source')}:{one.get('id')}", service.record(one)) for one in found],
            total,
            following,
        )
