"""The sources that walk one list, each with the server that shows a list in its style."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from searchkit.records.record import Record
from searchkit.sources.alma_sru import AlmaSru
from searchkit.sources.arxiv import Arxiv
from searchkit.sources.base import SignsIn, Source
from searchkit.sources.crossref import Crossref
from searchkit.sources.doaj import Doaj
from searchkit.sources.ebsco import Cinahl
from searchkit.sources.embase import Embase
from searchkit.sources.europepmc import EuropePmc
from searchkit.sources.google_scholar import GoogleScholar
from searchkit.sources.lens import Lens
from searchkit.sources.openalex import OpenAlex
from searchkit.sources.oria import Oria
from searchkit.sources.scopus import Scopus
from searchkit.sources.semantic_scholar import SemanticScholar
from searchkit.sources.worldcat import WorldCat
from searchkit.sources.wos import WebOfScience
from searchkit.sources.wos_starter import WebOfScienceStarter
from servers import atom, clarivate, cursor, elsevier, offset, sessions, sru, token_lists
from servers.lists import Call, Door, ListServer, Reply

KEY = "0123456789abcdef-planted-secret"


class Sent(NamedTuple):
    """Where a credential belongs: in a parameter or a header, and as which text."""

    name: str
    text: str


@dataclass(frozen=True)
class Case:
    """A source on a server of ten records a page.

    `requests` are how many it takes for 25 records, `opening` those of them that come before
    the first record; `number` is the identifier that the server made of a record's number;
    `guesses` says that the platform does not count. `door` stands before a list that wants a
    sign-in, with the `secrets` it asks for.
    """

    name: str
    make: Callable[[str], Source]
    show: Callable[[ListServer, Call], Reply]
    number: Callable[[Record], str]
    requests: int = 3
    opening: int = 0
    credential: str = ""
    sent: Sent | None = None
    guesses: bool = False
    door: Door | None = None
    secrets: Mapping[str, str] = field(default_factory=dict)


def door_of(source: Source) -> SignsIn | None:
    """Return a source as what signs in, where it does."""
    return source if isinstance(source, SignsIn) else None


CASES = (
    Case(
        "europepmc",
        lambda url: EuropePmc(url=url, rate=1000, page_size=10),
        cursor.europepmc,
        lambda record: record.pmid,
        requests=4,
    ),
    Case(
        "openalex",
        lambda url: OpenAlex(url=url, rate=1000, page_size=10),
        cursor.openalex,
        lambda record: record.identifier("openalex").removeprefix("W"),
        requests=4,
        credential="api_key",
        sent=Sent("authorization", f"Bearer {KEY}"),
    ),
    Case(
        "crossref",
        lambda url: Crossref(url=url, rate=1000, page_size=10),
        cursor.crossref,
        lambda record: record.doi.removeprefix("10.1000/"),
        credential="token",
        sent=Sent("crossref-plus-api-token", f"Bearer {KEY}"),
    ),
    Case(
        "semantic-scholar",
        lambda url: SemanticScholar(url=url, rate=1000),
        token_lists.semantic_scholar,
        lambda record: record.identifier("semantic-scholar").removeprefix("p"),
        credential="api_key",
        sent=Sent("x-api-key", KEY),
    ),
    Case(
        "lens",
        lambda url: Lens(url=url, rate=1000, page_size=10),
        token_lists.lens,
        lambda record: str(int(record.identifier("lens").rpartition("-")[2])),
        credential="token",
        sent=Sent("authorization", f"Bearer {KEY}"),
    ),
    Case(
        "doaj",
        lambda url: Doaj(url=url, rate=1000, page_size=10),
        offset.doaj,
        lambda record: str(int(record.identifier("doaj"), 16)),
    ),
    Case(
        "oria",
        lambda url: Oria(url=url, rate=1000, page_size=10),
        offset.primo,
        lambda record: record.identifier("primo").removeprefix("alma"),
        credential="api_key",
        sent=Sent("apikey", KEY),
    ),
    Case(
        "google-scholar",
        lambda url: GoogleScholar(url=url, rate=1000, page_size=10),
        offset.serpapi,
        lambda record: record.identifier("google-scholar").removeprefix("r"),
        credential="api_key",
        sent=Sent("api_key", KEY),
        guesses=True,
    ),
    Case(
        "arxiv",
        lambda url: Arxiv(url=url, rate=1000, page_size=10),
        atom.arxiv,
        lambda record: str(int(record.identifier("arxiv").partition(".")[2])),
    ),
    Case(
        "alma-sru",
        lambda url: AlmaSru(url=url, rate=1000, page_size=10),
        sru.alma,
        lambda record: str(int(record.identifier("id").removeprefix("99"))),
    ),
    Case(
        "scopus",
        lambda url: Scopus(url=url, rate=1000, page_size=10),
        elsevier.scopus(elsevier.Rights()),
        lambda record: record.identifier("eid").removeprefix("2-s2.0-"),
        credential="api_key",
        sent=Sent("x-els-apikey", KEY),
    ),
    Case(
        "embase",
        lambda url: Embase(url=url, rate=1000, page_size=10),
        elsevier.embase,
        lambda record: str(int(record.identifier("embase").removeprefix("L"))),
        credential="insttoken",
        sent=Sent("x-els-insttoken", KEY),
    ),
    Case(
        "wos",
        lambda url: WebOfScience(url=url, rate=1000, page_size=10),
        clarivate.expanded,
        lambda record: str(int(record.identifier("wos").removeprefix("WOS:"))),
        requests=4,
        opening=1,
        credential="api_key",
        sent=Sent("x-apikey", KEY),
    ),
    Case(
        "wos-starter",
        lambda url: WebOfScienceStarter(url=url, rate=1000, page_size=10),
        clarivate.starter,
        lambda record: record.pmid,
        credential="api_key",
        sent=Sent("x-apikey", KEY),
    ),
    Case(
        "ebsco-cinahl",
        lambda url: Cinahl(url=url, rate=1000, page_size=10, profile="eds"),
        sessions.ebsco,
        lambda record: record.identifier("accession"),
        credential="api_key",
        sent=Sent("x-api-key", KEY),
        door=sessions.ebsco_door,
    ),
    Case(
        "worldcat",
        lambda url: WorldCat(url=url, rate=1000, page_size=10, tokens=f"{url}/token"),
        sessions.worldcat,
        lambda record: record.identifier("oclc"),
        door=sessions.worldcat_door,
        secrets={"client_id": sessions.CLIENT, "client_secret": sessions.SECRET},
    ),
)
