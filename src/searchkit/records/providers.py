"""Which platform a record came from, told by what it holds.

Each row names a platform and the sign that its exports bear; the first that fits counts.
All signs are V (exports of the platform), and none depends on the name of a file. Records
that went through a reference manager keep the signs of where they came from, if any.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from searchkit.records.record import Record


def _says(key: str, *words: str) -> Callable[[Record], bool]:
    def test(record: Record) -> bool:
        return any(
            name == key and any(word in value for word in words) for name, value in record.extra
        )

    return test


def _has(key: str) -> Callable[[Record], bool]:
    return lambda record: any(name == key for name, _ in record.extra)


def _links(*parts: str) -> Callable[[Record], bool]:
    def test(record: Record) -> bool:
        links = [*record.urls, *(value for _, value in record.extra if "://" in value)]
        return any(part in link for link in links for part in parts)

    return test


def _numbered(scheme: str) -> Callable[[Record], bool]:
    return lambda record: any(found.scheme == scheme for found in record.identifiers)


_SIGNS: tuple[tuple[str, Callable[[Record], bool]], ...] = (
    ("Google Scholar", _has("GSRank")),
    ("Ovid", _links("ovidsp.ovid.com", "ovidweb.cgi")),
    ("Ovid", _says("ovid:VN", "Ovid")),
    ("EBSCO", _says("provider", "EBSCO")),
    ("EBSCO", _links("search.ebscohost.com", "ebscohost.com/login")),
    ("ProQuest", _links("search.proquest.com", "www.proquest.com")),
    ("Cochrane Library", _numbered("central")),
    ("Cochrane Library", _links("cochranelibrary.com")),
    ("Scopus", _numbered("eid")),
    ("Scopus", _says("database", "Scopus")),
    ("Scopus", _says("bibtex:source", "Scopus")),
    ("Embase", _numbered("embase")),
    ("Embase", _says("database", "Embase")),
    ("Lens", _numbered("lens")),
    ("Dimensions", _numbered("dimensions")),
    ("OpenAlex", _numbered("openalex")),
    ("Web of Science", _numbered("wos")),
    ("IEEE Xplore", _links("ieeexplore.ieee.org")),
    ("PubMed", _says("provider", "NLM")),
    ("PubMed", _says("database", "PubMed")),
    ("Embase", lambda record: any(term.vocabulary == "emtree" for term in record.index_terms)),
)
_BY_FORMAT = {
    "pubmed-xml": "PubMed",
    "wos": "Web of Science",
    "ovid-tagged": "Ovid",
    "ovid-text": "Ovid",
    "refworks": "RefWorks",
}


def provider(record: Record, format_name: str = "") -> str:
    """Return the platform that a record came from, or an empty string when nothing tells.

    >>> from searchkit.records.record import Identifier
    >>> provider(Record(identifiers=(Identifier("eid", "2-s2.0-85141483180"),)))
    'Scopus'
    """
    if format_name in _BY_FORMAT:
        return _BY_FORMAT[format_name]
    for name, test in _SIGNS:
        if test(record):
            return name
    return "PubMed" if format_name == "nbib" and record.pmid else ""


def providers(records: Iterable[Record], format_name: str = "") -> Counter[str]:
    """Count the platforms of records; those that nothing tells are under an empty string."""
    return Counter(provider(record, format_name) for record in records)
