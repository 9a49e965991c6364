"""The tables of a review's database, for SQLite and PostgreSQL alike.

A record's text is kept once for each form in which a target delivered it; where and when it
was seen is an occurrence, with the verdict of the strategy on it where a platform lists candidates
only. So a record has its provenance, a changed record keeps its earlier
form, and a search that is repeated costs only what is new. Moments are ISO 8601 texts with
their zone; lists and trees are JSON.

What is here is the newest form; `migrations` holds the road to it, and a test compares both.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()


def _text(name: str, *, default: str | None = "") -> Column[str]:
    return Column(name, Text, nullable=False, server_default=default)


strategies = Table(
    "strategies",
    METADATA,
    Column("version", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    _text("target", default=None),
    _text("body", default=None),
    _text("added", default=None),
)

translations = Table(
    "translations",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("strategy", ForeignKey("strategies.version"), nullable=False),
    _text("target", default=None),
    _text("policy", default=None),
    _text("query", default=None),
    _text("effect", default=None),
    _text("losses", default=None),
    _text("made_by", default=None),
    UniqueConstraint("strategy", "target", "policy", "query"),
)

runs = Table(
    "runs",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _text("kind", default=None),
    _text("target", default=None),
    _text("source", default=None),
    _text("endpoint"),
    Column("translation", ForeignKey("translations.id")),
    _text("query", default=None),
    _text("window_first"),
    _text("window_last"),
    _text("status", default=None),
    _text("started", default=None),
    _text("ended"),
    Column("hit_count", Integer),
    Column("retrieved", Integer, nullable=False, server_default="0"),
    Column("pages", Integer, nullable=False, server_default="0"),
    _text("position"),
    _text("report"),
    _text("error"),
    _text("advice"),
    _text("explanation"),
    _text("file"),
    _text("sha256"),
    _text("limits"),
    Index("runs_by_target", "target", "status"),
)

pages = Table(
    "pages",
    METADATA,
    Column("run", ForeignKey("runs.number"), primary_key=True),
    Column("page", Integer, primary_key=True),
    _text("request"),
    Column("status", Integer, nullable=False),
    _text("headers"),
    _text("received", default=None),
    _text("query"),
    Column("body", LargeBinary, nullable=False),
)

records = Table(
    "records",
    METADATA,
    Column("id", Integer, primary_key=True),
    _text("target", default=None),
    _text("key", default=None),
    _text("digest", default=None),
    _text("content", default=None),
    UniqueConstraint("target", "key", "digest"),
)

occurrences = Table(
    "occurrences",
    METADATA,
    Column("run", ForeignKey("runs.number"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("page", Integer, nullable=False),
    Column("record", ForeignKey("records.id"), nullable=False),
    Column("rank", Integer),
    Column("line", Integer),
    _text("verdict"),
    Index("occurrences_by_record", "record"),
)

clusters = Table(
    "clusters",
    METADATA,
    Column("record", ForeignKey("records.id"), primary_key=True),
    Column("survivor", ForeignKey("records.id"), nullable=False),
    _text("reason", default=None),
)

decisions = Table(
    "decisions",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("record", ForeignKey("records.id"), nullable=False),
    _text("stage", default=None),
    _text("reviewer", default=None),
    _text("decision", default=None),
    _text("reason"),
    _text("made", default=None),
    Index("decisions_by_record", "record", "stage"),
)
