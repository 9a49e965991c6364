"""EBSCO: CINAHL, Academic Search Elite and APA PsycInfo through the EDS API, page after page.

What is searched is a profile that the library sets up with EBSCO. Where it holds more than the
one database, the setting `provider` names it as EBSCO labels it; records of another database
are refused, never mixed in. Expanders, spelling and related content are off.

Paging is stateful (V: recorded answers): within a session a request may not begin more than
250 records beyond the one before, else error 138. A session that was lost, or another
process, is therefore led along the list again, without taking its records, up to the page
that is asked for; the page before it has to be the one that was seen. One session is one
walk: threads that walk at the same time need a transport each.

EBSCO's count is that of a discovery service and has been seen to change: the sums of the
driver decide whether a harvest is complete. Whether the interface takes all of EBSCOhost's
language is not known: its own list of search fields names eight (V: recorded `Info`), `DT`,
`LA` and `PT` are told of (C), and of others, headings among them, and of nearness there is no
word (unverified). Field codes outside the list are reported with the result (H030).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from searchkit.dialects.ebsco.tables import FIELDS
from searchkit.errors import Incomplete, NotEntitled, RequestRefused, UsageError
from searchkit.records.services import ebsco as service
from searchkit.sources.answers import document, refusal, token_in
from searchkit.sources.base import (
    Page,
    Pairs,
    Request,
    Response,
    ServerWarning,
    Settings,
    Token,
    TokenRefused,
    TryAgain,
    Window,
)
from searchkit.sources.paging import (
    COUNT,
    LIST,
    counting,
    items,
    listed,
    one_request,
    rank,
    whole_number,
)

BASE = "https://eds-api.ebscohost.com"
RATE = 2.0
"""Requests per second (unverified: EBSCO names none)."""
PAGE = 100
"""Records in one answer (V: recorded; more are not given)."""
JUMP = 250
"""How far ahead of the last request the next may begin (V: `MaxRecordJumpAhead` of `Info`)."""
LISTED = frozenset({"TX", "AU", "TI", "SU", "SO", "AB", "IS", "IB"})
"""The search fields that the interface lists (V: `Info` of two profiles, 2017 and 2018)."""
DATABASES: Mapping[str, tuple[str, ...]] = {
    "cinahl": ("cinahl",),
    "academic-search-elite": ("academic search elite",),
    "psycinfo": ("psycinfo", "apa psycinfo"),
}
"""How EBSCO's labels of each database begin: libraries subscribe to different editions (V:
`PsycINFO` in recorded answers; the others unverified)."""

_NAME = "EBSCO"
_AUTH, _SESSION = "auth_token", "session_token"
STALE = {"104": _AUTH, "107": _AUTH, "108": _SESSION, "109": _SESSION, "106": _SESSION}
"""Errors that a token is invalid or missing (C: EBSCO's own client; 106 unverified)."""
_TOO_FAR = "138"
_ROUNDS = 5
"""After so many walks to the same page the driver sees that it goes in a circle."""
_CODES = frozenset(code for row in FIELDS for code in (row.code, *row.other_codes) if code)
_QUOTED = re.compile(r'"[^"]*"')
_CODE = re.compile(r"\b([A-Z]{2})\s+(?=[(\w*#?])")
_HELP = (
    "set `user_id`, `password` and `profile` under [ebsco] in the configuration file (without"
    " `user_id` the address of this machine counts); the library has them from EBSCO"
)


@dataclass(frozen=True, slots=True)
class Ebsco:
    """A database on EBSCO as a source; subclasses name it."""

    platform: ClassVar[str] = "ebsco"
    database: ClassVar[str]
    reach: ClassVar[int | None] = None

    url: str = BASE
    rate: float = RATE
    page_size: int = PAGE
    profile: str = ""
    provider: str = ""
    user_id: str = ""

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(
            url=(settings.url or BASE).rstrip("/"),
            rate=settings.rate or RATE,
            profile=settings.options.get("profile", ""),
            provider=settings.options.get("provider", ""),
            user_id=settings.options.get("user_id", ""),
        )

    def sign_in(self) -> tuple[tuple[str, Request], ...]:
        """Return how the two tokens are asked for; without `user_id` the address counts.

        A session outlives the token it was opened with (V: developer.ebsco.com).
        """
        if not self.profile:
            raise UsageError(f"{_NAME} needs the name of a profile", help=_HELP)
        enter = self._request("authservice/rest/ipauth", {})
        if self.user_id:
            named = {"UserId": self.user_id, "InterfaceId": "searchkit"}
            enter = self._request("authservice/rest/uidauth", named)
            enter = replace(enter, secrets=(("Password", "password"),))
        opened = self._request("edsapi/rest/CreateSession", {"Profile": self.profile, "Guest": "n"})
        return (_AUTH, enter), (_SESSION, opened)

    def token(self, response: Response) -> Token:
        if response.status != 200:
            number, said = _error(response)
            if number in STALE:
                raise _refused(number, said)
            raise NotEntitled(f"{_NAME} refuses the sign-in ({said})", help=_HELP)
        if response.request.url.endswith("CreateSession"):
            return token_in(response, _NAME, "SessionToken")
        return token_in(response, _NAME, "AuthToken", "AuthTimeout")

    def sign_out(self) -> Request | None:
        ended = self._request("edsapi/rest/EndSession", {})
        return replace(ended, secrets=(("SessionToken", _SESSION),))

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by months of publication: no entry date is known."""
        return self._search(query, window, self.page_size, "detailed", LIST)

    def count(self, query: str) -> Request:
        return self._search(query, None, 1, "title", COUNT)

    def _search(
        self, query: str, window: Window | None, size: int, view: str, carry: Pairs
    ) -> Request:
        criteria: dict[str, object] = {
            "Queries": [{"Term": one_request(query, _NAME)}],
            "SearchMode": "bool",
            "IncludeFacets": "n",
            "Sort": "date",
            "AutoSuggest": "n",
            "AutoCorrect": "n",
            "Expanders": None,
            "RelatedContent": None,
        }
        if self.provider:
            value = {"Id": "ContentProvider", "Value": self.provider}
            criteria["FacetFilters"] = [{"FilterId": 1, "FacetValues": [value]}]
        if window is not None:
            months = f"{window.first:%Y-%m}/{window.last:%Y-%m}"
            criteria["Limiters"] = [{"Id": "DT1", "Values": [months]}]
        retrieval = {"View": view, "ResultsPerPage": size, "PageNumber": 1, "Highlight": "n"}
        content = {"SearchCriteria": criteria, "RetrievalCriteria": retrieval, "Actions": None}
        return self._request("edsapi/rest/Search", content, carry)

    def _request(self, path: str, content: Mapping[str, object], carry: Pairs = ()) -> Request:
        return Request(
            "POST",
            f"{self.url}/{path}",
            headers=(("Accept", "application/json"),),
            json=json.dumps(content, ensure_ascii=False),
            secret_headers=(
                ("x-api-key", "{api_key}"),
                ("x-authenticationToken", f"{{{_AUTH}}}"),
                ("x-sessionToken", f"{{{_SESSION}}}"),
            ),
            carry=carry,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        number, said = _error(response)
        if number in STALE:
            raise _refused(number, said)
        if number == _TOO_FAR and _page(request) > 1:
            return Page(next=self._from_the_start(request))
        if number:
            raise refusal(replace(response, body=said.encode()), _NAME)
        result = _inner(document(response, _NAME).get("SearchResult"))
        statistics = _inner(result.get("Statistics"))
        total = whole_number(statistics.get("TotalHits"), _NAME)
        found = items(_inner(result.get("Data")).get("Records") or [], _NAME)
        labels = _labels(statistics.get("Databases"), found)
        self._check_database(labels, total)
        if counting(request):
            return Page(hit_count=total)
        _check_ranks(found, _first_rank(request))
        keys = [_key(one) for one in found]
        if request.carried("step") == "approach":
            return Page(hit_count=total, next=self._further(request, keys))
        following = None
        if rank(request) - 1 + len(found) < total:
            following = _at_page(request, _page(request) + 1)
        records = [service.record(one) for one in found]
        page = listed(request, _NAME, list(zip(keys, records, strict=True)), total, following)
        if rank(request) > 1:
            return page
        warnings = [ServerWarning("field-unlisted", code) for code in unlisted(_term(request))]
        if not labels:
            warnings.append(ServerWarning("database-unconfirmed", self.provider or self.database))
        return replace(page, warnings=(*warnings, *_faults(statistics)))

    def _check_database(self, labels: Sequence[tuple[str, bool]], total: int) -> None:
        """Refuse an answer about another database than the one that is to be searched.

        `labels` are those of the databases that the answer names, each with whether it has
        hits.
        """
        wanted = tuple(filter(None, (self.provider.casefold(), *DATABASES[self.database])))
        foreign = {
            label for label, hits in labels if hits and not label.casefold().startswith(wanted)
        }
        ours = any(label.casefold().startswith(wanted) for label, _ in labels)
        if foreign or (labels and not total and not ours):
            named = sorted(foreign or {label for label, _ in labels})
            raise RequestRefused(
                f"{_NAME} searches other databases than {self.database} ({', '.join(named)[:200]})",
                help="set `provider` to the label that EBSCO gives the database, or ask the"
                " library for a `profile` with this database alone",
            )

    @property
    def _stride(self) -> int:
        return max(JUMP // self.page_size, 1)

    def _from_the_start(self, request: Request) -> Request:
        """Return the request that begins the walk to a page anew, without its records."""
        target = int(request.carried("target") or _page(request))
        walk = int(request.carried("walk") or 0) % _ROUNDS + 1
        kept = [(name, request.carried(name)) for name in ("rank", "edge")]
        carry = (("step", "approach"), *kept, ("target", str(target)), ("walk", str(walk)))
        number = min(self._stride, target - 1)
        return replace(_at_page(request, number), carry=carry)

    def _further(self, request: Request, keys: Sequence[str]) -> Request:
        """Return the request after a page on the way: a later one, or the one in question.

        Raises Incomplete when the page before it is not the one that was seen.
        """
        if not keys:
            raise TryAgain(f"{_NAME} sends no records on the way", otherwise=Incomplete)
        number, target = _page(request), int(request.carried("target"))
        if number < target - 1:
            return _at_page(request, min(number + self._stride, target - 1))
        edge = json.loads(request.carried("edge") or "[]")
        if edge and edge != [keys[0], keys[-1]]:
            raise Incomplete(
                f"the list of {_NAME} is in another order than before",
                help="begin the harvest anew; the records of a session that is lost cannot be"
                " continued then",
            )
        names = ("rank", "edge", "walk")
        carry = (("step", "list"), *((name, request.carried(name)) for name in names))
        return replace(_at_page(request, target), carry=carry)


class Cinahl(Ebsco):
    """CINAHL."""

    __slots__ = ()
    database: ClassVar[str] = "cinahl"


class AcademicSearchElite(Ebsco):
    """Academic Search Elite."""

    __slots__ = ()
    database: ClassVar[str] = "academic-search-elite"


class PsycInfo(Ebsco):
    """APA PsycInfo."""

    __slots__ = ()
    database: ClassVar[str] = "psycinfo"


def unlisted(query: str) -> tuple[str, ...]:
    """Return the field codes of a query that the interface does not list, each once.

    >>> unlisted('(TI peer OR AB peer) AND (MH "Peer Group+") AND PT (review)')
    ('MH', 'PT')
    """
    plain = _QUOTED.sub("x", query)
    used = [code for code in _CODE.findall(plain) if code in _CODES or code in {"MM", "XB"}]
    return tuple(dict.fromkeys(code for code in used if code not in LISTED))


def _error(response: Response) -> tuple[str, str]:
    """Return number and text of the error in an answer, whatever its status."""
    try:
        content = json.loads(response.body, strict=False)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        return "", f"status {response.status}"
    number = str(content.get("ErrorNumber") or content.get("ErrorCode") or "")
    names = ("ErrorDescription", "DetailedErrorDescription", "Reason", "AdditionalDetail")
    said = " ".join(str(content[name]).strip() for name in names if content.get(name))
    return number, f"error {number}: {said}" if number else f"status {response.status}"


def _refused(number: str, said: str) -> TokenRefused:
    return TokenRefused(
        f"{_NAME} does not accept its token ({said})", token=STALE[number], help=_HELP
    )


def _page(request: Request) -> int:
    return int(json.loads(request.json)["RetrievalCriteria"]["PageNumber"])


def _at_page(request: Request, number: int) -> Request:
    content = json.loads(request.json)
    content["RetrievalCriteria"]["PageNumber"] = number
    return replace(request, json=json.dumps(content, ensure_ascii=False))


def _first_rank(request: Request) -> int:
    size = int(json.loads(request.json)["RetrievalCriteria"]["ResultsPerPage"])
    return (_page(request) - 1) * size + 1


def _check_ranks(found: Sequence[Mapping[str, Any]], first: int) -> None:
    """Ask again for a page whose records are not those of its place in the list."""
    told = [one.get("ResultId") for one in found]
    if told != list(range(first, first + len(found))):
        raise TryAgain(
            f"{_NAME} sends other results than those from {first:,} on", otherwise=Incomplete
        )


def _key(one: Mapping[str, Any]) -> str:
    header = _inner(one.get("Header"))
    return f"{header.get('DbId')}:{header.get('An')}"


def _inner(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _labels(databases: Any, found: Sequence[Mapping[str, Any]]) -> list[tuple[str, bool]]:
    rows = databases if isinstance(databases, list) else []
    named = [(str(row.get("Label", "")), row.get("Hits") not in (0, "0")) for row in rows]
    return named + [(str(_inner(one.get("Header")).get("DbLabel", "")), True) for one in found]


def _term(request: Request) -> str:
    return str(json.loads(request.json)["SearchCriteria"]["Queries"][0]["Term"])


def _faults(statistics: Mapping[str, Any]) -> Iterator[ServerWarning]:
    """Yield the databases that did not answer: all had status 0 in recorded answers."""
    for row in statistics.get("Databases") or []:
        if str(row.get("Status", "0")) != "0":
            yield ServerWarning("server-message", f"{row.get('Label')}: status {row['Status']}")
