"""Exchange: requests answered in their turn, with those that follow under way meanwhile.

A platform that allows ten requests a second and takes a fifth of a second for each answer is
used to half if one waits for the other. A source whose next requests are known beforehand
therefore has several connections. What arrives early waits until the walk comes to that very
request: order, checkpoints and sums are those of a walk with one connection, and what a kill
loses on the way is sent again.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from threading import Lock
from types import TracebackType
from typing import Generic, NamedTuple, Protocol, Self, TypeVar, runtime_checkable

from searchkit.sources.base import Page, Request, Response, Source, TryAgain

T = TypeVar("T")


class Exchange(NamedTuple, Generic[T]):
    """A request answered: the value read, the answer, and how often it had to be sent."""

    value: T
    response: Response
    attempts: int


class Transport(Protocol):
    """What sends requests: waits, repeats and gives up where needed (`HttpTransport`).

    Several threads may send at the same time.
    """

    def exchange(self, request: Request, read: Callable[[Response], T]) -> Exchange[T]:
        """Send until `read` accepts the answer; raises HarvestError when it never does."""
        ...


class Foreseen(NamedTuple):
    """How many records a request brings, and the request that follows, None at the end."""

    records: int
    next: Request | None


@runtime_checkable
class Foreseeing(Protocol):
    """A source whose next requests can be known without the answer, as by their offset.

    `connections` is how many requests may be under way at a time.
    """

    @property
    def connections(self) -> int: ...

    def foreseen(self, request: Request) -> Foreseen | None:
        """Return what a request brings when all arrives, None where only the answer tells."""
        ...


_TURN = 0.0005
"""Seconds that a thread may compute while another waits to go on."""
_turns = Lock()
_served: list[float] = []


def _shorten_turns() -> None:
    """Let a request leave when its moment comes, though answers are being read meanwhile.

    With Python's own turns of 5 ms and several threads one leaves 20 ms late or more (measured),
    and then meets those after it in a second that holds too many.
    """
    with _turns:
        _served.append(_served[0] if _served else sys.getswitchinterval())
        sys.setswitchinterval(min(_TURN, _served[0]))


def _restore_turns() -> None:
    with _turns:
        before = _served.pop()
        if not _served:  # the last to leave holds what the first found
            sys.setswitchinterval(before)


class Answers:
    """The answers of a source. Use it as a context manager, so that nothing stays under way."""

    def __init__(self, source: Source, transport: Transport) -> None:
        self._source = source
        self._transport = transport
        self._connections = source.connections if isinstance(source, Foreseeing) else 1
        self._threads = ThreadPoolExecutor(self._connections, "searchkit-answers")
        self._reading = Lock()
        self._sent: dict[tuple[object, ...], Future[Exchange[Page]]] = {}

    def __enter__(self) -> Self:
        if self._connections > 1:
            _shorten_turns()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        if self._connections > 1:
            _restore_turns()

    def exchange(self, request: Request, ahead: Iterable[Request]) -> Exchange[Page]:
        """Return the answer of a request, while those that come after it are sent.

        Raises what the transport raises for this request; what happens to a later one is
        told in its turn.
        """
        if self._connections == 1:
            return self._ask(request)
        first = islice(ahead, self._connections)
        wanted = {one.fingerprint(): one for one in (request, *first)}
        for key, one in wanted.items():
            if key not in self._sent:
                self._sent[key] = self._threads.submit(self._ask, one)
        # What is no longer expected may only be pushed back by what the platform asks for anew.
        for key in list(self._sent)[: -2 * len(wanted)]:
            if key not in wanted:
                self._sent.pop(key).cancel()
        exchange = self._sent.pop(request.fingerprint()).result()
        if exchange.response.request == request:
            return exchange
        # The same was sent, but the page before taught what this one is to be read with.
        response = replace(exchange.response, request=request)
        try:
            return exchange._replace(value=self._source.read(response), response=response)
        except TryAgain:
            return self._ask(request)

    def exchange_all(self, requests: Sequence[Request]) -> list[Exchange[Page]]:
        """Return the answers of requests that do not depend on each other, in their order."""
        if self._connections == 1:
            return [self._ask(request) for request in requests]
        return list(self._threads.map(self._ask, requests))

    def following(self, request: Request, room: float = math.inf) -> Generator[Request, None, bool]:
        """Yield the requests that come after one, as far as they are known; say if that is all.

        They are known from an answer that arrived before its turn, or else foreseen; none is
        yielded once those before it bring `room` records.
        """
        while (known := self._arrived(request) or self._foreseen(request)) is not None:
            if known.next is None:
                return True
            room -= known.records
            if room <= 0:
                break
            request = known.next
            yield request
        return False

    def _arrived(self, request: Request) -> Foreseen | None:
        sent = self._sent.get(request.fingerprint())
        if sent is None or not sent.done() or sent.exception() is not None:
            return None
        page, response, _ = sent.result()
        # What was read for a request that carries less than this one may lead elsewhere.
        return Foreseen(len(page.records), page.next) if response.request == request else None

    def _foreseen(self, request: Request) -> Foreseen | None:
        return self._source.foreseen(request) if isinstance(self._source, Foreseeing) else None

    def _ask(self, request: Request) -> Exchange[Page]:
        return self._transport.exchange(request, self._read)

    def _read(self, response: Response) -> Page:
        # Reading takes the interpreter for itself: several at once would keep requests waiting.
        with self._reading:
            return self._source.read(response)
