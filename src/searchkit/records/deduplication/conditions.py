"""When a rule holds: one function for each row of the table in `rules`, over the evidence.

All are pure and read only the evidence of one pair. They stand in the order of the table.
"""

from __future__ import annotations

from searchkit.records.deduplication.agreement import Comparison, Field, People, Place
from searchkit.records.deduplication.titles import Naming
from searchkit.records.deduplication.wording import Wording

_TITLE_AGREES = frozenset((Wording.EQUAL, Wording.MISSPELT))
_TITLE_FITS = _TITLE_AGREES | {Wording.SHORTENED}
_TITLE_NEAR = frozenset((Wording.RESPELT, Wording.REWORDED))
_PEOPLE_AGREE = frozenset((People.ALL, People.MOST))
_PEOPLE_FIT = _PEOPLE_AGREE | {People.UNKNOWN}
_SAME_PAGE = frozenset((Place.RANGE, Place.FIRST))
_NO_PAGE_CLASH = frozenset((Place.UNKNOWN, Place.UNLIKE_KINDS, Place.OVERLAP))


def near_in_time(c: Comparison) -> bool:
    return c.years is None or c.years <= 1


def identifiers_clash(c: Comparison) -> bool:
    return c.doi is Field.CLASH or c.pmid is Field.CLASH


def same_place(c: Comparison) -> bool:
    return c.place in _SAME_PAGE and c.volume is Field.SAME and near_in_time(c)


def title_and_people(c: Comparison) -> bool:
    return c.title in _TITLE_FITS and c.people in _PEOPLE_AGREE


# Kept apart -------------------------------------------------------------------------


def notice_at_the_same_place(c: Comparison) -> bool:
    return c.kinds is Field.CLASH and same_place(c) and c.people in _PEOPLE_AGREE


def notice(c: Comparison) -> bool:
    return c.kinds is Field.CLASH


def preprint(c: Comparison) -> bool:
    return c.genres is Field.CLASH and c.doi is not Field.SAME and c.pmid is not Field.SAME


def other_cochrane_review(c: Comparison) -> bool:
    return c.cochrane is Field.CLASH


# One work ---------------------------------------------------------------------------


def version_of_cochrane_review(c: Comparison) -> bool:
    if c.cochrane is Field.SAME:
        return c.title in _TITLE_FITS or (c.title in _TITLE_NEAR and c.people in _PEOPLE_FIT)
    return c.cochrane is Field.NEAR and c.title in _TITLE_AGREES and c.people in _PEOPLE_FIT


def same_pmid(c: Comparison) -> bool:
    return c.pmid is Field.SAME and (
        (c.title in _TITLE_FITS and c.people is not People.NONE)
        or (c.title in _TITLE_NEAR and c.people in _PEOPLE_AGREE)
    )


def same_doi(c: Comparison) -> bool:
    if c.doi is not Field.SAME or c.pmid is Field.CLASH or c.people not in _PEOPLE_FIT:
        return False
    if c.title in _TITLE_FITS:
        return (
            c.naming is Naming.WORK
            or c.place in _SAME_PAGE
            or (c.naming is Naming.BRIEF and c.people in _PEOPLE_AGREE and near_in_time(c))
        )
    if c.title is Wording.RESPELT and c.place in _SAME_PAGE and not c.supplement:
        return c.people is People.ALL
    return c.title in _TITLE_NEAR and (
        c.place is Place.RANGE or (c.people is People.ALL and c.abstract is Field.SAME)
    )


def undated(c: Comparison) -> bool:
    return c.years is None and c.place is Place.UNKNOWN and c.title in _TITLE_FITS


def same_heading(c: Comparison) -> bool:
    return (
        c.naming is Naming.HEADING
        and same_place(c)
        and c.title in _TITLE_AGREES
        and c.people in _PEOPLE_AGREE
        and c.journal is not Field.CLASH
        and not identifiers_clash(c)
        and c.issue is Field.SAME
    )


def _whole_place(c: Comparison) -> bool:
    """Say whether journal, volume and range of pages agree wholly, whatever the years say."""
    return (
        c.place is Place.RANGE
        and c.volume is Field.SAME
        and c.journal is Field.SAME
        and c.issue is not Field.CLASH
        and c.title is Wording.EQUAL
        and c.people is People.ALL
        and c.naming is Naming.WORK
    )


def same_pages(c: Comparison) -> bool:
    if _whole_place(c):
        return True
    if not same_place(c) or c.journal is Field.CLASH or c.naming is Naming.HEADING:
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


def same_article_range(c: Comparison) -> bool:
    return (
        c.place is Place.RANGE
        and c.years == 0
        and c.people is People.ALL
        and not identifiers_clash(c)
        and (
            (
                (c.title in _TITLE_NEAR or c.title is Wording.RENUMBERED)
                and Field.CLASH not in (c.journal, c.volume, c.issue)
            )
            or (
                c.title is Wording.UNLIKE
                and c.translated
                and c.journal is Field.SAME
                and c.volume is not Field.CLASH
                and c.issue is Field.SAME
            )
        )
    )


def same_volume_other_journal(c: Comparison) -> bool:
    return (
        c.journal is Field.CLASH
        and c.volume is Field.SAME
        and c.issue is Field.SAME
        and c.years == 0
        and c.title in _TITLE_AGREES
        and c.people is People.ALL
        and c.place is Place.UNKNOWN
        and c.abstract is not Field.CLASH
        and not identifiers_clash(c)
        and c.kinds is Field.SAME
        and c.naming is Naming.WORK
    )


def republished(c: Comparison) -> bool:
    return (
        c.journal is Field.SAME
        and c.title is Wording.EQUAL
        and c.people is People.ALL
        and c.abstract is Field.SAME
        and near_in_time(c)
        and not c.supplement
        and c.kinds is Field.SAME
        and c.naming is Naming.WORK
    )


def same_pages_other_journal(c: Comparison) -> bool:
    return (
        same_place(c)
        and c.journal is Field.CLASH
        and (
            c.title in _TITLE_AGREES
            or (c.title in _TITLE_FITS | _TITLE_NEAR and c.place is Place.RANGE)
        )
        and c.people in _PEOPLE_AGREE
        and c.naming is Naming.WORK
    )


def same_pages_volume_missing(c: Comparison) -> bool:
    if c.place not in _SAME_PAGE or c.volume is not Field.UNKNOWN or c.naming is not Naming.WORK:
        return False
    if c.place is Place.RANGE or c.people is People.UNKNOWN:
        whole = c.title is Wording.EQUAL and c.journal is Field.SAME and c.years == 0
        if whole and Field.CLASH not in (c.issue, c.doi, c.pmid):
            return True
    if not title_and_people(c) or not near_in_time(c):
        return False
    if c.place is Place.RANGE:
        return True
    return (
        c.journal is not Field.CLASH
        and c.years == 0
        and Field.CLASH not in (c.issue, c.doi, c.pmid)
    )


def same_pages_volume_differs(c: Comparison) -> bool:
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


def same_volume(c: Comparison) -> bool:
    return (
        c.journal is Field.SAME
        and c.volume is Field.SAME
        and near_in_time(c)
        and c.title in _TITLE_FITS
        and (
            c.people in _PEOPLE_AGREE
            or (
                c.people is People.UNKNOWN
                and c.title is not Wording.SHORTENED
                and not identifiers_clash(c)
            )
        )
        and c.place in _NO_PAGE_CLASH
        and c.issue is not Field.CLASH
        and (c.kinds is Field.SAME or c.issue is Field.SAME)
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


def same_volume_pages_differ(c: Comparison) -> bool:
    return (
        c.journal is Field.SAME
        and c.volume is Field.SAME
        and near_in_time(c)
        and c.title is Wording.EQUAL
        and c.people is People.ALL
        and c.place is Place.CLASH
        and not c.supplement
        and (c.issue is Field.SAME or (c.issue is Field.UNKNOWN and c.articles))
        and not identifiers_clash(c)
        and c.kinds is Field.SAME
        and c.naming is Naming.WORK
    )


def online_first(c: Comparison) -> bool:
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


def same_journal(c: Comparison) -> bool:
    whole = c.title is Wording.EQUAL and c.people is People.ALL and c.years == 0
    return (
        c.journal is Field.SAME
        and c.volume is Field.UNKNOWN
        and title_and_people(c)
        and (c.years == 0 or online_first(c))
        and (c.title in _TITLE_AGREES or c.people is People.ALL)
        and c.place in _NO_PAGE_CLASH
        and c.issue is not Field.CLASH
        and not identifiers_clash(c)
        and c.kinds is Field.SAME
        and (c.naming is Naming.WORK or (c.naming is Naming.BRIEF and whole))
    )


def thesis(c: Comparison) -> bool:
    return (
        c.theses
        and c.title in _TITLE_AGREES
        and c.fullname
        and near_in_time(c)
        and c.naming is Naming.WORK
    )


def nothing_against(c: Comparison) -> bool:
    return (
        c.journal is Field.UNKNOWN
        and c.title in _TITLE_AGREES
        and c.people is People.ALL
        and c.years == 0
        and Field.CLASH not in (c.volume, c.issue, c.doi, c.pmid)
        and c.place in _NO_PAGE_CLASH
        and c.kinds is Field.SAME
        and c.naming is Naming.WORK
    )


# Apart again: what looks alike and stands in two places ---------------------------------


def numbered(c: Comparison) -> bool:
    return c.title is Wording.RENUMBERED and not (same_place(c) and c.people in _PEOPLE_AGREE)


def other_people(c: Comparison) -> bool:
    return c.people is People.NONE and c.place not in _SAME_PAGE


def published_elsewhere(c: Comparison) -> bool:
    return (
        c.title in _TITLE_FITS
        and c.journal is Field.CLASH
        and (
            Field.CLASH in (c.volume, c.doi, c.pmid) or c.place is Place.CLASH or (c.years or 0) > 1
        )
    )


def heading(c: Comparison) -> bool:
    return (
        c.naming is Naming.HEADING
        and not same_heading(c)
        and (
            Field.CLASH in (c.volume, c.issue, c.journal, c.doi, c.pmid)
            or c.place is Place.CLASH
            or (c.years or 0) > 0
        )
    )


# To be looked at ------------------------------------------------------------------------


def shared_identifier(c: Comparison) -> bool:
    return (c.doi is Field.SAME or c.pmid is Field.SAME) and (
        c.title in _TITLE_NEAR or c.title is Wording.UNKNOWN or c.people in _PEOPLE_AGREE
    )


def shared_place(c: Comparison) -> bool:
    return same_place(c) and c.journal is Field.SAME and c.people in _PEOPLE_AGREE


def alike(c: Comparison) -> bool:
    return c.title in _TITLE_FITS


def nearly_alike(c: Comparison) -> bool:
    return (
        c.title in _TITLE_NEAR
        and c.people is People.ALL
        and c.journal is Field.SAME
        and c.volume is Field.SAME
        and Field.CLASH not in (c.issue, c.doi, c.pmid)
        and c.place in _NO_PAGE_CLASH
    )


def other_title(c: Comparison) -> bool:
    return c.title is Wording.UNLIKE and (
        Field.CLASH in (c.volume, c.doi, c.pmid)
        or c.place is Place.CLASH
        or (c.years is not None and c.years > 1)
    )


def unlike(c: Comparison) -> bool:
    return True
