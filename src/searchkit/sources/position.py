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
    """The sums of a harvest so far.

    `missing` are records counted but not to be had. `listed` is how many records the
    platform lists of those it counts, None where it lists them all.
    """

    hit_count: int | None = None
    retrieved: int = 0
    pages: int = 0
    requests: int = 0
    retries: int = 0
    missing: tuple[str, ...] = ()
    warnings: tuple[ServerWarning, ...] = ()
    interpretation: str = ""
    limit: int | None = None
    listed: int | None = None

    @property
    def limited(self) -> bool:
        """Whether the user's limit, not the end of the search, ended the harvest."""
        return self.limit is not None and self.retrieved >= self.limit

    @property
    def accounted(self) -> int:
        """How many records arrived or are named as missing."""
        return self.retrieved + len(self.missing)

    @property
    def expected(self) -> int | None:
        """How many records have to arrive, None while nobody has told."""
        return self.hit_count if self.listed is None else self.listed

    @property
    def cut_short(self) -> bool:
        """Whether the platform lists fewer records than it counts."""
        return self.listed is not None and self.listed < (self.hit_count or 0)

    def plus(self, other: Tally, limit: int | None) -> Tally:
        """Return the sums of two requests of one search.

        >>> first, second = Tally(hit_count=5_000, listed=1_000), Tally(hit_count=7)
        >>> first.plus(second, None).hit_count, first.plus(second, None).listed
        (5007, 1007)
        """
        counts = [one.hit_count for one in (self, other) if one.hit_count is not None]
        ends = [one.expected or 0 for one in (self, other)]
        understood = filter(None, (self.interpretation, other.interpretation))
        return Tally(
            hit_count=sum(counts) if counts else None,
            retrieved=self.retrieved + other.retrieved,
            pages=self.pages + other.pages,
            requests=self.requests + other.requests,
            retries=self.retries + other.retries,
            missing=self.missing + other.missing,
            warnings=tuple(dict.fromkeys((*self.warnings, *other.warnings))),
            interpretation="\n".join(understood),
            limit=limit,
            listed=None if self.listed is None and other.listed is None else sum(ends),
        )

    def explanations(self) -> list[str]:
        """Return why fewer records were retrieved than were found, one reason a line."""
        reasons = []
        if self.limited and self.hit_count is not None and self.retrieved < self.hit_count:
            reasons.append(f"only the first {self.retrieved:,} records were asked for")
        elif self.cut_short:
            reasons.append(
                f"the platform counts {self.hit_count:,} and lists {self.listed:,} of them, by"
                " relevance"
            )
        if self.missing:
            reasons.append(
                f"{len(self.missing)} counted by the platform, but without a record there"
                f" (deleted): {', '.join(self.missing)}"
            )
        return reasons


Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Among:
    """Which request is walked of a search that is several.

    `number` counts from 0; `own` are its sums, `earlier` those of the requests before it.
    """

    number: int
    own: Tally
    earlier: Tally


@dataclass(frozen=True, slots=True)
class Position:
    """Where a harvest stands after a page.

    `next` is the request to send; when there is none, the first share `ahead` is opened.
    `share` is the part that is being walked, None for a search that was not cut; `offset` is
    how many records the shares before it hold. `seen` are the ranks that have arrived, as
    ranges. `among` is None for a search of one request; else `tally` are the sums of the whole
    search and all other values speak of the request that is walked.
    """

    next: Request | None
    tally: Tally
    share: Share | None = None
    ahead: tuple[Share, ...] = ()
    offset: int = 0
    seen: Ranges = ()
    among: Among | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing is left to be asked for by the request that is walked."""
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
            return cls(
                next=None if row["next"] is None else request_from(row["next"]),
                tally=_tally(row["tally"]),
                share=None if row["share"] is None else _share(row["share"]),
                ahead=tuple(map(_share, row["ahead"])),
                offset=row["offset"],
                seen=tuple((low, high) for low, high in row["seen"]),
                among=_among(row["among"]) if row.get("among") else None,
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


def _tally(row: dict[str, Any]) -> Tally:
    missing = tuple(row["missing"])
    warnings = tuple(ServerWarning(*pair) for pair in row["warnings"])
    return Tally(**row | {"missing": missing, "warnings": warnings})


def _among(row: dict[str, Any]) -> Among:
    return Among(row["number"], _tally(row["own"]), _tally(row["earlier"]))


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
