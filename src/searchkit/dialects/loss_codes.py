"""Codes of what a translation changes (T...): each with its page of documentation.

Severity follows the effect on the person who searches: a note where the change is the
platform's ordinary behaviour, a warning where the searcher may want to decide otherwise,
an error where a line cannot be searched at all.
"""

from searchkit.diagnostics import Code, Severity

FIELD_DIFFERS = Code(
    "T001",
    "field-differs",
    Severity.NOTE,
    """The target's field does not search the same parts of a record.

Platforms cut records differently: PubMed's `[tiab]` also searches author keywords, Web of
Science's `TS` also Keywords Plus. The nearest field is taken; with `recall` the one that
loses nothing, even when it finds more, with `precision` the one that adds nothing.

Example: `peer*.ti,ab.` becomes `peer*[tiab]`, which is broader.

What to do: accept it, or report it in the documentation of the search. The message says
what is added and what is left out.""",
)

FIELD_REPLACED = Code(
    "T002",
    "field-replaced",
    Severity.WARNING,
    """The target has no such field, so the words are searched as free text instead.

Example: `randomized controlled trial.pt.` on Web of Science becomes the phrase in the
topic field. It finds records that talk about such trials, and misses trials that do not
call themselves so.

What to do: use a limit or a search filter made for the platform.""",
)

FIELD_DROPPED = Code(
    "T003",
    "field-dropped",
    Severity.WARNING,
    """The target cannot search these values at all, so the part is left out.

It happens with dates of entry and identifiers that only one database has. Left out of an
AND it finds more, left out of an OR less; the effect says which.

What to do: apply the restriction on the site, or after the export.""",
)

VALUE_UNKNOWN = Code(
    "T004",
    "value-unknown-to-target",
    Severity.WARNING,
    """A value was copied into a field whose list of values is another one in the target.

Publication types, subsets, substances and names of journals come from lists that each
database keeps for itself. A value that the list lacks finds nothing, without a warning.

Example: `DT=(Article)` of Web of Science becomes `"Article"[pt]` on PubMed, which has no
such type; `"N Engl J Med"[ta]` becomes `.jn.` on Ovid, which spells the name out.

What to do: look the value up in the target, and write it as it stands there.""",
)

PROXIMITY_TO_AND = Code(
    "T010",
    "proximity-to-and",
    Severity.WARNING,
    """Words near one another are searched anywhere in the field instead.

The target cannot say this nearness: PubMed allows no truncation, no alternatives and few
fields in a proximity search, and many engines have none. AND finds everything that the
nearness finds and more.

Example: `(peer* adj3 support*).ti,ab.` on PubMed becomes `peer*[tiab] AND support*[tiab]`.

What to do: accept the extra records; or write the words out without truncation.""",
)

ORDER_LOST = Code(
    "T011",
    "order-lost",
    Severity.NOTE,
    """The order of words near one another is not kept, because the target has no ordered operator.

What to do: accept the extra records.""",
)

PROXIMITY_DISTRIBUTED = Code(
    "T012",
    "and-in-proximity",
    Severity.WARNING,
    """An AND or NOT stands inside a proximity operand, where its meaning is not documented.

It is distributed: `(peer and worker) adj3 support` is read as "peer near support, and
worker near support".

What to do: check that this was meant.""",
)

PROXIMITY_APPROXIMATE = Code(
    "T013",
    "proximity-approximate",
    Severity.WARNING,
    """A chain of several words near one another is written as one proximity search.

How a platform counts the distance among more than two words is not documented for all of
them, so the sets may differ a little in both directions.

Example: `(mental adj2 health adj2 service).ti,ab.` becomes `"mental health
service"[tiab:~1]` on PubMed.

What to do: compare hit counts.""",
)

DISTANCE_CAPPED = Code(
    "T014",
    "distance-capped",
    Severity.WARNING,
    """The distance is larger than the target takes.

What to do: accept the largest distance, or use AND.""",
)

DISTANCE_DISPUTED = Code(
    "T016",
    "distance-disputed",
    Severity.NOTE,
    """Sources differ by one on how the platform counts the words between.

On the Cochrane Library `NEAR/3` allows three words between by some guides and two by others.
With `recall` the number is written that finds no less either way, with `precision` the one
that finds no more.

What to do: accept it, or try both numbers on the site.""",
)

PROXIMITY_NARROWED = Code(
    "T015",
    "proximity-narrowed",
    Severity.WARNING,
    """Words near one another are written without their wildcards, so that nearness survives.

This is what `--policy precision` does where a target allows no truncation in proximity.

What to do: use `--policy recall`, or write out the forms that are meant.""",
)

STEM_TOO_SHORT = Code(
    "T020",
    "stem-too-short",
    Severity.WARNING,
    """A truncated word has fewer characters before its wildcard than the target asks for.

PubMed takes a `*` only after four characters, Web of Science after three; a shorter stem is
searched as it stands, so its longer forms are missed.

Example: `ms*` on PubMed finds `ms` only.

What to do: write out the words that are meant.""",
)

WILDCARD_WIDENED = Code(
    "T021",
    "wildcard-widened",
    Severity.NOTE,
    """A wildcard for a limited number of characters became one without limit.

Example: `worker$1` becomes `worker*` on PubMed, which also finds `workerless`.

What to do: accept it, or write out the forms that are meant (`--policy precision` does).""",
)

WILDCARD_ENUMERATED = Code(
    "T022",
    "wildcard-enumerated",
    Severity.NOTE,
    """A wildcard inside a word was written out, because the target has none.

The known spellings of the word are written; where none is known, the letters a to z are,
which leaves out forms with a digit or an accented letter in that place.

Example: `wom#n` becomes `(woman OR women)` on PubMed.

What to do: check that no form you want is missing.""",
)

WILDCARD_BOUNDED = Code(
    "T019",
    "wildcard-bounded",
    Severity.WARNING,
    """The target's wildcard stands for a few characters only.

ProQuest's `*` replaces up to five characters, so `co*` misses `cooperation`.

What to do: write out the longer words that are meant.""",
)

WILDCARD_SPELLED = Code(
    "T023",
    "wildcard-respelled",
    Severity.NOTE,
    """A wildcard was written as alternatives that find exactly the same words.

Example: `colo?r` becomes `color OR colo?r` on Scopus, whose `?` is exactly one character.

What to do: nothing.""",
)

PHRASE_TO_AND = Code(
    "T024",
    "phrase-to-and",
    Severity.WARNING,
    """A phrase is searched as separate words, because the target truncates only its last word.

Example: `live* experience*` on PubMed becomes `live*[tiab] AND experience*[tiab]`.

What to do: accept the extra records; or write the forms of the first words out.""",
)

PHRASE_NARROWED = Code(
    "T025",
    "phrase-narrowed",
    Severity.WARNING,
    """A phrase is written without wildcards that the target does not take inside it.

What to do: write out the forms that are meant.""",
)

PHRASE_MAY_SPLIT = Code(
    "T026",
    "phrase-may-split",
    Severity.NOTE,
    """The target may search a phrase as separate words.

PubMed looks phrases up in an index; a phrase that is not there is searched as separate
words, with nothing but a warning. `searchkit run --count` shows these warnings at their
place.

What to do: run the count once before trusting the number.""",
)

AUTOMATIC_VARIANTS = Code(
    "T027",
    "automatic-variants",
    Severity.NOTE,
    """The target finds inflections and spellings of a plain word on its own.

Scopus finds plurals and British and American spellings, EBSCOhost plurals. Ovid searches
the word as it stands.

What to do: accept the extra records.""",
)

VARIANTS_LOST = Code(
    "T029",
    "variants-lost",
    Severity.WARNING,
    """The source platform adds forms of a word on its own, and the target does not.

A plain word on Web of Science or Scopus finds inflections and spellings; an untagged word
on PubMed is mapped to headings. The target searches the word as it stands.

What to do: truncate the word, or write its forms out.""",
)

HYPHEN_BOTH_FORMS = Code(
    "T028",
    "hyphen-both-forms",
    Severity.NOTE,
    """A word with a hyphen is written with and without it, or words apart with one too.

Ovid takes a hyphen as a space, so either form finds both; for the target it is not known, or
it takes the hyphen as a character, so both forms are searched.

Example: `peer support.ti.` becomes `("peer support" OR peer-support):ti` on the Cochrane
Library.

What to do: nothing.""",
)

WORDS_CUT_DIFFERENTLY = Code(
    "T037",
    "words-cut-differently",
    Severity.NOTE,
    """Only one of the platforms takes a hyphen or an apostrophe as part of a word.

On the Cochrane Library `peer-support` is one word, so that a search for `support` does not
find it; Ovid and PubMed cut it in two. Phrases are written with hyphens too (T028); for
single words that would find little and make the search many times as long.

Example: `support.ti.` on the Cochrane Library misses a title with `peer-support` only.

What to do: truncate or add the hyphened words that matter, such as `peer-support*`.""",
)

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

LIMIT_DROPPED = Code(
    "T040",
    "limit-dropped",
    Severity.WARNING,
    """The target cannot say this limit, so it is left out.

What to do: set it on the site if it has such a filter, or exclude the records after the
export, and count them.""",
)

LIMIT_CAUTION = Code(
    "T041",
    "limit-caution",
    Severity.NOTE,
    """A limit works on what indexers add, so records that are not indexed yet are lost by it.

What to do: prefer a filter that excludes what is unwanted, such as `not (exp animals/ not
humans/)`.""",
)

COMMAND_DROPPED = Code(
    "T042",
    "command-dropped",
    Severity.NOTE,
    """A command of the source platform has no place in a search string and is left out.

Removing duplicates, choosing a database and counting how often a word occurs belong to the
session or the site.

What to do: remove duplicates after the export.""",
)

DATES_WIDENED = Code(
    "T044",
    "dates-widened",
    Severity.NOTE,
    """The target limits to whole years, so a range of days becomes the years around it.

Leaving the limit out would find more still. A range that begins on the first day of a year
and ends on the last loses nothing, and is not told.

Example: `2020/03/01:2021/06/30[dp]` becomes `PY=2020-2021` on Web of Science.

What to do: exclude what lies outside the days after the export, and count it.""",
)

DATE_FROZEN = Code(
    "T043",
    "open-date-closed",
    Severity.NOTE,
    """A range that goes on to the present was closed, because the target wants a last year.

What to do: translate again when the search is repeated.""",
)

UNVERIFIED = Code(
    "T060",
    "unverified",
    Severity.NOTE,
    """The platform's behaviour here could not be verified from a source.

What to do: try the line on the platform and look at how it is understood.""",
)

TOO_LONG = Code(
    "T061",
    "too-long",
    Severity.WARNING,
    """The search is longer than the target is known to take.

What to do: run it line by line (`--lines`), or split it.""",
)

TOO_MANY_COMBINATIONS = Code(
    "T062",
    "too-many-combinations",
    Severity.WARNING,
    """Writing out all combinations of alternatives would make the line too long.

What to do: split the line.""",
)

RAW_DROPPED = Code(
    "T070",
    "text-dropped",
    Severity.ERROR,
    """Some text could not be read, so it cannot be translated and is left out.

What to do: correct it in the source.""",
)

LINE_EMPTY = Code(
    "T071",
    "line-empty",
    Severity.ERROR,
    """Nothing of this line can be said to the target.

Lines that refer to it are translated without it.

What to do: see the other messages for this line.""",
)

SENT_AS = Code(
    "T080",
    "sent-as",
    Severity.NOTE,
    """How the text reaches the target, where it is not pasted into a search box.

The search languages of programming interfaces go into a parameter of a request, often with
a setting beside it that changes what is found: Europe PMC adds synonyms unless told not to,
Lens reduces words to their stems unless told not to. The translation holds only if the text
is sent as the message says.

What to do: use the harvest, which sends it so; or send it so yourself and report it.""",
)

TRUNCATION_DROPPED = Code(
    "T081",
    "truncation-dropped",
    Severity.WARNING,
    """The target has no wildcards, so a truncated word is searched without its wildcard.

Most such engines find inflections of a word that they know (`mentor` finds mentors); a stem
that is no word of its own finds little or nothing.

Example: `xylophon*` on OpenAlex is searched as `xylophon`.

What to do: write out the words that are meant, joined with OR.""",
)

TRUNCATION_WRITTEN_OUT = Code(
    "T082",
    "truncation-written-out",
    Severity.WARNING,
    """A truncated word was written out as words, because the target has no wildcards.

The words come from the built-in list, which holds words that occur in records; the message
shows them. A word that the list lacks is missed.

Example: `mentor*` on OpenAlex becomes `mentor OR mentored OR mentoring OR mentors OR
mentorship`.

What to do: check that no word you want is missing.""",
)

ORDER_COSTS_DISTANCE = Code(
    "T083",
    "order-costs-distance",
    Severity.NOTE,
    """The target's nearness counts moves of words, so the other order needs closer words.

Engines built on Lucene write nearness as `"peer support"~2`: the words of the phrase may be
moved two places in all. `peer and lay support` needs two moves and is found; turning two
words round needs two moves by itself, so `support from a peer` is not found.

Example: `(peer adj3 support).ti,ab.` becomes `"peer support"~2` on Semantic Scholar.

What to do: accept it, or add the phrase in the other order.""",
)

SEVERAL_REQUESTS = Code(
    "T085",
    "several-requests",
    Severity.NOTE,
    """The search is written as several requests, because the target takes no long or nested one.

Together they find what one search would find; a record may be found by more than one.

Example: `(a or b) and (c or d)` becomes four requests on Oria (Primo), and a list of many
words becomes pieces of at most 256 characters on Google Scholar.

What to do: run all of them, put the results together and remove duplicates. Report the sum
before and after.""",
)

OPERATORS_LOST = Code(
    "T086",
    "operators-lost",
    Severity.WARNING,
    """The target has no Boolean operators; the search is the words side by side.

It ranks records by how many of the words they hold, so that nearly everything is found and
the order decides. Phrases, brackets and NOT are lost, and words of excluded parts are left
out. Nobody has established where the list of results stops to hold what was meant.

Example: `(peer or lay) and support` becomes `peer lay support` on Crossref.

What to do: take the target for known items and citations, not for the systematic search; or
filter what it returns with the original strategy (`searchkit verify`).""",
)

ALTERNATIVES_INSIDE = Code(
    "T087",
    "alternatives-inside-clauses",
    Severity.WARNING,
    """Alternatives are written inside the clauses of a request, which is not documented for it.

The target documents clauses joined by AND, OR and NOT without brackets. Writing out every
combination would take too many requests, so alternatives stand in brackets inside a clause,
as its search page takes them.

Example: `any,contains,(peer OR lay),AND;any,contains,(support OR help)` on Oria (Primo).

What to do: try a small search both ways and compare the counts before relying on it.""",
)

LINES_LEFT_OUT = Code(
    "T088",
    "lines-left-out",
    Severity.WARNING,
    """The last line is the search, and it uses these lines neither itself nor through others.

They have no part in the search as one string, in the source as little as in the target; the
numbered lines still hold them. Often a strategy lacks the line that combines the others.

Example: `1. asthma.ti.`, `2. cough.ti.` without `3. 1 or 2` becomes `cough[ti]`.

What to do: add the line that combines them, or delete them.""",
)

LINES_ADDED = Code(
    "T089",
    "lines-added",
    Severity.NOTE,
    """The target limits only numbered lines, so the search gets lines that the source has not.

Ovid takes `limit 3 to humans`, and no limit inside a search. What is limited gets a line, the
limit gets the next one, and the rest refers to it by its number. All lines are counted from 1.

Example: `(asthma[ti] OR cough[ti]) AND hasabstract` becomes `asthma.ti. or cough.ti.` and
`limit 1 to abstracts` on Ovid.

What to do: start with an empty search history, and run the lines one after another.""",
)

CODES = (
    FIELD_DIFFERS,
    FIELD_REPLACED,
    FIELD_DROPPED,
    VALUE_UNKNOWN,
    PROXIMITY_TO_AND,
    ORDER_LOST,
    PROXIMITY_DISTRIBUTED,
    PROXIMITY_APPROXIMATE,
    DISTANCE_CAPPED,
    PROXIMITY_NARROWED,
    DISTANCE_DISPUTED,
    STEM_TOO_SHORT,
    WILDCARD_WIDENED,
    WILDCARD_ENUMERATED,
    WILDCARD_SPELLED,
    WILDCARD_BOUNDED,
    PHRASE_TO_AND,
    PHRASE_NARROWED,
    PHRASE_MAY_SPLIT,
    AUTOMATIC_VARIANTS,
    VARIANTS_LOST,
    HYPHEN_BOTH_FORMS,
    WORDS_CUT_DIFFERENTLY,
    HEADING_AS_TEXT,
    SUBHEADING_EXPLODED,
    EXPLOSION_LOST,
    MAJOR_LOST,
    SUBHEADING_LOST,
    HEADING_REPLACED,
    EXPLODED_BY_HAND,
    LIMIT_DROPPED,
    LIMIT_CAUTION,
    COMMAND_DROPPED,
    DATES_WIDENED,
    DATE_FROZEN,
    UNVERIFIED,
    TOO_LONG,
    TOO_MANY_COMBINATIONS,
    RAW_DROPPED,
    LINE_EMPTY,
    SENT_AS,
    TRUNCATION_DROPPED,
    TRUNCATION_WRITTEN_OUT,
    ORDER_COSTS_DISTANCE,
    SEVERAL_REQUESTS,
    OPERATORS_LOST,
    ALTERNATIVES_INSIDE,
    LINES_LEFT_OUT,
    LINES_ADDED,
)
