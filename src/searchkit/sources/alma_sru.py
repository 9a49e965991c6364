"""A library catalogue in Alma through SRU: MARC records, walked by position.

Default is the Norwegian union catalogue (open, licence NLOD); another one is a `url` with an
`institution`. A catalogue knows no article index. Faults come as diagnostics inside an answer
with status 200 (V: the SRU 1.2 schema).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self
from xml.etree import ElementTree

from searchkit.errors import RequestRefused
from searchkit.records.formats import marc
from searchkit.sources.answers import excerpt, refusal
from searchkit.sources.base import Page, Pairs, Request, Response, Settings, TryAgain, Window
from searchkit.sources.paging import (
    COUNT,
    LIST,
    counting,
    listed,
    rank,
    whole_number,
    with_params,
    years_of,
)
from searchkit.sources.partitions import Part

BASE = "https://bibsys.alma.exlibrisgroup.com/view/sru"
INSTITUTION = "47BIBSYS_NETWORK"
"""The Norwegian union catalogue (C: a live look of 2026)."""
RATE = 2.0
"""Requests per second (unverified: Ex Libris names none; heavy use is to be announced)."""
REACH = 10_000
"""Records of one search (unverified, often told of Alma; a smaller search is not touched)."""
PAGE = 50
"""Records in one answer (V: Ex Libris' documentation)."""
_NAME = "Alma SRU"


@dataclass(frozen=True, slots=True)
class AlmaSru:
    """A catalogue in Alma as a source."""

    platform: ClassVar[str] = "alma-sru"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE
    institution: str = INSTITUTION

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(
            url=(settings.url or BASE).rstrip("/"),
            rate=settings.rate or RATE,
            institution=settings.options.get("institution") or INSTITUTION,
        )

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by years of publication: no finer index is known."""
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
        first, last = f"{years.low:04}", f"{years.high:04}"
        return f"({query}) AND alma.main_pub_date>={first} AND alma.main_pub_date<={last}"

    def _request(self, query: str, size: str, carry: Pairs) -> Request:
        fixed: Pairs = (("version", "1.2"), ("operation", "searchRetrieve"))
        params = (("recordSchema", "marcxml"), ("query", query), ("maximumRecords", size))
        return Request(
            "GET",
            f"{self.url}/{self.institution}",
            params=(*fixed, *params, ("startRecord", "1")),
            carry=carry,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        answer = _answer(response)
        total = whole_number((answer.findtext("{*}numberOfRecords") or "").strip(), _NAME)
        if counting(request):
            return Page(hit_count=total)
        found = [
            inner
            for inner in answer.iterfind("{*}records/{*}record/{*}recordData//{*}record")
            if inner.find("{*}leader") is not None
        ]
        if not found and answer.find("{*}records/{*}record") is not None:
            raise RequestRefused(
                f"{_NAME} sends records that are not MARC in XML",
                help="check the address: the catalogue has to offer the schema `marcxml`",
            )
        after = rank(request) + len(found)
        following = (answer.findtext("{*}nextRecordPosition") or "").strip()
        goes_on = after <= total and (following or found)
        records = [marc.record(one) for one in found]
        return listed(
            request,
            _NAME,
            [(record.identifier("id") or record.title, record) for record in records],
            total,
            with_params(request, startRecord=str(after)) if goes_on else None,
        )


def _answer(response: Response) -> ElementTree.Element:
    """Return the root of an answer; raises RequestRefused for a diagnostic inside it."""
    if response.status != 200:
        raise refusal(response, _NAME)
    try:
        answer = ElementTree.fromstring(response.body)
    except ElementTree.ParseError:
        raise TryAgain(f"{_NAME} sends damaged XML: {excerpt(response.body)}") from None
    said = [one.text for one in answer.iterfind(".//{*}diagnostic/{*}message") if one.text]
    if said:
        details = [one.text for one in answer.iterfind(".//{*}diagnostic/{*}details") if one.text]
        raise RequestRefused(
            f"{_NAME} answers with an error: {': '.join([*said, *details])}",
            help="check the search string; which indexes exist, `operation=explain` of the"
            " catalogue tells",
        )
    if not answer.tag.endswith("searchRetrieveResponse"):
        raise TryAgain(f"{_NAME} sends something else than a result: {excerpt(response.body)}")
    return answer
