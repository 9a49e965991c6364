"""One line of a text: where it stands, and what is said about it while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from searchkit.diagnostics import Code, Diagnostic, Effect, Fix, Span
from searchkit.dialects.characters import Plain


@dataclass(slots=True)
class LineText:
    """A line on its way into a tree. `comments` are what stood in square brackets."""

    body: Plain
    number: int
    vocabulary: str
    found: list[Diagnostic] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def report(
        self,
        code: Code,
        message: str,
        start: int,
        end: int,
        *,
        effect: Effect = Effect.SAME,
        help: str | None = None,
        replacement: str | None = None,
    ) -> None:
        span = self.body.span(start, end)
        fix = None if replacement is None else Fix(span, replacement)
        self.found.append(Diagnostic(code, message, span, self.number, effect, (), help, fix))

    def note(self, code: Code, message: str, span: Span, effect: Effect = Effect.SAME) -> None:
        """Report something whose place in the text as received is known."""
        self.found.append(Diagnostic(code, message, span, self.number, effect))
