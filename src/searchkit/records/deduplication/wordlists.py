"""The words that the comparison treats as special: tables, no code.

Each table is one text, split where it is used. The tables are general English and the
vocabulary of bibliographic databases; none was drawn up to fit a set of records.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LANGUAGES = _words("""
    arabic bulgarian chinese croatian czech danish dutch english estonian finnish flemish french
    german greek hebrew hungarian icelandic italian japanese korean latvian lithuanian norwegian
    persian polish portuguese romanian russian serbian slovak slovenian spanish swedish thai
    turkish ukrainian
""")

NOTE_WORDS = _words("""
    review refs reviewed erratum errata corrected corrections correction comment comments see
    appears republished summary original retracted retraction update updated abstract letter
    editorial meta analysis systematic translated electronic resource online print protocol
    author authors transl in of cochrane
""")
"""A group in brackets of these alone is a note of the database: `[Review] [33 refs]`."""

STANDING = _words("""
    a abstract abstracts and announcement announcements annual article articles associate author
    authors board book books brief calendar chief column comment commentary comments conclusion
    conclusions conference congress contents contributors correction corrections corrigenda
    corrigendum correspondence cover discussion editor editorial editorials editors errata
    erratum foreword for forthcoming from front general guest in index information introduction
    introductory issue issues journal letter letters matter media meeting message miscellaneous
    new news note notes notice obituary of on opinion opinions our overview page panel paper
    papers perspective perspectives poster posters preface presentation presentations president
    presidents proceedings program publication published questions reader readers regarding
    remarks reply report reports response review reviewer reviewers reviews section senior series
    session special statement summary supplement symposium table the this title titles to
    unknown untitled update viewpoint volume welcome with workshop
""")
"""Words of standing headings: a title of these alone heads many items, it names none."""

SMALL = _words("a an and as at by for from in of on or our plus the this to with")
"""Words that may fall out of a title without its being another."""

ENGLISH = _words("the of and with from")
"""Small words that English titles have and titles in other languages have not."""

GREEK = _words("alpha beta gamma delta epsilon kappa lambda mu omega sigma theta zeta")
"""Databases lose Greek letters: `Interferon- (IFN-)`."""

ROMAN = _words("i ii iii iv v vi vii viii ix x xi xii")

NUMBER_WORDS = {
    word: figure
    for words, ending in (
        ("one two three four five six seven eight nine", ""),
        ("first second third fourth fifth sixth seventh eighth ninth", "th"),
    )
    for figure, word in ((f"{n}{ending}", word) for n, word in enumerate(words.split(), 1))
}
"""Web of Science writes `3 WORLD MAPS` for `Three world maps` (seen in exports)."""

OPPOSED = (
    *(("hyper", "hypo"), ("inter", "intra"), ("pre", "post"), ("micro", "macro")),
    *(("pre", "per"), ("over", "under"), ("male", "female"), ("afferent", "efferent")),
    *(("ab", "ad"), ("exo", "endo"), ("increas", "decreas"), ("mono", "poly")),
    *(("uni", "bi"), ("with", "without"), ("im", "em")),
)
"""Beginnings that make two words opposites although they differ by a letter or two."""

NOTICES = _words("""
    reply rejoinder response comment comments discussion erratum corrigendum correction
    retraction
""")

PARTICLES = _words("""
    af al ap ben bin d da das de del della den der des di do dos du e el et ibn il la le les lo
    mac mc ter ten van vd vande vander von y zu zum zur jr sr iii dr prof
""")
"""Words of a surname that databases write, move or leave out."""

SUFFIXES = _words("jr sr ii iii iv")

NOBODY = frozenset(
    (
        *("unknown", "anonymous", "anon", "no authors listed", "no author name available"),
        *("na", "n a", "none", "et al"),
    )
)

NO_TITLE = frozenset(
    (
        *("", "unknown", "untitled", "no title", "no title available", "title not available"),
        *("na", "n a", "none"),
    )
)

JOURNAL_SMALL = _words("""
    the of and for in on a an de la le les des du et und der die das del y e da do dell to
""")

JOURNAL_PLACES = _words("""
    england london usa uk switzerland basel germany berlin france paris netherlands amsterdam
    baltimore boston chicago philadelphia oxford cambridge yardley toronto
""")
"""Places that databases put behind a journal's name, in brackets or by a hyphen."""

MEETING = _words("""
    proceedings proceeding proc conference conf annual international intl int symposium symp
    workshop workshops congress meeting acm ieee ifip aaai aisel lecture notes computer science
    including subseries
""")
"""Words that names of proceedings share: two meetings are told apart by the others."""
