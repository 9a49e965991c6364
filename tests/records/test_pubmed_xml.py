"""PubMed XML: every field of a record, and documents that are not whole."""

from __future__ import annotations

from io import BytesIO

import pytest

from searchkit.errors import RecordError
from searchkit.records.formats import nbib, pubmed_xml
from searchkit.records.formats.entry import Entry
from searchkit.records.record import Author, Identifier, IndexTerm, Record, Subheading

ARTICLE = """
<PubmedArticle>
 <MedlineCitation Status="MEDLINE" Owner="NLM">
  <PMID Version="1">31000001</PMID>
  <DateRevised><Year>2021</Year><Month>05</Month><Day>06</Day></DateRevised>
  <Article PubModel="Print-Electronic">
   <Journal>
    <ISSN IssnType="Electronic">1476-4687</ISSN>
    <JournalIssue CitedMedium="Internet">
     <Volume>17</Volume><Issue>2-3</Issue>
     <PubDate><Year>2020</Year><Month>Jul</Month><Day>4</Day></PubDate>
    </JournalIssue>
    <Title>Journal of peers</Title><ISOAbbreviation>J Peers</ISOAbbreviation>
   </Journal>
   <ArticleTitle>[Effect of CO<sub>2</sub> on
      <i>peer</i> workers.]</ArticleTitle>
   <VernacularTitle>Effekt av CO2.</VernacularTitle>
   <Pagination><StartPage>123</StartPage><EndPage>8</EndPage><MedlinePgn>123-8</MedlinePgn></Pagination>
   <ELocationID EIdType="doi" ValidYN="Y">10.1000/Peer.1</ELocationID>
   <ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>
   <ELocationID EIdType="pii" ValidYN="Y">S0000-1</ELocationID>
   <Abstract>
    <AbstractText Label="AIM" NlmCategory="OBJECTIVE">To see.</AbstractText>
    <AbstractText Label="RESULTS">Seen, <b>p</b> &lt; 0.05.</AbstractText>
    <AbstractText Label="UNLABELLED">More.</AbstractText>
    <CopyrightInformation>(c) Peers</CopyrightInformation>
   </Abstract>
   <AuthorList CompleteYN="Y">
    <Author ValidYN="Y"><LastName>Repper</LastName><ForeName>Julie M</ForeName><Initials>JM</Initials>
     <Suffix>Jr</Suffix><Identifier Source="ORCID">http://orcid.org/0000-0002-1825-0097</Identifier>
     <AffiliationInfo><Affiliation>Nottingham, UK.</Affiliation></AffiliationInfo>
     <AffiliationInfo><Affiliation>Oslo, Norway.</Affiliation></AffiliationInfo></Author>
    <Author ValidYN="N"><LastName>Reper</LastName><Initials>J</Initials></Author>
    <Author ValidYN="Y"><CollectiveName>Peer Group</CollectiveName></Author>
   </AuthorList>
   <Language>nor</Language><Language>eng</Language>
   <GrantList><Grant><GrantID>R01</GrantID><Agency>NIMH</Agency></Grant></GrantList>
   <PublicationTypeList>
    <PublicationType UI="D016428">Journal Article</PublicationType>
    <PublicationType UI="D016441">Retracted Publication</PublicationType>
   </PublicationTypeList>
   <ArticleDate DateType="Electronic"><Year>2020</Year><Month>06</Month><Day>30</Day></ArticleDate>
  </Article>
  <MedlineJournalInfo><Country>Norway</Country><MedlineTA>J Peers</MedlineTA>
   <NlmUniqueID>101</NlmUniqueID><ISSNLinking>0028-0836</ISSNLinking></MedlineJournalInfo>
  <ChemicalList><Chemical><RegistryNumber>0</RegistryNumber><NameOfSubstance>Gels</NameOfSubstance></Chemical></ChemicalList>
  <CommentsCorrectionsList>
   <CommentsCorrections RefType="RetractionIn"><RefSource>J Peers. 2021</RefSource><PMID>32000000</PMID></CommentsCorrections>
  </CommentsCorrectionsList>
  <MeshHeadingList>
   <MeshHeading><DescriptorName MajorTopicYN="N">Humans</DescriptorName></MeshHeading>
   <MeshHeading><DescriptorName MajorTopicYN="Y">Social Support</DescriptorName></MeshHeading>
   <MeshHeading><DescriptorName MajorTopicYN="N">Mental Disorders</DescriptorName>
    <QualifierName MajorTopicYN="Y">therapy</QualifierName><QualifierName MajorTopicYN="N">epidemiology</QualifierName></MeshHeading>
  </MeshHeadingList>
  <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">peer <i>support</i></Keyword></KeywordList>
 </MedlineCitation>
 <PubmedData>
  <History><PubMedPubDate PubStatus="entrez"><Year>2020</Year><Month>7</Month><Day>1</Day></PubMedPubDate></History>
  <ArticleIdList><ArticleId IdType="pubmed">31000001</ArticleId><ArticleId IdType="doi">10.1000/peer.1</ArticleId>
   <ArticleId IdType="pmc">PMC7000001</ArticleId></ArticleIdList>
  <ReferenceList><Reference><Citation>Another</Citation><ArticleIdList>
   <ArticleId IdType="doi">10.9999/cited</ArticleId></ArticleIdList></Reference></ReferenceList>
 </PubmedData>
</PubmedArticle>
"""
BOOK = """
<PubmedBookArticle><BookDocument><PMID>20000002</PMID>
 <ArticleIdList><ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList>
 <Book><Publisher><PublisherName>Peers</PublisherName><PublisherLocation>Oslo</PublisherLocation></Publisher>
  <BookTitle>Handbook of peers</BookTitle><PubDate><Year>2009</Year><Month>02</Month></PubDate>
  <AuthorList Type="editors"><Author><LastName>Editor</LastName><Initials>E</Initials></Author></AuthorList>
  <Isbn>9780123748560</Isbn></Book>
 <ArticleTitle>Recovery</ArticleTitle><Language>eng</Language>
 <AuthorList Type="authors"><Author><LastName>King</LastName><ForeName>Martin</ForeName></Author></AuthorList>
 <PublicationType>Review</PublicationType><Abstract><AbstractText>Text.</AbstractText></Abstract>
</BookDocument></PubmedBookArticle>
"""
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet SYSTEM "http://dtd.nlm.nih.gov/x.dtd">\n<PubmedArticleSet>'
TAIL = "<DeleteCitation><PMID>1</PMID></DeleteCitation></PubmedArticleSet>"


def document(*pieces: str) -> BytesIO:
    return BytesIO((HEAD + "".join(pieces) + TAIL).encode())


def article(title: str) -> str:
    return f"<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{title}</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n"


def test_every_field_of_an_article() -> None:
    (record,) = pubmed_xml.read(document(ARTICLE))
    assert record == Record(
        title="[Effect of CO2 on peer workers.]",
        title_original="Effekt av CO2.",
        abstract="AIM: To see. RESULTS: Seen, p < 0.05. More.",
        authors=(
            Author(
                "Repper",
                "Julie M",
                "JM",
                "Jr",
                orcid="0000-0002-1825-0097",
                affiliations=("Nottingham, UK.", "Oslo, Norway."),
            ),
            Author(collective="Peer Group"),
        ),
        year=2020,
        date="2020-07-04",
        journal="Journal of peers",
        journal_short="J Peers",
        volume="17",
        issue="2-3",
        pages="123-8",
        doi="10.1000/Peer.1",
        pmid="31000001",
        identifiers=(
            Identifier("pii", "S0000-1"),
            Identifier("pmcid", "PMC7000001"),
            Identifier("issn", "1476-4687"),
            Identifier("issn-l", "0028-0836"),
            Identifier("nlm", "101"),
        ),
        keywords=("peer support",),
        index_terms=(
            IndexTerm("Humans", "mesh"),
            IndexTerm("Social Support", "mesh", True),
            IndexTerm(
                "Mental Disorders",
                "mesh",
                False,
                (Subheading("therapy", True), Subheading("epidemiology")),
            ),
        ),
        publication_types=("Journal Article", "Retracted Publication"),
        languages=("nor", "eng"),
        place="Norway",
        extra=record.extra,
    )
    assert dict(record.extra) == {
        "author_as_printed": "Reper, J",
        "date_electronic": "2020-06-30",
        "status": "MEDLINE",
        "publication_model": "Print-Electronic",
        "copyright": "(c) Peers",
        "grant": "R01 / NIMH",
        "date_revised": "2021-05-06",
        "substance": "Gels",
        "comment_RetractionIn": "J Peers. 2021 PMID: 32000000",
        "history_entrez": "2020-07-01",
    }


def test_a_chapter_of_a_book() -> None:
    (record,) = pubmed_xml.read(document(BOOK))
    assert (record.title, record.journal, record.date) == (
        "Recovery",
        "Handbook of peers",
        "2009-02",
    )
    assert record.authors == (Author("King", "Martin"),)
    assert (record.publisher, record.place, record.pmid) == ("Peers", "Oslo", "20000002")
    assert set(record.identifiers) == {
        Identifier("bookaccession", "NBK1"),
        Identifier("isbn", "9780123748560"),
    }
    assert ("editor", "Editor, E") in record.extra


@pytest.mark.parametrize(
    ("given", "year", "date"),
    [
        ("<Year>1998</Year><Season>Winter</Season>", 1998, "1998"),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", 1998, "1998"),
        ("<Year>2020</Year><Month>02</Month><Day>30</Day>", 2020, "2020-02"),
        ("", None, ""),
    ],
)
def test_dates_as_precise_as_they_are_known(given: str, year: int | None, date: str) -> None:
    xml = article("T").replace(
        "<Article>",
        f"<Article><Journal><JournalIssue><PubDate>{given}</PubDate></JournalIssue></Journal>",
    )
    (record,) = pubmed_xml.read(document(xml))
    assert (record.year, record.date) == (year, date)


def test_the_same_article_as_medline_text_is_the_same_record() -> None:
    (record,) = pubmed_xml.read(document(ARTICLE))
    text = BytesIO()
    nbib.write([record], text)
    text.seek(0)
    (item,) = nbib.entries(text)
    assert isinstance(item, Entry)
    again = item.record
    assert (again.title, again.abstract, again.authors) == (
        record.title,
        record.abstract,
        record.authors,
    )
    assert (again.index_terms, again.keywords) == (record.index_terms, record.keywords)
    assert (again.date, again.pages, again.doi) == (record.date, record.pages, record.doi)
    assert set(again.identifiers) == set(record.identifiers)


def test_a_document_cut_short_gives_what_is_whole_and_then_fails() -> None:
    whole = document(article("One"), article("Two"), article("Three")).getvalue()
    reader = pubmed_xml.read(BytesIO(whole[: whole.index(b"Three")]))
    assert [next(reader).title, next(reader).title] == ["One", "Two"]
    with pytest.raises(RecordError, match=r"line 5: the file ends inside a record"):
        next(reader)


def test_a_document_without_its_closing_mark_fails_though_every_article_is_whole() -> None:
    cut = document(article("One")).getvalue().replace(TAIL.encode(), b"")
    reader = pubmed_xml.read(BytesIO(cut))
    assert next(reader).title == "One"
    with pytest.raises(RecordError, match="PubmedArticleSet"):
        next(reader)


def test_a_broken_article_costs_only_itself() -> None:
    records = document(article("One"), article("<b>Two"), article("Three &nbsp;&ouml; & more"))
    items = list(pubmed_xml.entries(records))
    assert [item.record.title for item in items if isinstance(item, Entry)] == [
        "One",
        "Three \xa0ö & more",
    ]
    assert [item.code.id for item in items if not isinstance(item, Entry)] == ["R001", "R007"]


@pytest.mark.parametrize(
    "answer",
    [
        b"<eFetchResult><ERROR>Invalid db name specified: nothing</ERROR></eFetchResult>",
        b"<html><body>Submitted URI too large!</body></html>",
        b'{"error":"API rate limit exceeded"}',
    ],
)
def test_an_answer_that_is_no_set_of_articles_is_refused(answer: bytes) -> None:
    with pytest.raises(RecordError, match="holds no record"):
        list(pubmed_xml.read(BytesIO(answer)))


@pytest.mark.parametrize(
    "answer", [b"<PubmedArticleSet></PubmedArticleSet>", b"<PubmedArticleSet/>"]
)
def test_an_empty_set_is_a_set(answer: bytes) -> None:
    assert list(pubmed_xml.read(BytesIO(answer))) == []


def test_no_entity_can_be_defined_by_a_document() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><PubmedArticleSet>'
    items = list(
        pubmed_xml.entries(BytesIO(bomb + article("&b;").encode() + b"</PubmedArticleSet>"))
    )
    assert [item.record.title for item in items if isinstance(item, Entry)] == ["&b;"]
