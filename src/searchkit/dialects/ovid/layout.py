"""Layout: the rows of a text become the numbered lines of a strategy.

Whether the lines carry numbers is decided for the whole text, never row by row: `17 and 34`
and `12 yrs).ag.` cannot be read in isolation. Wrapped rows are joined, headings, legends
and rules are named and left out, hit counts are taken off in the shapes in which Ovid and
its users print them: `(12,345)`, a tabbed or spaced column, a row of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from searchkit.diagnostics import Diagnostic, Effect, Fix
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import Plain

_LABEL = re.compile(r"\s*(?P<hash>#?)(?P<number>\d{1,4})(?P<dot>[.)]?)(?P<gap>\s*)(?=\S|$)")
_OPERATOR = re.compile(r"(?:and|or|not|adj\d*)\b", re.IGNORECASE)
_RANGE = re.compile(r"(?:and|or)\s*/\s*\d", re.IGNORECASE)
_COUNT_ROW = re.compile(r"\s*\(?\d[\d,]*\)?\s*")
_NOISE = re.compile(
    r"""\s*(?:
        [-=_*•·\s]+$                                     # a rule, a bullet
      | \*{0,2}\s*(?:database|databases|source|interface|platform|provider)\s*:
      | \*{0,2}\s*(?:wolters\s+kluwer\s+)?ovid\b(?!.*\.[a-z]{2}\b)
      | \*{0,2}\s*(?:medline|embase|(?:apa\s+)?psycinfo)\b
        [^/$*.]*(?:<|\(\s*\d{4}|\d{4}\s*(?:to|-)|\(ovid\)|$)
      | \#*\s*search\s+(?:strategy|history|terms|results?)\b
      | \#{1,6}\s+(?!\d+\b)                                  # a comment, a title
      | \#?\s*(?:searches|query|queries)\s+(?:results?|hits)
      | key\s*:
      | ©|\(c\)\s*\d{4}|copyright\b
      | (?:date\s+(?:of\s+search|searched|run)|searched(?:\s+on)?|run\s+date)\b
      | epub\s+ahead\s+of\s+print\b
      | page\s+\d+(?:\s+of\s+\d+)?\s*$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_HEADER_DATABASE = re.compile(r"\b(medline|embase|psycinfo)\b", re.IGNORECASE)
_CLOSED = re.compile(
    r"(?:\.[a-z]{2}[a-z,.\s]{0,40}\.?|[/)\]]|^(?:limit\b.*|(?:[\d\s(),#/-]|and\b|or\b|not\b)*)\d)$",
    re.IGNORECASE,
)
_JUMP = 60
"""The most numbers that may be missing between two lines that still belong to one list."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the strategy before it is parsed."""

    number: int
    body: Plain
    hits: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What the whole text turned out to be. `database` is what a header named, or empty."""

    rows: tuple[Row, ...]
    database: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    number: int
    strong: bool
    body: int


def lay_out(text: Plain) -> Layout:
    """Return the numbered lines of a text."""
    rows = [_without_bullet(row) for row in _physical_rows(text) if row.text.strip()]
    found: list[Diagnostic] = []
    database = ""
    kept: list[Plain] = []
    for row in rows:
        if _NOISE.match(row.text):
            named = _HEADER_DATABASE.search(row.text)
            database = database or (named.group(1).lower() if named else "")
            message = "this row is no search line and is left out"
            found.append(
                Diagnostic(codes.LINE_SKIPPED, message, row.stripped().whole, None, Effect.SAME)
            )
        else:
            kept.append(row)
    labels = [_label(row.text) for row in kept]
    lone = len(kept) == 1 and re.match(r"\s*\d+\.\d", kept[0].text)
    numbered = _numbered(labels) and not lone  # `3.5.mp.` by itself is a number
    lines = _explicit(kept, labels, found) if numbered else _implicit(kept, found)
    if not lines:
        found.append(Diagnostic(codes.NO_LINES, "there is no search line in this text", text.whole))
    return Layout(tuple(_without_count(line, found) for line in lines), database, tuple(found))


def _physical_rows(text: Plain) -> list[Plain]:
    rows: list[Plain] = []
    start = 0
    while start <= len(text.text):
        end = text.text.find("\n", start)
        end = len(text.text) if end < 0 else end
        rows.append(text.cut(start, end))
        start = end + 1
    return rows


_BULLET = re.compile(r"\s*[•·▪‣]\s*(?=\S)")


def _without_bullet(row: Plain) -> Plain:
    match = _BULLET.match(row.text)
    return row.blanked(0, match.end()) if match else row


def _label(text: str) -> _Label | None:
    """Return the label that a row may begin with; strong when it can be nothing else."""
    match = _LABEL.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    number = int(match["number"])
    if not rest:
        return _Label(number, False, match.end())
    if _OPERATOR.match(rest) and not match["dot"] and not _RANGE.match(rest):
        return None  # `17 and 34` combines sets; only a dot would make 17 a label
    if rest.startswith((",", "-")) or (not match["gap"] and not match["dot"]):
        # `3d-cta` is a word, `2-9/or` a range; only `#1[mh ...` glues a label to its body.
        return None
    if match["dot"] and not match["gap"] and re.match(r"\d+(?:-\d+)*\.rn", rest):
        return None
    strong = bool(match["dot"] or match["hash"] or "\t" in match["gap"] or len(match["gap"]) > 1)
    return _Label(number, strong, match.end())


def _numbered(labels: Sequence[_Label | None]) -> bool:
    """Say whether the rows carry numbers: decided by how well the labels count upwards."""
    if not labels or labels[0] is None:
        return False
    climbing = 0
    last = 0
    for label in labels:
        if label and (last < label.number <= last + _JUMP or label.number == 1):
            climbing += 1
            last = label.number
    if len(labels) == 1:
        return True
    return climbing >= 2 and climbing * 4 >= len(labels)


def _open_brackets(text: str) -> int:
    """Return how many brackets are left open, or a negative number of those never opened."""
    depth = lowest = 0
    for character in re.sub(r'"[^"]*"', "", text):
        depth += (character == "(") - (character == ")")
        lowest = min(lowest, depth)
    return lowest if lowest < 0 else depth


def _explicit(
    rows: Sequence[Plain], labels: Sequence[_Label | None], found: list[Diagnostic]
) -> list[Row]:
    lines: list[Row] = []
    for row, label in zip(rows, labels, strict=True):
        last = lines[-1].number if lines else 0
        if label is not None and _begins_line(label, row, lines):
            if lines and label.number > last + 1:
                message = f"line {label.number} follows line {last}"
                found.append(Diagnostic(codes.NUMBERING_BROKEN, message, row.whole, label.number))
            lines.append(Row(label.number, row.cut(label.body, len(row.text)).stripped()))
        elif not lines:
            message = "this row comes before the first numbered line and is left out"
            found.append(
                Diagnostic(codes.LINE_SKIPPED, message, row.stripped().whole, None, Effect.SAME)
            )
        elif _COUNT_ROW.fullmatch(row.text) and lines[-1].body.text:
            lines[-1] = replace(lines[-1], hits=_count(row.text))
        else:
            lines[-1] = _joined(lines[-1], row, found)
    return lines


def _begins_line(label: _Label, row: Plain, lines: Sequence[Row]) -> bool:
    if not lines:
        return True
    last = lines[-1]
    body = row.text[label.body :]
    if not body.strip():
        return label.number == last.number + 1
    if _open_brackets(last.body.text) > 0 > _open_brackets(body):
        return False  # `12 yrs).ag.` closes what the row before left open
    if last.number < label.number <= last.number + _JUMP:
        return True
    return label.strong


def _implicit(rows: Sequence[Plain], found: list[Diagnostic]) -> list[Row]:
    lines: list[Row] = []
    joining = False
    for position, row in enumerate(rows):
        if joining:
            lines[-1] = _joined(lines[-1], row, found)
        elif (
            _COUNT_ROW.fullmatch(row.text)
            and lines
            and lines[-1].hits is None
            and len(row.text.strip()) > 3
        ):
            lines[-1] = replace(lines[-1], hits=_count(row.text))
            continue
        else:
            lines.append(Row(len(lines) + 1, row.stripped()))
        joining = _wraps(lines[-1].body, rows[position + 1 :])
    return lines


def _wraps(line: Plain, following: Sequence[Plain]) -> bool:
    """Say whether a line goes on in the next row: it leaves open what that row closes."""
    depth = _open_brackets(line.text)
    return depth > 0 and bool(following) and _open_brackets(following[0].text) == -depth


def _joined(line: Row, row: Plain, found: list[Diagnostic]) -> Row:
    message = "this row continues the line before it"
    place = row.stripped().whole
    found.append(Diagnostic(codes.LINES_JOINED, message, place, line.number, Effect.SAME))
    hits = line.hits
    body = line.body
    # A count column stands behind the first row of a wrapped line as well as behind the last.
    column = re.search(r"(?:\t|\s{2,})(\d[\d,]*)\s*$", body.text)
    if column and hits is None:
        hits = _count(column.group(1))
        body = body.cut(0, column.start()).stripped()
    return Row(line.number, body.joined(row.stripped()) if body.text else row.stripped(), hits)


def _count(text: str) -> int:
    return int(re.sub(r"\D", "", text))


_BRACKETED = re.compile(r"\s*\(\s*(\d[\d,. ]*)\)\s*$")
_CUT_OFF = re.compile(r"\s+\(\s*\d[\d,]*$")
_COLUMN = re.compile(r"(?:\t\s*|\s{2,})(\d[\d,]*)\s*$")
_BEHIND = re.compile(r"\s(\d[\d,]*)\s*$")
_TABLE = re.compile(
    r"\t\s*(\d[\d,]*)\s*(\t\s*(?:advanced|basic|multi-?field|find\s+citation|search\s+\w+)\b.*)$",
    re.IGNORECASE,
)
"""How Ovid's own table of the history goes on: results, type of search, actions."""
_LOST_HYPHEN = re.compile(r"(?:and|or)\s*/\s*\d+\s+\d+", re.IGNORECASE)
_WORDED = re.compile(r"\s+hits:?\s+(\d[\d,]*)\s*$", re.IGNORECASE)


def _without_count(line: Row, found: list[Diagnostic]) -> Row:
    """Return a line without the hit count at its end; what may be a reference stays."""
    text = line.body.text
    table = _TABLE.search(text)
    if table and table.start() > 0:
        message = "what the site adds is left out"
        place = line.body.cut(table.start(2), len(text)).stripped().whole
        found.append(Diagnostic(codes.LINE_SKIPPED, message, place, line.number, Effect.SAME))
        return Row(line.number, line.body.cut(0, table.start()).stripped(), _count(table[1]))
    for shape in (_WORDED, _BRACKETED, _COLUMN):
        match = shape.search(text)
        if match and match.start() > 0 and not _ends_open(text[: match.start()]):
            return Row(line.number, line.body.cut(0, match.start()).stripped(), _count(match[1]))
    behind = None if _LOST_HYPHEN.fullmatch(text) else _BEHIND.search(text)
    if behind and _CLOSED.search(text[: behind.start()]) and not _ends_open(text[: behind.start()]):
        return Row(line.number, line.body.cut(0, behind.start()).stripped(), _count(behind[1]))
    cut = _CUT_OFF.search(text)
    if cut and not _ends_open(text[: cut.start()]) and _CLOSED.search(text[: cut.start()]):
        place = line.body.span(cut.start(), len(text))
        message = "a hit count that was cut off is left out"
        fix = Fix(place, "")
        found.append(
            Diagnostic(codes.COUNT_DAMAGED, message, place, line.number, Effect.SAME, fix=fix)
        )
        return Row(line.number, line.body.cut(0, cut.start()).stripped(), line.hits)
    return replace(line, body=line.body.stripped())


def _ends_open(text: str) -> bool:
    """Say whether a text asks for something behind it, so that a number there is no count."""
    return bool(
        re.search(
            r"(?:\b(?:and|or|not|adj\d*|to|from|(?:and|or)\s*/)|[,(=-])\s*$", text, re.IGNORECASE
        )
    )
