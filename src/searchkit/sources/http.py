"""The network: sends requests, keeps to the allowed rate, waits, repeats and gives up.

The only module that talks to a platform. Three kinds of stop are told apart: a burst (the
platform asks for a pause of seconds: it is kept, then the request is sent again), a quota
(a pause of minutes to days: QuotaExceeded says when to go on) and missing credentials,
which the source recognises (NotEntitled). Answers that are cut short or that the source
cannot read are asked for again. Credentials are put into a request here, at the moment of
sending, and taken out of everything that comes back before anyone else sees it. Where a
platform hands out tokens (`SignsIn`), they are fetched before the first request, replaced
when they are over or refused, and given back at the end.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit

import requests
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from searchkit.errors import ConnectionFailed, QuotaExceeded, SearchkitError, UsageError
from searchkit.sources.answers import allowance, asked_pause, excerpt, number, restart_pause
from searchkit.sources.base import Request, Response, SignsIn, TokenRefused, TryAgain
from searchkit.sources.exchange import Exchange
from searchkit.sources.keys import Keys, filled
from searchkit.sources.pace import OwnSlots, Slots

T = TypeVar("T")
_log = logging.getLogger(__name__)
_WIRE_LOG = logging.getLogger("urllib3.connectionpool")

_RENEWALS = 4
"""How often one request may find its tokens refused: each of two, and each once more."""
_SPACING = 1.02
"""Of the shortest interval: a request that leaves late must not meet the next ten in its second."""
_LATE = 0.01
"""Seconds, of the 0.02 that makes good in each: after a later start the next is kept back."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long to wait, in seconds. `longest` divides a burst from a quota."""

    attempts: int = 6
    longest: float = 60.0
    first_wait: float = 1.0
    longest_wait: float = 30.0
    connect: float = 10.0
    answer: float = 120.0


class RateLimiter:
    """Spaces the requests to each host so that none gets more per second than it allows.

    `slots` says when the next request may leave; given a `SharedSlots`, all processes of the
    user keep the rate together.
    """

    def __init__(
        self,
        rate: float,
        *,
        slots: Slots,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._rate = rate
        self._slots = slots
        self._clock = clock
        self._sleep = sleep
        self._rates: dict[str, float] = {}
        self._turns: dict[str, threading.Lock] = {}

    def wait(self, host: str) -> None:
        """Return when the next request to the host may be sent."""
        # One thread at a time, so that no moment is taken long before it is used.
        with self._turns.setdefault(host, threading.Lock()):
            interval = _SPACING / self._rates.get(host, self._rate)
            began = self._clock()
            seconds = max(self._slots.take(host, interval), 0)
            if seconds:
                self._sleep(seconds)
            if self._clock() - began - seconds > _LATE:
                self._slots.hold(host, interval)

    def pause(self, host: str, seconds: float) -> None:
        """Let no request to the host leave for so many seconds."""
        self._slots.hold(host, seconds)

    def learn(self, host: str, headers: Mapping[str, str]) -> None:
        """Take over what the host says; it can only make the requests rarer.

        NCBI's `X-RateLimit-Limit` is requests per second (V: seen in recorded answers, 3
        without and 10 with a key). Platforms that count by the day or the week show numbers
        above any rate used here, which therefore change nothing.
        """
        limit = number(headers.get("x-ratelimit-limit"))
        if headers.get("x-rate-limit-interval") == "1s":
            # Crossref's own spelling (V: recorded, 5 in the public pool and 10 in the polite one).
            limit = number(headers.get("x-rate-limit-limit"))
        remaining = number(headers.get("x-ratelimit-remaining"))
        if remaining is None:
            # Clarivate's own spelling (V: recorded, 1 of two left in a second).
            remaining = number(headers.get("x-req-reqpersec-remaining"))
        if limit is not None and limit > 0:
            self._rates[host] = min(self._rate, limit)
        if remaining == 0:
            # Requests that keep their distance use a second up without being too many; after one
            # interval more the oldest of them is out of it. Others' requests end in a 429.
            self.pause(host, 1 / self._rates.get(host, 1))


class HttpTransport:
    """Sends requests over HTTP. Use it as a context manager, so that connections are closed.

    `rate` is requests per second and host, `secrets` maps names of credentials to values,
    `door` is the source where its platform hands out tokens; `notify` is told before each
    wait: its seconds and the reason; `slots` hands out the moments at which requests leave.
    Several threads may send at the same time.
    """

    def __init__(
        self,
        rate: float,
        secrets: Mapping[str, str] | None = None,
        *,
        door: SignsIn | None = None,
        patience: Patience | None = None,
        notify: Callable[[float, str], None] | None = None,
        slots: Slots | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._keys = Keys(secrets or {}, clock)
        self._door = door
        self._entering = threading.Lock()
        self._patience = patience or Patience()
        self._notify = notify
        self._sleep = sleep
        self._limiter = RateLimiter(rate, slots=slots or OwnSlots(clock), clock=clock, sleep=sleep)
        self._own = threading.local()
        self._sessions: list[requests.Session] = []
        self._answered: set[str] = set()

    def __enter__(self) -> Self:
        _WIRE_LOG.addFilter(self._without_secrets)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Nothing is worth a wait when the user stopped it, or the line is dead.
        if fault is None or (
            isinstance(fault, SearchkitError) and not isinstance(fault, ConnectionFailed)
        ):
            self._sign_out()
        _WIRE_LOG.removeFilter(self._without_secrets)
        for session in self._sessions:
            session.close()

    def _session(self) -> requests.Session:
        """Return the session of this thread: requests does not promise that threads can share."""
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = requests.Session()
            session.headers["User-Agent"] = f"searchkit/{version('searchkit-review')}"
            self._sessions.append(session)
        return session

    def _without_secrets(self, line: logging.LogRecord) -> bool:
        """Take credentials out of what urllib3 logs: it shows whole addresses."""
        line.msg, line.args = self._keys.redact(line.getMessage()), ()
        return True

    def exchange(self, request: Request, read: Callable[[Response], T]) -> Exchange[T]:
        """Send a request until `read` accepts its answer.

        Raises QuotaExceeded, ConnectionFailed or what `read` says when it never does.
        """
        retrying = Retrying(
            retry=retry_if_exception_type(TryAgain),
            stop=stop_after_attempt(self._patience.attempts),
            wait=self._pause,
            sleep=self._sleep,
            before_sleep=self._announce,
            reraise=True,
        )
        try:
            value, response = retrying(self._attempt, request, read)
        except TryAgain as fault:
            raise fault.otherwise(
                f"{fault.reason} (tried {self._patience.attempts} times)", help=fault.help
            ) from None
        return Exchange(value, response, retrying.statistics["attempt_number"])

    def _attempt(self, request: Request, read: Callable[[Response], T]) -> tuple[T, Response]:
        renewals = 0
        while True:
            held: Mapping[str, str] = {}
            try:
                held = self._admitted()
                response = self._cleaned(self._send(request, held))
                self._check_load(response)
                return read(response), response
            except TokenRefused as fault:
                renewals += 1
                if self._door is None or renewals > _RENEWALS:
                    raise
                _log.info("signing in anew: %s", fault.message)
                self._keys.drop(fault.token, held.get(fault.token))
            except TryAgain as fault:
                if fault.wait is not None and fault.wait > self._patience.longest:
                    on = datetime.now().astimezone() + timedelta(seconds=fault.wait)
                    raise QuotaExceeded(
                        f"{fault.reason}; it asks for a pause of {_duration(fault.wait)}",
                        help=f"go on after {on:%Y-%m-%d %H:%M %z}",
                    ) from None
                if fault.wait is not None:
                    # It is the host that asks: what is sent beside this request waits as well.
                    self._limiter.pause(urlsplit(request.url).netloc, fault.wait)
                raise

    def _admitted(self) -> Mapping[str, str]:
        """Return the credentials to be sent, after a sign-in for the tokens that lack."""
        if self._door is None:
            return self._keys.held()
        # One thread signs in; the others wait for its tokens.
        with self._entering:
            for name, request in self._door.sign_in():
                held = self._keys.held()
                if name in held:
                    continue
                answer = self._send(request, held)
                self._check_load(self._cleaned(answer))
                try:
                    # A platform may hand out a token that it handed out before: blacked out,
                    # it could not be read.
                    token = self._door.token(
                        answer if answer.status == 200 else self._cleaned(answer)
                    )
                except TokenRefused as fault:
                    self._keys.drop(fault.token, held.get(fault.token))
                    raise
                self._keys.put(name, token)
            return self._keys.held()

    def _sign_out(self) -> None:
        """Give the tokens back, where they are held; a platform that fails here is let be."""
        if self._door is None:
            return
        held = self._keys.held()
        try:
            request = self._door.sign_out()
            if request is None or not all(name in held for name, _ in self._door.sign_in()):
                return
            self._send(request, held)
        except (TryAgain, SearchkitError) as fault:
            _log.debug("not signed out: %s", type(fault).__name__)

    def _send(self, request: Request, held: Mapping[str, str]) -> Response:
        """Send once and return the answer as it came: its body may still hold credentials."""
        host = urlsplit(request.url).netloc
        if not host:
            raise _unusable("it names no host; it is to begin with https://") from None
        params, body = filled(request, held)
        session = self._session()
        try:
            # Made ready before its turn: work after it lets requests meet that left apart.
            headers = self._keys.headers(request, held)
            ready = session.prepare_request(
                requests.Request(request.method, request.url, headers, params=params, data=body)
            )
            ways = session.merge_environment_settings(ready.url, {}, None, None, None)
            self._limiter.wait(host)
            began = time.monotonic()
            answer = session.send(
                ready,
                timeout=(self._patience.connect, self._patience.answer),
                # A redirect would turn POST into GET, and carry a key to another host.
                allow_redirects=False,
                **ways,
            )
        except requests.RequestException as fault:
            raise self._failed(host, fault) from None
        took = time.monotonic() - began
        _log.debug("%s %s: %s in %.2f s", request.method, request.url, answer.status_code, took)
        told = {name.lower(): text for name, text in answer.headers.items()}
        self._answered.add(host)
        self._limiter.learn(host, told)
        return Response(request, answer.status_code, told, answer.content, datetime.now(UTC))

    def _cleaned(self, response: Response) -> Response:
        headers = {name: self._keys.redact(text) for name, text in response.headers.items()}
        return replace(response, headers=headers, body=self._keys.redact_body(response.body))

    def _check_load(self, response: Response) -> None:
        """Raise TryAgain for an answer that only says that the platform is busy or broken."""
        if response.status != 429 and response.status < 500:
            return
        host = urlsplit(response.request.url).netloc
        said = excerpt(response.body)
        wait = asked_pause(response.headers, response.received)
        if wait is None:
            wait = restart_pause(response.body, response.received)
        if response.status == 429 and wait is None and allowance(response.headers) == 0:
            raise QuotaExceeded(
                f"{host} has delivered all records of this year's allowance",
                help="go on when the next year of the contract begins, or ask the one who"
                " holds the contract for more",
            )
        if response.status == 429:
            raise TryAgain(
                f"{host} says that there are too many requests",
                wait=wait,
                otherwise=QuotaExceeded,
                help=f"{f'it says: {said}; ' if said else ''}stop other programs that use the same"
                " address or key, then run it again; an allowance for the day begins anew tomorrow",
            )
        raise TryAgain(f"{host} answers {response.status}{f': {said}' if said else ''}", wait=wait)

    def _pause(self, state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        if isinstance(fault, TryAgain) and fault.wait is not None:
            return fault.wait
        patience = self._patience
        backoff = wait_exponential_jitter(
            initial=patience.first_wait, max=patience.longest_wait, jitter=patience.first_wait
        )
        return backoff(state)

    def _announce(self, state: RetryCallState) -> None:
        fault = state.outcome.exception() if state.outcome else None
        seconds = state.next_action.sleep if state.next_action else 0.0
        reason = fault.reason if isinstance(fault, TryAgain) else ""
        _log.info("waiting %.1f s: %s", seconds, reason)
        if self._notify is not None:
            self._notify(seconds, reason)

    def _failed(self, host: str, fault: requests.RequestException) -> Exception:
        """Return the error for an exchange that gave no answer at all."""
        match fault:
            case requests.exceptions.SSLError():
                return ConnectionFailed(
                    f"the certificate of {host} is not accepted",
                    help="check the date of this machine and the proxy of the network",
                )
            case requests.Timeout():
                return TryAgain(f"{host} does not answer in time", help=_CHECK_NETWORK)
            case requests.exceptions.ChunkedEncodingError() | (
                requests.exceptions.ContentDecodingError()
            ):
                return TryAgain(f"{host} cut its answer short", help=_CHECK_NETWORK)
            case requests.ConnectionError() if self._is_unknown(host, fault):
                return ConnectionFailed(
                    f"no connection to {host}: its name is not known, or there is no network",
                    help=_CHECK_NETWORK,
                )
            case requests.ConnectionError():
                cause = self._keys.redact(_innermost(fault))
                return TryAgain(f"no connection to {host}: {cause}", help=_CHECK_NETWORK)
            case _:
                return _unusable(f"{type(fault).__name__}, {host}")

    def _is_unknown(self, host: str, fault: BaseException) -> bool:
        """Say whether the name of a host that never answered here could not be looked up.

        Where it did answer before, the network is away for a while, which is worth a wait.
        """
        return host not in self._answered and any(
            isinstance(one, socket.gaierror) for one in _chain(fault)
        )


_CHECK_NETWORK = "check the network and whether the platform is up, then run the command again"


def _unusable(why: str) -> UsageError:
    return UsageError(
        f"the address of the source is not usable: {why}",
        help="correct the url in the environment or in the configuration file",
    )


def _duration(seconds: float) -> str:
    """Return a duration for people.

    >>> _duration(49_853)
    '13 hours 51 minutes'
    """
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [(hours, "hours"), (minutes, "minutes")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "a moment"


def _innermost(fault: BaseException) -> str:
    """Return the operating system's word for what went wrong, not the pool's long story."""
    said = "the connection broke"
    for one in _chain(fault):
        if isinstance(one, OSError) and one.strerror:
            said = one.strerror
    return said


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """Yield a fault and what caused it, one after another."""
    seen: BaseException | None = fault
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
