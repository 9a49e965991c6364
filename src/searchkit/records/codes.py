"""R codes: what can be wrong with a file of records, each with its page of explanation.

A reader never stops at the first fault: it keeps what is whole and names what is not, by
file, line and cause, with one of these codes.
"""

from __future__ import annotations

from collections.abc import Iterable

from searchkit.diagnostics import Code, Diagnostic, Severity

DAMAGED_RECORD = Code(
    "R001",
    "damaged-record",
    Severity.ERROR,
    """A record in the file cannot be read, so it is missing from the result.

Why it matters: a record that is lost at import is never screened. The records before and
after it are kept; only this one is missing.

Example: a row of a CSV file whose quotation mark is never closed, or a `<PubmedArticle>`
with a broken tag inside.

What to do: open the file at the line named, mend the record, or export it again from the
platform.
""",
)

TRUNCATED_FILE = Code(
    "R002",
    "truncated-file",
    Severity.ERROR,
    """The file, or a record in it, breaks off before its closing mark.

Why it matters: a download that was cut short holds fewer records than the platform
reported, and nothing in the file says how many are missing.

Example: a PubMed XML file without `</PubmedArticleSet>`; a .gz file cut off; an entry of
BibTeX whose braces do not close. An RIS file
whose last record has no `ER` line is reported as `R005`, because its fields are complete.

What to do: download or export the file again and compare the number of records with the
number that the platform shows.
""",
)

COUNT_MISMATCH = Code(
    "R003",
    "count-mismatch",
    Severity.ERROR,
    """The file holds another number of records than were read from it.

Why it matters: records are counted twice, once by the marks that open them in the file and
once as they are read. When the two differ, records were lost or invented.

Example: an RIS file with 100 `TY` lines from which 99 records were read.

What to do: look at the lines named; when the file looks right, report it as a fault of
searchkit, with the file.
""",
)

TEXT_OUTSIDE = Code(
    "R004",
    "text-outside-records",
    Severity.WARNING,
    """There is text between two records that belongs to neither.

Why it matters: it may be harmless (a numbering, a header of the platform) or what is left
of a record whose first line was lost.

Example: `1.` before each record of an Ovid RIS file is known and not reported; a line
`TI  - A title` after `ER  -` and before `TY  -` is.

What to do: open the file at the line named and see whether a record lost its beginning.
""",
)

MISSING_END = Code(
    "R005",
    "missing-end",
    Severity.WARNING,
    """A record does not end with its closing mark; it was closed where the next one begins.

Why it matters: the record is kept, but the file was edited or cut, so a field may be
incomplete.

Example: an RIS record without `ER  -`.

What to do: compare the record with the platform's when it matters.
""",
)

ENCODING_GUESSED = Code(
    "R006",
    "encoding-guessed",
    Severity.WARNING,
    """Some bytes of the file are not UTF-8; they were read as Windows-1252.

Why it matters: letters with accents may be wrong in names and titles, which also makes
duplicates harder to find.

Example: a CSV file saved by an older spreadsheet on Windows.

What to do: check a name with an accent; export the file again as UTF-8 if it is wrong.
""",
)

REPAIRED_LINE = Code(
    "R007",
    "repaired-line",
    Severity.NOTE,
    """Lines deviate from the format's rules in a known way and were read as meant.

Why it matters: other programs may lose such records without a word.

Example: `TY - JOUR` with one space where RIS demands two.

What to do: nothing; write the records again (`searchkit records convert`) before handing
the file to another program.
""",
)

UNREADABLE_VALUE = Code(
    "R008",
    "unreadable-value",
    Severity.NOTE,
    """A value is not of the kind its field demands; it is kept beside the record as received.

Why it matters: the field of the record stays empty, for example its year.

Example: `PY  - in press`.

What to do: nothing, unless the field is needed; then mend it in the file.
""",
)

NO_RECORDS = Code(
    "R009",
    "no-records",
    Severity.WARNING,
    """The file holds no record.

Why it matters: an empty export is usually a failed export.

Example: a file of zero bytes, or a page of HTML saved under the name of an export.

What to do: open the file; export it again if the platform reported hits.
""",
)

RAGGED_ROW = Code(
    "R010",
    "ragged-row",
    Severity.WARNING,
    """A row of the table has more or fewer cells than its header.

Why it matters: cells beyond the header have no name; they are kept beside the record. When
a separator stands unquoted inside a field, the cells after it are shifted.

Example: Scopus CSV files with several funding texts.

What to do: check the row named; when its fields are shifted, export the file again or use
the RIS export.
""",
)

NOT_THIS_FORMAT = Code(
    "R011",
    "not-this-format",
    Severity.ERROR,
    """The file is not what its name or the call says it is.

Why it matters: reading it anyway would give nothing, or nonsense.

Example: an error message of a platform saved under the name of an export; a .zip archive
renamed to .ris; a spreadsheet given as text.

What to do: look into the file; unpack an archive first; name the format with `--format`
when the content is right and only the name is wrong.
""",
)

MISSING_START = Code(
    "R012",
    "missing-start",
    Severity.WARNING,
    """A record has lost its opening mark; it was read from the fields that are left.

Why it matters: other programs skip such a record without a word. It is kept here, but the
fields above the damage may be lost.

Example: an RIS record whose first line `TY  - JOUR` was deleted with the numbering above it.

What to do: compare the record with the platform's.
""",
)

RUN_TOGETHER = Code(
    "R013",
    "records-run-together",
    Severity.WARNING,
    """A record holds something twice that a record has once, such as its title.

Why it matters: where the line between two records was lost, the second is hidden in the
first and would not be counted.

Example: an RIS record with two `TI` lines, because `ER` and `TY` between them are gone.

What to do: look at the line named; when these are two records, part them by hand or export
the file again. The second values are kept beside the record.
""",
)

OVER_THE_LIMIT = Code(
    "R014",
    "over-the-limit",
    Severity.WARNING,
    """The file is larger than the tool that it was written for takes at once.

Why it matters: some tools refuse the whole file, others take the first part and say little.

Example: Covidence takes 15,000 references and 50 MB an import.

What to do: write one file for each database or span of years, and import them one by one.
""",
)

DOUBTFUL = frozenset({TEXT_OUTSIDE, ENCODING_GUESSED, MISSING_START, RUN_TOGETHER})
"""Warnings after which something may be missing, or was guessed. The others name a repair that
loses nothing."""


def is_damaged(found: Iterable[Diagnostic]) -> bool:
    """Say whether something in a file is lost, may be lost, or was guessed."""
    return any(one.severity is Severity.ERROR or one.code in DOUBTFUL for one in found)


CODES: tuple[Code, ...] = (
    DAMAGED_RECORD,
    TRUNCATED_FILE,
    COUNT_MISMATCH,
    TEXT_OUTSIDE,
    MISSING_END,
    ENCODING_GUESSED,
    REPAIRED_LINE,
    UNREADABLE_VALUE,
    NO_RECORDS,
    RAGGED_ROW,
    NOT_THIS_FORMAT,
    MISSING_START,
    RUN_TOGETHER,
    OVER_THE_LIMIT,
)
