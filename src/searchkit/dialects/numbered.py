"""Numbered lines: the rows of a text become the lines of a history that refers with `#1`.

For PubMed, Scopus and Web of Science, whose users write one long string, a list of strings, a
numbered history or blocks with letters. Which of these it is is decided for the whole text.
Rows that an open bracket or a hanging operator ties together are one line; titles, page
furniture and counts are taken off, and each is named. Lines with letters (`2a`, `B`) and
lines without a label are numbered in their order; `labels` tells what each was called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from searchkit.diagnostics import Code, Diagnostic, Effect, Fix
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.characters import Plain

_LABEL = re.compile(
    r"\s*(?P<mark>#?)\s*(?P<name>\d{1,4}[a-z]?|[A-Z](?=[.):]))(?P<dot>[.):]?)(?P<gap>\s*)(?=\S|$)"
)
_OPERATOR = re.compile(r"(?:(?:and|or|not|near|same)\b|[&|])", re.IGNORECASE)
_BEGINS_OPEN = re.compile(r"\s*(?:(?:and|or|not|same)\b|(?:near|w|pre)/\d+|[&|)])", re.IGNORECASE)
_ENDS_OPEN = re.compile(
    r"(?:(?<![\w-])(?:and|or|not|same|(?:near|w|pre)/\d+)|[&|(=,])\s*$", re.IGNORECASE
)
_LEAD = re.compile(
    r"""\s*(?:the\s+|final\s+)*search(?:\s+(?:strings?|query|strategy|terms?))?\b
        [^:()\[\]"=\#*]{0,60}:\s+(?=\S)""",
    re.IGNORECASE | re.VERBOSE,
)
_NOISE = re.compile(
    r"""\s*(?:
        [-=_*•·\s`]+$
      | \#{1,6}\s+(?!\d+\b)                                    # a heading in Markdown
      | search(?:es|ing)?(?:\s+\(?(?:strategy|history|terms|number|combinations?)\)?)*\s*$
      | (?:database|databases|source|interface|platform|provider)\s*:
      | (?:indexes|timespan|date\s+run|date\s+searched|searched\s+on|editions)\s*[:=]
      | (?:history|set|\#|query)(?:\s+(?:search|query|results?|hits|count))+\s*$
      | page\s+\d+(?:\s+of\s+\d+)?\s*$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_COMBINATION = re.compile(
    r"[\s(]*#?(?:\d{1,4}[a-z]?|[A-Z])\)*(?:\s+(?:and|or|not)\s+[\s(]*#?(?:\d{1,4}[a-z]?|[A-Z])[\s)]*)+\s*$",
    re.IGNORECASE,
)
_SEARCH_SIGNS = re.compile(r'["\[\]#*=]|\b(?:AND|OR|NOT)\b')
_COUNT_ROW = re.compile(r"\s*\(?\d[\d,]*\)?\s*$")
_COUNTS = (
    re.compile(r"(?:\t|\s{2,})\(?(?P<count>\d[\d,]*)\)?(?:\s+(?:results?|items?|hits))?"
               r"(?:\s+\d\d:\d\d(?::\d\d)?)?\s*$", re.IGNORECASE),
    re.compile(r"(?<=[)\]\"])\s*\(\s*(?P<count>\d[\d,]*)\s*\)\s*$"),
    re.compile(r"(?<=[)\]\"\d])\s+(?P<count>\d[\d,]*)\s+(?:document\s+)?(?:results?|items|hits)\s*$",
               re.IGNORECASE),
)  # fmt: skip
_FURNITURE = re.compile(
    r"\s+(?:indexes\s*=|timespan\s*=|date\s+run\s*:|editions\s*=).*$", re.IGNORECASE
)
_JUMP = 60
"""The most numbers that may be missing between two lines that still belong to one list."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line before it is parsed; `title` is what the searcher wrote over it."""

    number: int
    body: Plain
    hits: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a text; `labels` gives the number of each name that a line was given."""

    rows: tuple[Row, ...]
    labels: Mapping[str, int]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Label:
    name: str
    strong: bool
    body: int

    @property
    def number(self) -> int | None:
        digits = re.match(r"\d+", self.name)
        return int(digits[0]) if digits else None


@dataclass(frozen=True, slots=True)
class _Block:
    """A line as it is put together from rows."""

    label: str
    body: Plain
    title: str = ""
    hits: int | None = None


def lay_out(text: Plain) -> Layout:
    """Return the lines of a text."""
    found: list[Diagnostic] = []
    rows = [row for row in _physical_rows(text) if not _is_noise(row, found)]
    rows = [_without_lead(row, found) for row in rows]
    labels = [_label(row.text) for row in rows]
    blocks = _explicit(rows, labels, found) if _numbered(labels) else _implicit(rows, found)
    blocks = [_without_count(block, found) for block in blocks]
    blocks = [replace(block, body=_unquoted(block.body, found)) for block in blocks]
    if not blocks:
        found.append(Diagnostic(codes.NO_LINES, "there is no search line in this text", text.whole))
    return _numbering(blocks, found)


def _note(code: Code, message: str, place: Plain, *, line: int | None = None) -> Diagnostic:
    return Diagnostic(code, message, place.stripped().whole, line, Effect.SAME)


def _physical_rows(text: Plain) -> list[Plain]:
    rows = []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text.text):
        rows.append(text.cut(match.start(), match.end()))
    return rows


def _is_noise(row: Plain, found: list[Diagnostic]) -> bool:
    noise = bool(_NOISE.match(row.text))
    if noise:
        found.append(_note(codes.LINE_SKIPPED, "this row is no search line and is left out", row))
    return noise


def _without_lead(row: Plain, found: list[Diagnostic]) -> Plain:
    lead = _LEAD.match(row.text)
    if lead is None:
        return row
    found.append(
        _note(codes.LINE_SKIPPED, "these words introduce the search", row.cut(0, lead.end()))
    )
    return row.cut(lead.end(), len(row.text))


def _label(text: str) -> _Label | None:
    """Return the label that a row may begin with; strong when it can be nothing else."""
    match = _LABEL.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if not rest and match["mark"]:
        return None  # `#35` alone refers to a line
    marked = bool(match["dot"] or match["mark"])
    if not match["gap"] and rest and (match["dot"] or not match["mark"] or not rest[0].isalpha()):
        return None  # `1.5`, `2009:2010`, `5-HT`: no label is glued to a digit or a hyphen
    if _OPERATOR.match(rest) and not match["dot"]:
        return None  # `17 and 34`, `#1 OR #2` combine sets
    if rest.startswith("[") and not marked:
        return None  # `2009 [dp]`
    lettered = not match["name"].isdigit()
    strong = marked or lettered or "\t" in match["gap"] or len(match["gap"]) > 1
    return _Label(match["name"], strong, match.end())


def _numbered(labels: Sequence[_Label | None]) -> bool:
    """Say whether the rows carry labels: decided by how well they count upwards, or down."""
    known = [label for label in labels if label is not None]
    if not known or not any(labels[:3]):
        return False
    if len(labels) == 1:
        return known[0].strong
    return any(_climbs(row) >= max(2, len(labels) / 4) for row in (known, known[::-1]))


def _climbs(labels: Sequence[_Label]) -> int:
    climbing, last = 0, 0
    for label in labels:
        number = label.number
        if number is None or last <= number <= last + _JUMP:
            climbing += 1
            last = number or last
    return climbing


def _depth(text: str) -> int:
    """Return how many brackets are left open, negative when more are closed."""
    bare = re.sub(r'"[^"]*"', "", text)
    return bare.count("(") - bare.count(")")


def _continues(line: str, row: str) -> bool:
    return bool(_BEGINS_OPEN.match(row) or _ENDS_OPEN.search(line))


def _closing(rows: Sequence[Plain], first: int) -> int:
    """Return the row that closes the brackets left open in the first, or the first itself."""
    depth = 0
    for place in range(first, len(rows)):
        depth += _depth(rows[place].text)
        if depth <= 0:
            return place
    return first


def _joined(body: Plain, row: Plain, found: list[Diagnostic]) -> Plain:
    if not body.text:
        return row.stripped()
    found.append(_note(codes.LINES_JOINED, "this row continues the line before it", row))
    return body.joined(row.stripped())


def _implicit(rows: Sequence[Plain], found: list[Diagnostic]) -> list[_Block]:
    blocks: list[_Block] = []
    until = -1
    for place, row in enumerate(rows):
        if blocks and (place <= until or _continues(blocks[-1].body.text, row.text)):
            blocks[-1] = replace(blocks[-1], body=_joined(blocks[-1].body, row, found))
        else:
            blocks.append(_Block("", row.stripped()))
        until = max(until, _closing(rows, place))
    return blocks


def _explicit(
    rows: Sequence[Plain], labels: Sequence[_Label | None], found: list[Diagnostic]
) -> list[_Block]:
    blocks: list[_Block] = []
    last: _Label | None = None
    until = -1
    for place, (row, label) in enumerate(zip(rows, labels, strict=True)):
        if place <= until and not (label and label.strong):
            blocks[-1] = replace(blocks[-1], body=_joined(blocks[-1].body, row, found))
        elif label is not None and (last is None or label.strong or _follows(label, last)):
            body = row.cut(label.body, len(row.text)).stripped()
            blocks.append(_Block(label.name, body))
            last = label
        elif not blocks:
            message = "this row comes before the first numbered line and is left out"
            found.append(_note(codes.LINE_SKIPPED, message, row))
        elif _COUNT_ROW.match(row.text) and blocks[-1].body.text:
            blocks[-1] = replace(blocks[-1], hits=int(re.sub(r"\D", "", row.text)))
        elif _COMBINATION.match(row.text) and blocks[-1].body.text:
            blocks.append(_Block("", row.stripped()))
        elif _is_title(blocks[-1].body.text) and not blocks[-1].title:
            found.append(_note(codes.LINE_SKIPPED, "this is a title", blocks[-1].body))
            blocks[-1] = replace(blocks[-1], title=blocks[-1].body.text, body=row.stripped())
        else:
            blocks[-1] = replace(blocks[-1], body=_joined(blocks[-1].body, row, found))
        until = max(until, _closing(rows, place))
    return _without_titles(blocks, found)


def _follows(label: _Label, last: _Label) -> bool:
    number, before = label.number, last.number
    return number is not None and (before is None or before < number <= before + _JUMP)


def _is_title(text: str) -> bool:
    return bool(re.search(r"[a-z]:\s", text)) and not _SEARCH_SIGNS.search(text)


def _without_titles(blocks: Sequence[_Block], found: list[Diagnostic]) -> list[_Block]:
    """Return the lines without those that only give a name to the lettered ones below."""
    out: list[_Block] = []
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        text = block.body.text
        lettered = after is not None and after.label == f"{block.label}a"
        if text and (lettered or _is_title(text)) and not _SEARCH_SIGNS.search(text):
            found.append(_note(codes.LINE_SKIPPED, "this is a title", block.body))
        elif text:
            out.append(block)
    return out


def _without_count(block: _Block, found: list[Diagnostic]) -> _Block:
    furniture = _FURNITURE.search(block.body.text)
    if furniture:
        body = block.body
        rest = body.cut(furniture.start(), len(body.text))
        found.append(_note(codes.LINE_SKIPPED, "what the site adds is left out", rest))
        block = replace(block, body=body.cut(0, furniture.start()).stripped())
    for shape in _COUNTS:
        match = shape.search(block.body.text)
        if match and match.start() > 0 and not _ENDS_OPEN.search(block.body.text[: match.start()]):
            body = block.body.cut(0, match.start()).stripped()
            return replace(block, body=body, hits=int(re.sub(r"\D", "", match["count"])))
    return block


def _unquoted(body: Plain, found: list[Diagnostic]) -> Plain:
    """Return a line without quotation marks around all of it, which a table puts there."""
    text = body.text
    if not (text.startswith('"(') and text.endswith(')"') and text.count('"') == 2):
        return body
    message = "the quotation marks around the whole search are left out"
    fix = Fix(body.whole, text[1:-1])
    found.append(
        Diagnostic(codes.QUOTES_AROUND_ALL, message, body.whole, None, Effect.UNKNOWN, fix=fix)
    )
    return body.cut(1, len(text) - 1)


def _numbering(blocks: Sequence[_Block], found: list[Diagnostic]) -> Layout:
    numbers = [int(block.label) for block in blocks if block.label.isdigit()]
    if len(numbers) > 1 and numbers == sorted(numbers, reverse=True) and numbers[0] > numbers[-1]:
        message = "the lines are listed with the newest first and are read from the oldest on"
        found.append(_note(codes.LINES_RENUMBERED, message, blocks[0].body))
        blocks = blocks[::-1]
    kept = all(block.label.isdigit() for block in blocks if block.label) and numbers
    rows: list[Row] = []
    labels: dict[str, int] = {}
    for place, block in enumerate(blocks, start=1):
        number = place
        if kept:
            number = int(block.label) if block.label else rows[-1].number + 1
        if block.label and not kept and block.label != str(number):
            message = f"line {block.label} is numbered {number}"
            found.append(_note(codes.LINES_RENUMBERED, message, block.body, line=number))
        labels[block.label or str(number)] = number
        rows.append(Row(number, block.body, block.hits, block.title))
    found.sort(key=lambda one: one.span.start)
    return Layout(tuple(rows), MappingProxyType(labels), tuple(found))
