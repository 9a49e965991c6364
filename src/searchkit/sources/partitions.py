"""Partitions: a search that is larger than a platform delivers becomes parts that are not.

A part is a search narrowed to a range on one or more axes (days, years, record numbers). It
is halved, first axis first, until every part is within reach. The hit counts of the two
halves must give the count of the whole each time; a platform where they do not is refused
with the numbers, because a record on neither side, or on both, would go unseen.

>>> days = Span("day", 1, 4)
>>> upper, lower = Part((days, Span("number", 1, 9))).halves()
>>> upper.spans[0], lower.spans[0]
(Span(axis='day', low=3, high=4), Span(axis='day', low=1, high=2))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

from searchkit.errors import Incomplete, RequestRefused
from searchkit.sources.base import Window


class Span(NamedTuple):
    """A range of whole numbers on an axis, both ends included; a day is its ordinal."""

    axis: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Part:
    """A range on each axis, the axis that is cut first in front."""

    spans: tuple[Span, ...]

    def halves(self) -> tuple[Part, Part] | None:
        """Return the upper and the lower half, None for a part that has no halves."""
        for at, (axis, low, high) in enumerate(self.spans):
            if low < high:
                middle = (low + high) // 2
                return (
                    self._with(at, Span(axis, middle + 1, high)),
                    self._with(at, Span(axis, low, middle)),
                )
        return None

    def _with(self, at: int, span: Span) -> Part:
        return Part((*self.spans[:at], span, *self.spans[at + 1 :]))

    def __str__(self) -> str:
        return ", ".join(f"{axis} {low} to {high}" for axis, low, high in self.spans)


class Share(NamedTuple):
    """A part and how many records the platform counts in it."""

    part: Part
    hit_count: int


@runtime_checkable
class Divisible(Protocol):
    """A source whose searches can be cut into parts.

    Every record lies in exactly one half of a part, on every axis.
    """

    def whole(self, window: Window | None) -> Part:
        """Return the part that holds all records of a window, or all records there are."""
        ...

    def narrowed(self, query: str, part: Part) -> str:
        """Return the query, in the platform's language, that finds the records of a part."""
        ...


@runtime_checkable
class Revisable(Protocol):
    """A source that can be asked for records that changed, not only for those that are new."""

    def revised(self, query: str, window: Window) -> str:
        """Return the query, in the platform's language, for what came or changed on some days."""
        ...


@runtime_checkable
class Several(Protocol):
    """A source that takes some searches as several requests, which find them together."""

    def requests(self, query: str) -> tuple[str, ...]:
        """Return the requests of a query, each a query of its own."""
        ...


def divided(
    whole: Share, reach: int, count: Callable[[Sequence[Part]], Sequence[int]], platform: str
) -> tuple[Share, ...]:
    """Return the shares, each within reach, whose sum is the whole; empty ones are left out.

    `count` is given parts that are counted independently of each other. The highest come
    first, as platforms list the newest first. Raises Incomplete when the counts of two halves
    do not give the count of what was halved, RequestRefused when a part cannot be halved and
    is still too large.
    """
    shares = [whole]
    while any(found > reach for _, found in shares):
        parts = [_halves(share, reach, platform) for share in shares]
        counts = iter(count([part for halves in parts for part in halves]))
        cut: list[Share] = []
        for share, halves in zip(shares, parts, strict=True):
            if not halves:
                cut.append(share)
                continue
            upper, lower = (Share(half, next(counts)) for half in halves)
            if upper.hit_count + lower.hit_count != share.hit_count:
                raise Incomplete(
                    f"{platform} finds {share.hit_count:,} records, but {upper.hit_count:,} and"
                    f" {lower.hit_count:,} in the two halves of that search ({share.part})",
                    help="run the command again; a database that was being updated settles soon",
                )
            cut += [upper, lower]
        shares = cut
    return tuple(share for share in shares if share.hit_count)


def _halves(share: Share, reach: int, platform: str) -> tuple[Part, ...]:
    """Return the halves of a share beyond reach, nothing for one that need not be cut."""
    part, found = share
    if found <= reach:
        return ()
    halves = part.halves()
    if halves is None:
        raise RequestRefused(
            f"{platform} finds {found:,} records in one part ({part}) that cannot be cut"
            f" further, and delivers only {reach:,} of a search",
            help="cut the search itself into parts, and harvest each",
        )
    return halves
