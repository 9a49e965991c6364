"""EBSCO: CINAHL, Academic Search Elite and APA PsycInfo through the EDS API, page after page.

What is searched is a profile that the library sets up with EBSCO. Where it holds more than the
one database, the setting `provider` names it as EBSCO labels it; records of another database
are refused, never mixed in. Expanders, spelling and related content are off.

Paging is stateful (V: recorded answers): within a session a request may not begin more than
250 records beyond the one before, else error 138. A session that was lost, or another
process, is therefore led along the list again, without taking its records, up to the page
that is asked for; the page before it has to be the one that was seen. One session is one
walk: threads that walk at the same time need a transport each.

EBSCO's count is that of a discovery service and may differ from what it delivers (unverified):
the sums of the driver decide whether a harvest is complete. Whether the interface takes all of
EBSCOhost's language is not known: its own list of search fields names eight (V: recorded
`Info`), `DT`, `LA` and `PT` are told of (C), and of others, headings among them, and of nearness
there is no word (unverified). Field codes outside the list are reported with the result (H040).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

from searchkit.dialects.ebsco.tables import FIELDS
from searchkit.errors import Incomplete, NotEntitled, RequestRefused, UsageError
from searchkit.records.services import ebsco as service
from searchkit.records.services.values import inner
from searchkit.sources.answers import document, refusal, token_in
from searchkit.sources.base import (
    Page,
    Pairs,
    Request,
    Response,
    ServerWarning,
    Settings,
    Token,
    TryAgain,
    Window,
)
from searchkit.sources.eds import (
    AUTH,
    HELP,
    NAME,
    SESSION,
    STALE,
    TOO_FAR,
    at_page,
    check_places,
    error_of,
    failing,
    first_place,
    key_of,
    labels,
    page_number,
    term,
    token_refused,
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
"""Records in one answer (V: recorded; EBSCO's own client asks for no more)."""
JUMP = 250
"""How far ahead of the last request the next may begin (V: `MaxRecordJumpAhead` of `Info`)."""
LISTED = frozenset({"TX", "AU", "TI", "SU", "SO", "AB", "IS", "IB"})
"""The search fields that the interface lists (V: `Info` of three profiles, 2017 and 2018)."""
DATABASES: Mapping[str, tuple[str, ...]] = {
    "cinahl": ("cinahl",),
    "academic-search-elite": ("academic search elite",),
    "psycinfo": ("psycinfo", "apa psycinfo"),
}
"""How EBSCO's labels of each database begin: libraries subscribe to different editions (V:
`PsycINFO` in recorded answers; the others unverified)."""

_ROUNDS = 5
"""After so many walks to the same page the driver sees that it goes in a circle."""
_CODES = frozenset(code for row in FIELDS for code in (row.code, *row.other_codes) if code)
_QUOTED = re.compile(r'"[^"]*"')
_CODE = re.compile(r"\b([A-Z]{2})\s+(?=[(\w*#?])")


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
            raise UsageError(f"{NAME} needs the name of a profile", help=HELP)
        enter = self._request("authservice/rest/ipauth", {})
        if self.user_id:
            named = {"UserId": self.user_id, "InterfaceId": "searchkit"}
            enter = self._request("authservice/rest/uidauth", named)
            enter = replace(enter, secrets=(("Password", "password"),))
        opened = self._request("edsapi/rest/CreateSession", {"Profile": self.profile, "Guest": "n"})
        return (AUTH, enter), (SESSION, opened)

    def token(self, response: Response) -> Token:
        if response.status != 200:
            number, said = error_of(response)
            if number in STALE:
                raise token_refused(number, said)
            raise NotEntitled(f"{NAME} refuses the sign-in ({said})", help=HELP)
        if response.request.url.endswith("CreateSession"):
            return token_in(response, NAME, "SessionToken")
        return token_in(response, NAME, "AuthToken", "AuthTimeout")

    def sign_out(self) -> Request | None:
        ended = self._request("edsapi/rest/EndSession", {})
        return replace(ended, secrets=(("SessionToken", SESSION),))

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by months of publication: no entry date is known."""
        return self._search(query, window, self.page_size, "detailed", LIST)

    def count(self, query: str) -> Request:
        return self._search(query, None, 1, "title", COUNT)

    def _search(
        self, query: str, window: Window | None, size: int, view: str, carry: Pairs
    ) -> Request:
        criteria: dict[str, object] = {
            "Queries": [{"Term": one_request(query, NAME)}],
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
                ("x-authenticationToken", f"{{{AUTH}}}"),
                ("x-sessionToken", f"{{{SESSION}}}"),
            ),
            carry=carry,
        )

    def read(self, response: Response) -> Page:
        request = response.request
        number, said = error_of(response)
        if number in STALE:
            raise token_refused(number, said)
        if number == TOO_FAR and page_number(request) > 1:
            return Page(next=self._from_the_start(request))
        if number:
            raise refusal(replace(response, body=said.encode()), NAME)
        result = inner(document(response, NAME).get("SearchResult"))
        statistics = inner(result.get("Statistics"))
        total = whole_number(statistics.get("TotalHits"), NAME)
        found = items(inner(result.get("Data")).get("Records") or [], NAME)
        named = labels(statistics.get("Databases"), found)
        self._check_database(named, total)
        if counting(request):
            return Page(hit_count=total)
        check_places(found, first_place(request))
        keys = [key_of(one) for one in found]
        if request.carried("step") == "approach":
            return Page(hit_count=total, next=self._further(request, keys))
        following = None
        if rank(request) - 1 + len(found) < total:
            following = at_page(request, page_number(request) + 1)
        records = [service.record(one) for one in found]
        page = listed(request, NAME, list(zip(keys, records, strict=True)), total, following)
        if rank(request) > 1:
            return page
        warnings = [ServerWarning("field-unlisted", code) for code in unlisted(term(request))]
        if not named:
            warnings.append(ServerWarning("database-unconfirmed", self.provider or self.database))
        return replace(page, warnings=(*warnings, *failing(statistics)))

    def _check_database(self, named: Sequence[tuple[str, bool]], total: int) -> None:
        """Refuse an answer about another database than the one that is to be searched.

        `named` are the labels of the databases that the answer names, each with whether it has
        hits.
        """
        wanted = tuple(filter(None, (self.provider.casefold(), *DATABASES[self.database])))
        ours = {label for label, _ in named if label.casefold().startswith(wanted)}
        foreign = {label for label, hits in named if hits} - ours
        if not total and not ours:
            foreign |= {label for label, _ in named}
        if foreign:
            said = ", ".join(sorted(foreign))[:200]
            raise RequestRefused(
                f"{NAME} searches other databases than {self.database} ({said})",
                help="set `provider` to the label that EBSCO gives the database, or ask the"
                " library for a `profile` with this database alone",
            )

    @property
    def _stride(self) -> int:
        return max(JUMP // self.page_size, 1)

    def _from_the_start(self, request: Request) -> Request:
        """Return the request that begins the walk to a page anew, without its records."""
        target = int(request.carried("target") or page_number(request))
        walk = int(request.carried("walk") or 0) % _ROUNDS + 1
        kept = [(name, request.carried(name)) for name in ("rank", "edge")]
        carry = (("step", "approach"), *kept, ("target", str(target)), ("walk", str(walk)))
        number = min(self._stride, target - 1)
        return replace(at_page(request, number), carry=carry)

    def _further(self, request: Request, keys: Sequence[str]) -> Request:
        """Return the request after a page on the way: a later one, or the one in question.

        Raises Incomplete when the page before it is not the one that was seen.
        """
        if not keys:
            raise TryAgain(f"{NAME} sends no records on the way", otherwise=Incomplete)
        number, target = page_number(request), int(request.carried("target"))
        if number < target - 1:
            return at_page(request, min(number + self._stride, target - 1))
        edge = json.loads(request.carried("edge") or "[]")
        if edge and edge != [keys[0], keys[-1]]:
            raise Incomplete(
                f"the list of {NAME} is in another order than before",
                help="begin the harvest anew; the records of a session that is lost cannot be"
                " continued then",
            )
        names = ("rank", "edge", "walk")
        carry = (("step", "list"), *((name, request.carried(name)) for name in names))
        return replace(at_page(request, target), carry=carry)


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
