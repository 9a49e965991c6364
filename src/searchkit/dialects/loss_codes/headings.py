"""Codes of subject headings (T03.): explosion, focus, subheadings, replacement."""

from searchkit.diagnostics import Code, Severity

HEADING_AS_TEXT = Code(
    "T030",
    "heading-as-text",
    Severity.WARNING,
    """The target does not have this thesaurus, so the heading is searched as words.

Records that were indexed with the heading and do not use its words are missed; records
that use the words and were not indexed so are found. Narrower headings are not included.

Example: `exp Mental Health Services/` becomes `INDEXTERMS("mental health services")` on
Scopus and the phrase in the topic field on Web of Science.

What to do: add free-text words for the concept and its narrower headings.""",
)

SUBHEADING_EXPLODED = Code(
    "T031",
    "subheading-exploded",
    Severity.NOTE,
    """The target explodes the subheading together with the heading.

Example: `exp Neoplasms/th` on PubMed also finds Neoplasms/drug therapy.

What to do: accept the extra records.""",
)

EXPLOSION_LOST = Code(
    "T034",
    "explosion-lost",
    Severity.WARNING,
    """The target cannot take in the narrower headings of a heading.

APA PsycInfo on EBSCOhost has no sign for explosion; its thesaurus writes the narrower
headings out. Europe PMC searches the heading itself, and misses records indexed only with
a narrower one.

Example: `exp Major Depression/` becomes `(DE "Major Depression")`.

What to do: add the narrower headings with OR, or free-text words for them.""",
)

MAJOR_LOST = Code(
    "T032",
    "major-focus-lost",
    Severity.WARNING,
    """The target cannot ask for headings that are the main point of a record.

What to do: accept the extra records.""",
)

SUBHEADING_LOST = Code(
    "T033",
    "subheading-lost",
    Severity.WARNING,
    """The target cannot ask for a subheading with a heading, so the heading stands alone.

What to do: accept the extra records, or add free text for the aspect.""",
)

HEADING_REPLACED = Code(
    "T035",
    "heading-replaced",
    Severity.WARNING,
    """A heading of one thesaurus became a heading of another, by a row of a crosswalk.

No thesaurus is a copy of another. The row says how the two headings relate, how sure that
is and who says so; the effect is what the row says when its confidence is high, else unknown.

Example: with a row of your own, `exp Peer Group/` becomes `(MH "Peer Group+")` on CINAHL.

What to do: compare the scope notes of both headings.""",
)

EXPLODED_BY_HAND = Code(
    "T036",
    "exploded-by-hand",
    Severity.NOTE,
    """The target cannot explode a heading, so its narrower headings are written out with OR.

They come from the thesaurus that you gave; the message lists them.

Example: `exp Peers/` on APA PsycInfo at EBSCOhost becomes `(DE "Peers") OR (DE "Peer
Counseling") ...`.

What to do: check that the thesaurus is of the same year as the database.""",
)
