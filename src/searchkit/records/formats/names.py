"""Names of people and groups as exporters write them, into `Author` and back."""

from __future__ import annotations

import re
from functools import lru_cache

from searchkit.records.record import Author

_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ ‐-]?){1,5}")
_POINTED = re.compile(r"(?:[^\W\d_](?:\.[ ‐-]?|[‐-]|$)){2,5}")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|V|\d(?:st|nd|rd|th))\.?")
_GROUP = re.compile(
    r"\b(?:group|organi[sz]ation|committee|consort\w*|collaborat\w*|association|society|"
    r"institute\w*|universit\w*|department|ministry|team|network|council|cent(?:re|er)|"
    r"investigators|foundation|agency|board|office|panel|task force|initiative)\b",
    re.IGNORECASE,
)
_LONGEST_PERSON = 4


@lru_cache(maxsize=1 << 15)
def author(name: str) -> Author:
    """Read one name: `Family, Given`, `Family, G.`, `Family GH`, `Given Family`, or a group.

    A comma at the end marks a group (EndNote's convention, grade V, EndNote manual).
    Nothing is lost: what cannot be taken apart becomes the family name, or the group's.

    >>> author("Repper, Julie").given, author("Repper JM").initials
    ('Julie', 'JM')
    >>> author("World Health Organization,").collective
    'World Health Organization'
    """
    if "  " in name or "\n" in name or "\t" in name:
        name = " ".join(name.split())
    family, comma, rest = name.partition(",")
    family, rest = family.strip(), rest.strip()
    if comma and not rest:
        return Author(collective=family)
    if comma:
        return _with_given(family, rest)
    words = name.split(" ")
    if len(words) == 1:
        return Author(family=name)
    if _GROUP.search(name) or len(words) > _LONGEST_PERSON:
        return Author(collective=name)
    if _are_initials(words[-1]):
        return Author(family=" ".join(words[:-1]), initials=words[-1])
    return Author(family=words[-1], given=" ".join(words[:-1]))


def _with_given(family: str, rest: str) -> Author:
    given, comma, last = rest.rpartition(",")
    suffix = ""
    if comma and _SUFFIX.fullmatch(last.strip()):
        rest, suffix = given.strip(), last.strip()
    elif comma and _SUFFIX.fullmatch(given.strip()):
        # `Smith, Jr., John`, as BibTeX writes it.
        rest, suffix = last.strip(), given.strip()
    if _are_initials(rest):
        return Author(family=family, initials=rest, suffix=suffix)
    return Author(family=family, given=rest, suffix=suffix)


def _are_initials(text: str) -> bool:
    # "Li" and "Jo" are names; initials are capitals, or each letter has its point: "Z.-t."
    if text.isupper():
        return _INITIALS.fullmatch(text) is not None
    return text[:1].isupper() and _POINTED.fullmatch(text) is not None


def written(author: Author) -> str:
    """Return the name as reference managers expect it; `author` reads it back.

    >>> written(Author(collective="Peer Group")), written(Author("King", "Martin", suffix="Jr"))
    ('Peer Group,', 'King, Martin, Jr')
    """
    return f"{author.collective}," if author.collective else author.name
