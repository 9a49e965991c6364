"""Lists walked with a token or a scroll: Semantic Scholar and Lens."""

from __future__ import annotations

from servers.lists import Call, ListServer, Reply, as_json


def semantic_scholar(state: ListServer, call: Call) -> Reply:
    """Ten papers whatever is asked for; the token is null with the last page."""
    start = int(call.sent.get("token", "T0").removeprefix("T"))
    found = state.numbers[start : start + 10]
    after = start + 10
    token = f"T{after}" if after < state.count else None
    data = [{"paperId": f"p{n}", "title": f"Trial {n}", "year": 2021} for n in found]
    return as_json({"total": state.count, "token": token, "data": data})


def lens(state: ListServer, call: Call) -> Reply:
    """A scroll whose number says where it stands; 204 after its end."""
    scroll = call.sent.get("scroll_id")
    start = 0 if scroll is None else int(str(scroll).removeprefix("S"))
    if start and start >= state.count:
        return Reply(b"", 204)
    return _lens_page(state, start, f"S{start + 10}")


def moving_scroll(state: ListServer, call: Call) -> Reply:
    """A scroll that keeps its name and moves on with each request, also an unlucky one."""
    walked = sum("scroll_id" in earlier.sent for earlier in state.calls)
    return _lens_page(state, 10 * walked, "S")


def _lens_page(state: ListServer, start: int, scroll: str) -> Reply:
    found = state.numbers[start : start + 10]
    data = [
        {"lens_id": f"000-000-000-000-{n:03}", "title": f"Trial {n}", "year_published": 2021}
        for n in found
    ]
    content = {"total": state.count, "scroll_id": scroll, "data": data, "results": len(data)}
    return as_json(content)
