"""Lists as Clarivate shows them: API Expanded in XML, with numbers for opened lists and an
allowance for the year, and the Starter API in JSON, page by page.
"""

from __future__ import annotations

from servers.lists import Call, ListServer, Reply, as_json

DENIED = (
    "Request denied by Throttle server. Request denied for quantity of 100 for activity"
    ' "Records" of service "WOK-WS". The following reasons apply: Reason (1) - amount requested'
    " exceeds limit of 50,000 per period for throttle REC-AmtPerYear. Details of this throttle"
    " are the following: this is an AmountPerPeriod throttle; the period length is 1 year(s);"
    " the period restarts after Saturday, December 31, 2050 at 11:59:59 PM UTC."
)
NO_RECORD = {
    "error": {
        "status": 404,
        "title": "Resource couldn't be found",
        "details": "There is no record found in the Web of Science database. Please check your"
        " query.",
    }
}


class Allowance:
    """The Expanded API with so many full records left; each that is delivered is counted."""

    def __init__(self, left: int = 50_000) -> None:
        self.left = left

    def __call__(self, state: ListServer, call: Call) -> Reply:
        size, first = int(call.sent["count"]), int(call.sent["firstRecord"])
        if size > 100 or first > 100_000:
            return as_json({"code": 400, "message": "count or firstRecord out of range"}, 400)
        found = state.numbers[first - 1 : first - 1 + size]
        if size and self.left < len(found):
            return Reply(DENIED.encode(), 429)
        self.left -= len(found)
        result = None if "/query/" in call.path else (opened(call), state.count)
        headers = {
            "X-REC-AmtPerYear-Remaining": str(self.left),
            "X-REQ-ReqPerSec-Remaining": "1",
            "Content-Type": "application/xml",
        }
        return Reply(in_xml(found, result), 200, headers)


def expanded(state: ListServer, call: Call) -> Reply:
    return Allowance()(state, call)


def opened(call: Call) -> int:
    """Return the number of a list; it says which days of publication the list holds."""
    return int("".join(filter(str.isdecimal, call.sent.get("publishTimeSpan", ""))) or 34)


def in_xml(found: list[int], result: tuple[int, int] | None) -> bytes:
    """The answer to a search, or, without a result, to what was asked of an opened list."""
    records = "".join(
        f"<REC><UID>WOS:{n:015}</UID><static_data><summary>"
        f'<pub_info pubyear="2021" pubmonth="MAR"/><titles count="1">'
        f'<title type="item">Trial {n}</title></titles></summary></static_data></REC>'
        for n in found
    )
    listing = f'<val name="Records"><![CDATA[<records>{records}</records>]]></val>'
    if result is not None:
        number, total = result
        values = {"QueryID": number, "RecordsSearched": 177_881_258, "RecordsFound": total}
        rows = "".join(f'<val name="{name}">{value}</val>' for name, value in values.items())
        listing = f'<map name="Data">{listing}</map><map name="QueryResult"><map>{rows}</map></map>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<response xmlns="http://www.isinet.com/xrpc42"><map>{listing}</map></response>'
    ).encode()


def starter(state: ListServer, call: Call) -> Reply:
    size, page = int(call.sent["limit"]), int(call.sent["page"])
    if not 1 <= size <= 50:
        return as_json({"error": {"status": 400, "title": "Bad request"}}, 400)
    if not state.count:
        return as_json(NO_RECORD, 404)
    found = state.numbers[(page - 1) * size : page * size]
    hits = [
        {
            "uid": f"WOS:{n:015}",
            "title": f"Trial {n}",
            "source": {"publishYear": 2021, "publishMonth": "MAR"},
            "identifiers": {"pmid": f"MEDLINE:{n}"},
        }
        for n in found
    ]
    metadata = {"total": state.count, "page": page, "limit": size}
    return as_json({"metadata": metadata, "hits": hits})
