"""A server on this machine that hands out one list, page by page, well or badly.

How a page looks is the business of the modules beside this one, one for each style of
interface; here are the list, the calls, and the faults, one to each request.
"""

from __future__ import annotations

import gzip
import json
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


class ListServer:
    """The list, how it is shown, and what goes wrong.

    `select` says which numbers a call is about, where searches can be narrowed.
    """

    def __init__(self, show: Callable[[ListServer, Call], Reply]) -> None:
        self.show = show
        self.numbers: list[int] = list(range(1, 26))
        self.total: int | None = None
        self.calls: list[Call] = []
        self.faults: deque[Fault] = deque()
        self.last: Fault | None = None
        self.select: Callable[[Call, int], bool] | None = None
        self.url = ""

    def misbehave(self, *faults: Fault, then: Fault | None = None) -> None:
        """Queue faults, one to each request; `then` is what happens to all that follow."""
        self.faults.extend(faults)
        self.last = then

    @property
    def count(self) -> int:
        return len(self.numbers) if self.total is None else self.total

    def answer(self, call: Call) -> Reply:
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
def serving(show: Callable[[ListServer, Call], Reply]) -> Iterator[ListServer]:
    """Run the server in a thread until the block ends."""
    state = ListServer(show)

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
