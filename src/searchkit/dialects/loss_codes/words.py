"""Codes of words and phrases (T02.): wildcards, variants, hyphens."""

from searchkit.diagnostics import Code, Severity

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
