"""Fields: the codes chosen for the source's fields, put where the target's style wants them.

What the choice changes is told at its place.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.choice import Choice, choose
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.lower.words import telling
from searchkit.dialects.spec import FieldCode, FieldStyle
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

_WORD_STYLES = frozenset({FieldStyle.AFTER_WORD, FieldStyle.BEFORE_WORD})


def in_force(at: Situation) -> tuple[Field, ...]:
    """Return the fields that words are searched in, the source's default when none is given."""
    return at.fields or (at.source.dialect.default_field,)


def proximity_fields(at: Situation) -> Choice | None:
    """Return the codes for words near one another, or None when no code allows it here.

    Codes that leave out more than those for other words are refused where nothing may be lost.
    """
    fields = in_force(at)
    near = choose(at.source, at.target, fields, at.lean, True)
    other = choose(at.source, at.target, fields, at.lean, False)
    if near is None or other is None or (at.widen and near.missing - other.missing):
        return None
    return near


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
    lacking = at.target.database.title if at.target.database.fields_lack else at.dialect.title
    message = f"{lacking} has no field for {names}; searched as text in {codes_taken}"
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
    asked = _few(fields)
    taken = " and ".join(row.shown for row in choice.rows)
    parts = []
    if choice.extra:
        parts.append(f"also searches {_few(sorted(choice.extra))}")
    if choice.missing:
        parts.append(f"leaves out {_few(sorted(choice.missing))}")
    message = f"{asked} becomes {taken}, which {' and '.join(parts)}"
    at.tell(codes.FIELD_DIFFERS, message, span, choice.effect)


def _few(names: Sequence[Field]) -> str:
    """Return a list of fields that a person still reads; a long one is cut and counted."""
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
