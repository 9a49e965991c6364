"""Works that cite one another, shown as OpenAlex, Europe PMC, Semantic Scholar and Crossref do.

The work `10.1000/seed` (PMID 7) cites as many works as the list has numbers, and is cited by
as many; nothing else is known.
"""

from __future__ import annotations

from typing import Any

from servers import cursor
from servers.lists import Call, ListServer, Reply, as_json

DOI, PMID = "10.1000/seed", "7"


def openalex(state: ListServer, call: Call) -> Reply:
    if call.path == "/works":
        assert call.sent["filter"].partition(",")[0] in ("cites:W70", "cited_by:W70")
        return cursor.openalex(state, call)
    if call.path not in (f"/works/doi:{DOI}", f"/works/pmid:{PMID}", "/works/W70"):
        return as_json({"error": "404 Not Found"}, 404)
    counts = {"cited_by_count": state.count, "referenced_works_count": state.count}
    return as_json({"id": "https://openalex.org/W70", **counts})


def europepmc(state: ListServer, call: Call) -> Reply:
    if call.path == "/searchPOST":
        known = call.sent["query"] == f'DOI:"{DOI}"'
        found = [{"id": PMID, "source": "MED"}] if known else []
        return as_json({"hitCount": len(found), "resultList": {"result": found}})
    size, page = int(call.sent["pageSize"]), int(call.sent["page"])
    found = state.numbers[(page - 1) * size : page * size]
    backward = call.path == f"/MED/{PMID}/references"
    assert backward or call.path == f"/MED/{PMID}/citations"
    rows: list[dict[str, Any]] = [
        {"id": str(n), "source": "MED", "title": f"Trial {n}", "authorString": "Repper J, King MH"}
        for n in found
    ]
    if backward and rows:
        # What could not be matched has no number.
        rows[0] = {"title": "An unmatched report", "pubYear": 1999}
    name, inner = ("referenceList", "reference") if backward else ("citationList", "citation")
    return as_json({"hitCount": state.count, name: {inner: rows}})


def semantic_scholar(state: ListServer, call: Call) -> Reply:
    if not call.path.endswith(("/references", "/citations")):
        known = (f"/paper/DOI:{DOI}", f"/paper/PMID:{PMID}", "/paper/seed")
        if call.path not in known:
            return as_json({"error": "Paper with id 0 not found"}, 404)
        counts = {"citationCount": state.count, "referenceCount": state.count}
        return as_json({"paperId": "seed", **counts})
    key = "citedPaper" if call.path == "/paper/seed/references" else "citingPaper"
    start, size = int(call.sent["offset"]), int(call.sent["limit"])
    found = state.numbers[start : start + size]
    content: dict[str, Any] = {"offset": start}
    content["data"] = [{key: {"paperId": f"p{n}", "title": f"Trial {n}"}} for n in found]
    if start + size < len(state.numbers):
        content["next"] = start + size
    return as_json(content)


def crossref(state: ListServer, call: Call) -> Reply:
    if call.path != f"/works/{DOI}":
        return Reply(b"Resource not found.", 404)
    listed = [{"key": f"r{n}", "DOI": f"10.1000/{n}", "year": "2019"} for n in state.numbers]
    work = {"DOI": DOI, "reference-count": state.count, "reference": listed}
    return as_json({"status": "ok", "message-type": "work", "message": work})
