"""Words: the text before a tag, or without one, becomes terms and phrases as PubMed runs them.

`*` counts at the end of a word with four characters before it, in a phrase at the end of the
last word only; anywhere else it is a space, as are `?`, `$` and `#` inside a word (P1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from searchkit.dialects import parse_codes as codes
from searchkit.dialects.line_text import LineText
from searchkit.dialects.pubmed.tables import WILDCARDS
from searchkit.dialects.words import one_operand
from searchkit.query.nodes import Phrase, Piece, Term, Text, Wildcard

_CHUNK = re.compile(r"\S+")
_SPACES = re.compile(r"\*(?=.)|(?<=\w)[?$#](?=\w|$)|[?$#](?=\w)")
_HELP = "write out the forms that are meant"


@dataclass(frozen=True, slots=True)
class Words:
    """Reads stretches of one line."""

    line: LineText

    def terms(self, start: int, end: int, *, phrase: bool) -> list[Term]:
        """Return the words of a stretch; in a phrase only the last may keep its `*`."""
        chunks = list(_CHUNK.finditer(self.line.body.text, start, end))
        found: list[Term] = []
        for place, chunk in enumerate(chunks):
            last = place == len(chunks) - 1 or not phrase
            found += self._chunk(chunk[0], chunk.start(), last)
        return found

    def operand(self, start: int, end: int) -> Term | Phrase | None:
        """Return the words of a stretch as one word or a phrase; None when it holds none."""
        words = self.terms(start, end, phrase=True)
        if not words:
            return None
        return one_operand(words, words[0].span.through(words[-1].span))

    def _chunk(self, text: str, start: int, last: bool) -> list[Term]:
        stripped = text.rstrip(",;.") or text
        end = start + len(stripped)
        stem = stripped.removesuffix("*")
        span = self.line.body.span(start, end)
        if not re.search(r"\w", stripped):
            if "*" in stripped:
                self._ignored("`*` stands alone and is read as a space", start, end)
            return []
        starred = stem != stripped
        if starred and not last:
            message = f"`{stripped}`: only the last word of a phrase can be truncated"
            self._ignored(message, start, end)
        elif starred and len(stem) < WILDCARDS.minimum_stem:
            message = (
                f"`{stripped}`: PubMed needs {WILDCARDS.minimum_stem} characters before `*`; "
                "searched without it"
            )
            self._ignored(message, start, end)
        kept = starred and last and len(stem) >= WILDCARDS.minimum_stem
        bare = _SPACES.sub(" ", stem)
        if bare != stem:
            message = f"`{stripped}`: PubMed has no wildcard inside a word and reads a space"
            self._ignored(message, start, end)
        parts = bare.split()
        found = [Term((Text(part),), span=span) for part in parts]
        if kept and found:
            tail: tuple[Piece, ...] = (Text(parts[-1]), Wildcard(0, None))
            found[-1] = Term(tail, span=span)
        return found

    def _ignored(self, message: str, start: int, end: int) -> None:
        self.line.report(codes.WILDCARD_IGNORED, message, start, end, help=_HELP)
