"""Text in the form in which equal texts are equal: no case, markup, accents or signs.

`fold` turns a text into lower-case words with one space between, `compact` drops the
spaces too, so that `intra-epithelial` and `intraepithelial` are one. Letters that are not
Latin stay (titles come in Cyrillic and Chinese), Greek ones get their names, because
databases write `β` or `beta`.

>>> fold("<i>TNF-&alpha;</i>  in Ménière’s disease")
'tnf alpha in menieres disease'
>>> compact("Intra-epithelial β cells")
'intraepithelialbetacells'
"""

from __future__ import annotations

import html
import re
import unicodedata

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
_TEX_ACCENT = re.compile(r"\\[`'^\"~=.uvHtcdbkr](?=[{a-zA-Z])")
_APOSTROPHES = re.compile(r"['’‘`ʼ′]")
_GAP = re.compile(r"[\W_]+")
_ASCII_WORDS = "".join(chr(n).lower() if chr(n).isalnum() else " " for n in range(128))
"""For `str.translate`: lower case, and a space for everything that is no letter or digit."""
_COMBINING = re.compile(r"[̀-ͯ]+")

_LETTERS = str.maketrans(
    {
        **{"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"},
        **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon"},
        **{"ζ": "zeta", "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda"},
        **{"μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma"},
        **{"ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi"},
        **{"ω": "omega", "ß": "ss", "®": "", "™": "", "©": ""},
    }
)


def plain(text: str) -> str:
    """Return the text in lower case without markup, entities, accents and Greek letters.

    >>> plain("M{\\\\'e}ni\\u00e8re &amp; CO<sub>2</sub>")
    'meniere & co2'
    """
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _MARKUP.sub("", text)
    if "\\" in text:
        text = _TEX_ACCENT.sub("", text)
    if "{" in text:
        text = text.replace("{", "").replace("}", "")
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return _COMBINING.sub("", text).translate(_LETTERS)


def words_of(text: str) -> str:
    """Return a text that is already plain as words with one space between."""
    if text.isascii():
        return " ".join(text.replace("'", "").translate(_ASCII_WORDS).split())
    return _GAP.sub(" ", _APOSTROPHES.sub("", text)).strip()


def fold(text: str) -> str:
    """Return a text as plain words with one space between."""
    if text.isascii() and text.isalpha():
        return text.lower()
    return words_of(plain(text))


def compact(text: str) -> str:
    """Return a text as plain letters and digits alone."""
    return fold(text).replace(" ", "")
