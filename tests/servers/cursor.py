"""Lists walked with a cursor: Europe PMC, OpenAlex and Crossref, each with its end signal."""

from __future__ import annotations

from typing import Any

from servers.lists import Call, ListServer, Reply, as_json


def _slice(state: ListServer, cursor: str, size: int) -> tuple[list[int], str]:
    start = 0 if cursor == "*" else int(cursor.removeprefix("after "))
    found = state.numbers[start : start + size]
    return found, f"after {start + len(found)}"


def europepmc(state: ListServer, call: Call) -> Reply:
    """The mark stays what it was when the list is at its end."""
    sent = call.sent
    found, cursor = _slice(state, sent.get("cursorMark", "*"), int(sent["pageSize"]))
    results: list[dict[str, Any]] = [
        {
            "id": str(n),
            "source": "MED",
            "pmid": str(n),
            "title": f"Peer support, trial number {n}.",
            "journalInfo": {"yearOfPublication": 2021},
            "abstractText": "<h4>Aim</h4>Lived experience.",
        }
        for n in found
    ]
    content = {"version": "6.9", "hitCount": state.count, "resultList": {"result": results}}
    return as_json({**content, "nextCursorMark": cursor if found else sent.get("cursorMark")})


def openalex(state: ListServer, call: Call) -> Reply:
    """The cursor is null with the page after the last."""
    sent = call.sent
    found, cursor = _slice(state, sent.get("cursor", "*"), int(sent["per_page"]))
    results = [
        {"id": f"https://openalex.org/W{n}", "title": f"Trial {n}", "publication_year": 2021}
        for n in found
    ]
    meta = {"count": state.count, "next_cursor": cursor if found else None}
    return as_json({"meta": meta, "results": results, "group_by": []})


def crossref(state: ListServer, call: Call) -> Reply:
    """A cursor comes with every page, the last one as well."""
    sent = call.sent
    found, cursor = _slice(state, sent.get("cursor", "*"), int(sent["rows"]))
    items = [{"DOI": f"10.1000/{n}", "title": [f"Trial {n}"], "type": "book"} for n in found]
    message = {"total-results": state.count, "items": items, "next-cursor": cursor}
    return as_json({"status": "ok", "message-type": "work-list", "message": message})
