"""Dialects: each models one platform's syntax. To add one, write a module and a row here."""

from searchkit.dialects.spec import Dialect, Target, find_target
from searchkit.registry import Registry

DIALECTS: Registry[Dialect] = Registry(
    "dialect",
    "searchkit.dialects",
    {
        "ovid": "searchkit.dialects.ovid:DIALECT",
        "pubmed": "searchkit.dialects.pubmed:DIALECT",
        "scopus": "searchkit.dialects.scopus:DIALECT",
        "wos": "searchkit.dialects.wos:DIALECT",
    },
)


def target(name: str) -> Target:
    """Return a target by its name, `platform` or `platform:database`.

    Raises UnknownNameError when the platform or the database is not known.

    >>> target("ovid:medline").database.title
    'Ovid MEDLINE'
    """
    platform, _, database = name.partition(":")
    return find_target(DIALECTS[platform], database)


def target_names() -> list[str]:
    """Return the names of all targets, platform by platform."""
    return [
        Target(dialect, database).name
        for dialect in (DIALECTS[name] for name in DIALECTS)
        for database in dialect.databases
    ]
