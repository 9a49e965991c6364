"""Headings: a subject heading stays itself where the thesaurus is shared, else becomes text."""

from __future__ import annotations

import re
from dataclasses import replace

from searchkit.diagnostics import Effect
from searchkit.dialects import loss_codes as codes
from searchkit.dialects.lower.fields import put_codes, text_choice
from searchkit.dialects.lower.habits import with_habits
from searchkit.dialects.lower.separators import separated_label
from searchkit.dialects.lower.situation import Situation
from searchkit.dialects.lower.words import lower_phrase, lower_term
from searchkit.dialects.spec import HeadingPart
from searchkit.query.fields import Field
from searchkit.query.nodes import Heading, Node, Phrase, Term, Text, any_of, literal
from searchkit.query.replacement import Confidence, Relation


def lower_heading(node: Heading, at: Situation) -> Node:
    """Return what stands for a heading in the target."""
    node = separated_label(node, at.dialect.separators)
    rules = at.dialect.headings
    if node.vocabulary in rules.vocabularies and node.vocabulary == at.target.database.vocabulary:
        return _shared(node, at)
    return _replaced(node, at) or _as_text(node, at)


_RELATIONS = {
    Relation.EXACT: Effect.SAME,
    Relation.BROADER: Effect.BROADER,
    Relation.NARROWER: Effect.NARROWER,
    Relation.RELATED: Effect.DIFFERENT,
}


def _replaced(node: Heading, at: Situation) -> Node | None:
    """Return the headings of the target's thesaurus that a crosswalk gives, each told."""
    into = at.target.database.vocabulary
    if at.aids.crosswalk is None or into not in at.dialect.headings.vocabularies:
        return None
    rows = at.aids.crosswalk.replacements(node.label, node.vocabulary, into)
    for row in rows:
        message = f"`{node.label}` becomes `{row.label}`, which a crosswalk calls {row.relation}"
        sure = row.confidence is Confidence.HIGH
        effect = _RELATIONS[row.relation] if sure else Effect.UNKNOWN
        note = (f"confidence {row.confidence}; source: {row.provenance}",)
        at.tell(codes.HEADING_REPLACED, message, node.span, effect, notes=note)
    if rows and node.subheadings:
        message = f"the subheadings of `{node.label}` belong to its own thesaurus and are lost"
        at.tell(codes.SUBHEADING_LOST, message, node.span, Effect.BROADER)
    headings = [
        _shared(replace(node, label=row.label, vocabulary=into, subheadings=()), at) for row in rows
    ]
    return any_of(headings, node.span) if headings else None


def _shared(node: Heading, at: Situation) -> Node:
    rules = at.dialect.headings
    at.unverified("the spelling of headings", rules.evidence, node.span)
    if node.explode and HeadingPart.EXPLOSION in at.target.database.headings_lack:
        narrower = sorted(_narrower(node, at))
        if narrower:
            return _written_out(node, narrower, at)
    node = _without_what_lacks(node, at)
    if node.subheadings and rules.subheading_evidence:
        at.unverified("the spelling of subheadings", rules.subheading_evidence, node.span)
    if node.subheadings and node.explode and rules.explodes_subheading and not at.at_home:
        message = f"{at.dialect.title} explodes the subheading together with the heading"
        at.tell(codes.SUBHEADING_EXPLODED, message, node.span, Effect.BROADER)
    if len(node.subheadings) > 1 and rules.one_subheading:
        one_each = [replace(node, subheadings=(code,)) for code in node.subheadings]
        return any_of(one_each, node.span)
    return node


def _narrower(node: Heading, at: Situation) -> frozenset[str]:
    thesaurus = at.aids.thesauri.get(node.vocabulary)
    return frozenset() if thesaurus is None else thesaurus.narrower(node.label)


def _written_out(node: Heading, narrower: list[str], at: Situation) -> Node:
    """Return a heading and its narrower ones as alternatives: explosion by hand."""
    message = f"`{node.label}` is exploded by hand, with {len(narrower)} narrower headings"
    note = (", ".join(narrower),)
    at.tell(codes.EXPLODED_BY_HAND, message, node.span, Effect.SAME, notes=note)
    alone = replace(node, explode=False)
    labels = [node.label, *narrower]
    return any_of([_shared(replace(alone, label=label), at) for label in labels], node.span)


def _without_what_lacks(node: Heading, at: Situation) -> Heading:
    """Return a heading without what the database cannot ask of it, each loss told."""
    lack = at.target.database.headings_lack
    title = at.target.database.title
    if node.explode and HeadingPart.EXPLOSION in lack:
        message = f"{title} cannot explode `{node.label}`; the heading is searched alone"
        help_text = "add its narrower headings with OR"
        at.tell(codes.EXPLOSION_LOST, message, node.span, Effect.NARROWER, help=help_text)
        node = replace(node, explode=False)
    if node.major and HeadingPart.MAJOR in lack:
        message = f"{title} cannot ask for `{node.label}` as the main point of a record"
        at.tell(codes.MAJOR_LOST, message, node.span, Effect.BROADER)
        node = replace(node, major=False)
    if node.subheadings and HeadingPart.SUBHEADING in lack:
        message = f"{title} cannot ask for `{node.label}` with a subheading"
        at.tell(codes.SUBHEADING_LOST, message, node.span, Effect.BROADER)
        node = replace(node, subheadings=())
    return node


def natural_order(label: str) -> str:
    """Return an inverted heading in the order in which authors write it.

    >>> natural_order("Stress Disorders, Post-Traumatic")
    'Post-Traumatic Stress Disorders'
    """
    return " ".join(reversed([part.strip() for part in label.split(",")]))


def _as_text(node: Heading, at: Situation) -> Node:
    rules = at.dialect.headings
    label = natural_order(node.label) if rules.text_in_order else node.label
    words = heading_words(label, node)
    lost = ["its narrower headings are not included"] if node.explode else []
    lost += ["the main focus is lost"] if node.major else []
    lost += ["its subheadings are lost"] if node.subheadings else []
    message = f"{at.dialect.title} does not have this thesaurus; `{label}` is searched as text"
    help_text = "add free-text words for the concept"
    at.tell(
        codes.HEADING_AS_TEXT,
        message,
        node.span,
        Effect.DIFFERENT,
        notes=tuple(lost),
        help=help_text,
    )
    inside = at.within((Field.HEADING,), node.span)
    body = lower_phrase(words, inside) if isinstance(words, Phrase) else lower_term(words, inside)
    return with_habits(put_codes(body, text_choice(at, rules.text_field), at, node.span), at)


def heading_words(label: str, node: Heading) -> Term | Phrase:
    """Return the words of a heading as a term or a phrase."""
    words = tuple(Term((Text(word),), node.span) for word in label.split())
    return words[0] if len(words) == 1 else Phrase(words, node.span)


def heading_of(node: Node, vocabulary: str) -> Heading | None:
    """Return the heading that `humans.sh.` names, or None when its words have wildcards."""
    match node:
        case Term():
            word = literal(node)
            words = [word] if word else None
        case Phrase():
            found = [literal(word) for word in node.words]
            words = [word for word in found if word] if all(found) else None
        case _:
            words = None
    if words is None:
        return None
    label = re.sub(r"\s+", " ", " ".join(words))
    return Heading(label, vocabulary, span=node.span)
