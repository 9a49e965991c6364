"""The driver: walks a source from its first request to its last, and lets nothing be lost.

It owns what is the same for every platform: paging, the guard against loops, the reach of a
platform (a larger search is cut into parts where the source can be cut), the limit the user
sets, provenance, and the sums. It ends with all records, with fewer and a reason for each
that lacks, or with an error; never with fewer in silence.

`walk` yields a step for each answer: the page, the answer as it came and the position after
it. `keep` hands the steps to a ledger that stores each as a whole, and goes on where the
ledger stands; `harvest` gives pages and sums to a caller who stores nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from searchkit.errors import HarvestError, Incomplete, QuotaExceeded, RequestRefused
from searchkit.records.record import Provenance
from searchkit.sources.base import Page, Request, Response, Source, Window
from searchkit.sources.exchange import Answers, Transport
from searchkit.sources.partitions import Divisible, Part, Several, Share, divided
from searchkit.sources.position import Among, Position, Tally, repeated


class Checkpoint(NamedTuple):
    """A page and the sums that include it."""

    page: Page
    tally: Tally


@dataclass(frozen=True, slots=True)
class Step:
    """One answer: the page read from it, the answer as it came, and the position after it."""

    page: Page
    response: Response
    position: Position


class Ledger(Protocol):
    """What keeps a harvest, so that it can be killed at any moment and go on."""

    def position(self) -> Position | None:
        """Return where the harvest stands, None when it has not begun."""
        ...

    def keep(self, step: Step) -> None:
        """Store the page, its answer and the position as one: all of them or nothing."""
        ...


def keep(
    source: Source,
    query: str,
    transport: Transport,
    ledger: Ledger,
    *,
    window: Window | None = None,
    limit: int | None = None,
    run: str = "",
    progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """Harvest into a ledger, from where it stands to the end; return the sums.

    Raises what `walk` raises; what arrived before stays in the ledger.
    """
    position = ledger.position()
    steps = walk_all(source, query, transport, window, limit=limit, run=run, after=position)
    with closing(steps):
        for step in steps:
            ledger.keep(step)
            position = step.position
            if progress is not None:
                progress(position.tally)
    return Tally(limit=limit) if position is None else position.tally


def harvest(
    source: Source,
    query: str,
    transport: Transport,
    *,
    window: Window | None = None,
    limit: int | None = None,
    run: str = "",
    progress: Callable[[Tally], None] | None = None,
) -> Iterator[Checkpoint]:
    """Yield the pages of a search with the sums beside them; see `walk`.

    `progress` is called after each page.
    """
    steps = walk_all(source, query, transport, window, limit=limit, run=run)
    with closing(steps):
        for step in steps:
            if progress is not None:
                progress(step.position.tally)
            yield Checkpoint(step.page, step.position.tally)


def walk_all(
    source: Source,
    query: str,
    transport: Transport,
    window: Window | None = None,
    *,
    limit: int | None = None,
    run: str = "",
    after: Position | None = None,
) -> Generator[Step, None, None]:
    """Yield the steps of a search, of all its requests one after the other where it is several.

    Each request is walked, and its sums are checked, by itself; a record that several of them
    find arrives with each. See `walk`, which raises the same.
    """
    requests = _requests(source, query)
    if len(requests) == 1:
        yield from walk(
            source, requests[0], transport, window=window, limit=limit, run=run, after=after
        )
        return
    first, earlier = 0, Tally()
    if after is not None and after.among is not None:
        first, earlier = after.among.number, after.among.earlier
        after = replace(after, tally=after.among.own, among=None)
    for number, request in enumerate(requests[first:], start=first):
        own = Tally() if after is None else after.tally
        room = None if limit is None else limit - earlier.retrieved
        if room == 0:
            return
        steps = walk(source, request, transport, window=window, limit=room, run=run, after=after)
        with closing(steps):
            for step in steps:
                own = step.position.tally
                sums = earlier.plus(own, limit)
                at = replace(step.position, tally=sums, among=Among(number, own, earlier))
                yield replace(step, position=at)
        earlier, after = earlier.plus(own, limit), None


def walk(
    source: Source,
    query: str,
    transport: Transport,
    *,
    window: Window | None = None,
    limit: int | None = None,
    run: str = "",
    after: Position | None = None,
) -> Generator[Step, None, None]:
    """Yield the steps of a search, records stamped with their provenance.

    `limit` takes the first so many records; `after` goes on where an earlier walk stopped.
    Raises RequestRefused, before any record is fetched, when the platform cannot deliver
    that many and the source cannot be cut; QuotaExceeded when the user's allowance is known
    to end before the search; Incomplete when the sums do not agree; other HarvestErrors as
    they come.
    """
    with Answers(source, transport) as answers:
        yield from _steps(source, query, answers, window=window, limit=limit, run=run, after=after)


def _steps(
    source: Source,
    query: str,
    answers: Answers,
    *,
    window: Window | None,
    limit: int | None,
    run: str,
    after: Position | None,
) -> Iterator[Step]:
    at = after or Position(source.first(query, window), Tally(limit=limit))
    sent: set[object] = set()
    while not at.ended:
        if at.next is None:
            at = _opened(source, query, at)
        request = at.next
        assert request is not None
        if request.fingerprint() in sent:
            raise HarvestError(
                f"{source.platform} sends the harvest in a circle: this request was sent before",
                help="run the command again; if it happens again, report it with the run report",
            )
        sent.add(request.fingerprint())
        upcoming = _upcoming(source, query, at, answers)
        page, response, attempts = answers.exchange(request, upcoming)
        _check_order(source, page, at)
        _check_allowance(source, page, at)
        page = _cut(page, None if limit is None else limit - at.tally.retrieved)
        page = _ranked(page, at.offset)
        at = replace(at, next=page.next, tally=_added(at, page, attempts)).with_ranks(page.ranks)
        if at.share is None and _exceeds(source, page, limit):
            at = _planned(source, query, answers, window, at)
            page = replace(page, records=(), ranks=(), next=None)
        asked = query if at.share is None else _narrowed(source, query, at.share.part)
        stamp = Provenance(
            platform=source.platform,
            database=source.database,
            run=run,
            query=asked,
            retrieved=response.received,
        )
        stamped = tuple(
            record.stamped(replace(stamp, rank=rank))
            for record, rank in zip(page.records, page.ranks, strict=True)
        )
        _check_share(source, at)
        yield Step(replace(page, records=stamped), response, at)
    _check_sums(source, at.tally)


def count(source: Source, query: str, transport: Transport) -> Page:
    """Return a page without records: the hit count of a search and the server's warnings.

    Of a search that is several requests it is the sum of theirs.
    """
    pages = [
        transport.exchange(source.count(request), source.read).value
        for request in _requests(source, query)
    ]
    counts = [page.hit_count for page in pages if page.hit_count is not None]
    if len(counts) < len(pages):
        raise HarvestError(f"{source.platform} does not tell a hit count for the search")
    warnings = dict.fromkeys(warning for page in pages for warning in page.warnings)
    return replace(pages[-1], hit_count=sum(counts), warnings=tuple(warnings))


def _requests(source: Source, query: str) -> tuple[str, ...]:
    return source.requests(query) if isinstance(source, Several) else (query,)


def _exceeds(source: Source, page: Page, limit: int | None) -> bool:
    """Say whether the platform finds more than it delivers and than the user wants.

    Raises RequestRefused when it does and the source cannot be cut.
    """
    found, reach = page.hit_count, source.reach if page.reach is None else page.reach
    if found is None or reach is None or found <= reach:
        return False
    if limit is not None and limit <= reach:
        return False
    if not isinstance(source, Divisible):
        raise RequestRefused(
            f"{source.platform} finds {found:,} records and delivers only the first {reach:,}"
            " of a search",
            help="cut the search into parts below that number, for example by years, and"
            f" harvest each; or take the first records only with --limit {reach}",
        )
    return True


def _planned(
    source: Source, query: str, answers: Answers, window: Window | None, at: Position
) -> Position:
    """Return the position before the first of the shares that the search is cut into."""
    assert isinstance(source, Divisible)
    assert at.tally.hit_count is not None
    assert source.reach is not None
    requests = retries = 0

    def counted(parts: Sequence[Part]) -> list[int]:
        nonlocal requests, retries
        asked = [source.count(_narrowed(source, query, part)) for part in parts]
        found = []
        for page, _, attempts in answers.exchange_all(asked):
            requests, retries = requests + attempts, retries + attempts - 1
            if page.hit_count is None:
                raise HarvestError(f"{source.platform} does not tell a hit count for the search")
            found.append(page.hit_count)
        return found

    whole = Share(source.whole(window), at.tally.hit_count)
    shares = divided(whole, source.reach, counted, source.platform)
    tally = replace(
        at.tally,
        retrieved=0,
        pages=0,
        requests=at.tally.requests + requests,
        retries=at.tally.retries + retries,
    )
    return Position(next=None, tally=tally, ahead=shares)


def _opened(source: Source, query: str, at: Position) -> Position:
    """Return the position at the start of the first share ahead."""
    share, *ahead = at.ahead
    before = 0 if at.share is None else at.offset + at.share.hit_count
    request = _opening(source, query, share)
    return replace(at, next=request, share=share, ahead=tuple(ahead), offset=before)


def _opening(source: Source, query: str, share: Share) -> Request:
    return source.first(_narrowed(source, query, share.part))


def _upcoming(source: Source, query: str, at: Position, answers: Answers) -> Iterator[Request]:
    """Yield the requests that come after `at.next`, as far as they are known, in order of sending.

    A share is opened long before its turn: only then is known what is asked for in it.
    """
    assert at.next is not None
    room = math.inf if at.tally.limit is None else at.tally.limit
    end = at.tally.retrieved if at.share is None else at.offset + at.share.hit_count
    starts = (end, end + at.ahead[0].hit_count) if at.ahead else ()
    soon = [
        _opening(source, query, share)
        for share, start in zip(at.ahead, starts, strict=False)
        if start < room
    ]
    yield from soon[:1]
    ended = yield from answers.following(at.next, room - at.tally.retrieved)
    if ended and soon:
        yield from soon[1:]
        yield from answers.following(soon[0], room - end)


def _narrowed(source: Source, query: str, part: Part) -> str:
    assert isinstance(source, Divisible)
    return source.narrowed(query, part)


def _ranked(page: Page, offset: int) -> Page:
    """Count the ranks of a part on from those of the parts before it."""
    return replace(page, ranks=tuple(rank + offset for rank in page.ranks)) if offset else page


def _cut(page: Page, room: int | None) -> Page:
    if room is None or len(page.records) <= room:
        return page
    return replace(page, records=page.records[:room], ranks=page.ranks[:room])


def _added(at: Position, page: Page, attempts: int) -> Tally:
    tally = at.tally
    new = tuple(warning for warning in page.warnings if warning not in tally.warnings)
    # The count of a part is no count of the search.
    told = None if at.share is not None else page.hit_count
    return replace(
        tally,
        hit_count=tally.hit_count if told is None else told,
        listed=tally.listed if page.listed is None else page.listed,
        retrieved=tally.retrieved + len(page.records),
        pages=tally.pages + bool(page.records),
        requests=tally.requests + attempts,
        retries=tally.retries + attempts - 1,
        missing=tally.missing + page.missing,
        warnings=tally.warnings + new,
        interpretation=tally.interpretation
        if at.share is not None
        else page.interpretation or tally.interpretation,
    )


def _check_order(source: Source, page: Page, at: Position) -> None:
    """Refuse a page that contradicts those before it."""
    twice = repeated(at.seen, (rank + at.offset for rank in page.ranks))
    if twice is not None:
        raise _disagreement(source, f"result {twice:,} arrived twice")
    known = at.tally.hit_count if at.share is None else at.share.hit_count
    if page.hit_count is not None and known is not None and page.hit_count != known:
        raise _disagreement(source, f"the hit count changed from {known:,} to {page.hit_count:,}")


def _check_allowance(source: Source, page: Page, at: Position) -> None:
    """Refuse to begin what the user's allowance cannot end, while nothing is spent yet."""
    found = at.tally.hit_count or page.hit_count
    if page.records or page.allowance is None or found is None:
        return
    wanted = found if at.tally.limit is None else min(found, at.tally.limit)
    ahead = wanted - at.tally.accounted
    if ahead > page.allowance:
        raise QuotaExceeded(
            f"{source.platform} still delivers {page.allowance:,} records in this period, and"
            f" {ahead:,} are to come",
            help="narrow the search, take fewer records with --limit, or go on when the"
            " allowance begins anew",
        )


def _check_share(source: Source, at: Position) -> None:
    """Refuse a part that ended with other records than were counted in it."""
    if at.share is None or at.next is not None or at.tally.limited:
        return
    got = at.tally.accounted - at.offset
    if got != at.share.hit_count:
        raise _disagreement(
            source, f"a part of {at.share.hit_count:,} records ({at.share.part}) gave {got:,}"
        )


def _check_sums(source: Source, tally: Tally) -> None:
    if tally.expected is None:
        raise _disagreement(source, "the platform never told how many records it finds")
    if tally.accounted != tally.expected and not tally.limited:
        raise _disagreement(
            source, f"hit count {tally.expected:,}, but {tally.retrieved:,} records retrieved"
        )


def _disagreement(source: Source, what: str) -> Incomplete:
    return Incomplete(
        f"the harvest from {source.platform} is not complete: {what}",
        help="run the command again; `searchkit explain H005` says what may be behind it",
    )
