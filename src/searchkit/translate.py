"""Translate: a strategy for one target becomes the same strategy for another.

Read, resolve, lower, write; every change of meaning is a diagnostic at its place in the
source. The lines of a strategy stay lines where the target has a history; the single
string is the same search with the references put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from searchkit.diagnostics import (
    Code,
    Diagnostic,
    Effect,
    combined,
    has_errors,
)
from searchkit.dialects import loss_codes, parse, target
from searchkit.dialects.lower import Aids, Policy, Report, Situation, lower, lower_whole
from searchkit.dialects.own_lines import Layout, lay_out
from searchkit.dialects.spec import Cap, CapUnit, Requests, Target
from searchkit.errors import DialectError, StrategyError, UnknownNameError, UsageError
from searchkit.query.nodes import (
    And,
    Limit,
    LineRange,
    LineReference,
    Node,
    Not,
    Or,
    walk,
    with_children,
)
from searchkit.query.replacement import Replaces
from searchkit.query.strategy import Strategy, listed, polarities, substitute

if TYPE_CHECKING:  # a translation without these aids starts without the evaluator
    from searchkit.dialects.word_list import WordList
    from searchkit.query.evaluation import Thesaurus

MOST_CHARACTERS = 1_000_000
"""No platform takes a string of this length; lines that name each other twice grow beyond it."""


@dataclass(frozen=True, slots=True)
class TranslatedLine:
    """One line as the target's history takes it; a search of its own where there is none.

    `query` is the lowered tree. `text` is empty where nothing of the line can be said.
    """

    number: int
    text: str
    query: Node | None


@dataclass(frozen=True)
class Translation:
    """A strategy in the words of one target, and all that the change of platform changes.

    `text` is the whole search as one string, and where the target limits only numbered lines
    (Ovid) the lines that this takes, to be run one after another in an empty history. `lines`
    are the numbered lines, more than the strategy has where a limit needs one of its own;
    `address` opens the search on the target's site where that is possible. For each line of
    the strategy `queries` holds its text with references put in, `trees` its lowered tree.
    Some targets take a search as requests of their own form: `parts` are these, which find
    it together, and `text` has one of them a line.
    """

    target: str
    text: str
    lines: tuple[TranslatedLine, ...]
    diagnostics: tuple[Diagnostic, ...]
    address: str | None = None
    queries: tuple[str, ...] = field(default=(), repr=False)
    parts: tuple[str, ...] = ()
    trees: tuple[Node | None, ...] = field(default=(), repr=False)
    numbers: tuple[int, ...] = field(default=(), repr=False)

    @property
    def effect(self) -> Effect:
        """The effect of all changes taken together on what the whole search finds."""
        return combined(found.effect for found in self.diagnostics if found.effect)

    def inlined(self, number: int) -> str:
        """Return a line of the strategy as one string, with the lines it refers to put in.

        Raises UsageError when there is no such line.
        """
        if number in self.numbers:
            return self.queries[self.numbers.index(number)]
        known = ", ".join(map(str, self.numbers))
        raise UsageError(f"there is no line {number}", help=f"the lines are {known}")

    def to_json(self) -> dict[str, object]:
        """Return the stable form for programs, as documented in docs/reference/json.md."""
        return {
            "target": self.target,
            "effect": self.effect.value,
            "text": self.text,
            "address": self.address,
            "parts": list(self.parts),
            "lines": [{"number": line.number, "text": line.text} for line in self.lines],
            "diagnostics": [found.to_json() for found in self.diagnostics],
        }


def translate(
    text: str | Strategy,
    *,
    to: str,
    from_: str | None = None,
    policy: Policy | str = Policy.RECALL,
    strict: bool = False,
    today: date | None = None,
    words: WordList | None = None,
    crosswalk: Replaces | None = None,
    thesauri: Mapping[str, Thesaurus] | None = None,
) -> Translation:
    """Translate a strategy.

    `policy` says which way to err where the target cannot be exact: "recall" widens,
    "precision" narrows. `strict` refuses a text that needs any repair. `today` closes
    ranges that go on to the present for targets that need a last year. `words` are written
    out for truncation that the target cannot do, `crosswalk` gives headings for those that
    its thesaurus does not have, `thesauri` (by name: mesh, apa ...) the narrower headings
    where a platform cannot explode; all only when given, and each use is told.

    Raises UnknownNameError for an unknown target or policy, StrategyError for a text
    without a search line or, with `strict`, with any fault.

    >>> translate("(peer adj3 support).ti,ab.", to="pubmed").text
    '"peer support"[tiab:~2]'
    >>> translate("volunteer*.ti,ab.", to="wos").text
    'TI=volunteer* OR AB=volunteer*'
    """
    if isinstance(words, str):
        raise UsageError(
            "`words` takes a WordList, not its name",
            help="searchkit.dialects.word_list has `built_in()`, `WordList.read` and `WordList.of`",
        )
    goal, way = target(to), _policy(policy)
    strategy = text if isinstance(text, Strategy) else parse(text, from_)
    if strict:
        refuse_faults(strategy)
    if not strategy.lines:
        raise StrategyError(
            "there is no search line in this text", help="check that the file is the strategy"
        )
    aids = Aids(words, crosswalk, thesauri or {})
    return _Translator(strategy, goal, way, today or date.today(), aids).translation()


def lowered(
    strategy: Strategy, to: Target, today: date
) -> tuple[tuple[Node | None, ...], tuple[Diagnostic, ...]]:
    """Return the tree of each line as a target can say it, widened, and what that changes.

    None stands for a line of which nothing can be said; no other line refers to it.
    """
    translator = _Translator(strategy, to, Policy.RECALL, today, Aids())
    translator.lower_lines()
    return tuple(translator.lowered), tuple(translator.found)


def refuse_faults(strategy: Strategy) -> None:
    """Raise StrategyError when reading needed a repair or met an error."""
    faults = [found for found in strategy.diagnostics if found.fix or has_errors([found])]
    if faults:
        first = faults[0]
        where = f"line {first.line}: " if first.line else ""
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise StrategyError(
            f"{where}{first.message}{more}",
            help="correct the strategy, or leave out --strict to accept the repairs",
        )


def _policy(policy: Policy | str) -> Policy:
    try:
        return Policy(policy)
    except ValueError:
        raise UnknownNameError("policy", str(policy), [known.value for known in Policy]) from None


def _rejoined(tree: And | Or, parts: Sequence[Node | None]) -> Node | None:
    known = tuple(part for part in parts if part is not None)
    if len(known) < 2:
        return known[0] if known else None
    return type(tree)(known, tree.span)


class _Translator:
    def __init__(
        self, strategy: Strategy, to: Target, policy: Policy, today: date, aids: Aids
    ) -> None:
        self.strategy = strategy
        self.source = target(strategy.target)
        self.target = to
        self.policy = policy
        self.today = today
        self.aids = aids
        self.found: list[Diagnostic] = []
        self.lowered: list[Node | None] = []

    def lower_lines(self) -> None:
        """Bring the tree of each line to what the target can say."""
        for position, polarity in enumerate(polarities(self.strategy)):
            line = self.strategy.lines[position]
            report = Report(line.number)
            at = Situation(
                self.source,
                self.target,
                self.policy,
                report,
                self.today,
                polarity,
                aids=self.aids,
            )
            tree = line.query
            if tree is not None and not self._stays(tree):
                tree = lower(tree, at)
            tree = self._without_empty(tree, position) if tree is not None else None
            self.lowered.append(tree)
            self.found += report.found
            if tree is None:
                self._tell_empty(position)

    def _stays(self, tree: Node) -> bool:
        """Say whether a line goes back to where it came from, and needs no change for it.

        That is so when what is written for it reads back to the same tree.
        """
        dialect = self.target.dialect
        if self.source.name != self.target.name or dialect.read is None or dialect.requests:
            return False
        if any(isinstance(part, LineRange) for part in walk(tree)):
            return False  # as one string it needs the lines one by one
        template = dialect.history or ""
        try:
            text = dialect.write(tree, lambda number: template.format(n=number))
        except DialectError:
            return False
        again = dialect.read(text, self.target)
        return len(again.lines) == 1 and again.lines[0].query == tree

    def translation(self) -> Translation:
        self.lower_lines()
        dialect = self.target.dialect
        layout: Layout | None = None
        if dialect.requests:
            requests = self._requests(dialect.requests)
            queries = ["\n".join(texts) for texts in requests]
            parts = requests[-1]
        else:
            queries, parts = [], ()
            operand_of = dialect.line_operand
            layout = operand_of and lay_out(self.strategy, self.lowered, operand_of)
            for position in range(len(self.strategy.lines)):
                if layout and layout.needs_lines(position):
                    queries.append(self._in_lines(position, layout))
                else:
                    queries.append(self._inlined(position, queries))
        text = queries[-1]
        if layout and layout.added:
            lines = self._added_lines(layout)
        else:
            lines = [self._line(position, queries) for position in range(len(queries))]
        self._tell_idle()
        self._tell_how(text, parts)
        address = dialect.address(text) if dialect.address and text and len(parts) < 2 else None
        found = [*self.strategy.diagnostics, *self.found]
        found.sort(key=lambda one: one.span.start)
        return Translation(
            self.target.name,
            text,
            tuple(lines),
            tuple(found),
            address,
            tuple(queries),
            parts,
            tuple(self.lowered),
            tuple(line.number for line in self.strategy.lines),
        )

    def _requests(self, rules: Requests) -> list[tuple[str, ...]]:
        """Return for each line the requests that find what it finds.

        What is lost on the way is told once, for the whole search.
        """
        trees: list[Node | None] = []
        requests: list[tuple[str, ...]] = []
        for position, tree in enumerate(self.lowered):
            whole = tree and substitute(tree, position, self.strategy, lambda found: trees[found])
            trees.append(whole)
            if whole is None:
                requests.append(())
                continue
            report = Report(self.strategy.lines[position].number)
            at = Situation(self.source, self.target, self.policy, report, self.today)
            requests.append(rules.spell(lower_whole(whole, rules, at)))
            if position == self.strategy.last:
                self.found += report.found
        return requests

    def _without_empty(self, tree: Node, position: int) -> Node | None:
        """Return a tree without references to lines of which nothing could be said."""
        kept, waiting = self._parted(tree, position)
        line = self.strategy.lines[position].number
        for part in waiting:
            what = "limit" if isinstance(part, Limit) else "exclusion"
            message = f"nothing is left for this {what} to stand at, so it is left out too"
            span = part.span if isinstance(part, Limit) else part.excluded.span
            told = Diagnostic(loss_codes.RAW_DROPPED, message, span, line, Effect.UNKNOWN)
            self.found.append(told)
        return kept

    def _parted(self, tree: Node, position: int) -> tuple[Node | None, list[Not | Limit]]:
        """Return what is left of a tree, and what waits for something to stand at."""
        waiting: list[Not | Limit]
        match tree:
            case LineReference(number):
                found = self.strategy.refer(number, position)
                known = found is not None and self.lowered[found] is not None
                return (tree if known else None), []
            case Or(operands):
                parts = [self._without_empty(operand, position) for operand in operands]
                return _rejoined(tree, parts), []
            case And(operands):
                halves = [self._parted(operand, position) for operand in operands]
                whole = _rejoined(tree, [part for part, _ in halves])
                waiting = [one for _, ones in halves for one in ones]
                if whole is None:
                    return None, waiting
                for one in waiting:
                    whole = self._around(one, whole, position)
                return whole, []
            case Not(included):
                kept, waiting = self._parted(included, position)
            case Limit(operand):
                kept, waiting = self._parted(operand, position)
            case _:
                return tree, []
        if kept is None:
            return None, [*waiting, tree]
        return self._around(tree, kept, position), []

    def _around(self, node: Not | Limit, kept: Node, position: int) -> Node:
        if isinstance(node, Limit):
            return with_children(node, [kept])
        out = self._without_empty(node.excluded, position)
        return kept if out is None else Not(kept, out, node.span)

    def _tell_empty(self, position: int) -> None:
        line = self.strategy.lines[position]
        message = f"nothing of line {line.number} can be said to {self.target.dialect.title}"
        self.found.append(
            Diagnostic(loss_codes.LINE_EMPTY, message, line.span, line.number, Effect.UNKNOWN)
        )

    def _tell_idle(self) -> None:
        idle = [self.strategy.lines[position] for position in self.strategy.idle()]
        if idle:
            named = listed([line.number for line in idle])
            message = f"{named} {'is' if len(idle) == 1 else 'are'} no part of the last line"
            help_text = "the last line is the search: add one that combines them, or delete them"
            code, span = loss_codes.LINES_LEFT_OUT, idle[0].span
            self.found.append(
                Diagnostic(code, message, span, idle[0].number, Effect.SAME, help=help_text)
            )

    def _line(self, position: int, queries: Sequence[str]) -> TranslatedLine:
        number = self.strategy.lines[position].number
        tree = self.lowered[position]
        template = self.target.dialect.history
        if tree is None:
            return TranslatedLine(number, "", None)
        if template is None:
            return TranslatedLine(number, queries[position], tree)
        text = self.target.dialect.write(tree, lambda n: template.format(n=n))
        return TranslatedLine(number, text, tree)

    def _inlined(self, position: int, queries: Sequence[str]) -> str:
        tree = self.lowered[position]
        if tree is None:
            return ""

        used: dict[int, int] = {}
        for node in walk(tree):
            if isinstance(node, LineReference):
                found = self.strategy.refer(node.number, position)
                if found is None or not queries[found]:
                    return ""  # the line it names is too long, and has said so
                used[node.number] = found

        def refer(number: int) -> str:
            text = queries[used[number]]
            return text if _is_atom(self.lowered[used[number]], text) else f"({text})"

        return self._not_too_long(self.target.dialect.write(tree, refer), position)

    def _in_lines(self, position: int, layout: Layout) -> str:
        """Return a line as the fewest lines that the target takes it in, counted from 1."""
        write, last = self.target.dialect.write, layout.places[position]
        rows = [n for n in layout.below(last) if n in layout.alone or n == last]
        texts: dict[int, str] = {}

        def refer(number: int) -> str:
            if number in layout.alone:
                return str(rows.index(number) + 1)
            text = texts[number]
            return text if _is_atom(layout.lines[number - 1], text) else f"({text})"

        for number in layout.below(last):
            texts[number] = self._not_too_long(write(layout.lines[number - 1], refer), position)
            if not texts[number]:
                return ""
        return "\n".join(texts[number] for number in rows)

    def _added_lines(self, layout: Layout) -> list[TranslatedLine]:
        """Return the numbered lines with those that had to be added, counted from 1."""
        dialect, line = self.target.dialect, self.strategy.lines[-1]
        message = (
            f"{dialect.title} limits only numbered lines: the search has {layout.added} more,"
            " and its lines are counted from 1"
        )
        help_text = "run the lines one after another, in an empty history"
        self.found.append(
            Diagnostic(
                loss_codes.LINES_ADDED,
                message,
                line.span,
                line.number,
                Effect.SAME,
                help=help_text,
            )
        )
        return [
            TranslatedLine(number, dialect.write(tree, str), tree)
            for number, tree in enumerate(layout.lines, 1)
        ]

    def _not_too_long(self, text: str, position: int) -> str:
        if len(text) <= MOST_CHARACTERS:
            return text
        line = self.strategy.lines[position]
        message = f"line {line.number} as one string has more than {MOST_CHARACTERS:,} characters"
        help_text = "use the numbered lines"
        self.found.append(
            Diagnostic(
                loss_codes.TOO_LONG, message, line.span, line.number, Effect.UNKNOWN, help=help_text
            )
        )
        return ""

    def _tell_how(self, text: str, parts: Sequence[str]) -> None:
        """Tell how the text is sent, in how many parts, and whether it is too long."""
        line, dialect = self.strategy.lines[-1], self.target.dialect
        told: list[tuple[Code, str]] = []
        if text and dialect.sent_as:
            told.append((loss_codes.SENT_AS, dialect.sent_as))
        if len(parts) > 1:
            message = f"{dialect.title} takes the search as {len(parts):,} requests; run all"
            told.append((loss_codes.SEVERAL_REQUESTS, message))
        for code, message in told:
            self.found.append(Diagnostic(code, message, line.span, line.number, Effect.SAME))
        self._tell_caps(parts or (text,))

    def _tell_caps(self, texts: Sequence[str]) -> None:
        for cap in self.target.dialect.caps:
            measured = max(_measure(cap, text, self.lowered) for text in texts)
            if measured > cap.most:
                message = (
                    f"the search has {measured:,} {cap.unit.value}; {self.target.dialect.title} "
                    f"is known to take {cap.most:,} ({cap.evidence.grade.value})"
                )
                line = self.strategy.lines[-1]
                self.found.append(
                    Diagnostic(
                        loss_codes.TOO_LONG,
                        message,
                        line.span,
                        line.number,
                        Effect.UNKNOWN,
                        help=cap.advice,
                    )
                )


def _is_atom(tree: Node | None, text: str) -> bool:
    """Say whether a line's text can stand in another without brackets."""
    if isinstance(tree, LineReference):
        return text.startswith("(") or not re.search(r"\s(?:AND|OR|NOT)\s", text)
    return tree is not None and not isinstance(tree, And | Or | Not | Limit)


def _measure(cap: Cap, text: str, trees: Iterable[Node | None]) -> int:
    if cap.unit is CapUnit.CHARACTERS:
        return len(text)
    if cap.unit is CapUnit.ENCODED:
        return len(quote(text))
    return sum(_operators(tree) for tree in trees if tree is not None)


def _operators(tree: Node) -> int:
    count = 0
    for part in walk(tree):
        match part:
            case And(operands) | Or(operands):
                count += len(operands) - 1
            case Not() | Limit():
                count += 1
            case _:
                pass
    return count
