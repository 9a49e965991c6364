"""What is done by hand on the sites that no source reaches: where to paste, what to export.

Each row says who says so. The grades are those of the dialects: nothing here was tried on a
site by this project, so most rows are practice, and the site has the last word.
"""

from __future__ import annotations

from dataclasses import dataclass

from searchkit.dialects.spec import Evidence, Grade


@dataclass(frozen=True, slots=True)
class Site:
    """How a platform is searched by hand.

    `paste` is where the string goes, `export` which format to choose, `most` how many
    records one export holds at most (None where that is not known), `format_name` the name
    of that format here. `lines` says that the numbered lines are pasted one by one.
    """

    title: str
    paste: str
    export: str
    format_name: str
    evidence: Evidence
    most: int | None = None
    lines: bool = False


_PRACTICE = Evidence(Grade.PRACTICE, "exports of these formats are in public review data sets")
_UNKNOWN = Evidence(Grade.UNVERIFIED, "no page of the platform was read for this row")

SITES: dict[str, Site] = {
    "ovid": Site(
        "Ovid",
        "Advanced Search, each line as one search",
        "RIS, all records, Complete Reference",
        "ris",
        _PRACTICE,
        lines=True,
    ),
    "ebsco": Site(
        "EBSCOhost",
        "Advanced Search, one search for each line (S1, S2 ...); expanders switched off",
        "RIS",
        "ris",
        _PRACTICE,
        lines=True,
    ),
    "pubmed": Site(
        "PubMed",
        "the search box",
        "Send to: Citation manager, or Save: PubMed",
        "nbib",
        Evidence(Grade.VENDOR, "PubMed help, as in the fact sheet on syntax: 10,000 at most"),
        most=10_000,
    ),
    "scopus": Site(
        "Scopus", "Advanced document search", "RIS, with abstract and keywords", "ris", _PRACTICE
    ),
    "wos": Site(
        "Web of Science",
        "Advanced Search, Query Preview; the edition of the protocol chosen",
        "Plain Text File, Full Record",
        "wos",
        _PRACTICE,
    ),
    "embase": Site("Embase", "Advanced search, Query builder off", "RIS", "ris", _UNKNOWN),
    "cochrane": Site(
        "Cochrane Library", "Advanced search, Search manager", "RIS", "ris", _UNKNOWN, lines=True
    ),
    "proquest": Site("ProQuest", "Advanced Search, Command Line", "RIS", "ris", _PRACTICE),
    "google-scholar": Site(
        "Google Scholar through Publish or Perish",
        "Keywords of a Google Scholar search in Publish or Perish",
        "Save Results as RIS",
        "ris",
        Evidence(Grade.GUIDE, "Publish or Perish: 1,000 results at most"),
        most=1_000,
    ),
}


def site_of(target: str) -> Site | None:
    """Return how a target is searched by hand, None where nothing is known.

    >>> site_of("ebsco:cinahl").title
    'EBSCOhost'
    """
    return SITES.get(target.partition(":")[0])
