"""The network: rate, waiting, secrets, and hosts that cannot be reached."""

from __future__ import annotations

import socket
from email.utils import formatdate
from itertools import pairwise
from time import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import ConnectionFailed, HarvestError, UsageError
from searchkit.sources.base import Request, Response
from searchkit.sources.http import HttpTransport, Patience, RateLimiter
from searchkit.sources.pace import OwnSlots
from servers import eutils
from servers.eutils import EUtilities

from .conftest import KEY, Clock


def status_of(response: Response) -> int:
    return response.status


def ask(url: str) -> Request:
    return Request("POST", url, form=(("term", "q"), ("retmax", "0")))


@given(rate=st.floats(0.1, 20), pauses=st.lists(st.floats(0, 2), min_size=2, max_size=30))
def test_no_interval_is_shorter_than_allowed(rate: float, pauses: list[float]) -> None:
    clock = Clock()
    limiter = RateLimiter(rate, slots=OwnSlots(clock), clock=clock, sleep=clock.sleep)
    sent = []
    for pause in pauses:
        clock.now += pause
        limiter.wait("host")
        sent.append(clock.now)
    gaps = [later - earlier for earlier, later in pairwise(sent)]
    assert min(gaps) >= 1 / rate - 1e-6


@given(rate=st.integers(1, 20), late=st.lists(st.floats(0, 0.4), min_size=2, max_size=60))
def test_no_second_holds_more_requests_than_allowed(rate: int, late: list[float]) -> None:
    clock = Clock()
    lateness = iter(late)

    def oversleep(seconds: float) -> None:
        clock.sleep(seconds + next(lateness))

    limiter = RateLimiter(rate, slots=OwnSlots(clock), clock=clock, sleep=oversleep)
    sent = []
    for _ in late:
        limiter.wait("host")
        sent.append(clock.now)
    assert all(after - before >= 1 for before, after in zip(sent, sent[rate:], strict=False))


def test_hosts_do_not_wait_for_each_other() -> None:
    clock = Clock()
    limiter = RateLimiter(1, slots=OwnSlots(clock), clock=clock, sleep=clock.sleep)
    limiter.wait("one")
    limiter.wait("two")
    assert clock.slept == []


@pytest.mark.parametrize(
    ("headers", "gap"),
    [
        ({"x-ratelimit-limit": "2"}, 0.51),
        ({"x-ratelimit-limit": "20000"}, 0.102),
        ({"x-ratelimit-limit": "soon"}, 0.102),
        ({"x-ratelimit-limit": "10", "x-ratelimit-remaining": "0"}, 0.202),
        ({"x-req-reqpersec-remaining": "0"}, 1.102),
    ],
)
def test_a_host_can_only_slow_us_down(headers: dict[str, str], gap: float) -> None:
    clock = Clock()
    limiter = RateLimiter(10, slots=OwnSlots(clock), clock=clock, sleep=clock.sleep)
    limiter.learn("host", headers)
    limiter.wait("host")
    limiter.wait("host")
    assert clock.now == pytest.approx(gap)


def test_the_rate_is_kept_over_a_harvest(server: EUtilities, clock: Clock) -> None:
    with HttpTransport(3, clock=clock, sleep=clock.sleep) as transport:
        for _ in range(7):
            transport.exchange(ask(f"{server.url}/esearch.fcgi"), status_of)
    # Six intervals, a little longer each than the platform allows.
    assert clock.now == pytest.approx(6 / 3 * 1.02)


def test_a_date_in_retry_after_is_a_wait(server: EUtilities, clock: Clock) -> None:
    server.misbehave("esearch", eutils.throttled(formatdate(time() + 30, usegmt=True)))
    with HttpTransport(1000, clock=clock, sleep=clock.sleep) as transport:
        answer = transport.exchange(ask(f"{server.url}/esearch.fcgi"), status_of)
    assert (answer.value, answer.attempts) == (200, 2)
    assert 25 < max(clock.slept) <= 30


@pytest.mark.parametrize(
    ("address", "error", "says"),
    [
        ("http://127.0.0.1:{port}/x", ConnectionFailed, "no connection to 127.0.0.1:{port}"),
        (
            "http://no-such-host.invalid/x",
            ConnectionFailed,
            "no connection to no-such-host.invalid",
        ),
        ("ftp://example.org/x", UsageError, "not usable"),
        ("example.org/x", UsageError, "not usable"),
        ("http:///x", UsageError, "no host"),
    ],
)
def test_an_address_that_cannot_be_reached_is_named(
    address: str, error: type[Exception], says: str, clock: Clock
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    transport = HttpTransport(1000, {"api_key": KEY}, clock=clock, sleep=clock.sleep)
    request = Request("GET", address.format(port=port), secrets=(("api_key", "api_key"),))
    with transport, pytest.raises(error, match=says.format(port=port)) as told:
        transport.exchange(request, status_of)
    assert KEY not in str(told.value)
    assert told.value.__suppress_context__


def test_a_name_that_is_not_known_is_asked_for_once(clock: Clock) -> None:
    transport = HttpTransport(1000, clock=clock, sleep=clock.sleep)
    with transport, pytest.raises(ConnectionFailed, match="name is not known") as told:
        transport.exchange(ask("http://no-such-host.invalid/x"), status_of)
    assert clock.slept == []
    assert "check the network" in str(told.value.help)


def test_a_server_that_never_answers_is_given_up(clock: Clock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        patience = Patience(attempts=2, answer=0.05)
        transport = HttpTransport(1000, patience=patience, clock=clock, sleep=clock.sleep)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with transport, pytest.raises(ConnectionFailed, match=r"in time \(tried 2 times\)"):
            transport.exchange(ask(address), status_of)


def test_a_key_goes_where_the_request_says(server: EUtilities, clock: Clock) -> None:
    address = f"{server.url}/esearch.fcgi"
    here = (("api_key", "api_key"),)
    plain = (("term", "q"), ("retmax", "0"))
    with HttpTransport(1000, {"api_key": KEY}, clock=clock, sleep=clock.sleep) as transport:
        transport.exchange(Request("POST", address, form=plain, secrets=here), status_of)
        transport.exchange(Request("GET", address, params=plain, secrets=here), status_of)
    with HttpTransport(1000, clock=clock, sleep=clock.sleep) as transport:
        transport.exchange(Request("POST", address, form=plain, secrets=here), status_of)
    assert [call.form.get("api_key") for call in server.calls] == [KEY, KEY, None]


def test_a_key_that_is_no_key_is_refused() -> None:
    with pytest.raises(UsageError, match="too short"):
        HttpTransport(1, {"api_key": "abc"})


def test_waits_are_announced_with_their_reason(server: EUtilities, clock: Clock) -> None:
    told: list[tuple[float, str]] = []
    server.misbehave("esearch", eutils.throttled("4"))
    transport = HttpTransport(
        1000, clock=clock, sleep=clock.sleep, notify=lambda *wait: told.append(wait)
    )
    with transport:
        transport.exchange(ask(f"{server.url}/esearch.fcgi"), status_of)
    ((seconds, reason),) = told
    assert seconds == 4
    assert "too many requests" in reason


def test_an_error_of_the_reader_is_not_repeated(server: EUtilities, clock: Clock) -> None:
    def refuse(response: Response) -> None:
        raise HarvestError("no")

    with (
        HttpTransport(1000, clock=clock, sleep=clock.sleep) as transport,
        pytest.raises(HarvestError, match=r"^no$"),
    ):
        transport.exchange(ask(f"{server.url}/esearch.fcgi"), refuse)
    assert len(server.calls) == 1
