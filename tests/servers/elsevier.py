"""Scopus and Embase as a key sees them: by its rights, with Elsevier's own words for a lack."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from servers.lists import Call, ListServer, Reply, as_json

TOO_MANY = "Exceeds the maximum number allowed for the service level"
NO_VIEW = "The requestor is not authorized to access the requested view or fields of the resource"
NO_CURSOR = "Use of the cursor parameter is restricted"


@dataclass(frozen=True)
class Rights:
    """What the key may do; `most` is the largest page of the view STANDARD."""

    complete: bool = True
    cursor: bool = True
    most: int = 200
    reach: int = 5_000


def refusal(status: int, code: str, text: str) -> Reply:
    return as_json(
        {"service-error": {"status": {"statusCode": code, "statusText": text}}},
        status,
        X_ELS_Status=f"{code} - {text}",
    )


def invalid_key() -> Reply:
    """The second shape of an error."""
    return as_json({"error-response": {"error-code": "APIKEY_INVALID"}}, 401)


def scopus(rights: Rights) -> Callable[[ListServer, Call], Reply]:
    """Return a server for a key with these rights."""

    def show(state: ListServer, call: Call) -> Reply:
        sent = call.sent
        count, complete = int(sent["count"]), sent["view"] == "COMPLETE"
        if complete and not rights.complete:
            return refusal(401, "AUTHORIZATION_ERROR", NO_VIEW)
        if "cursor" in sent and not rights.cursor:
            return refusal(403, "ENTITLEMENTS_ERROR", NO_CURSOR)
        start = int(sent.get("start", "0"))
        if "cursor" in sent:
            start = 0 if sent["cursor"] == "*" else int(sent["cursor"].removeprefix("AoJ"))
        elif start + count > rights.reach:
            return refusal(400, "INVALID_INPUT", TOO_MANY)
        if count > (25 if complete else rights.most):
            return refusal(400, "INVALID_INPUT", TOO_MANY)
        found = state.numbers[start : start + count]
        content: dict[str, Any] = {
            "opensearch:totalResults": str(state.count),
            "opensearch:startIndex": str(start),
            "opensearch:itemsPerPage": str(len(found)),
            "entry": [entry(number, complete=complete) for number in found],
        }
        if len(found) == 1:
            content["entry"] = content["entry"][0]
        if not state.count:
            content["entry"] = [{"@_fa": "true", "error": "Result set was empty"}]
        if "cursor" in sent:
            content["cursor"] = {"@current": sent["cursor"], "@next": f"AoJ{start + len(found)}"}
        return as_json({"search-results": content}, X_ELS_Status="OK", X_RateLimit_Limit="20000")

    return show


def entry(number: int, *, complete: bool) -> dict[str, Any]:
    """Return one record as either view shows it."""
    seen: dict[str, Any] = {
        "@_fa": "true",
        "dc:identifier": f"SCOPUS_ID:{number}",
        "eid": f"2-s2.0-{number}",
        "dc:title": f"Trial {number}",
        "prism:coverDate": "2021-03-01",
        "prism:coverDisplayDate": "March 2021",
        "dc:creator": "Repper J.",
    }
    if not complete:
        return seen
    people = [("Repper", "Julie"), ("Carter", "Tim")]
    return seen | {
        "dc:description": "Lived experience.",
        "authkeywords": "peer support | recovery",
        "author": [{"surname": family, "given-name": given} for family, given in people],
    }


def embase(state: ListServer, call: Call) -> Reply:
    """Positions begin with 1; the search stands in the body."""
    start, count = int(call.address["start"]) - 1, int(call.address["count"])
    if start + count > 5_000:
        return refusal(400, "INVALID_INPUT", TOO_MANY)
    results = [
        {
            "itemInfo": {"itemIdList": {"lui": f"L{number:06}"}},
            "head": {
                "citationTitle": {"titleText": [{"ttltext": f"Trial {number}"}]},
                "source": {"publicationYear": "2021"},
            },
        }
        for number in state.numbers[start : start + count]
    ]
    header = {"query": call.sent["query"], "hits": state.count}
    return as_json({"header": header, "results": results})
