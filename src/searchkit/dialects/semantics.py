"""Semantics: how a tree of one target is understood, taken from the dialect's own tables.

The reference evaluator knows no platform; this is where a dialect tells it what its fields
hold, how it cuts words, and how it spells the values of limits. What a platform does to
plain words stands in the tree already (`variants`).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from searchkit.dialects.spec import Target
from searchkit.query.evaluation import Semantics, Thesaurus, Tokenising

NO_THESAURI: Mapping[str, Thesaurus] = MappingProxyType({})


def semantics_of(target: Target, thesauri: Mapping[str, Thesaurus] = NO_THESAURI) -> Semantics:
    """Return the rules by which a target's trees are evaluated.

    `thesauri` answers for exploded headings, by the name of the vocabulary.

    >>> from searchkit.dialects import target
    >>> from searchkit.query.fields import Field
    >>> sorted(semantics_of(target("ovid:medline")).atoms((Field.TEXT_WORD,)))
    [<Field.ABSTRACT: 'abstract'>, <Field.TITLE: 'title'>]
    """
    dialect = target.dialect
    names = {
        (kind, own): canonical
        for kind, row in dialect.limits.items()
        for canonical, own in row.values.items()
    }
    return Semantics(
        atoms=target.atoms,
        default=(dialect.default_field,),
        vocabulary=target.database.vocabulary,
        tokenising=Tokenising(dialect.hyphens.characters),
        thesauri=thesauri,
        limit_names=MappingProxyType(names),
    )
