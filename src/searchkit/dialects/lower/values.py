"""Values: what stands in a field that takes the words of a list, and whose list that is.

A publication type, a substance or the name of a journal is copied as it is written. Where the
target's database takes it from another list it may have another name there or none, and the
search would find nothing: that is told, naming the value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from searchkit.diagnostics import Effect, Span
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.spec import Target
from searchkit.query.fields import Field
from searchkit.query.nodes import Fielded, Limit, LimitKind, Node, Phrase, Term, children, walk

_BY_INDEXERS = frozenset(
    {
        Field.PUBLICATION_TYPE,
        Field.SUBSTANCE,
        Field.SUPPLEMENTARY_CONCEPT,
        Field.AGE_GROUP,
        Field.POPULATION,
        Field.METHODOLOGY,
        Field.TESTS_AND_MEASURES,
    }
)
"""Fields with lists of the indexers: the same wherever the thesaurus is the same."""

_BY_DATABASE = frozenset({Field.SUBSET, Field.JOURNAL})
"""Fields with lists of the database: PubMed's `[ta]` abbreviates names that others spell out."""

_BY_LIMIT = MappingProxyType(
    {
        LimitKind.HUMANS: "humans",
        LimitKind.ANIMALS: "animals",
        LimitKind.SEX: "",
        LimitKind.AGE_GROUP: "",
        LimitKind.STATUS: "",
        LimitKind.CLINICAL_QUERY: "",
    }
)
"""Limits on what indexers assign, and what they ask for when they have no value."""

_COMMON_TYPES = frozenset({"editorial", "letter", "review"})
_WITH_COMMON_TYPES = frozenset({"mesh", "emtree", "scopus", "wos"})
"""Publication types of the same name in MEDLINE (PubMed User Guide, vendor), Embase (its
limits in published strategies, practice), Scopus and Web of Science (document types in
scopusflow and search-query, practice)."""


def tell_values(node: Node, placed: Node, at: Situation, span: Span) -> None:
    """Tell which values in the fields in force come from a list that the target has not.

    `placed` is what the target searches; values that are only text there are told otherwise.
    """
    if not set(at.fields) <= _BY_INDEXERS | _BY_DATABASE:
        return
    found = {name for part in walk(placed) if isinstance(part, Fielded) for name in part.fields}
    lists = [name for name in at.fields if name in found and not _one_list(name, at)]
    types = set(lists) <= {Field.PUBLICATION_TYPE}
    values = [value for value in _values(node, at) if not (types and _common(value, at))]
    if lists:
        _tell(values, " and ".join(lists), at, span)


def tell_limit(node: Limit, at: Situation) -> None:
    """Tell which values of a limit come from a list that the target's database has not."""
    if node.kind is LimitKind.PUBLICATION_TYPE:
        shared = _one_list(Field.PUBLICATION_TYPE, at)
        unsure = [value for value in node.values if not (shared or _common(value, at))]
        _tell(unsure, node.kind.value, at, node.span)
    elif node.kind in _BY_LIMIT and len(at.dialect.databases) > 1:
        shared = _list(at.source) == _list(at.target)
        values = node.values or (_BY_LIMIT[node.kind],)
        what = node.kind.value if node.values else "the limit"
        _tell([] if shared else list(values), what, at, node.span)


def _list(target: Target) -> str:
    return target.database.vocabulary or target.dialect.name


def _one_list(name: Field, at: Situation) -> bool:
    if name in _BY_DATABASE:
        return at.source.name == at.target.name
    return _list(at.source) == _list(at.target)


def _common(value: str, at: Situation) -> bool:
    both = {_list(at.source), _list(at.target)}
    return both <= _WITH_COMMON_TYPES and value.casefold() in _COMMON_TYPES


def _values(node: Node, at: Situation) -> Iterator[str]:
    match node:
        case Term():
            yield at.shown(node)
        case Phrase(words):
            yield " ".join(at.shown(word) for word in words)
        case _:
            for part in children(node):
                yield from _values(part, at)


def _tell(values: Sequence[str], what: str, at: Situation, span: Span) -> None:
    if not values:
        return
    shown = ", ".join(f"`{value}`" for value in values[:6])
    more = f" and {len(values) - 6} more" if len(values) > 6 else ""
    source, to = at.source.database.title, at.target.database.title
    message = f"{what} {shown}{more}: {to} may not call it as {source} does, or may not have it"
    help_text = f"look the value up in {to}, and write it as it stands there"
    at.tell(codes.VALUE_UNKNOWN, message, span, Effect.UNKNOWN, help=help_text)
