"""Sources: the protocol of a platform that is harvested, without any input or output.

A source is two pure functions: `first(query, window)` gives the request that opens a
search, `read(response)` turns an answer into a `Page`: records, hit count and the request
that comes next. All values here are plain, so a source is tested with saved bytes, a page
can be stored as it is, and resuming is sending `next` again. What a source has to remember
between two requests travels in `Request.carry`; it is never sent.

No value holds a secret: a request only names the credential that belongs into a field, and
the transport puts it in at the moment of sending. What is logged or stored cannot leak it.
The same holds for tokens that a platform hands out on the way (`SignsIn`): the source says
how they are asked for, the transport alone keeps them, and another process signs in anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal, NamedTuple, Protocol, Self, runtime_checkable

from searchkit.errors import ConnectionFailed, HarvestError, NotEntitled, UsageError
from searchkit.records.record import Record

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as plain values.

    `params` go into the address, `form` into the body (`application/x-www-form-urlencoded`),
    or `json` does, a document as text. `secrets` pairs a name in `form`, or in the document of
    `json` (in `params` where there is no body), with the name of the credential to be put
    there; `secret_headers` pairs a header with a text that has names of credentials in braces
    (`Bearer {token}`; what follows `Basic ` is encoded as RFC 7617 wants it). Without the
    credential the parameter or header is left out. `carry` is not sent: it is what `read`
    needs to know about the request.
    """

    method: Literal["GET", "POST"]
    url: str
    params: Pairs = ()
    form: Pairs = ()
    headers: Pairs = ()
    secrets: Pairs = ()
    carry: Pairs = ()
    json: str = ""
    secret_headers: Pairs = ()

    def carried(self, name: str) -> str:
        """Return a carried value, or an empty string.

        >>> Request("GET", "https://example.org", carry=(("rank", "201"),)).carried("rank")
        '201'
        """
        return dict(self.carry).get(name, "")

    def fingerprint(self) -> tuple[object, ...]:
        """Return what makes two requests the same.

        The carried `rank` counts because some platforms keep one cursor for a whole walk and
        move on by themselves; `walk` because one that forgot a walk has to be led along it
        once more, over the same pages.
        """
        sent = (self.method, self.url, self.params, self.form, self.json)
        return (*sent, self.carried("rank"), self.carried("walk"))


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: status, headers with lower-case names, body as bytes without transport coding.

    `received` carries a time zone. Secrets that the platform repeated in its body are gone.
    """

    request: Request
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    received: datetime


class ServerWarning(NamedTuple):
    """What a platform says about a query beside its answer.

    `kind` is the name of an H code (`phrase-not-found`, `server-message` ...), `phrase` the
    piece of the query it speaks about, or the message itself.
    """

    kind: str
    phrase: str


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer gave. A page with no records and a `next` is normal.

    `hit_count` is the platform's count for the whole search, None where this answer does
    not tell. `listed` is how many records the list holds in fact, where a platform or a
    setting ends it elsewhere than at the hit count; None leaves the count to be trusted.
    `ranks` are the places of `records` in the platform's result list, from 1.
    `missing` names records that the platform counts and, asked again, does not deliver.
    `interpretation` is the query as the platform understood it. `reach` is how many records
    of this search can be had, where that is more than the source's own reach because of a
    right that only the answer shows.
    `allowance` is how many records the platform will still deliver to this user, None where
    it does not tell.
    """

    records: tuple[Record, ...] = ()
    ranks: tuple[int, ...] = ()
    hit_count: int | None = None
    next: Request | None = None
    warnings: tuple[ServerWarning, ...] = ()
    missing: tuple[str, ...] = ()
    interpretation: str = ""
    reach: int | None = None
    allowance: int | None = None
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which records entered the database; both ends are included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise UsageError(
                f"the window begins on {self.first} and ends before that, on {self.last}",
                help="exchange the two dates",
            )


@dataclass(frozen=True, slots=True)
class Settings:
    """How a source is reached. `rate` is requests per second; None leaves it to the source.

    `options` are what one source alone needs to know (`OPTIONS` in `credentials`). `secrets`
    maps the name of a credential to its value and is not shown by `repr`.
    """

    url: str = ""
    email: str = ""
    rate: float | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


class Source(Protocol):
    """A platform that is harvested.

    `platform` and `database` form the target that is searched; `reach` is how many records
    of one search the platform delivers, None where there is no such limit; `rate` is how
    many requests per second it allows.
    """

    platform: ClassVar[str]
    database: ClassVar[str]
    reach: ClassVar[int | None]

    @property
    def url(self) -> str: ...

    @property
    def rate(self) -> float: ...

    @classmethod
    def configured(cls, settings: Settings) -> Self:
        """Return the source for these settings; raises UsageError for impossible ones."""
        ...

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the request that opens a search."""
        ...

    def count(self, query: str) -> Request:
        """Return a request whose page has a hit count, no records and no `next`."""
        ...

    def read(self, response: Response) -> Page:
        """Turn an answer, whatever its status, into a page.

        Raises TryAgain for what may be better next time, another HarvestError for what will
        not. 429 and 5xx never arrive here: the transport deals with them.
        """
        ...


class Token(NamedTuple):
    """What a platform hands out at a sign-in. `seconds` is how long it lives, None if untold."""

    value: str
    seconds: float | None = None


@runtime_checkable
class SignsIn(Protocol):
    """A source whose platform hands out tokens that the requests after them must carry.

    Requests name a token as they name a credential, in `secrets` or `secret_headers`.
    """

    def sign_in(self) -> tuple[tuple[str, Request], ...]:
        """Return the name of each token and the request for it; later ones may carry earlier.

        Raises UsageError when a setting is missing without which nobody can sign in.
        """
        ...

    def token(self, response: Response) -> Token:
        """Return the token in an answer to such a request.

        The answer holds a secret that nobody knows yet: no error may quote one with status
        200. Raises TokenRefused when an earlier token is not accepted, else as `read` does.
        """
        ...

    def sign_out(self) -> Request | None:
        """Return the request that gives the tokens back, None where there is none."""
        ...


class TokenRefused(NotEntitled):
    """A token is not, or no longer, accepted; `token` is its name.

    The transport signs in anew and sends the request again, which counts as no failure. An
    error that stands after that is this one.
    """

    def __init__(self, message: str, *, token: str, help: str) -> None:
        super().__init__(message, help=help)
        self.token = token


class TryAgain(Exception):  # it always becomes a SearchkitError before a user sees it
    """An answer that may be better when the same request is sent again.

    `wait` is how many seconds the platform asked for. `otherwise` is what to raise when it
    was not better in the end.
    """

    def __init__(
        self,
        reason: str,
        *,
        wait: float | None = None,
        otherwise: type[HarvestError] = ConnectionFailed,
        help: str = "run the command again later",
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.wait = wait
        self.otherwise = otherwise
        self.help = help
