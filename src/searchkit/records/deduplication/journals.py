"""Whether two names are one journal: abbreviations, subtitles, acronyms, proceedings.

>>> same_journal("J Clin Virol", "Journal of clinical virology : the official publication")
True
>>> same_journal("Cancer", "Cancer Research"), same_journal("", "Cancer")
(False, None)
>>> same_journal("PNAS", "Proceedings of the National Academy of Sciences")
True
"""

from __future__ import annotations

import re
from functools import lru_cache

from searchkit.records.deduplication.folding import plain, words_of
from searchkit.records.deduplication.wordlists import JOURNAL_PLACES, JOURNAL_SMALL, MEETING

_ASIDE = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
_SUBTITLE = re.compile(r"\s*[:=;]\s*|\s+[-–/]\s+|\.\s+(?=[a-z]{4,}\b.*\b[a-z]{4,})")
_CUT = re.compile(r"…|\.\.\.")
_LETTERS = re.compile(r"\b[a-z](?: [a-z]\b)+")
_MEETING = re.compile(
    r"\b(proc(eedings?)?|conf(erence)?|symp(osium)?|workshop|congress|meeting|lecture notes)\b"
)
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)?|[ivx]+|first|second|third|.*(ieth|teenth)")
_LEADING_WORDS = 3
_TAIL_WORDS = 6
_SHARED = 0.7


@lru_cache(maxsize=1 << 18)
def same_journal(left: str, right: str) -> bool | None:
    """Say whether two names of journals are one; None when a name is missing or, of two
    meetings, cannot settle it.
    """
    if not left or not right:
        return None
    if left == right:
        return True
    if _CUT.search(left) or _CUT.search(right):
        # Google Scholar cuts names: `International Journal of …` may go on in many ways.
        return True if _cut_alike(left, right) else None
    one, other = _names(left), _names(right)
    if not one or not other:
        return None
    if any(_aligned(a, b) or _aligned(b, a) for a in one for b in other):
        return True
    if is_meeting(left) and is_meeting(right):
        return _same_meeting(left, right)
    return False


def _cut_alike(left: str, right: str) -> bool:
    one, other = (_content(words_of(plain(name))) for name in (left, right))
    short, long = sorted((one, other), key=len)
    return len(short) > _LEADING_WORDS and all(map(_abbreviates, short, long))


@lru_cache(maxsize=1 << 17)
def _names(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the content words of a name: in full, and of the part before a subtitle."""
    bare = _ASIDE.sub(" ", plain(text)) if "(" in text or "[" in text else plain(text)
    parts = [words_of(bare), words_of(_SUBTITLE.split(bare, maxsplit=1)[0])]
    found = [tuple(_content(part)) for part in dict.fromkeys(parts)]
    return tuple(name for name in found if name)


def _content(name: str) -> list[str]:
    """Return the words that count: letters of `A.M.A.` joined, an acronym before the name
    that it stands for (`JNCCN Journal of the National ...`) and a place behind it left out.
    """
    words = [word for word in _LETTERS.sub(_joined, name).split() if word not in JOURNAL_SMALL]
    while len(words) > 1 and words[-1] in JOURNAL_PLACES:
        words.pop()
    if len(words) > 2 and words[0] == "".join(word[0] for word in words[1:])[: len(words[0])]:
        return words[1:] if len(words[0]) > 2 else words
    return words


def _joined(letters: re.Match[str]) -> str:
    return letters.group().replace(" ", "")


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Say whether each word of the first abbreviates the word of the second in its place."""
    if len(short) == 1 and len(long) > 1:
        return 2 < len(short[0]) <= 6 and short[0] == "".join(word[0] for word in long)
    tail = len(long) - len(short)
    if tail < 0 or (tail and (len(short) < _LEADING_WORDS or tail > _TAIL_WORDS)):
        return False
    return all(_abbreviates(a, b) for a, b in zip(short, long, strict=False))


def _abbreviates(short: str, long: str) -> bool:
    """Say whether a word shortens another: `natl` and `national`, `jpn` and `japanese`."""
    if len(short) > len(long):
        short, long = long, short
    if long.startswith(short):
        return True
    if short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def is_meeting(text: str) -> bool:
    """Say whether a name is one of proceedings, not of a journal."""
    return _MEETING.search(plain(text)) is not None


def _same_meeting(left: str, right: str) -> bool | None:
    one, other = (
        {
            w
            for w in words_of(plain(text)).split()
            if w not in JOURNAL_SMALL and w not in MEETING and not _ORDINAL.fullmatch(w)
        }
        for text in (left, right)
    )
    if not one or not other:
        return None
    shared = len(one & other) / min(len(one), len(other))
    return True if shared >= _SHARED else None if shared > 0 else False
