"""EDS: the shape of EBSCO's requests and answers: pages, places, databases, errors.

Names are those of recorded answers and requests (V, 2017 and 2018).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from searchkit.errors import Incomplete
from searchkit.records.services.values import inner, objects
from searchkit.sources.base import Request, Response, ServerWarning, TokenRefused, TryAgain

NAME = "EBSCO"
AUTH, SESSION = "auth_token", "session_token"
STALE = {"104": AUTH, "107": AUTH, "108": SESSION, "109": SESSION, "106": SESSION}
"""Errors that a token is invalid or missing (C: EBSCO's own client; 106 unverified)."""
TOO_FAR = "138"
"""The error of a request too far ahead of the one before (V: recorded)."""
HELP = (
    "set `user_id`, `password` and `profile` under [ebsco] in the configuration file (without"
    " `user_id` the address of this machine counts); the library has them from EBSCO"
)


def error_of(response: Response) -> tuple[str, str]:
    """Return number and text of the error in an answer, whatever its status."""
    try:
        content = json.loads(response.body, strict=False)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        return "", f"status {response.status}"
    number = str(content.get("ErrorNumber") or content.get("ErrorCode") or "")
    names = ("ErrorDescription", "DetailedErrorDescription", "Reason", "AdditionalDetail")
    said = " ".join(str(content[name]).strip() for name in names if content.get(name))
    return number, f"error {number}: {said}" if number else f"status {response.status}"


def token_refused(number: str, said: str) -> TokenRefused:
    """Return the error for one of the `STALE` numbers."""
    return TokenRefused(
        f"{NAME} does not accept its token ({said})", token=STALE[number], help=HELP
    )


def page_number(request: Request) -> int:
    """Return the page, from 1, that a search asks for."""
    return int(json.loads(request.json)["RetrievalCriteria"]["PageNumber"])


def at_page(request: Request, number: int) -> Request:
    """Return the same search at another page."""
    content = json.loads(request.json)
    content["RetrievalCriteria"]["PageNumber"] = number
    return replace(request, json=json.dumps(content, ensure_ascii=False))


def first_place(request: Request) -> int:
    """Return the place, from 1, of the first record of the page that is asked for."""
    size = int(json.loads(request.json)["RetrievalCriteria"]["ResultsPerPage"])
    return (page_number(request) - 1) * size + 1


def check_places(found: Sequence[Mapping[str, Any]], first: int) -> None:
    """Ask again for a page whose records are not those of its place in the list."""
    told = [one.get("ResultId") for one in found]
    if told != list(range(first, first + len(found))):
        raise TryAgain(
            f"{NAME} sends other results than those from {first:,} on", otherwise=Incomplete
        )


def key_of(one: Mapping[str, Any]) -> str:
    """Return what tells a result from all others: its database and its number there."""
    header = inner(one.get("Header"))
    return f"{header.get('DbId')}:{header.get('An')}"


def labels(databases: Any, found: Sequence[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    """Return the labels of the databases that an answer names, each with whether it has hits."""
    rows = [(row.get("Label"), row.get("Hits") not in (0, "0")) for row in objects(databases)]
    rows += [(inner(one.get("Header")).get("DbLabel"), True) for one in found]
    return [(str(label or ""), hits) for label, hits in rows]


def term(request: Request) -> str:
    """Return the query that a search asks for."""
    return str(json.loads(request.json)["SearchCriteria"]["Queries"][0]["Term"])


def failing(statistics: Mapping[str, Any]) -> Iterator[ServerWarning]:
    """Yield the databases that did not answer: all had status 0 in recorded answers."""
    for row in objects(statistics.get("Databases")):
        if str(row.get("Status", "0")) != "0":
            yield ServerWarning("server-message", f"{row.get('Label')}: status {row['Status']}")
