"""Write: a lowered tree becomes PubMed's text; what it writes reads back to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote_plus

from searchkit.dialects.pubmed.tables import (
    DATE_TAGS,
    FIELDS,
    OPEN_END,
    OPEN_START,
    TITLE,
    WILDCARDS,
)
from searchkit.dialects.spec import Refer
from searchkit.dialects.spelling import any_text, boolean, limited, row_of, undeclared, word
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
    Heading,
    Limit,
    LimitKind,
    LineReference,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Raw,
    Term,
    literal,
)
from searchkit.query.subheadings import MESH_SUBHEADINGS


def address(text: str) -> str:
    """Return the address that opens a search on PubMed's page."""
    return f"https://pubmed.ncbi.nlm.nih.gov/?term={quote_plus(text)}"


def write(node: Node, refer: Refer) -> str:
    """Spell a lowered tree; `refer` gives the text for a reference to a line."""

    def spell(part: Node) -> str:
        match part:
            case And() | Or() | Not():
                return boolean(part, spell)
            case Fielded(operand):
                code = row_of(part, FIELDS, TITLE).code
                return _name(operand) if code == "au" else _tagged(operand, code)
            case Term() | Phrase():
                return _untagged(part)
            case Heading():
                return _heading(part)
            case LineReference(number):
                return refer(number)
            case Limit():
                return limited(part.operand, _limit(part.kind, part.values), spell)
            case Raw(text, "pubmed"):
                return text
            case _:
                raise undeclared(part, TITLE)

    return spell(node)


_YEAR_AND_TENS = 5
"""Digits of a date that is cut after the first digit of its month: `20151*`."""

_PLAIN = re.compile(r"[\w.]+\*?|[\d-]+[\dXx]")
_OPERATORS = frozenset({"and", "or", "not"})


def _name(node: Node) -> str:
    """Return an author: PubMed truncates initials on its own unless the name is quoted."""
    words = node.words if isinstance(node, Phrase) else (node,)
    text = " ".join(word(part, WILDCARDS.symbols) for part in words if isinstance(part, Term))
    return f"{text[:-1]}[au]" if text.endswith("*") else f'"{_clean(text)}"[au]'


def _untagged(node: Term | Phrase) -> str:
    """Return words without a tag; PubMed maps those to headings that are not quoted."""
    words = node.words if isinstance(node, Phrase) else (node,)
    text = " ".join(word(part, WILDCARDS.symbols) for part in words)
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _OPERATORS
    bare = plain and (node.variants or text.endswith("*"))
    return text if bare else f'"{_clean(text)}"'


def _tagged(node: Node, code: str) -> str:
    match node:
        case Term() if code == "sh":
            name = MESH_SUBHEADINGS.get((literal(node) or "").casefold())
            text = name or word(node, WILDCARDS.symbols)
            tag = _explicit(code, node)
            return f"{text}[{tag}]" if _PLAIN.fullmatch(text) else f'"{text}"[{tag}]'
        case Term() if code in DATE_TAGS.values():
            return f"{_period(word(node, WILDCARDS.symbols))}[{code}]"
        case Term():
            text = word(node, WILDCARDS.symbols)
            plain = _PLAIN.fullmatch(text) and text.casefold() not in _OPERATORS
            # A tag does not stop `[all]` from mapping the word to headings; quotes do. What is
            # not quoted before `[la]` is a limit.
            mapped = code == "all" and node.variants
            if plain and (mapped or code not in {"all", "la", "pt"} or text.endswith("*")):
                return f"{text}[{_explicit(code, node)}]"
            return f'"{_clean(text)}"[{_explicit(code, node)}]'
        case Phrase(words):
            text = " ".join(word(part, WILDCARDS.symbols) for part in words)
            return f'"{_clean(text)}"[{_explicit(code, node)}]'
        case Near(operands, distance):
            terms = [part for part in operands if isinstance(part, Term)]
            text = " ".join(literal(part) or "" for part in terms)
            return f'"{_clean(text)}"[{code}:~{distance}]'
        case _:
            raise undeclared(node, TITLE)


def _period(text: str) -> str:
    """Return a date, whole or truncated, as the range that it stands for.

    >>> _period("2012*"), _period("20151*"), _period("20180115")
    ('2012:2012', '2015/10:2015/12', '2018/01/15:2018/01/15')
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) == _YEAR_AND_TENS and text.endswith("*"):
        first, last = ("10", "12") if digits[-1] == "1" else ("01", "09")
        return f"{digits[:4]}/{first}:{digits[:4]}/{last}"
    return f"{_date(digits)}:{_date(digits)}"


def _explicit(code: str, node: Term | Phrase) -> str:
    """Return a tag that does not explode: Ovid's `.pt.` and `.fs.` name one value."""
    return f"{code}:noexp" if code in {"pt", "sh"} and not node.variants else code


def _clean(text: str) -> str:
    return re.sub(r'[()\[\]"]', " ", text).strip()


def _heading(node: Heading) -> str:
    label = _clean(node.label)
    if node.subheadings:
        label += "/" + MESH_SUBHEADINGS.get(node.subheadings[0], node.subheadings[0])
    tag = "majr" if node.major else "mh"
    return f'"{" ".join(label.split())}"[{tag}{"" if node.explode else ":noexp"}]'


def _limit(kind: LimitKind, values: Sequence[str]) -> str:
    match kind:
        case LimitKind.LANGUAGE:
            parts = [f"{value}[la]" for value in values]
        case LimitKind.HUMANS:
            parts = ["humans[mh]"]
        case LimitKind.ANIMALS:
            parts = ["animals[mh:noexp]"]  # exploded, it holds humans
        case LimitKind.ABSTRACT:
            parts = ["hasabstract"]
        case _ if kind in DATE_TAGS:
            first, last = values
            start = _date(first) or OPEN_START
            end = OPEN_END if last in {CURRENT, ""} else _date(last)
            parts = [f"{start}:{end}[{DATE_TAGS[kind]}]"]
        case _:
            parts = list(values)
    return any_text(parts)


def _date(value: str) -> str:
    """Return a date as PubMed writes it.

    >>> _date("20180115")
    '2018/01/15'
    """
    return "/".join(part for part in (value[:4], value[4:6], value[6:8]) if part)
