"""The sums of the driver, with a source that says whatever the case wants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

import pytest

from searchkit.errors import HarvestError, Incomplete
from searchkit.records.record import Record
from searchkit.sources.base import Page, Request, Response, Settings, Window
from searchkit.sources.driver import Checkpoint, count, harvest
from searchkit.sources.exchange import Exchange

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True)
class Scripted:
    """A source whose pages are given; each page but the last leads to the next."""

    platform: ClassVar[str] = "scripted"
    database: ClassVar[str] = "pages"
    reach: ClassVar[int | None] = None

    pages: tuple[Page, ...]
    url: str = "https://example.org"
    rate: float = 1.0

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        return cls(())

    def first(self, query: str, window: Window | None = None) -> Request:
        return self._ask(0)

    def count(self, query: str) -> Request:
        return self._ask(0)

    def read(self, response: Response) -> Page:
        at = int(response.request.carried("page"))
        following = self._ask(at + 1) if at + 1 < len(self.pages) else None
        return replace(self.pages[at], next=following)

    def _ask(self, at: int) -> Request:
        return Request("GET", self.url, params=(("page", str(at)),), carry=(("page", str(at)),))


class Direct:
    """A transport without a network: every answer is empty and arrives at once."""

    def exchange(self, request: Request, read: Callable[[Response], Any]) -> Exchange[Any]:
        response = Response(request, 200, {}, b"", NOW)
        return Exchange(read(response), response, 1)


def page(*ranks: int, hit_count: int | None = None, missing: tuple[str, ...] = ()) -> Page:
    records = tuple(Record(title=str(rank)) for rank in ranks)
    return Page(records=records, ranks=ranks, hit_count=hit_count, missing=missing)


def walked(*pages: Page, limit: int | None = None) -> list[Checkpoint]:
    return list(harvest(Scripted(pages), "q", Direct(), limit=limit))


@pytest.mark.parametrize(
    ("pages", "says"),
    [
        ([page(1, 2, hit_count=5), page(3, 4)], "hit count 5, but 4 records retrieved"),
        ([page(1, 2, hit_count=3), page(3, 4)], "hit count 3, but 4 records retrieved"),
        ([page(1, hit_count=3, missing=("7",))], "hit count 3, but 1 records retrieved"),
        ([page(1, 2, hit_count=4), page(2, 3)], "result 2 arrived twice"),
        ([page(1, hit_count=2), page(2, hit_count=3)], "changed from 2 to 3"),
        ([page(1), page(2)], "never told how many"),
    ],
)
def test_sums_that_do_not_agree_are_an_error(pages: list[Page], says: str) -> None:
    with pytest.raises(Incomplete, match=says) as told:
        walked(*pages)
    assert "H005" in (told.value.help or "")


@pytest.mark.parametrize(
    ("pages", "limit", "explained"),
    [
        ([page(1, 2, hit_count=4), page(3, 4, hit_count=4)], None, []),
        ([page(hit_count=0)], None, []),
        ([page(1, 2, hit_count=3, missing=("9",))], None, ["9"]),
        ([page(1, 2, hit_count=4), page(3, 4)], 3, ["first 3 records"]),
        ([page(1, 2, hit_count=4), page(3, 4)], 2, ["first 2 records"]),
        ([page(1, 2, hit_count=2)], 2, []),
        ([page(1, 2, hit_count=2)], 9, []),
    ],
)
def test_sums_that_agree_or_are_explained(
    pages: list[Page], limit: int | None, explained: list[str]
) -> None:
    tally = walked(*pages, limit=limit)[-1].tally
    reasons = tally.explanations()
    assert len(reasons) == len(explained)
    assert all(part in reason for part, reason in zip(explained, reasons, strict=True))
    if limit is not None:
        assert tally.retrieved <= limit


def test_nothing_is_asked_for_beyond_the_limit() -> None:
    steps = walked(page(1, 2, hit_count=4), page(3, 4), limit=2)
    assert len(steps) == 1


def test_a_limit_cuts_inside_a_page() -> None:
    titles = [
        record.title
        for step in walked(page(1, 2, hit_count=4), page(3, 4), limit=3)
        for record in step.page.records
    ]
    assert titles == ["1", "2", "3"]


def test_a_count_without_a_number_is_an_error() -> None:
    with pytest.raises(HarvestError, match="does not tell a hit count"):
        count(Scripted((page(),)), "q", Direct())
