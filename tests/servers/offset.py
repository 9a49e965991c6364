"""Lists walked by page number or offset, in JSON: DOAJ and Primo."""

from __future__ import annotations

from servers.lists import Call, ListServer, Reply, as_json


def doaj(state: ListServer, call: Call) -> Reply:
    size, page = int(call.sent["pageSize"]), int(call.sent["page"])
    found = state.numbers[(page - 1) * size : page * size]
    results = [
        {"id": f"{n:032x}", "bibjson": {"title": f"Trial {n}", "year": "2021"}} for n in found
    ]
    return as_json({"total": state.count, "page": page, "pageSize": size, "results": results})


def primo(state: ListServer, call: Call) -> Reply:
    start, size = int(call.sent["offset"]), int(call.sent["limit"])
    found = state.numbers[start : start + size]
    docs = [
        {
            "pnx": {
                "control": {"recordid": [f"alma{n}"]},
                "addata": {"atitle": [f"Trial {n}"], "date": ["2021-03"]},
            }
        }
        for n in found
    ]
    info = {"total": state.count, "totalResultsPC": -1, "first": start + 1}
    return as_json({"info": info, "docs": docs})
