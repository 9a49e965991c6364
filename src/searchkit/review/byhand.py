"""What is done by hand on the sites of databases: where to paste, what to export, how much at once.

Each fact says who says so. Nothing here was tried on a site by this project, so the site has
the last word; what no page could be found for is marked as not verified.
"""

from __future__ import annotations

from dataclasses import dataclass

from searchkit.dialects.spec import Evidence, Grade


@dataclass(frozen=True, slots=True)
class Most:
    """How many records one export holds at most, and what to do with more."""

    records: int
    beyond: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Site:
    """How a platform is searched by hand.

    `paste` is where the string goes, `export` what to click and which format to choose,
    `format_name` the name of that format here. `most` is None where no limit is known.
    `lines` says that the numbered lines are pasted one by one.
    """

    title: str
    paste: str
    export: str
    format_name: str
    evidence: Evidence
    most: Most | None = None
    lines: bool = False


_FILES = Evidence(Grade.PRACTICE, "exports of this format are in public review data sets")
_UNKNOWN = Evidence(Grade.UNVERIFIED, "no page of the platform was read for this")
_QUEENSLAND = Evidence(
    Grade.GUIDE,
    "University of Queensland Library, guide to systematic reviews, table of exports:"
    " guides.library.uq.edu.au/tools-and-techniques/systematic-reviews/post-search-phase",
)
_SYDNEY = Evidence(
    Grade.GUIDE,
    "Western Sydney University Library, guide to systematic reviews:"
    " subjectguides.library.westernsydney.edu.au/c.php?g=944483&p=6841085",
)
_HARZING = Evidence(
    Grade.GUIDE,
    "Publish or Perish manual, preferences: Google Scholar never returns more than 1,000:"
    " harzing.com/resources/publish-or-perish/manual",
)
_BY_YEAR = "search each span of publication years by itself, so that each part is below that"
_IN_RANGES = "export one range after the other (1 to {most}, and so on)"

SITES: dict[str, Site] = {
    "ovid": Site(
        "Ovid",
        "Advanced Search, each line as one search, in this order",
        "at the top of the results choose All, then Export, format RIS, fields Complete"
        " Reference (with abstract)",
        "ris",
        _QUEENSLAND,
        # Another guide says 2,000 (Western Sydney); the newer page was taken.
        Most(3_000, f"{_IN_RANGES} in the box for a range", _QUEENSLAND),
        lines=True,
    ),
    "ebsco": Site(
        "EBSCOhost",
        "Advanced Search, one search for each line (S1, S2 ...); in the search options the"
        " mode Boolean/Phrase, all expanders off",
        "Share, then Export results (in the new interface: select all, Download), format RIS;"
        " a large export arrives as a link by e-mail",
        "ris",
        _FILES,
        Most(25_000, _BY_YEAR, _SYDNEY),
        lines=True,
    ),
    "pubmed": Site(
        "PubMed",
        "the search box",
        "Send to, Citation manager, selection All results, Create file",
        "nbib",
        _QUEENSLAND,
        Most(10_000, _BY_YEAR, Evidence(Grade.VENDOR, "PubMed help: 10,000 at most")),
    ),
    "scopus": Site(
        "Scopus",
        "Advanced document search, Enter query string",
        "select All, Export, RIS, with citation information, abstract and keywords",
        "ris",
        _FILES,
        Most(20_000, _BY_YEAR, _UNKNOWN),
    ),
    "wos": Site(
        "Web of Science",
        "Advanced Search, Query Preview; choose the Core Collection and the editions that the"
        " protocol names, and Exact search",
        "Export, Plain text file, Records from 1 to the last, Record content Full Record",
        "wos",
        _FILES,
        Most(1_000, f"{_IN_RANGES}; with cited references only 500 at once", _UNKNOWN),
    ),
    "embase": Site(
        "Embase.com",
        "Advanced search; map to preferred term and all other mapping options off",
        "under Results select the number of items that were found, Export, RIS",
        "ris",
        _QUEENSLAND,
        Most(10_000, _IN_RANGES, _UNKNOWN),
    ),
    "cochrane": Site(
        "Cochrane Library",
        "Advanced search, Search manager, each line as one search",
        "select all in each tab (Reviews, Trials), Export selected citations, RIS (EndNote),"
        " Include abstract",
        "ris",
        _UNKNOWN,
        lines=True,
    ),
    "proquest": Site(
        "ProQuest",
        "Advanced Search, Command Line",
        "select all, All save & export options, RIS",
        "ris",
        _FILES,
    ),
    "google-scholar": Site(
        "Google Scholar through Publish or Perish",
        "a new Google Scholar search, field Keywords, each line as one search",
        "Save Results, Results as RIS; for each search its own file",
        "ris",
        Evidence(Grade.GUIDE, "Publish or Perish manual: harzing.com/resources/publish-or-perish"),
        Most(1_000, "Google Scholar shows no more; narrow it with the field Years", _HARZING),
    ),
    "oria": Site(
        "Oria",
        "Advanced search, a row for each part of the string: its field, `contains`, its words,"
        " and the operator that follows",
        "select the results of each page (50 at most), Push actions, RIS, encoding UTF-8",
        "ris",
        _UNKNOWN,
        Most(50, "do the same on each page of results", _UNKNOWN),
    ),
    "worldcat": Site(
        "WorldCat",
        "the search box of worldcat.org, or of your library's WorldCat Discovery",
        "add the results of each page to a list, then export the citations of the list as RIS",
        "ris",
        _UNKNOWN,
    ),
}


def site_of(target: str) -> Site | None:
    """Return how a target is searched by hand, None where nothing is known.

    >>> site_of("ebsco:cinahl").title
    'EBSCOhost'
    """
    return SITES.get(target.partition(":")[0])


def told_most(most: Most) -> str:
    """Return what one export holds and what to do with more.

    >>> print(told_most(SITES["ovid"].most))
    at most 3,000 records at once (guide): export one range after the other (1 to 3,000, and so on) in the box for a range
    """  # noqa: E501 - one line of output
    beyond = most.beyond.replace("{most}", f"{most.records:,}")
    grade = most.evidence.grade.value
    return f"at most {most.records:,} records at once ({grade}): {beyond}"
