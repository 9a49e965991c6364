"""A program that harvests from a local PubMed into a store; made to be killed.

python harvesting.py PLACE SERVER
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from searchkit.review.harvesting import Search, harvest_into
from searchkit.sources import Connection
from searchkit.sources.http import HttpTransport
from searchkit.sources.pubmed import PubMed
from searchkit.store import open_store


def harvest(place: str, server: str, query: str = "peer support[tiab]") -> None:
    source = PubMed(url=server, rate=100_000)
    with HttpTransport(source.rate) as transport, open_store(place) as store:
        run = harvest_into(store, Connection(source, transport), "pubmed", Search("pubmed", query))
        print(run.status, run.retrieved)


def collection(size: int) -> tuple[list[str], dict[str, str]]:
    """Return so many PMIDs, newest first, and the days on which their records were created.

    A fifth were created on one day, so that days alone cannot cut a large collection.
    """
    days = _days()
    pmids = [str(31_000_000 + number) for number in range(size, 0, -1)]
    created = dict.fromkeys(pmids[: size // 5], "2019/05/17")
    created |= dict(zip(pmids[size // 5 :], islice(days, size), strict=False))
    return pmids, created


def _days() -> Iterator[str]:
    first, number = date(1966, 1, 1), 0
    while True:
        yield f"{first + timedelta(days=number % 19_000):%Y/%m/%d}"
        number += 7


if __name__ == "__main__":
    harvest(*sys.argv[1:])
