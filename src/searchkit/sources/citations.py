"""Citation searching: the works that a work cites (backward), and those that cite it (forward).

A query names direction and work (`searchkit.sources.links`), so what was followed stands in
the provenance of every record found. A service that does not know the work finds nothing and
says so (`work-unknown`); one that lists other numbers than it counts is told as well
(`citations-differ`). Each class is a source like any other, in a table of its own, because
its queries are not searches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from urllib.parse import quote

from searchkit.errors import RequestRefused
from searchkit.records.services import crossref as crossref_records
from searchkit.records.services import europepmc as europepmc_records
from searchkit.records.services import semantic_scholar as semantic_scholar_records
from searchkit.sources import openalex
from searchkit.sources.answers import document
from searchkit.sources.base import (
    Page,
    Pairs,
    Request,
    Response,
    ServerWarning,
    TryAgain,
    Window,
)
from searchkit.sources.crossref import Crossref
from searchkit.sources.europepmc import EuropePmc
from searchkit.sources.links import Link, carried, link, no_window, unknown
from searchkit.sources.openalex import OpenAlex
from searchkit.sources.paging import LIST, items, listed, rank, whole_number, with_params
from searchkit.sources.semantic_scholar import SemanticScholar

DATABASE = "citations"


@dataclass(frozen=True, slots=True)
class OpenAlexCitations(OpenAlex):
    """Citations through OpenAlex, in both directions, with a window for those that are new."""

    database: ClassVar[str] = DATABASE
    schemes: ClassVar[tuple[str, ...]] = ("openalex", "doi", "pmid")

    def first(self, query: str, window: Window | None = None) -> Request:
        request = self._work(query, "id", "resolve")
        if window is None:
            return request
        days = f",from_created_date:{window.first},to_created_date:{window.last}"
        return replace(request, carry=(*request.carry, ("days", days)))

    def count(self, query: str) -> Request:
        return self._work(query, "id,cited_by_count,referenced_works_count", "count")

    def _work(self, query: str, fields: str, step: str) -> Request:
        found = link(query, self.schemes, self.platform)
        name = found.value if found.scheme == "openalex" else found.work
        path = f"works/{quote(name, safe=':')}"
        return self._request(path, (("select", fields),), carried(found, step))

    def read(self, response: Response) -> Page:
        request = response.request
        if request.carried("step") == "list":
            return openalex.read_works(response)
        if response.status == 404:
            return unknown(f"OpenAlex: {request.carried('work')}")
        answer = openalex.open_document(response)
        forward = request.carried("direction") == "forward"
        if request.carried("step") == "count":
            name = "cited_by_count" if forward else "referenced_works_count"
            return Page(hit_count=whole_number(answer.get(name), "OpenAlex"))
        number = str(answer.get("id") or "").rpartition("/")[2]
        if not number:
            raise TryAgain("OpenAlex sends something else than a work")
        filtered = f"cites:{number}" if forward else f"cited_by:{number}"
        return Page(next=self.works(filtered + request.carried("days")))


@dataclass(frozen=True, slots=True)
class EuropePmcCitations(EuropePmc):
    """Citations through Europe PMC, in both directions.

    Lists are walked by page (V: the service's documentation, 1,000 at a time). A DOI is looked
    up first. Entries of a reference list that Europe PMC could not match have only the text.
    """

    database: ClassVar[str] = DATABASE
    schemes: ClassVar[tuple[str, ...]] = ("pmid", "pmcid", "doi")

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the list or, for a DOI, the search for the work; a window is not offered."""
        no_window(window, self.platform)
        found = link(query, self.schemes, self.platform)
        if found.scheme == "doi":
            form = (("resultType", "lite"), ("pageSize", "1"))
            return self._request(f'DOI:"{found.value}"', form, carried(found, "resolve"))
        return self._list(found.direction, *_europepmc_number(found), str(self.page_size), LIST)

    def count(self, query: str) -> Request:
        """Return a request for the hit count; raises UsageError for a DOI, which takes two."""
        found = link(query, self.schemes[:2], self.platform)
        return self._list(found.direction, *_europepmc_number(found), "1", (("step", "count"),))

    def _list(self, direction: str, source: str, number: str, size: str, carry: Pairs) -> Request:
        what = "references" if direction == "backward" else "citations"
        params = (("format", "json"), ("pageSize", size), ("page", "1"))
        url = f"{self.url}/{source}/{quote(number, safe='')}/{what}"
        return Request("GET", url, params=params, carry=carry)

    def read(self, response: Response) -> Page:
        request = response.request
        answer = document(response, "Europe PMC")
        if fault := answer.get("errMsg"):
            raise RequestRefused(
                f"Europe PMC answers with an error: {fault}",
                help="check the identifier of the work",
            )
        total = whole_number(answer.get("hitCount"), "Europe PMC")
        match request.carried("step"):
            case "count":
                return Page(hit_count=total)
            case "resolve":
                return self._resolved(request, answer, total)
        backward = request.url.endswith("/references")
        outer, inner = ("referenceList", "reference") if backward else ("citationList", "citation")
        group = answer.get(outer)
        found = items(group.get(inner) if isinstance(group, dict) else [], "Europe PMC")
        following = None
        if rank(request) - 1 + len(found) < total:
            page = int(dict(request.params)["page"])
            following = with_params(request, page=str(page + 1))
        first = rank(request)
        rows = [
            (str(one.get("id") or first + place), europepmc_records.record(one))
            for place, one in enumerate(found)
        ]
        return listed(request, "Europe PMC", rows, total, following)

    def _resolved(self, request: Request, answer: Mapping[str, Any], total: int) -> Page:
        results = answer.get("resultList")
        found = items(results.get("result") if isinstance(results, dict) else None, "Europe PMC")
        if not total or not found:
            return unknown(f"Europe PMC: {request.carried('work')}")
        source, number = str(found[0].get("source")), str(found[0].get("id"))
        direction = request.carried("direction")
        return Page(next=self._list(direction, source, number, str(self.page_size), LIST))


def _europepmc_number(found: Link) -> tuple[str, str]:
    return ("MED", found.value) if found.scheme == "pmid" else ("PMC", found.value)


@dataclass(frozen=True, slots=True)
class SemanticScholarCitations(SemanticScholar):
    """Citations through Semantic Scholar, in both directions.

    At most 9,999 of a work can be listed (V: its staff, s2-folks issue 27), and reference lists
    have been seen to stop at 1,000 (C: s2-folks issue 117), so what is listed is compared with
    what is counted. Publishers keep some lists back.
    """

    database: ClassVar[str] = DATABASE
    reach: ClassVar[int | None] = 9_999
    schemes: ClassVar[tuple[str, ...]] = ("semantic-scholar", "doi", "pmid", "pmcid", "arxiv")

    page_size: int = 1_000

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the look at the work; a window is not offered."""
        no_window(window, self.platform)
        return self._work(query, "resolve")

    def count(self, query: str) -> Request:
        return self._work(query, "count")

    def _work(self, query: str, step: str) -> Request:
        found = link(query, self.schemes, self.platform)
        prefix = "" if found.scheme == "semantic-scholar" else f"{found.scheme.upper()}:"
        value = found.value.removeprefix("PMC") if found.scheme == "pmcid" else found.value
        path = f"paper/{prefix}{quote(value, safe='')}"
        fields = (("fields", "paperId,citationCount,referenceCount"),)
        return self.request(path, fields, carried(found, step))

    def read(self, response: Response) -> Page:
        request = response.request
        step = request.carried("step")
        if response.status == 404 and step != "list":
            return unknown(f"Semantic Scholar: {request.carried('work')}")
        answer = document(response, "Semantic Scholar")
        if step == "list":
            return self._listed(request, answer)
        forward = request.carried("direction") == "forward"
        counted = answer.get("citationCount" if forward else "referenceCount")
        total = whole_number(counted, "Semantic Scholar")
        if step == "count":
            return Page(hit_count=total)
        if self.reach is not None and total > self.reach:
            raise RequestRefused(
                f"Semantic Scholar counts {total:,} citations and lists only {self.reach:,}",
                help="follow this work through OpenAlex",
            )
        number = str(answer.get("paperId") or "")
        what = "citations" if forward else "references"
        params = (("fields", semantic_scholar_records.FIELDS), ("limit", str(self.page_size)))
        carry = (("step", "list"), ("rank", "1"), ("counted", str(total)), *request.carry[1:])
        path = f"paper/{number}/{what}"
        return Page(next=self.request(path, (*params, ("offset", "0")), carry))

    def _listed(self, request: Request, answer: Mapping[str, Any]) -> Page:
        forward = request.carried("direction") == "forward"
        if "data" not in answer:
            raise TryAgain("Semantic Scholar sends something else than a list of papers")
        # A list that its publisher keeps back is null.
        found = items(answer["data"] or [], "Semantic Scholar")
        papers = [one.get("citingPaper" if forward else "citedPaper") or {} for one in found]
        first = rank(request)
        after = first + len(papers)
        further = answer.get("next")
        if further is not None and papers:
            carried = dict(request.carry) | {"rank": str(after)}
            following = with_params(request, offset=str(after - 1))
            following = replace(following, carry=tuple(carried.items()))
        else:
            following = None
        warnings: tuple[ServerWarning, ...] = ()
        if following is None and str(after - 1) != request.carried("counted"):
            told = f"{request.carried('work')}: {request.carried('counted')} counted, {after - 1}"
            warnings = (ServerWarning("citations-differ", f"Semantic Scholar, {told} listed"),)
        return Page(
            records=tuple(semantic_scholar_records.record(paper) for paper in papers),
            ranks=tuple(range(first, after)),
            hit_count=after - 1 if following is None else None,
            next=following,
            warnings=warnings,
        )


@dataclass(frozen=True, slots=True)
class CrossrefCitations(Crossref):
    """References through Crossref, as their publishers deposited them.

    Who cites a work Crossref tells its members only (V: its documentation), so `forward` is
    refused.
    """

    database: ClassVar[str] = DATABASE
    schemes: ClassVar[tuple[str, ...]] = ("doi",)

    def first(self, query: str, window: Window | None = None) -> Request:
        """Return the request for the work; a window is not offered."""
        no_window(window, self.platform)
        return self._work(query, "list")

    def count(self, query: str) -> Request:
        return self._work(query, "count")

    def _work(self, query: str, step: str) -> Request:
        found = link(query, self.schemes, self.platform)
        if found.direction == "forward":
            raise RequestRefused(
                "Crossref does not tell who cites a work",
                help="go forward through OpenAlex, Europe PMC or Semantic Scholar",
            )
        path = f"works/{quote(found.value, safe='')}"
        return self.request(path, (), carried(found, step))

    def read(self, response: Response) -> Page:
        request = response.request
        if response.status == 404:
            return unknown(f"Crossref: {request.carried('work')}")
        message = document(response, "Crossref").get("message")
        content = message if isinstance(message, dict) else {}
        counted = whole_number(content.get("reference-count"), "Crossref")
        if request.carried("step") == "count":
            return Page(hit_count=counted)
        found = items(content.get("reference") or [], "Crossref")
        warnings: tuple[ServerWarning, ...] = ()
        if counted != len(found):
            told = f"{request.carried('work')}: {counted} counted, {len(found)} listed"
            warnings = (ServerWarning("citations-differ", f"Crossref, {told}"),)
        return Page(
            records=tuple(crossref_records.cited(one) for one in found),
            ranks=tuple(range(1, len(found) + 1)),
            hit_count=len(found),
            warnings=warnings,
        )
