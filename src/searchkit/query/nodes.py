"""The tree of a query: twelve frozen nodes that know no platform.

Every node knows its place in the source text (`span`), which never counts when two trees
are compared. Passes over the tree are functions with `match`; `children`, `with_children`
and `walk` are the only structural helpers they need.

    >>> peer = Term((Text("peer"),))
    >>> support = Term((Text("support"), Wildcard(0, None)))
    >>> print(sketch(Near((peer, support), distance=2, ordered=False)))
    near/2
      term peer
      term support[0..]
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias, assert_never

from searchkit.diagnostics import NOWHERE, Span
from searchkit.query.fields import Field


@dataclass(frozen=True, slots=True)
class Text:
    """Literal characters of a word."""

    characters: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Between `minimum` and `maximum` characters of one word; None is without limit."""

    minimum: int
    maximum: int | None


Piece: TypeAlias = Text | Wildcard


@dataclass(frozen=True, slots=True)
class Term:
    """One word, possibly with wildcards; it may hold a hyphen or an apostrophe.

    With `variants` the platform also finds forms of its own choice: inflections, spellings,
    headings that it maps the word to.
    """

    pieces: tuple[Piece, ...]
    variants: bool = field(default=False, kw_only=True)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand next to one another in this order; `variants` as with a term."""

    words: tuple[Term, ...]
    variants: bool = field(default=False, kw_only=True)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A subject heading.

    `vocabulary` names the thesaurus ("mesh", "emtree", "apa", "cinahl"). `explode` takes
    in its narrower headings; `subheadings` are canonical two-letter codes, any of which
    must stand with it.
    """

    label: str
    vocabulary: str
    explode: bool = False
    major: bool = False
    subheadings: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Fielded:
    """The operand, searched in any of these fields."""

    operand: Node
    fields: tuple[Field, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of the operands."""

    operands: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the operands."""

    operands: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What matches `included` and does not match `excluded`."""

    included: Node
    excluded: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Operands that stand near one another in one field.

    `distance` is the most words that may stand between two neighbours. `ordered` asks
    for the order given.
    """

    operands: tuple[Node, ...]
    distance: int
    ordered: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class LineReference:
    """What another numbered line finds."""

    number: int
    span: Span = field(default=NOWHERE, compare=False)


class Operator(enum.StrEnum):
    """How a range of lines is combined."""

    AND = "and"
    OR = "or"


@dataclass(frozen=True, slots=True)
class LineRange:
    """Several lines combined, written as ranges (`or/1-13`); both ends belong to a range."""

    operator: Operator
    ranges: tuple[tuple[int, int], ...]
    span: Span = field(default=NOWHERE, compare=False)

    def numbers(self) -> tuple[int, ...]:
        """Return the numbers of all lines named, in the order written."""
        return tuple(n for first, last in self.ranges for n in range(first, last + 1))


class LimitKind(enum.StrEnum):
    """What a limit asks of a record, beside matching the operand."""

    LANGUAGE = "language"
    YEARS = "years"
    PUBLICATION_TYPE = "publication type"
    AGE_GROUP = "age group"
    HUMANS = "humans"
    ANIMALS = "animals"
    SEX = "sex"
    ABSTRACT = "abstract present"
    FULL_TEXT = "full text available"
    STATUS = "record status"
    ENTRY_DATE = "entry date"
    CREATE_DATE = "create date"
    UPDATE_DATE = "update date"
    PUBLICATION_DATE = "publication date"
    CLINICAL_QUERY = "clinical query"
    DATABASE = "database"
    DEDUPLICATED = "duplicates removed"
    FREQUENCY = "frequency"
    OTHER = "other"


CURRENT = "current"
"""The open end of a range of years or dates."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The operand, restricted. Several `values` are alternatives.

    Years and dates take two values, first and last (`YYYY` or `YYYYMMDD`); `CURRENT` or an
    empty string leaves an end open. A frequency takes the least number of occurrences.
    """

    operand: Node
    kind: LimitKind
    values: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Raw:
    """Text that only the named dialect can read; every other one reports it."""

    text: str
    dialect: str
    span: Span = field(default=NOWHERE, compare=False)


Node: TypeAlias = (
    Term
    | Phrase
    | Heading
    | Fielded
    | And
    | Or
    | Not
    | Near
    | LineReference
    | LineRange
    | Limit
    | Raw
)


def children(node: Node) -> tuple[Node, ...]:
    """Return the operands of a node, in the order written."""
    match node:
        case Term() | Heading() | LineReference() | LineRange() | Raw():
            return ()
        case Phrase():
            return node.words
        case Fielded() | Limit():
            return (node.operand,)
        case And() | Or() | Near():
            return node.operands
        case Not():
            return (node.included, node.excluded)
        case _:
            assert_never(node)


def with_children(node: Node, operands: Sequence[Node]) -> Node:
    """Return the same node over other operands, as many as it has."""
    match node:
        case Term() | Heading() | LineReference() | LineRange() | Raw():
            return node
        case Phrase():
            return replace(node, words=tuple(word for word in operands if isinstance(word, Term)))
        case Fielded() | Limit():
            return replace(node, operand=operands[0])
        case And() | Or() | Near():
            return replace(node, operands=tuple(operands))
        case Not():
            return replace(node, included=operands[0], excluded=operands[1])
        case _:
            assert_never(node)


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, in the order written; any depth."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(children(found)))


def any_of(operands: Sequence[Node], span: Span = NOWHERE) -> Node:
    """Return an Or over the operands, or the operand itself when there is one."""
    return operands[0] if len(operands) == 1 else Or(tuple(operands), span)


def all_of(operands: Sequence[Node], span: Span = NOWHERE) -> Node:
    """Return an And over the operands, or the operand itself when there is one."""
    return operands[0] if len(operands) == 1 else And(tuple(operands), span)


def literal(term: Term) -> str | None:
    """Return the word of a term without wildcards, else None."""
    if any(isinstance(piece, Wildcard) for piece in term.pieces):
        return None
    return "".join(piece.characters for piece in term.pieces if isinstance(piece, Text))


def describe_term(term: Term) -> str:
    """Return a term with its wildcards spelled neutrally, as `wom[1]n`, `peer[0..]`."""
    out = ""
    for piece in term.pieces:
        match piece:
            case Text(characters):
                out += characters
            case Wildcard(minimum, None):
                out += f"[{minimum}..]"
            case Wildcard(minimum, maximum):
                out += f"[{minimum}]" if minimum == maximum else f"[{minimum}..{maximum}]"
    return out


def _marked(node: Term | Phrase) -> str:
    return " and variants" if node.variants else ""


def describe(node: Node) -> str:
    """Return one line that says what a node is, without its operands."""
    match node:
        case Term():
            return f"term {describe_term(node)}{_marked(node)}"
        case Phrase():
            return f"phrase{_marked(node)}"
        case Heading():
            marks = [node.vocabulary]
            marks += ["exploded"] if node.explode else []
            marks += ["major"] if node.major else []
            marks += [f"subheadings {', '.join(node.subheadings)}"] if node.subheadings else []
            return f"heading {node.label} ({', '.join(marks)})"
        case Fielded():
            return f"in {', '.join(node.fields)}"
        case And():
            return "and"
        case Or():
            return "or"
        case Not():
            return "not"
        case Near():
            return f"{'ordered ' if node.ordered else ''}near/{node.distance}"
        case LineReference():
            return f"line {node.number}"
        case LineRange():
            shown = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in node.ranges)
            return f"{node.operator.value} of lines {shown}"
        case Limit():
            values = f": {', '.join(node.values)}" if node.values else ""
            return f"limit {node.kind.value}{values}"
        case Raw():
            return f"raw {node.dialect}: {node.text}"
        case _:
            assert_never(node)


def sketch(node: Node) -> str:
    """Draw a tree for people, one node a line, operands indented."""
    out: list[str] = []
    waiting: list[tuple[Node, int]] = [(node, 0)]
    while waiting:
        found, depth = waiting.pop()
        out.append("  " * depth + describe(found))
        waiting.extend((child, depth + 1) for child in reversed(children(found)))
    return "\n".join(out)
