"""Sources: platforms that are harvested, by name, each imported only when asked for.

`harvest` gives the records of a search. `connect` opens a source for more: hit counts, and
pages with the sums beside them::

    with connect("pubmed") as connection:
        print(connection.count('"peer support"[tiab]').hit_count)
        for page, tally in connection.pages('"peer support"[tiab]', limit=20):
            print(tally.retrieved, len(page.records))
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from searchkit.errors import NotEntitled
from searchkit.records.record import Record
from searchkit.registry import Registry
from searchkit.sources import driver
from searchkit.sources.base import Page, SignsIn, Source, Window
from searchkit.sources.credentials import lacking, load_settings, section, variable
from searchkit.sources.driver import Checkpoint, Ledger
from searchkit.sources.exchange import Transport
from searchkit.sources.position import Tally

if TYPE_CHECKING:
    from searchkit.sources.http import Patience

SOURCES: Registry[type[Source]] = Registry(
    "source",
    "searchkit.sources",
    {
        "pubmed": "searchkit.sources.pubmed:PubMed",
        "europepmc": "searchkit.sources.europepmc:EuropePmc",
        "openalex": "searchkit.sources.openalex:OpenAlex",
        "crossref": "searchkit.sources.crossref:Crossref",
        "semantic-scholar": "searchkit.sources.semantic_scholar:SemanticScholar",
        "arxiv": "searchkit.sources.arxiv:Arxiv",
        "doaj": "searchkit.sources.doaj:Doaj",
        "lens": "searchkit.sources.lens:Lens",
        "alma-sru": "searchkit.sources.alma_sru:AlmaSru",
        "oria": "searchkit.sources.oria:Oria",
        "scopus": "searchkit.sources.scopus:Scopus",
        "embase": "searchkit.sources.embase:Embase",
        "wos": "searchkit.sources.wos:WebOfScience",
        "wos-starter": "searchkit.sources.wos_starter:WebOfScienceStarter",
        "google-scholar": "searchkit.sources.google_scholar:GoogleScholar",
        "ebsco-cinahl": "searchkit.sources.ebsco:Cinahl",
        "ebsco-academic-search-elite": "searchkit.sources.ebsco:AcademicSearchElite",
        "ebsco-psycinfo": "searchkit.sources.ebsco:PsycInfo",
        "worldcat": "searchkit.sources.worldcat:WorldCat",
    },
)


def target(source: type[Source]) -> str:
    """Return the target that a source searches.

    >>> target(SOURCES["ebsco-cinahl"]), target(SOURCES["pubmed"])
    ('ebsco:cinahl', 'pubmed')
    """
    return f"{source.platform}:{source.database}" if source.database else source.platform


class CitationSource(Source, Protocol):
    """A source whose queries name a work; `schemes` are the identifiers it takes, best first."""

    schemes: ClassVar[tuple[str, ...]]


CITATIONS: Registry[type[CitationSource]] = Registry(
    "service for citations",
    "searchkit.citations",
    {
        "openalex": "searchkit.sources.citations:OpenAlexCitations",
        "europepmc": "searchkit.sources.citations:EuropePmcCitations",
        "semantic-scholar": "searchkit.sources.citations:SemanticScholarCitations",
        "crossref": "searchkit.sources.citations:CrossrefCitations",
    },
)
"""Services that are asked what a work cites and what cites it, under the names of sources."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A source and the way to it."""

    source: Source
    transport: Transport

    def pages(
        self,
        query: str,
        *,
        window: Window | None = None,
        limit: int | None = None,
        run: str = "",
        progress: Callable[[Tally], None] | None = None,
    ) -> Iterator[Checkpoint]:
        """Yield pages of records with the sums so far; see `searchkit.sources.driver.harvest`."""
        return driver.harvest(
            self.source,
            query,
            self.transport,
            window=window,
            limit=limit,
            run=run,
            progress=progress,
        )

    def keep(
        self,
        query: str,
        ledger: Ledger,
        *,
        window: Window | None = None,
        limit: int | None = None,
        run: str = "",
        progress: Callable[[Tally], None] | None = None,
    ) -> Tally:
        """Harvest into a ledger and return the sums; see `searchkit.sources.driver.keep`."""
        return driver.keep(
            self.source,
            query,
            self.transport,
            ledger,
            window=window,
            limit=limit,
            run=run,
            progress=progress,
        )

    def count(self, query: str) -> Page:
        """Return a page that holds the hit count of a search, and no records."""
        return driver.count(self.source, query, self.transport)


@contextmanager
def connect(
    name: str,
    *,
    email: str = "",
    patience: Patience | None = None,
    notify: Callable[[float, str], None] | None = None,
    table: Registry[type[Source]] | Registry[type[CitationSource]] = SOURCES,
) -> Iterator[Connection]:
    """Open a source with the settings of the environment and the configuration file.

    `table` says what is opened under the name: a source, or with `CITATIONS` its citations.
    `notify` is told before each wait: its seconds and the reason. Raises UnknownNameError
    for a source that does not exist, UsageError for settings that cannot be used, NotEntitled
    when a credential that it needs is not configured.
    """
    from searchkit.sources.http import HttpTransport  # noqa: PLC0415 - loads requests
    from searchkit.sources.pace import shared_slots  # noqa: PLC0415 - only for harvests

    kind = table[name]
    settings = load_settings(name, email=email)
    if missing := lacking(name, settings):
        raise NotEntitled(
            f"{name} needs `{missing.name}`, and it is not configured",
            help=f"put it into {variable(name, missing.name)}, or as `{missing.name}` under"
            f" [{section(name)}] in the configuration file; {missing.without}",
        )
    source = kind.configured(settings)
    with HttpTransport(
        source.rate,
        settings.secrets,
        door=source if isinstance(source, SignsIn) else None,
        patience=patience,
        notify=notify,
        slots=shared_slots(),
    ) as way:
        yield Connection(source, way)


def harvest(
    query: str,
    *,
    source: str = "pubmed",
    limit: int | None = None,
    window: Window | None = None,
    email: str = "",
    progress: Callable[[Tally], None] | None = None,
) -> Iterator[Record]:
    """Yield the records of a search in the source's own language.

    `limit` takes the first so many; `window` only those that entered the database on its
    days; `progress` is given the sums after each page. All records have arrived, or are
    accounted for in the sums, when the iteration ends without an error; else it raises a
    HarvestError: RequestRefused, NotEntitled, QuotaExceeded, ConnectionFailed or Incomplete.
    """
    with connect(source, email=email) as connection:
        steps = connection.pages(query, window=window, limit=limit, progress=progress)
        for page, _ in steps:
            yield from page.records
