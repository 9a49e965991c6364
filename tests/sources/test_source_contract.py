"""What every source of the table keeps to; a new row is tested before its author wrote a test."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from searchkit.errors import HarvestError, UnknownNameError
from searchkit.sources import SOURCES
from searchkit.sources.base import Request, Response, Settings, TryAgain, Window
from searchkit.sources.credentials import CREDENTIALS

KEY = "0123456789abcdef-planted-secret"
WINDOW = Window(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture(params=list(SOURCES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def requests_of(name: str) -> list[Request]:
    secrets = {row.name: KEY for row in CREDENTIALS.get(name, ())}
    settings = Settings(url="https://mirror.example.org/", email="a@example.org", secrets=secrets)
    source = SOURCES[name].configured(settings)
    return [source.first("q"), source.first("q", WINDOW), source.count("q")]


def test_its_target_is_named_and_its_limits_are_positive(name: str) -> None:
    source = SOURCES[name].configured(Settings())
    assert source.platform
    assert source.rate > 0
    assert source.reach is None or source.reach > 0
    assert source.url.startswith("https://")


def test_its_requests_are_plain_differ_and_hold_no_secret(name: str) -> None:
    requests = requests_of(name)
    assert len({request.fingerprint() for request in requests}) == len(requests)
    for request in requests:
        assert request.url.startswith("https://mirror.example.org/")
        assert "//" not in request.url.removeprefix("https://")
        assert KEY not in repr(request)
        for field in fields(request):
            value = getattr(request, field.name)
            assert isinstance(value, str) or all(
                isinstance(part, str) for pair in value for part in pair
            )


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 413, 414])
@pytest.mark.parametrize("body", [b"", b"{}", b"<html><body>no</body></html>", b"\xff\x00"])
def test_it_refuses_what_is_refused(name: str, status: int, body: bytes) -> None:
    source = SOURCES[name].configured(Settings())
    for request in (source.first("q"), source.count("q")):
        with pytest.raises(HarvestError) as told:
            source.read(Response(request, status, {}, body, datetime.now(UTC)))
        assert str(status) in told.value.message
        assert told.value.help


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"{}", b"<html></html>", b"<x>", b"\xff\x00", b"<?xml version='1.0'?>"],
)
def test_it_never_takes_rubbish_for_an_empty_result(name: str, body: bytes) -> None:
    source = SOURCES[name].configured(Settings())
    for request in (source.first("q"), source.count("q")):
        with pytest.raises((HarvestError, TryAgain)):
            source.read(Response(request, 200, {}, body, datetime.now(UTC)))


def test_an_unknown_source_is_named_with_those_that_exist() -> None:
    with pytest.raises(UnknownNameError) as told:
        SOURCES["pubmde"]
    assert "pubmed" in (told.value.help or "")


def test_the_table_loads_neither_network_nor_parsers() -> None:
    code = (
        "import sys, searchkit.sources;"
        "print([m for m in ('requests', 'tenacity', 'Bio', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
