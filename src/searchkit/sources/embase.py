"""Embase through Elsevier's Embase interface, where a key and an institution are entitled to it.

Nothing of it was seen answering: address, parameters and `sort` are V (Elsevier's interface
description), the shape of answers and the search in the body of a POST are C (Elsevier's own
tests and a public client), all other things unverified. Elsevier admits institutions one by
one, also those that have Embase.com; all others export there and import the file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

from searchkit.errors import NotEntitled, RequestRefused
from searchkit.records.services import embase as service
from searchkit.sources import elsevier
from searchkit.sources.base import Page, Request, Response, Settings, Window
from searchkit.sources.paging import (
    COUNT,
    LIST,
    counting,
    items,
    listed,
    one_request,
    rank,
    whole_number,
)
from searchkit.sources.partitions import Part

BASE = "https://api.elsevier.com/content/embase"
RATE = 6.0
"""Requests per second (unverified: what two public programs say)."""
REACH = 5_000
"""Records of one search (unverified: the description tells of a limit, and no number)."""
PAGE = 25
"""Records in one answer (V: the default; a public client asks for 100)."""
_NAME = "Embase"
_BY_HAND = (
    "or export from Embase.com and read the file with `searchkit import FILE --target embase`"
)


@dataclass(frozen=True, slots=True)
class Embase:
    """Embase.com as a source; unverified."""

    platform: ClassVar[str] = "embase"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(url=(settings.url or BASE).rstrip("/"), rate=settings.rate or RATE)

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by the day on which a record entered Embase."""
        asked = one_request(query, _NAME)
        if window is not None:
            asked = self.narrowed(asked, self.whole(window))
        return self._request(asked, self.page_size)

    def count(self, query: str) -> Request:
        return replace(self._request(one_request(query, _NAME), 1), carry=COUNT)

    def whole(self, window: Window | None) -> Part:
        """Return all days of entry, or those of a window."""
        return Part((elsevier.loaded(window, "day of entry"),))

    def narrowed(self, query: str, part: Part) -> str:
        """Return the query for the records that entered on some days.

        `/sd` is everything since a day (C: what Embase.com makes of a range of dates).
        """
        [days] = part.spans
        text = f"({query})"
        if days.low != elsevier.FIRST_DAY:
            text += f" AND {_since(days.low)}"
        if days.high != elsevier.LAST_DAY:
            text += f" NOT {_since(days.high + 1)}"
        return text

    def _request(self, query: str, size: int) -> Request:
        return Request(
            "POST",
            f"{self.url}/article",
            params=(("start", "1"), ("count", str(size)), ("sort", "entrydate")),
            form=(("query", query),),
            headers=elsevier.HEADERS,
            secret_headers=elsevier.SECRETS,
            carry=LIST,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        try:
            answer = elsevier.answered(response, _NAME, self.platform)
        except (NotEntitled, RequestRefused) as fault:
            raise type(fault)(fault.message, help=f"{fault.help}; {_BY_HAND}") from None
        header = answer.get("header")
        total = whole_number(header.get("hits") if isinstance(header, dict) else None, _NAME)
        if counting(request):
            return Page(hit_count=total)
        found = items(answer.get("results") if total else [], _NAME)
        records = [service.record(one) for one in found]
        following, after = None, rank(request) + len(found)
        if after <= total:
            start = tuple(pair for pair in request.params if pair[0] != "start")
            following = replace(request, params=(("start", str(after)), *start))
        return listed(
            request,
            _NAME,
            [(record.identifier("embase") or record.title, record) for record in records],
            total,
            following,
        )


def _since(number: int) -> str:
    return f"[{date.fromordinal(number):%d-%m-%Y}]/sd"
