"""Bursts, quotas, and rights that lack: each is told apart, and says what to do."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from searchkit.errors import (
    HarvestError,
    Incomplete,
    NotEntitled,
    QuotaExceeded,
    RequestRefused,
)
from searchkit.sources import SOURCES
from searchkit.sources.base import Response, Settings
from searchkit.sources.driver import Checkpoint
from searchkit.sources.scopus import Scopus
from servers import elsevier, lists
from servers.elsevier import Rights
from servers.lists import fine, says

from .conftest import KEY, TOKEN, Clock, numbers, scopus

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class TestPauses:
    """Three kinds of stop: a burst is waited for, a quota and a lack of rights are not."""

    QUOTA = "QUOTA_EXCEEDED - Quota Exceeded"

    @pytest.mark.parametrize("form", ["{0:.0f}", "{1:.0f}", "{2:%Y-%m-%d %H:%M:%S}"])
    def test_a_quota_says_when_to_go_on(self, clock: Clock, form: str) -> None:
        reset = datetime.now(UTC).replace(microsecond=0) + timedelta(days=3, seconds=30)
        told = form.format(reset.timestamp(), reset.timestamp() * 1000, reset)
        small = Scopus(page_size=10)
        with scopus(clock, Rights(), small) as (server, connection):
            server.misbehave(
                fine, then=says(b"", 429, X_ELS_Status=self.QUOTA, X_RateLimit_Reset=told)
            )
            steps: list[Checkpoint] = []
            with pytest.raises(QuotaExceeded, match="72 hours") as raised:
                steps.extend(connection.pages("KEY(peer)"))
        assert f"go on after {reset.astimezone():%Y-%m-%d %H:%M}" in (raised.value.help or "")
        assert numbers(steps) == server.numbers[:10]
        assert len(server.calls) == 2
        assert max(clock.slept, default=0) < 60

    def test_a_burst_is_waited_for_and_not_until_the_quota_begins_anew(self, clock: Clock) -> None:
        later = str(int((datetime.now(UTC) + timedelta(days=6)).timestamp()))
        busy = says(b"", 429, Retry_After="3", X_ELS_Status="THROTTLED", X_RateLimit_Reset=later)
        with scopus(clock, Rights()) as (server, connection):
            server.misbehave(busy)
            assert numbers(list(connection.pages("KEY(peer)"))) == server.numbers
        assert 3.0 in clock.slept

    @pytest.mark.parametrize("reset", ["", "soon", "0", "1e400", "9" * 30])
    def test_a_quota_without_a_usable_end_is_a_quota_still(self, clock: Clock, reset: str) -> None:
        with scopus(clock, Rights()) as (server, connection):
            server.misbehave(then=says(b"", 429, X_ELS_Status=self.QUOTA, X_RateLimit_Reset=reset))
            with pytest.raises(QuotaExceeded) as raised:
                list(connection.pages("KEY(peer)"))
        assert raised.value.help

    def test_a_date_in_retry_after_is_kept_beside_a_quota(self, clock: Clock) -> None:
        on = format_datetime(datetime.now(UTC) + timedelta(hours=5), usegmt=True)
        with scopus(clock, Rights()) as (server, connection):
            server.misbehave(then=says(b"", 429, X_ELS_Status=self.QUOTA, Retry_After=on))
            with pytest.raises(QuotaExceeded, match=r"[45] hours"):
                list(connection.pages("KEY(peer)"))


REFUSALS = [
    (
        elsevier.refusal(401, "AUTHENTICATION_ERROR", "Invalid API Key"),
        NotEntitled,
        "Invalid API Key",
        "set `api_key` under",
    ),
    (elsevier.invalid_key(), NotEntitled, "APIKEY_INVALID", "dev.elsevier.com"),
    (
        elsevier.refusal(403, "ENTITLEMENTS_ERROR", "Not entitled to this resource"),
        NotEntitled,
        "Not entitled",
        "`insttoken`",
    ),
    (
        elsevier.refusal(400, "INVALID_INPUT", "Error translating query"),
        RequestRefused,
        "Error translating query",
        "search string",
    ),
    (lists.Reply(b"", 413), RequestRefused, "413", "cut it into parts"),
    (
        lists.Reply(b"<html><h1>Request-URI Too Long</h1></html>", 414),
        RequestRefused,
        "Too Long",
        "cut it into parts",
    ),
]


@pytest.mark.parametrize("name", ["scopus", "embase"])
@pytest.mark.parametrize(("reply", "error", "told", "helps"), REFUSALS)
def test_refusals_say_what_to_do(
    name: str, reply: lists.Reply, error: type[HarvestError], told: str, helps: str
) -> None:
    source = SOURCES[name].configured(Settings())
    headers = {key.lower(): text for key, text in reply.headers.items()}
    for request in (source.first("peer"), source.count("peer")):
        with pytest.raises(error, match=told) as raised:
            source.read(Response(request, reply.status, headers, reply.body, NOW))
        assert helps in (raised.value.help or "")
        if name == "embase":
            assert "searchkit import FILE --target embase" in (raised.value.help or "")


@pytest.mark.parametrize("name", ["scopus", "embase"])
def test_a_search_too_long_for_an_address_says_how_long_it_is(name: str) -> None:
    source = SOURCES[name].configured(Settings())
    request = source.first("KEY(peer) OR " * 1_000 + "KEY(lay)")
    with pytest.raises(RequestRefused, match=r"holds 13,\d\d\d characters"):
        source.read(Response(request, 414, {}, b"", NOW))


def test_standard_without_a_right_to_it_is_told_and_not_tried_for_ever(clock: Clock) -> None:
    reply = elsevier.refusal(401, "AUTHORIZATION_ERROR", elsevier.NO_VIEW)
    with scopus(clock, Rights()) as (server, connection):
        server.misbehave(then=lambda state, call, right: reply)
        with pytest.raises(NotEntitled, match="not authorized") as raised:
            list(connection.pages("KEY(peer)"))
    assert [call.sent["view"] for call in server.calls] == ["COMPLETE", "STANDARD"]
    assert "the institution's network" in (raised.value.help or "")


def test_a_cursor_that_is_no_longer_taken_says_so(clock: Clock) -> None:
    reply = elsevier.refusal(400, "INVALID_INPUT", "Invalid cursor")
    with scopus(clock, Rights(), Scopus(page_size=10)) as (server, connection):
        server.misbehave(fine, then=lambda state, call, right: reply)
        with pytest.raises(Incomplete, match="cursor of this walk") as raised:
            list(connection.pages("KEY(peer)"))
    assert "anew" in (raised.value.help or "")


def test_key_and_token_reach_the_platform_and_nothing_else(
    clock: Clock, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    body = f"""{{"error-response":{{"error-code":"NO","error-message":"{KEY} {TOKEN}"}}}}"""
    with scopus(clock, Rights(complete=False), Scopus(page_size_standard=10)) as place:
        server, connection = place
        server.misbehave(fine, fine, says(body.encode(), 403, X_ELS_Status=f"NO - {KEY}"))
        steps: list[Checkpoint] = []
        with pytest.raises(NotEntitled) as raised:
            steps.extend(connection.pages("KEY(peer)"))
    sent = [
        (call.headers["x-els-apikey"], call.headers["x-els-insttoken"]) for call in server.calls
    ]
    assert set(sent) == {(KEY, TOKEN)}
    outputs = [*map(repr, steps), caplog.text, *capfd.readouterr(), str(raised.value.help)]
    outputs += traceback.format_exception(raised.value)
    assert numbers(steps)
    assert not [text for text in outputs if KEY in text or TOKEN in text]
