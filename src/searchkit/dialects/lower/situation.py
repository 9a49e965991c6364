"""Situation: where in a strategy a node stands, and which way to err there.

Every rewrite reports through it, so that the effect is always the effect on what the whole
search finds: broader under NOT is narrower, and a line used both ways is different.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from searchkit.diagnostics import Code, Diagnostic, Effect, Span
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.spec import Dialect, Evidence, Grade, Target
from searchkit.dialects.spelling import word
from searchkit.errors import DialectError
from searchkit.query.fields import Field
from searchkit.query.nodes import Term, describe_term
from searchkit.query.replacement import Replaces
from searchkit.query.strategy import INCLUDED, Polarity

if TYPE_CHECKING:  # a translation without these aids starts without the evaluator
    from searchkit.dialects.word_list import WordList
    from searchkit.query.evaluation import Thesaurus


class Policy(enum.StrEnum):
    """Which way to err where a target cannot be exact."""

    RECALL = "recall"
    PRECISION = "precision"


class Lean(enum.StrEnum):
    """Which fields are taken where the target has not just the ones asked for."""

    SUPERSET = "lose nothing"
    SUBSET = "add nothing"
    NEAREST = "differ least"


@dataclass(slots=True)
class Report:
    """Collects what is said of one line, each thing once."""

    line: int
    found: list[Diagnostic] = field(default_factory=list)
    _seen: set[tuple[str, str, Span, Effect | None]] = field(default_factory=set)

    def add(self, diagnostic: Diagnostic) -> None:
        key = (diagnostic.code.id, diagnostic.message, diagnostic.span, diagnostic.effect)
        if key not in self._seen:
            self._seen.add(key)
            self.found.append(diagnostic)


@dataclass(frozen=True, slots=True)
class Aids:
    """What the user gives so that less is lost; nothing of it is used without being told.

    `words` are written out for truncation that the target cannot do, `crosswalk` replaces
    headings that it does not have, `thesauri` give the narrower headings of one that it
    cannot explode. Without them words are widened, headings become text or stand alone.
    """

    words: WordList | None = None
    crosswalk: Replaces | None = None
    thesauri: Mapping[str, Thesaurus] = field(default_factory=dict)


NO_AIDS = Aids()


@dataclass(frozen=True, slots=True)
class Situation:
    """What a rewrite has to know.

    `fields` are the source's fields in force and `field_span` their place; an empty tuple
    means that none was given. `today` closes ranges that go on to the present.
    """

    source: Target
    target: Target
    policy: Policy
    report: Report
    today: date
    polarity: Polarity = INCLUDED
    fields: tuple[Field, ...] = ()
    field_span: Span | None = None
    aids: Aids = NO_AIDS

    @property
    def dialect(self) -> Dialect:
        return self.target.dialect

    @property
    def at_home(self) -> bool:
        """Say whether a search goes back to where it came from, where words mean the same."""
        return self.source.name == self.target.name

    @property
    def widen(self) -> bool:
        """Say whether to err towards finding more at this place."""
        excluded = self.polarity.excluded and not self.polarity.included
        return (self.policy is Policy.RECALL) is not excluded

    @property
    def lean(self) -> Lean:
        """Say which fields to take. Precision takes the nearest: losing a whole abstract to
        avoid an author's keyword would serve nobody.
        """
        if self.policy is Policy.PRECISION:
            return Lean.NEAREST
        return Lean.SUPERSET if self.widen else Lean.SUBSET

    def negated(self) -> Situation:
        """Return the situation of what is left out."""
        return replace(self, polarity=self.polarity.flipped())

    def within(self, fields: tuple[Field, ...], span: Span) -> Situation:
        """Return the situation inside a field."""
        return replace(self, fields=fields, field_span=span)

    def tell(
        self,
        code: Code,
        message: str,
        span: Span,
        effect: Effect,
        *,
        notes: tuple[str, ...] = (),
        help: str | None = None,
    ) -> None:
        """Report a change; `effect` is what it does to the set found by the node itself."""
        whole = effect
        if self.polarity.excluded:
            one_sided = effect in {Effect.BROADER, Effect.NARROWER}
            both = self.polarity.included and one_sided
            whole = Effect.DIFFERENT if both else effect.under_not()
        self.report.add(Diagnostic(code, message, span, self.report.line, whole, notes, help))

    def shown(self, term: Term) -> str:
        """Return a word as the source writes it, for messages."""
        try:
            return word(term, self.source.dialect.wildcards.symbols)
        except DialectError:
            return describe_term(term)

    def unverified(self, what: str, evidence: Evidence, span: Span) -> None:
        """Tell the user when a fact that was relied on is unverified."""
        if evidence.grade is Grade.UNVERIFIED:
            message = f"{what} could not be verified for {self.dialect.title}"
            note = (evidence.source,)
            self.tell(codes.UNVERIFIED, message, span, Effect.UNKNOWN, notes=note)
