"""How far two titles are one wording: equal, misspelt, shortened, reworded, renumbered.

A slip of the pen is told from another word: `behaviour` and `behavior` are one title,
`hypertension` and `hypotension` are two, and so are `part I` and `part II`.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from searchkit.records.deduplication.titles import Title
from searchkit.records.deduplication.wordlists import GREEK, NUMBER_WORDS, OPPOSED, ROMAN, SMALL


class Wording(enum.StrEnum):
    """How two titles compare, from equal to unlike.

    `EQUAL` letter by letter; `MISSPELT` every word has its counterpart a slip away;
    `SHORTENED` one is the other's beginning, cut at a subtitle or at a limit of length;
    `RESPELT` one short word has another letter, which may be a slip or another word (`rats`,
    `cats`);
    `REWORDED` most letters agree and no number differs; `RENUMBERED` the numbers differ
    and little else; `UNLIKE` everything else; `UNKNOWN` a title is missing.
    """

    EQUAL = "equal"
    MISSPELT = "misspelt"
    SHORTENED = "shortened"
    RESPELT = "respelt"
    REWORDED = "reworded"
    RENUMBERED = "renumbered"
    UNLIKE = "unlike"
    UNKNOWN = "unknown"


_CLOSE = 0.85
_LOOSE = 0.72
_HEAD = 15
_LONG = 45
_WORD = 4
_PARTS = frozenset(
    ("part", "no", "number", "volume", "vol", "chapter", "paper", "phase", "section")
)
_SPANS = frozenset(
    ("year", "years", "month", "months", "week", "weeks", "day", "days", "hour", "hours")
)
_FOOTNOTES = frozenset(("1", "a", "i", "x"))
"""What is left of a footnote's mark behind a title."""
_NUMBER = re.compile(r"\d+")


def compare_titles(a: Title, b: Title) -> Wording:
    """Say how two titles compare.

    >>> from searchkit.records.deduplication.titles import read_title
    >>> def seen(one, other):
    ...     return compare_titles(read_title(one), read_title(other)).value
    >>> seen("Sleep in intra-epithelial disease", "SLEEP IN INTRAEPITHELIAL DISEASE.")
    'equal'
    >>> seen("Treatment of hypertension in rats", "Treatment of hypotension in rats")
    'reworded'
    >>> seen("Models of recovery, part I", "Models of recovery, part II")
    'renumbered'
    >>> seen("Labour at a distance: a review of the field", "Labor at a distance")
    'shortened'
    """
    if not a.forms or not b.forms:
        return Wording.UNKNOWN
    one, other = a.forms[0], b.forms[0]
    if one == other:
        return Wording.EQUAL
    if len(a.forms) + len(b.forms) > 2 and not set(a.forms).isdisjoint(b.forms):
        return Wording.EQUAL
    likeness = Levenshtein.normalized_similarity(one, other, score_cutoff=_LOOSE)
    if likeness < _CLOSE:
        shortened = _shortened(a, b)
        if shortened is not None:
            return shortened
        if likeness < _LOOSE:
            same_words = len(one) == len(other) and sorted(a.words.split()) == sorted(
                b.words.split()
            )
            return Wording.MISSPELT if same_words else Wording.UNLIKE
    words, others = (
        [NUMBER_WORDS.get(word, word) for word in title.words.split()] for title in (a, b)
    )
    if _numbers(words) != _numbers(others):
        return _shortened(a, b) or Wording.RENUMBERED
    left, right = _residue(words, others)
    if _misspelt(left, right):
        return Wording.MISSPELT
    if len(left) == len(right) == 1 and _one_letter(left[0], right[0]):
        return Wording.RESPELT
    return _shortened(a, b) or Wording.REWORDED


def _numbers(words: Sequence[str]) -> list[str]:
    """Return what numbers a title, sorted: digits and Roman numerals.

    >>> _numbers("cin2 3 in cohorts part ii".split())
    ['2', '3', 'ii']
    """
    found = _NUMBER.findall(" ".join(words))
    return sorted([*found, *(word for word in words if word in ROMAN)])


def _residue(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """Return what is left of two lists of words when equal words are struck out."""
    left, right = list(one), list(other)
    for word in one:
        if word in right:
            right.remove(word)
            left.remove(word)
    return left, right


def _misspelt(left: list[str], right: list[str]) -> bool:
    """Say whether the words that differ do so by a slip of the pen, or say nothing."""
    if not left or not right:
        return all(word in SMALL or word in GREEK for word in left + right)
    if len(left) == len(right):
        return all(_slip(x, y) for x, y in zip(left, right, strict=True))
    return _slip("".join(left), "".join(right))


def _one_letter(one: str, other: str) -> bool:
    return len(one) == len(other) >= _WORD and Levenshtein.distance(one, other, score_cutoff=1) <= 1


def _slip(one: str, other: str) -> bool:
    if one == other or (one in SMALL and other in SMALL):
        return True
    for x, y in OPPOSED:
        if (one.startswith(x) and other.startswith(y)) or (
            one.startswith(y) and other.startswith(x)
        ):
            return False
    if len(one) != len(other) and max(len(one), len(other)) >= _WORD:
        allowed = max(1, min(len(one), len(other)) // 5)
    else:
        allowed = min(len(one), len(other)) // 5
    return allowed > 0 and Levenshtein.distance(one, other, score_cutoff=min(allowed, 3)) <= min(
        allowed, 3
    )


def _shortened(a: Title, b: Title) -> Wording | None:
    short, long = (a, b) if len(a.forms[0]) <= len(b.forms[0]) else (b, a)
    form = short.forms[0]
    if len(form) < _HEAD:
        return None
    for whole in long.forms:
        if whole.startswith(form) and (len(form) >= _LONG or form in long.heads):
            numbered = whole == long.forms[0] and _is_part(_words_after(long.words, len(form)))
            return Wording.RENUMBERED if numbered else Wording.SHORTENED
        if whole.endswith(form) and len(form) >= _LONG:
            return Wording.SHORTENED
    if any(_slip(form, head) for head in long.heads) or (
        len(form) == len(long.forms[0]) and any(_slip(long.forms[0], head) for head in short.heads)
    ):
        return Wording.SHORTENED
    return None


def _words_after(words: str, letters: int) -> list[str]:
    """Return the words that follow the first so many letters."""
    rest = words.split()
    while rest and letters > 0:
        letters -= len(rest.pop(0))
    return rest


def _is_part(rest: Sequence[str]) -> bool:
    """Say whether what follows the shorter title is the number of a part.

    >>> _is_part(["part", "ii", "methods"]), _is_part(["in", "vitro"]), _is_part(["5", "year"])
    (True, False, False)
    """
    if rest[:1] and rest[0] in _PARTS:
        rest = rest[1:]
    if not rest or (len(rest) == 1 and rest[0] in _FOOTNOTES):
        return False
    number, following = rest[0], rest[1] if len(rest) > 1 else ""
    return number in ROMAN or (number.isdecimal() and len(number) <= 2 and following not in _SPANS)
