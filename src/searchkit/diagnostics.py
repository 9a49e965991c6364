"""Diagnostics: what a user should know about a text, each at its place.

A `Diagnostic` names a `Code`, a `Span` of the text it speaks about, and, where a meaning
changes, the `Effect` on what is found. One value, two renderings: `render` draws it for
people in the manner of rustc, `Diagnostic.to_json` gives it to programs.
"""

from __future__ import annotations

import enum
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of the text as received: offsets in characters, `end` excluded."""

    start: int
    end: int

    def through(self, other: Span) -> Span:
        """Return the smallest span that holds both.

        >>> Span(2, 4).through(Span(7, 9))
        Span(start=2, end=9)
        """
        return Span(min(self.start, other.start), max(self.end, other.end))


NOWHERE = Span(0, 0)


class Severity(enum.StrEnum):
    """How much a diagnostic matters: an error forbids, a warning asks, a note tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Effect(enum.StrEnum):
    """What a change does to the set of records found.

    `BROADER` promises a superset, `NARROWER` a subset (equal sets satisfy both),
    `DIFFERENT` neither, `UNKNOWN` that nobody has established it.
    """

    SAME = "same"
    BROADER = "broader"
    NARROWER = "narrower"
    DIFFERENT = "different"
    UNKNOWN = "unknown"

    def under_not(self) -> Effect:
        """Return the effect on the whole when the change stands in an excluded part.

        >>> Effect.BROADER.under_not()
        <Effect.NARROWER: 'narrower'>
        """
        return {Effect.BROADER: Effect.NARROWER, Effect.NARROWER: Effect.BROADER}.get(self, self)


def combined(effects: Iterable[Effect]) -> Effect:
    """Return the effect of several changes taken together.

    >>> combined([Effect.SAME, Effect.BROADER])
    <Effect.BROADER: 'broader'>
    >>> combined([Effect.BROADER, Effect.NARROWER])
    <Effect.DIFFERENT: 'different'>
    """
    present = set(effects) - {Effect.SAME}
    if not present:
        return Effect.SAME
    if Effect.UNKNOWN in present:
        return Effect.UNKNOWN
    if len(present) == 1:
        return present.pop()
    return Effect.DIFFERENT


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of diagnostic: its identity and its page of documentation.

    `id` is a letter and three digits: P parse, T translation, Q query lint, H harvest,
    R records. `explanation` is what `searchkit explain` prints: what it is, why it
    matters, an example, what to do.
    """

    id: str
    name: str
    severity: Severity
    explanation: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A stated repair: the text at `span` read as `replacement`."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One message about one place. `line` is the number of the strategy's line, if any."""

    code: Code
    message: str
    span: Span
    line: int | None = None
    effect: Effect | None = None
    notes: tuple[str, ...] = ()
    help: str | None = None
    fix: Fix | None = None

    @property
    def severity(self) -> Severity:
        return self.code.severity

    def to_json(self) -> dict[str, object]:
        """Return the stable form for programs; `start` and `end` slice the text received."""
        return {
            "code": self.code.id,
            "name": self.code.name,
            "severity": self.severity.value,
            "effect": self.effect.value if self.effect else None,
            "message": self.message,
            "notes": list(self.notes),
            "help": self.help,
            "line": self.line,
            "start": self.span.start,
            "end": self.span.end,
        }


def counted(count: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, as people write them.

    >>> counted(1, "line"), counted(1200, "line"), counted(0, "search", "searches")
    ('1 line', '1,200 lines', '0 searches')
    """
    return f"{count:,} {noun if count == 1 else plural or f'{noun}s'}"


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Say whether any of them is an error."""
    return any(found.severity is Severity.ERROR for found in diagnostics)


class Place(NamedTuple):
    """A position for people: line and column, both from 1."""

    line: int
    column: int


class TextIndex:
    """Finds the physical line and column of offsets in one text."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts = [0]
        for row in self._lines[:-1]:
            self._starts.append(self._starts[-1] + len(row) + 1)

    def place(self, offset: int) -> Place:
        """Return line and column of an offset.

        >>> TextIndex("ab\\ncd").place(4)
        Place(line=2, column=2)
        """
        row = bisect_right(self._starts, offset) - 1
        return Place(row + 1, offset - self._starts[row] + 1)

    def row(self, number: int) -> str:
        """Return a physical line by its number, from 1."""
        return self._lines[number - 1].rstrip("\r")


_SHOWN = 120
"""Characters that are drawn of a line; of a longer one, those around the place."""
_BEFORE = 40

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}


def render(
    diagnostics: Sequence[Diagnostic], text: str, *, name: str = "<text>", colour: bool = False
) -> str:
    """Draw diagnostics for people, each under the line it speaks about.

    Diagnostics that say the same of several places are drawn once, at the first; the
    other places follow as line numbers, so that nothing is hidden and nothing repeats.
    """
    index = TextIndex(text)
    groups: dict[tuple[str, str, Effect | None], list[Diagnostic]] = {}
    for found in diagnostics:
        groups.setdefault((found.code.id, found.message, found.effect), []).append(found)
    return "\n".join(_draw(group, index, name, colour) for group in groups.values())


def _draw(group: Sequence[Diagnostic], index: TextIndex, name: str, colour: bool) -> str:
    first, *others = group
    place = index.place(first.span.start)
    end = index.place(max(first.span.start, first.span.end - 1))
    row = index.row(place.line).replace("\t", " ")
    last = end.column if end.line == place.line else max(len(row), 1)
    row, shift = _around(row, place.column)
    column, width = place.column - shift, min(last - shift, len(row)) - (place.column - shift) + 1
    gutter = " " * len(str(place.line))
    head = f"{first.severity.value}[{first.code.id}]"
    marks = "^" * max(width, 1)
    if colour:
        paint = _COLOURS[first.severity]
        head, marks = f"\x1b[1;{paint}m{head}\x1b[0m", f"\x1b[{paint}m{marks}\x1b[0m"
    out = [
        f"{head}: {first.message}",
        f"{gutter}--> {name}:{place.line}:{place.column}",
        f"{gutter} |",
        f"{place.line} | {row}",
        f"{gutter} | {' ' * (column - 1)}{marks}",
    ]
    if first.effect is not None:
        out.append(f"{gutter} = effect: {first.effect.value}")
    out += [f"{gutter} = note: {note}" for note in first.notes]
    if first.help:
        out.append(f"{gutter} = help: {first.help}")
    if others:
        rows = sorted({index.place(other.span.start).line for other in others})
        out.append(f"{gutter} = also at {_ranges(rows)}")
    return "\n".join(out) + "\n"


def _around(row: str, column: int) -> tuple[str, int]:
    """Return what is drawn of a line, and how far a column moves to the left in it.

    >>> _around("ab", 2)
    ('ab', 0)
    >>> shown, shift = _around(f"{'x' * 500}HERE{'y' * 500}", 501)
    >>> len(shown), shown[501 - shift - 1 :][:4], shown[:4], shown[-4:]
    (126, 'HERE', '...x', 'y...')
    """
    if len(row) <= _SHOWN:
        return row, 0
    start = max(0, min(column - 1 - _BEFORE, len(row) - _SHOWN))
    before = "..." if start else ""
    after = "..." if start + _SHOWN < len(row) else ""
    return f"{before}{row[start : start + _SHOWN]}{after}", start - len(before)


def _ranges(rows: Sequence[int]) -> str:
    """Return rows as people write them.

    >>> _ranges([3, 4, 5, 9])
    'lines 3-5, 9'
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)
    return f"{'line' if len(rows) == 1 else 'lines'} {shown}"
