"""What Elsevier's interfaces share: who asks, what a refusal says, and days of loading.

Scopus and Embase take the same two credentials: a key, and the token of an institution where
the request does not come from its network. Their refusals have two shapes, and only the code
inside tells a wrong key from a right that lacks (C: live looks of 2026). 429 is the
transport's; see `searchkit.sources.answers.asked_pause`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from searchkit.errors import HarvestError, NotEntitled, RequestRefused
from searchkit.sources.answers import document, refusal
from searchkit.sources.base import Pairs, Response, Window
from searchkit.sources.partitions import Span

HEADERS: Pairs = (("Accept", "application/json"),)
SECRETS: Pairs = (("X-ELS-APIKey", "{api_key}"), ("X-ELS-Insttoken", "{insttoken}"))
"""(V: Elsevier's interface descriptions for both.)"""

NOT_AUTHORIZED, NOT_ENTITLED = "AUTHORIZATION_ERROR", "ENTITLEMENTS_ERROR"
TOO_MANY = "exceeds the maximum number allowed"
"""What a page larger than the key may ask for is told with (C: issues of two clients)."""

FIRST_DAY, LAST_DAY = date(1996, 1, 1).toordinal(), date(2099, 12, 31).toordinal()
"""Where the axis of days of loading is cut first; beyond both ends it is open."""


class Fault(NamedTuple):
    """What a refusal says: Elsevier's code, and its words."""

    code: str
    text: str


def fault(response: Response) -> Fault:
    """Return what a refusal says, by either shape of body, else by its header."""
    try:
        content = json.loads(response.body)
    except ValueError:
        content = None
    match content:
        case {"service-error": {"status": {"statusCode": code, **rest}}}:
            return Fault(str(code), str(rest.get("statusText") or ""))
        case {"error-response": {"error-code": code, **rest}}:
            return Fault(str(code), str(rest.get("error-message") or ""))
        case {"message": str(text)}:
            return Fault("", text)
        case _:
            code, _, text = response.headers.get("x-els-status", "").partition(" - ")
            return Fault(code, text)


def refused(response: Response, platform: str, section: str) -> HarvestError:
    """Return the error for a refusal; `section` is where the credentials are configured."""
    code, text = fault(response)
    words = f"{code} ({text})" if code and text else code or text
    told = refusal(replace(response, body=words.encode()) if words else response, platform)
    where = f"under [{section}] in the configuration file"
    match told:
        case NotEntitled() if code in (NOT_AUTHORIZED, NOT_ENTITLED):
            return NotEntitled(
                told.message,
                help="the key is valid and does not allow this: work from the institution's"
                f" network, or set `insttoken` {where}; the library gets one from Elsevier",
            )
        case NotEntitled():
            return NotEntitled(
                told.message,
                help=f"set `api_key` {where}, as dev.elsevier.com shows it, and `insttoken`"
                " outside the institution's network",
            )
        case RequestRefused() if TOO_MANY in text.lower():
            return RequestRefused(
                told.message,
                help="this key may not ask for so many records at once; ask the library for"
                " `insttoken`, or cut the search by years and harvest each part",
            )
        case _:
            return told


def answered(response: Response, platform: str, section: str) -> dict[str, Any]:
    """Return the JSON object of an answer; raises TryAgain, or what `refused` returns."""
    if response.status != 200:
        raise refused(response, platform, section)
    return document(response, platform)


def loaded(window: Window | None, axis: str) -> Span:
    """Return the days of loading of a window, or all of them."""
    if window is None:
        return Span(axis, FIRST_DAY, LAST_DAY)
    return Span(axis, window.first.toordinal(), window.last.toordinal())
