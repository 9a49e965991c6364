"""Dates as exporters write them, into ISO 8601 as precise as is known."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")


def iso_date(year: str, month: str = "", day: str = "") -> str:
    """Return the parts as one ISO date; what does not fit the calendar is left off.

    Months are numbers or English names, cut anywhere after the third letter.

    >>> iso_date("2021", "Mar", "9"), iso_date("2021", "13"), iso_date("2021", "2", "30")
    ('2021-03-09', '2021', '2021-02')
    """
    known = year_in(year)
    number = _month(month)
    if not known or number is None:
        return known
    try:
        return date(int(known), number, int(day)).isoformat()
    except ValueError:
        return f"{known}-{number:02}"


def year_in(text: str) -> str:
    """Return the first plausible year in a text, or an empty string.

    >>> year_in("1998 Dec-1999 Jan"), year_in("in press")
    ('1998', '')
    """
    if len(text) == 4 and text.isascii() and text.isdigit():
        return text if "1500" <= text <= "2199" else ""
    found = _YEAR.search(text)
    return found[1] if found else ""


def _month(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS.get(text[:3].lower())
