"""Web of Science through its API Expanded: full records, out of an allowance for the year.

A search is opened without records, which spends nothing (V: recorded, `count=0`): its answer
tells the hit count, what is left of the year's allowance, and a number under which the list
is walked. Where that number is no longer known, as after a pause of days, the walk goes on
with the query itself, from the place where it stands.

XML is asked for, because JSON turns `01` into 1, and an empty list is no JSON (V: recorded).
PY finds a record under the year of its early access too (V: Clarivate's OpenAPI documents),
so a search that is larger than the reach is cut by day of publication beside the query, as
`&publishTimeSpan=1993-01-01+2009-12-31`; the sums of the parts are checked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, NamedTuple, Self
from xml.etree import ElementTree

from searchkit.errors import HarvestError, NotEntitled, QuotaExceeded, RequestRefused
from searchkit.records.services import wos as service
from searchkit.records.services.values import as_text, inner, objects
from searchkit.sources.answers import allowance, document, excerpt, restart_pause
from searchkit.sources.base import Page, Pairs, Request, Response, Settings, TryAgain, Window
from searchkit.sources.paging import (
    COUNT,
    counting,
    days_in,
    days_of,
    listed,
    one_request,
    rank,
    whole_number,
)
from searchkit.sources.partitions import Part

BASE = "https://wos-api.clarivate.com/api/wos"
RATE = 2.0
"""Requests per second (V: the smallest plan; a larger one says so with `rate`)."""
REACH = 100_000
"""Records of one search (V: Clarivate's OpenAPI document, `firstRecord`)."""
PAGE = 100
"""Records in one answer (V: Clarivate's OpenAPI document, `count`)."""
DATABASE = "WOS"
"""The Core Collection; WOK stands for all databases of a subscription."""
_NAME = "Web of Science"
_LONGEST_ADDRESS = 1_500
_ORDER = ("sortField", "LD+A")  # By day of loading, so that the order holds while records come.
_SPANS = {"day of publication": "publishTimeSpan", "day of creation": "createdTimeSpan"}
_DAYS = r"\d{4}-\d\d-\d\d\+\d{4}-\d\d-\d\d"
_SPAN = re.compile(rf"&(?P<name>{'|'.join(_SPANS.values())})=(?P<days>{_DAYS})$")
_DENIED = re.compile(rb"denied by throttle|REC-AmtPer", re.IGNORECASE)
_LICENCE = re.compile(r"\b(?:no|not) (?:access|authori[sz]|entitle|subscri)", re.IGNORECASE)
"""How a licence that lacks may be told (unverified); more would match queries that come back."""
_HELP = (
    "set `api_key` under [wos] in the configuration file: the key of an application that is"
    " registered at developer.clarivate.com for the API Expanded; which databases and editions"
    " it reaches, the library's contract says"
)


class Answer(NamedTuple):
    """What an answer holds: texts as they came, empty where they lack."""

    found: str
    number: str
    records: list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class WebOfScience:
    """Web of Science as a source; `editions` as `WOS+SCI,WOS+SSCI`, empty for all of the key."""

    platform: ClassVar[str] = "wos"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE
    collection: str = DATABASE
    editions: str = ""

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        collection = (settings.options.get("database") or DATABASE).upper()
        return cls(
            url=(settings.url or BASE).rstrip("/"),
            rate=settings.rate or RATE,
            collection=collection,
            editions=editions(settings.options.get("editions", ""), collection),
        )

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by the day on which a record was created."""
        if window is not None:
            query = self.narrowed(query, self.whole(window))
        carry = (("step", "open"), ("rank", "1"), ("query", query))
        return self._search(query, 0, 1, carry)

    def count(self, query: str) -> Request:
        return self._search(query, 0, 1, COUNT)

    def whole(self, window: Window | None) -> Part:
        """Return all days of publication; of a window its own days, of which one is asked."""
        axis = "day of publication" if window is None else "day of creation"
        return Part((days_of(axis, window, date(1500, 1, 1)),))

    def narrowed(self, query: str, part: Part) -> str:
        """Return the query, and behind it the days of publication or creation."""
        first, last = days_in(part)
        return f"{query}&{_SPANS[part.spans[0].axis]}={first}+{last}"

    def _search(self, query: str, size: int, first: int, carry: Pairs) -> Request:
        text, span = apart(query)
        edition: Pairs = (("edition", self.editions),) if self.editions else ()
        named: Pairs = (("databaseId", self.collection), ("usrQuery", text), *edition, *span)
        place = {"count": size, "firstRecord": first}
        if len(text) > _LONGEST_ADDRESS:  # V: Clarivate's OpenAPI document knows POST as well
            content = json.dumps({**dict((*named, _ORDER)), **place}, ensure_ascii=False)
            return self._request("", carry, content=content)
        return self._request("", carry, (*named, _ORDER, *_numbers(place)))

    def _further(self, number: str, first: int, carry: Pairs) -> Request:
        """Return the request for a part of a list that was opened."""
        place = {"count": self.page_size, "firstRecord": first}
        # The order is no property of an opened list (V: Clarivate's OpenAPI document).
        return self._request(f"query/{number}", carry, (_ORDER, *_numbers(place)))

    def _request(self, path: str, carry: Pairs, params: Pairs = (), content: str = "") -> Request:
        return Request(
            "POST" if content else "GET",
            f"{self.url}/{path}",
            params=params,
            headers=(("Accept", "application/xml"),),
            secret_headers=(("X-ApiKey", "{api_key}"),),
            carry=carry,
            json=content,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        query, first = request.carried("query"), rank(request)
        opened = "/query/" in request.url
        if opened and response.status in (400, 404):
            return Page(next=self._search(query, self.page_size, first, request.carry))
        answer = read_answer(response)
        total = whole_number(answer.found or request.carried("total"), _NAME)
        left = allowance(response.headers)
        if counting(request):
            return Page(hit_count=total, allowance=left)
        beside: Pairs = (("query", query), ("total", str(total)))
        if request.carried("step") == "open":
            if not answer.number:
                raise TryAgain(f"the answer of {_NAME} has no number for its list")
            carry = (("step", "list"), ("rank", "1"), *beside)
            following = self._further(answer.number, 1, carry) if total else None
            return Page(hit_count=total, next=following, allowance=left)
        after = first + len(answer.records)
        more = None
        if after <= total and opened:
            more = self._further(request.url.rpartition("/")[2], after, ())
        elif after <= total:
            more = self._search(query, self.page_size, after, ())
        found = [(as_text(one.get("UID")), service.record(one)) for one in answer.records]
        page = listed(request, _NAME, found, total, more)
        if page.next is not None:
            page = replace(page, next=replace(page.next, carry=(*page.next.carry, *beside)))
        return replace(page, allowance=left)


def editions(text: str, collection: str) -> str:
    """Return editions as they are sent, each with its database.

    >>> editions("SCI, SSCI", "WOS"), editions("WOS+SCI", "WOS")
    ('WOS+SCI,WOS+SSCI', 'WOS+SCI')
    """
    names = [name.strip().upper() for name in text.split(",") if name.strip()]
    return ",".join(name if "+" in name else f"{collection}+{name}" for name in names)


def apart(query: str) -> tuple[str, Pairs]:
    """Return a query without the days behind it, and these as a parameter.

    >>> apart("TS=R&D&createdTimeSpan=2026-10-01+2026-10-31")
    ('TS=R&D', (('createdTimeSpan', '2026-10-01+2026-10-31'),))
    """
    one = one_request(query, _NAME)
    found = _SPAN.search(one)
    if found is None:
        return one, ()
    return one[: found.start()], ((found["name"], found["days"]),)


def _numbers(place: Mapping[str, int]) -> Pairs:
    return tuple((name, str(number)) for name, number in place.items())


def read_answer(response: Response) -> Answer:
    """Return what an answer holds, in XML or in JSON.

    Raises TryAgain for a damaged one, the refusal that its status and its text say.
    """
    if response.status != 200:
        raise _refused(response)
    if response.body.lstrip().startswith(b"{"):
        return _from_json(document(response, _NAME))
    try:
        tree = ElementTree.fromstring(response.body)
        values = {one.get("name"): one.text or "" for one in tree.iterfind(".//{*}val")}
        if "Records" not in values:
            raise _no_result(response)
        listing = ElementTree.fromstring(values["Records"])
    except ElementTree.ParseError:
        raise TryAgain(f"{_NAME} sends damaged XML: {excerpt(response.body)}") from None
    records = [service.content_of(one) for one in listing.iterfind("{*}REC")]
    return Answer(values.get("RecordsFound", ""), values.get("QueryID", ""), records)


def _from_json(content: Mapping[str, Any]) -> Answer:
    # The answer for an opened list has no `Data` (V: Clarivate's OpenAPI document).
    records = inner(content.get("Data")).get("Records", content.get("Records"))
    if records is None:
        raise TryAgain(f"the answer of {_NAME} holds no list of results")
    result = inner(content.get("QueryResult"))
    listing = inner(inner(records).get("records"))
    return Answer(
        as_text(result.get("RecordsFound", "")),
        as_text(result.get("QueryID", "")),
        list(objects(listing.get("REC"))),
    )


def _no_result(response: Response) -> TryAgain:
    return TryAgain(f"{_NAME} sends something else than a result: {excerpt(response.body)}")


def _refused(response: Response) -> HarvestError | TryAgain:
    """Return the error for an answer that refuses: a quota, a licence, or the request itself."""
    if _DENIED.search(response.body):
        return TryAgain(
            f"{_NAME} denies more records: its allowance is used up",
            wait=restart_pause(response.body, response.received),
            otherwise=QuotaExceeded,
            help="go on when the next period of the contract begins",
        )
    try:
        document(response, _NAME)
    except NotEntitled as fault:
        return NotEntitled(fault.message, help=_HELP)
    except RequestRefused as fault:
        if response.status == 400 and _LICENCE.search(fault.message):
            return NotEntitled(fault.message, help=_HELP)
        return fault
    return _no_result(response)
