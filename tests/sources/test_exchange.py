"""Several requests under way: the walk is that of one connection, in less time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import ClassVar

import pytest

from searchkit.errors import NotEntitled, QuotaExceeded, StoreError
from searchkit.sources.base import Request, Response
from searchkit.sources.driver import Step, keep, walk
from searchkit.sources.exchange import Answers
from searchkit.sources.http import HttpTransport, Patience
from searchkit.sources.pace import OwnSlots
from searchkit.sources.position import Position
from searchkit.sources.pubmed import PubMed
from servers import eutils, harvesting
from servers.eutils import Call, EUtilities, Reply

from .conftest import Clock


@dataclass(frozen=True, slots=True)
class Narrow(PubMed):
    """PubMed, were it to deliver less of a search."""

    reach: ClassVar[int | None] = 90


@dataclass
class Crowd:
    """Counts the requests that a server is at, each of which takes a while."""

    seconds: float
    now: int = 0
    most: int = 0

    def __post_init__(self) -> None:
        self._lock = Lock()

    def __call__(self, call: Call, reply: Reply) -> Reply:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self.seconds)
        with self._lock:
            self.now -= 1
        return reply


@contextmanager
def quick() -> Iterator[HttpTransport]:
    with HttpTransport(100_000, sleep=lambda _: None) as transport:
        yield transport


def steps(source: PubMed, after: Position | None = None, limit: int | None = None) -> list[Step]:
    with quick() as transport:
        return list(walk(source, "q", transport, after=after, limit=limit))


def kept(found: list[Step]) -> list[tuple[list[str], str]]:
    """Return what a ledger is given for each step, without its moment."""
    # The server names its sessions in the order in which they were asked for.
    return [
        (
            [f"{record.provenance[-1].rank} {record.pmid}" for record in step.page.records],
            replace(step.position, next=None).to_json(),
        )
        for step in found
    ]


def deleting(server: EUtilities) -> None:
    server.deleted = {server.pmids[3], server.pmids[150], *server.pmids[-20:]}


def losing(server: EUtilities) -> None:
    server.misbehave(
        "efetch", eutils.fine, eutils.error_document("Unable to obtain query #1"), eutils.truncated
    )


@pytest.mark.parametrize("reach", [PubMed, Narrow])
@pytest.mark.parametrize("wrong", [None, deleting], ids=["quiet", "deleted"])
def test_what_is_kept_is_what_one_connection_gives(
    server: EUtilities, reach: type[PubMed], wrong: Callable[[EUtilities], None] | None
) -> None:
    server.pmids, server.created = harvesting.collection(400)
    if wrong is not None:
        wrong(server)
    one = steps(reach(url=server.url, page_size=7, connections=1))
    calls = len(server.calls)
    assert calls == one[-1].position.tally.requests
    many = steps(reach(url=server.url, page_size=7, connections=6))
    assert kept(many) == kept(one)
    # Whatever was sent ahead was used: no request is made twice.
    assert len(server.calls) == 2 * calls


@pytest.mark.parametrize("reach", [PubMed, Narrow])
def test_every_step_is_one_to_go_on_from(server: EUtilities, reach: type[PubMed]) -> None:
    server.pmids, server.created = harvesting.collection(200)
    source = reach(url=server.url, page_size=30, connections=4)
    whole = steps(source)
    for place, step in enumerate(whole):
        rest = steps(source, Position.from_json(step.position.to_json()))
        assert kept(rest) == kept(whole)[place + 1 :]


def test_a_lost_history_costs_no_record(server: EUtilities) -> None:
    server.pmids, server.created = harvesting.collection(200)
    losing(server)
    found = steps(PubMed(url=server.url, page_size=10, connections=4))
    assert sorted(r.pmid for step in found for r in step.page.records) == sorted(server.pmids)


def test_no_more_are_under_way_than_allowed_and_time_is_saved(server: EUtilities) -> None:
    server.pmids, server.created = harvesting.collection(400)
    crowd = Crowd(seconds=0.05)
    server.misbehave("efetch", *[crowd] * 100)
    began = time.monotonic()
    found = steps(Narrow(url=server.url, page_size=10, connections=4))
    took = time.monotonic() - began
    pages = sum(bool(step.page.records) for step in found)
    assert 2 <= crowd.most <= 4
    assert took < pages * crowd.seconds * 0.75


@pytest.mark.parametrize("limit", [1, 10, 35, 90, 91, 100, 395])
def test_nothing_is_sent_ahead_beyond_the_limit(server: EUtilities, limit: int) -> None:
    server.pmids, server.created = harvesting.collection(400)
    found = steps(Narrow(url=server.url, page_size=10, connections=6), limit=limit)
    assert sum(len(step.page.records) for step in found) == limit
    assert len(server.calls) == found[-1].position.tally.requests


def test_a_fault_ahead_is_told_in_its_turn(server: EUtilities) -> None:
    blocked = {"14"}

    def third(call: Call, reply: Reply) -> Reply:
        if call.form["retstart"] in blocked:
            return Reply(b"<html>blocked</html>", 403)
        return eutils.late(0.2)(call, reply) if call.form["retstart"] == "7" else reply

    server.misbehave("efetch", *[third] * 10)
    found: list[Step] = []
    source = PubMed(url=server.url, page_size=7, connections=4)
    with quick() as transport, pytest.raises(NotEntitled, match="blocked"):
        found.extend(walk(source, "q", transport))
    assert [len(step.page.records) for step in found] == [0, 7, 7]
    blocked.clear()
    rest = steps(source, found[-1].position)
    assert [r.pmid for s in [*found, *rest] for r in s.page.records] == server.pmids


def test_a_walk_that_is_left_leaves_nothing_under_way(server: EUtilities) -> None:
    crowd = Crowd(seconds=0.1)
    server.misbehave("efetch", *[crowd] * 30)
    source = PubMed(url=server.url, page_size=1, connections=4)
    with quick() as transport:
        walking = walk(source, "q", transport)
        next(walking)
        next(walking)
        walking.close()
        calls = len(server.calls)
        assert calls < 15
        time.sleep(0.3)
    assert (len(server.calls), crowd.now) == (calls, 0)


def test_a_ledger_that_is_full_ends_what_is_under_way(server: EUtilities) -> None:
    class Full:
        def position(self) -> None: ...

        def keep(self, step: Step) -> None:
            if step.page.records:
                raise StoreError("the disk is full")

    crowd = Crowd(seconds=0.1)
    server.misbehave("efetch", *[crowd] * 30)
    source = PubMed(url=server.url, page_size=1, connections=4)
    with quick() as transport, pytest.raises(StoreError):
        keep(source, "q", transport, Full())
    assert crowd.now == 0
    assert len(server.calls) < 15


def test_a_pause_that_is_asked_for_is_kept_by_all(server: EUtilities, clock: Clock) -> None:
    server.misbehave("esearch", eutils.throttled("7"))
    slots = OwnSlots(clock)
    patience = Patience(attempts=1)
    ask = Request("POST", f"{server.url}/esearch.fcgi", form=(("term", "q"), ("retmax", "0")))

    def status(response: Response) -> int:
        return response.status

    def transport() -> HttpTransport:
        return HttpTransport(1000, patience=patience, slots=slots, sleep=clock.sleep)

    with transport() as one, transport() as other:
        with pytest.raises(QuotaExceeded):
            one.exchange(ask, status)
        assert clock.now == 0
        assert other.exchange(ask, status).value == 200
    assert clock.now == pytest.approx(7)


def test_the_turns_of_threads_are_given_back_when_the_last_harvest_ends() -> None:
    before = sys.getswitchinterval()
    source = PubMed(connections=4)
    with quick() as transport, Answers(source, transport):
        with Answers(source, transport):
            assert sys.getswitchinterval() < before
        assert sys.getswitchinterval() < before
    assert sys.getswitchinterval() == before
