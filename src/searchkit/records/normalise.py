"""One spelling for values that platforms spell differently; the record keeps what it received.

Pure functions from a value as received to a value that can be compared. None raises: what
is not understood comes back empty (identifiers, years) or simplified (names, titles).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from searchkit.records.record import Author
from searchkit.records.vocabulary import LANGUAGES, PUBLICATION_TYPES

_DOI = re.compile(r"\b10\.\d{4,9}(?:\.\d+)*/[^\s\"<>]+")
_BARE_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9./_-]*[A-Za-z0-9]")
_DIGITS = re.compile(r"\d{1,8}")
_PMCID = re.compile(r"PMC\s*(\d+)", re.IGNORECASE)
_ISSN = re.compile(r"(?<![\dA-Za-z])(\d{4})-?(\d{3}[\dXx])(?![\dA-Za-z])")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
_RANGE = re.compile(
    r"([A-Za-z]*)(\d+)([A-Za-z]*)\s*(?:-|–|—|−|‐|‑|--)\s*([A-Za-z]*)(\d+)([A-Za-z]*)"
)
_NOT_LETTERS = re.compile(r"[\W_]+")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,60}>")


def doi(text: str) -> str:
    """Return a DOI bare and in lower case, or an empty string when there is none.

    DOIs are equal without regard to case (V, doi.org handbook 2.4).

    >>> doi("http://dx.doi.org/10.1002/CPP.2398."), doi("not a doi")
    ('10.1002/cpp.2398', '')
    """
    return bare_doi(text).lower()


def bare_doi(text: str) -> str:
    """Return the DOI in a text without resolver, label or closing punctuation, case kept.

    >>> bare_doi("doi:10.1016/S0140-6736(05)17709-5")
    '10.1016/S0140-6736(05)17709-5'
    """
    if _BARE_DOI.fullmatch(text):
        return text
    if "%2f" in text.lower():
        text = unquote(text)
    found = _DOI.search(text)
    if not found:
        return ""
    value = found[0].rstrip(".,;:'")
    while value.endswith((")", "]")) and value.count("(") + value.count("[") < value.count(
        ")"
    ) + value.count("]"):
        value = value[:-1].rstrip(".,;:")
    return value


def pmid(text: str) -> str:
    """Return a PubMed number without label, version or leading zeros.

    >>> pmid("PMID: 21553931"), pmid("https://pubmed.ncbi.nlm.nih.gov/7/"), pmid("WOS:1")
    ('21553931', '7', '')
    """
    bare = re.sub(
        r"^(?:.*pubmed[^\d]*/|\s*(?:medline|pmid)?\s*[:=]?\s*)|[\s/]*(?:\[pmid\])?\s*$",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    return bare.lstrip("0") if _DIGITS.fullmatch(bare) else ""


def pmcid(text: str) -> str:
    """Return a PubMed Central number as `PMC123`, or an empty string.

    >>> pmcid("pmc 4756000")
    'PMC4756000'
    """
    found = _PMCID.search(text)
    return f"PMC{found[1]}" if found else ""


def issns(text: str) -> tuple[str, ...]:
    """Return all ISSNs in a text as `1234-567X`.

    >>> issns("0964-6906 (Print)0964-690x"), issns("20964129 (ISSN)")
    (('0964-6906', '0964-690X'), ('2096-4129',))
    """
    found = (f"{row[1]}-{row[2].upper()}" for row in _ISSN.finditer(text.replace(")", ") ")))
    return tuple(dict.fromkeys(found))


def year(text: str) -> int | None:
    """Return the first plausible year in a text, or None.

    >>> year("2008/08//"), year("Epub 2019 Mar"), year("in press")
    (2008, 2019, None)
    """
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def pages(text: str) -> str:
    """Return a page range with its last page written out, other pages without spaces.

    >>> pages("123-8"), pages("e12 – e15"), pages("1535-41"), pages("S3-9"), pages("pp. 7-9")
    ('123-128', 'e12-e15', '1535-1541', 'S3-S9', '7-9')
    """
    text = re.sub(r"^\s*(?:pp?|pages?)\.?\s*(?=\S*\d)", "", text, flags=re.IGNORECASE).strip()
    found = _RANGE.fullmatch(text)
    if not found:
        return re.sub(r"\s+", "", text)
    before, first, after, before_last, last, after_last = found.groups()
    if len(last) < len(first) and (not before_last or before_last == before):
        last = first[: len(first) - len(last)] + last
    return f"{before}{first}{after}-{before_last or before}{last}{after_last}"


def first_page(text: str) -> str:
    """Return the page where the item begins.

    >>> first_page("123-8"), first_page("e1000097")
    ('123', 'e1000097')
    """
    return pages(text).partition("-")[0]


@lru_cache(maxsize=1 << 14)
def text_key(text: str) -> str:
    """Return a text as lower-case letters and digits without accents, markup and entities.

    Letters of other scripts stay; so two different Chinese titles stay different.

    >>> text_key("Ménière&#8217;s <i>disease</i>: Part&nbsp;II")
    'menieres disease part ii'
    """
    plain = _MARKUP.sub("", unescape(text)).replace("’", "").replace("'", "")
    if plain.isascii():
        return _NOT_LETTERS.sub(" ", plain).strip().lower()
    folded = unicodedata.normalize("NFKD", plain.translate(_UNDECOMPOSED)).casefold()
    kept = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _NOT_LETTERS.sub(" ", kept).strip()


_UNDECOMPOSED = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ı": "i",
        "þ": "th",
        "ð": "d",
    }
)


def journal(text: str) -> str:
    """Return a journal's name to compare: no article in front, `&` as `and`, no subtitle place.

    >>> journal("The Lancet (London, England)"), journal("AGRICULTURE & ENVIRONMENT")
    ('lancet', 'agriculture and environment')
    """
    text = re.sub(r"\s*\([^()]*\)\s*$", "", text.replace("&amp;", "&").replace("&", " and "))
    key = text_key(text)
    return re.sub(r"^(?:the|le|la|les|der|die|das|el) ", "", key)


def family(author: Author) -> str:
    """Return a family name to compare; the group's name for a group.

    >>> family(Author("Rodríguez-Pastor", "Ruth")), family(Author("O'Brien"))
    ('rodriguez pastor', 'obrien')
    """
    return text_key(author.collective or author.family)


def initials(author: Author) -> str:
    """Return the initials of the given names, in lower case.

    >>> initials(Author("Repper", "Julie Mary")), initials(Author("Repper", initials="J.-M."))
    ('jm', 'jm')
    """
    if author.given:
        return "".join(word[0] for word in text_key(author.given).split())
    return text_key(author.initials).replace(" ", "")


def language(text: str) -> str:
    """Return a language as its ISO 639-3 code; what is not known comes back in lower case.

    >>> language("eng"), language("English"), language("en-GB"), language("fr")
    ('eng', 'eng', 'eng', 'fra')
    """
    key = text.strip().lower()
    return LANGUAGES.get(key) or LANGUAGES.get(re.split(r"[-_;,]", key)[0].strip(), key)


def publication_type(text: str) -> str:
    """Return one name for the kinds of publication that platforms name differently.

    >>> publication_type("JOUR"), publication_type("Journal Article")
    ('article', 'article')
    >>> publication_type("Conference Abstract"), publication_type("Meeting Abstract")
    ('conference abstract', 'conference abstract')
    """
    key = " ".join(text.lower().replace("-", " ").split())
    return PUBLICATION_TYPES.get(key, key)
