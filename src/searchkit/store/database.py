"""Opening a review's database: a file of SQLite, or PostgreSQL by its URL.

All that is said to a database passes through `Store.writing` and `Store.reading`, so a full
disk, a lost server or a damaged file is a StoreError that says what to do, and a password in
a URL is never shown.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from searchkit.errors import StoreError, UsageError
from searchkit.store.migrations import migrate

_PATIENCE = 30
"""Seconds to wait for another process that is writing."""


@dataclass(frozen=True)
class Store:
    """A review's database, open. Use it as a context manager, so that it is closed."""

    engine: Engine

    @property
    def name(self) -> str:
        """The place of the database, without a password."""
        url = self.engine.url
        return url.database or "" if self.file else url.render_as_string(hide_password=True)

    @property
    def file(self) -> Path | None:
        """The file of the database, None for a server."""
        is_file = self.engine.dialect.name == "sqlite"
        return Path(self.engine.url.database or "") if is_file else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a transaction that is kept when the block ends well, and undone otherwise."""
        with self._told(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a transaction that sees one moment, and does not keep others from writing."""
        reader = self.engine.execution_options(searchkit_reading=True)
        with self._told(), reader.connect() as connection:
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as fault:
            said = str(fault.orig).strip().splitlines()[0] if str(fault.orig).strip() else ""
            raise StoreError(
                f"the review's database {self.name} cannot be used: {said}",
                help=_advice(said),
            ) from None


def open_store(place: str | Path) -> Store:
    """Open the database at a path or URL; make it, or bring it to the present form, if needed.

    Raises UsageError for a URL that is none, StoreError when the database cannot be used.
    """
    store = Store(_engine(_url(place)))
    if store.file is not None:
        _make_folder(store.file)
    try:
        with store.writing() as connection:
            migrate(connection)
    except BaseException:
        store.engine.dispose()
        raise
    return store


def insert_new(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    """Return an insertion that passes over rows that are there, whoever enters them meanwhile."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise StoreError(
            f"the review's database {file} cannot be made: {why}",
            help="correct `place` under [store] in review.toml, or SEARCHKIT_STORE",
        ) from None


def _url(place: str | Path) -> URL:
    if isinstance(place, Path) or "://" not in place:
        return URL.create("sqlite", database=str(place))
    try:
        url = make_url(place)
    except ArgumentError:
        raise UsageError(
            "the address of the review's database is not a URL",
            help="write postgresql://user@host/name, or a path for a file",
        ) from None
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(
            f"a review's database is SQLite or PostgreSQL, not {url.get_backend_name()}"
        )
    return url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        try:
            return create_engine(url, pool_pre_ping=True)
        except (ModuleNotFoundError, NoSuchModuleError):
            raise UsageError(
                "PostgreSQL needs the package psycopg",
                help="pip install 'searchkit-review[postgres]'",
            ) from None
    engine = create_engine(url, connect_args={"timeout": _PATIENCE})

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _: object) -> None:
        # The driver would begin transactions too late, after the first reading.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("searchkit_reading")
        # A transaction that reads first and writes later could not wait for its turn.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _advice(said: str) -> str:
    lower = said.lower()
    if "full" in lower or "no space" in lower:
        return "free space on the disk; what was stored before is whole, the command goes on there"
    if "locked" in lower:
        return "another program holds the database; wait for it, then run the command again"
    if "malformed" in lower or "not a database" in lower:
        return "the file is damaged or something else: restore it from a copy"
    return "check that the place exists and may be written, then run the command again"
