"""Dialects: each models one platform's syntax. To add one, write a module and a row here."""

from searchkit.dialects.recognise import recognise
from searchkit.dialects.spec import Dialect, Target, find_target
from searchkit.errors import UnknownNameError, UsageError
from searchkit.query.strategy import Strategy
from searchkit.registry import Registry

DEFAULT_SOURCE = "ovid:medline"

DIALECTS: Registry[Dialect] = Registry(
    "dialect",
    "searchkit.dialects",
    {
        "cochrane": "searchkit.dialects.cochrane:DIALECT",
        "ebsco": "searchkit.dialects.ebsco:DIALECT",
        "embase": "searchkit.dialects.embase:DIALECT",
        "ovid": "searchkit.dialects.ovid:DIALECT",
        "proquest": "searchkit.dialects.proquest:DIALECT",
        "pubmed": "searchkit.dialects.pubmed:DIALECT",
        "scopus": "searchkit.dialects.scopus:DIALECT",
        "wos": "searchkit.dialects.wos:DIALECT",
        "wos-starter": "searchkit.dialects.wos_starter:DIALECT",
        "europepmc": "searchkit.dialects.europepmc:DIALECT",
        "openalex": "searchkit.dialects.openalex:DIALECT",
        "semantic-scholar": "searchkit.dialects.semantic_scholar:DIALECT",
        "crossref": "searchkit.dialects.crossref:DIALECT",
        "doaj": "searchkit.dialects.doaj:DIALECT",
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

    Capital letters mean the same. Raises UnknownNameError when the platform or the database
    is not known.

    >>> target("ovid:medline").database.title
    'Ovid MEDLINE'
    """
    platform, _, database = name.strip().casefold().partition(":")
    if platform not in DIALECTS:
        raise UnknownNameError("target", name, target_names())
    return find_target(DIALECTS[platform], database)


def target_names() -> list[str]:
    """Return the names of all targets, platform by platform."""
    return [
        Target(dialect, database).name
        for dialect in (DIALECTS[name] for name in DIALECTS)
        for database in dialect.databases
    ]


def language_of(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the target that a text is written for, and the signs that say so.

    A text without signs is read as `ovid:medline`. Ovid's reader finds the database itself,
    in the header of the text.

    >>> language_of("TITLE-ABS-KEY(peer)")[0], language_of("peer support")
    ('scopus', ('ovid:medline', ()))
    """
    found = [one for one in recognise(text) if _reads(one.target)]
    if not found:
        return DEFAULT_SOURCE, ()
    name = found[0].target
    return DEFAULT_SOURCE if name.startswith("ovid") else name, found[0].evidence


def _reads(name: str) -> bool:
    return DIALECTS[name.partition(":")[0]].read is not None


def parse(text: str, from_: str | None = None) -> Strategy:
    """Read a strategy written for a target; whose language it is is recognised when not named.

    Faults of the text are diagnostics of the strategy, faults of its references among them.
    Raises UnknownNameError for an unknown target, UsageError for one that has no reader and
    for what is no text.

    >>> [line.number for line in parse("peer*.ti.\\nmentor*.ti.\\n1 or 2").lines]
    [1, 2, 3]
    """
    if not isinstance(text, str):
        kind = type(text).__name__
        raise UsageError(f"a strategy is text, not {kind}", help="read its file first")
    source = target(from_ or language_of(text)[0])
    if source.dialect.read is None:
        raise UsageError(f"strategies of {source.dialect.title} cannot be read")
    strategy = source.dialect.read(text, source)
    found = sorted(
        [*strategy.diagnostics, *strategy.audit()], key=lambda one: (one.span.start, one.code.id)
    )
    return Strategy(strategy.text, strategy.target, strategy.lines, tuple(found))
