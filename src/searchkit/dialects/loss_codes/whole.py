"""Codes of the whole search (T06. to T08.): unverified, too long, left out, and how it is sent."""

from searchkit.diagnostics import Code, Severity

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
