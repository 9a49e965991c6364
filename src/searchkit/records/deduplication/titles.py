"""A title as it is compared: its words, its other forms, and what kind of item it heads.

Databases put notes behind a title (`[Review] [33 refs]`, `[Erratum appears in ...]`,
`[Chinese]`), set a translation in brackets, and head many different items alike
(`Editorial`). `read_title` takes the notes away, keeps the bracketed translation as a form
of its own, and says whether the title names one work at all.

>>> read_title("Etude du sommeil chez l'enfant. [A study of sleep in children]").forms
('etudedusommeilchezlenfant', 'astudyofsleepinchildren')
>>> read_title("Erratum: Sleep in children").kind
'correction'
>>> read_title("Editor's comments").naming.name
'HEADING'
"""

from __future__ import annotations

import enum
import re
from typing import NamedTuple

from searchkit.records.deduplication.folding import plain, words_of

LANGUAGES = frozenset(
    "arabic bulgarian chinese croatian czech danish dutch english estonian finnish flemish "
    "french german greek hebrew hungarian icelandic italian japanese korean latvian "
    "lithuanian norwegian persian polish portuguese romanian russian serbian slovak "
    "slovenian spanish swedish thai turkish ukrainian".split()
)
_NOTES = frozenset(
    "review refs reviewed erratum errata corrected corrections correction comment comments "
    "see appears republished summary original retracted retraction update updated "
    "abstract letter editorial meta analysis systematic translated electronic resource "
    "online print protocol author authors transl in of cochrane".split()
)
_NOTHING = frozenset(
    ("", "unknown", "untitled", "no title", "no title available", "title not available", "na", "n a", "none")
)
_STANDING = frozenset(
    "a abstract abstracts and announcement announcements annual article articles associate "
    "author authors board book books brief calendar chief column comment commentary comments "
    "conclusion conclusions conference congress contents contributors correction corrections "
    "corrigenda corrigendum correspondence cover discussion editor editorial editorials "
    "editors errata erratum foreword forthcoming for from front general guest in index "
    "information introduction introductory issue journal letter letters matter media meeting "
    "message miscellaneous new news note notes notice obituary of on opinion our overview "
    "page panel paper papers perspective perspectives poster posters preface presentation "
    "presentations president presidents proceedings program publication published "
    "questions reader readers regarding remarks reply report reports response "
    "review reviewer reviewers reviews section senior session special statement summary "
    "supplement symposium table the this title titles to unknown untitled update "
    "viewpoint volume welcome with workshop".split()
)
"""Words of standing headings: a title of these alone heads many items, it names none."""

_SMALL = frozenset("a and for from in of on our the this to with".split())

_KINDS = (
    ("correction", r"(author |publisher(\W?s)? )?(errat(um|a)|corrigend(um|a)|addendum|corrections?(?= to\b|\W*$|\s*:| notice| -))"),
    ("retraction", r"(retraction|withdrawal|expression of concern|notice of retraction)(?= of\b|\W*$|\s*:| notice| note| -)"),
    ("reply", r"(in reply|(the )?(author|editor)\W?s?\W? (repl(y|ies)|responses?)|re(ply|sponse) (to|from|by)|reply|rebuttal|rejoinder)\b"),
    ("comment", r"(comment(s|ary|aries)? (on|to|by|from)\b|re:|letter (to the editor )?(on|regarding|re)\b|discussion of\b|(invited|editorial) comment(ary)?\b)"),
    ("reprint", r"(reprint(ed)?( of| from)|republished)\b"),
)
_KINDS_FORM = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _KINDS))
_RETRACTED = re.compile(r"^\W*(retracted|withdrawn)( article)?\s*[:.\]]\s*")
_GROUP = re.compile(r"[\[(]([^\[\]()]*(?:\([^()]*\)[^\[\]()]*)*)[\])]?")
_BREAK = re.compile(r"(?<=\w\w)\s*(?:[:?!.;]|\s[-–—]|--)\s+")
_WORDY = 3
_SPECIFIC_WORDS = 3
_SPECIFIC_LETTERS = 18


class Naming(enum.IntEnum):
    """How far a title tells one work from another."""

    HEADING = 0
    """`Editorial`, `Letters to the editor`: words that head many items."""
    BRIEF = 1
    """`Stroke rehabilitation`: other works may well be called the same."""
    WORK = 2


class Title(NamedTuple):
    """A title in comparable form.

    `words` are plain words; `forms` holds the compact spellings (the title, then the
    translation or original title beside it); `heads` the compact parts before a subtitle;
    `kind` is empty for a work and else says which notice it is; `naming` says how far the
    title tells this work from others.
    """

    words: str
    forms: tuple[str, ...]
    heads: tuple[str, ...]
    kind: str
    naming: Naming


NO_TITLE = Title("", (), (), "", Naming.HEADING)


def read_title(text: str, original: str = "", journal: str = "") -> Title:
    """Return the comparable form of a title.

    `original` is the title in the language of the work, `journal` the journal's title as
    plain words: a heading that repeats the journal's name still names no work.
    """
    bare = plain(text)
    if bare.startswith(("retract", "withdraw", "[retract", "[withdraw")):
        bare = _RETRACTED.sub("", bare)
    inside: list[str] = []
    if "[" in bare or "(" in bare:
        bare, inside = _without_notes(bare)
    words = words_of(bare)
    if words in _NOTHING:
        return NO_TITLE
    notice = _KINDS_FORM.match(bare.lstrip("[( \"'“"))
    kind = notice.lastgroup or "" if notice else ""
    forms = [words.replace(" ", "")]
    others = [words_of(group) for group in inside]
    if original:
        others.append(words_of(_without_notes(plain(original))[0]))
    for other in others:
        form = other.replace(" ", "")
        if form and form not in forms:
            forms.append(form)
    parts = _BREAK.split(bare, maxsplit=1)
    heads = (words_of(parts[0]).replace(" ", ""),) if len(parts) > 1 else ()
    return Title(words, tuple(forms), heads, kind, _naming(words, journal))


def _without_notes(bare: str) -> tuple[str, list[str]]:
    """Return a plain title without its bracketed notes, and the translations among them."""
    inside: list[str] = []
    whole = bare.strip()
    if whole.startswith("[") and "]" in whole:
        head, _, tail = whole[1:].partition("]")
        if len(head.split()) >= _WORDY and _is_note(tail):
            return head, inside
    kept: list[str] = []
    end = 0
    for found in _GROUP.finditer(bare):
        content = words_of(found.group(1))
        square = found.group(0).startswith("[")
        if not _is_note(content) and not (square and _is_notice(content)):
            if square and len(content.split()) > _WORDY and found.start() > 0:
                inside.append(content)
            else:
                continue
        kept.append(bare[end : found.start()])
        end = found.end()
    kept.append(bare[end:])
    rest = " ".join(kept)
    return (rest, inside) if words_of(rest) else (bare, [])


def _is_note(content: str) -> bool:
    words = words_of(content).split()
    return all(word in _NOTES or word in LANGUAGES or word.isdigit() for word in words)


def _is_notice(content: str) -> bool:
    return content.startswith(
        ("erratum", "errata", "corrected", "comment", "see comment", "republished", "summary for",
         "retract", "reprint", "published erratum", "update in", "update of", "author reply",
         "original ", "article in ", "in ")
    )


def _naming(words: str, journal: str) -> Naming:
    tokens = words.split()
    known = set(journal.split())
    telling = [w for w in tokens if w not in _STANDING and not w.isdigit()]
    standing = any(w in _STANDING and w not in _SMALL for w in tokens)
    if not telling or (standing and known.issuperset(telling)):
        return Naming.HEADING
    enough = len(tokens) >= _SPECIFIC_WORDS and len(words) >= _SPECIFIC_LETTERS
    return Naming.WORK if enough or len(words) > 2 * _SPECIFIC_LETTERS else Naming.BRIEF
