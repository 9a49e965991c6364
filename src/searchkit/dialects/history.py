"""History: the rows of a text become numbered lines, as platforms print their histories.

`S59 S41 OR S58`, `#1[mh Neoplasms]82548`, tables of tabs or pipes, newest line first or
last, wrapped rows: whether and how the lines are numbered is decided for the whole text. A
text without numbers holds one search a row, unless brackets or operators tie rows together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from searchkit.diagnostics import Diagnostic, Effect
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import Plain


@dataclass(frozen=True, slots=True)
class Frame:
    """What a platform prints around its searches.

    `marks` are the letters or signs that may stand before a line's number. `noise` matches
    rows that are no search; `tail` what is printed behind a search: how it was run, and its
    limiters. A number behind one of `endings` is a hit count.
    """

    marks: str
    noise: re.Pattern[str]
    tail: re.Pattern[str] | None = None
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A line before it is parsed. `tail` is what the platform printed behind the search."""

    number: int
    body: Plain
    hits: int | None = None
    tail: Plain | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a text, and what was left out or joined."""

    rows: tuple[Row, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    number: int
    strong: bool
    body: int
    filled: bool


@dataclass(slots=True)
class _Lines:
    """Lines under construction: each row that continues one is joined to it."""

    found: list[Diagnostic] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def skip(self, row: Plain, message: str) -> None:
        place = row.stripped().whole
        self.found.append(Diagnostic(codes.LINE_SKIPPED, message, place, None, Effect.SAME))

    def join(self, row: Plain) -> None:
        last = self.rows[-1]
        self.rows[-1] = replace(last, body=last.body.joined(row.stripped()))


COMMON_NOISE = r"""
    [-=_*•·|:\s]+$
  | \#{1,6}\s+(?!\d+\b|and\b|or\b|not\b)
  | (?:search\s+name|date\s+run|last\s+saved|comment|description|search\s+strategy
      |search\s+history)\s*:?\s*(?:$|:|\d)
  | (?:database|databases|interface|platform|provider|date\s+(?:of\s+search|searched)|searched\s+on)
      \s*:
  | (?:id|no\.?|set|\#|line)\s+(?:search(?:es)?|query|queries|terms?)(?:\s+(?:hits?|results?).*)?$
  | page\s+\d+(?:\s+of\s+\d+)?\s*$
  | ©|copyright\b
"""
"""Rows that no platform takes for a search: rules, comments, names of columns, page furniture."""


def noise(own: str) -> re.Pattern[str]:
    """Return a pattern of rows that are no search: the common ones and a platform's own."""
    return re.compile(rf"\s*(?:{COMMON_NOISE}{own})", re.IGNORECASE | re.VERBOSE)


def lay_out(text: Plain, frame: Frame) -> Layout:
    """Return the lines of a text."""
    lines = _Lines()
    kept: list[Plain] = []
    for row in _rows(text):
        if frame.noise.match(row.text):
            lines.skip(row, "this row is no search line and is left out")
        else:
            kept.append(row)
    labels = [_label(row.text, frame.marks) for row in kept]
    if _is_numbered(labels):
        _explicit(kept, labels, lines)
        rows = _with_counts([_without_tail(row, frame) for row in lines.rows], frame.endings)
    else:
        _implicit(kept, lines)
        rows = [_without_tail(row, frame) for row in lines.rows]
    if not rows:
        message = "there is no search line in this text"
        lines.found.append(Diagnostic(codes.NO_LINES, message, text.whole))
    if len(rows) > 1 and rows[0].number > rows[-1].number:
        rows.reverse()  # newest first, as platforms show their history
    return Layout(tuple(rows), tuple(lines.found))


def _rows(text: Plain) -> list[Plain]:
    rows = []
    for match in re.finditer(r"[^\n]+", text.text):
        row = text.cut(match.start(), match.end())
        if row.text.lstrip().startswith("|"):
            cells = re.sub(r"^(\s*)\|", r"\1 ", row.text.rstrip().removesuffix("|"))
            row = Plain(cells.replace("|", "\t"), row.origin[: len(cells)], row.end)
        if row.text.strip():
            rows.append(row)
    return rows


_AFTER_LABEL = re.compile(r"(?:and|or|not|near(?:/\d+)?|next(?:/\d+)?)\b|[),:]", re.IGNORECASE)


def _label(text: str, marks: str) -> _Label | None:
    """Return the label that a row may begin with; strong when it can be nothing else."""
    match = re.match(
        rf"\s*(?P<mark>[{marks}]?)(?P<number>\d{{1,4}})(?P<end>[.)]?)(?P<gap>\s*)",
        text,
        re.IGNORECASE,
    )
    if match is None:
        return None
    rest = text[match.end() :]
    column = "\t" in match["gap"] or len(match["gap"]) > 1
    if rest and _AFTER_LABEL.match(rest) and not match["end"] and not column:
        return None  # `S1 OR S2` combines lines; it does not begin one
    glued = not match["gap"] and not match["end"] and rest
    if glued and not (match["mark"] and rest[0] in "[('\"#"):
        return None  # `3d-ct` and `S100B` are words
    strong = bool(match["mark"] or match["end"] or column)
    return _Label(int(match["number"]), strong, match.end(), bool(rest))


def _is_numbered(labels: Sequence[_Label | None]) -> bool:
    """Say whether rows carry numbers, by how well their labels count up or down."""
    known = [label for label in labels if label is not None]
    if not known or labels[0] is None:
        return len(known) > 2 and _climbs(known)
    if len(known) > 1:
        return _climbs(known)
    return known[0].strong and (len(labels) > 1 or known[0].filled)


def _climbs(labels: Sequence[_Label]) -> bool:
    steps = [after.number - before.number for before, after in pairwise(labels)]
    return 2 * max(sum(step > 0 for step in steps), sum(step < 0 for step in steps)) >= len(steps)


def _explicit(rows: Sequence[Plain], labels: Sequence[_Label | None], lines: _Lines) -> None:
    known = [label.number for label in labels if label is not None]
    down = len(known) > 1 and known[0] > known[-1]
    for row, label in zip(rows, labels, strict=True):
        last = lines.rows[-1].number if lines.rows else None
        if label is not None and _begins(label, last, down):
            body = row.cut(label.body, len(row.text)).stripped()
            lines.rows.append(Row(label.number, body))
        elif last is None:
            lines.skip(row, "this row comes before the first numbered line and is left out")
        else:
            lines.join(row)


def _begins(label: _Label, last: int | None, down: bool) -> bool:
    if last is None or label.strong:
        return True
    return label.number < last if down else label.number > last


_OPEN_END = re.compile(r"(?:\b(?:and|or|not|(?:near|next|pre)(?:/\d+)?|[nw]\d+)|[(,])\s*$", re.I)
_OPEN_START = re.compile(r"\s*(?:(?:and|or|not|near/\d+|next/\d+|[nw]\d+)\b|\))", re.I)


def _implicit(rows: Sequence[Plain], lines: _Lines) -> None:
    """Take each row as a line, unless brackets or operators tie it to the one before."""
    joined = 0
    for row in rows:
        last = lines.rows[-1].body.text if lines.rows else ""
        tied = last and (_depth(last) > 0 or _OPEN_END.search(last) or _OPEN_START.match(row.text))
        if tied:
            lines.join(row)
            joined += 1
        else:
            lines.rows.append(Row(len(lines.rows) + 1, row.stripped()))
    if joined:
        whole = lines.rows[0].body.whole.through(lines.rows[-1].body.whole)
        message = f"{joined} rows are read as continuing the row before them"
        lines.found.append(Diagnostic(codes.LINES_JOINED, message, whole, None, Effect.SAME))


def _depth(text: str) -> int:
    bare = re.sub(r'"[^"]*"', "", text)
    return bare.count("(") - bare.count(")")


def _without_tail(row: Row, frame: Frame) -> Row:
    found = frame.tail.search(row.body.text) if frame.tail else None
    if found is None:
        return row
    body = row.body.cut(0, found.start()).stripped()
    return replace(row, body=body, tail=row.body.cut(found.start(), len(row.body.text)).stripped())


_DATE = re.compile(r"\s+\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{4}$")
_HITS = r"\(?(\d[\d,]*)\)?\s*$"
_COLUMN = r"\t\s*|\s{2,}|\s+hits:?\s+|(?<=[\])\"'*])\s*"
_BEHIND_REFERENCE = "|".join(rf"(?<=[\s(][S#]{digits})\s+" for digits in (r"\d", r"\d\d", r"\d{3}"))
_LIKELY = re.compile(rf"\s{_HITS}")
_TAIL_COUNT = re.compile(rf"(?:^|[\s)]){_HITS}")


@cache
def _certain(endings: tuple[str, ...]) -> re.Pattern[str]:
    behind = [rf"(?<={re.escape(ending)})\s+" for ending in endings]
    shapes = "|".join([_COLUMN, _BEHIND_REFERENCE, *behind])
    return re.compile(rf"(?:{shapes}){_HITS}", re.IGNORECASE)


def _with_counts(rows: Sequence[Row], endings: tuple[str, ...]) -> list[Row]:
    """Return lines with the hit counts at their ends taken off.

    A number behind plain words is a count only where most lines end in one.
    """
    certain = _certain(endings)
    searches = [_without_date(row) for row in rows]
    ends = [row for row in searches if row.tail is None and _count(row, certain, _LIKELY)]
    shapes = (certain, _LIKELY) if 2 * len(ends) > len(searches) else (certain,)
    out = []
    for row in searches:
        counted = _TAIL_COUNT.search(row.tail.text) if row.tail else None
        if row.tail and counted:
            tail = row.tail.cut(0, counted.start(1)).stripped()
            out.append(replace(row, hits=_number(counted[1]), tail=tail))
            continue
        match = _count(row, *shapes)
        if match is None or row.tail:
            out.append(row)
            continue
        body = row.body.cut(0, match.start()).stripped()
        out.append(replace(row, body=body, hits=_number(match[1])))
    return out


def _without_date(row: Row) -> Row:
    found = _DATE.search(row.body.text)
    return replace(row, body=row.body.cut(0, found.start())) if found else row


def _count(row: Row, *shapes: re.Pattern[str]) -> re.Match[str] | None:
    for shape in shapes:
        match = shape.search(row.body.text)
        if match and match.start() > 0 and not _OPEN_END.search(row.body.text[: match.start()]):
            return match
    return None


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))
