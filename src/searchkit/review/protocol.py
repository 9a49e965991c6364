"""review.toml: what is searched, where, and how it is kept up to date, as the team agreed it.

The file is read into a `Review`; names it should not hold are refused with the nearest right
one, so that a mistyped key is not an agreement that is silently dropped. `first_file` writes
the file that a new review starts from.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from searchkit.dialects import target, target_names
from searchkit.dialects.lower import Policy
from searchkit.errors import UnknownNameError, UsageError
from searchkit.review import limits
from searchkit.review.kinds import check_kinds
from searchkit.review.limits import Wish, wishes_in
from searchkit.sources import SOURCES
from searchkit.sources.base import Window
from searchkit.sources.credentials import CREDENTIALS

FILE = "review.toml"
STORE_VARIABLE = "SEARCHKIT_STORE"

_SECTIONS: dict[str, tuple[str, ...]] = {
    "": (
        "title",
        "question",
        "kind",
        "reporting",
        "known",
        "strategy",
        "limits",
        "dates",
        "database",
        "store",
        "updates",
    ),
    "strategy": ("file", "language", "policy"),
    "limits": limits.NAMES,
    "dates": ("from", "to"),
    "database": ("name", "target", "source"),
    "store": ("place",),
    "updates": ("every_days", "lag_days", "mail", "digest"),
}

_SECRETS = frozenset({"password", "secret", "key", "apikey", "api_key", "api-key", "token"})

INCEPTION = date(1000, 1, 1)
"""The first day where a protocol names only the last: before any database, and before any
year of publication, which stands for it where a database has no day of entry."""


@dataclass(frozen=True, slots=True)
class Database:
    """One of the databases that are searched. `source` overrules which source reaches it."""

    name: str
    target: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Updates:
    """How the review is kept up to date.

    `every_days` after an update the next one is due; `lag_days` are searched once more each
    time, because records enter an index later than the day they bear. `mail` are the
    addresses that get the digest, `digest` is the folder it is written to.
    """

    every_days: int = 30
    lag_days: int = 14
    mail: tuple[str, ...] = ()
    digest: str = "updates"


@dataclass(frozen=True, slots=True)
class Dates:
    """The days on which records entered a database that the first search asks for.

    `first` is None from its inception on, `last` None up to the day of the search.
    """

    first: date | None = None
    last: date | None = None

    def window(self, today: date) -> Window | None:
        """Return the window of a search made today, None where all days are asked for."""
        if self.first is None and self.last is None:
            return None
        return Window(self.first or INCEPTION, self.last or today)

    def open_window(self, today: date) -> Window | None:
        """Return the window of an update: what was left out at its end is let in."""
        return None if self.first is None else Window(min(self.first, today), today)

    def asked(self, days: tuple[str, str], day: date) -> bool:
        """Say whether a search for these days (ISO 8601, empty for all) was for these dates.

        `day` is that of the search, which closes an open end.
        """
        windows = (self.window(day), self.open_window(day))
        return days in [(str(one.first), str(one.last)) if one else ("", "") for one in windows]

    def __str__(self) -> str:
        since = f"from {self.first}" if self.first else ""
        until = f"to {self.last}" if self.last else ""
        return " ".join(filter(None, (since, until)))


@dataclass(frozen=True, slots=True)
class Review:
    """The protocol of a review. `folder` is where its file lies; `known` are identifiers
    (`pmid:123`, `doi:10.1/a`) of records that the search has to find; `limits` are added to
    the strategy before it is translated; `dates` bound the first search."""

    folder: Path
    title: str
    strategy_file: Path
    databases: tuple[Database, ...]
    question: str = ""
    kind: str = ""
    reporting: str = ""
    language: str = "ovid:medline"
    policy: str = "recall"
    known: tuple[str, ...] = ()
    limits: tuple[Wish, ...] = ()
    dates: Dates = Dates()
    place: str = "review.db"
    updates: Updates = Updates()

    @property
    def store_place(self) -> str:
        """The place of the database: the environment's, else the file's; a path is in `folder`."""
        place = os.environ.get(STORE_VARIABLE, self.place)
        return place if "://" in place else str(self.folder / place)

    def strategy_text(self) -> str:
        """Return the strategy. Raises UsageError when its file cannot be read."""
        try:
            return self.strategy_file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as fault:
            why = getattr(fault, "strerror", None) or "it is not UTF-8 text"
            raise UsageError(
                f"the strategy {self.strategy_file} cannot be read: {why}",
                help=f"correct `file` under [strategy] in {FILE}",
            ) from None


def read_review(folder: Path) -> Review:
    """Return the review in a folder.

    Raises UsageError, with the place, for a file that is missing, is not TOML, lacks what is
    needed or holds a credential; UnknownNameError for a name that it should not hold.
    """
    path = folder / FILE
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"there is no {FILE} in {folder.resolve()}",
            help="change to the folder of the review, or begin one with `searchkit init`",
        ) from None
    except (OSError, ValueError) as fault:
        raise UsageError(f"{path} cannot be read: {fault}", help="correct the file") from None
    _check_names("", content)
    check_kinds("", content, path)
    strategy = _section(content, "strategy", path)
    updates = _section(content, "updates", path)
    place = _section(content, "store", path).get("place", "review.db")
    if "://" in place and urlsplit(place).password:
        raise UsageError(
            f"the place of the store in {path} holds a password",
            help=f"put the address into the environment as {STORE_VARIABLE}, or use ~/.pgpass",
        )
    return Review(
        folder=folder,
        title=_needed(content, "title", path),
        strategy_file=folder / _needed(strategy, "file", path),
        databases=_databases(content, path),
        question=content.get("question", ""),
        kind=content.get("kind", ""),
        reporting=content.get("reporting", ""),
        language=_placed(strategy.get("language", "ovid:medline"), "language of [strategy]"),
        policy=_policy(strategy.get("policy", "recall")),
        known=tuple(_known(text, path) for text in content.get("known", ())),
        limits=wishes_in(_section(content, "limits", path), path),
        dates=_dates(_section(content, "dates", path), path),
        place=place,
        updates=Updates(
            every_days=_days(updates, "every_days", 30, path),
            lag_days=_days(updates, "lag_days", 14, path),
            mail=tuple(updates.get("mail", ())),
            digest=updates.get("digest", "updates"),
        ),
    )


def first_file(title: str, question: str, strategy: str, targets: tuple[str, ...]) -> str:
    """Return the text of the file that a new review starts from.

    >>> 'target = "pubmed"' in first_file("Peers", "Do they help?", "strategy.txt", ("pubmed",))
    True
    """
    head = (
        f"title = {_quoted(title)}\nquestion = {_quoted(question)}\n"
        'kind = "systematic review"\nreporting = "PRISMA 2020"\n\n'
        '# Records that the search has to find, such as "pmid:24005841" or "doi:10.1000/1".\n'
        "known = []\n\n"
        f'[strategy]\nfile = {_quoted(strategy)}\nlanguage = "ovid:medline"\npolicy = "recall"\n\n'
        "# Limits that the lines of the strategy do not hold yet; `searchkit run` adds them:\n"
        '# languages = ["english"], since = 2015, until = 2026, ages, publication_types.\n'
        '[limits]\nnote = ""\n\n'
        "# Days on which records entered the database, if the first search is not to have all:\n"
        "# from = 2015-01-01, to = 2026-01-04.\n"
        "[dates]\n\n"
        "# PostgreSQL instead of a file: postgresql://user@host/name.\n"
        '[store]\nplace = "review.db"\n\n'
        "# Each update searches `lag_days` once more: records enter an index late.\n"
        "[updates]\nevery_days = 30\nlag_days = 14\nmail = []\n"
    )
    rows = (
        f"\n[[database]]\nname = {_quoted(target)}\ntarget = {_quoted(target)}\n"
        for target in targets
    )
    return head + "".join(rows)


def _quoted(text: str) -> str:
    # A JSON string is a basic string of TOML, which forbids one character more.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _check_names(section: str, content: dict[str, Any]) -> None:
    known = _SECTIONS[section]
    for name, value in content.items():
        if name in known:
            continue
        if name.lower() in _SECRETS or (name in CREDENTIALS and isinstance(value, dict)):
            raise UsageError(
                f"{FILE} holds a credential (`{name}`), and it is shared with the review",
                help="take it out, have a new one issued if the file was shared, and keep it in"
                " the environment, the keyring or your own configuration file",
            )
        place = f"[{section}] in {FILE}" if section else FILE
        raise UnknownNameError(f"setting of {place}", name, known)


def _section(content: dict[str, Any], name: str, path: Path) -> dict[str, Any]:
    section = content.get(name, {})
    if not isinstance(section, dict):
        raise UsageError(f"`{name}` in {FILE} is not a section", help=f"write `[{name}]`")
    _check_names(name, section)
    check_kinds(name, section, path)
    return section


def _policy(name: str) -> str:
    if name not in list(Policy):
        raise UnknownNameError(f"policy of [strategy] in {FILE}", name, list(Policy))
    return name


def _placed(name: str, what: str) -> str:
    """Return the name of a target, in small letters.

    Raises UnknownNameError that says where it stands.
    """
    try:
        target(name)
    except UnknownNameError as fault:
        raise UnknownNameError(f"{what} in {FILE}", name, target_names()) from fault
    return name.strip().casefold()


def _databases(content: dict[str, Any], path: Path) -> tuple[Database, ...]:
    rows = content.get("database", [])
    if isinstance(rows, dict):
        raise UsageError(
            f"`[database]` in {path} is one section, and databases are a list",
            help="write `[[database]]`, with two brackets, above each database",
        )
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise UsageError(
            f"{path} names no database", help='add `[[database]]` with `target = "pubmed"`'
        )
    found: dict[str, Database] = {}
    for row in rows:
        _check_names("database", row)
        check_kinds("database", row, path)
        name = _placed(_needed(row, "target", path), "target of a database")
        if name in found:
            raise UsageError(f"{path} names the target {name} twice", help="remove one of them")
        source = row.get("source", "")
        if source and source not in SOURCES:
            raise UnknownNameError(f"source of {name} in {FILE}", source, SOURCES)
        found[name] = Database(row.get("name", name), name, source)
    names = [one.name for one in found.values()]
    for one in names:
        if names.count(one) > 1:
            raise UsageError(
                f"{path} has two databases with the name {one}", help="name each in its own way"
            )
    return tuple(found.values())


def _needed(section: dict[str, Any], name: str, path: Path) -> str:
    value: str | None = section.get(name)
    if value is None or not value.strip():
        raise UsageError(f"{path} lacks `{name}`", help=f'write `{name} = "..."`')
    return value


def _known(text: object, path: Path) -> str:
    scheme, _, value = str(text).partition(":")
    if scheme not in ("pmid", "doi") or not value.strip():
        raise UsageError(
            f"the known record `{text}` in {path} is not recognised",
            help='write "pmid:24005841" or "doi:10.1000/1"',
        )
    return f"{scheme}:{value.strip().lower()}"


def _days(section: dict[str, Any], name: str, default: int, path: Path) -> int:
    value = section.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UsageError(f"`{name}` in {path} is not a number of days", help="write a number")
    return value


def _dates(section: dict[str, Any], path: Path) -> Dates:
    for name, said in section.items():
        if not isinstance(said, date) or isinstance(said, datetime):
            raise UsageError(
                f"`{name}` under [dates] in {path} is not a day",
                help=f"write `{name} = 2021-01-04`, without quotation marks",
            )
    found = Dates(section.get("from"), section.get("to"))
    if found.first and found.last and found.first > found.last:
        raise UsageError(
            f"`from` under [dates] in {path} comes after `to`", help="exchange the two"
        )
    return found
