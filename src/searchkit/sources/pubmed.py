"""PubMed through NCBI's E-utilities: ESearch once, then EFetch page by page.

ESearch lists all PMIDs within reach and keeps the result on the history server; EFetch
takes slices of it. Each page is compared with the PMIDs that belong into it. When the
history server loses the session or sends other records, the same slice is asked for by its
PMIDs. What does not arrive is asked for once more at the end; what is missing then is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import ClassVar, NamedTuple, Self

from searchkit.errors import Incomplete, NotEntitled, QuotaExceeded, RecordError
from searchkit.records.record import Record
from searchkit.sources import entrez
from searchkit.sources.answers import excerpt, refusal, retry_after
from searchkit.sources.base import (
    Page,
    Pairs,
    Request,
    Response,
    ServerWarning,
    Settings,
    TryAgain,
    Window,
)
from searchkit.sources.exchange import Foreseen
from searchkit.sources.partitions import Part, Span

BASE = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
RATE, RATE_WITH_KEY = 3.0, 10.0
"""Requests per second (V: NCBI's page KA-05318; `X-RateLimit-Limit` of recorded answers)."""
REACH = 9_999
"""Records of one search, by ESearch and by the history server (C: three probes of 2026)."""
PAGE = 200
"""Records in one EFetch (V: NBK25499 allows far more; 200 to 500 keep an answer small)."""
CONNECTIONS = 8
"""Requests under way at a time; NCBI names a rate and no such number (V: KA-05318)."""

DAYS = Span("create date", date(1800, 1, 1).toordinal(), date(2999, 12, 31).toordinal())
NUMBERS = Span("PMID", 1, 199_999_999)
"""The axes on which a search beyond reach is cut; both hold every record there can be."""


class Ranked(NamedTuple):
    """A PMID and its place in the result list, from 1."""

    rank: int
    pmid: str


@dataclass(frozen=True, slots=True)
class Walk:
    """What is still to be fetched: the state that travels from one EFetch to the next.

    `todo` and `lost` are texts of `rank:pmid`, because thousands are handed on and only those
    of one page are looked at. `history` is the session (WebEnv, query_key), None when PMIDs
    are sent instead; `lost` was asked for and did not arrive; `again` says that `todo` is
    asked for a second time.
    """

    todo: str
    lost: str = ""
    history: tuple[str, str] | None = None
    again: bool = False

    def carry(self) -> Pairs:
        return (
            ("step", "fetch"),
            ("todo", self.todo),
            ("lost", self.lost),
            ("history", " ".join(self.history or ())),
            ("again", "yes" if self.again else ""),
        )

    def parted(self, size: int) -> tuple[tuple[Ranked, ...], str]:
        """Return what the next request asks for, and the text of what remains after it.

        >>> Walk("1:31 2:30 3:29").parted(2)
        ((Ranked(rank=1, pmid='31'), Ranked(rank=2, pmid='30')), '3:29')
        """
        pairs = self.todo.split(" ", size)
        rest = pairs.pop() if len(pairs) > size else ""
        ranked = (pair.split(":") for pair in pairs)
        return tuple(Ranked(int(rank), pmid) for rank, pmid in ranked), rest


def _text(found: Iterable[Ranked]) -> str:
    return " ".join(f"{rank}:{pmid}" for rank, pmid in found)


def _walk(request: Request) -> Walk:
    webenv, _, query_key = request.carried("history").partition(" ")
    return Walk(
        todo=request.carried("todo"),
        lost=request.carried("lost"),
        history=(webenv, query_key) if webenv else None,
        again=bool(request.carried("again")),
    )


@dataclass(frozen=True, slots=True)
class PubMed:
    """PubMed as a source."""

    platform: ClassVar[str] = "pubmed"
    database: ClassVar[str] = ""
    reach: ClassVar[int | None] = REACH

    url: str = BASE
    email: str = ""
    rate: float = RATE
    page_size: int = PAGE
    connections: int = CONNECTIONS

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        allowed = RATE_WITH_KEY if "api_key" in settings.secrets else RATE
        return cls(
            url=(settings.url or BASE).rstrip("/"),
            email=settings.email,
            rate=settings.rate or allowed,
        )

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the search. A window goes by create date, whose slices never overlap.

        Publication dates would overlap: print and electronic dates both match (C: rentrez#111).
        """
        term = query if window is None else self.narrowed(query, self.whole(window))
        form = (("term", term), ("usehistory", "y"), ("retmax", str(REACH)))
        return self._request("esearch", form, (("step", "search"),))

    def count(self, query: str) -> Request:
        form = (("term", query), ("retmax", "0"))
        return self._request("esearch", form, (("step", "count"),))

    def whole(self, window: Window | None) -> Part:
        """Return all days on which a record was created, or those of a window, and all PMIDs."""
        days = DAYS
        if window is not None:
            days = Span(DAYS.axis, window.first.toordinal(), window.last.toordinal())
        return Part((days, NUMBERS))

    def narrowed(self, query: str, part: Part) -> str:
        """Return the query for some of the days and PMIDs.

        The create date is one day per record, and the PMID is one number (C: easyPubMed 3
        cuts by the first, the package `pubmed-api` by the second).
        """
        days, numbers = part.spans
        term = f"({query})"
        if days != DAYS:
            low, high = date.fromordinal(days.low), date.fromordinal(days.high)
            term += f' AND ("{low:%Y/%m/%d}"[crdt] : "{high:%Y/%m/%d}"[crdt])'
        if numbers != NUMBERS:
            term += f" AND {numbers.low}:{numbers.high}[uid]"
        return term

    def revised(self, query: str, window: Window) -> str:
        """Return the query for records that were created or last modified on some days.

        The modification date finds new headings and retractions (C: NLM's field `mdat`).
        """
        first, last = f"{window.first:%Y/%m/%d}", f"{window.last:%Y/%m/%d}"
        days = (f'("{first}"[{field}] : "{last}"[{field}])' for field in ("crdt", "mdat"))
        return f"({query}) AND ({' OR '.join(days)})"

    def read(self, response: Response) -> Page:
        step = response.request.carried("step")
        fault = entrez.fault_text(response.body)
        if fault:
            return self._read_fault(response, step, fault)
        if response.status != 200:
            raise refusal(response, "PubMed")
        if step == "fetch":
            return self._compared(_walk(response.request), _records(response.body))
        page, answer = self._read_search(response)
        return page if step == "count" or not answer.pmids else self._opened(page, answer)

    def foreseen(self, request: Request) -> Foreseen | None:
        """Return what a slice brings when each of its records arrives."""
        if request.carried("step") != "fetch":
            return None
        walk = _walk(request)
        asked, rest = walk.parted(self.page_size)
        if walk.lost and not rest:
            return None  # more may be lost, and all of them are asked for together
        return Foreseen(len(asked), self._after(walk, ()))

    def _read_fault(self, response: Response, step: str, fault: str) -> Page:
        meaning = entrez.fault_of(fault)
        if step == "fetch":
            walk = _walk(response.request)
            if walk.history and meaning.raised not in (QuotaExceeded, NotEntitled):
                return self._without_history(walk, f"the history server says: {fault}")
            if "id list is empty" in fault.lower():
                # V: recorded; EFetch says so when it has a record for none of the PMIDs.
                return self._compared(walk, ())
        wait = retry_after(response.headers.get("retry-after"), response.received)
        raise entrez.fault_error(fault, wait)

    def _read_search(self, response: Response) -> tuple[Page, entrez.SearchAnswer]:
        answer = entrez.read_search(response.body)
        page = Page(
            hit_count=answer.count,
            warnings=answer.warnings,
            interpretation=answer.translation,
        )
        return page, answer

    def _opened(self, page: Page, answer: entrez.SearchAnswer) -> Page:
        """Return the page of a search with the first slice of its records as what comes next."""
        listed = dict.fromkeys(answer.pmids)
        if len(listed) != min(answer.count, REACH):
            raise TryAgain(
                f"PubMed finds {answer.count:,} records, but lists {len(listed):,}",
                otherwise=Incomplete,
            )
        session = (answer.webenv, answer.query_key)
        todo = _text(Ranked(rank, pmid) for rank, pmid in enumerate(listed, start=1))
        walk = Walk(todo, history=session if all(session) else None)
        return replace(page, next=self._fetch(walk))

    def _compared(self, walk: Walk, records: Sequence[Record]) -> Page:
        """Compare what arrived with what was asked for, and say what comes next."""
        asked, _ = walk.parted(self.page_size)
        # A PMID has several versions in a few journals; the newest comes last.
        arrived = {record.pmid: record for record in records}
        strangers = arrived.keys() - {pmid for _, pmid in asked}
        if strangers:
            told = f"PubMed sends {len(strangers)} other records than those asked for"
            if walk.history:
                return self._without_history(walk, told)
            raise TryAgain(told, otherwise=Incomplete)
        present = [found for found in asked if found.pmid in arrived]
        absent = tuple(found for found in asked if found.pmid not in arrived)
        return Page(
            records=tuple(arrived[pmid] for _, pmid in present),
            ranks=tuple(rank for rank, _ in present),
            missing=tuple(pmid for _, pmid in absent) if walk.again else (),
            next=self._after(walk, absent),
        )

    def _after(self, walk: Walk, absent: Iterable[Ranked]) -> Request | None:
        """Return the request after a slice from which some records are absent."""
        _, rest = walk.parted(self.page_size)
        lost = walk.lost if walk.again else f"{walk.lost} {_text(absent)}".strip()
        if not rest and lost:
            return self._fetch(Walk(lost, again=True))
        return self._fetch(replace(walk, todo=rest, lost=lost)) if rest else None

    def _without_history(self, walk: Walk, reason: str) -> Page:
        """Ask for the same slice, and all that follow, by PMIDs."""
        following = self._fetch(replace(walk, history=None))
        return Page(next=following, warnings=(ServerWarning("history-lost", reason),))

    def _fetch(self, walk: Walk) -> Request:
        asked, _ = walk.parted(self.page_size)
        form: Pairs
        if walk.history:
            webenv, query_key = walk.history
            start = (("retstart", str(asked[0].rank - 1)), ("retmax", str(len(asked))))
            form = (("WebEnv", webenv), ("query_key", query_key), *start)
        else:
            form = (("id", ",".join(pmid for _, pmid in asked)),)
            if walk.again:
                # It changes nothing for PubMed, and tells the driver that this is no circle.
                form = (*form, ("retmax", str(len(asked))))
        return self._request("efetch", form, walk.carry())

    def _request(self, program: str, form: Pairs, carry: Pairs) -> Request:
        # POST for all: GET is refused from about 2,000 characters on (V: recorded).
        email: Pairs = (("email", self.email),) if self.email else ()
        return Request(
            method="POST",
            url=f"{self.url}/{program}.fcgi",
            form=(("db", "pubmed"), *form, ("retmode", "xml"), ("tool", "searchkit"), *email),
            secrets=(("api_key", "api_key"),),
            carry=carry,
        )


def _records(body: bytes) -> tuple[Record, ...]:
    """Read an article set; raises TryAgain when it is damaged, cut short or something else."""
    from searchkit.records.formats import pubmed_xml  # noqa: PLC0415 - only for harvests

    if not pubmed_xml.sniff(body[:4_000]):
        raise TryAgain(f"PubMed sends something else than records: {excerpt(body)}")
    try:
        return tuple(pubmed_xml.read(BytesIO(body)))
    except RecordError as fault:
        raise TryAgain(f"PubMed sends a damaged page of records: {fault.message}") from None
