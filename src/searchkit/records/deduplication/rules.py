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
from typing import NamedTuple

from searchkit.records.deduplication import conditions
from searchkit.records.deduplication.agreement import Comparison, compare
from searchkit.records.deduplication.comparable import Comparable, comparable
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


class Decision(NamedTuple):
    """The rule that holds for a pair, and the evidence it rests on."""

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


UNLIKE = Rule("unlike", Verdict.DIFFERENT, "too little in common", conditions.unlike)
"""The rule that holds when nothing else does: it says that there is no reason to join two
records, while the other rules with the verdict "different" say why they must not be."""

RULES: tuple[Rule, ...] = (
    Rule(
        "other-cochrane-review",
        Verdict.DIFFERENT,
        "the Cochrane numbers differ",
        conditions.other_cochrane_review,
    ),
    Rule(
        "notice-at-same-place",
        Verdict.LOOK,
        "one is a notice about a work, yet both stand at one place",
        conditions.notice_at_the_same_place,
    ),
    Rule(
        "notice-and-work",
        Verdict.DIFFERENT,
        "one is a correction, comment, reply or reprint, the other is not",
        conditions.notice,
    ),
    Rule(
        "preprint-and-article",
        Verdict.DIFFERENT,
        "a preprint and its article are two reports",
        conditions.preprint,
    ),
    Rule(
        "cochrane-versions",
        Verdict.SAME,
        "versions of one Cochrane review",
        conditions.version_of_cochrane_review,
    ),
    Rule("same-pmid", Verdict.SAME, "PMID and title agree", conditions.same_pmid),
    Rule(
        "standing-heading",
        Verdict.DIFFERENT,
        "the title is a heading that many items share",
        conditions.heading,
    ),
    Rule(
        "undated",
        Verdict.LOOK,
        "the titles agree, but neither years nor pages can be compared",
        conditions.undated,
    ),
    Rule("same-doi", Verdict.SAME, "DOI, title and authors agree", conditions.same_doi),
    Rule("same-pages", Verdict.SAME, "title, volume and page agree", conditions.same_pages),
    Rule(
        "same-heading",
        Verdict.SAME,
        "a heading that many items share, at one place and by the same people",
        conditions.same_heading,
    ),
    Rule(
        "same-article-range",
        Verdict.SAME,
        "all authors, year and range of pages agree; the title was reworded or translated",
        conditions.same_article_range,
    ),
    Rule(
        "numbered-parts",
        Verdict.DIFFERENT,
        "the titles differ in their numbers",
        conditions.numbered,
    ),
    Rule(
        "same-pages-other-journal",
        Verdict.SAME,
        "title, authors, volume and page agree, only the journal's name does not",
        conditions.same_pages_other_journal,
    ),
    Rule(
        "same-issue-other-journal",
        Verdict.SAME,
        "title, all authors, year, volume and issue agree, only the journal's name does not",
        conditions.same_volume_other_journal,
    ),
    Rule(
        "same-pages-volume-missing",
        Verdict.SAME,
        "title, authors and page agree; a volume is missing",
        conditions.same_pages_volume_missing,
    ),
    Rule(
        "same-pages-volume-differs",
        Verdict.SAME,
        "title, authors, journal, year and pages agree; a volume is wrong",
        conditions.same_pages_volume_differs,
    ),
    Rule(
        "same-volume",
        Verdict.SAME,
        "title, authors, journal and volume agree; pages say nothing",
        conditions.same_volume,
    ),
    Rule(
        "same-volume-pages-differ",
        Verdict.SAME,
        "title, all authors, journal and volume agree; pages are counted differently",
        conditions.same_volume_pages_differ,
    ),
    Rule(
        "same-journal",
        Verdict.SAME,
        "title, authors and journal agree; a volume is missing",
        conditions.same_journal,
    ),
    Rule(
        "thesis",
        Verdict.SAME,
        "one thesis, as deposited and as listed: title, year and full name agree",
        conditions.thesis,
    ),
    Rule(
        "nothing-against",
        Verdict.SAME,
        "title, all authors and year agree and nothing known speaks against it",
        conditions.nothing_against,
    ),
    Rule(
        "republished",
        Verdict.SAME,
        "title, all authors, journal and abstract agree: one work printed twice",
        conditions.republished,
    ),
    Rule("other-people", Verdict.DIFFERENT, "no author in common", conditions.other_people),
    Rule(
        "published-elsewhere",
        Verdict.DIFFERENT,
        "one title in two places: abstract and article, reprint, separate report",
        conditions.published_elsewhere,
    ),
    Rule(
        "shared-identifier",
        Verdict.LOOK,
        "an identifier is shared, the rest does not settle it",
        conditions.shared_identifier,
    ),
    Rule(
        "shared-place",
        Verdict.LOOK,
        "authors, journal, volume and page agree, the titles do not",
        conditions.shared_place,
    ),
    Rule("alike", Verdict.LOOK, "the titles agree, the rest does not settle it", conditions.alike),
    Rule("nearly-alike", Verdict.LOOK, "title and place nearly agree", conditions.nearly_alike),
    Rule(
        "other-title",
        Verdict.DIFFERENT,
        "the titles differ, and so does the place",
        conditions.other_title,
    ),
    UNLIKE,
)
