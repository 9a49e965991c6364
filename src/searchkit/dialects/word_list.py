"""Word list: the words that a truncated word stands for, where a target cannot truncate.

A list makes a search narrower by what it lacks, so it is used only when it is asked for:
the built-in one, one word list of the user, or the words of the user's own records.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Self

from searchkit.query.evaluation import tokens
from searchkit.query.evaluation.tokens import patterns
from searchkit.query.nodes import Term


@dataclass(frozen=True, slots=True)
class WordList:
    """Words, each once and in order, and what the list is called in messages."""

    name: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, name: str, texts: Iterable[str], *, least: int = 1) -> Self:
        """Return the words of texts; `least` is in how many of them a word must occur.

        >>> WordList.of("mine", ["Peers support peers", "a peer"]).words
        ('a', 'peer', 'peers', 'support')
        """
        counts = Counter(word for text in texts for word in set(tokens(text)))
        return cls(name, tuple(sorted(word for word, count in counts.items() if count >= least)))

    @classmethod
    def read(cls, name: str, text: str) -> Self:
        """Return the words of a text file: words in rows, comments behind `#`."""
        rows = (row.partition("#")[0] for row in text.removeprefix("\ufeff").splitlines())
        return cls.of(name, rows)

    def forms(self, term: Term) -> tuple[str, ...]:
        """Return the words of the list that a word with wildcards stands for.

        None for a word that is several words (`co-produc*`).
        """
        return _forms(self, term)


@lru_cache(maxsize=1024)
def _forms(words: WordList, term: Term) -> tuple[str, ...]:
    found = patterns(term)
    if len(found) != 1:
        return ()
    shape = re.compile(found[0].expression)
    return tuple(word for word in words.words if shape.fullmatch(word))


@cache
def built_in() -> WordList:
    """Return the list that comes with searchkit: the stems of the protocol's search."""
    text = files("searchkit.dialects").joinpath("word_list.txt").read_text(encoding="utf-8")
    return WordList.read("the built-in list", text)
