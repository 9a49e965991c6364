"""Real answers of the open services, saved by others: read without loss, or named why not."""

from __future__ import annotations

import base64
import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest

from searchkit.errors import SearchkitError
from searchkit.records.formats import marc
from searchkit.records.record import Record
from searchkit.records.services import (
    crossref,
    doaj,
    europepmc,
    lens,
    openalex,
    primo,
    scopus,
    semantic_scholar,
    wos,
    wos_starter,
)
from searchkit.sources.alma_sru import AlmaSru
from searchkit.sources.arxiv import Arxiv
from searchkit.sources.base import Response, Source, TryAgain
from searchkit.sources.citations import SemanticScholarCitations
from searchkit.sources.crossref import Crossref
from searchkit.sources.doaj import Doaj
from searchkit.sources.europepmc import EuropePmc
from searchkit.sources.oria import Oria
from searchkit.sources.paging import LIST
from searchkit.sources.scopus import Scopus
from searchkit.sources.semantic_scholar import SemanticScholar
from searchkit.sources.wos import WebOfScience

NOW = datetime(2026, 11, 24, tzinfo=UTC)


class Outcome(NamedTuple):
    """What became of one file: its records, or why it is not read as an answer."""

    records: tuple[Record, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Saved:
    """The saved answers of one service: how a file is unpacked, and what reads it."""

    folder: str
    source: Source
    single: Callable[[Any], Record] | None = None
    pattern: str = "*"


def unpacked(path: Path) -> tuple[bytes, int]:
    """Return body and status; recordings of some programs wrap them."""
    body = path.read_bytes()
    if path.suffix == ".txt" and re.fullmatch(rb"[A-Za-z0-9+/=\s]+", body):
        return base64.b64decode(body), 200
    try:
        content = json.loads(body)
    except ValueError:
        return body, 200
    if isinstance(content, dict) and {"url", "status_code", "body"} <= set(content):
        return content["body"].encode(), content["status_code"]
    return body, 200


def answers(saved: Saved, body: bytes, status: int) -> Outcome:
    """Read one body as a page of results, else as a single record of the service."""
    request = replace(saved.source.first("q"), carry=LIST)
    try:
        try:
            page = saved.source.read(Response(request, status, {}, body, NOW))
        except TryAgain as cause:
            # A page from mid-list or the end: read as what it is, the last one.
            found = re.search(
                r"finds ([\d,]+) records and ends the list after ([\d,]+)", str(cause)
            )
            if found is None:
                raise
            total, here = (int(number.replace(",", "")) for number in found.groups())
            carry = (("step", "list"), ("rank", str(total - here + 1)))
            last = replace(request, carry=carry)
            page = saved.source.read(Response(last, status, {}, body, NOW))
        return Outcome(page.records)
    except (SearchkitError, TryAgain) as cause:
        if saved.single is None or status != 200:
            return Outcome(why=str(cause))
        try:
            content = json.loads(body)
        except ValueError:
            return Outcome(why=str(cause))
        if isinstance(content, dict) and (work := _single(saved.folder, content)):
            return Outcome((saved.single(work),))
        return Outcome(why=str(cause))


def _single(folder: str, content: dict[str, Any]) -> dict[str, Any] | None:
    match folder:
        case "crossref" if content.get("message-type") == "work":
            work = content["message"]
            return work if isinstance(work, dict) else None
        case "doaj" if content.get("es_type") == "article":
            return content
        case "primo" if "pnx" in content:
            return content
        case "semantic_scholar" if "paperId" in content:
            return content
    return None


SAVED = (
    Saved("europepmc", EuropePmc()),
    Saved("crossref", Crossref(), crossref.record),
    Saved("semantic_scholar", SemanticScholar(), semantic_scholar.record, "semanticscholar__*"),
    Saved("arxiv", Arxiv()),
    Saved("doaj", Doaj(), doaj.record, "jaod__jaod_article*"),
    Saved("primo", Oria(), primo.record),
    Saved("sru_marcxml", AlmaSru()),
    Saved("scopus", Scopus(view="STANDARD")),
    Saved("wos_expanded", WebOfScience()),
)


def filled(records: tuple[Record, ...]) -> str:
    counts = Counter(
        field.name for record in records for field in fields(Record) if getattr(record, field.name)
    )
    return ", ".join(f"{name} {number}" for name, number in counts.most_common())


def leaves(value: Any) -> Iterator[str]:
    """Yield every text and number in a document of JSON."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in WITHOUT:
                yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif value not in (None, "", True, False):
        yield str(value)


@pytest.mark.parametrize("saved", SAVED, ids=lambda saved: saved.folder)
def test_saved_answers_are_read_or_named(
    saved: Saved, shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shared / "data" / "api" / saved.folder
    if not folder.is_dir():
        pytest.skip(f"no saved answers: {folder} does not exist")
    paths = [path for path in sorted(folder.glob(saved.pattern)) if ".meta." not in path.name]
    table = {path.name: answers(saved, *unpacked(path)) for path in paths}
    records = tuple(record for outcome in table.values() for record in outcome.records)
    read = sum(not outcome.why for outcome in table.values())
    with capsys.disabled():
        print(f"\n{saved.folder}: {len(table)} files, {read} read, {len(records)} records")
        print(f"  filled: {filled(records)}")
        for name, outcome in table.items():
            if outcome.why:
                print(f"  {name}: {outcome.why[:100]}")
    assert records
    for name, outcome in table.items():
        body, status = unpacked(folder / name)
        if looks_like_results(saved.folder, body) and status == 200:
            assert not outcome.why, name
    assert all(record.title or record.doi or record.identifiers for record in records)


def whole(body: bytes) -> bool:
    """Let another parser judge whether a body is one whole XML document."""
    try:
        ElementTree.fromstring(body)
    except ElementTree.ParseError:
        return False
    return True


def looks_like_results(folder: str, body: bytes) -> bool:
    """Say, by another way than the source's, whether a body holds a list of this service."""
    head = body[:3_000]
    signs = {
        "europepmc": b'"resultList"',
        "crossref": b'"message-type":"work-list"',
        "semantic_scholar": b'"token"',
        "doaj": b'"es_type"',
        "primo": b'"docs"',
        "sru_marcxml": b"searchRetrieveResponse",
        "arxiv": b"<feed",
        "scopus": b'"search-results"',
        "wos_expanded": b"<REC",
    }
    if folder == "sru_marcxml" and (not whole(body) or b"picaxml" in body):
        return False
    if folder == "doaj":
        return b'"results"' in head and b"bibjson" in head and b'"pissn"' not in body[:20_000]
    return signs[folder] in head


LABELS = {
    # The order of authors is that of the list; the kinds of ISSN are not told apart.
    "crossref": {"additional", "first", "author", "electronic", "print"},
    "doaj": {"fulltext", "eissn", "pissn", "doi", "html", "pdf", "text"},
    "europepmc": {"y", "n"},
    "primo": {"doi", "eissn", "pmid"},
    "scopus": {"scopus", "id"},
    "wos_expanded": {"item", "source", "author", "corp", "issn", "eissn", "isbn", "eisbn", "doi"}
    | {
        "pmid",
        "medline",
        "xref",
        "art",
        "no",
        "artn",
        "unsp",
        "primary",
        "researcherid",
        "data",
        "provided",
        "by",
    }
    | {"clarivate", "analytics", "y", "abbrev", "iso", "abstract"},
}
"""Words of each service that only say what kind of value stands beside them."""

# Reference lists are not kept, as in PubMed's records; subheadings have their names; how a
# full text can be had is told by its address; counts and numbers of entries are those of lists,
# codes of headings those of their thesaurus.
WITHOUT = {"reference", "abbreviation", "site", "availability", "availabilityCode"} | {
    "documentStyle",
    "count",
    "seq_no",
    "UI",
    "TreeCodeList",
}

WHOLE: tuple[tuple[str, str, Callable[[Any], list[Any]], Callable[[Any], Record]], ...] = (
    (
        "crossref",
        "habanero__test_works_field_queries.json",
        lambda d: d["message"]["items"],
        crossref.record,
    ),
    (
        "crossref",
        "rcrossref__cr_members_with_cursor_1.json",
        lambda d: d["message"]["items"],
        crossref.record,
    ),
    ("doaj", "jaod__jaod_article_search_params_1.json", lambda d: d["results"], doaj.record),
    (
        "europepmc",
        "pyEuropePMC__search_cancer_core.json",
        lambda d: d["resultList"]["result"],
        europepmc.record,
    ),
    (
        "primo",
        "bento__popcorn_primo_articles.json",
        # The other sections repeat these, for the screen of the catalogue.
        lambda d: [
            {"pnx": {key: one["pnx"][key] for key in ("addata", "display")}} for one in d["docs"]
        ],
        primo.record,
    ),
    (
        "scopus",
        "fulltext__ft_search_scopus.json",
        lambda d: [
            # Addresses inside the interface, and a number that repeats `openaccessFlag`.
            {key: one[key] for key in one if key not in ("link", "prism:url", "openaccess")}
            for one in d["search-results"]["entry"]
        ],
        scopus.record,
    ),
    (
        "wos_expanded",
        "sul_pub__returns_links_1.json",
        lambda d: d["Data"]["Records"]["records"]["REC"],
        wos.record,
    ),
)


@pytest.mark.parametrize(("folder", "name", "items", "read"), WHOLE)
def test_no_word_of_a_saved_answer_is_lost(
    shared: Path,
    folder: str,
    name: str,
    items: Callable[[Any], list[Any]],
    read: Callable[[Any], Record],
) -> None:
    """Every word of an item stands in its record, in a field or in what is left over."""
    path = shared / "data" / "api" / folder / name
    if not path.is_file():
        pytest.skip(f"no saved answer: {path} does not exist")
    lost: Counter[str] = Counter()
    total = 0
    for item in items(json.loads(path.read_text(encoding="utf-8"))):
        said, missing = lost_words(item, read(item), LABELS[folder])
        total += said
        lost += missing
    assert total > 500
    assert not lost


def lost_words(item: Any, record: Record, labels: set[str]) -> tuple[int, Counter[str]]:
    """Return how many words an item holds, and those that its record does not."""
    whole_text = " ".join(leaves(as_plain(record))).casefold()
    kept, run_together = words(whole_text), re.sub(r"[\W_]+", "", whole_text)
    lost: Counter[str] = Counter()
    total = 0
    for text in leaves(item):
        bare = re.sub(r"https?://orcid\.org/", "", text)
        said = words(bare)
        total += len(said)
        # Markup inside a word parts it here, and not in the record.
        lost.update(word for word in said - kept - labels if word not in run_together)
    return total, lost


def words(text: str) -> set[str]:
    without = re.sub(r"\\[nrtu]|</?[a-zA-Z][^<>]*>", " ", html.unescape(text))
    return set(re.findall(r"[^\W_]+", html.unescape(without).casefold()))


def as_plain(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return [as_plain(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, tuple):
        return [as_plain(one) for one in value]
    return value


def test_the_documented_lens_record_is_read(shared: Path) -> None:
    path = shared / "data" / "api" / "lens" / "lens-api-doc__response-scholar.md"
    if not path.is_file():
        pytest.skip(f"no saved answer: {path} does not exist")
    text = path.read_text(encoding="utf-8")
    start = text.index('{\n    "total": 1')
    content, _ = json.JSONDecoder().raw_decode(text[start:])
    [record] = [lens.record(one) for one in content["data"]]
    assert (record.year, record.date, record.volume, record.issue) == (
        2015,
        "2015-06-13",
        "51",
        "13",
    )
    assert (record.doi, record.pmid, record.pages) == (
        "10.1016/j.ejca.2015.05.019",
        "26082390",
        "1714-1724",
    )
    assert record.authors[0].name == "Hussain, Maha"
    assert len(record.authors) == 12
    assert record.identifier("pmcid") == "PMC5024789"
    assert record.identifier("issn") == "1879-0852"
    heading = record.index_terms[0]
    assert (heading.label, heading.subheadings[0].name) == ("Adenocarcinoma", "drug therapy")
    assert dict(record.extra)["lens:references_count"] == "36"
    assert "lens:references" not in dict(record.extra)


def test_saved_reference_lists_are_read(shared: Path) -> None:
    folder = shared / "data" / "api" / "semantic_scholar"
    path = folder / "semanticscholar__test_get_paper_references_0.json"
    if not path.is_file():
        pytest.skip(f"no saved answer: {path} does not exist")
    source = SemanticScholarCitations()
    looked_up = b'{"paperId":"e1","referenceCount":65,"citationCount":9}'
    first = Response(source.first("backward doi:10.2139/ssrn.2250500"), 200, {}, looked_up, NOW)
    listing = source.read(first).next
    assert listing is not None
    page = source.read(Response(listing, 200, {}, path.read_bytes(), NOW))
    assert len(page.records) == 50
    assert all(record.title for record in page.records)
    assert page.next is not None
    assert dict(page.next.params)["offset"] == "50"


def test_saved_marc_of_alma_is_read(shared: Path) -> None:
    path = shared / "data" / "api" / "alma" / "php-alma-client__bib_response_nz.xml"
    if not path.is_file():
        pytest.skip(f"no saved answer: {path} does not exist")
    element = ElementTree.parse(path).getroot().find("record")
    assert element is not None
    record = marc.record(element)
    assert record.title.startswith("Lonely hearts of the cosmos")
    assert (record.year, record.languages) == (1991, ("eng",))
    assert record.identifier("isbn") == "0060159642"


# What is counted in the XML itself, and the field that has to be filled as often.
COUNTED = {
    "abstract": ".//abstract_text",
    "keywords": ".//keyword",
    "pmid": ".//identifier[@type='pmid']",
    "issue": "static_data/summary/pub_info[@issue]",
    "volume": "static_data/summary/pub_info[@vol]",
    "journal": ".//title[@type='source']",
    "title": ".//title[@type='item']",
    "authors": "static_data/summary/names/name[@role='author']",
    "index_terms": ".//MeshHeading",
}


def test_saved_xml_of_web_of_science_is_read_whole(shared: Path) -> None:
    """Records, fields and words of every answer, counted in the XML by another way."""
    folder = shared / "data" / "api" / "wos_expanded"
    if not folder.is_dir():
        pytest.skip(f"no saved answers: {folder} does not exist")
    seen, filled_in, lost = 0, Counter[str](), Counter[str]()
    expected: Counter[str] = Counter()
    for path in sorted(folder.glob("*.xml")):
        outcome = answers(Saved("wos_expanded", WebOfScience()), *unpacked(path))
        inside = re.search(r"<!\[CDATA\[(.*)\]\]>", path.read_text(encoding="utf-8"), re.DOTALL)
        elements = [] if inside is None else ElementTree.fromstring(inside[1]).findall("REC")
        assert len(outcome.records) == len(elements), path.name
        for element, record in zip(elements, outcome.records, strict=True):
            seen += 1
            assert record.identifier("wos") == element.findtext("UID")
            assert len(record.authors) == sum(
                name.get("role") in ("author", "corp")
                for name in element.iterfind("static_data/summary/names/name")
            )
            expected.update(
                name for name, path in COUNTED.items() if element.find(path) is not None
            )
            filled_in.update(name for name in COUNTED if getattr(record, name))
            lost += lost_words(wos.content_of(element), record, LABELS["wos_expanded"])[1]
    assert seen == 206
    assert filled_in == expected
    assert not lost


def test_xml_and_json_of_web_of_science_give_one_record() -> None:
    """A list of one is an object in JSON, and numbers are numbers."""
    xml = ElementTree.fromstring(
        '<REC><UID>WOS:1</UID><static_data><summary><pub_info pubyear="2021" vol="7" issue="2"'
        ' pubmonth="MAR 9"><page begin="12" end="19"/></pub_info><titles count="1"><title'
        ' type="item">On peers</title></titles><names count="1"><name seq_no="1" role="author"'
        ' addr_no="1"><full_name>Repper, Julie</full_name><first_name>Julie</first_name>'
        "<last_name>Repper</last_name></name></names></summary><fullrecord_metadata><addresses>"
        '<address_name><address_spec addr_no="1"><full_address>Nottingham</full_address>'
        "</address_spec></address_name></addresses></fullrecord_metadata></static_data></REC>"
    )
    author = {
        "seq_no": 1,
        "role": "author",
        "addr_no": 1,
        "full_name": "Repper, Julie",
        "first_name": "Julie",
        "last_name": "Repper",
    }
    page = {"begin": 12, "end": 19}
    summary = {
        "pub_info": {"pubyear": 2021, "vol": 7, "issue": 2, "pubmonth": "MAR 9", "page": page},
        "titles": {"count": 1, "title": {"type": "item", "content": "On peers"}},
        "names": {"count": 1, "name": author},
    }
    address = {"address_spec": {"addr_no": 1, "full_address": "Nottingham"}}
    full = {"addresses": {"address_name": address}}
    one = {"UID": "WOS:1", "static_data": {"summary": summary, "fullrecord_metadata": full}}
    record = wos.record(one)
    assert replace(wos.record(wos.content_of(xml)), extra=()) == replace(record, extra=())
    assert (record.date, record.volume, record.pages) == ("2021-03-09", "7", "12-19")
    assert record.authors[0].affiliations == ("Nottingham",)
    padded = ElementTree.fromstring(
        '<REC><static_data><summary><pub_info issue="01"/></summary></static_data></REC>'
    )
    assert wos.record(wos.content_of(padded)).issue == "01"


def test_a_document_of_the_starter_api_is_read_whole() -> None:
    # Shaped after the example in Clarivate's description of the interface.
    record = wos_starter.record(
        {
            "uid": "WOS:000222526200005",
            "title": "Peer support",
            "types": ["Article"],
            "sourceTypes": ["Article"],
            "source": {
                "sourceTitle": "JOURNAL",
                "publishYear": 2004,
                "publishMonth": "APR",
                "volume": "81",
                "issue": "02",
                "pages": {"range": "215-228", "begin": "215", "end": "228", "count": 14},
            },
            "names": {
                "authors": [
                    {
                        "displayName": "Repper, Julie",
                        "wosStandard": "Repper, J",
                        "researcherId": "AAG-1344-2019",
                    }
                ],
                "corp": [{"displayName": "Peer Group"}],
                "bookEditors": [{"displayName": "Walker, J. M."}],
            },
            "links": {
                "record": "https://example.org/1",
                "references": "https://example.org/2",
            },
            "citations": [{"db": "WOS", "count": 3}],
            "identifiers": {
                "doi": "10.1000/ABC",
                "issn": "1475-3839",
                "eissn": "1475-3840",
                "pmid": "MEDLINE:22521536",
            },
            "keywords": {"authorKeywords": ["peers"]},
        }
    )
    assert (record.title, record.year, record.date) == ("Peer support", 2004, "2004-04")
    assert (record.doi, record.pmid, record.pages) == ("10.1000/ABC", "22521536", "215-228")
    assert (record.journal, record.volume, record.issue) == ("JOURNAL", "81", "02")
    assert [author.name for author in record.authors] == ["Repper, Julie", "Peer Group"]
    assert [one.value for one in record.identifiers] == [
        "WOS:000222526200005",
        "1475-3839",
        "1475-3840",
    ]
    assert (record.keywords, record.publication_types) == (("peers",), ("Article",))
    extra = dict(record.extra)
    assert extra["wos-starter:citations"] == '[{"db":"WOS","count":3}]'
    assert extra["wos-starter:researcher"] == "Repper, Julie: AAG-1344-2019"
    assert "Walker" in extra["wos-starter:names:bookEditors"]
    assert record.urls == ("https://example.org/1",)


def test_a_retracted_work_says_so() -> None:
    work = {"id": "https://openalex.org/W7", "type": "article", "is_retracted": True}
    assert openalex.record(work).publication_types == ("article", "retracted publication")
    assert openalex.record({**work, "is_retracted": False}).publication_types == ("article",)


def test_a_work_of_openalex_is_read_whole() -> None:
    record = openalex.record(
        {
            "id": "https://openalex.org/W2003074093",
            "doi": "https://doi.org/10.1000/ABC",
            "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/21553931", "mag": 2003074093},
            "title": "Peer <i>support</i>",
            "publication_year": 2011,
            "publication_date": "2011-09-21",
            "biblio": {"volume": "40", "issue": "2", "first_page": "884", "last_page": "891"},
            "primary_location": {
                "landing_page_url": "https://example.org/7",
                "source": {"display_name": "Journal", "issn_l": "0305-1048", "issn": ["1362-4962"]},
            },
            "authorships": [
                {
                    "author": {
                        "display_name": "Julie Repper",
                        "orcid": "https://orcid.org/0000-0002-8517-9411",
                    },
                    "raw_affiliation_strings": ["Nottingham"],
                }
            ],
            "abstract_inverted_index": {"Peers": [0], "help": [1, 3], "and": [2]},
            "mesh": [
                {"descriptor_name": "Peer Group", "qualifier_name": None, "is_major_topic": True},
                {
                    "descriptor_name": "Peer Group",
                    "qualifier_name": "education",
                    "is_major_topic": False,
                },
            ],
            "open_access": {"is_oa": True},
        }
    )
    assert (record.doi, record.pmid, record.year) == ("10.1000/ABC", "21553931", 2011)
    assert (record.title, record.abstract) == ("Peer support", "Peers help and help")
    assert (record.journal, record.pages, record.date) == ("Journal", "884-891", "2011-09-21")
    [author] = record.authors
    assert (author.family, author.given, author.orcid) == ("Repper", "Julie", "0000-0002-8517-9411")
    [heading] = record.index_terms
    assert (heading.label, heading.major, heading.subheadings[0].name) == (
        "Peer Group",
        True,
        "education",
    )
    assert [one.value for one in record.identifiers] == [
        "W2003074093",
        "2003074093",
        "0305-1048",
        "1362-4962",
    ]
    assert dict(record.extra)["openalex:open_access"] == '{"is_oa":true}'
