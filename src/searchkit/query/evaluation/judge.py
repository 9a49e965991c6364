"""The judge: does this query match this record? One record at a time, nothing clever.

Three answers: True, False, and None where the record does not say enough (headings of a
record that may not be indexed, a limit on what we were not given). AND, OR and NOT join
them as Kleene does, so a True or False stays right whatever the missing parts hold.

Fields belong to each word under AND, OR and NOT: `(a and b).ti,ab.` finds a in the title
and b in the abstract. They belong to a phrase or a proximity search as a whole: its words
stand in one field, and in one instance of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from searchkit.query.evaluation.limits import limit_truth
from searchkit.query.evaluation.searchable import (
    IndexedHeading,
    Searchable,
    Semantics,
    Truth,
)
from searchkit.query.evaluation.spans import Matching, spans, whole
from searchkit.query.evaluation.tokens import tokens
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    And,
    Fielded,
    Heading,
    Limit,
    LimitKind,
    LineRange,
    LineReference,
    Near,
    Node,
    Not,
    Operator,
    Or,
    Phrase,
    Raw,
    Term,
    children,
    literal,
    walk,
    with_children,
)

WHOLE_VALUE = frozenset(
    {
        Field.HEADING,
        Field.FLOATING_SUBHEADING,
        Field.PUBLICATION_TYPE,
        Field.AUTHOR,
        Field.JOURNAL,
        Field.LANGUAGE,
        Field.COUNTRY,
        Field.SUBSET,
        Field.DOI,
    }
)
"""Fields whose values are searched as wholes, not word by word (Ovid: phrase-indexed)."""


DECISIVE = frozenset(
    {Field.TITLE, Field.ABSTRACT, Field.AUTHOR_KEYWORD, Field.HEADING, Field.HEADING_WORD}
)
"""Fields that keep a search of several fields unknown while they are. A kind of publication
that we were not given makes `review.pt.` unknown, but hardly ever decides `review.mp.`."""


def all_true(answers: Iterable[Truth]) -> Truth:
    """Return Kleene's AND.

    >>> all_true([True, None]), all_true([None, False]), all_true([True, True])
    (None, False, True)
    """
    seen = set(answers)
    if False in seen:
        return False
    return None if None in seen else True


def any_true(answers: Iterable[Truth]) -> Truth:
    """Return Kleene's OR.

    >>> any_true([False, None]), any_true([None, True]), any_true([False])
    (None, True, False)
    """
    seen = set(answers)
    if True in seen:
        return True
    return None if None in seen else False


def negated(answer: Truth) -> Truth:
    """Return Kleene's NOT."""
    return None if answer is None else not answer


def evaluate(
    query: Node,
    record: Searchable,
    semantics: Semantics,
    lines: Mapping[int, Truth] | None = None,
) -> Truth:
    """Say whether a query matches a record.

    `lines` answers for the numbered lines that the query refers to; a reference to any other
    line is unknown, as is text that only a platform can read.

    >>> from searchkit.query.nodes import Text
    >>> record = Searchable("1", {Field.TITLE: ("Support by peers",)})
    >>> rules = Semantics(frozenset, (Field.TITLE,))
    >>> evaluate(Term((Text("peers"),)), record, rules)
    True
    """
    return _truth(query, record, semantics, semantics.default, lines or {})


def _truth(
    node: Node,
    record: Searchable,
    semantics: Semantics,
    fields: tuple[Field, ...],
    lines: Mapping[int, Truth],
) -> Truth:
    def below(part: Node) -> Truth:
        return _truth(part, record, semantics, fields, lines)

    match node:
        case Term() | Phrase():
            return _anywhere(node, record, semantics, fields)
        case Near():
            apart = distributed(node)
            return _anywhere(node, record, semantics, fields) if apart is node else below(apart)
        case Heading():
            return heading_truth(node, record, semantics)
        case Fielded(operand, inner):
            return _truth(operand, record, semantics, inner, lines)
        case And(operands):
            return all_true(below(operand) for operand in operands)
        case Or(operands):
            return any_true(below(operand) for operand in operands)
        case Not(included, excluded):
            return all_true([below(included), negated(below(excluded))])
        case LineReference(number):
            return lines.get(number)
        case LineRange():
            answers = [lines.get(number) for number in node.numbers()]
            return (all_true if node.operator is Operator.AND else any_true)(answers)
        case Limit(operand, LimitKind.FREQUENCY, values):
            if below(operand) is False:
                return False  # what is not there at all is not there often
            return _often(operand, int(values[0]), record, semantics, fields)
        case Limit(operand):
            kept = limit_truth(node, record, semantics)
            return all_true([below(operand), kept])
        case Raw():
            return None
        case _:
            assert_never(node)


def distributed(node: Near) -> Node:
    """Return nearness pulled inside an AND or NOT in one of its operands.

    No platform documents what `(a and b) adj3 c` means; it is read as "a near c, and b near
    c". A node without any is returned as it is.
    """
    for place, operand in enumerate(node.operands):
        if isinstance(operand, And | Not):
            parts = [
                replace(node, operands=(*node.operands[:place], part, *node.operands[place + 1 :]))
                for part in children(operand)
            ]
            return with_children(operand, parts)
    return node


def _anywhere(
    node: Term | Phrase | Near, record: Searchable, semantics: Semantics, fields: tuple[Field, ...]
) -> Truth:
    """Look for free text in each part of the record that the fields search."""
    atoms = semantics.atoms(fields)
    if not any(record.tells(atom) for atom in atoms):
        return None
    answers = {atom: _in_field(node, atom, record, semantics) for atom in sorted(atoms)}
    return any_true(
        answer for atom, answer in answers.items() if answer is not None or decides(atom, atoms)
    )


def decides(atom: Field, atoms: Collection[Field]) -> bool:
    """Say whether a search of these parts is unknown while this part is."""
    return atom in DECISIVE or len(atoms) == 1


def _in_field(
    node: Term | Phrase | Near, atom: Field, record: Searchable, semantics: Semantics
) -> Truth:
    if atom is Field.HEADING and isinstance(node, Term | Phrase):
        heading = heading_named(node, semantics)
        if heading is not None:
            return heading_truth(heading, record, semantics)
    held = record.instances(atom)
    if held is None:
        return None
    return any(found_in(node, atom, text, semantics) for text in held)


def found_in(node: Node, atom: Field, text: str, semantics: Semantics) -> bool:
    """Say whether free text stands in one instance of a field."""
    words = tokens(text, semantics.tokenising)
    if atom in WHOLE_VALUE and isinstance(node, Term | Phrase):
        return whole(node, semantics.tokenising).fullmatch(" ".join(words)) is not None
    return bool(spans(scoped(node, atom, semantics), words, Matching(semantics.tokenising)))


def scoped(node: Node, atom: Field, semantics: Semantics) -> Node:
    """Return free text without the operands that ask for another field than this one."""
    match node:
        case Fielded(operand, fields):
            inside = atom in semantics.atoms(fields)
            return scoped(operand, atom, semantics) if inside else Or(())
        case Near() | Or():
            parts = [scoped(part, atom, semantics) for part in node.operands]
            return with_children(node, parts)
        case _:
            return node


def _often(
    node: Node, least: int, record: Searchable, semantics: Semantics, fields: tuple[Field, ...]
) -> Truth:
    """Say whether free text occurs at least so often in one field.

    Nobody documents how often a combination occurs, so that is unknown.
    """
    if isinstance(node, Fielded):
        return _often(node.operand, least, record, semantics, node.fields)
    if not all(isinstance(part, Term | Phrase | Near | Or) for part in walk(node)):
        return None
    answers: list[Truth] = []
    how = Matching(semantics.tokenising)
    for atom in sorted(semantics.atoms(fields)):
        held = record.instances(atom)
        if held is None:
            answers.append(None)
            continue
        texts = [tokens(text, semantics.tokenising) for text in held]
        answers.append(sum(len(spans(node, words, how)) for words in texts) >= least)
    return any_true(answers)


@lru_cache(maxsize=262144)
def same_label(label: str) -> str:
    """Return a heading's label as it is compared: words only.

    >>> same_label("Stress Disorders, Post-Traumatic")
    'stress disorders post traumatic'
    """
    return " ".join(tokens(label))


def heading_named(node: Term | Phrase, semantics: Semantics) -> Heading | None:
    """Return the heading that words in the heading field name; None when they are truncated."""
    words = node.words if isinstance(node, Phrase) else (node,)
    found = [literal(word) for word in words]
    known = [word for word in found if word is not None]
    if len(known) < len(found):
        return None
    return Heading(" ".join(known), semantics.vocabulary)


def labels_of(heading: Heading, semantics: Semantics) -> tuple[frozenset[str], bool]:
    """Return the labels that a heading asks for, and whether these are all of them.

    Without the thesaurus nobody knows what an exploded heading takes in.
    """
    own = {same_label(heading.label)}
    thesaurus = semantics.thesauri.get(heading.vocabulary)
    if thesaurus is None:
        return frozenset(own), not heading.explode
    today = thesaurus.preferred(heading.label)
    own |= {same_label(today)} if today else set()
    if heading.explode:
        own |= {same_label(label) for label in thesaurus.narrower(today or heading.label)}
    return frozenset(own), True


def heading_truth(heading: Heading, record: Searchable, semantics: Semantics) -> Truth:
    """Say whether a record is indexed with a heading as asked.

    Major focus and subheading must stand with the same heading. A record that bears headings
    of another vocabulary only does not tell.
    """
    labels, complete = labels_of(heading, semantics)
    found = indexed_as(heading, record, labels)
    return found if complete else any_true([found, None])


def indexed_as(heading: Heading, record: Searchable, labels: frozenset[str]) -> Truth:
    """Say whether a record bears one of these labels as a heading asks for it."""
    if record.headings is None:
        return None
    entries = [row for row in record.headings if row.vocabulary in ("", heading.vocabulary)]
    if record.headings and not entries:
        return None
    return any_true(entry_truth(heading, row) for row in entries if same_label(row.label) in labels)


def entry_truth(heading: Heading, entry: IndexedHeading) -> Truth:
    """Say whether focus and subheadings of an entry are those that a heading asks for."""
    answers: list[Truth] = [True]
    if heading.major:
        answers.append(entry.major)
    if heading.subheadings:
        given = entry.subheadings
        answers.append(None if given is None else bool(set(given) & set(heading.subheadings)))
    return all_true(answers)
