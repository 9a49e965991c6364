"""Terms: rules on the words of a strategy and the fields they are searched in."""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.diagnostics import Code, Diagnostic, Effect, Severity, Span
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    Fielded,
    Limit,
    LimitKind,
    Near,
    Node,
    Phrase,
    Term,
    Text,
    Wildcard,
    children,
    literal,
    walk,
)
from searchkit.query.strategy import Strategy

UNFIELDED_TERM = Code(
    "Q020",
    "unfielded-term",
    Severity.WARNING,
    """Words stand without a field.

The platform searches them in its default field (`.mp.` on Ovid), which is wider than
title and abstract and differs from platform to platform. Perhaps a heading was meant.

Example: `peer group` beside lines that all end in `.ti,ab.`.

What to do: write the field, or the slash of the heading.""",
)

STEM_TOO_SHORT = Code(
    "Q021",
    "short-stem",
    Severity.WARNING,
    """A word is truncated after fewer than four characters.

It finds many unrelated words; PubMed ignores the truncation altogether, Web of Science
below three characters.

Example: `ms*`.

What to do: truncate later, or write the words out.""",
)

SHORT_WORD = Code(
    "Q022",
    "short-word",
    Severity.NOTE,
    """A word of three letters or fewer stands alone.

Abbreviations are ambiguous: `psw` is a peer support worker, and a dozen other things.

What to do: combine it with a word from its context, or look at a sample of what it finds.""",
)

KEYWORDS_LEFT_OUT = Code(
    "Q023",
    "keywords-left-out",
    Severity.NOTE,
    """Words are searched in title and abstract, but not in the authors' keywords.

A protocol that says "title, abstract and keywords" asks for `.ti,ab,kf.` on Ovid. PubMed's
`[tiab]` and Web of Science's `TS` search keywords anyway, so the same strategy finds other
records there.

What to do: add `kf`, or say in the protocol that keywords are left out.""",
)

COMMON_WORD = Code(
    "Q024",
    "common-word",
    Severity.NOTE,
    """A truncated word stands alone and occurs in a large part of all abstracts.

Alone it hardly restricts anything: `participat*` is in most reports of trials because
they have participants.

What to do: combine it with what it is about, or require words near it.""",
)

LIMIT_WORDING = Code(
    "Q025",
    "limit-wording",
    Severity.NOTE,
    """A language limit is written without the word `language`.

Ovid's own limit reads `english language`; a bare `English` is understood here, and may be
refused there.

What to do: write `limit 48 to english language`.""",
)

CODES = (
    UNFIELDED_TERM,
    STEM_TOO_SHORT,
    SHORT_WORD,
    KEYWORDS_LEFT_OUT,
    COMMON_WORD,
    LIMIT_WORDING,
)

SHORTEST_STEM = 4
"""Characters before a truncation that PubMed asks for (PubMed User Guide, vendor)."""

COMMON_STEMS = frozenset(
    """
    activit analys approach assess associat caus chang clinic collaborat compar condition
    control cooperat develop differ effect evaluat evidence experienc factor group health improv
    includ increas integrat intervention involv level measur method model outcome participat
    patient people practice problem process program provid research result review risk service
    social stud support system therap treat trial us use user work
    """.split()  # noqa: SIM905 - a list of seventy strings hides what it lists
)
"""Stems so common in abstracts that they restrict little; written from common knowledge."""


def unfielded_terms(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find words without a field."""
    for line in strategy.lines:
        for span in _unfielded(line.query) if line.query is not None else ():
            message = "these words have no field and are searched in the platform's default"
            help_text = "write a field such as `.ti,ab.`, or a slash if the heading is meant"
            yield Diagnostic(UNFIELDED_TERM, message, span, line.number, help=help_text)


def _unfielded(node: Node) -> Iterator[Span]:
    match node:
        case Fielded():
            return
        case Term() | Phrase() | Near():
            yield node.span
        case _:
            for child in children(node):
                yield from _unfielded(child)


def short_stems(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find words that are truncated too early."""
    for number, term in _terms(strategy):
        match term.pieces:
            case (Text(stem), Wildcard(0, None)) if len(stem) < SHORTEST_STEM:
                message = f"`{stem}` has {len(stem)} characters before its truncation"
                yield Diagnostic(STEM_TOO_SHORT, message, term.span, number)
            case _:
                pass


def short_words(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find short words that stand alone in a field."""
    for line in strategy.lines:
        for node in walk(line.query) if line.query is not None else ():
            if isinstance(node, Fielded) and set(node.fields) & _PROSE:
                for term in _alone(node.operand):
                    word = literal(term)
                    if word and len(word) < SHORTEST_STEM and word.isalpha():
                        message = f"`{word}` is short and may mean many things"
                        yield Diagnostic(SHORT_WORD, message, term.span, line.number)


def common_words(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find very common truncated words that stand alone."""
    for line in strategy.lines:
        for node in walk(line.query) if line.query is not None else ():
            if isinstance(node, Fielded):
                for term in _alone(node.operand):
                    match term.pieces:
                        case (Text(stem), Wildcard(0, None)) if stem.casefold() in COMMON_STEMS:
                            shown = strategy.text[slice(*term.span)]
                            message = f"`{shown}` occurs in very many records"
                            yield Diagnostic(COMMON_WORD, message, term.span, line.number)
                        case _:
                            pass


_PROSE = frozenset(
    {Field.TITLE, Field.ABSTRACT, Field.TEXT_WORD, Field.MULTI_PURPOSE, Field.AUTHOR_KEYWORD}
)


def keywords_left_out(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find fields that are just title and abstract."""
    for line in strategy.lines:
        for node in walk(line.query) if line.query is not None else ():
            if isinstance(node, Fielded) and set(node.fields) == {Field.TITLE, Field.ABSTRACT}:
                message = "title and abstract are searched, the authors' keywords are not"
                where = Span(node.operand.span.end, node.span.end)
                yield Diagnostic(KEYWORDS_LEFT_OUT, message, where, line.number, Effect.NARROWER)


def limit_wording(strategy: Strategy) -> Iterator[Diagnostic]:
    """Find language limits in a form that Ovid does not print."""
    if not strategy.target.startswith("ovid"):
        return
    for line in strategy.lines:
        for node in walk(line.query) if line.query is not None else ():
            if isinstance(node, Limit) and node.kind is LimitKind.LANGUAGE:
                written = strategy.text[node.span.start : node.span.end].casefold()
                if len(node.values) == 1 and "language" not in written and "=" not in written:
                    value = node.values[0]
                    message = f"Ovid's limit reads `{value} language`"
                    yield Diagnostic(LIMIT_WORDING, message, node.span, line.number, Effect.SAME)


def _terms(strategy: Strategy) -> Iterator[tuple[int, Term]]:
    for line in strategy.lines:
        for node in walk(line.query) if line.query is not None else ():
            if isinstance(node, Term):
                yield line.number, node


def _alone(node: Node) -> Iterator[Term]:
    """Yield the words that are searched on their own, not in a phrase or near others."""
    match node:
        case Term():
            yield node
        case Phrase() | Near():
            return
        case _:
            for child in children(node):
                yield from _alone(child)
