"""Variants: the forms of a word that a platform finds of its own accord, as a model.

Web of Science stems, Scopus and EBSCOhost find plurals and other spellings; none publishes
its rules. The model is generous on purpose: two words are variants when what is left of
them without inflection and British spelling is the same. A word is always a variant of
itself, so that searching with variants finds a superset.

>>> stem("organisations") == stem("organization"), stem("peers") == stem("peer")
(True, True)
>>> stem("providing") == stem("provided") == stem("provides"), stem("peer") == stem("period")
(True, False)
"""

from __future__ import annotations

import re
from functools import lru_cache

_SPELLINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"is(ations?|e[sdr]?|ing)$", r"iz\1"),
        (r"ys(e[sdr]?|ing)$", r"yz\1"),
        (r"our(?=(?:s|ed|ing|al|ally|able|ful|hoods?)?$)", "or"),
        (r"[ao]e(?=.{2})", "e"),
        (r"tre(?=s?$)", "ter"),
        (r"ogue(?=s?$)", "og"),
        (r"mme(?=s?$)", "m"),
        (r"ll(?=ed$|ing$|ors?$|ers?$)", "l"),
        (r"ence(?=s?$)", "ense"),
    )
)
_ENDINGS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=.{2})ies$", "y"),
        (r"(?<=.{2})ied$", "y"),
        (r"(?<=[sxzh])es$", ""),
        (r"(?<=.{2}[^s])s$", ""),
        (r"(?<=.{3})ing$", ""),
        (r"(?<=.{3})ed$", ""),
    )
)
_IRREGULAR = {
    "women": "woman",
    "men": "man",
    "children": "child",
    "people": "person",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "analyses": "analysis",
    "diagnoses": "diagnosis",
    "hypotheses": "hypothesis",
    "crises": "crisis",
}
_SHORTEST = 3


@lru_cache(maxsize=262144)
def stem(word: str) -> str:
    """Return what is left of a word without its inflection and its British spelling."""
    word = _IRREGULAR.get(word, word)
    if len(word) <= _SHORTEST:
        return word
    for shape, replacement in _SPELLINGS:
        word = shape.sub(replacement, word)
    for shape, replacement in _ENDINGS:
        word = shape.sub(replacement, word)
    if re.search(r"([bdfglmnprt])\1$", word):
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST else word
