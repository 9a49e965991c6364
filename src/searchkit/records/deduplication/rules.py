"""The rule: two records are the same work, different, or to be looked at, and why.

`RULES` is a table read from the top; the first rule that holds decides, and its name and
reason go with the decision. No rule merges on an identifier or on an equal title alone:
meeting abstracts share the DOI of their supplement, and editorials share their title.

The function is pure, symmetric, and knows nothing of the other records, so that the same
decisions come from one process or from a cluster of machines.

>>> from searchkit.records.record import Author, Record
>>> full = Record(title="Sleep in rats: a review", authors=(Author("Li", "X."),), year=2019,
...               journal="Journal of Sleep", volume="5", pages="123-8")
>>> short = Record(title="Sleep in rats: a review", authors=(Author("Li", "Xi"),), year=2019,
...                journal="J Sleep", volume="5", pages="123-128")
>>> decision = decide(comparable(full), comparable(short))
>>> decision.verdict.value, decision.rule.name
('same', 'same-pages')
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

from searchkit.records.deduplication.agreement import (
    Comparison,
    Field,
    People,
    Place,
    compare,
)
from searchkit.records.deduplication.comparable import Comparable, comparable
from searchkit.records.deduplication.titles import Naming
from searchkit.records.deduplication.wording import Wording, compare_titles

__all__ = ["RULES", "UNLIKE", "Decision", "Rule", "Verdict", "comparable", "decide", "related"]


class Verdict(enum.StrEnum):
    """What is said of two records."""

    SAME = "same"
    DIFFERENT = "different"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: when it holds, its verdict is the decision, `why` its reason."""

    name: str
    verdict: Verdict
    why: str
    holds: Callable[[Comparison], bool]


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a pair, the rule that gave it and the evidence it rests on."""

    rule: Rule
    evidence: Comparison

    @property
    def verdict(self) -> Verdict:
        return self.rule.verdict


def decide(a: Comparable, b: Comparable) -> Decision:
    """Return the decision on two records."""
    evidence = compare(a, b)
    return Decision(next(rule for rule in RULES if rule.holds(evidence)), evidence)


def related(a: Comparable, b: Comparable) -> bool:
    """Say whether a pair can be anything but different; quicker than to decide it.

    Unlike titles need a shared identifier or a shared page to be worth a look.
    """
    return (
        a.pages.first == b.pages.first != ""
        or (a.doi == b.doi != "")
        or (a.pmid == b.pmid != "")
        or compare_titles(a.title, b.title) is not Wording.UNLIKE
    )


_TITLE_AGREES = frozenset((Wording.EQUAL, Wording.MISSPELT))
_TITLE_FITS = _TITLE_AGREES | {Wording.SHORTENED}
_TITLE_NEAR = frozenset((Wording.RESPELT, Wording.REWORDED))
_PEOPLE_AGREE = frozenset((People.ALL, People.MOST))
_PEOPLE_FIT = _PEOPLE_AGREE | {People.UNKNOWN}
_SAME_PAGE = frozenset((Place.RANGE, Place.FIRST))
_NO_PAGE_CLASH = frozenset((Place.UNKNOWN, Place.UNLIKE_KINDS, Place.OVERLAP))



def _near_in_time(c: Comparison) -> bool:
    return c.years is None or c.years <= 1


def _identifiers_clash(c: Comparison) -> bool:
    return c.doi is Field.CLASH or c.pmid is Field.CLASH


def _same_place(c: Comparison) -> bool:
    return c.place in _SAME_PAGE and c.volume is Field.SAME and _near_in_time(c)


def _title_and_people(c: Comparison) -> bool:
    return c.title in _TITLE_FITS and c.people in _PEOPLE_AGREE


# Kept apart -------------------------------------------------------------------------


def _notice_at_the_same_place(c: Comparison) -> bool:
    return c.kinds is Field.CLASH and _same_place(c) and c.people in _PEOPLE_AGREE


def _notice(c: Comparison) -> bool:
    return c.kinds is Field.CLASH


def _preprint(c: Comparison) -> bool:
    return c.genres is Field.CLASH and c.doi is not Field.SAME and c.pmid is not Field.SAME


def _other_cochrane_review(c: Comparison) -> bool:
    return c.cochrane is Field.CLASH


# One work ---------------------------------------------------------------------------


def _version_of_cochrane_review(c: Comparison) -> bool:
    if c.cochrane is Field.SAME:
        return c.title in _TITLE_FITS or (c.title in _TITLE_NEAR and c.people in _PEOPLE_FIT)
    return c.cochrane is Field.NEAR and c.title in _TITLE_AGREES and c.people in _PEOPLE_FIT


def _same_pmid(c: Comparison) -> bool:
    return c.pmid is Field.SAME and (
        (c.title in _TITLE_FITS and c.people is not People.NONE)
        or (c.title in _TITLE_NEAR and c.people in _PEOPLE_AGREE)
    )


def _same_doi(c: Comparison) -> bool:
    if c.doi is not Field.SAME or c.pmid is Field.CLASH or c.people not in _PEOPLE_FIT:
        return False
    if c.title in _TITLE_FITS:
        return (
            c.naming is Naming.WORK
            or c.place in _SAME_PAGE
            or (c.naming is Naming.BRIEF and c.people in _PEOPLE_AGREE and _near_in_time(c))
        )
    if c.title is Wording.RESPELT and c.place in _SAME_PAGE and not c.supplement:
        return c.people is People.ALL
    return c.title in _TITLE_NEAR and (
        c.place is Place.RANGE or (c.people is People.ALL and c.abstract is Field.SAME)
    )


def _undated(c: Comparison) -> bool:
    return c.years is None and c.place is Place.UNKNOWN and c.title in _TITLE_FITS


def _same_heading(c: Comparison) -> bool:
    return (
        c.naming is Naming.HEADING
        and _same_place(c)
        and c.title in _TITLE_AGREES
        and c.people in _PEOPLE_AGREE
        and c.journal is not Field.CLASH
        and not _identifiers_clash(c)
        and c.issue is Field.SAME
    )


def _same_pages_rule(c: Comparison) -> bool:
    if not _same_place(c) or c.journal is Field.CLASH or c.naming is Naming.HEADING:
        return False
    if c.naming is Naming.BRIEF and (c.issue is Field.CLASH or c.people is People.UNKNOWN):
        return False
    if c.title in _TITLE_FITS and c.people in _PEOPLE_FIT:
        return True
    if c.title in _TITLE_AGREES and c.journal is Field.SAME:
        return c.people is People.SOME or c.place is Place.RANGE
    if c.title is Wording.RESPELT and c.people is People.ALL and not c.supplement:
        return True
    return (
        (c.title in _TITLE_NEAR or (c.title is Wording.RENUMBERED and c.people is People.ALL))
        and c.place is Place.RANGE
        and c.people in _PEOPLE_AGREE
    )


def _same_article_range(c: Comparison) -> bool:
    return (
        c.place is Place.RANGE
        and c.years == 0
        and c.people is People.ALL
        and not _identifiers_clash(c)
        and (
            (c.title in _TITLE_NEAR and Field.CLASH not in (c.journal, c.volume, c.issue))
            or (
                c.title is Wording.UNLIKE
                and c.translated
                and c.journal is Field.SAME
                and c.volume is not Field.CLASH
                and c.issue is Field.SAME
            )
        )
    )


def _same_volume_other_journal(c: Comparison) -> bool:
    return (
        c.journal is Field.CLASH
        and c.volume is Field.SAME
        and c.issue is Field.SAME
        and c.years == 0
        and c.title in _TITLE_AGREES
        and c.people is People.ALL
        and c.place in _NO_PAGE_CLASH
        and not _identifiers_clash(c)
        and c.naming is Naming.WORK
    )


def _republished(c: Comparison) -> bool:
    return (
        c.journal is Field.SAME
        and c.title is Wording.EQUAL
        and c.people is People.ALL
        and c.abstract is Field.SAME
        and _near_in_time(c)
        and not c.supplement
        and c.naming is Naming.WORK
    )


def _same_pages_other_journal(c: Comparison) -> bool:
    return (
        _same_place(c)
        and c.journal is Field.CLASH
        and c.title in _TITLE_AGREES
        and c.people in _PEOPLE_AGREE
        and c.naming is Naming.WORK
    )


def _same_pages_volume_missing(c: Comparison) -> bool:
    if c.place not in _SAME_PAGE or c.volume is not Field.UNKNOWN or c.naming is not Naming.WORK:
        return False
    if c.place is Place.RANGE or c.people is People.UNKNOWN:
        whole = c.title is Wording.EQUAL and c.journal is Field.SAME and c.years == 0
        if whole and Field.CLASH not in (c.issue, c.doi, c.pmid):
            return True
    if not _title_and_people(c) or not _near_in_time(c):
        return False
    if c.place is Place.RANGE:
        return True
    return c.journal is not Field.CLASH and c.years == 0 and Field.CLASH not in (c.issue, c.doi, c.pmid)


def _same_pages_volume_differs(c: Comparison) -> bool:
    return (
        c.place in _SAME_PAGE
        and c.volume is Field.CLASH
        and c.years == 0
        and c.title in _TITLE_AGREES
        and c.people in _PEOPLE_AGREE
        and c.journal is Field.SAME
        and (c.place is Place.RANGE or c.issue is Field.SAME)
        and c.naming is Naming.WORK
    )


def _same_volume(c: Comparison) -> bool:
    return (
        c.journal is Field.SAME
        and c.volume is Field.SAME
        and _near_in_time(c)
        and c.title in _TITLE_FITS
        and (
            c.people in _PEOPLE_AGREE
            or (
                c.people is People.UNKNOWN
                and c.title is not Wording.SHORTENED
                and not _identifiers_clash(c)
            )
        )
        and c.place in _NO_PAGE_CLASH
        and c.issue is not Field.CLASH
        and (
            c.naming is Naming.WORK
            or (
                c.naming is Naming.BRIEF
                and c.title is Wording.EQUAL
                and c.issue is Field.SAME
                and c.people is People.ALL
            )
        )
    )


def _same_volume_pages_differ(c: Comparison) -> bool:
    return (
        c.journal is Field.SAME
        and c.volume is Field.SAME
        and _near_in_time(c)
        and c.title is Wording.EQUAL
        and c.people is People.ALL
        and c.place is Place.CLASH
        and not c.supplement
        and (c.issue is Field.SAME or (c.issue is Field.UNKNOWN and c.articles))
        and not _identifiers_clash(c)
        and c.naming is Naming.WORK
    )


def _online_first(c: Comparison) -> bool:
    """Say whether a year apart is explained: one was not in print yet. A meeting abstract
    looks alike, so that title and authors must agree wholly.
    """
    return (
        c.years == 1
        and c.title is Wording.EQUAL
        and c.people is People.ALL
        and c.abstract is not Field.CLASH
        and c.awaited
    )


def _same_journal(c: Comparison) -> bool:
    return (
        c.journal is Field.SAME
        and c.volume is Field.UNKNOWN
        and _title_and_people(c)
        and (c.years == 0 or _online_first(c))
        and (c.title in _TITLE_AGREES or c.people is People.ALL)
        and c.place in _NO_PAGE_CLASH
        and c.issue is not Field.CLASH
        and not _identifiers_clash(c)
        and c.naming is Naming.WORK
    )


def _thesis(c: Comparison) -> bool:
    return (
        c.theses
        and c.title in _TITLE_AGREES
        and c.fullname
        and _near_in_time(c)
        and c.naming is Naming.WORK
    )


def _nothing_against(c: Comparison) -> bool:
    return (
        c.journal is Field.UNKNOWN
        and c.title in _TITLE_AGREES
        and c.people is People.ALL
        and c.years == 0
        and Field.CLASH not in (c.volume, c.issue, c.doi, c.pmid)
        and c.place in _NO_PAGE_CLASH
        and c.naming is Naming.WORK
    )


# Apart again: what looks alike and stands in two places ---------------------------------


def _numbered(c: Comparison) -> bool:
    return c.title is Wording.RENUMBERED and not (_same_place(c) and c.people in _PEOPLE_AGREE)


def _published_elsewhere(c: Comparison) -> bool:
    return c.title in _TITLE_FITS and c.journal is Field.CLASH and (
        Field.CLASH in (c.volume, c.doi, c.pmid) or c.place is Place.CLASH or (c.years or 0) > 1
    )


def _other_people(c: Comparison) -> bool:
    return c.people is People.NONE and c.place not in _SAME_PAGE


def _heading(c: Comparison) -> bool:
    return c.naming is Naming.HEADING and not _same_heading(c) and (
        Field.CLASH in (c.volume, c.issue, c.journal, c.doi, c.pmid)
        or c.place is Place.CLASH
        or (c.years or 0) > 0
    )


# To be looked at ------------------------------------------------------------------------


def _shared_identifier(c: Comparison) -> bool:
    return (c.doi is Field.SAME or c.pmid is Field.SAME) and (
        c.title in _TITLE_NEAR or c.title is Wording.UNKNOWN or c.people in _PEOPLE_AGREE
    )


def _shared_place(c: Comparison) -> bool:
    return _same_place(c) and c.journal is Field.SAME and c.people in _PEOPLE_AGREE


def _alike(c: Comparison) -> bool:
    return c.title in _TITLE_FITS


def _nearly_alike(c: Comparison) -> bool:
    return (
        c.title in _TITLE_NEAR
        and c.people is People.ALL
        and c.journal is Field.SAME
        and c.volume is Field.SAME
        and Field.CLASH not in (c.issue, c.doi, c.pmid)
        and c.place in _NO_PAGE_CLASH
    )


def _other_title(c: Comparison) -> bool:
    return c.title is Wording.UNLIKE and (
        Field.CLASH in (c.volume, c.doi, c.pmid)
        or c.place is Place.CLASH
        or (c.years is not None and c.years > 1)
    )


def _unlike(c: Comparison) -> bool:
    return True


UNLIKE = Rule("unlike", Verdict.DIFFERENT, "too little in common", _unlike)
"""The rule that holds when nothing else does: it says that there is no reason to join two
records, while the other rules with the verdict "different" say why they must not be."""

RULES: tuple[Rule, ...] = (
    Rule("other-cochrane-review", Verdict.DIFFERENT, "the Cochrane numbers differ", _other_cochrane_review),
    Rule("notice-at-same-place", Verdict.LOOK, "one is a notice about a work, yet both stand at one place", _notice_at_the_same_place),
    Rule("notice-and-work", Verdict.DIFFERENT, "one is a correction, comment, reply or reprint, the other is not", _notice),
    Rule("preprint-and-article", Verdict.DIFFERENT, "a preprint and its article are two reports", _preprint),
    Rule("cochrane-versions", Verdict.SAME, "versions of one Cochrane review", _version_of_cochrane_review),
    Rule("same-pmid", Verdict.SAME, "PMID and title agree", _same_pmid),
    Rule("standing-heading", Verdict.DIFFERENT, "the title is a heading that many items share", _heading),
    Rule("undated", Verdict.LOOK, "the titles agree, but neither years nor pages can be compared", _undated),
    Rule("same-doi", Verdict.SAME, "DOI, title and authors agree", _same_doi),
    Rule("same-pages", Verdict.SAME, "title, volume and page agree", _same_pages_rule),
    Rule("same-heading", Verdict.SAME, "a heading that many items share, at one place and by the same people", _same_heading),
    Rule("same-article-range", Verdict.SAME, "all authors, year and the whole range of pages agree; the title was reworded or translated", _same_article_range),
    Rule("numbered-parts", Verdict.DIFFERENT, "the titles differ in their numbers", _numbered),
    Rule("same-pages-other-journal", Verdict.SAME, "title, authors, volume and page agree, only the journal's name does not", _same_pages_other_journal),
    Rule("same-issue-other-journal", Verdict.SAME, "title, all authors, year, volume and issue agree, only the journal's name does not", _same_volume_other_journal),
    Rule("same-pages-volume-missing", Verdict.SAME, "title, authors and page agree; a volume is missing", _same_pages_volume_missing),
    Rule("same-pages-volume-differs", Verdict.SAME, "title, authors, journal, year and pages agree; a volume is wrong", _same_pages_volume_differs),
    Rule("same-volume", Verdict.SAME, "title, authors, journal and volume agree; pages say nothing", _same_volume),
    Rule("same-volume-pages-differ", Verdict.SAME, "title, all authors, journal and volume agree; pages are counted differently", _same_volume_pages_differ),
    Rule("same-journal", Verdict.SAME, "title, authors and journal agree; a volume is missing", _same_journal),
    Rule("thesis", Verdict.SAME, "one thesis, as deposited and as listed: title, year and full name agree", _thesis),
    Rule("nothing-against", Verdict.SAME, "title, all authors and year agree and nothing known speaks against it", _nothing_against),
    Rule("republished", Verdict.SAME, "title, all authors, journal and abstract agree: one work printed twice", _republished),
    Rule("published-elsewhere", Verdict.DIFFERENT, "one title in two places: abstract and article, reprint, separate report", _published_elsewhere),
    Rule("other-people", Verdict.DIFFERENT, "no author in common", _other_people),
    Rule("shared-identifier", Verdict.LOOK, "an identifier is shared, the rest does not settle it", _shared_identifier),
    Rule("shared-place", Verdict.LOOK, "authors, journal, volume and page agree, the titles do not", _shared_place),
    Rule("alike", Verdict.LOOK, "the titles agree, the rest does not settle it", _alike),
    Rule("nearly-alike", Verdict.LOOK, "title and place nearly agree", _nearly_alike),
    Rule("other-title", Verdict.DIFFERENT, "the titles differ, and so does the place", _other_title),
    UNLIKE,
)
