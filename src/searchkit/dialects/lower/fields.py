"""Fields: which codes of the target stand for the source's fields, and what that changes.

The effect is not written down anywhere: it follows from comparing the parts of a record
that the source's fields search with those that the chosen codes search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.situation import Lean, Situation
from searchkit.dialects.lower.words import telling
from searchkit.dialects.spec import FieldCode, FieldStyle, Target
from searchkit.errors import DialectError
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Heading,
    Limit,
    LineRange,
    LineReference,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Raw,
    Term,
    all_of,
    any_of,
    children,
    with_children,
)

STANDS_FOR = {
    Field.INDEX_KEYWORD: Field.AUTHOR_KEYWORD,
    Field.KEY_CONCEPT: Field.AUTHOR_KEYWORD,
    Field.JOURNAL_WORD: Field.JOURNAL,
    Field.ORIGINAL_TITLE: Field.TITLE,
}
"""Parts that not every database has, and the part that comes nearest."""

_MOST_CODES = 3

_WORD_STYLES = frozenset({FieldStyle.AFTER_WORD, FieldStyle.BEFORE_WORD})


@dataclass(frozen=True, slots=True)
class Choice:
    """The codes taken for some fields, what they leave out and what they add."""

    rows: tuple[FieldCode, ...]
    missing: frozenset[Field]
    extra: frozenset[Field]

    @property
    def effect(self) -> Effect:
        if self.missing and self.extra:
            return Effect.DIFFERENT
        if self.missing:
            return Effect.NARROWER
        return Effect.BROADER if self.extra else Effect.SAME


@lru_cache(maxsize=4096)
def choose(
    source: Target, target: Target, fields: tuple[Field, ...], lean: Lean, proximity: bool
) -> Choice | None:
    """Return the target's codes for the source's fields, or None when nothing comes near.

    A code that covers just these fields wins, then one that is customary for a group, then
    the union of up to three codes that `lean` prefers.
    """
    usable = [
        row
        for row in target.dialect.fields
        if (row.proximity or not proximity)
        and (not row.only_from or source.database.vocabulary in row.only_from)
    ]
    everywhere = frozenset({Field.ALL_FIELDS})
    wanted = source.atoms(fields)
    for row in usable:
        if row.covers == frozenset(fields) and target.atoms(fields) == wanted:
            return Choice((row,), frozenset(), frozenset())
    own = [row for name in fields for row in usable if row.covers == {name}]
    if target.dialect.joins_fields and len(own) == len(fields):
        return _judged(tuple(own), target, wanted)
    for row in usable:
        if len(fields) == 1 and fields[0] in row.customary_for:
            customary = _judged((row,), target, wanted)
            if lean is not Lean.SUBSET or not customary.extra:
                return customary
    # A search of everything is no translation of a search somewhere.
    usable = [row for row in usable if row.covers != everywhere]
    atoms = {row.code: target.atoms(tuple(row.covers)) for row in usable}
    reachable: set[Field] = set().union(*atoms.values())
    sought = {
        name if name in reachable else STANDS_FOR.get(name, name) for name in wanted
    } & reachable
    if not sought:
        return None
    near = [row for row in usable if atoms[row.code] & sought]
    best: tuple[tuple[int, ...], tuple[FieldCode, ...]] | None = None
    for size in range(1, _MOST_CODES + 1):
        for rows in combinations(near, size):
            got = frozenset().union(*(atoms[row.code] for row in rows))
            missing, extra = len(sought - got), len(got - sought)
            cost = {
                Lean.SUPERSET: (missing, extra, size),
                Lean.SUBSET: (extra, missing, size),
                Lean.NEAREST: (missing + extra, missing, size),
            }[lean]
            if best is None or cost < best[0]:
                best = (cost, rows)
    assert best is not None
    return _judged(best[1], target, wanted)


def _judged(rows: tuple[FieldCode, ...], target: Target, wanted: frozenset[Field]) -> Choice:
    got = frozenset().union(*(target.atoms(tuple(row.covers)) for row in rows))
    return Choice(rows, wanted - got, got - wanted)


def in_force(at: Situation) -> tuple[Field, ...]:
    """Return the fields that words are searched in, the source's default when none is given."""
    return at.fields or (at.source.dialect.default_field,)


def proximity_fields(at: Situation) -> Choice | None:
    """Return the codes for words near one another, or None when no code allows it here."""
    choice = choose(at.source, at.target, in_force(at), at.lean, True)
    if choice is None or (at.widen and choice.missing):
        return None
    return choice


def put_fields(body: Node, at: Situation, span: Span) -> Node | None:
    """Return words with the target's fields put where its style wants them.

    None when the target has no field that comes near and the values mean nothing as text.
    """
    fields = in_force(at)
    where = at.field_span or span
    choice = choose(at.source, at.target, fields, at.lean, False)
    if choice is None:
        choice = _as_text(at, fields, where)
        if choice is None:
            return None
    else:
        _tell(choice, at, fields, where)
    return put_codes(body, choice, at, where if at.dialect.field_style in _WORD_STYLES else span)


_MEANINGLESS = frozenset(
    {
        Field.ENTRY_DATE,
        Field.CREATE_DATE,
        Field.UPDATE_DATE,
        Field.PUBLICATION_DATE,
        Field.YEAR,
        Field.IDENTIFIER,
        Field.PMID,
        Field.SUBSET,
        Field.VOLUME,
        Field.ISSUE,
        Field.PAGES,
    }
)
"""Fields whose values find nothing sensible as free text."""


def _as_text(at: Situation, fields: tuple[Field, ...], span: Span) -> Choice | None:
    names = " and ".join(fields)
    if set(fields) <= _MEANINGLESS:
        message = f"{at.dialect.title} cannot search the {names}; the part is left out"
        at.tell(codes.FIELD_DROPPED, message, span, Effect.UNKNOWN)
        return None
    taken = text_choice(at, Field.MULTI_PURPOSE)
    codes_taken = " and ".join(row.shown for row in taken.rows)
    message = f"{at.dialect.title} has no field for {names}; searched as text in {codes_taken}"
    at.tell(codes.FIELD_REPLACED, message, span, Effect.DIFFERENT)
    return Choice(taken.rows, frozenset(fields), taken.extra)


def text_choice(at: Situation, field: Field) -> Choice:
    """Return the target's codes for a field that it has, or takes for a group of fields."""
    for row in at.dialect.fields:
        if row.covers == {field} or field in row.customary_for:
            return Choice((row,), frozenset(), row.covers)
    choice = choose(at.source, at.target, (field,), at.lean, False)
    if choice is None:
        raise DialectError(f"{at.dialect.title} declares no field for text")
    return choice


def put_codes(body: Node, choice: Choice, at: Situation, span: Span) -> Node:
    """Return words with known codes of the target put where its style wants them."""
    if at.dialect.field_style in _WORD_STYLES:
        return _on_words(body, choice, at, span)
    if len(choice.rows) == 1:
        return _placed(body, choice.rows[0], span)
    if at.dialect.joins_fields:
        covers = sorted(set().union(*(row.covers for row in choice.rows)))
        return Fielded(body, tuple(covers), span)
    return _on_parts(body, choice.rows, span)


def _placed(body: Node, row: FieldCode, span: Span) -> Node:
    """Return words in one field; what is searched without a field stays without."""
    return Fielded(body, tuple(sorted(row.covers)), span) if row.code else body


def _tell(choice: Choice, at: Situation, fields: tuple[Field, ...], span: Span) -> None:
    for row in choice.rows:
        at.unverified(f"the field {row.shown}", row.evidence, span)
    if Field.ALL_FIELDS in fields and at.source.dialect is not at.dialect:
        message = f"all fields of {at.source.dialect.title} are not those of {at.dialect.title}"
        at.tell(codes.FIELD_DIFFERS, message, span, Effect.UNKNOWN)
        return
    if choice.effect is Effect.SAME:
        return
    asked = ", ".join(fields)
    taken = " and ".join(row.shown for row in choice.rows)
    parts = []
    if choice.extra:
        parts.append(f"also searches {_few(choice.extra)}")
    if choice.missing:
        parts.append(f"leaves out {_few(choice.missing)}")
    message = f"{asked} becomes {taken}, which {' and '.join(parts)}"
    at.tell(codes.FIELD_DIFFERS, message, span, choice.effect)


def _few(fields: frozenset[Field]) -> str:
    """Return a list of fields that a person still reads; a long one is cut and counted."""
    names = sorted(fields)
    shown = ", ".join(names[:6])
    return shown if len(names) <= 6 else f"{shown} and {len(names) - 6} more"


def _on_words(body: Node, choice: Choice, at: Situation, span: Span) -> Node:
    """Return the tree with fields on each word, phrase and proximity group."""
    match body:
        case Phrase(words) if not all(row.phrases for row in choice.rows):
            shown = ", ".join(row.shown for row in choice.rows)
            message = f"{shown} takes no phrases; the words are searched apart"
            at.tell(codes.PHRASE_TO_AND, message, body.span, Effect.BROADER)
            return all_of([_each(word, choice.rows) for word in telling(words, at)], body.span)
        case Term() | Phrase():
            return _each(body, choice.rows)
        case Near():
            near = proximity_fields(at)
            if near is not None and near.rows != choice.rows:
                _tell(near, at, in_force(at), span)
            return _each(body, (near or choice).rows)
        case Heading() | Fielded() | LineReference() | LineRange() | Limit() | Raw():
            return body
        case And() | Or() | Not():
            below = children(body)
            return with_children(body, [_on_words(part, choice, at, span) for part in below])


def _on_parts(body: Node, rows: Sequence[FieldCode], span: Span) -> Node:
    """Return alternatives over fields, below every AND and NOT.

    `(a and b).ti,ab.` asks for each word in either field; one alternative per field around
    the whole would ask for both words in the same one.
    """
    if not _joins_parts(body):
        return _each(body, rows)
    if isinstance(body, Or):
        plain = [part for part in body.operands if not _joins_parts(part)]
        rest = [part for part in body.operands if _joins_parts(part)]
        together = [_each(any_of(plain, span), rows)] if plain else []
        return any_of([*together, *(_on_parts(part, rows, span) for part in rest)], body.span)
    return with_children(body, [_on_parts(part, rows, span) for part in children(body)])


def _joins_parts(node: Node) -> bool:
    match node:
        case And() | Not():
            return True
        case Or(operands):
            return any(_joins_parts(part) for part in operands)
        case _:
            return False


def _each(body: Node, rows: Sequence[FieldCode]) -> Node:
    return any_of([_placed(body, row, body.span) for row in rows], body.span)
