"""Lists behind a sign-in: EBSCO with its sessions, WorldCat with its bearer token."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import NamedTuple, Protocol

from searchkit.sources import Connection
from searchkit.sources.base import Page, SignsIn, Source
from searchkit.sources.http import HttpTransport
from searchkit.sources.position import Tally
from servers.lists import Call, Fault, ListServer, Reply, as_json

USER, PASSWORD = "library", "planted-password-0815"
CLIENT, SECRET = "planted-client-4711", 'planted/"secret"+0815'
JUMP = 250


def eds_error(number: str, said: str, detail: str = "") -> Reply:
    """An error in the shape of the recorded one, with its status."""
    body = {"DetailedErrorDescription": detail, "ErrorDescription": said, "ErrorNumber": number}
    return as_json(body, 400)


def ebsco_door(state: ListServer, call: Call) -> Reply | None:
    """Hand out tokens to those who belong here, and let in who carries both."""
    auth, session = call.headers.get("x-authenticationtoken"), call.headers.get("x-sessiontoken")
    match call.path.rpartition("/")[2]:
        case "uidauth" if (call.sent.get("UserId"), call.sent.get("Password")) != (USER, PASSWORD):
            said = f"user {call.sent.get('UserId')} with {call.sent.get('Password')} is unknown"
            return as_json({"ErrorCode": 1102, "Reason": said}, 400)
        case "uidauth" | "ipauth":
            return as_json({"AuthToken": state.hand_out("auth"), "AuthTimeout": "1800"})
        case _ if not auth:
            return eds_error("107", "Authentication Token Missing")
        case _ if auth not in state.tokens:
            return eds_error("104", "Auth Token Invalid", auth)
        case "CreateSession" if call.sent.get("Profile") == "nobody":
            return eds_error("113", "Profile ID is not assocated with caller's credentials.")
        case "CreateSession":
            return as_json({"SessionToken": state.hand_out("session")})
        case "EndSession":
            state.tokens.pop(call.sent["SessionToken"], None)
            return as_json({"IsSuccessful": "y"})
        case _ if not session:
            return eds_error("108", "Session Token Missing")
        case _ if session not in state.tokens:
            return eds_error("109", "Session Token Invalid", session)
        case _:
            return None


def ebsco(state: ListServer, call: Call) -> Reply:
    """Pages of one database, none of which begins too far ahead of the one before."""
    criteria, session = call.sent["RetrievalCriteria"], call.headers["x-sessiontoken"]
    size, page = criteria["ResultsPerPage"], criteria["PageNumber"]
    start = (page - 1) * size
    furthest = state.tokens[session] + JUMP
    if start + 1 > furthest:
        detail = f"Requested records starting at # {start + 1}. Max start request number is"
        return eds_error("138", "Max Record Retrieval Exceeded", f"{detail} : {furthest} ")
    state.tokens[session] = max(state.tokens[session], start + 1)
    found = state.numbers[start : start + size]
    label = "CINAHL Complete"
    part = {
        "Dates": [{"D": "01", "M": "03", "Text": "Mar2021", "Type": "published", "Y": "2021"}],
        "Titles": [{"TitleFull": "Journal", "Type": "main"}],
    }
    records = [
        {
            "ResultId": start + at,
            "Header": {"DbId": "ccm", "DbLabel": label, "An": str(n), "PubType": "Article"},
            "RecordInfo": {
                "BibRecord": {
                    "BibEntity": {"Titles": [{"TitleFull": f"Trial {n}", "Type": "main"}]},
                    "BibRelationships": {"IsPartOfRelationships": [{"BibEntity": part}]},
                }
            },
        }
        for at, n in enumerate(found, start=1)
    ]
    databases = [{"Id": "ccm", "Label": label, "Status": "0", "Hits": state.count}]
    statistics = {"TotalHits": state.count, "TotalSearchTime": 9, "Databases": databases}
    data = {"RecordFormat": "EP Display", **({"Records": records} if records else {})}
    return as_json({"SearchResult": {"Statistics": statistics, "Data": data}})


def worldcat_door(state: ListServer, call: Call) -> Reply | None:
    """Hand out a bearer token for key and secret, and let in who carries it."""
    sent = call.headers.get("authorization", "")
    if call.path.endswith("/token"):
        if sent != f"Basic {base64.b64encode(f'{CLIENT}:{SECRET}'.encode()).decode()}":
            return as_json({"error": "invalid_client", "error_description": f"not {sent}"}, 401)
        assert call.sent == {"grant_type": "client_credentials", "scope": "wcapi"}
        token = state.hand_out("access")
        return as_json({"access_token": token, "token_type": "bearer", "expires_in": 1199})
    if sent.removeprefix("Bearer ") not in state.tokens:
        return as_json({"message": f"{sent} is not valid"}, 401)
    return None


def worldcat(state: ListServer, call: Call) -> Reply:
    start, size = int(call.sent["offset"]) - 1, int(call.sent["limit"])
    records = [
        {
            "identifier": {"oclcNumber": str(n)},
            "title": {"mainTitles": [{"text": f"Trial {n} / by nobody."}]},
            "date": {"machineReadableDate": "2021"},
        }
        for n in state.numbers[start : start + size]
    ]
    return as_json({"numberOfRecords": state.count, "bibRecords": records})


def expired(kind: str) -> Fault:
    """From this call on, no token of a kind is good; the call is answered accordingly."""

    def fault(state: ListServer, call: Call, reply: Reply) -> Reply:
        state.expire(kind)
        refused = state.door(state, call) if state.door else None
        assert refused is not None
        return refused

    return fault


SECRETS = {
    "password": PASSWORD,
    "client_id": CLIENT,
    "client_secret": SECRET,
}


class Clock(Protocol):
    now: float
    slept: list[float]

    def __call__(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


class Place(NamedTuple):
    """A source, its server, and new ways to it, each with a sign-in of its own."""

    source: Source
    server: ListServer
    way: Callable[[], AbstractContextManager[Connection]]

    def entered(self, name: str) -> int:
        """Return how often the server was asked for a token, or to take it back."""
        return sum(call.path.endswith(name) for call in self.server.entries)

    def numbers(self) -> tuple[list[str], Tally]:
        """Walk the whole list on a new way; return the numbers of its records, and the sums."""
        with self.way() as connection:
            steps = list(connection.pages("TI peer"))
        return numbers(page for page, _ in steps), steps[-1].tally

    def pages(self) -> list[int]:
        return [call.sent["RetrievalCriteria"]["PageNumber"] for call in self.server.calls]


def numbers(pages: Iterable[Page]) -> list[str]:
    """Return what the server made the records of, in order."""
    records = [record for page in pages for record in page.records]
    return [record.identifier("oclc") or record.identifier("accession") for record in records]


def placed(source: Source, server: ListServer, clock: Clock) -> Place:
    @contextmanager
    def way() -> Iterator[Connection]:
        assert isinstance(source, SignsIn)
        with HttpTransport(
            source.rate, SECRETS, door=source, clock=clock, sleep=clock.sleep
        ) as transport:
            yield Connection(source, transport)

    return Place(source, server, way)
