"""Databases for tests: a new one of each kind, gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

KINDS = ("sqlite", "postgresql")
VARIABLE = "SEARCHKIT_TEST_POSTGRES"


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[str]:
    """Give the place of a database that does not exist yet (a file) or is empty (a server)."""
    if kind == "sqlite":
        yield str(folder / "review.db")
        return
    server = os.environ.get(VARIABLE)
    if server is None:
        pytest.skip(f"no PostgreSQL: run the tests through .ci/postgres, which sets {VARIABLE}")
    import psycopg  # noqa: PLC0415 - only where there is a server

    name = f"review_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield server.replace("/postgres?", f"/{name}?")
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
