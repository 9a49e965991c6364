"""Crossref with works that match a search, that do not, and that say too little."""

from __future__ import annotations

from typing import Any

from servers.lists import Call, ListServer, Reply, as_json

PEER = "Peer support in mental health"


def work(number: int) -> dict[str, Any]:
    """Return a work; of ten, three match a search for peer support, three say too little.

    Those that end in 0 and 1 have it in the title, in 2 in the abstract; those in 3 to 5 have
    no abstract; the others have one without it.
    """
    kind = number % 10
    content: dict[str, Any] = {
        "DOI": f"10.1000/{number}",
        "title": [f"{PEER}, {number}" if kind < 2 else f"Bananas, {number}"],
        "type": "journal-article",
        "language": "en",
    }
    if kind == 2:
        content["abstract"] = "<jats:p>About peer support.</jats:p>"
    elif kind not in (3, 4, 5):
        content["abstract"] = "<jats:p>About fruit.</jats:p>"
    return content


def crossref(state: ListServer, call: Call) -> Reply:
    """The style of `servers.cursor.crossref`, with these works."""
    cursor = call.sent.get("cursor", "*")
    start = 0 if cursor == "*" else int(cursor.removeprefix("after "))
    found = state.numbers[start : start + int(call.sent["rows"])]
    message = {
        "total-results": state.count,
        "items": [work(number) for number in found],
        "next-cursor": f"after {start + len(found)}",
    }
    return as_json({"status": "ok", "message-type": "work-list", "message": message})
