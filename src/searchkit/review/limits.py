"""The limits of a protocol: lines added below the strategy, before it is translated.

`[limits]` of review.toml becomes one numbered line for each limit, so that every target says
it in its own words, or says that it cannot, as with a limit that the searcher wrote. What the
lines of the strategy already ask for is not added again. What no platform could take, such as
`18 to 65 years`, is left out of every search and told: an unknown value between two known
ones would take away what it should let in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from searchkit.diagnostics import NOWHERE
from searchkit.dialects import loss_codes, target
from searchkit.dialects.languages import THREE_LETTERS
from searchkit.dialects.ovid.limit_words import PUBLICATION_TYPES
from searchkit.errors import UnknownNameError, UsageError
from searchkit.query.nodes import CURRENT, And, Limit, LimitKind, LineReference, Node, Not
from searchkit.query.strategy import Line, Strategy, resolve
from searchkit.translate import Translation

NAMES = ("languages", "since", "until", "ages", "publication_types", "note")
"""The settings of `[limits]`; `note` is for people and is never applied."""

_TOLD = (
    loss_codes.LIMIT_DROPPED,
    loss_codes.LIMIT_CAUTION,
    loss_codes.DATE_FROZEN,
    loss_codes.UNVERIFIED,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A limit as the protocol states it.

    `name` is its setting, `said` what stands there, `values` are those of the limit in the
    tree; empty where no platform could take it, and `remark` says why. A remark beside
    values says how far they go beyond what was said.
    """

    name: str
    said: str
    kind: LimitKind
    values: tuple[str, ...]
    remark: str = ""


class How(StrEnum):
    """What became of a limit on a target."""

    WRITTEN = "in the lines of the strategy"
    ADDED = "added"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Applied:
    """A limit of the protocol and what became of it on one target."""

    wish: Wish
    how: How
    remarks: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return plain values for the lock file and the run report."""
        return {
            "limit": self.wish.name,
            "says": self.wish.said,
            "how": self.how.value,
            "remarks": list(self.remarks),
        }

    def __str__(self) -> str:
        told = f": {'; '.join(self.remarks)}" if self.remarks else ""
        return f"limit {self.wish.name} {self.wish.said}: {self.how.value}{told}"


@dataclass(frozen=True, slots=True)
class Limited:
    """A strategy with the limits of its protocol below, and where each of them stands."""

    strategy: Strategy
    placed: tuple[_Placed, ...]

    def applied(self, translation: Translation) -> tuple[Applied, ...]:
        """Return what became of each limit in a translation."""
        return tuple(_applied(one, translation) for one in self.placed)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A limit, the line that was added for it, or the limit of the strategy that holds it."""

    wish: Wish
    line: int | None = None
    written: Limit | None = None


def _applied(one: _Placed, translation: Translation) -> Applied:
    told = [
        found
        for found in translation.diagnostics
        if found.code in _TOLD
        and (found.span == one.written.span if one.written else found.line == one.line)
    ]
    if any(found.code is loss_codes.LIMIT_DROPPED for found in told):
        return Applied(one.wish, How.LEFT_OUT, (_UNSAID,))
    remarks = tuple(found.message for found in told)
    if one.written is not None:
        return Applied(one.wish, How.WRITTEN, remarks)
    own = (one.wish.remark,) if one.wish.remark else ()
    return Applied(one.wish, How.LEFT_OUT if one.line is None else How.ADDED, (*own, *remarks))


_UNSAID = "it cannot be said there; set it on the site, or exclude after the export and count"


def wishes_in(section: Mapping[str, Any], path: Path) -> tuple[Wish, ...]:
    """Return the limits that `[limits]` states, `since` and `until` as one.

    Raises UsageError, with the place, for what cannot be read, and UnknownNameError for a
    language that no platform has.
    """
    return tuple(_wishes(section, path))


def _wishes(section: Mapping[str, Any], path: Path) -> Iterator[Wish]:
    if languages := _names(section, "languages", path):
        for name in languages:
            if name not in THREE_LETTERS:
                raise UnknownNameError(f"language of [limits] in {path}", name, THREE_LETTERS)
        yield Wish("languages", ", ".join(languages), LimitKind.LANGUAGE, languages)
    since, until = _day(section, "since", path), _day(section, "until", path)
    if since or until:
        yield _years(since, until, path)
    if ages := _names(section, "ages", path):
        row = target("pubmed").dialect.limits[LimitKind.AGE_GROUP]
        yield _known(Wish("ages", ", ".join(ages), LimitKind.AGE_GROUP, ages), row.values)
    if types := _names(section, "publication_types", path):
        wish = Wish("publication_types", ", ".join(types), LimitKind.PUBLICATION_TYPE, types)
        yield _known(wish, PUBLICATION_TYPES)


def _known(wish: Wish, known: Mapping[str, str] | frozenset[str]) -> Wish:
    strange = [value for value in wish.values if value not in known]
    if not strange:
        return wish
    what = ", ".join(f"`{value}`" for value in strange)
    remark = f"no platform is known to have {what}; exclude while screening, and count"
    return replace(wish, values=(), remark=remark)


def _names(section: Mapping[str, Any], name: str, path: Path) -> tuple[str, ...]:
    said = section.get(name, [])
    listed = [said] if isinstance(said, str) else said
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise UsageError(
            f"`{name}` under [limits] in {path} is not a list of names",
            help=f'write `{name} = ["..."]`',
        )
    return tuple(" ".join(one.lower().split()) for one in listed if one.strip())


def _day(section: Mapping[str, Any], name: str, path: Path) -> date | int | None:
    said = section.get(name)
    if isinstance(said, datetime) or not (said is None or type(said) in (int, date)):
        raise UsageError(
            f"`{name}` under [limits] in {path} is neither a year nor a day",
            help=f"write `{name} = 2015` or `{name} = 2015-01-31`, without quotation marks",
        )
    if isinstance(said, int) and not 1000 <= said <= 2999:
        raise UsageError(
            f"`{name}` under [limits] in {path} is no year", help=f"write `{name} = 2015`"
        )
    return said


def _years(since: date | int | None, until: date | int | None, path: Path) -> Wish:
    """Return the limit on years; a day inside a year lets in all of that year.

    Most platforms know the year of publication alone, and records without a day are many.
    """
    first = since.year if isinstance(since, date) else since
    last = until.year if isinstance(until, date) else until
    if first and last and first > last:
        raise UsageError(
            f"`since` under [limits] in {path} comes after `until`", help="exchange the two"
        )
    inside = [
        str(day.year)
        for day, edge in ((since, (1, 1)), (until, (12, 31)))
        if isinstance(day, date) and (day.month, day.day) != edge
    ]
    remark = f"taken as whole years: all of {' and '.join(inside)} is let in" if inside else ""
    said = " ".join(
        f"{word} {day}" for word, day in (("since", since), ("until", until)) if day is not None
    )
    values = (str(first or ""), str(last) if last else CURRENT)
    return Wish("years", said, LimitKind.YEARS, values, remark)


def limited(strategy: Strategy, wishes: tuple[Wish, ...]) -> Limited:
    """Return a strategy with a line for each limit that its own lines do not ask for yet."""
    whole = resolve(strategy)
    asked = list(_asked(whole)) if whole is not None else []
    lines, placed = list(strategy.lines), []
    for wish in wishes:
        written = next((limit for limit in asked if _within(limit, wish)), None)
        if written is not None or not wish.values:
            placed.append(_Placed(wish, written=written))
            continue
        before = lines[-1].number
        tree = Limit(LineReference(before), wish.kind, wish.values)
        lines.append(Line(before + 1, tree, NOWHERE))
        placed.append(_Placed(wish, before + 1))
    return Limited(replace(strategy, lines=tuple(lines)), tuple(placed))


def _asked(node: Node) -> Iterator[Limit]:
    """Yield the limits that hold for all that a tree finds."""
    match node:
        case Limit(operand):
            yield node
            yield from _asked(operand)
        case And(operands):
            for operand in operands:
                yield from _asked(operand)
        case Not(included):
            yield from _asked(included)
        case _:
            return


def _within(limit: Limit, wish: Wish) -> bool:
    """Say whether a limit lets in nothing that a wish would not let in."""
    if limit.kind is not wish.kind or not wish.values:
        return False
    if limit.kind is not LimitKind.YEARS:
        return set(limit.values) <= set(wish.values)
    (first, last), (since, until) = limit.values, wish.values
    return (not since or (first.isdigit() and int(first) >= int(since))) and (
        until == CURRENT or (last.isdigit() and int(last) <= int(until))
    )
