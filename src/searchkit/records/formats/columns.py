"""Layouts of tables: which column of which platform holds what.

A layout is recognised when all columns of `needs` are there; the first match counts. What
a column is called is compared without regard to case. All rows are V: headers of exports.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Layout:
    """One platform's table: its columns by the role that they play in a record (see `assemble`).

    A second column of one role is written `role#2`.

    `people` says how several authors stand in a cell: their separator. `literal_quotes`
    means that quotation marks have no meaning, as in Web of Science's tab-delimited files.
    """

    platform: str
    needs: tuple[str, ...]
    columns: Mapping[str, str]
    people: str = ";"
    lists: str = ";"
    literal_quotes: bool = False


def _layout(
    platform: str,
    needs: str,
    columns: str,
    *,
    people: str = ";",
    lists: str = ";",
    literal_quotes: bool = False,
) -> Layout:
    pairs = (row.split(" = ", 1) for row in columns.strip().splitlines())
    table = {name.strip().casefold(): part.strip() for part, name in pairs}
    wanted = tuple(name.strip().casefold() for name in needs.split("|"))
    return Layout(platform, wanted, MappingProxyType(table), people, lists, literal_quotes)


_OWN_COLUMNS = (
    "title", "title_original", "abstract", "authors", "year", "date", "journal",
    "journal_short", "volume", "issue", "pages", "doi", "pmid", "identifiers", "keywords",
    "index_terms", "publication_types", "languages", "publisher", "place", "urls",
    "platform", "database", "provenance", "extra",
)  # fmt: skip

OWN = Layout(
    "searchkit",
    ("title", "authors", "identifiers", "index_terms", "provenance", "extra"),
    MappingProxyType({name: name for name in _OWN_COLUMNS}),
)
"""Our own CSV: the columns of `searchkit.to_frame`, in its order."""

_SCOPUS = """
authors = Authors
full_authors = Author full names
title = Title
year = Year
journal = Source title
volume = Volume
issue = Issue
article_number = Art. No.
start = Page start
end = Page end
doi = DOI
url = Link
abstract = Abstract
keywords = Author Keywords
index_terms = Index Keywords
editor = Editors
publisher = Publisher
issn = ISSN
isbn = ISBN
pmid = PubMed ID
language = Language of Original Document
journal_short = Abbreviated Source Title
type = Document Type
database = Source
eid = EID
affiliation = Affiliations
"""

LAYOUTS: tuple[Layout, ...] = (
    OWN,
    _layout("Scopus", "Authors|Title|Source title|EID|Author full names", _SCOPUS),
    _layout("Scopus", "Authors|Title|Source title|EID", _SCOPUS, people=","),
    _layout(
        "Web of Science",
        "PT|AU|TI|SO|UT",
        """
authors = AU
full_authors = AF
title = TI
journal = SO
language = LA
type = DT
keywords = DE
index_terms = ID
abstract = AB
issn = SN
issn#2 = EI
isbn = BN
journal_short = JI
date = PD
year = PY
volume = VL
issue = IS
start = BP
end = EP
article_number = AR
doi = DI
pmid = PM
accession = UT
publisher = PU
place = PI
affiliation = C1
collective = CA
""",
        literal_quotes=True,
    ),
    _layout(
        "PubMed",
        "PMID|Title|Authors|Journal/Book",
        """
pmid = PMID
title = Title
authors = Authors
citation = Citation
journal_short = Journal/Book
year = Publication Year
pmcid = PMCID
nihms = NIHMS ID
doi = DOI
""",
        people=",",
    ),
    _layout(
        "Embase",
        "Title|Author Names|Source",
        """
title = Title
title_original = Original Title
authors = Author Names
citation = Source
abstract = Abstract
keywords = keywords
index_terms = Emtree Medical Index Terms
index_terms_major = Emtree Medical Index Terms (Major Focus)
index_terms#2 = Emtree Drug Index Terms
index_terms_major#2 = Emtree Drug Index Terms (Major Focus)
year = Publication Year
date = Date of Publication
journal = Source title
volume = Volume
issue = Issue
start = First Page
end = Last Page
issn = ISSN
doi = DOI
pmid = Medline PMID
embase = Embase Accession ID
type = Publication Type
language = Article Language
url = Open URL Link
affiliation = Author Addresses
""",
        people=",",
        lists=",",
    ),
    _layout(
        "Google Scholar",
        "Cites|Authors|Title|GSRank",
        """
authors = Authors
title = Title
year = Year
journal = Source
publisher = Publisher
url = ArticleURL
type = Type
doi = DOI
issn = ISSN
volume = Volume
issue = Issue
start = StartPage
end = EndPage
abstract = Abstract
url#2 = FullTextURL
""",
        people=",",
    ),
    _layout(
        "Lens",
        "Lens ID|Title|Author/s",
        """
lens = Lens ID
title = Title
date = Date Published
year = Publication Year
type = Publication Type
journal = Source Title
issn = ISSNs
publisher = Publisher
place = Source Country
authors = Author/s
abstract = Abstract
volume = Volume
issue = Issue Number
start = Start Page
end = End Page
keywords = Keywords
index_terms = MeSH Terms
url = External URL
pmid = PMID
pmcid = PMCID
doi = DOI
""",
    ),
    _layout(
        "OpenAlex",
        "id|display_name|authorships.author.display_name",
        """
openalex = id
abstract = abstract
authors = authorships.author.display_name
title = display_name
doi = doi
pmid = ids.pmid
pmcid = ids.pmcid
language = language
journal = primary_location.source.display_name
issn = primary_location.source.issn_l
date = publication_date
year = publication_year
type = type
volume = biblio.volume
issue = biblio.issue
start = biblio.first_page
end = biblio.last_page
""",
        people="|",
        lists="|",
    ),
    _layout(
        "IEEE Xplore",
        "Document Title|Authors|Document Identifier",
        """
title = Document Title
authors = Authors
affiliation = Author Affiliations
journal = Publication Title
year = Publication Year
volume = Volume
issue = Issue
start = Start Page
end = End Page
abstract = Abstract
issn = ISSN
isbn = ISBNs
doi = DOI
url = PDF Link
keywords = Author Keywords
publisher = Publisher
type = Document Identifier
date = Online Date
""",
    ),
    _layout(
        "Zotero",
        "Key|Item Type|Author|Title|Publication Title",
        """
type = Item Type
year = Publication Year
authors = Author
title = Title
journal = Publication Title
isbn = ISBN
issn = ISSN
doi = DOI
url = Url
abstract = Abstract Note
date = Date
pages = Pages
issue = Issue
volume = Volume
journal_short = Journal Abbreviation
publisher = Publisher
place = Place
language = Language
keywords = Manual Tags
keywords#2 = Automatic Tags
editor = Editor
""",
    ),
    _layout(
        "Springer Link",
        "Item Title|Publication Title|Item DOI",
        """
title = Item Title
journal = Publication Title
volume = Journal Volume
issue = Journal Issue
doi = Item DOI
authors = Authors
year = Publication Year
url = URL
type = Content Type
""",
    ),
    _layout(
        "table",
        "title",
        """
title = title
title = primary_title
abstract = abstract
abstract = notes_abstract
abstract = abstract note
authors = authors
authors = first_authors
authors = author
authors = author names
full_authors = author full names
year = year
year = publication_year
year = publication year
year = pub_year
date = date
journal = journal
journal = alternate_title3
journal = secondary_title
journal = publicationname
journal = publication title
journal = source
journal_short = alternate_title2
journal_short = alternatename
volume = volume
issue = issue
issue = number
pages = pages
start = start_page
end = end_page
doi = doi
pmid = pmid
pmid = pubmed_id
pmcid = pmc_id
issn = issn
isbn = isbn
keywords = keywords
type = type_of_reference
type = referencetype
type = publication_type
language = language
publisher = publisher
place = place_published
url = url
affiliation = authoraddress
editor = secondary_authors
id = id
id = customid
database = database
""",
    ),
)


def layout_of(names: Sequence[str]) -> Layout | None:
    """Return the layout of a table with these columns, or None when it has no title.

    >>> layout = layout_of(["PMID", "Title", "Authors", "Citation", "Journal/Book"])
    >>> layout.platform
    'PubMed'
    """
    known = {name.strip().casefold() for name in names}
    for layout in LAYOUTS:
        if known.issuperset(layout.needs):
            return layout
    if "primary_title" in known:
        return LAYOUTS[-1]
    return None
