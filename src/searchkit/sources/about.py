"""What is known about each source: where it is, how far it reaches, what may be kept of it.

The table is printed in the reference of sources. Endpoint, rate, page and reach are those of
the sources' own modules, whose tests hold the two together; here stands what a person has to
know: how a window is meant, which credentials there are, and what the licence allows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Keep = Literal["yes", "own use", "no"]


@dataclass(frozen=True, slots=True)
class About:
    """One source, for people.

    `version` is that of the interface, as of `seen` (ISO date). `may_store_abstract` is "yes"
    where the licence is open, "own use" where abstracts may be kept for the review but belong
    to their publishers, "no" where they may not be kept. `evidence` names where this stands,
    with its grade (V vendor, C client or practice, unverified).
    """

    title: str
    endpoint: str
    version: str
    paging: str
    window: str
    credentials: str
    may_store_abstract: Keep
    licence: str
    evidence: str
    seen: str = "2026-11-24"


def _ebsco(database: str) -> About:
    return About(
        title=f"{database} on EBSCO (EDS API)",
        endpoint="https://eds-api.ebscohost.com",
        version="EDS API, unversioned; answers of 2017 and 2018",
        paging="page number, within a session, in order",
        window="months of publication (no entry date can be asked for)",
        credentials="`user_id`, `password` and `profile` of the library, under `[ebsco]`; without"
        " `user_id` its address counts; `api_key` where EBSCO gave one; `provider` names the"
        " database where the profile holds several",
        may_store_abstract="own use",
        licence="by the library's contract with EBSCO; abstracts belong to their publishers. Not"
        " known to take all of EBSCOhost's language: compare hit counts, or export by hand",
        evidence="V: recorded answers for paging, session and fields; licence unverified",
    )


ABOUT: dict[str, About] = {
    "pubmed": About(
        title="PubMed (E-utilities)",
        endpoint="https://eutils.ncbi.nlm.nih.gov/entrez/eutils",
        version="E-utilities 0.3",
        paging="history server or list of PMIDs",
        window="create date",
        credentials="none needed; `api_key` is faster",
        may_store_abstract="own use",
        licence="NLM: data free to use; abstracts may belong to their publishers",
        evidence="V: NBK25499 and NLM's notice on copyright",
    ),
    "europepmc": About(
        title="Europe PMC",
        endpoint="https://www.ebi.ac.uk/europepmc/webservices/rest",
        version="6.9",
        paging="cursor (`cursorMark`)",
        window="day of first indexing (`FIRST_IDATE`)",
        credentials="none",
        may_store_abstract="own use",
        licence="abstracts may belong to their publishers; preprints carry licences of their own",
        evidence="V: version and paging in recorded answers; licence unverified",
    ),
    "openalex": About(
        title="OpenAlex",
        endpoint="https://api.openalex.org",
        version="unversioned; guide of 2026-02",
        paging="cursor",
        window="day of creation (needs a paid plan)",
        credentials="`api_key`, free; without it a cent's worth of requests a day",
        may_store_abstract="yes",
        licence="CC0",
        evidence="V: developers.openalex.org; licence unverified for abstracts",
    ),
    "crossref": About(
        title="Crossref",
        endpoint="https://api.crossref.org",
        version="REST, message-version 1.0.0",
        paging="cursor, the first 1,000 candidates by relevance (`most` takes others)",
        window="day of first deposit",
        credentials="none; an e-mail address is faster, `token` for subscribers",
        may_store_abstract="own use",
        licence="facts without copyright; abstracts belong to their publishers",
        evidence="V: recorded answers for version and rate; licence unverified",
    ),
    "semantic-scholar": About(
        title="Semantic Scholar",
        endpoint="https://api.semanticscholar.org/graph/v1",
        version="Academic Graph v1",
        paging="token",
        window="publication date (no entry date can be asked for)",
        credentials="`api_key`, on request; without it all users share one allowance",
        may_store_abstract="own use",
        licence="the interface's own licence; many abstracts are kept back by publishers",
        evidence="V: recorded answers; licence unverified",
    ),
    "arxiv": About(
        title="arXiv",
        endpoint="https://export.arxiv.org/api",
        version="Atom query interface",
        paging="offset",
        window="day of submission",
        credentials="none",
        may_store_abstract="yes",
        licence="CC0 for metadata, abstracts among them",
        evidence="V: arXiv's terms of use",
    ),
    "doaj": About(
        title="DOAJ",
        endpoint="https://doaj.org/api",
        version="unversioned path, version 4 in 2026",
        paging="page number",
        window="day of creation",
        credentials="none",
        may_store_abstract="yes",
        licence="metadata are free to use",
        evidence="V: DOAJ's server for paging and reach; licence unverified",
    ),
    "lens": About(
        title="Lens scholarly works",
        endpoint="https://api.lens.org",
        version="scholarly search, documentation of 2026-04",
        paging="scroll of one minute",
        window="day of creation",
        credentials="`token`, of a plan",
        may_store_abstract="own use",
        licence="by plan",
        evidence="V: Lens' documentation; licence unverified",
    ),
    "alma-sru": About(
        title="Library catalogue (Alma SRU)",
        endpoint="https://bibsys.alma.exlibrisgroup.com/view/sru",
        version="SRU 1.2",
        paging="position",
        window="years of publication (no entry date is known)",
        credentials="none; `institution` names another catalogue",
        may_store_abstract="own use",
        licence="NLOD for the Norwegian union catalogue",
        evidence="C: a live look of 2026",
    ),
    "oria": About(
        title="Oria (Primo)",
        endpoint="https://api-eu.hosted.exlibrisgroup.com/primo/v1",
        version="v1",
        paging="offset",
        window="years of publication (no entry date is known)",
        credentials="`api_key`, with `vid`, `tab` and `scope` of the library",
        may_store_abstract="own use",
        licence="by the library's contract with Ex Libris",
        evidence="V: developers.exlibrisgroup.com; licence unverified",
    ),
    "scopus": About(
        title="Scopus (Search API)",
        endpoint="https://api.elsevier.com/content/search",
        version="interface description of 2019-01",
        paging="cursor where the key is entitled to it, which lifts the reach; else offset",
        window="day of first loading (`ORIG-LOAD-DATE`; unverified)",
        credentials="`api_key`, free; `insttoken` outside the institution's network. Without"
        " a subscriber's rights the view is STANDARD: no abstracts, keywords, further authors",
        may_store_abstract="own use",
        licence="Elsevier's terms: non-commercial research; bibliographic data may be kept,"
        " abstracts as far as the institution's contract allows, nothing may be passed on",
        evidence="C: live looks of 2026 and public programs; licence unverified",
    ),
    "embase": About(
        title="Embase (Elsevier's interface; unverified)",
        endpoint="https://api.elsevier.com/content/embase",
        version="interface description of 2014-11",
        paging="position",
        window="day of entry (`/sd`; unverified)",
        credentials="`api_key` and `insttoken`, for institutions that Elsevier admits; all"
        " others import an export of Embase.com",
        may_store_abstract="own use",
        licence="by the institution's contract",
        evidence="V: Elsevier's interface description for address and parameters;"
        " answers, limits and licence unverified",
    ),
    "wos": About(
        title="Web of Science (API Expanded)",
        endpoint="https://wos-api.clarivate.com/api/wos",
        version="1.0.0-oas3",
        paging="number of an opened list, or place in the search",
        window="day of creation (`createdTimeSpan`)",
        credentials="`api_key`, of a contract; `database` and `editions` name what is searched",
        may_store_abstract="own use",
        licence="by contract with Clarivate; full records are counted by the year",
        evidence="V: Clarivate's OpenAPI document and recorded answers; licence unverified",
    ),
    "wos-starter": About(
        title="Web of Science (Starter API)",
        endpoint="https://api.clarivate.com/apis/wos-starter/v1",
        version="1.0.0",
        paging="page number",
        window="day of the last change (`modifiedTimeSpan`), new records included",
        credentials="`api_key`, free to ask for; `plan` names the allowance (trial, member,"
        " integration)",
        may_store_abstract="own use",
        licence="by plan; no abstracts are delivered",
        evidence="V: Clarivate's OpenAPI document; no recorded answer; licence unverified",
    ),
    "google-scholar": About(
        title="Google Scholar (SerpApi)",
        endpoint="https://serpapi.com",
        version="`engine=google_scholar`, unversioned",
        paging="offset, the first 1,000 of a search by relevance (`most` takes fewer)",
        window="years of publication (no entry date is known)",
        credentials="`api_key`, paid: each page of 20 results is one search of the plan",
        may_store_abstract="no",
        licence="Google's and SerpApi's terms; no abstracts are delivered, only snippets",
        evidence="V: serpapi.com and its public list of issues; licence unverified",
    ),
    "ebsco-cinahl": _ebsco("CINAHL"),
    "ebsco-academic-search-elite": _ebsco("Academic Search Elite"),
    "ebsco-psycinfo": _ebsco("APA PsycInfo"),
    "worldcat": About(
        title="WorldCat (Search API)",
        endpoint="https://americas.discovery.api.oclc.org/worldcat/search/v2",
        version="v2",
        paging="offset",
        window="years of publication (no entry date is known)",
        credentials="`client_id` and `client_secret` of a member of OCLC; a token from them",
        may_store_abstract="own use",
        licence="by OCLC's terms for members; no articles",
        evidence="C: public clients of version 2; nothing of it was seen, licence unverified",
    ),
}
