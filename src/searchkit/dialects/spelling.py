"""Spelling: what all writers share. Brackets are always written around a group in a group,
so that no platform's own precedence can change the meaning.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from searchkit.dialects.spec import Dialect, FieldCode, WildcardSymbol
from searchkit.errors import DialectError
from searchkit.query.fields import Field
from searchkit.query.nodes import (
    CURRENT,
    And,
    Fielded,
    Limit,
    LimitKind,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    Text,
    Wildcard,
)


@dataclass(frozen=True, slots=True)
class Operators:
    """How a platform writes its Boolean operators."""

    conjunction: str = "AND"
    disjunction: str = "OR"
    negation: str = "NOT"


UPPER = Operators()


def is_group(node: Node) -> bool:
    """Say whether a node needs brackets inside another."""
    return isinstance(node, And | Or | Not | Limit)


def bracketed(node: Node, spell: Callable[[Node], str]) -> str:
    """Return a node's text, in brackets when it is a group."""
    text = spell(node)
    return f"({text})" if is_group(node) else text


def apart(node: Node, spell: Callable[[Node], str]) -> str:
    """Return a node's text, in brackets when it is a group or words near each other."""
    text = spell(node)
    return f"({text})" if isinstance(node, And | Or | Not | Near) else text


def chained(near: Near, operator: str, spell: Callable[[Node], str]) -> str:
    """Return words near each other; a chain that comes first needs no brackets."""
    first, *others = near.operands
    head = spell(first) if isinstance(first, Near) else apart(first, spell)
    return f" {operator} ".join([head, *(apart(other, spell) for other in others)])


def any_text(parts: Sequence[str]) -> str:
    """Return alternatives that are written already, in brackets when there are several.

    >>> any_text(["LA=English"]), any_text(["a", "b"])
    ('LA=English', '(a OR b)')
    """
    return parts[0] if len(parts) == 1 else f"({' OR '.join(parts)})"


def limited(operand: Node, limit: str, spell: Callable[[Node], str]) -> str:
    """Return a limit joined to its operand; limits on top of each other need no brackets."""
    text = spell(operand)
    held = f"({text})" if isinstance(operand, And | Or | Not) else text
    return f"{held} AND {limit}"


def boolean(
    node: And | Or | Not, spell: Callable[[Node], str], operators: Operators = UPPER
) -> str:
    """Return AND, OR and NOT with brackets around every group inside."""
    match node:
        case And(operands):
            joiner = f" {operators.conjunction} "
        case Or(operands):
            joiner = f" {operators.disjunction} "
        case Not(included, excluded):
            operands = (included, excluded)
            joiner = f" {operators.negation} "
    return joiner.join(bracketed(operand, spell) for operand in operands)


def word(term: Term, symbols: tuple[WildcardSymbol, ...]) -> str:
    """Return a word with the platform's own wildcards.

    Raises DialectError for a wildcard that the platform never declared.
    """
    out = ""
    for piece in term.pieces:
        match piece:
            case Text(characters):
                out += characters
            case Wildcard(minimum, maximum):
                out += _symbol(minimum, maximum, symbols)
    return out


def _symbol(minimum: int, maximum: int | None, symbols: tuple[WildcardSymbol, ...]) -> str:
    for row in symbols:
        if not row.numbered and (row.minimum, row.maximum) == (minimum, maximum):
            return row.symbol
    for row in symbols:
        if row.numbered and minimum == 0 and maximum is not None:
            return f"{row.symbol}{maximum}"
    raise DialectError(f"no wildcard for {minimum} to {maximum} characters was declared")


STOP_WORDS = frozenset(
    """
    a an and are as at be but by for if in into is it no not of on or such that the their then
    there these they this to was will with
    """.split()  # noqa: SIM905 - a list of thirty strings hides what it lists
)
"""Lucene's words that it does not index in English; whether an engine indexes them is rarely
said, and leaving one out of an AND only widens."""


@dataclass(frozen=True, slots=True)
class Quoting:
    """When a platform's words need double quotes.

    `plain` is what a word may hold without them, `reserved` the words that would be read as
    operators, in lower case, and `removed` what may not stand in quotes either.
    """

    symbols: tuple[WildcardSymbol, ...]
    plain: re.Pattern[str]
    reserved: frozenset[str]
    removed: str = '"\\'


def quoted(text: str, removed: str = '"\\') -> str:
    """Return text in double quotes, without the characters that would end or escape them.

    >>> quoted('the "big" one')
    '"the big one"'
    """
    kept = "".join(" " if character in removed else character for character in text)
    return '"' + " ".join(kept.split()) + '"'


def words(node: Node, quoting: Quoting, title: str) -> str:
    """Return a word, or a phrase in quotes.

    Raises DialectError for anything else.
    """
    match node:
        case Term():
            text = word(node, quoting.symbols)
            plain = quoting.plain.fullmatch(text) and text.casefold() not in quoting.reserved
            return text if plain else quoted(text, quoting.removed)
        case Phrase(parts):
            return quoted(" ".join(word(part, quoting.symbols) for part in parts), quoting.removed)
        case _:
            raise undeclared(node, title)


def no_line(number: int) -> str:
    """Refuse a reference: a whole search has its lines put in."""
    raise DialectError(f"a whole search still refers to line {number}")


def outer_limits(node: Node) -> tuple[Node, list[Limit]]:
    """Return a search without the limits around it, and these limits."""
    limits: list[Limit] = []
    while isinstance(node, Limit):
        limits.append(node)
        node = node.operand
    return node, limits


def years(limits: Sequence[Limit]) -> tuple[str, str] | None:
    """Return the first and last year that all limits allow, or None when none is on years.

    An open end is an empty string.

    >>> first, second = (("1990", "2005"), ("2000", CURRENT))
    >>> years([Limit(Term(()), LimitKind.YEARS, ends) for ends in (first, second)])
    ('2000', '2005')
    """
    ranges = [limit.values for limit in limits if limit.kind is LimitKind.YEARS]
    if not ranges:
        return None
    first = max(start[:4] for start, _ in ranges)
    ends = [end[:4] for _, end in ranges if end not in {CURRENT, ""}]
    return first, min(ends, default="")


def first_day(date: str) -> str:
    """Return the first day of a year, a month or a day.

    >>> first_day("2015"), first_day("201502"), first_day("20150212")
    ('20150101', '20150201', '20150212')
    """
    return date + "0101"[len(date) - 4 :] if len(date) >= len("YYYY") else date


def last_day(date: str) -> str:
    """Return the last day of a year, a month or a day.

    >>> last_day("2015"), last_day("201502"), last_day("20150212")
    ('20151231', '20150228', '20150212')
    """
    month = date[4:6] or "12"
    if len(date) >= len("YYYYMMDD") or not date:
        return date
    return f"{date[:4]}{month}{monthrange(int(date[:4]), int(month))[1]}"


def field_code(node: Fielded, dialect: Dialect) -> FieldCode:
    """Return the row of the one code that a field node asks for.

    Raises DialectError for fields that no code of the platform covers.
    """
    return row_of(node, dialect.fields, dialect.title)


def row_of(node: Fielded, rows: Sequence[FieldCode], title: str) -> FieldCode:
    """Return the row of a table for the one code that a field node asks for.

    Raises DialectError for fields that no row covers.
    """
    for row in rows:
        if row.covers == frozenset(node.fields):
            return row
    raise undeclared(node, title)


def field_codes(fields: tuple[Field, ...], dialect: Dialect) -> list[str]:
    """Return the codes that together cover fields, for platforms that list several."""
    return codes_of(fields, dialect.fields, dialect.title)


def codes_of(fields: tuple[Field, ...], rows: Sequence[FieldCode], title: str) -> list[str]:
    """Return the codes of a table that together cover fields.

    Raises DialectError for fields that no row covers.
    """
    wanted = frozenset(fields)
    found: list[str] = []
    covered: set[Field] = set()
    for row in rows:
        if row.covers <= wanted and not row.covers <= covered:
            found.append(row.code)
            covered |= row.covers
    if covered != wanted:
        missing = ", ".join(sorted(wanted - covered))
        raise DialectError(f"{title} has no field for {missing}")
    return found


def undeclared(node: Node, title: str) -> DialectError:
    """Return the error for a node that a dialect was handed and never claimed."""
    return DialectError(f"{title} cannot write {type(node).__name__}: lowering left it there")
