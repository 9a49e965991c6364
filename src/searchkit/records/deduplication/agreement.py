"""How far two records agree, field by field: the evidence that the rules weigh.

`compare` looks at two `Comparable` and says for each field whether it agrees, is near,
clashes, or says nothing because a side is missing. It decides nothing. It is pure and
symmetric: `compare(a, b) == compare(b, a)`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from rapidfuzz.distance import JaroWinkler, Levenshtein

from searchkit.records.deduplication.comparable import Comparable
from searchkit.records.deduplication.folding import compact
from searchkit.records.deduplication.journals import same_journal
from searchkit.records.deduplication.locations import Pages
from searchkit.records.deduplication.names import Names
from searchkit.records.deduplication.titles import Naming, Title
from searchkit.records.deduplication.wording import Wording, compare_titles
from searchkit.records.deduplication.wordlists import ENGLISH


class Field(enum.StrEnum):
    """How one field of two records compares."""

    SAME = "same"
    NEAR = "near"
    UNKNOWN = "unknown"
    CLASH = "clash"


class People(enum.StrEnum):
    """How two lists of authors compare.

    `ALL` everybody of the shorter list is in the longer and both lists are about as long;
    `MOST` the first author and half of the shorter list, or three quarters of it; `SOME`
    a name in common; `NONE` nobody; `UNKNOWN` a list is missing.
    """

    ALL = "all"
    MOST = "most"
    SOME = "some"
    NONE = "none"
    UNKNOWN = "unknown"


class Place(enum.StrEnum):
    """How two page statements compare.

    `RANGE` first and last page agree over the length of an article; `FIRST` the first page
    agrees; `OVERLAP` the ranges share a page; `UNLIKE_KINDS` one is an article number,
    the other a page, so that they neither agree nor clash; `CLASH` different pages.
    """

    RANGE = "range"
    FIRST = "first"
    OVERLAP = "overlap"
    UNLIKE_KINDS = "unlike kinds"
    UNKNOWN = "unknown"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All the evidence about one pair.

    - `fullname`: the same people, the first one's forename spelled out and equal;
    - `years`: the distance in years, None if one is unknown;
    - `naming`: how far the less telling of the two titles names one work;
    - `translated`: of two unlike titles at one place one is English and the other is not;
    - `supplement`: a page has a letter in front, as meeting abstracts have;
    - `articles`: both have the pages of an article, not the page or two of a letter;
    - `awaited`: only one has its place in print yet, or one is a paper of a meeting;
    - `theses`: one of them is a thesis;
    - `kinds`: `SAME` two works, `NEAR` two notices of one kind, `CLASH` anything else.
    """

    title: Wording
    people: People
    fullname: bool
    years: int | None
    journal: Field
    volume: Field
    issue: Field
    place: Place
    doi: Field
    pmid: Field
    cochrane: Field
    abstract: Field
    naming: Naming
    translated: bool
    kinds: Field
    genres: Field
    supplement: bool
    articles: bool
    awaited: bool
    theses: bool


def compare(a: Comparable, b: Comparable) -> Comparison:
    """Return the evidence about two records."""
    title = compare_titles(a.title, b.title)
    place = compare_pages(a.pages, b.pages)
    return Comparison(
        title=title,
        people=compare_names(a.names, b.names),
        fullname=_same_full_name(a.names, b.names),
        years=None if a.year is None or b.year is None else abs(a.year - b.year),
        journal=_journal(a, b),
        volume=_value(a.volume, b.volume),
        issue=_value(a.issue, b.issue),
        place=place,
        doi=_value(a.doi, b.doi),
        pmid=_value(a.pmid, b.pmid),
        cochrane=_cochrane(a.cochrane, b.cochrane),
        abstract=Field.UNKNOWN if title is Wording.UNLIKE else _abstract(a.abstract, b.abstract),
        naming=min(a.naming, b.naming),
        translated=title is Wording.UNLIKE
        and place is Place.RANGE
        and _is_english(a.title) != _is_english(b.title),
        kinds=_kinds(a.title.kind, b.title.kind),
        genres=_genres(a.genre, b.genre),
        supplement="supplement" in (a.pages.kind, b.pages.kind),
        articles=_is_article(a.pages) and _is_article(b.pages),
        awaited=bool(a.volume or a.pages.first) != bool(b.volume or b.pages.first)
        or a.meeting
        or b.meeting,
        theses="thesis" in (a.genre, b.genre),
    )


def _value(one: str, other: str) -> Field:
    if not one or not other:
        return Field.UNKNOWN
    return Field.SAME if one == other else Field.CLASH


def _cochrane(one: str, other: str) -> Field:
    seen = _value(one, other)
    return Field.NEAR if seen is not Field.UNKNOWN and "?" in (one, other) else seen


def _is_english(title: Title) -> bool:
    return not ENGLISH.isdisjoint(title.words.split())


def _kinds(one: str, other: str) -> Field:
    if one != other:
        return Field.CLASH
    return Field.NEAR if one else Field.SAME


_APART = frozenset(("preprint", "correction", "retraction"))


def _genres(one: str, other: str) -> Field:
    return Field.CLASH if one != other and not _APART.isdisjoint((one, other)) else Field.SAME


_ABSTRACT_START = 400


def _abstract(one: str, other: str) -> Field:
    if not one or not other:
        return Field.UNKNOWN
    a, b = compact(one[:_ABSTRACT_START])[:200], compact(other[:_ABSTRACT_START])[:200]
    likeness = Levenshtein.normalized_similarity(a, b)
    return Field.SAME if likeness >= 0.9 else Field.CLASH if likeness < 0.5 else Field.UNKNOWN


def _journal(a: Comparable, b: Comparable) -> Field:
    if a.issns & b.issns:
        return Field.SAME
    seen = same_journal(a.journal, b.journal)
    if seen is not True and (a.journal_short or b.journal_short):
        pairs = (
            (one, other)
            for one in (a.journal, a.journal_short)
            for other in (b.journal, b.journal_short)
        )
        if any(same_journal(one, other) for one, other in pairs):
            return Field.SAME
    return Field.UNKNOWN if seen is None else Field.SAME if seen else Field.CLASH


_SHORTEST, _LONGEST = 2, 60
"""Last page less first page of what is taken for one article: a page or two may hold
several letters or abstracts, a hundred pages are a supplement or an issue."""


def compare_pages(a: Pages, b: Pages) -> Place:
    """Say how two page statements compare.

    >>> from searchkit.records.deduplication.locations import read_pages
    >>> compare_pages(read_pages("123-8"), read_pages("123-128"))
    <Place.RANGE: 'range'>
    >>> compare_pages(read_pages("e12724"), read_pages("101-6"))
    <Place.UNLIKE_KINDS: 'unlike kinds'>
    """
    if not a.first or not b.first:
        return Place.UNKNOWN
    if a.first == b.first or _same_column(a.first, b.first):
        whole = a.last == b.last and _is_article(a) and _is_article(b)
        return Place.RANGE if whole else Place.FIRST
    if a.kind != b.kind:
        if "locator" in (a.kind, b.kind):
            return Place.UNLIKE_KINDS
        return Place.FIRST if _start(a) == _start(b) and a.last == b.last else Place.CLASH
    if a.kind == "page" and a.last.isdigit() and b.last.isdigit():
        low, high = max(_start(a), _start(b)), min(int(a.last), int(b.last))
        if low <= high:
            return Place.OVERLAP
    return Place.CLASH


def _same_column(one: str, other: str) -> bool:
    """Say whether a letter behind one page is all that differs: `416A`, the first column."""
    short, long = sorted((one, other), key=len)
    return long[:-1] == short and long[-1].isalpha()


def _is_article(pages: Pages) -> bool:
    if pages.kind != "page" or not pages.last.isdecimal():
        return False
    return _SHORTEST <= int(pages.last) - _start(pages) <= _LONGEST


def _start(pages: Pages) -> int:
    digits = "".join([letter for letter in pages.first.partition(".")[0] if letter.isdigit()])
    return int(digits) if digits else 0


def compare_names(a: Names, b: Names) -> People:
    """Say how far two lists of authors are the same people."""
    if not a.families or not b.families:
        return People.UNKNOWN
    short, long = (a, b) if len(a.families) <= len(b.families) else (b, a)
    first = _shares(a.families[0], b.families[0])
    if first and a.initials and b.initials and not set(a.initials) & set(b.initials):
        swapped = set(a.families[0]) != set(b.families[0])
        first = swapped
    if short.families == long.families and first:
        return People.ALL
    count = len(short.families)
    direct, back = _found(short, long), _found(long, short)
    found = max(direct, back) if len(long.families) == count else direct or min(count, back)
    if not first and min(direct, back) == 0:
        # `Kneese, Tamara` and `Tamara, K.`: forename and surname have changed places.
        first = not short.words.isdisjoint(long.families[0]) or not long.words.isdisjoint(
            short.families[0]
        )
    if found < count:
        near = sum([_shares_nearly(family, long) for family in short.families])
        if len(long.families) == count:
            near = max(near, sum([_shares_nearly(family, short) for family in long.families]))
        found = max(found, near)
        first = first or _nearly(short.families[0], long.families[0])
    if found < count and _swapped(a, b):
        return People.MOST
    share = found / count
    if share == 0:
        return People.NONE
    if share == 1 and first and len(long.families) <= count + 1 + count // 3:
        return People.ALL
    if (first and share >= 0.5) or (share >= 0.75 and count > 1):
        return People.MOST
    return People.SOME


def _found(searched: Names, among: Names) -> int:
    """Return how many authors of one list have a name of the other for surname."""
    return sum([not among.words.isdisjoint(family) for family in searched.families])


def _swapped(a: Names, b: Names) -> bool:
    """Say whether two lists are the same people with surnames and forenames swapped in one,
    as of `Hua, T.` and `Tong, H.`: the pairs of initials agree in their places.
    """
    if len(a.letters) != len(b.letters):
        return False
    agreeing = sum(
        [one == other and len(one) > 1 for one, other in zip(a.letters, b.letters, strict=True)]
    )
    return agreeing * 3 >= len(a.letters) * 2


def _shares(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one[0] == other[0] or not set(one).isdisjoint(other)


def _shares_nearly(family: tuple[str, ...], names: Names) -> bool:
    if not names.words.isdisjoint(family):
        return True
    return any(_nearly(family, other) for other in names.families)


def _nearly(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    a, b = "".join(one), "".join(other)
    return (
        a[:1] == b[:1]
        and min(len(a), len(b)) >= 3
        and (JaroWinkler.similarity(a, b) >= 0.9 or a.startswith(b) or b.startswith(a))
    )


def _same_full_name(a: Names, b: Names) -> bool:
    return bool(a.given) and a.given == b.given and a.families == b.families
