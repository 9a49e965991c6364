"""Tags: what stands in square brackets behind a word, and the texts that PubMed's filters write.

Case and spaces do not count (P1). Beside the tags of the tables the reader knows those that
have no counterpart in the tree; what they tag is kept word for word.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from searchkit.dialects.pubmed.tables import DATE_TAGS, FIELDS, LIMITS
from searchkit.query.fields import Field
from searchkit.query.nodes import LimitKind


class TagKind(enum.Enum):
    """What a tag makes of the words before it."""

    HEADING = enum.auto()
    MAJOR = enum.auto()
    FIELD = enum.auto()
    KEPT = enum.auto()
    UNKNOWN = enum.auto()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as read. `explodes` is what `:noexp` switches off; `near` the words between."""

    kind: TagKind
    code: str
    fields: tuple[Field, ...] = ()
    explodes: bool = True
    near: int | None = None


_HEADING = frozenset({"mh", "mesh", "mesh term", "mesh terms", "mesh heading", "mesh headings"})
_MAJOR = frozenset({"majr", "mesh major topic", "mesh major topics", "major topic", "mj"})
_KEPT = frozenset(
    [
        "1au",
        "auid",
        "book",
        "cois",
        "dcom",
        "ed",
        "editor",
        "epdat",
        "fau",
        "fir",
        "full-author-name",
        "ir",
        "investigator",
        "jid",
        "lastau",
        "lid",
        "mhda",
        "nlmid",
        "pa",
        "ppdat",
        "ps",
        "rn",
        "ti-kw",
        "dc",
        "mesh-date",
        "completion-date",
        "pharmacological-action",
        "first-author",
        "last-author",
        "personal-name-as-subject",
        "text",
    ]
)
"""Tags of the User Guide (P1) that have no counterpart in the tree."""

_READ_ONLY = {"ab": Field.ABSTRACT, "abstract": Field.ABSTRACT}
"""Tags that some guides give and the User Guide does not, so the writer never uses them."""

_ROWS = {code: row for row in FIELDS for code in (row.code, *row.other_codes)}

DATE_FIELDS = {code: kind for kind, code in DATE_TAGS.items() if kind is not LimitKind.YEARS}
"""The code of a date tag and the limit that a range in it is."""

KIND_OF_OWN = {
    **{own: kind for kind, row in LIMITS.items() for own in row.values.values()},
    "humans[mh]": LimitKind.HUMANS,
    "animals[mh:noexp]": LimitKind.ANIMALS,
}
"""What PubMed's filters write, and the kind of limit that it is."""


def read_tag(text: str) -> Tag:
    """Return what a tag says, its square brackets included.

    >>> read_tag("[MeSH Terms:noexp]").explodes, read_tag("[tiab:~2]").near
    (False, 2)
    """
    inner = " ".join(text.strip("[] ").casefold().split())
    name, *modifiers = (part.strip() for part in inner.split(":"))
    explodes = "noexp" not in modifiers and "no exp" not in modifiers
    near = next((int(part[1:]) for part in modifiers if re.fullmatch(r"~\d+", part)), None)
    if name in _HEADING:
        return Tag(TagKind.HEADING, "mh", (Field.HEADING,), explodes)
    if name in _MAJOR:
        return Tag(TagKind.MAJOR, "majr", (Field.HEADING,), explodes)
    row = _ROWS.get(name)
    if row is not None:
        return Tag(TagKind.FIELD, row.code, tuple(sorted(row.covers)), explodes, near)
    if name in _READ_ONLY:
        return Tag(TagKind.FIELD, "ab", (_READ_ONLY[name],), explodes, near)
    known = name.replace(" - ", "-").replace(" ", "-") in _KEPT
    return Tag(TagKind.KEPT if known else TagKind.UNKNOWN, name)
