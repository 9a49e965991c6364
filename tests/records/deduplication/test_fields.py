"""The comparison of single fields: tables of what agrees and what does not."""

from __future__ import annotations

import pytest

from searchkit.records.deduplication.agreement import People, Place, compare_names, compare_pages
from searchkit.records.deduplication.journals import same_journal
from searchkit.records.deduplication.locations import read_pages
from searchkit.records.deduplication.names import read_names
from searchkit.records.deduplication.titles import read_title
from searchkit.records.deduplication.wording import Wording, compare_titles
from searchkit.records.record import Author


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("J Clin Virol", "Journal of Clinical Virology", True),
        ("The Lancet", "Lancet (London, England)", True),
        ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences", True),
        ("BMJ", "BMJ (Clinical research ed.)", True),
        ("BMJ", "British Medical Journal", True),
        ("A.M.A. archives of pathology", "AMA ARCHIVES OF PATHOLOGY", True),
        ("JAVMA-JOURNAL OF THE AMERICAN VETERINARY MEDICAL ASSOCIATION", "Journal of the American Veterinary Medical Association", True),
        ("Cancer Epidemiology, Biomarkers & Prevention", "Cancer Epidemiology Biomarkers and Prevention", True),
        ("Am J Physiol", "American Journal of Physiology - Heart and Circulatory Physiology", True),
        ("International Conference on Information Systems", "ICIS : Transforming Society", True),
        ("2010 IEEE International Conference on Systems, Man and Cybernetics", "IEEE INTERNATIONAL CONFERENCE ON SYSTEMS MAN AND CYBERNETICS", True),
        ("Cancer", "Cancer Research", False),
        ("Gynecologic Oncology", "Gynecologic Oncology Reports", False),
        ("BMJ", "BMJ Open", False),
        ("Stroke", "Topics in Stroke Rehabilitation", False),
        ("Brain Injury", "Brain Impairment", False),
        ("International Conference on Information Systems", "Proceedings of the 51st Hawaii International Conference on System Sciences", False),
        ("", "Cancer", None),
    ],
)  # fmt: skip
def test_journals(one: str, other: str, expected: bool | None) -> None:
    assert same_journal(one, other) is expected
    assert same_journal(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("123-8", "123-128", Place.RANGE),
        ("123", "123-128", Place.FIRST),
        ("S417-S429", "S417-29", Place.FIRST),
        ("945-948", "948-961", Place.OVERLAP),
        ("569", "567-569", Place.OVERLAP),
        ("e12724", "1-6", Place.UNLIKE_KINDS),
        ("c1804", "1014-1019", Place.UNLIKE_KINDS),
        ("e618", "158-171", Place.CLASH),
        ("A123", "2000-2008", Place.CLASH),
        ("12-19", "20-29", Place.CLASH),
        ("S1-S120", "S1-S120", Place.FIRST),
        ("1-400", "1-400", Place.FIRST),
        ("215 p", "1524", Place.UNKNOWN),
        ("No Pagination Specified", "12", Place.UNKNOWN),
        ("8-Jan", "12", Place.UNKNOWN),
        ("iii--iv", "iii-iv", Place.FIRST),
        ("pp. 12–19", "12-9", Place.RANGE),
    ],
)
def test_pages(one: str, other: str, expected: Place) -> None:
    assert compare_pages(read_pages(one), read_pages(other)) is expected
    assert compare_pages(read_pages(other), read_pages(one)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (["Hall, Laura"], ["Hall, Gillian"], People.SOME),
        (["Hall, Laura"], ["Hall, L"], People.ALL),
        (["Hall, Laura"], ["L. Hall"], People.ALL),
        (["Lundqvist, A", "Grundström, K"], ["Lundqvist, A", "Grundstrm, K"], People.ALL),
        (["de la Plata, C", "Vas, A"], ["Plata, C M", "Vas, A"], People.ALL),
        (["Hua, T", "Rong, S", "Wang, Z"], ["Tong, H", "Shen, R", "Wang, Z"], People.MOST),
        (["Tamara, Kneece"], ["Kneece, T"], People.ALL),
        (["Smith, A", "Brown, B", "Young, C", "Old, D"], ["Smith, A et al"], People.MOST),
        (["Smith J, Brown K, Young L"], ["Smith, John", "Brown, Kim", "Young, Lee"], People.ALL),
        (["Smith RE, Brown SS"], ["Smith, R E", "Brown, S S"], People.ALL),
        (["Wright Jr., T C"], ["Wright, T"], People.ALL),
        (["Balint, R"], ["Winegard, J"], People.NONE),
        (["Anonymous"], ["Winegard, J"], People.UNKNOWN),
        (["World Health Organization"], ["World Health Organisation"], People.ALL),
    ],
)
def test_people(one: list[str], other: list[str], expected: People) -> None:
    a, b = (read_names([author(name) for name in names]) for names in (one, other))
    assert compare_names(a, b) is expected
    assert compare_names(b, a) is expected


def author(name: str) -> Author:
    family, comma, given = name.partition(", ")
    return Author(family, given) if comma and "," not in given else Author(collective=name)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Sleep: a review", "SLEEP - A REVIEW", Wording.EQUAL),
        ("<i>In vitro</i> effects of H<sub>2</sub>O", "In vitro effects of H2O.", Wording.EQUAL),
        ("Sleep in rats. [Erratum appears in Sleep 2010;3:4]", "Sleep in rats", Wording.EQUAL),
        ("RETRACTED: Sleep in old rats", "Sleep in old rats", Wording.EQUAL),
        ("[Sleep in old rats]. [German]", "Sleep in old rats", Wording.EQUAL),
        ("Three world maps on a strip", "3 WORLD MAPS ON A STRIP", Wording.MISSPELT),
        ("Behavioural tumour programs", "Behavioral tumor programs", Wording.MISSPELT),
        ("The sleep of rats at home", "Sleep of rats at home", Wording.MISSPELT),
        ("Trial of sleep in rats at home", "Tria of sleep in rats at home", Wording.MISSPELT),
        ("Care and cost of sleep at home", "Cost and care of sleep at home", Wording.MISSPELT),
        ("Treatment of sleep apnoea in rats", "Treatment of sleep apnoea in cats", Wording.RESPELT),
        ("Interobserver agreement on sleep", "Intraobserver agreement on sleep", Wording.REWORDED),
        ("Increased sleep after long work", "Decreased sleep after long work", Wording.REWORDED),
        ("Sleep in rats: in vitro studies", "Sleep in rats", Wording.UNLIKE),
        (
            "Sleep after early stroke: in vitro studies",
            "Sleep after early stroke",
            Wording.SHORTENED,
        ),
        ("Sleep after early stroke: part 2, women", "Sleep after early stroke", Wording.RENUMBERED),
        (
            "Sleep after early stroke: 5-year follow-up",
            "Sleep after early stroke",
            Wording.SHORTENED,
        ),
        ("Sleep and type 1 diabetes", "Sleep and type 2 diabetes", Wording.RENUMBERED),
        ("Sleep in rats", "Housing of older migrants", Wording.UNLIKE),
        ("UNKNOWN", "Housing of older migrants", Wording.UNKNOWN),
    ],
)
def test_titles(one: str, other: str, expected: Wording) -> None:
    a, b = read_title(one), read_title(other)
    assert compare_titles(a, b) is expected
    assert compare_titles(b, a) is expected


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Erratum to: Sleep in rats", "correction"),
        ("Correction of scoliosis in the young", ""),
        ("Response to antibiotics: dose-response", "reply"),
        ("Alcohol and stroke: dose-response", ""),
        ("SLEEP IN RATS - REPLY", "reply"),
        ("Re: Sleep in rats", "comment"),
        ("Re-engineering of sleep clinics", ""),
        ("Retraction notice: Sleep in rats", "retraction"),
        ("Retraction rates of journals", ""),
        ("Reprint of: Sleep in rats", "reprint"),
    ],
)
def test_notices(title: str, kind: str) -> None:
    assert read_title(title).kind == kind
