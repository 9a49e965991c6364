"""Keys: credentials in memory, put into requests and taken out of everything that comes back.

Some are given from the start, others (tokens) are handed out by a platform on the way, live
for a while and are replaced. None is ever written down: what a secret was once is blacked
out until the process ends, in every spelling in which it may come back.
"""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from collections.abc import Callable, Mapping
from urllib.parse import quote, quote_plus

from searchkit.errors import UsageError
from searchkit.sources.base import Pairs, Request, Token

REDACTED = "[redacted]"
_SHORTEST_SECRET = 8
_NAME = re.compile(r"\{(\w+)\}")
_BASIC = "Basic "
_MARGIN = 60.0
"""Seconds before its end at which a token counts as over: a request takes a while."""


class Keys:
    """Credentials by name, for all threads of a process.

    Raises UsageError for one so short that it would be found, and blacked out, in the middle
    of ordinary words.
    """

    def __init__(self, given: Mapping[str, str], clock: Callable[[], float]) -> None:
        for name, value in given.items():
            if len(value) < _SHORTEST_SECRET:
                raise UsageError(f"the {name} is too short to be one", help="copy it again in full")
        self._given = dict(given)
        self._clock = clock
        self._tokens: dict[str, tuple[str, float]] = {}
        self._hidden: tuple[str, ...] = ()
        self._lock = threading.Lock()
        for value in given.values():
            self._hide(value)

    def held(self) -> Mapping[str, str]:
        """Return what can be sent now: a copy that no other thread changes."""
        with self._lock:
            now = self._clock()
            fresh = {name: value for name, (value, end) in self._tokens.items() if now < end}
        return {**self._given, **fresh}

    def put(self, name: str, token: Token) -> None:
        """Keep a token until it is over or dropped."""
        self._hide(token.value)
        life = float("inf")
        if token.seconds is not None:
            life = token.seconds - min(_MARGIN, token.seconds / 10)
        with self._lock:
            self._tokens[name] = (token.value, self._clock() + life)

    def drop(self, name: str, value: str | None) -> None:
        """Forget a token, unless another thread has already put a new one in its place."""
        with self._lock:
            if name in self._tokens and self._tokens[name][0] == value:
                del self._tokens[name]

    def headers(self, request: Request, held: Mapping[str, str]) -> dict[str, str]:
        """Return the headers of a request, with the credentials that belong there."""
        headers = dict(request.headers)
        if request.json:
            headers["Content-Type"] = "application/json"
        for name, text in request.secret_headers:
            if all(of in held for of in _NAME.findall(text)):
                headers[name] = self._encoded(_NAME.sub(lambda found: held[found[1]], text))
        return headers

    def redact(self, text: str) -> str:
        """Return a text without any credential."""
        for spelling in self._hidden:
            text = text.replace(spelling, REDACTED)
        return text

    def redact_body(self, body: bytes) -> bytes:
        """Return a body without any credential."""
        for spelling in self._hidden:
            body = body.replace(spelling.encode(), REDACTED.encode())
        return body

    def _encoded(self, header: str) -> str:
        if not header.startswith(_BASIC):
            return header
        pair = base64.b64encode(header.removeprefix(_BASIC).encode()).decode()
        self._hide(pair)
        return f"{_BASIC}{pair}"

    def _hide(self, value: str) -> None:
        in_json, in_html = json.dumps(value)[1:-1], html.escape(value)
        in_address = (quote(value), quote(value, safe=""), quote_plus(value))
        spellings = {value, in_json, in_html, *in_address}
        with self._lock:
            new = spellings.difference(self._hidden)
            # The longest first: one secret may be a part of another.
            self._hidden = tuple(sorted({*self._hidden, *new}, key=len, reverse=True))


def filled(request: Request, held: Mapping[str, str]) -> tuple[Pairs, Pairs | bytes | None]:
    """Return the parameters and the body of a request, with the credentials that belong there.

    >>> filled(Request("POST", "x", json="{}", secrets=(("Password", "p"),)), {"p": "s"})
    ((), b'{"Password": "s"}')
    """
    secret = tuple((name, held[of]) for name, of in request.secrets if of in held)
    if request.form:
        return request.params, (*request.form, *secret)
    if request.json and secret:
        return request.params, json.dumps({**json.loads(request.json), **dict(secret)}).encode()
    if request.json:
        return request.params, request.json.encode()
    return (*request.params, *secret), None
