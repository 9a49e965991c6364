"""Oria, and any other library's Primo, through Primo's REST interface, walked by offset.

The library's view (`vid`), `tab` and `scope` are settings, the key is the institution's. The
interface reaches 5,000 records (V: developers.exlibrisgroup.com) and counts -1 for what lies
outside the scope. Words are not inflected and no synonyms are added (`conVoc` off).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self

from searchkit.errors import NotEntitled, RequestRefused
from searchkit.records.services import primo as service
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
    requests_of,
    whole_number,
    with_params,
    years_of,
)
from searchkit.sources.partitions import Part

BASE = "https://api-eu.hosted.exlibrisgroup.com/primo/v1"
RATE = 2.0
"""Requests per second (unverified: the quota is the institution's, by day)."""
REACH = 5_000
"""Records of one search (V: developers.exlibrisgroup.com, "hardcoded offset limitation")."""
PAGE = 50
"""Records in one answer (unverified: most clients ask for no more)."""
_NAME = "Oria"
_PART = re.compile(r"&(?=(?:qInclude|qExclude|multiFacets|lang|sort)=)")
_TOLD = "set `api_key`, `vid`, `tab` and `scope` under [oria] in the configuration file; the"
_HELP = f"{_TOLD} library knows them"


@dataclass(frozen=True, slots=True)
class Oria:
    """Oria, or another Primo, as a source."""

    platform: ClassVar[str] = "oria"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(
            url=(settings.url or BASE).rstrip("/"),
            rate=settings.rate or RATE,
            options={name: value for name, value in settings.options.items() if value},
        )

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by years of publication: no entry date is known."""
        if window is not None:
            query = self.narrowed(query, self.whole(window))
        return self._request(parameters(query), str(self.page_size), LIST)

    def requests(self, query: str) -> tuple[str, ...]:
        return requests_of(query)

    def count(self, query: str) -> Request:
        return self._request(parameters(query), "1", COUNT)

    def whole(self, window: Window | None) -> Part:
        """Return all years of publication, or those of a window."""
        return Part((years_of(window),))

    def narrowed(self, query: str, part: Part) -> str:
        """Return the query for the records of some years of publication."""
        [years] = part.spans
        facet = f"facet_searchcreationdate,exact,[{years.low:04} TO {years.high:04}]"
        clauses, *beside = _PART.split(one_request(query, _NAME))
        others = [one for one in beside if not one.startswith("qInclude=")]
        facets = [one.removeprefix("qInclude=") for one in beside if one not in others]
        return "&".join([clauses, f"qInclude={'|,|'.join([*facets, facet])}", *others])

    def _request(self, params: Pairs, size: str, carry: Pairs) -> Request:
        fixed = (("conVoc", "false"), ("offset", "0"), ("limit", size))
        return Request(
            "GET",
            f"{self.url}/search",
            params=(*self.options.items(), *params, *fixed),
            secrets=(("apikey", "api_key"),),
            carry=carry,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        try:
            answer = document(response, _NAME)
        except (NotEntitled, RequestRefused) as fault:
            raise type(fault)(fault.message, help=f"{fault.help}; {_HELP}") from None
        info = answer.get("info")
        total = whole_number(info.get("total") if isinstance(info, dict) else None, _NAME)
        if counting(request):
            return Page(hit_count=total)
        found = items(answer.get("docs"), _NAME)
        after = rank(request) - 1 + len(found)
        records = [service.record(one) for one in found]
        return listed(
            request,
            _NAME,
            [(record.identifier("primo"), record) for record in records],
            total,
            None if after >= total else with_params(request, offset=str(after)),
        )


def parameters(query: str) -> Pairs:
    """Return a query, as the dialect writes it or bare words, as parameters.

    >>> parameters("any,contains,peer&qInclude=facet_lang,exact,eng")
    (('q', 'any,contains,peer'), ('qInclude', 'facet_lang,exact,eng'))
    """
    clauses, *beside = _PART.split(one_request(query, _NAME))
    if "," not in clauses:
        clauses = f"any,contains,{clauses}"
    pairs = (part.partition("=") for part in beside)
    return (("q", clauses), *((name, value) for name, _, value in pairs))
