"""PubMed XML (EFetch, the PubMed website's export, baseline and update files) into records.

Reads `PubmedArticle` and `PubmedBookArticle`, one at a time; the memory needed is that of
one article. `DeleteCitation` is skipped. Reference lists are not kept. A document that was
cut short, or that NCBI sent instead of articles, raises RecordError after the last article
that is whole. Fields follow the PubMed DTD (grade V, dtd.nlm.nih.gov/ncbi/pubmed).

>>> from io import BytesIO
>>> xml = b"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>7</PMID><Article>"
>>> xml += b"<ArticleTitle>On <i>peers</i>.</ArticleTitle></Article></MedlineCitation>"
>>> [record] = read(BytesIO(xml + b"</PubmedArticle></PubmedArticleSet>"))
>>> record.pmid, record.title
('7', 'On peers.')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from searchkit.records.formats.dates import iso_date, year_in
from searchkit.records.formats.entry import Entry, Format, Item, strict
from searchkit.records.formats.xml_entries import XmlEntry, xml_entries
from searchkit.records.record import Author, Identifier, IndexTerm, Record, Subheading

_NAMES = ("PubmedArticle", "PubmedBookArticle")
_ROOTS = ("PubmedArticleSet", "PubmedBookArticleSet", "MedlineCitationSet")
_UNTIL_2016 = re.compile(rb"<MedlineCitationSet[\s>]")
_HEAD = re.compile(
    rb"<(?:PubmedArticleSet|MedlineCitationSet|PubmedArticle|PubmedBookArticle)[\s>]"
    rb"|DTD PubMedArticle"
)
_LONGEST_PROLOG = 1 << 12
_SPACES = re.compile(r"[ \t\r\n]+")
_ORCID = re.compile(r"(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dXx])\s*/?$")

Extra = list[tuple[str, str]]


def sniff(head: bytes) -> bool:
    """Say whether the first bytes of a file are PubMed XML."""
    return _HEAD.search(head) is not None


def read(stream: BinaryIO) -> Iterator[Record]:
    """Yield the records of a document in its order.

    Raises RecordError, after every whole record, when the document is cut short, damaged or
    no PubMed document; the message names the line.
    """
    return strict(entries(stream))


def entries(stream: BinaryIO) -> Iterator[Item]:
    """Yield the records of a document with their lines, and what is damaged in it."""
    start = stream.read(_LONGEST_PROLOG)
    # Baseline files until 2016 hold citations without the article around them.
    names = ("MedlineCitation",) if _UNTIL_2016.search(start) else _NAMES
    for item in xml_entries(stream, names, _ROOTS, ignored="DeleteCitation", start=start):
        if isinstance(item, XmlEntry):
            yield Entry(item.line, _READERS[item.element.tag](item.element))
        else:
            yield item


_NOTHING = Element("nothing")


def _child(parent: Element, path: str) -> Element:
    # An element without children is false, so `or` would drop a title that is plain text.
    found = parent.find(path)
    return _NOTHING if found is None else found


def _text(element: Element) -> str:
    """Return the text of an element, inline markup taken off, runs of spaces made one."""
    text = "".join(element.itertext()) if len(element) else element.text or ""
    if "\n" in text or "  " in text or "\t" in text:
        text = _SPACES.sub(" ", text)
    return text.strip()


def _at(parent: Element, path: str) -> str:
    return _text(_child(parent, path))


def _parts(element: Element) -> dict[str, Element]:
    """Return the children by tag; a look-up is cheaper than a search for each."""
    return {child.tag: child for child in element}


def _article(article: Element) -> Record:
    citation = _child(article, "MedlineCitation")
    data = _child(article, "PubmedData")
    cited = _parts(citation).get
    body = cited("Article", _NOTHING)
    said = _parts(body).get
    journal = said("Journal", _NOTHING)
    printed = _parts(journal).get
    issue = _parts(printed("JournalIssue", _NOTHING)).get
    source = _parts(cited("MedlineJournalInfo", _NOTHING)).get
    year, date, extra = _dates(issue("PubDate", _NOTHING), body)
    authors, more = _authors(list(said("AuthorList", _NOTHING)))
    doi, identifiers = _identifiers(body, journal, data, source)
    short = _text(printed("ISOAbbreviation", _NOTHING))
    return Record(
        title=_text(said("ArticleTitle", _NOTHING)),
        title_original=_text(said("VernacularTitle", _NOTHING)),
        abstract=_abstract(said("Abstract", _NOTHING)),
        authors=authors,
        year=year,
        date=date,
        journal=_text(printed("Title", _NOTHING)),
        journal_short=short or _text(source("MedlineTA", _NOTHING)),
        volume=_text(issue("Volume", _NOTHING)),
        issue=_text(issue("Issue", _NOTHING)),
        pages=_pages(said("Pagination", _NOTHING)),
        doi=doi,
        pmid=_text(cited("PMID", _NOTHING)),
        identifiers=identifiers,
        keywords=tuple(filter(None, map(_text, citation.iterfind("KeywordList/Keyword"))))
        if cited("KeywordList") is not None
        else (),
        index_terms=_index_terms(cited),
        publication_types=tuple(map(_text, said("PublicationTypeList", _NOTHING))),
        languages=tuple([_text(child) for child in body if child.tag == "Language"]),
        place=_text(source("Country", _NOTHING)),
        extra=tuple(extra + more + _beside(citation, body, data)),
    )


def _book(article: Element) -> Record:
    document = _child(article, "BookDocument")
    data = _child(article, "PubmedBookData")
    book = _child(document, "Book")
    year, date, extra = _dates(_child(book, "PubDate"), document)
    groups = document.findall("AuthorList") + book.findall("AuthorList")
    writers = [group for group in groups if group.get("Type") != "editors"]
    authors, more = _authors([author for group in writers[:1] for author in group])
    title, chapter = _at(book, "BookTitle"), _at(document, "ArticleTitle")
    doi, identifiers = _identifiers(document, _NOTHING, data, {}.get)
    isbns = tuple(Identifier("isbn", _text(found)) for found in book.findall("Isbn"))
    extra += [
        ("editor", editor.name)
        for group in groups
        if group.get("Type") == "editors"
        for editor in _authors(list(group))[0]
    ]
    extra += [("collection", _text(found)) for found in book.findall("CollectionTitle")]
    return Record(
        title=chapter or title,
        title_original=_at(document, "VernacularTitle"),
        abstract=_abstract(_child(document, "Abstract")),
        authors=authors,
        year=year,
        date=date,
        journal=title if chapter else "",
        volume=_at(book, "Volume"),
        pages=_pages(_child(document, "Pagination")),
        doi=doi,
        pmid=_at(document, "PMID"),
        identifiers=identifiers + isbns,
        keywords=tuple(filter(None, map(_text, document.findall("KeywordList/Keyword")))),
        publication_types=tuple(map(_text, document.findall("PublicationType"))),
        languages=tuple(map(_text, document.findall("Language"))),
        publisher=_at(book, "Publisher/PublisherName"),
        place=_at(book, "Publisher/PublisherLocation"),
        extra=tuple(extra + more),
    )


def _abstract(abstract: Element) -> str:
    """Return the abstract as PubMed shows it: sections in one paragraph, `LABEL: text`."""
    parts = []
    for section in abstract:
        if section.tag != "AbstractText":
            continue
        text, label = _text(section), section.get("Label", "")
        if text:
            parts.append(f"{label}: {text}" if label and label != "UNLABELLED" else text)
    return " ".join(parts)


def _authors(found: list[Element]) -> tuple[tuple[Author, ...], Extra]:
    authors = []
    extra: Extra = []
    for element in found:
        author = _author(element)
        # NLM keeps a misspelt name beside its correction and marks it invalid.
        if element.get("ValidYN") == "N":
            extra.append(("author_as_printed", author.name))
        elif author != Author():
            authors.append(author)
    return tuple(authors), extra


def _author(element: Element) -> Author:
    family = given = initials = suffix = collective = orcid = ""
    affiliations = []
    for child in element:
        match child.tag:
            case "LastName":
                family = _text(child)
            case "ForeName":
                given = _text(child)
            case "Initials":
                initials = _text(child)
            case "Suffix":
                suffix = _text(child)
            case "CollectiveName":
                collective = _text(child)
            case "Identifier" if child.get("Source") == "ORCID":
                orcid = _orcid(_text(child))
            case "AffiliationInfo":
                affiliations += [_text(found) for found in child.findall("Affiliation")]
            case "Affiliation":
                affiliations.append(_text(child))
    return Author(family, given, initials, suffix, collective, orcid, tuple(affiliations))


def _orcid(text: str) -> str:
    """Return an ORCID in its bare form; PubMed holds it bare, as a URL and without hyphens.

    >>> _orcid("http://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    found = _ORCID.search(text)
    return "-".join(found.groups()).upper() if found else text


def _dates(published: Element, article: Element) -> tuple[int | None, str, Extra]:
    """Return year, ISO date and the dates that the model has no name for."""
    extra: Extra = []
    date = _iso(published)
    for child in published:
        if child.tag == "MedlineDate":
            extra.append(("medline_date", _text(child)))
            date = date or year_in(_text(child))
        elif child.tag == "Season":
            extra.append(("season", _text(child)))
    for electronic in article.iterfind("ArticleDate"):
        extra.append(("date_electronic", _iso(electronic)))
        date = date or _iso(electronic)
    return int(date[:4]) if date else None, date, extra


def _iso(element: Element) -> str:
    parts = {child.tag: child.text or "" for child in element}
    return iso_date(parts.get("Year", ""), parts.get("Month", ""), parts.get("Day", ""))


def _pages(pagination: Element) -> str:
    if pagination is _NOTHING:
        return ""
    start, end = _at(pagination, "StartPage"), _at(pagination, "EndPage")
    return _at(pagination, "MedlinePgn") or (f"{start}-{end}" if end else start)


def _identifiers(
    body: Element, journal: Element, data: Element, source: Callable[..., Element | None]
) -> tuple[str, tuple[Identifier, ...]]:
    """Return the DOI, and the other identifiers of the item itself.

    Only the first-level ArticleIdList counts: those under ReferenceList belong to the
    works cited.
    """
    found: list[Identifier] = []
    for location in body.iterfind("ELocationID"):
        if location.get("ValidYN") != "N":
            found.append(Identifier(location.get("EIdType", ""), _text(location)))
    for parent in (data, body):
        for listed in _child(parent, "ArticleIdList"):
            kind = listed.get("IdType", "")
            if kind != "pubmed":
                found.append(Identifier(_SCHEMES.get(kind, kind), _text(listed)))
    found += [Identifier("issn", _text(child)) for child in journal if child.tag == "ISSN"]
    for tag, scheme in (("ISSNLinking", "issn-l"), ("NlmUniqueID", "nlm")):
        if (number := source(tag)) is not None:
            found.append(Identifier(scheme, _text(number)))
    doi = next((value for scheme, value in found if scheme == "doi" and value), "")
    # A DOI that differs only in case is the same DOI.
    same = doi.lower()
    rest = [
        row for row in found if row.value and (row.scheme != "doi" or row.value.lower() != same)
    ]
    return doi, tuple(dict.fromkeys(rest))


_SCHEMES = {"pmc": "pmcid", "mid": "nihms"}


def _index_terms(cited: Callable[..., Element | None]) -> tuple[IndexTerm, ...]:
    terms = []
    for heading in cited("MeshHeadingList") or ():
        descriptor, *qualifiers = heading
        terms.append(
            IndexTerm(
                _text(descriptor),
                "mesh",
                descriptor.get("MajorTopicYN") == "Y",
                tuple(
                    [Subheading(_text(one), one.get("MajorTopicYN") == "Y") for one in qualifiers]
                ),
            )
        )
    for name in cited("SupplMeshList") or ():
        terms.append(IndexTerm(_text(name), "mesh-supplementary"))
    return tuple(terms)


def _beside(citation: Element, body: Element, data: Element) -> Extra:
    """Return what the model has no name for, under stable keys."""
    extra: Extra = [
        ("status", citation.get("Status", "")),
        ("publication_model", body.get("PubModel", "")),
    ]
    for parent in (body, citation):
        for child in parent:
            if reader := _BESIDE.get(child.tag):
                extra += reader(child)
    for moment in _child(data, "History"):
        extra.append((f"history_{moment.get('PubStatus', '')}", _iso(moment)))
    return [row for row in extra if row[1]]


def _named(key: str) -> Callable[[Element], Extra]:
    return lambda element: [(key, _text(element))]


def _each(key: str) -> Callable[[Element], Extra]:
    return lambda element: [(key, _author(child).name) for child in element]


def _databanks(element: Element) -> Extra:
    return [
        ("databank", f"{_at(bank, 'DataBankName')}: {_text(number)}")
        for bank in element
        for number in bank.iterfind("AccessionNumberList/AccessionNumber")
    ]


def _comments(element: Element) -> Extra:
    extra: Extra = []
    for related in element:
        pmid = _at(related, "PMID")
        said = _at(related, "RefSource") + (f" PMID: {pmid}" if pmid else "")
        extra.append((f"comment_{related.get('RefType', '')}", said.strip()))
    return extra


_BESIDE: dict[str, Callable[[Element], Extra]] = {
    "Abstract": lambda element: [("copyright", _at(element, "CopyrightInformation"))],
    "GrantList": lambda element: [
        ("grant", " / ".join(filter(None, map(_text, grant)))) for grant in element
    ],
    "DataBankList": _databanks,
    "OtherAbstract": lambda element: [
        (f"abstract_{element.get('Language', 'other')}", _abstract(element))
    ],
    "ChemicalList": lambda element: [
        ("substance", _at(chemical, "NameOfSubstance")) for chemical in element
    ],
    "CommentsCorrectionsList": _comments,
    "GeneSymbolList": lambda element: [("gene", _text(gene)) for gene in element],
    "PersonalNameSubjectList": _each("personal_name_subject"),
    "InvestigatorList": _each("investigator"),
    "GeneralNote": _named("note"),
    "OtherID": _named("other_id"),
    "CitationSubset": _named("subset"),
    "CoiStatement": _named("conflict_of_interest"),
    "DateRevised": lambda element: [("date_revised", _iso(element))],
}


def _citation(citation: Element) -> Record:
    article = Element("PubmedArticle")
    article.append(citation)
    return _article(article)


_READERS = {"PubmedArticle": _article, "PubmedBookArticle": _book, "MedlineCitation": _citation}

FORMAT = Format("pubmed-xml", "PubMed XML", (".xml",), sniff, entries)
