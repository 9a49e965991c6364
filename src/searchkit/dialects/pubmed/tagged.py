"""Tagged: words with a tag behind them become a heading, a field, a date or a limit.

What PubMed's own filters write (`english[la]`, `humans[mh]`, `2000:2010[dp]`) is marked as a
limit that holds what the text is by itself; `restrictions.settle` decides which of the two it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import parse_codes as codes
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pieces import Shape, Token
from searchkit.dialects.pubmed.tables import OPEN_END, OPEN_START
from searchkit.dialects.pubmed.tags import DATE_FIELDS, KIND_OF_OWN, Tag, TagKind, read_tag
from searchkit.dialects.pubmed.words import Words
from searchkit.dialects.restrictions import restriction
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    Fielded,
    Heading,
    LimitKind,
    Near,
    Node,
    Phrase,
    Raw,
    Term,
    Text,
    Wildcard,
    literal,
)
from searchkit.query.subheadings import subheading_code

_FILTERS = {
    "humans": LimitKind.HUMANS,
    "animal": LimitKind.ANIMALS,
    "animals": LimitKind.ANIMALS,
    "hasabstract": LimitKind.ABSTRACT,
}
"""Filters of the site that are limits of the tree: `humans[Filter]`."""

_RANGE = re.compile(r'[\s"]*(\d{4}[\d/]*)["\s]*(?:\[[^\]]*\])?\s*:\s*"?(\d{4}[\d/]*|present)', re.I)


@dataclass(frozen=True, slots=True)
class Tagged:
    """Reads tagged words of one line."""

    line: LineText

    @property
    def words(self) -> Words:
        return Words(self.line)

    def node(self, run: Sequence[Token], written: Token) -> Node | None:
        """Return what words with a tag stand for; None when there is no word."""
        tag = read_tag(written.text)
        quoted = run[0].shape is Shape.QUOTED
        start, end = run[0].start + quoted, run[-1].end - quoted
        span = self.line.body.span(run[0].start, written.end)
        inner = " ".join(self.line.body.text[start:end].split())
        if tag.kind in {TagKind.KEPT, TagKind.UNKNOWN}:
            return self._kept(tag, run[0].start, written, span)
        if tag.kind is not TagKind.FIELD:
            heading = self._heading(inner, tag, quoted, span)
            return self._own(heading, inner, tag, quoted, span)
        if tag.code in DATE_FIELDS and _RANGE.match(inner):
            return self.dates(run[0].start, written.end)
        if tag.code in DATE_FIELDS and re.fullmatch(r"[\d/]+", inner):
            return _date(_digits(inner), tag, span)
        if tag.code == "au":
            return self._author(start, end, tag, quoted, span)
        if tag.code == "sh":
            return self._subheading(inner, tag, span)
        if tag.near is not None:
            return self._near(start, end, tag, span)
        operand = self.words.operand(start, end)
        if operand is None:
            message = f"there is no word before `{written.text}`"
            self.line.note(codes.MISSING_OPERAND, message, span, Effect.UNKNOWN)
            return None
        if isinstance(operand, Phrase) and not quoted and tag.code not in {"la", "pt", "ta"}:
            message = f"`{inner}` is read as the phrase that PubMed looks for in its index"
            self.line.note(codes.PHRASE_ATTEMPTED, message, span)
        return self._field(operand, inner, tag, quoted, span)

    def _kept(self, tag: Tag, start: int, written: Token, span: Span) -> Node:
        what = "has no counterpart" if tag.kind is TagKind.KEPT else "is not known"
        message = f"the tag `{written.text}` {what}; the text is kept as it is"
        self.line.note(codes.FIELD_UNKNOWN, message, span, Effect.UNKNOWN)
        return Raw(self.line.body.text[start : written.end], "pubmed", span)

    def _field(
        self, operand: Term | Phrase, inner: str, tag: Tag, quoted: bool, span: Span
    ) -> Node:
        plain = isinstance(operand, Term) and literal(operand) is not None
        mapped = tag.fields == (Field.ALL_FIELDS,) and plain and not quoted
        narrower = tag.code == "pt" and tag.explodes
        node = Fielded(replace(operand, variants=mapped or narrower), tag.fields, span)
        if tag.code == "la" and not quoted:
            return restriction(LimitKind.LANGUAGE, (inner.casefold(),), span, node)
        if tag.code == "sb" and inner.casefold() in _FILTERS:
            return restriction(_FILTERS[inner.casefold()], (), span, node)
        return self._own(node, inner, tag, quoted, span)

    @staticmethod
    def _own(node: Node, inner: str, tag: Tag, quoted: bool, span: Span) -> Node:
        """Return a filter's own text marked as a limit: `humans[mh]`, `adult[mh:noexp]`."""
        suffix = f"[{tag.code}{'' if tag.explodes else ':noexp'}]"
        own = f'"{inner}"{suffix}' if quoted else f"{inner.casefold()}{suffix}"
        kind = KIND_OF_OWN.get(own)
        if kind is None:
            return node
        values = () if kind in {LimitKind.HUMANS, LimitKind.ANIMALS} else (own,)
        return restriction(kind, values, span, node)

    def _heading(self, inner: str, tag: Tag, quoted: bool, span: Span) -> Node:
        if not quoted and inner.lower().startswith("exp "):
            message = "`exp` is Ovid's; PubMed explodes a heading by itself"
            self.line.note(codes.OTHER_PLATFORM_FORM, message, span, Effect.UNKNOWN)
            inner = inner[4:]
        label, _, name = inner.partition("/")
        if label.endswith("*"):
            operand = Phrase if " " in label else None
            words = self.words.terms(*self._inside(span, inner), phrase=True)
            body: Node = operand(tuple(words), span=span) if operand else words[0]
            return Fielded(body, (Field.HEADING,), span)
        subheadings: tuple[str, ...] = ()
        if name:
            code = subheading_code(name.strip())
            if code is None:
                message = f"`{name.strip()}` is no subheading of MeSH; kept as it is"
                self.line.note(codes.FIELD_UNKNOWN, message, span, Effect.UNKNOWN)
            subheadings = (code or name.strip().casefold(),)
        major = tag.kind is TagKind.MAJOR
        return Heading(label.strip(), "mesh", tag.explodes, major, subheadings, span)

    def _inside(self, span: Span, inner: str) -> tuple[int, int]:
        start = self.line.body.text.find(inner.split(maxsplit=1)[0], self._offset(span.start))
        return start, start + len(inner)

    def _offset(self, place: int) -> int:
        """Return the place in the plain text of a place in the text as received."""
        return next(at for at, origin in enumerate(self.line.body.origin) if origin >= place)

    def _subheading(self, inner: str, tag: Tag, span: Span) -> Node:
        """Return `diagnosis[sh]` with the code that all platforms share; it explodes by itself."""
        code = subheading_code(inner)
        if code is None:
            message = f"`{inner}` is no subheading of MeSH; kept as it is"
            self.line.note(codes.FIELD_UNKNOWN, message, span, Effect.UNKNOWN)
        words = tuple(Term((Text(part),), span=span) for part in (code or inner).split())
        operand: Term | Phrase = words[0] if len(words) == 1 else Phrase(words, span=span)
        return Fielded(replace(operand, variants=tag.explodes), tag.fields, span)

    def _author(self, start: int, end: int, tag: Tag, quoted: bool, span: Span) -> Node | None:
        """Return an author; PubMed truncates the initials of a name that is not quoted (P1)."""
        operand = self.words.operand(start, end)
        if operand is None:
            return None
        words = operand.words if isinstance(operand, Phrase) else (operand,)
        if not quoted and literal(words[-1]) is not None:
            last = replace(words[-1], pieces=(*words[-1].pieces, Wildcard(0, None)))
            words = (*words[:-1], last)
        body = words[0] if len(words) == 1 else Phrase(words, span=operand.span)
        return Fielded(body, tag.fields, span)

    def _near(self, start: int, end: int, tag: Tag, span: Span) -> Node | None:
        stars = "*" in self.line.body.text[start:end]
        if stars:
            message = "PubMed ignores the proximity operator when a word is truncated"
            self.line.note(codes.PROXIMITY_IGNORED, message, span, Effect.UNKNOWN)
            operand = self.words.operand(start, end)
            return None if operand is None else Fielded(operand, tag.fields, span)
        words = self.words.terms(start, end, phrase=False)
        if not words:
            return None
        body: Node = words[0]
        if len(words) > 1:
            body = Near(tuple(words), tag.near or 0, False, span)
        return Fielded(body, tag.fields, span)

    def dates(self, start: int, end: int) -> Node:
        """Return a range of dates, marked as the limit that it is inside an AND."""
        text = self.line.body.text[start:end]
        span = self.line.body.span(start, end)
        tag = read_tag(text[text.rindex("[") :])
        match = _RANGE.match(text)
        assert match is not None
        first, last = _digits(match[1]), _digits(match[2])
        kind: LimitKind | None = DATE_FIELDS.get(tag.code)
        if kind is None:
            written = Token(Shape.SUFFIX, text[text.rindex("[") :], end, end)
            return self._kept(tag, start, written, span)
        alone: Node = Raw(text, "pubmed", span)
        if first == last:
            alone = _date(first, tag, span)
        years = len(first) == len(last) == 4 or (len(first) == 4 and not last)
        if kind is LimitKind.PUBLICATION_DATE and years:
            kind = LimitKind.YEARS
        first = "" if first == OPEN_START else first
        last = CURRENT if last in {OPEN_END, ""} else last
        return restriction(kind, (first, last), span, alone)


def _date(digits: str, tag: Tag, span: Span) -> Fielded:
    """Return one date or period; in an entry date, which has a day, a year stands for all days."""
    whole = tag.code == "dp" or len(digits) == len("20180115")
    pieces = (Text(digits),) if whole else (Text(digits), Wildcard(0, None))
    return Fielded(Term(pieces, span=span), tag.fields, span)


def _digits(text: str) -> str:
    """Return a date as the tree has it.

    >>> _digits("2018/1/15"), _digits("present")
    ('20180115', '')
    """
    parts = text.split("/")
    return "".join(part.zfill(2) for part in parts) if parts[0].isdigit() else ""
