"""Exceptions: what stops searchkit, said for the person who has to act on it.

A diagnostic (`searchkit.diagnostics`) is something you should know; an exception is
something that prevents going on. Every one of them can be shown as it is: it says what
happened, where, and what to do::

    SearchkitError
    ├── UsageError             a call asks for something that does not exist or cannot be
    │   └── UnknownNameError   no such dialect, source, format, code ...: says what is meant
    ├── StrategyError          a strategy has faults that forbid a translation
    ├── DialectError           a dialect breaks its own declaration: a fault of searchkit
    ├── RecordError            a file of records cannot be read or written
    ├── StoreError             the review's database cannot be opened, read or written
    │   └── Busy               another process is at work on the same part of the review
    └── HarvestError           a harvest cannot be completed
        ├── ConnectionFailed   the platform could not be reached, or cut the line each time
        ├── RequestRefused     the platform refuses the request: query, size, format
        ├── QuotaExceeded      the allowance of hours or days is used up; says when to go on
        ├── NotEntitled        credentials or a licence are missing; says which
        └── Incomplete         hit count and retrieved records differ without a reason
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LISTED = 50
"""Names of a table that a message lists; of a longer table it names the nearest ones."""


class SearchkitError(Exception):
    """Base of all errors that searchkit raises on purpose.

    `help` holds one sentence on what to do, or None.
    """

    def __init__(self, message: str, *, help: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.help = help


class UsageError(SearchkitError):
    """A call asks for something that does not exist or cannot be."""


class UnknownNameError(UsageError):
    """A name is not in its table; the message offers the nearest names.

    A name that is part of others (a database without its platform) stands for these.

    >>> print(UnknownNameError("dialect", "pubmde", ["pubmed", "scopus"]).help)
    did you mean `pubmed`? Known: pubmed, scopus
    >>> print(UnknownNameError("target", "PsycINFO", ["ebsco:psycinfo", "ovid:psycinfo"]).help)
    did you mean `ebsco:psycinfo` or `ovid:psycinfo`? Known: ebsco:psycinfo, ovid:psycinfo
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        said = name.casefold()
        close = [known for known in names if said in known.casefold().split(":")]
        close = close or get_close_matches(said, names, n=1) or get_close_matches(name, names, n=1)
        meant = f"did you mean `{'` or `'.join(close)}`? " if close else ""
        known_ones = f"Known: {', '.join(names)}"
        if len(names) > _LISTED:
            near = get_close_matches(said, names, n=5, cutoff=0.0)
            known_ones = f"{len(names)} are known, such as {', '.join(near)}"
        super().__init__(f"no {kind} is called `{name}`", help=f"{meant}{known_ones}")
        self.kind = kind
        self.name = name


class StrategyError(SearchkitError):
    """A strategy has faults that forbid a translation."""


class DialectError(SearchkitError):
    """A dialect was handed something it never declared: a fault of searchkit, not of the user."""


class RecordError(SearchkitError):
    """A file of records cannot be read or written."""


class RecordWarning(UserWarning):
    """Something in a file of records was repaired or guessed; the records are there."""


class StoreError(SearchkitError):
    """The review's database cannot be opened, read or written."""


class Busy(StoreError):
    """Another process is at work on the same part of the review."""


class HarvestError(SearchkitError):
    """A harvest cannot be completed."""


class ConnectionFailed(HarvestError):
    """The platform could not be reached, or cut the line at each attempt."""


class RequestRefused(HarvestError):
    """The platform refuses the request as it is: the query, its size or its format."""


class QuotaExceeded(HarvestError):
    """The allowance of hours or days is used up; `help` says when to go on."""


class NotEntitled(HarvestError):
    """Credentials or a licence are missing; `help` says which."""


class Incomplete(HarvestError):
    """Hit count and retrieved records differ, and nothing explains it."""
