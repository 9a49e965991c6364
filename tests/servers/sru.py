"""A list in SRU, walked by position, with MARC records inside: Alma."""

from __future__ import annotations

from servers.lists import Call, ListServer, Reply

_ROOT = '<searchRetrieveResponse xmlns="http://www.loc.gov/zing/srw/"><version>1.2</version>'


def alma(state: ListServer, call: Call) -> Reply:
    start, size = int(call.sent["startRecord"]), int(call.sent["maximumRecords"])
    found = state.numbers[start - 1 : start - 1 + size]
    records = "".join(
        "<record><recordSchema>marcxml</recordSchema><recordData>"
        '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 c 4500</leader>'
        f'<controlfield tag="001">99{n:05}</controlfield>'
        '<controlfield tag="008">210309s2021    no ||||| |||| 00||||nob  </controlfield>'
        f'<datafield tag="245" ind1=" " ind2=" "><subfield code="a">Trial {n} /</subfield>'
        "</datafield></record></recordData></record>"
        for n in found
    )
    after = start + len(found)
    further = f"<nextRecordPosition>{after}</nextRecordPosition>" if after <= state.count else ""
    total = f"<numberOfRecords>{state.count}</numberOfRecords>"
    body = f"{_ROOT}{total}<records>{records}</records>{further}</searchRetrieveResponse>"
    return Reply(body.encode())


DIAGNOSTIC = (
    f"{_ROOT}<numberOfRecords>0</numberOfRecords><diagnostics>"
    '<diagnostic xmlns="http://www.loc.gov/zing/srw/diagnostic/">'
    "<uri>info:srw/diagnostic/1/16</uri><details>alma.foo</details>"
    "<message>Unsupported index</message></diagnostic></diagnostics></searchRetrieveResponse>"
).encode()
