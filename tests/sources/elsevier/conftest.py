"""What the tests of Elsevier's sources share: a Scopus for a key with some rights."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Protocol

from searchkit.sources import Connection
from searchkit.sources.driver import Checkpoint
from searchkit.sources.http import HttpTransport
from searchkit.sources.scopus import Scopus
from servers import elsevier, lists
from servers.elsevier import Rights
from servers.lists import ListServer

KEY, TOKEN = "0123456789abcdef-planted-key", "fedcba9876543210-planted-token"


class Clock(Protocol):
    slept: list[float]

    def __call__(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


@contextmanager
def scopus(
    clock: Clock, rights: Rights, source: Scopus | None = None
) -> Iterator[tuple[ListServer, Connection]]:
    """Run a Scopus for a key with these rights, and connect to it."""
    with lists.serving(elsevier.scopus(rights)) as server:
        there = replace(source or Scopus(), url=server.url, rate=10_000)
        secrets = {"api_key": KEY, "insttoken": TOKEN}
        with HttpTransport(there.rate, secrets, clock=clock, sleep=clock.sleep) as transport:
            yield server, Connection(there, transport)


def numbers(steps: list[Checkpoint]) -> list[int]:
    found = [record for step in steps for record in step.page.records]
    return [int(record.identifier("eid").removeprefix("2-s2.0-")) for record in found]
