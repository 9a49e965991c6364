"""Codes of the text (P001 to P039): brackets, operators, lines, and what is repaired in them."""

from searchkit.diagnostics import Code, Severity

UNCLOSED_BRACKET = Code(
    "P001",
    "unclosed-bracket",
    Severity.WARNING,
    """An opening bracket has no partner.

Ovid refuses the line. searchkit reads the bracket as closed at the end of the line, says
so, and offers this as a fix; with --strict it refuses instead.

Example: `(drug* adj (treat* or intervention*)` is read as `(drug* adj (treat* or
intervention*))`.

What to do: check where the group was meant to end, and put the bracket there.""",
)

UNOPENED_BRACKET = Code(
    "P002",
    "unopened-bracket",
    Severity.WARNING,
    """A closing bracket has no partner.

It happens when a line loses its first character on the way into a document. searchkit reads
the group as beginning at the start of the line, says so, and offers this as a fix; with
--strict it refuses instead.

Example: `peer adj (provid* or support*)).ti,ab.` is read as `(peer adj (provid* or
support*)).ti,ab.`.

What to do: check where the group was meant to begin, and put the bracket there.""",
)

MISSING_OPERAND = Code(
    "P003",
    "missing-operand",
    Severity.ERROR,
    """An operator has nothing to combine on one of its sides.

Usually the rest of the line was lost, or a line break stands where none should.

Example: `peer or` , `and mentor*.ti.`

What to do: complete the line, or delete the operator.""",
)

MISSING_OPERATOR = Code(
    "P004",
    "missing-operator",
    Severity.ERROR,
    """Two parts that cannot be neighbours in a phrase stand next to one another.

Between words Ovid understands "next to each other"; between headings, fielded groups or
line numbers there is no such meaning, so an operator was lost.

Example: `exp Peer Group/ exp Self-Help Groups/` probably meant `or` between the two.

What to do: write the operator.""",
)

EMPTY_GROUP = Code(
    "P005",
    "empty-group",
    Severity.ERROR,
    """Brackets with nothing inside.

What to do: delete them, or put back what they held.""",
)

UNREADABLE = Code(
    "P006",
    "unreadable-text",
    Severity.ERROR,
    """Some text has no meaning in this dialect.

The rest of the line is read; the piece itself is left out of the tree, so the line cannot
be searched as it is.

Example: a quotation mark without a partner; a placeholder such as `[same as line 16].ti,ab.`

What to do: correct or replace the text at the place shown.""",
)

MIXED_OPERATORS = Code(
    "P007",
    "mixed-operators",
    Severity.WARNING,
    """`and` and `or` stand side by side without brackets.

Which is done first differs between platforms (PubMed and Embase.com go from left to right,
Scopus does OR first, Web of Science AND), and for Ovid itself no published source could be
found. searchkit reads AND and NOT before OR, and every translation carries the brackets
that say so.

Example: `1 or 2 and 3` is read as `1 or (2 and 3)`.

What to do: write the brackets.""",
)

CHARACTERS_REPAIRED = Code(
    "P008",
    "characters-repaired",
    Severity.NOTE,
    """Typographic characters were read as the plain ones that a search platform knows.

Word processors turn quotation marks and hyphens into typographic ones and join letters to
ligatures; a platform takes them as ordinary characters or as nothing. The search meant is
the one with plain characters.

What to do: nothing; or correct the text at the places shown.""",
)

LINE_SKIPPED = Code(
    "P009",
    "line-skipped",
    Severity.NOTE,
    """A line is not part of the search: a heading, a legend, a rule, page furniture.

It is named so that nothing is left out in silence.

What to do: nothing, if the line is indeed no search line.""",
)

LINES_JOINED = Code(
    "P010",
    "lines-joined",
    Severity.NOTE,
    """Rows of the text were read as one line of the strategy, because it was wrapped.

What to do: nothing, if the rows belong together.""",
)

HEADING_WITHOUT_SLASH = Code(
    "P011",
    "heading-without-slash",
    Severity.WARNING,
    """`exp` stands before words that do not end in a slash.

Only subject headings can be exploded, so a heading is meant; it is read as one.

Example: `exp randomized controlled trials` is read as `exp randomized controlled trials/`.

What to do: write the slash.""",
)

RANGE_REPAIRED = Code(
    "P012",
    "range-repaired",
    Severity.WARNING,
    """A range of lines has lost its slash or its hyphen.

Example: `or/1 6` is read as `or/1-6`, `OR 1-14` as `or/1-14`.

What to do: check the numbers and write the range in full.""",
)

FIELD_REPAIRED = Code(
    "P013",
    "field-repaired",
    Severity.NOTE,
    """A field suffix was written in a way that Ovid does not print.

A last dot is missing, there are spaces inside, a dot stands for a comma, or the older form
`in ti,ab` is used. The fields meant are clear.

Example: `Xpert*.ti. ab .` is read as `Xpert*.ti,ab.`.

What to do: nothing; or write the suffix in full.""",
)

FIELD_ON_PART = Code(
    "P014",
    "field-on-last-word",
    Severity.WARNING,
    """A field suffix follows words joined by a proximity operator without brackets.

A suffix belongs to what stands right before it, but words near one another must stand in
one field, so it is read as meant for all of them.

Example: `peer adj support.ti,ab.` is read as `(peer adj support).ti,ab.`.

What to do: write the brackets.""",
)

LEADING_WILDCARD = Code(
    "P015",
    "leading-wildcard",
    Severity.ERROR,
    """A word begins with a truncation symbol.

Ovid does not search for word endings and refuses the line.

Example: `$occlus$`.

What to do: write out the words that are meant.""",
)

HEADING_QUOTES_MISSING = Code(
    "P016",
    "heading-quotes-missing",
    Severity.WARNING,
    """A heading holds an operator word and no quotation marks.

Ovid would split it there; a heading that begins with `exp` and ends in a slash is meant as
a whole.

Example: `exp Wounds and Injuries/` is read as `exp "Wounds and Injuries"/`.

What to do: put the heading in quotation marks.""",
)

NOT_OVID = Code(
    "P017",
    "not-ovid-syntax",
    Severity.WARNING,
    """The text uses a form that comes from another platform, and is read as its Ovid counterpart.

Example: `near3` as `adj3`; a heading with `EXP` behind it.

What to do: check the reading, and write the Ovid form.""",
)

BRACKETS_AS_GROUP = Code(
    "P018",
    "square-brackets-as-group",
    Severity.WARNING,
    """Square brackets hold a search, not a comment, and are read as round ones.

Ovid prints explanations in square brackets and ignores them.

What to do: write round brackets.""",
)

TOO_DEEP = Code(
    "P019",
    "too-deeply-nested",
    Severity.ERROR,
    """Brackets are nested deeper than any platform would take.

What to do: split the line into several and refer to them.""",
)

LIMIT_UNKNOWN = Code(
    "P020",
    "unknown-limit",
    Severity.WARNING,
    """A limit is not one that searchkit knows.

It is kept word for word; no other platform can be told what it means, so every translation
leaves it out and says so.

What to do: if it stands for a language, years or a publication type, write it as Ovid does.""",
)

LIMIT_MISSING_LINE = Code(
    "P021",
    "limit-without-line",
    Severity.WARNING,
    """A limit or a choice of database names no line, so the line before it is taken.

Example: `limit to yr="2022 -Current"`, `use ppez`.

What to do: write the number of the line.""",
)

NUMBERING_BROKEN = Code(
    "P022",
    "numbering-broken",
    Severity.WARNING,
    """Line numbers jump, so lines may be missing.

References to the missing numbers cannot be followed.

What to do: compare with the original list.""",
)

NO_LINES = Code(
    "P023",
    "no-lines",
    Severity.ERROR,
    """The text holds no search line at all.

What to do: check that the file is the strategy, and that it is plain text.""",
)

COUNT_DAMAGED = Code(
    "P024",
    "hit-count-damaged",
    Severity.NOTE,
    """A hit count at the end of a line was cut off and is not part of the search.

Example: `pervasive development$ disorder$.tw. (1`.

What to do: nothing.""",
)

WORDS_SPLIT = Code(
    "P025",
    "space-missing",
    Severity.WARNING,
    """An operator is glued to a truncated word.

Example: `techniq*or block*` is read as `techniq* or block*`.

What to do: write the space.""",
)
