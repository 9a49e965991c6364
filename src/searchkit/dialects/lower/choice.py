"""Choice: which field codes of a target come nearest to the source's fields.

The effect is not written down anywhere: it follows from comparing the parts of a record
that the source's fields search with those that the chosen codes search.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from searchkit.diagnostics import Effect
from searchkit.dialects.lower.situation import Lean
from searchkit.dialects.spec import FieldCode, Target
from searchkit.query.fields import GROUPS, Field

STANDS_FOR = {
    Field.INDEX_KEYWORD: Field.AUTHOR_KEYWORD,
    Field.KEY_CONCEPT: Field.AUTHOR_KEYWORD,
    Field.AUTHOR_KEYWORD: Field.KEY_CONCEPT,
    Field.JOURNAL_WORD: Field.JOURNAL,
    Field.ORIGINAL_TITLE: Field.TITLE,
}
"""Parts that not every database has, and the part that comes nearest."""

_ASIDE = frozenset(
    {
        Field.IDENTIFIER,
        Field.SECONDARY_IDENTIFIER,
        Field.CORPORATE_AUTHOR,
        Field.COMMENT,
        Field.PUBLICATION_TYPE,
    }
)
"""Parts that `.mp.` and `[tw]` take in and nobody means by them; no code is taken for them."""

_MOST_CODES = 3


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
    usable = tuple(
        row
        for row in target.dialect.fields
        if (row.proximity or not proximity)
        and (not row.only_from or source.database.vocabulary in row.only_from)
        and (source.database is target.database or not row.covers <= target.database.fields_lack)
    )
    wanted = source.atoms(fields)
    for row in usable:
        if row.covers == frozenset(fields) and target.atoms(fields) == wanted:
            return Choice((row,), frozenset(), frozenset())
    own = _one_each(usable, fields) if target.dialect.joins_fields else []
    if own and (len(own) == 1 or all(row.code for row in own)):
        return _judged(tuple(own), target, wanted)
    if len(fields) > 1 and GROUPS & set(fields):
        return _with_group(source, target, fields, lean, proximity)
    names = _customary_names(source, fields)
    for row in usable:
        if row.covers <= names or names & row.customary_for:
            customary = _judged((row,), target, wanted)
            if lean is not Lean.SUBSET or not customary.extra:
                return customary
    meant = (wanted - _ASIDE if names else wanted) or wanted
    rows = _nearest(usable, target, meant, lean)
    return None if rows is None else _judged(rows, target, wanted)


def _one_each(usable: Sequence[FieldCode], fields: tuple[Field, ...]) -> list[FieldCode]:
    """Return a code of its own for each field, nearest parts put in; nothing if one has none."""
    alone = {next(iter(row.covers)): row for row in usable if len(row.covers) == 1}
    found = [alone.get(_stand_in(name, alone.keys())) for name in fields]
    kept = list(dict.fromkeys(row for row in found if row is not None))
    return [] if None in found else kept


def _stand_in(name: Field, reachable: Collection[Field]) -> Field:
    """Return a part, or the nearest one that can be reached."""
    seen = name
    for _ in STANDS_FOR:
        if seen in reachable:
            return seen
        seen = STANDS_FOR.get(seen, name)
    return name


def _with_group(
    source: Target, target: Target, fields: tuple[Field, ...], lean: Lean, proximity: bool
) -> Choice | None:
    """Return the codes for groups and, beside them, those for fields that these leave out.

    `.ti,mp.` is `.mp.` wherever the code for `.mp.` holds titles.
    """
    rows: list[FieldCode] = []
    got: frozenset[Field] = frozenset()
    for name in sorted(fields, key=lambda name: -len(source.atoms((name,)))):
        asked = target.atoms((name,))
        if rows and (asked <= got or source.atoms((name,)) <= got):
            continue
        choice = choose(source, target, (name,), lean, proximity)
        for row in choice.rows if choice else ():
            held = target.atoms(tuple(row.covers))
            if not held <= got:
                rows.append(row)
                got |= held
    return _judged(tuple(rows), target, source.atoms(fields)) if rows else None


def _customary_names(source: Target, fields: tuple[Field, ...]) -> frozenset[Field]:
    """Return the names under which targets list the code that is customary for some fields.

    One field has its own name. A code of the source that takes in parts nobody means, such
    as PubMed's `[tw]`, has that of the group for which it is customary itself.
    """
    if len(fields) == 1:
        return frozenset(fields)
    for row in source.dialect.fields:
        if row.covers == frozenset(fields) and row.covers & _ASIDE:
            return row.customary_for
    return frozenset()


def _nearest(
    usable: Sequence[FieldCode], target: Target, wanted: frozenset[Field], lean: Lean
) -> tuple[FieldCode, ...] | None:
    """Return the up to three codes whose union comes nearest, or None when none comes near."""
    # A search of everything is no translation of a search somewhere.
    some = [row for row in usable if row.covers != {Field.ALL_FIELDS}]
    atoms = {row.code: target.atoms(tuple(row.covers)) for row in some}
    reachable: set[Field] = set().union(*atoms.values())
    sought = {_stand_in(name, reachable) for name in wanted} & reachable
    if not sought:
        return None
    near = [row for row in some if atoms[row.code] & sought]
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
    return best[1]


def _judged(rows: tuple[FieldCode, ...], target: Target, wanted: frozenset[Field]) -> Choice:
    got = frozenset().union(*(target.atoms(tuple(row.covers)) for row in rows))
    return Choice(rows, wanted - got, got - wanted)
