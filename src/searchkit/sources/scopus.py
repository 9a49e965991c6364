"""Scopus through its Search interface: as much of each record, and as far, as the key allows.

What a key may do shows only when it is tried. The view COMPLETE is asked for first; without
the right to it STANDARD, which lacks abstracts, keywords and all authors but the first. The
cursor is a right of its own (C: live look of 2026-10-05); without it a search reaches 5,000
records, and larger ones are cut by year of publication, then by the day on which Scopus first
loaded a record. A part is tried again in the same way, because a source remembers nothing:
at most two requests more for each. Searches go into the address (V: Scopus knows only GET).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from searchkit.errors import Incomplete, UsageError
from searchkit.records.services import scopus as service
from searchkit.records.services.values import objects, texts
from searchkit.sources import elsevier
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
    listed,
    one_request,
    rank,
    whole_number,
    with_params,
)
from searchkit.sources.partitions import Part, Span

BASE = "https://api.elsevier.com/content/search"
RATE = 9.0
"""Requests per second (C: Elsevier's page of limits as quoted in 2026; 20,000 a week)."""
REACH = 5_000
"""Records of one search without the cursor (V: the last page in a recorded answer)."""
COMPLETE, STANDARD = "COMPLETE", "STANDARD"
PAGE, PAGE_STANDARD = 25, 200
"""Records in one answer by view (C: Elsevier's page of limits as quoted in 2026)."""
ORDER = "+orig-load-date,+publicationName,+pagefirst"
"""The order of a list without the cursor (V: no more than three fields): the oldest first, so
that a record loaded on the way moves none from its place, and few that are alike."""
YEARS = Span("year of publication", 1900, 2099)
"""Where the axis of years is cut first; what lies before or after is in the outermost parts."""
_DAYS = "day of first loading"
WITHHELD = ServerWarning("fields-withheld", "abstracts, keywords and all authors but the first")
_NAME = "Scopus"


@dataclass(frozen=True, slots=True)
class Scopus:
    """Scopus as a source."""

    platform: ClassVar[str] = "scopus"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    rate: float = RATE
    view: str = COMPLETE
    page_size: int = PAGE
    page_size_standard: int = PAGE_STANDARD

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        view = (settings.options.get("view") or COMPLETE).upper()
        if view not in (COMPLETE, STANDARD):
            raise UsageError(
                f"Scopus has no view `{view}`", help=f"set `view` to {COMPLETE} or {STANDARD}"
            )
        return cls(url=(settings.url or BASE).rstrip("/"), rate=settings.rate or RATE, view=view)

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by the day on which Scopus first loaded a record.

        `ORIG-LOAD-DATE` is C: several public programs search so, one of them since 2026.
        """
        asked = one_request(query, _NAME)
        if window is not None:
            asked = self.narrowed(asked, self.whole(window))
        return self._request(asked, self.view, self._size(self.view), (("cursor", "*"),), LIST)

    def count(self, query: str) -> Request:
        return self._request(one_request(query, _NAME), STANDARD, 1, (), COUNT)

    def whole(self, window: Window | None) -> Part:
        """Return all years, and all days of loading or those of a window."""
        return Part((YEARS, elsevier.loaded(window, _DAYS)))

    def narrowed(self, query: str, part: Part) -> str:
        """Return the query for some years of publication and some days of loading."""
        years, days = part.spans
        clauses = [f"({query})"]
        if years.low != YEARS.low:
            clauses.append(f"PUBYEAR > {years.low - 1}")
        if years.high != YEARS.high:
            clauses.append(f"PUBYEAR < {years.high + 1}")
        if days.low != elsevier.FIRST_DAY:
            clauses.append(f"ORIG-LOAD-DATE AFT {_day(days.low - 1)}")
        if days.high != elsevier.LAST_DAY:
            clauses.append(f"ORIG-LOAD-DATE BEF {_day(days.high + 1)}")
        return " AND ".join(clauses)

    def _size(self, view: str) -> int:
        return self.page_size if view == COMPLETE else self.page_size_standard

    def _request(self, query: str, view: str, size: int, beside: Pairs, carry: Pairs) -> Request:
        asked: Pairs = (("query", query), ("view", view), ("count", str(size)))
        return Request(
            "GET",
            f"{self.url}/scopus",
            params=(*asked, *beside),
            headers=elsevier.HEADERS,
            secret_headers=elsevier.SECRETS,
            carry=carry,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        sent = dict(request.params)
        if response.status != 200 and (other := self._instead(response, sent)):
            return Page(next=other)
        if response.status in (400, 404) and rank(request) > 1 and "cursor" in sent:
            raise Incomplete(
                f"{_NAME} no longer takes the cursor of this walk"
                f" ({elsevier.fault(response).text or response.status})",
                help="begin the search anew; how long a cursor lives is not known",
            )
        results = elsevier.answered(response, _NAME, self.platform).get("search-results")
        content = results if isinstance(results, dict) else {}
        total = whole_number(content.get("opensearch:totalResults"), _NAME)
        if counting(request):
            return Page(hit_count=total)
        found = _entries(content, total)
        page = listed(
            request,
            _NAME,
            [(str(one.get("eid")), service.record(one)) for one in found],
            total,
            _following(request, content, rank(request) - 1 + len(found), total),
        )
        return replace(
            page,
            warnings=(WITHHELD,) if sent["view"] == STANDARD else (),
            reach=total if "cursor" in sent else None,
        )

    def _instead(self, response: Response, sent: dict[str, str]) -> Request | None:
        """Return what to ask in place of a first request that the key has no right to."""
        request, (code, text) = response.request, elsevier.fault(response)
        if counting(request) or rank(request) > 1:
            return None
        if code == elsevier.NOT_AUTHORIZED and sent["view"] == COMPLETE:
            return with_params(request, view=STANDARD, count=str(self._size(STANDARD)))
        if code == elsevier.NOT_ENTITLED and "cursor" in sent and "cursor" in text.lower():
            kept = tuple(pair for pair in request.params if pair[0] != "cursor")
            return replace(request, params=(*kept, ("sort", ORDER), ("start", "0")))
        if elsevier.TOO_MANY in text.lower() and int(sent["count"]) > self.page_size:
            # Some keys may ask STANDARD for no more than COMPLETE gives (C: two clients).
            return with_params(request, count=str(self.page_size))
        return None


def _entries(content: dict[str, Any], total: int) -> list[Any]:
    """Return the records of an answer; of an empty result Scopus makes one that says so.

    Its shape is C (public clients): `{"error": "Result set was empty"}`.
    """
    found = list(objects(content.get("entry")))
    faults = texts([one.get("error") for one in found])
    if faults and total:
        raise TryAgain(f"{_NAME} says, in place of records: {'; '.join(faults)}")
    return [one for one in found if "error" not in one]


def _following(request: Request, content: dict[str, Any], after: int, total: int) -> Request | None:
    """Return the request for what follows the first so many records; None at the end."""
    if after >= total:
        return None
    sent = dict(request.params)
    if "cursor" not in sent:
        return with_params(request, start=str(after))
    cursor = content.get("cursor")
    mark = cursor.get("@next") if isinstance(cursor, dict) else None
    return with_params(request, cursor=str(mark)) if mark and mark != sent["cursor"] else None


def _day(number: int) -> str:
    return f"{date.fromordinal(number):%Y%m%d}"
