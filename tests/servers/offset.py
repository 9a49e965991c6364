"""Lists walked by page number or offset, in JSON: DOAJ, Primo and SerpApi."""

from __future__ import annotations

import re
from typing import Any

from servers.lists import Call, ListServer, Reply, as_json


def doaj(state: ListServer, call: Call) -> Reply:
    """It refuses the signs of wildcards, nearness and likeness wherever they stand."""
    if re.search(r".[^\\][*?~]", call.path):
        error = "Query contains disallowed Lucene features"
        return as_json({"status": "bad_request", "error": error}, 400)
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


def serpapi(state: ListServer, call: Call) -> Reply:
    """The count is a guess; the list ends where no next page is offered."""
    start, size = int(call.sent["start"]), int(call.sent["num"])
    found = state.numbers[start : start + size]
    content: dict[str, Any] = {
        "search_metadata": {"id": "6450d2ea", "status": "Success"},
        "search_parameters": {name: text for name, text in call.sent.items() if name != "api_key"},
        "search_information": {"total_results": state.count, "query_displayed": call.sent["q"]},
    }
    if start >= state.count:
        content["search_information"] = {"organic_results_state": "Fully empty"}
        content["error"] = "Google hasn't returned any results for this query."
        return as_json(content)
    content["organic_results"] = [
        {
            "position": place,
            "title": f"Trial {n}",
            "result_id": f"r{n}",
            "publication_info": {"summary": "J Repper - Lancet, 2021 - example.org"},
            "inline_links": {"cited_by": {"total": n}},
        }
        for place, n in enumerate(found)
    ]
    after = start + size
    if after < state.count:
        content["serpapi_pagination"] = {
            "current": 1,
            "next": f"https://example.org/?start={after}",
        }
    return as_json(content)
