"""Tokens: a text or a query word becomes the words that are compared.

Both sides go through the same rule: NFKC, case folded, broken at everything that is neither
letter nor digit, so that `co-production` is two words and finds `co production` but not
`coproduction` (Ovid takes a hyphen as a space, grade guide; PubMed's conversion list, grade
vendor). Diacritics stay: no vendor's rule was found.

>>> tokens("Co-production with Naïve users: the patients' 2ⁿᵈ view")
('co', 'production', 'with', 'naïve', 'users', 'the', 'patients', '2nd', 'view')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from searchkit.query.nodes import Piece, Term, Text, Wildcard

_FIRST_STAND_IN = 0xE000
_STAND_INS = "\ue000-\uf8ff"
"""Private characters that stand for the wildcards of a word while it is taken apart."""


@dataclass(frozen=True, slots=True)
class Tokenising:
    """How a platform cuts text into words.

    `characters` are more characters that belong to a word when letters stand on both sides
    (hyphen and apostrophe on the Cochrane Library, grade guide). `stopwords` are not indexed
    and not counted for distance.
    """

    characters: str = ""
    stopwords: frozenset[str] = frozenset()


PLAIN = Tokenising()


_ASCII_BREAKS = {code: " " for code in range(128) if not chr(code).isalnum()}


@lru_cache(maxsize=16)
def _word(letter: str, characters: str) -> re.Pattern[str]:
    if not characters:
        return re.compile(f"{letter}+")
    return re.compile(rf"{letter}+(?:[{re.escape(characters)}]+{letter}+)*")


_LETTER = r"[^\W_]"
_LETTER_OR_WILDCARD = rf"(?:[^\W_]|[{_STAND_INS}])"


def normal(text: str) -> str:
    """Return a text as it is compared: compatibility forms and case folded."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded)


def tokens(text: str, rule: Tokenising = PLAIN) -> tuple[str, ...]:
    """Return the words of a text in their order."""
    plain = normal(text)
    if plain.isascii() and not rule.characters:  # the same rule, ten times as fast
        found = plain.translate(_ASCII_BREAKS).split()
    else:
        found = _word(_LETTER, rule.characters).findall(plain)
    if rule.stopwords:
        return tuple(word for word in found if word not in rule.stopwords)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class WordPattern:
    """What one word of a text must look like; `variants` also lets its inflections in."""

    pieces: tuple[Piece, ...]
    variants: bool = False

    @property
    def literal(self) -> str | None:
        """The word itself when it has no wildcard."""
        match self.pieces:
            case (Text(characters),):
                return characters
            case _:
                return None

    @property
    def expression(self) -> str:
        """The pattern as a regular expression; a wildcard never leaves the word."""
        return "".join(
            re.escape(piece.characters)
            if isinstance(piece, Text)
            else f"[^ ]{{{piece.minimum},{'' if piece.maximum is None else piece.maximum}}}"
            for piece in self.pieces
        )

    @property
    def beginning(self) -> str:
        """The literal characters before the first wildcard."""
        first = self.pieces[0]
        return first.characters if isinstance(first, Text) else ""


@lru_cache(maxsize=65536)
def patterns(
    term: Term, rule: Tokenising = PLAIN, variants: bool = False
) -> tuple[WordPattern, ...]:
    """Return the words that a term asks for: one, or several in a row for `co-produc*`.

    A wildcard that stands alone behind a break belongs to the word before it. `variants`
    holds for words without wildcards; a word with one is searched as it stands.

    >>> from searchkit.query.nodes import Wildcard
    >>> [found.expression for found in patterns(Term((Text("co-produc"), Wildcard(0, None))))]
    ['co', 'produc[^ ]{0,}']
    """
    wildcards = [piece for piece in term.pieces if isinstance(piece, Wildcard)]
    text, place = "", 0
    for piece in term.pieces:
        if isinstance(piece, Text):
            text += normal(piece.characters)
        else:
            text += chr(_FIRST_STAND_IN + place)
            place += 1
    found: list[tuple[Piece, ...]] = []
    for word in _word(_LETTER_OR_WILDCARD, rule.characters).findall(text):
        pieces = _pieces(word, wildcards)
        if any(isinstance(piece, Text) for piece in pieces):
            found.append(pieces)
        elif found:
            found[-1] = (*found[-1], *pieces)
    varied = (variants or term.variants) and not wildcards
    made = [WordPattern(pieces, varied) for pieces in found]
    return tuple(one for one in made if one.literal not in rule.stopwords)


def _pieces(word: str, wildcards: list[Wildcard]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for part in re.split(f"([{_STAND_INS}])", word):
        if part and _FIRST_STAND_IN <= ord(part[0]) <= 0xF8FF:
            pieces.append(wildcards[ord(part) - _FIRST_STAND_IN])
        elif part:
            pieces.append(Text(part))
    return tuple(pieces)
