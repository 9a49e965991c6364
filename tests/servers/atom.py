"""A list in an Atom feed, walked by offset: arXiv."""

from __future__ import annotations

from servers.lists import Call, ListServer, Reply

_FEED = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
    ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
    ' xmlns:arxiv="http://arxiv.org/schemas/atom">'
)


def arxiv(state: ListServer, call: Call) -> Reply:
    start, size = int(call.sent["start"]), int(call.sent["max_results"])
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/2101.{n:05}v2</id><title>Trial\n  {n}</title>"
        "<published>2021-03-09T10:00:00Z</published><summary>Peers.</summary>"
        "<author><name>Julie Repper</name></author></entry>"
        for n in state.numbers[start : start + size]
    )
    total = f"<opensearch:totalResults>{state.count}</opensearch:totalResults>"
    return Reply(f"{_FEED}{total}{entries}</feed>".encode())


ERROR = (
    f"{_FEED}<opensearch:totalResults>1</opensearch:totalResults><entry>"
    "<id>http://arxiv.org/api/errors#bad</id><title>Error</title>"
    "<summary>Malformed query</summary></entry></feed>"
).encode()
