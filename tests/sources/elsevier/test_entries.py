"""Entries of Scopus and articles of Embase become records, and nothing of them is lost."""

from __future__ import annotations

from searchkit.records.services import embase as embase_service
from searchkit.records.services import scopus as scopus_service


def test_a_complete_entry_of_scopus_is_read_whole() -> None:
    record = scopus_service.record(
        {
            "dc:identifier": "SCOPUS_ID:0344012345",
            "eid": "2-s2.0-0344012345",
            "dc:title": "Peer <sup>support</sup>",
            "dc:description": "© 2021 The authors. Lived experience &amp; more.",
            "prism:publicationName": "Journal &amp; Letters",
            "prism:issn": "03051048 13624962",
            "prism:isbn": [{"@_fa": "true", "$": "[9783161484100, 9780123748560]"}],
            "prism:volume": "7",
            "prism:issueIdentifier": "2",
            "article-number": "e77",
            "prism:pageRange": None,
            "prism:coverDate": "2021-03-01",
            "prism:coverDisplayDate": "March 2021",
            "prism:doi": "10.1000/ABC",
            "pubmed-id": "21553931",
            "authkeywords": "peer support | recovery",
            "subtypeDescription": "Review",
            "dc:creator": "Repper J.",
            "affiliation": {"afid": "6001", "affilname": "Trent", "affiliation-country": "UK"},
            "author-count": {"@limit": "100", "$": "2"},
            "author": [
                {
                    "authid": "57001",
                    "authname": "Repper J.",
                    "surname": "Repper",
                    "given-name": "Julie",
                    "initials": "J.",
                    "orcid": "0000-0002-8517-9411",
                    "afid": [{"@_fa": "true", "$": "6001"}],
                },
                {"authid": "57002", "authname": "Carter T.", "surname": None},
            ],
        }
    )
    first, second = record.authors
    assert (first.name, first.initials, first.orcid) == (
        "Repper, Julie",
        "J.",
        "0000-0002-8517-9411",
    )
    assert first.affiliations == ("Trent, UK",)
    assert second.name == "Carter, T."
    assert (record.title, record.abstract) == (
        "Peer support",
        "© 2021 The authors. Lived experience & more.",
    )
    assert (record.date, record.year, record.pages, record.journal) == (
        "2021-03",
        2021,
        "e77",
        "Journal & Letters",
    )
    assert record.keywords == ("peer support", "recovery")
    assert [one.value for one in record.identifiers] == [
        "2-s2.0-0344012345",
        "0305-1048",
        "1362-4962",
        "9783161484100",
        "9780123748560",
    ]
    kept = dict(record.extra)
    assert kept["scopus:authid"] == "57001 | 57002"
    assert kept["scopus:author-count"] == '{"@limit":"100","$":"2"}'
    assert "scopus:affiliation" not in kept


def test_an_institution_without_an_author_stays_in_the_record() -> None:
    places = [{"afid": "1", "affilname": "Trent"}, {"afid": "2", "affilname": "Oslo"}]
    author = {"surname": "Repper", "afid": {"$": "1"}}
    record = scopus_service.record({"eid": "2-s2.0-1", "affiliation": places, "author": author})
    assert record.authors[0].affiliations == ("Trent",)
    assert "Oslo" in dict(record.extra)["scopus:affiliation"]


def test_an_article_of_embase_keeps_what_has_no_place() -> None:
    record = embase_service.record(
        {
            "itemInfo": {
                "itemIdList": {"lui": "L623931948", "embase": "2013715327", "medl": "31910170"},
                "entryDate": "2020-01-14",
            },
            "head": {
                "citationTitle": {"titleText": [{"ttltext": "Peer support", "language": "en"}]},
                "abstracts": {"abstracts": [{"paras": ["One.", "Two."], "language": "en"}]},
                "authorList": {"authors": [{"surname": "Repper", "initials": "J.", "seq": 1}]},
                "citationInfo": {"citationType": {"content": "article"}},
                "source": {"publicationYear": 2020, "sourceTitle": "Journal", "volume": "7"},
            },
            "openLink": {"openUrl": "https://example.org/7"},
        }
    )
    assert (record.title, record.abstract, record.year) == ("Peer support", "One. Two.", 2020)
    assert (record.pmid, record.identifier("embase")) == ("31910170", "L623931948")
    assert (record.authors[0].name, record.publication_types) == ("Repper, J.", ("article",))
    kept = dict(record.extra)
    assert kept["embase:authors"] == '[{"seq":1}]'
    assert kept["embase:item:entryDate"] == "2020-01-14"
    assert kept["embase:source:volume"] == "7"
    assert kept["embase:titles"] == '[{"language":"en"}]'
