"""The driver: walks a source from its first request to its last, and lets nothing be lost.

It owns what is the same for every platform: paging, the guard against loops, the reach of a
platform, the limit the user sets, provenance, and the sums. It ends with all records, with
fewer and a reason for each that lacks, or with an error; never with fewer in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Generic, NamedTuple, Protocol, TypeVar

from searchkit.errors import HarvestError, Incomplete, RequestRefused
from searchkit.records.record import Provenance
from searchkit.sources.base import Page, Request, Response, ServerWarning, Source, Window

T = TypeVar("T")


class Exchange(NamedTuple, Generic[T]):
    """A request answered: the value read, the answer, and how often it had to be sent."""

    value: T
    response: Response
    attempts: int


class Transport(Protocol):
    """What sends requests: waits, repeats and gives up where needed (`HttpTransport`)."""

    def exchange(self, request: Request, read: Callable[[Response], T]) -> Exchange[T]:
        """Send until `read` accepts the answer; raises HarvestError when it never does."""
        ...


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of a harvest so far. `missing` are records counted but not to be had."""

    hit_count: int | None = None
    retrieved: int = 0
    pages: int = 0
    requests: int = 0
    retries: int = 0
    missing: tuple[str, ...] = ()
    warnings: tuple[ServerWarning, ...] = ()
    interpretation: str = ""
    limit: int | None = None

    @property
    def limited(self) -> bool:
        """Whether the user's limit, not the end of the search, ended the harvest."""
        return self.limit is not None and self.retrieved >= self.limit

    def explanations(self) -> list[str]:
        """Return why fewer records were retrieved than were found, one reason a line."""
        reasons = []
        if self.limited and self.hit_count is not None and self.retrieved < self.hit_count:
            reasons.append(f"only the first {self.retrieved:,} records were asked for")
        if self.missing:
            reasons.append(
                f"{len(self.missing)} counted by the platform, but without a record there"
                f" (deleted): {', '.join(self.missing)}"
            )
        return reasons


class Checkpoint(NamedTuple):
    """A page and the sums that include it: what has to be stored to go on after it."""

    page: Page
    tally: Tally


def harvest(
    source: Source,
    query: str,
    transport: Transport,
    *,
    window: Window | None = None,
    limit: int | None = None,
    run: str = "",
    after: Checkpoint | None = None,
    progress: Callable[[Tally], None] | None = None,
) -> Iterator[Checkpoint]:
    """Yield the pages of a search, records stamped with their provenance, sums beside them.

    `limit` takes the first so many records; `after` goes on where an earlier walk stopped;
    `progress` is called after each page. Raises RequestRefused, before any record is
    fetched, when the platform cannot deliver that many; Incomplete when the sums do not
    agree in the end; other HarvestErrors as they come.
    """
    request: Request | None = source.first(query, window) if after is None else after.page.next
    tally = Tally(limit=limit) if after is None else after.tally
    sent: set[object] = set()
    ranks: set[int] = set()
    while request is not None and not tally.limited:
        if request.fingerprint() in sent:
            raise HarvestError(
                f"{source.platform} sends the harvest in a circle: this request was sent before",
                help="run the command again; if it happens again, report it with the run report",
            )
        sent.add(request.fingerprint())
        page, response, attempts = transport.exchange(request, source.read)
        _check_order(source, page, tally, ranks)
        ranks.update(page.ranks)
        page = _cut(page, None if limit is None else limit - tally.retrieved)
        tally = _added(tally, page, attempts)
        _check_count(source, page, tally)
        stamp = Provenance(
            platform=source.platform,
            database=source.database,
            run=run,
            query=query,
            retrieved=response.received,
        )
        stamped = tuple(
            record.stamped(replace(stamp, rank=rank))
            for record, rank in zip(page.records, page.ranks, strict=True)
        )
        page = replace(page, records=stamped)
        if progress is not None:
            progress(tally)
        yield Checkpoint(page, tally)
        request = page.next
    _check_sums(source, tally)


def count(source: Source, query: str, transport: Transport) -> Page:
    """Return a page without records: the hit count of a search and the server's warnings."""
    page = transport.exchange(source.count(query), source.read).value
    if page.hit_count is None:
        raise HarvestError(f"{source.platform} does not tell a hit count for the search")
    return page


def _cut(page: Page, room: int | None) -> Page:
    if room is None or len(page.records) <= room:
        return page
    return replace(page, records=page.records[:room], ranks=page.ranks[:room])


def _added(tally: Tally, page: Page, attempts: int) -> Tally:
    new = tuple(warning for warning in page.warnings if warning not in tally.warnings)
    return replace(
        tally,
        hit_count=tally.hit_count if page.hit_count is None else page.hit_count,
        retrieved=tally.retrieved + len(page.records),
        pages=tally.pages + bool(page.records),
        requests=tally.requests + attempts,
        retries=tally.retries + attempts - 1,
        missing=tally.missing + page.missing,
        warnings=tally.warnings + new,
        interpretation=page.interpretation or tally.interpretation,
    )


def _check_order(source: Source, page: Page, tally: Tally, ranks: set[int]) -> None:
    """Refuse a page that contradicts those before it."""
    repeated = ranks.intersection(page.ranks)
    if repeated:
        raise _disagreement(source, f"result {min(repeated):,} arrived twice")
    if None not in (page.hit_count, tally.hit_count) and page.hit_count != tally.hit_count:
        raise _disagreement(
            source, f"the hit count changed from {tally.hit_count:,} to {page.hit_count:,}"
        )


def _check_count(source: Source, page: Page, tally: Tally) -> None:
    """Refuse a search that the platform cannot deliver before its first record is fetched."""
    found, reach = page.hit_count, source.reach
    if found is None or reach is None or found <= reach:
        return
    if tally.limit is None or tally.limit > reach:
        raise RequestRefused(
            f"{source.platform} finds {found:,} records and delivers only the first {reach:,}"
            " of a search",
            help="cut the search into parts below that number, for example by years, and"
            f" harvest each; or take the first records only with --limit {reach}",
        )


def _check_sums(source: Source, tally: Tally) -> None:
    if tally.hit_count is None:
        raise _disagreement(source, "the platform never told how many records it finds")
    got = tally.retrieved + len(tally.missing)
    if got != tally.hit_count and not tally.limited:
        raise _disagreement(
            source, f"hit count {tally.hit_count:,}, but {tally.retrieved:,} records retrieved"
        )


def _disagreement(source: Source, what: str) -> Incomplete:
    return Incomplete(
        f"the harvest from {source.platform} is not complete: {what}",
        help="run the command again; `searchkit explain H005` says what may be behind it",
    )
