"""Links: what is followed in a citation search, as a query of one line.

`backward doi:10.1000/x` asks for what a work cites, `forward pmid:21553931` for what cites it.
Refused: a query of any other shape, and an identifier that the service asked does not take.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from searchkit.errors import UsageError
from searchkit.records.record import Record
from searchkit.sources.base import Page, Pairs, ServerWarning, Window

Direction = Literal["backward", "forward"]
_QUERY = re.compile(r"(?P<direction>backward|forward) (?P<scheme>[a-z-]+):(?P<value>\S+)")


class Link(NamedTuple):
    """What is followed: a direction, and the work by an identifier."""

    direction: str
    scheme: str
    value: str

    @property
    def work(self) -> str:
        """The work as it stands in a query."""
        return f"{self.scheme}:{self.value}"


def link(query: str, schemes: Sequence[str], platform: str) -> Link:
    """Read a query. Raises UsageError for one that is no such query, or another's identifier.

    >>> link("forward doi:10.1000/X", ("doi",), "openalex")
    Link(direction='forward', scheme='doi', value='10.1000/X')
    """
    found = _QUERY.fullmatch(query)
    if found is None or found["scheme"] not in schemes:
        raise UsageError(
            f"`{query}` does not name a direction and a work that {platform} can find",
            help=f"write `backward` or `forward`, then one of {', '.join(schemes)}, for example"
            f" `backward {schemes[0]}:...`",
        )
    return Link(found["direction"], found["scheme"], found["value"])


def query_for(record: Record, direction: Direction, schemes: Sequence[str]) -> str | None:
    """Return the query for a record, by its best identifier; None when it has none of them.

    >>> query_for(Record(doi="10.1000/x", pmid="7"), "forward", ("pmid", "doi"))
    'forward pmid:7'
    """
    known = {"doi": record.doi, "pmid": record.pmid}
    for scheme in schemes:
        value = known.get(scheme) or record.identifier(scheme)
        if value and not re.search(r"\s", value):
            return f"{direction} {scheme}:{value}"
    return None


def unknown(found: str) -> Page:
    """Return the page that says which service does not know which work."""
    return Page(hit_count=0, warnings=(ServerWarning("work-unknown", found),))


def carried(found: Link, step: str) -> Pairs:
    """Return what a request about a work carries to the reading of its answer."""
    return (("step", step), ("direction", found.direction), ("work", found.work))


def no_window(window: Window | None, platform: str) -> None:
    """Raise UsageError for a window, where a service cannot say what is new."""
    if window is not None:
        raise UsageError(
            f"{platform} does not tell since when a work is cited",
            help="follow it again in full, or through openalex, which takes a window",
        )
