"""Dialects: each models one platform's syntax. To add one, write a module and a row here."""

from searchkit.dialects.spec import Dialect, Target, find_target
from searchkit.errors import UsageError
from searchkit.query.strategy import Strategy
from searchkit.registry import Registry

DEFAULT_SOURCE = "ovid:medline"

DIALECTS: Registry[Dialect] = Registry(
    "dialect",
    "searchkit.dialects",
    {
        "ovid": "searchkit.dialects.ovid:DIALECT",
        "pubmed": "searchkit.dialects.pubmed:DIALECT",
        "scopus": "searchkit.dialects.scopus:DIALECT",
        "wos": "searchkit.dialects.wos:DIALECT",
        "europepmc": "searchkit.dialects.europepmc:DIALECT",
        "openalex": "searchkit.dialects.openalex:DIALECT",
        "semantic-scholar": "searchkit.dialects.semantic_scholar:DIALECT",
        "crossref": "searchkit.dialects.crossref:DIALECT",
        "lens": "searchkit.dialects.lens:DIALECT",
        "arxiv": "searchkit.dialects.arxiv:DIALECT",
        "google-scholar": "searchkit.dialects.google_scholar:DIALECT",
        "oria": "searchkit.dialects.primo:DIALECT",
        "alma-sru": "searchkit.dialects.sru:DIALECT",
        "worldcat": "searchkit.dialects.worldcat:DIALECT",
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


def parse(text: str, from_: str | None = None) -> Strategy:
    """Read a strategy written for a target (`ovid:medline` when none is named).

    Faults of the text are diagnostics of the strategy, faults of its references among them.
    Raises UnknownNameError for an unknown target, UsageError for one that has no reader.

    >>> [line.number for line in parse("peer*.ti.\\nmentor*.ti.\\n1 or 2").lines]
    [1, 2, 3]
    """
    source = target(from_ or DEFAULT_SOURCE)
    if source.dialect.read is None:
        raise UsageError(f"strategies of {source.dialect.title} cannot be read")
    strategy = source.dialect.read(text, source)
    found = sorted(
        [*strategy.diagnostics, *strategy.audit()], key=lambda one: (one.span.start, one.code.id)
    )
    return Strategy(strategy.text, strategy.target, strategy.lines, tuple(found))
