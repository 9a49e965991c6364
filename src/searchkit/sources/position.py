"""Position: where a harvest stands, as plain values, so that it can go on in another process.

A position is what a checkpoint keeps beside a page. `to_json` and `from_json` turn it into
text and back without loss; neither can hold a credential, because a request cannot.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from searchkit.errors import HarvestError
from searchkit.sources.base import Pairs, Request, ServerWarning
from searchkit.sources.partitions import Part, Share, Span


@dataclass(frozen=True, slots=True)
class Tally:
    """The sums of a harvest so far. `missing` are records counted but not to be had."""

    hit_count: int | None = None
    retrieved: int = 0
    pages: int = 0
    requests: int = 0
    retries: int = 0
    missing: tuple[str, ...] = ()
    warnings: tuple[ServerWarning, ...] = ()
    interpretation: str = ""
    limit: int | None = None

    @property
    def limited(self) -> bool:
        """Whether the user's limit, not the end of the search, ended the harvest."""
        return self.limit is not None and self.retrieved >= self.limit

    @property
    def accounted(self) -> int:
        """How many records arrived or are named as missing."""
        return self.retrieved + len(self.missing)

    def explanations(self) -> list[str]:
        """Return why fewer records were retrieved than were found, one reason a line."""
        reasons = []
        if self.limited and self.hit_count is not None and self.retrieved < self.hit_count:
            reasons.append(f"only the first {self.retrieved:,} records were asked for")
        if self.missing:
            reasons.append(
                f"{len(self.missing)} counted by the platform, but without a record there"
                f" (deleted): {', '.join(self.missing)}"
            )
        return reasons


Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a harvest stands after a page.

    `next` is the request to send; when there is none, the first share `ahead` is opened.
    `share` is the part that is being walked, None for a search that was not cut; `offset` is
    how many records the shares before it hold. `seen` are the ranks that have arrived, as
    ranges.
    """

    next: Request | None
    tally: Tally
    share: Share | None = None
    ahead: tuple[Share, ...] = ()
    offset: int = 0
    seen: Ranges = ()

    @property
    def ended(self) -> bool:
        """Whether nothing is left to be asked for."""
        return self.tally.limited or (self.next is None and not self.ahead)

    def to_json(self) -> str:
        """Return the position as text."""
        return json.dumps(asdict(self), ensure_ascii=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Position:
        """Return the position that `to_json` wrote.

        Raises HarvestError for a text that is no position.

        >>> start = Position(Request("GET", "https://example.org"), Tally(limit=5))
        >>> Position.from_json(start.to_json()) == start
        True
        """
        try:
            row = json.loads(text)
            tally = dict(row["tally"])
            tally["missing"] = tuple(tally["missing"])
            tally["warnings"] = tuple(ServerWarning(*pair) for pair in tally["warnings"])
            return cls(
                next=None if row["next"] is None else request_from(row["next"]),
                tally=Tally(**tally),
                share=None if row["share"] is None else _share(row["share"]),
                ahead=tuple(map(_share, row["ahead"])),
                offset=row["offset"],
                seen=tuple((low, high) for low, high in row["seen"]),
            )
        except (ValueError, TypeError, KeyError) as fault:
            raise HarvestError(
                f"the checkpoint of the harvest cannot be read ({type(fault).__name__})",
                help="begin the harvest anew",
            ) from None

    def with_ranks(self, ranks: Iterable[int]) -> Position:
        """Return the position with more ranks seen."""
        return replace(self, seen=joined(self.seen, ranks))


def request_from(row: dict[str, Any]) -> Request:
    """Return a request from its plain values."""
    pairs: dict[str, Pairs] = {
        name: tuple((key, value) for key, value in row[name])
        for name in ("params", "form", "headers", "secrets", "carry", "secret_headers")
    }
    return Request(method=row["method"], url=row["url"], json=row["json"], **pairs)


def _share(row: Any) -> Share:
    part, hit_count = row
    return Share(Part(tuple(Span(*span) for span in part["spans"])), hit_count)


def joined(ranges: Ranges, numbers: Iterable[int]) -> Ranges:
    """Add numbers to ranges.

    >>> joined(((1, 3), (7, 9)), [4, 5, 11])
    ((1, 5), (7, 9), (11, 11))
    """
    merged: list[tuple[int, int]] = []
    for low, high in sorted([*ranges, *((number, number) for number in numbers)]):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def repeated(ranges: Ranges, numbers: Iterable[int]) -> int | None:
    """Return the first of the numbers that lies in a range, or None.

    >>> repeated(((1, 3), (7, 9)), [4, 8])
    8
    """
    return next(
        (number for number in numbers if any(low <= number <= high for low, high in ranges)), None
    )
