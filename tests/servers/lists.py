"""A server on this machine that hands out one list, page by page, well or badly.

How a page looks is the business of the modules beside this one, one for each style of
interface; here are the list, the calls, and the faults, one to each request.
"""

from __future__ import annotations

import gzip
import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, unquote

from servers.answering import Answer, Asked, running


@dataclass(frozen=True)
class Call:
    """A request as it arrived; `sent` are its parameters, from address, form or JSON.

    `address` are those of the address, where a body has others.
    """

    path: str
    method: str
    sent: dict[str, Any]
    headers: dict[str, str]
    address: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """An answer; with `cut`, only so many bytes leave before the connection is cut."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None


Fault = Callable[["ListServer", Call, Reply], Reply]
Door = Callable[["ListServer", Call], Reply | None]
"""What stands before the list: hands out tokens, refuses those without; None lets a call in."""


class ListServer:
    """The list, how it is shown, and what goes wrong.

    `select` says which numbers a call is about, where searches can be narrowed. `tokens` are
    those that are good, each with how far it has walked; `issued` all that there ever were.
    """

    def __init__(self, show: Callable[[ListServer, Call], Reply], door: Door | None = None) -> None:
        self.show = show
        self.door = door
        self.tokens: dict[str, int] = {}
        self.issued: list[str] = []
        self.entries: list[Call] = []
        self.entry_faults: deque[Fault] = deque()
        self.numbers: list[int] = list(range(1, 26))
        self.total: int | None = None
        self.calls: list[Call] = []
        self.faults: deque[Fault] = deque()
        self.last: Fault | None = None
        self.select: Callable[[Call, int], bool] | None = None
        self.url = ""
        self.lock = threading.RLock()

    def misbehave(self, *faults: Fault, then: Fault | None = None) -> None:
        """Queue faults, one to each request; `then` is what happens to all that follow."""
        self.faults.extend(faults)
        self.last = then

    @property
    def count(self) -> int:
        return len(self.numbers) if self.total is None else self.total

    def hand_out(self, kind: str) -> str:
        """Return a new token; all are told apart by their number."""
        token = f"planted-{kind}-{len(self.issued) + 1:04}-token"
        self.issued.append(token)
        self.tokens[token] = 1
        return token

    def expire(self, kind: str) -> None:
        """Let no token of a kind be good any more."""
        self.tokens = {name: far for name, far in self.tokens.items() if kind not in name}

    def answer(self, call: Call) -> Reply:
        with self.lock:
            return self._enter(call) or self._list(call)

    def _enter(self, call: Call) -> Reply | None:
        reply = self.door(self, call) if self.door else None
        if reply is None:
            return None
        self.entries.append(call)
        fault = self.entry_faults.popleft() if self.entry_faults else None
        return fault(self, call, reply) if fault else reply

    def _list(self, call: Call) -> Reply:
        self.calls.append(call)
        fault = self.faults.popleft() if self.faults else self.last
        everything = self.numbers
        if self.select is not None:
            self.numbers = [number for number in everything if self.select(call, number)]
        reply = self.show(self, call)
        reply = fault(self, call, reply) if fault else reply
        self.numbers = everything
        return reply


@contextmanager
def serving(
    show: Callable[[ListServer, Call], Reply], door: Door | None = None
) -> Iterator[ListServer]:
    """Run the server in a thread until the block ends."""
    state = ListServer(show, door)

    def answer(asked: Asked) -> Answer:
        is_json = asked.headers.get("content-type") == "application/json"
        text = asked.body if asked.method == "POST" else asked.query
        sent = json.loads(text) if is_json else dict(parse_qsl(text))
        address = dict(parse_qsl(asked.query))
        call = Call(unquote(asked.path), asked.method, sent, dict(asked.headers), address)
        reply = state.answer(call)
        return Answer(reply.status, reply.headers, reply.body, reply.cut)

    with running(answer) as state.url:
        yield state


def as_json(content: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(json.dumps(content).encode(), status, named)


# The faults: each turns the answer that would have been right into one that is not.


def fine(state: ListServer, call: Call, reply: Reply) -> Reply:
    return reply


def dropped(state: ListServer, call: Call, reply: Reply) -> Reply:
    """The connection is cut in mid-body."""
    return replace(reply, cut=len(reply.body) // 2)


def hung_up(state: ListServer, call: Call, reply: Reply) -> Reply:
    """The connection is cut before the first byte of the body."""
    return replace(reply, cut=0)


def truncated(state: ListServer, call: Call, reply: Reply) -> Reply:
    """Half a body with a length that says it is whole."""
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def truncated_gzip(state: ListServer, call: Call, reply: Reply) -> Reply:
    """Half of a compressed body, with a length that says it is whole."""
    packed = gzip.compress(reply.body)
    headers = {"Content-Encoding": "gzip"}
    return replace(reply, body=packed[: len(packed) // 2], headers=headers)


def web_page(state: ListServer, call: Call, reply: Reply) -> Reply:
    return Reply(b"<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>")


def says(body: bytes, status: int = 200, **headers: str) -> Fault:
    """Another answer altogether."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return lambda state, call, reply: Reply(body, status, named)


def other_total(total: int) -> Fault:
    """The right page with another hit count."""

    def fault(state: ListServer, call: Call, reply: Reply) -> Reply:
        kept, state.total = state.total, total
        changed = state.show(state, call)
        state.total = kept
        return changed

    return fault


def emptied(state: ListServer, call: Call, reply: Reply) -> Reply:
    """The right frame without any record in it."""
    kept, total, state.numbers = state.numbers, state.count, []
    was, state.total = state.total, total
    changed = state.show(state, call)
    state.numbers, state.total = kept, was
    return changed


def first_page_again(state: ListServer, call: Call, reply: Reply) -> Reply:
    """What was asked for, with the records of the first page in place of its own."""
    kept = state.numbers
    total, was = state.count, state.total
    size = 10
    state.numbers, state.total = (kept[:size] * (len(kept) // size + 1))[: len(kept)], total
    changed = state.show(state, call)
    state.numbers, state.total = kept, was
    return changed
