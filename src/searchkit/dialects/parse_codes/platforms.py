"""Codes of single platforms (P040 and up): how a platform takes a search, as its reader knows."""

from searchkit.diagnostics import Code, Severity

WORDS_MAPPED = Code(
    "P040",
    "words-mapped",
    Severity.NOTE,
    """Words without a field tag are mapped by PubMed: to headings, journals and authors.

The Automatic Term Mapping looks such words up and adds what it finds, so the search finds
more than the words as they stand. Several words side by side are looked up together first
and only then one by one, combined with AND; which it was cannot be known from the text. They
are read as words combined with AND, each with the forms that the platform adds.

Example: `heart attack` is read as `heart` and `attack`, each with what PubMed maps it to.

What to do: put a tag behind each word or quoted phrase, so that the search can be repeated.""",
)

PHRASE_ATTEMPTED = Code(
    "P041",
    "phrase-attempted",
    Severity.NOTE,
    """Several words before one field tag, without quotation marks, are read as a phrase.

PubMed looks for the phrase in its index; when it is not there, the words are searched apart,
and only the last one may keep its tag. The index cannot be asked here, so the phrase that the
searcher meant is read.

Example: `hurtle cell[tiab]` is read as `"hurtle cell"[tiab]`.

What to do: put the phrase in quotation marks, or tag every word.""",
)

WILDCARD_IGNORED = Code(
    "P042",
    "wildcard-ignored",
    Severity.WARNING,
    """A wildcard stands where the platform does not take one, so it has no effect.

PubMed needs four characters before `*`, takes it at the end of a word only, in a phrase at
the end of the last word only, and has no other wildcard; it reads the symbol as a space.
Web of Science needs three characters. The search is read as the platform runs it.

Example: `"attempt* suicide"[tiab]` is read as `"attempt suicide"[tiab]`.

What to do: write out the forms that are meant.""",
)

LOWERCASE_OPERATOR = Code(
    "P043",
    "lower-case-operator",
    Severity.NOTE,
    """An operator is written in small letters.

PubMed asks for AND, OR and NOT in capitals. Between two searches it is read as the operator
that was meant; inside words before a tag it is a word.

Example: `acne[tiab] or pimples[tiab]` is read as `acne[tiab] OR pimples[tiab]`.

What to do: write operators in capitals.""",
)

FIELD_UNKNOWN = Code(
    "P044",
    "field-unknown",
    Severity.WARNING,
    """A field or function has no counterpart in searchkit's tables.

The platform may have it, or it may be a slip of the pen: the tables do not hold every field
of every database. It is kept word for word with what stands in it. Every other platform
leaves it out and says so.

Example: `1865/01/01:2022/11/05[dcom]`, `SUBJAREA(ENGI)`, `SU=("Biology")`, `asthma.xy.`.

What to do: check that the platform has the field and what it does to the result; set it by
hand on the other platform.""",
)

OTHER_PLATFORM_FORM = Code(
    "P045",
    "form-of-another-platform",
    Severity.WARNING,
    """The text uses a form that belongs to another platform, and is read as what was meant.

Example: `exp Child[mesh]` on PubMed, where `exp` means nothing; `NOT` on Scopus, whose
operator is `AND NOT`.

What to do: check the reading, and write the platform's own form.""",
)

REFERENCES_BARE = Code(
    "P046",
    "references-without-sign",
    Severity.WARNING,
    """Numbers or letters alone are read as references to lines.

A platform would search for the numbers as words; the text names lines so, and nothing else
stands on this line.

Example: `1 AND 2 AND 3 NOT 4`, `A. 1a and (2a or 3)`.

What to do: write `#1 AND #2`.""",
)

LINES_RENUMBERED = Code(
    "P047",
    "lines-renumbered",
    Severity.NOTE,
    """Lines carry letters, or are listed from the newest to the oldest, and are numbered anew.

References follow the new numbers.

What to do: nothing.""",
)

WORDS_JOINED_BY_AND = Code(
    "P048",
    "words-joined-by-and",
    Severity.NOTE,
    """Words side by side without quotation marks are combined with AND on this platform.

Example: on Scopus `TITLE(peer support)` finds both words anywhere in the title.

What to do: put them in quotation marks if a phrase was meant.""",
)

FIELD_ON_GROUP = Code(
    "P049",
    "tag-behind-group",
    Severity.WARNING,
    """A field tag stands behind brackets.

PubMed's tags belong to one word or phrase. The tag is read as meant for every word in the
brackets.

Example: `(peer OR lay)[tiab]` is read as `peer[tiab] OR lay[tiab]`.

What to do: put the tag behind each word.""",
)

REFINEMENT_READ = Code(
    "P050",
    "refinement-read",
    Severity.NOTE,
    """What the site's filters added to the search is read as limits.

Example: `... and 2022 or 2023 (Publication Years)`; `Filters: MEDLINE, from 2022 - 2026`.

What to do: nothing; check that all filters were copied.""",
)

PROXIMITY_IGNORED = Code(
    "P051",
    "proximity-ignored",
    Severity.WARNING,
    """PubMed ignores the proximity operator when a word in the quotation marks is truncated.

The search is read as the platform runs it: as a phrase.

Example: `"peer* support"[tiab:~2]`.

What to do: write out the forms of the word, each with its own proximity search.""",
)

SAME_AS_AND = Code(
    "P052",
    "same-as-and",
    Severity.WARNING,
    """SAME asks for words in one address or sentence; the tree has no such nearness.

It is read as AND, which finds more.

What to do: use NEAR/n where words must stand together.""",
)

QUOTES_AROUND_ALL = Code(
    "P053",
    "quotes-around-all",
    Severity.WARNING,
    """Quotation marks enclose a whole search with brackets and operators.

A table or a programming language put them there; a platform would take all of it as one
phrase. They are left out.

What to do: delete them.""",
)

TRUNCATION_UNVERIFIED = Code(
    "P054",
    "truncation-unverified",
    Severity.WARNING,
    """A truncation with a number is read as at most so many characters.

ProQuest's vendor says that a number beside the asterisk sets how many characters it stands
for, but no stored source has its spelling.

Example: `behavio[*2]r`, `behavio$2r`.

What to do: check on the site that both spellings of the word are found.""",
)
