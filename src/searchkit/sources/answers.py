"""What status and headers of an answer mean: how long to wait, and errors that say what to do.

Sources call `refusal` for answers that carry no text of their own they know better. 429 and
5xx are not refusals but waits, and are dealt with in `searchkit.sources.http`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from searchkit.errors import HarvestError, NotEntitled, RequestRefused
from searchkit.sources.base import Response, Token, TryAgain

PAUSE_HEADERS = ("retry-after", "x-rate-limit-retry-after-seconds")
"""The standard one first; the other is Lens' (V: its documentation)."""
_ALLOWANCE = "x-rec-amtperyear-remaining"
"""Clarivate's count of full records left in the year (V: recorded, 47,645)."""
_RESTART = re.compile(rb"period restarts after \w+, (\w+ \d+, \d{4} at [\d:]+ [AP]M) UTC")
"""How Clarivate says when an allowance begins anew (C: wosr, issue 19 of 2021)."""
_SHOWN = 300
_LAST_SECOND = 1e11
"""Seconds since 1970 in the year 5138; a larger number counts milliseconds."""
_SAID = (
    "message",
    "error_description",
    "errMsg",
    "reference",
    "details",
    "error",
    "errors",
    "detail",
    "title",
)
"""Names under which error documents say what is wrong, the most telling one first; the last two
are those of RFC 9457."""
_SHORTEST_TOKEN = 8
_TAGS = re.compile(rb"<(script|style|head)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)


def excerpt(body: bytes) -> str:
    """Return what a body says, without markup, on one line and not longer than needed.

    >>> excerpt(b"<html><body><h1>Submitted URI too large!</h1></body></html>")
    'Submitted URI too large!'
    """
    text = _TAGS.sub(b" ", body[:20_000]).decode("utf-8", errors="replace")
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


def document(response: Response, platform: str) -> dict[str, Any]:
    """Return the JSON object that an answer holds.

    Raises TryAgain when it is damaged or no object, the refusal when the status says so; the
    refusal shows the message inside an error document instead of the document.
    """
    try:
        # Raw line ends inside strings have been seen (V: NCBI), which strict JSON forbids.
        content = json.loads(response.body, strict=False)
    except ValueError:
        content = None
    if response.status != 200:
        said = _message(content)
        raise refusal(replace(response, body=said.encode()) if said else response, platform)
    if not isinstance(content, dict):
        raise TryAgain(f"{platform} sends something else than JSON: {excerpt(response.body)}")
    return content


def token_in(response: Response, platform: str, member: str, life: str = "") -> Token:
    """Return the token that a JSON answer holds under a name; under `life`, its seconds.

    Raises TryAgain for anything else, and quotes nothing: a damaged answer holds a secret too.
    """
    try:
        content = json.loads(response.body)
    except ValueError:
        content = None
    value = content.get(member) if isinstance(content, dict) else None
    if not isinstance(value, str) or len(value) < _SHORTEST_TOKEN or not value.isascii():
        raise TryAgain(f"{platform} answers a sign-in without the token it should hold")
    return Token(value, number(str(content.get(life, ""))) if isinstance(content, dict) else None)


def _message(content: object) -> str:
    """Return what an error document says, by the names that services use.

    >>> _message({"message": [{"type": "cursor-invalid", "message": "it is invalid"}]})
    'it is invalid'
    """
    match content:
        case str():
            return content
        case list():
            return "; ".join(filter(None, map(_message, content)))
        case dict():
            found = [_message(content[name]) for name in _SAID if content.get(name)]
            return next(filter(None, found), "")
        case _:
            return ""


def refusal(response: Response, platform: str) -> HarvestError:
    """Return the error for an answer that refuses the request, by its status."""
    said = excerpt(response.body)
    told = f"{platform} answers {response.status}" + (f": {said}" if said else "")
    match response.status:
        case 401 | 403:
            return NotEntitled(
                told, help=f"check the credentials for {platform}, and that they allow this"
            )
        case 413 | 414:
            sent = response.request.form or response.request.params
            length = sum(len(value) for _, value in sent)
            return RequestRefused(
                f"{told} (the request holds {length:,} characters)",
                help="shorten the search: cut it into parts, search each and merge the files",
            )
        case status if 300 <= status < 400:
            target = response.headers.get("location", "an address it does not name")
            return RequestRefused(
                f"{platform} answers {status}: it has moved to {target}",
                help="correct the address of the source, or update searchkit",
            )
        case _:
            return RequestRefused(
                told, help="check the search string; the platform does not accept it as it is"
            )


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks for: a number or an HTTP date.

    >>> retry_after("2", datetime(2026, 11, 24, tzinfo=UTC))
    2.0
    >>> retry_after("Tue, 24 Nov 2026 00:01:00 GMT", datetime(2026, 11, 24, tzinfo=UTC))
    60.0
    >>> retry_after("soon", datetime(2026, 11, 24, tzinfo=UTC))
    """
    seconds = number(value)
    if seconds is not None:
        return max(seconds, 0.0)
    try:
        moment = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return max((moment.astimezone(UTC) - now).total_seconds(), 0.0)


def asked_pause(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that an answer asks to wait, by any of the headers in use.

    Elsevier tells by `X-ELS-Status` that the allowance of the week is used up; only then
    `X-RateLimit-Reset` is the end of the pause, and not of the week (C: public clients).

    >>> asked_pause({"x-rate-limit-retry-after-seconds": "8"}, datetime(2026, 11, 24, tzinfo=UTC))
    8.0
    """
    if headers.get("x-els-status", "").startswith("QUOTA_EXCEEDED"):
        reset = moment(headers.get("x-ratelimit-reset"))
        if reset is not None and reset > now:
            return (reset - now).total_seconds()
    said = (retry_after(headers.get(name), now) for name in PAUSE_HEADERS)
    return next((seconds for seconds in said if seconds is not None), None)


def moment(value: str | None) -> datetime | None:
    """Return the moment in a header: seconds or milliseconds since 1970, or an ISO date.

    All three have been seen of Elsevier (V: milliseconds recorded in 2020; C: the others); a
    date without a zone is taken for UTC (unverified).

    >>> moment("1594210657000") == moment("1594210657") == moment("2020-07-08 12:17:37")
    True
    >>> moment("soon")
    """
    since = number(value)
    try:
        if since is not None:
            return datetime.fromtimestamp(since / 1000 if since > _LAST_SECOND else since, UTC)
        found = datetime.fromisoformat((value or "").strip())
    except (ValueError, OverflowError, OSError):
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def restart_pause(body: bytes, now: datetime) -> float | None:
    """Return the seconds until the moment that a body names for an allowance to begin anew.

    >>> restart_pause(
    ...     b"the period restarts after Thursday, December 31, 2026 at 11:59:59 PM UTC.",
    ...     datetime(2026, 12, 31, 23, 59, 0, tzinfo=UTC),
    ... )
    59.0
    """
    found = _RESTART.search(body)
    if found is None:
        return None
    try:
        moment = datetime.strptime(found[1].decode(), "%B %d, %Y at %I:%M:%S %p")
    except ValueError:
        return None
    return max((moment.replace(tzinfo=UTC) - now).total_seconds(), 0.0)


def allowance(headers: Mapping[str, str]) -> int | None:
    """Return how many records a user may still have in this period, None where not told.

    >>> allowance({"x-rec-amtperyear-remaining": "47645"})
    47645
    """
    left = number(headers.get(_ALLOWANCE))
    return None if left is None else int(left)


def number(value: str | None) -> float | None:
    """Return the number a header holds, None for anything else or nothing."""
    text = (value or "").strip()
    return float(text) if text.replace(".", "", 1).isdecimal() else None
