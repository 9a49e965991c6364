"""Characters: a text as received becomes plain characters, each with the place it came from.

Readers work on `Plain` text, where typographic quotes, hyphens, spaces and ligatures are
already what a platform understands; `origin` maps every character back, so that spans
always point into the text as received.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from searchkit.diagnostics import Diagnostic, Effect, Fix, Span
from searchkit.dialects import parse_codes as codes

_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u202f\u205f\u3000"
)
_HYPHENS = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"

REPLACEMENTS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(_SPACES, (" ", "space")),
    **dict.fromkeys(_HYPHENS, ("-", "hyphen")),
    **dict.fromkeys("“”„‟«»″＂", ('"', "quotation mark")),
    **dict.fromkeys("‘’‚‛′＇", ("'", "apostrophe")),
    **dict.fromkeys("∗⁎＊", ("*", "asterisk")),
    "ﬁ": ("fi", "ligature"),
    "ﬂ": ("fl", "ligature"),
    "ﬀ": ("ff", "ligature"),
    "ﬃ": ("ffi", "ligature"),
    "ﬄ": ("ffl", "ligature"),
    "\u02dc": (" ", "stray character"),
    "\ufeff": ("", "byte-order mark"),
    "\u200b": ("", "invisible character"),
    "\u200e": ("", "invisible character"),
    "\u2028": ("\n", "line separator"),
    "\x0b": (" ", "control character"),
    "\x0c": (" ", "page break"),
    "\x00": (" ", "control character"),
}
"""Character -> what it is read as, and its name for the user."""

_COMMENT = re.compile(r"(?<![^\s(])/\*.*?\*/(?![^\s)])", re.DOTALL)
"""Not `/*` inside a search: white space or brackets stand around a comment."""

SILENT = frozenset({"space", "byte-order mark"})
"""Replacements that change nothing a reader of the text could see."""


@dataclass(frozen=True)
class Plain:
    """Plain text; `origin[i]` is the place of its i-th character in the text as received."""

    text: str
    origin: Sequence[int]
    end: int

    def span(self, start: int, end: int) -> Span:
        """Return the place of a stretch of plain text in the text as received."""
        if not self.origin:
            return Span(0, self.end)
        if start >= end:
            place = self.origin[start] if start < len(self.origin) else self.end
            return Span(place, place)
        return Span(self.origin[start], self.origin[end - 1] + 1)

    def covered(self, span: Span) -> str:
        """Return the plain text that stands at a place of the text as received."""
        start = bisect_left(self.origin, span.start)
        return self.text[start : bisect_left(self.origin, span.end)]

    def cut(self, start: int, end: int) -> Plain:
        """Return a stretch of it."""
        stop = self.origin[end] if end < len(self.origin) else self.end
        return Plain(self.text[start:end], self.origin[start:end], stop)

    def stripped(self) -> Plain:
        """Return it without white space at both ends."""
        lead = len(self.text) - len(self.text.lstrip())
        return self.cut(lead, max(lead, len(self.text.rstrip())))

    def joined(self, other: Plain) -> Plain:
        """Return both with a space between."""
        return Plain(
            f"{self.text} {other.text}", [*self.origin, self.end, *other.origin], other.end
        )

    def blanked(self, start: int, end: int) -> Plain:
        """Return it with a stretch turned into spaces, so that all places stay."""
        blank = " " * (end - start)
        return Plain(self.text[:start] + blank + self.text[end:], self.origin, self.end)

    @cached_property
    def whole(self) -> Span:
        """The place of all of it."""
        return self.span(0, len(self.text))


def plain(text: str) -> tuple[Plain, list[Diagnostic]]:
    """Return the plain form of a text, and a note for each character that was replaced.

    Comments between `/*` and `*/` become spaces and are named too.

    >>> plain("or/1‐7")[0].text
    'or/1-7'
    """
    out: list[str] = []
    origin: list[int] = []
    found: list[Diagnostic] = []
    for place, character in enumerate(text):
        if character == "\\" and text[place + 1 : place + 2] in {
            "*",
            "<",
            ">",
            "[",
            "]",
            "#",
            "_",
            "$",
        }:
            continue  # Markdown's escape; the character behind it is the search's own
        if character == "\r":
            if text[place + 1 : place + 2] == "\n":
                continue
            out.append("\n")
            origin.append(place)
            continue
        replacement, name = REPLACEMENTS.get(character, (character, ""))
        out += replacement
        origin += [place] * len(replacement)
        if name and name not in SILENT:
            shown = replacement.strip() or "a space"
            message = f"typographic {name} read as `{shown}`"
            span = Span(place, place + 1)
            fix = Fix(span, replacement)
            found.append(
                Diagnostic(codes.CHARACTERS_REPAIRED, message, span, None, Effect.SAME, fix=fix)
            )
    return _without_comments(Plain("".join(out), origin, len(text)), found), found


def _without_comments(text: Plain, found: list[Diagnostic]) -> Plain:
    """Return a text with `/* comments */` turned into spaces, each named."""
    for match in _COMMENT.finditer(text.text):
        place = text.span(match.start(), match.end())
        message = "this is a comment and is left out"
        found.append(Diagnostic(codes.LINE_SKIPPED, message, place, None, Effect.SAME))
        for row in re.finditer(r"[^\n]+", match[0]):
            text = text.blanked(match.start() + row.start(), match.start() + row.end())
    return text
