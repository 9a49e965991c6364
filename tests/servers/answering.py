"""A server in a thread: what every server of the tests is made of, one function that answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came; names of headers in small letters."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply; after `cut` bytes of the body, if given, the line is cut."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: int | None


@contextmanager
def running(answer: Callable[[Asked], Answer]) -> Iterator[str]:
    """Run a server until the block ends; yields its address."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # headers and body leave apart: it would cost 40 ms each

        def handle(self) -> None:
            # Programs that are killed leave requests and answers half sent.
            with suppress(BrokenPipeError, ConnectionResetError):
                super().handle()

        def do_GET(self) -> None:
            self._respond("")

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) < length:
                raise ConnectionResetError
            self._respond(body.decode())

        def _respond(self, body: str) -> None:
            url = urlsplit(self.path)
            headers = {name.lower(): text for name, text in self.headers.items()}
            reply = answer(Asked(self.command, url.path, url.query, headers, body))
            self.send_response(reply.status)
            for name, text in reply.headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: reply.cut])
            if reply.cut is not None:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the output of the tests is not the server's."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
