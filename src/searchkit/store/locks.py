"""Locks between processes: one at a time works on one thing in one review.

A file beside a SQLite database, an advisory lock on a PostgreSQL server. Both are let go by
the system when their process dies, however it dies, so no lock is ever left behind.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import text

from searchkit.errors import Busy
from searchkit.store.database import Store


@contextmanager
def locked(store: Store, name: str) -> Iterator[None]:
    """Hold the lock of a name in a review. Raises Busy when another process holds it."""
    busy = Busy(
        f"another searchkit is at work on {name} in this review",
        help="wait until it has ended; nothing was lost or changed here",
    )
    if store.file is not None:
        slug = re.sub(r"[^A-Za-z0-9]+", "-", name)
        lock = FileLock(f"{store.file}.{slug}.lock", blocking=False)
        try:
            lock.acquire()
        except Timeout:
            raise busy from None
        try:
            yield
        finally:
            lock.release()
        return
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    with store.reading() as connection:
        question = text("SELECT pg_try_advisory_lock(:number)")
        if not connection.execute(question, {"number": number}).scalar_one():
            raise busy
        # The lock belongs to the connection; an open transaction would hold back vacuum.
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": number})
            connection.commit()
