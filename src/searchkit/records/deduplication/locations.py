"""Where a work stands: pages, volume, issue, journal, each in comparable form.

>>> read_pages("S417-S29").first, read_pages("945-8; discussion 950").last
('s417', '948')
>>> read_pages("No Pagination Specified").first, read_pages("215 p").first
('', '')
>>> volume_number("35 Suppl 1", 2013), volume_number("(Jul)", 2013), volume_number("2013", 2013)
('35', '', '')
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FIRST = re.compile(
    r"^\W*(?:(?-i:pp?)\.?\s*|pages?\s*|art(?:icle)?\.?\s*(?:no\.?|number)?\s*|no\.?\s*)?"
    r"(?P<lead>[A-Za-z]{0,4})[-. ]?(?P<number>\d[\d,]*)(?P<tail>(?:\.e?\d+)?[a-z]?)"
    r"(?:\s*(?:[-–—−/]|--|to)+\s*(?P<lead2>[A-Za-z]{0,4})\.?(?P<number2>\d+)?)?",
    re.IGNORECASE,
)
_ROMAN_PAGES = re.compile(r"^([ivxl]+)(?:\s*[-–]+\s*([ivxl]+))?$", re.IGNORECASE)
_COUNT = re.compile(r"^\W*\d+\s*(?:p|pp|pages|pgs|leaves)\b\.?\W*$", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b", re.IGNORECASE)
_NONE = re.compile(
    r"^(?:no|not|none|n/?a|unknown|in press|ahead|publish)\b(?!\.?\s*\d)", re.IGNORECASE
)
_LEADING = re.compile(r"^\W*(?:vol(?:ume)?\.?\s*)?([a-z]{0,2}\d+|[ivxlc]+)\b", re.IGNORECASE)
_DATE = re.compile(r"\W*\d+-\d+-[a-z]", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_BRACKETED = re.compile(r"^\s*\d+\s*\((\d+)\)")
_SUPPLEMENT = re.compile(r"s\d+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LOCATOR_DIGITS = 5
_LETTERED_DIGITS = 4
_NO_PREFIX = frozenset(("t", "sup", "supp"))


class Pages(NamedTuple):
    """First and last page in full; `kind` is "page", "locator" (an article number),
    "electronic" (`e618`, a page of the online part), "supplement" (a page with another
    letter, as of meeting abstracts) or empty.
    """

    first: str
    last: str
    kind: str

    @property
    def known(self) -> bool:
        return self.first != ""


NO_PAGES = Pages("", "", "")


def read_pages(text: str) -> Pages:
    """Return first and last page; `NO_PAGES` when the text does not give a place.

    A bare count (`215 p`) is no place. `123-8` is 123 to 128. An article number is told
    from a page by its small letter (`e12724`, BMJ's `c1804`) or by five digits and more.
    """
    first, dash, last = text.partition("-")
    if first.isdecimal() and (not dash or last.isdecimal()):
        first = first.lstrip("0") or "0"
        kind = "locator" if not dash and len(first) > _LOCATOR_DIGITS else "page"
        return Pages(first, _filled(first, last) if dash else first, kind)
    text = text.strip()
    if not text or _NONE.match(text) or _COUNT.match(text) or _MONTH.search(text):
        return NO_PAGES
    found = _FIRST.match(text)
    if found is None:
        roman = _ROMAN_PAGES.match(text)
        if roman is None:
            return NO_PAGES
        start = roman.group(1).lower()
        return Pages(start, (roman.group(2) or start).lower(), "page")
    lead, number = found["lead"], found["number"].replace(",", "").lstrip("0") or "0"
    if lead.lower() in _NO_PREFIX:
        return NO_PAGES
    first = lead.lower() + number + found["tail"].lower()
    last = _filled(number, found["number2"]) if found["number2"] else number
    return Pages(first, last, _kind(lead, number, found["tail"], bool(found["number2"])))


def _kind(lead: str, number: str, tail: str, ranged: bool) -> str:
    if not lead:
        if tail.isalpha():
            return "supplement"
        return "locator" if len(number) > _LOCATOR_DIGITS and not ranged else "page"
    if len(lead) == 1 and len(number) < _LETTERED_DIGITS:
        return "electronic" if lead in "eE" else "supplement"
    return "locator" if len(lead) > 1 or lead.islower() else "supplement"


def _filled(first: str, last: str) -> str:
    """Return the last page in full: 123 and 8 give 128."""
    last = last.lstrip("0") or "0"
    return first[: len(first) - len(last)] + last if len(last) < len(first) else last


def volume_number(text: str, year: int | None) -> str:
    """Return a volume's number, or nothing for a year, a month or a word in its place."""
    if text.isdecimal():
        number = text.lstrip("0")
        return "" if len(number) == 4 and _is_year(number, year) else number
    text = text.strip()
    found = _LEADING.match(text) if text else None
    if found is None or _DATE.match(text):
        return ""
    number = found.group(1).lower()
    if number.isdecimal():
        number = number.lstrip("0")
        return "" if len(number) == 4 and _is_year(number, year) else number
    return str(_from_roman(number)) if set(number) <= set(_ROMAN) else number


def _is_year(number: str, year: int | None) -> bool:
    return year is not None and abs(int(number) - year) <= 1


def _from_roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def issue_number(issue: str, volume: str) -> str:
    """Return an issue's number, read from `4 (1)` in the volume when it stands there.

    >>> issue_number("3-B", "73"), issue_number("", "4 (1)"), issue_number("SUPPL. 1", "35")
    ('3', '1', 's1')
    """
    if issue.isdecimal():
        return issue.lstrip("0")
    text = issue.strip().lower()
    if not text:
        found = _BRACKETED.match(volume)
        return found.group(1) if found else ""
    number = _NUMBER.search(text)
    if "sup" in text:
        return "s" + (number.group().lstrip("0") if number else "")
    if _SUPPLEMENT.fullmatch(text):
        return text
    return number.group().lstrip("0") if number and not _MONTH.search(text) else ""
