"""LaTeX in BibTeX fields to plain text, and plain text to what BibTeX can hold."""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "dj": "đ", "DJ": "Đ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ",
    "epsilon": "ε", "kappa": "κ", "lambda": "λ", "mu": "μ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "chi": "χ", "omega": "ω", "Delta": "Δ", "Omega": "Ω", "pm": "±", "times": "×",
    "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "approx": "≈", "sim": "∼", "cdot": "·",
    "ldots": "…", "dots": "…", "copyright": "©", "textregistered": "®", "texttrademark": "™",
    "degree": "°", "textdegree": "°", "textendash": "–", "textemdash": "—", "textquoteleft": "‘",
    "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "quotedblbase": "„",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|",
    "textless": "<", "textgreater": ">", "textunderscore": "_", "textdollar": "$", "S": "§",
    "P": "¶", "pounds": "£", "euro": "€", "texteuro": "€", "infty": "∞", "rightarrow": "→",
}  # fmt: skip
_DOTLESS = {"ı": "i", "ȷ": "j"}
_ACCENTED = re.compile(
    r"\\([`'^~=.\"])\s*(?:\{\s*(\\?[^\W\d_]{1,2}|)\s*\}|\\([ij])\b|([^\W\d_]))"
    r"|\\([uvHcdbkr])(?:\s*\{\s*(\\?[^\W\d_]{1,2}|)\s*\}|\s+\\([ij])\b|\s+([^\W\d_]))"
)
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\s*\{\}|\s+|(?![A-Za-z]))")
_WRITTEN = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile(r"[\\{}&%$#_~^]")
_MARKS = str.maketrans({"\ue000": "{", "\ue001": "}", "\ue002": "\\", "\ue003": "~"})


def plain(text: str) -> str:
    r"""Return the text without LaTeX: letters composed, commands and braces taken off.

    >>> plain(r"R{\'e}sum\'e of {\O}degaard \& {S{\o}n}"), plain("{H}_2{O}")
    ('Résumé of Ødegaard & Søn', 'H_2O')
    """
    if "\\" in text:
        text = text.replace("\\{", "\ue000").replace("\\}", "\ue001")
        text = re.sub(r"\\\\", " ", text)
        text = _ACCENTED.sub(_accented, text)
        text = re.sub(r"\\([&%$#_ ,;:!/-])", _kept, text)
        text = _COMMAND.sub(_command, text)
    text = text.replace("``", "“").replace("''", "”").replace("---", "—")
    text = text.replace("--", "–").replace("~", "\u00a0") if "~" in text or "--" in text else text
    text = text.replace("{", "").replace("}", "").translate(_MARKS)
    return re.sub(r"[ \t\r\n\u00a0]+", " ", text).strip()


def _kept(mark: re.Match[str]) -> str:
    return mark[1] if mark[1] in "&%$#_" else {"-": "", "/": "", "!": ""}.get(mark[1], " ")


def _accented(mark: re.Match[str]) -> str:
    accent = mark[1] or mark[5]
    letters = next((found for found in mark.groups()[1:4] + mark.groups()[5:8] if found), "")
    letters = letters.removeprefix("\\")
    letters = _LETTERS.get(letters, letters) if len(letters) == 2 else letters
    base = _DOTLESS.get(letters, letters)
    if not base:
        return {"~": "\ue003", "^": "^"}.get(accent, accent)
    return unicodedata.normalize("NFC", base[0] + _ACCENTS[accent] + base[1:])


def _command(mark: re.Match[str]) -> str:
    # A command that is not known is layout (`\emph`, `\textit`): its argument stays.
    letter = _LETTERS.get(mark[1], "")
    return {"\\": "\ue002", "~": "\ue003"}.get(letter, letter)


def written(text: str) -> str:
    r"""Return a text that BibTeX reads back as it is.

    >>> written("Peers & 100 %"), plain(written(r"a\b{c}~d^e"))
    ('Peers \\& 100 \\%', 'a\\b{c}~d^e')
    """
    return _SPECIAL.sub(lambda mark: _WRITTEN[mark[0]], text)
