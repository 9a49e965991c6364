"""H codes: what can happen on the way from a platform to us, each with its page."""

from __future__ import annotations

from searchkit.diagnostics import Code, Severity

PHRASE_NOT_FOUND = Code(
    "H001",
    "phrase-not-found",
    Severity.WARNING,
    """The platform does not know a word or phrase of the search and left it out.

Why it matters: in an OR group nothing is lost, because a term without records adds none.
Under AND the platform drops a condition that should have been kept, so it finds more than
was meant. Most often it is a spelling mistake, and the search lacks what was really meant.

Example: `schizophrnia[tiab]`.

What to do: look at the spelling; PubMed's index of words (Advanced search, "Show Index")
shows what it knows. Remove the term from the strategy when it is right and simply unused.
""",
)

QUOTED_PHRASE_NOT_FOUND = Code(
    "H002",
    "quoted-phrase-not-found",
    Severity.WARNING,
    """A phrase in quotation marks is not in the platform's phrase index.

Why it matters: PubMed does not look for phrases in the text; it keeps an index of phrases.
Of a phrase that is not in it the quotation marks are dropped and its words are searched
apart, with PubMed's own mapping of terms (NLM says so), so more records are found than
contain the phrase. The page of results shows it only in the details.

Example: `"peer led support worker"[tiab]` finds records with these words anywhere.

What to do: accept the larger result, or use proximity, which reads the text itself:
`"peer led support worker"[tiab:~0]` finds the words side by side, in any order.
""",
)

FIELD_IGNORED = Code(
    "H003",
    "field-ignored",
    Severity.WARNING,
    """The platform does not know a field of the search and searched without it.

Why it matters: the term is searched in all fields and may be mapped to subject headings,
which usually finds far more. PubMed does not even report every unknown field.

Example: `asthma[foo]` finds the same 246,000 records as `asthma`.

What to do: correct the field code in the strategy, or report it as a fault of the
translation with the line.
""",
)

SERVER_MESSAGE = Code(
    "H004",
    "server-message",
    Severity.NOTE,
    """The platform says something about the search; its words are shown as they are.

Why it matters: platforms report restrictions and repairs this way, and only here.

Example: `Restrictions achieved. start and count adjusted to 9990, 9`.

What to do: read it; compare the query as the platform understood it (in the run report)
with what you meant.
""",
)

HIT_COUNT_DIFFERS = Code(
    "H005",
    "hit-count-differs",
    Severity.ERROR,
    """The platform counts more or fewer records than were retrieved, and nothing explains it.

Why it matters: a review reports how many records each search found. When the file holds
another number, records were lost, repeated, or the database changed during the harvest.
searchkit writes no file then, because it would look complete.

Example: `hit count 1,204, but 1,203 records retrieved`.

What to do: run the command again; a database that was being updated settles within
minutes. When it stays, keep the run report (`--report`) and report it: either the platform
or searchkit is at fault.
""",
)

RECORD_MISSING = Code(
    "H006",
    "record-missing",
    Severity.WARNING,
    """The platform counts records that it does not deliver, also when asked for them alone.

Why it matters: the hit count to report is larger than the number of records in the file.
Usually the record was deleted and the index of the search does not know it yet.

Example: a PMID that was withdrawn because it was entered twice.

What to do: look the PMIDs up on the platform's page. Report the hit count and the number
retrieved, and name the difference; the run report holds the list.
""",
)

LIMIT_REACHED = Code(
    "H007",
    "limit-reached",
    Severity.WARNING,
    """Only the first records of the result were asked for, and there are more.

Why it matters: the first records are the newest, not a sample; a review needs all of them.

Example: `searchkit run strategy.txt --source pubmed --limit 100` of 4,312 found.

What to do: for a trial run nothing. For a review leave `--limit` out.
""",
)

HISTORY_LOST = Code(
    "H008",
    "history-lost",
    Severity.NOTE,
    """The platform lost the session that held the result; the records were asked for by number.

Why it matters: nothing is lost. The list of PMIDs had been received before, and each page
is compared with it. It is told because it makes a harvest slower and explains a run report
with more requests than pages.

Example: `Unable to obtain query #1` from PubMed's history server.

What to do: nothing.
""",
)

PHRASE_IGNORED = Code(
    "H009",
    "phrase-ignored",
    Severity.WARNING,
    """The platform ignored a word of the search, usually a stop word.

Why it matters: a condition is dropped, so more records are found than the search says.

Example: `the[tiab] AND patient[tiab]` is searched as `patient[tiab]`.

What to do: remove the word from the strategy, or use it inside a phrase.
""",
)

CANDIDATES_ONLY = Code(
    "H020",
    "candidates-only",
    Severity.WARNING,
    """The platform has no Boolean search; what it lists are candidates, best first.

Why it matters: an AND is not kept, so most of the records do not match the strategy, and a
list cut at some number misses records that do. Such a list is no systematic search. It
serves to find additional records, or to complete those that are known.

Example: Crossref, which ranks all works that hold one of the words.

What to do: nothing; the strategy itself is run over the candidates, and those that it does
not match are kept apart (see `searchkit explain H062`). Report the source as an additional
one, with the number of candidates looked at.
""",
)

WORK_UNKNOWN = Code(
    "H021",
    "work-unknown",
    Severity.WARNING,
    """A service for citations does not know the work whose citations were asked for.

Why it matters: what it cites and what cites it is not searched there. No service knows all
works; reports, theses and books are missing most often.

Example: `searchkit cite included.ris --forward --through europepmc` with an economics paper.

What to do: ask another service too, or look the work up by hand.
""",
)

CITATIONS_DIFFER = Code(
    "H022",
    "citations-differ",
    Severity.WARNING,
    """A service counts more or fewer citations of a work than it lists.

Why it matters: some citations may be missing. Publishers keep reference lists back, entries
that could not be read are counted but not listed, and long lists have been seen cut.

Example: Semantic Scholar, which counts 1,033 references of a work and lists 1,000.

What to do: follow the work through another service as well; for references, look into the
work itself.
""",
)

FIELDS_WITHHELD = Code(
    "H030",
    "fields-withheld",
    Severity.WARNING,
    """The platform delivers the records without some of their fields, for lack of a right.

Why it matters: all records are there, but they cannot be screened by abstract, their keywords
are not searched when the strategy is tested on them, and duplicates are recognised less well.
What is found does not change: the platform searches its own, whole records.

Example: Scopus with a key that is not a subscriber's, which gives titles and first authors.

What to do: work from the institution's network, or set the institution's token beside the key;
the library knows how. Or export from the platform's own page and import the file.
""",
)

HIT_COUNT_GUESSED = Code(
    "H060",
    "hit-count-guessed",
    Severity.NOTE,
    """The platform does not count what it finds; the number it shows is a guess.

Why it matters: the guess may be far off and may change from one page of results to the next,
so it cannot be compared with the records that arrived, and two searches cannot be compared
by it.

Example: Google Scholar, `About 12,300 results`, of which 1,000 at most can be seen.

What to do: report how many results were looked at and on which day (PRISMA-S, item 13),
and give the platform's number as what it is.
""",
)

FIRST_BY_RELEVANCE = Code(
    "H061",
    "first-by-relevance",
    Severity.WARNING,
    """The platform ranks what it finds by relevance, and only the first of it were taken.

Why it matters: what stands further down was not looked at. Nobody publishes how relevance is
reckoned, and the order may be another tomorrow.

Example: `Crossref counts 2,104,000 candidates; the first 1,000 were taken`.

What to do: report the number taken. Where the platform has more to give, take others with
`most` under the source's name in the configuration file, or in the environment
(`SEARCHKIT_CROSSREF_MOST=5000`).
""",
)

CANDIDATES_JUDGED = Code(
    "H062",
    "candidates-judged",
    Severity.NOTE,
    """The strategy itself was run over the candidates of a platform without Boolean search.

Why it matters: those that match, and those of which it cannot be said, count as found; the
others do not. It cannot be said where a record lacks what the strategy needs, most often the
abstract. Subject headings are looked for as words in title, abstract and keywords, because
these records have none, and limits that no record answers (humans, kinds of publication) are
left out.

Example: `1,000 candidates: 37 match, 410 cannot be judged, 553 do not match`.

What to do: screen those that match and those that cannot be judged. In a review all
candidates stay in the database, each with the verdict.
""",
)

FIELD_UNLISTED = Code(
    "H040",
    "field-unlisted",
    Severity.WARNING,
    """The search uses a field code that the interface does not list.

Why it matters: EBSCO's interface for programs names eight search fields, EBSCOhost's pages
know many more. What the interface does with the others is not documented: it may search them
as the pages do, search the code as a word, or search elsewhere. The hit count does not tell.

Example: `MH "Peer Group+"`, a heading of CINAHL with its narrower terms.

What to do: run the same string on EBSCOhost's page and compare the hit counts. Where they
differ, export the file there and bring it in with `searchkit import`.
""",
)

DATABASE_UNCONFIRMED = Code(
    "H041",
    "database-unconfirmed",
    Severity.WARNING,
    """The answer does not name the database that was searched.

Why it matters: a platform that is asked for a database it does not have may find nothing and
say no more. Nothing found is then no result.

Example: `provider = "CINAHL"` where the library has `CINAHL Complete`.

What to do: compare the setting with the label of the database on the library's page; search
for one common word and see whether something is found.
""",
)

CODES: tuple[Code, ...] = (
    PHRASE_NOT_FOUND,
    QUOTED_PHRASE_NOT_FOUND,
    FIELD_IGNORED,
    SERVER_MESSAGE,
    HIT_COUNT_DIFFERS,
    RECORD_MISSING,
    LIMIT_REACHED,
    HISTORY_LOST,
    PHRASE_IGNORED,
    CANDIDATES_ONLY,
    WORK_UNKNOWN,
    CITATIONS_DIFFER,
    FIELDS_WITHHELD,
    HIT_COUNT_GUESSED,
    FIRST_BY_RELEVANCE,
    CANDIDATES_JUDGED,
    FIELD_UNLISTED,
    DATABASE_UNCONFIRMED,
)
