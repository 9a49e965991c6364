"""A mail server on this machine that takes one message and remembers what was said."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def serving(*, refuse: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Give the port and the lines that arrive; with `refuse`, no recipient is taken."""
    heard: list[str] = []

    class Talking(socketserver.StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            self.say("220 ready")
            in_message = False
            for raw in self.rfile:
                line = raw.decode().rstrip("\r\n")
                heard.append(line)
                if in_message:
                    in_message = line != "."
                    if not in_message:
                        self.say("250 taken")
                elif line.upper().startswith("DATA"):
                    in_message = True
                    self.say("354 go on")
                elif line.upper().startswith("RCPT") and refuse:
                    self.say("550 nobody here")
                elif line.upper().startswith("QUIT"):
                    self.say("221 bye")
                else:
                    self.say("250 fine")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talking) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1], heard
        finally:
            server.shutdown()
            thread.join()
