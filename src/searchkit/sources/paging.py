"""Paging: what sources share that walk through one list, page after page.

The place in the list travels in `Request.carry`, with the ends of the page before. So a page
sent twice is seen, a page that stops early is asked for again, and resuming is sending the
request again. What a cursor looks like and which signal ends the list is each source's own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from searchkit.errors import Incomplete, UsageError
from searchkit.records.record import Record
from searchkit.sources.base import Page, Pairs, Request, Settings, TryAgain, Window
from searchkit.sources.partitions import Part, Span

COUNT: Pairs = (("step", "count"),)
LIST: Pairs = (("step", "list"), ("rank", "1"))


def rank(request: Request) -> int:
    """Return the place, from 1, of the first record that a request asks for."""
    return int(request.carried("rank") or 1)


def counting(request: Request) -> bool:
    """Say whether only the hit count is asked for."""
    return request.carried("step") == "count"


def with_params(request: Request, **params: str) -> Request:
    """Return a request with other values for some parameters, in form or address."""
    sent = request.form or request.params
    changed = (*(pair for pair in sent if pair[0] not in params), *params.items())
    if request.form:
        return replace(request, form=changed)
    return replace(request, params=changed)


def listed(
    request: Request,
    platform: str,
    found: Sequence[tuple[str, Record]],
    total: int,
    following: Request | None,
) -> Page:
    """Return one page of a list as it arrived, the request that follows completed.

    `found` pairs each record with what identifies it on the platform. `following` is None
    where the platform says, or the numbers say, that the list is at its end. Raises TryAgain,
    in the end Incomplete, for a page that repeats the one before, is empty in mid-list, or
    ends the list too early.
    """
    first = rank(request)
    after = first + len(found)
    keys = [key for key, _ in found]
    edge = json.loads(request.carried("edge") or "[]")
    if edge and len(keys) > 1 and set(edge) <= set(keys):
        raise TryAgain(f"{platform} sends a page of results twice", otherwise=Incomplete)
    if after <= total and (following is None or not found):
        raise TryAgain(
            f"{platform} finds {total:,} records and ends the list after {after - 1:,}",
            otherwise=Incomplete,
        )
    if following is not None and found:
        ends = json.dumps([keys[0], keys[-1]])
        carry = (("step", "list"), ("rank", str(after)), ("edge", ends))
        following = replace(following, carry=carry)
    return Page(
        records=tuple(record for _, record in found),
        ranks=tuple(range(first, after)),
        hit_count=total,
        next=following if found else None,
    )


def whole_number(value: Any, platform: str, what: str = "how many records it finds") -> int:
    """Return a count from an answer; raises TryAgain for anything that is none."""
    if isinstance(value, bool) or not str(value).isdecimal():
        raise TryAgain(f"the answer of {platform} does not say {what}")
    return int(value)


def items(value: Any, platform: str) -> list[Mapping[str, Any]]:
    """Return the list of results in an answer; raises TryAgain when it is none."""
    if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        raise TryAgain(f"the answer of {platform} holds no list of results")
    return value


def days_of(axis: str, window: Window | None, since: date) -> Span:
    """Return the days of a window, or all from the one on which a service began."""
    if window is None:
        return Span(axis, since.toordinal(), date(2999, 12, 31).toordinal())
    return Span(axis, window.first.toordinal(), window.last.toordinal())


def days_in(part: Part) -> tuple[date, date]:
    """Return first and last day of a part that is cut by days alone."""
    [days] = part.spans
    return date.fromordinal(days.low), date.fromordinal(days.high)


def years_of(window: Window | None) -> Span:
    """Return the years of publication that a window touches, or all there can be."""
    if window is None:
        return Span("year of publication", 1000, 2999)
    return Span("year of publication", window.first.year, window.last.year)


def one_request(query: str, platform: str) -> str:
    """Return a query that is one request; raises UsageError for one that is several."""
    parts = requests_of(query)
    if len(parts) > 1:
        raise UsageError(
            f"for {platform} this search is {len(parts)} requests that find it together",
            help="harvest each of them, then remove the duplicates",
        )
    return "".join(parts)


def most_of(settings: Settings, default: int) -> int:
    """Return how many records of a list ranked by relevance are taken, by the option `most`.

    Raises UsageError when it is no number above 0.

    >>> most_of(Settings(), 1_000), most_of(Settings(options={"most": "200"}), 1_000)
    (1000, 200)
    """
    told = settings.options.get("most", "")
    if told and not (told.isdecimal() and int(told)):
        raise UsageError(f"`most` is `{told}`, which is no number of records above 0")
    return int(told or default)


def requests_of(query: str) -> tuple[str, ...]:
    """Return the requests of a query that has one of them a line; one for an empty query.

    >>> requests_of("peer support\\n\\npeer worker\\n"), requests_of("")
    (('peer support', 'peer worker'), ('',))
    """
    return tuple(line.strip() for line in query.splitlines() if line.strip()) or ("",)
