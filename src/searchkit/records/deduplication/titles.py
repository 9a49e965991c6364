"""A title as it is compared: its words, its other forms, and what kind of item it heads.

Databases put notes behind a title (`[Review] [33 refs]`, `[Erratum appears in ...]`,
`[Chinese]`), set a translation in brackets, and head many different items alike
(`Editorial`). `read_title` takes the notes away and keeps the bracketed translation as a form
of its own; `naming` says whether the title names one work at all.

>>> read_title("Etude du sommeil chez l'enfant. [A study of sleep in children]").forms
('etudedusommeilchezlenfant', 'astudyofsleepinchildren')
>>> read_title("Erratum: Sleep in children").kind
'correction'
>>> naming(read_title("Editor's comments"), "").name
'HEADING'
"""

from __future__ import annotations

import enum
import re
from typing import NamedTuple

from searchkit.records.deduplication.folding import plain, words_of
from searchkit.records.deduplication.wordlists import (
    LANGUAGES,
    NOTE_WORDS,
    NOTICES,
    SMALL,
    STANDING,
)
from searchkit.records.deduplication.wordlists import NO_TITLE as NO_TITLE_WORDS

_KINDS = {
    "correction": r"(author |publisher(\W?s)? )?(errat(um|a)|corrigend(um|a)|addendum"
    r"|corrections?(?= to\b|\W*$|\s*:| notice| -))",
    "retraction": r"(retraction|withdrawal|expression of concern|notice of retraction)"
    r"(?= of\b|\W*$|\s*:| notice| note| -)",
    "reply": r"(in reply|(the )?(author|editor)\W?s?\W? (repl(y|ies)|responses?)"
    r"|re(ply|sponse) (to|from|by)|reply|rebuttal|rejoinder)\b",
    "comment": r"(comment(s|ary|aries)? (on|to|by|from)\b|re:"
    r"|letter (to the editor )?(on|regarding|re)\b|discussion of\b"
    r"|(invited|editorial) comment(ary)?\b)",
    "reprint": r"(reprint(ed)?( of| from)|republished)\b",
}
"""How the title of a notice about another work begins, by the kind of notice."""
_KINDS_FORM = re.compile("|".join(f"(?P<{name}>{form})" for name, form in _KINDS.items()))
_KINDS_BEHIND = re.compile(
    r"(?:\s[-–—/]+\s*|[:.?]\s+|\s\()(?:the\s)?(?:author\W?s?\W?\s)?"
    r"(?:(?P<reply>reply|rejoinder|response|in reply)|(?P<comment>comments?|discussion)"
    r"|(?P<correction>erratum|corrigendum|correction)|(?P<retraction>retraction))\W*$"
)
"""Web of Science puts the notice behind the title: `... FOR REGIONS - REJOINDER`."""
_ABOUT = re.compile(r"^\W*(?:(?:notice|note)\W+)?(?:(?:to|for|of|in|on)\b)?\W*")
_VOLUME_BEHIND = re.compile(
    r"\((?:(?P<retracted>retracted article)"
    r"|(?P<retraction>retraction of))?[^()]*"
    r"\bvol\.?\s*\d+\s*,[^()]*\b(?:19|20)\d\d\W*\)\W*$"
)
"""Web of Science heads a correction by the title of the work alone, with the place of the
work behind it: `... IN DOGS (vol 33, pg 717, 2019)`; `(Retracted article. See vol ...)` is
the work itself (seen in exports)."""
_RETRACTED = re.compile(r"^\W*(retracted|withdrawn)( article)?\s*[:.\]]\s*")
_GROUP = re.compile(r"[\[(]([^\[\]()]*(?:\([^()]*\)[^\[\]()]*)*)[\])]?")
_BREAKS = (": ", " - ", "? ", ". ", " – ", " — ", "--", "! ", "; ", " : ")
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
    `kind` is empty for a work and else says which notice it is.
    """

    words: str
    forms: tuple[str, ...]
    heads: tuple[str, ...]
    kind: str


NO_TITLE = Title("", (), (), "")


def read_title(text: str, original: str = "") -> Title:
    """Return the comparable form of a title; `original` is the title in its own language."""
    bare = plain(text)
    if bare.startswith(("retract", "withdraw", "[retract", "[withdraw")):
        bare = _RETRACTED.sub("", bare)
    kind = ""
    if "(" in bare and (behind := _VOLUME_BEHIND.search(bare)):
        kind = "" if behind["retracted"] else "retraction" if behind["retraction"] else "correction"
        bare = bare[: behind.start()]
    inside: list[str] = []
    if "[" in bare or "(" in bare:
        bare, inside = _without_notes(bare)
    words = words_of(bare)
    if words in NO_TITLE_WORDS:
        return NO_TITLE
    if not kind:
        kind, words = _notice(bare, words)
    form = words.replace(" ", "")
    forms: tuple[str, ...] = (form,)
    if original or inside:
        others = [*inside, words_of(_without_notes(plain(original))[0])]
        compacted = [other.replace(" ", "") for other in others]
        forms = tuple(dict.fromkeys([form, *(other for other in compacted if other)]))
    cuts = [bare.index(sign) for sign in _BREAKS if sign in bare]
    heads = (words_of(bare[: min(cuts)]).replace(" ", ""),) if cuts else ()
    if heads == (form,):
        heads = ()
    return Title(words, forms, heads, kind)


def _notice(bare: str, words: str) -> tuple[str, str]:
    """Return the kind of a notice and the words of its title: those of the work it is about,
    where it only repeats them.
    """
    start = bare.lstrip("[( \"'“")
    notice = _KINDS_FORM.match(start)
    if notice is None and words.rpartition(" ")[2] in NOTICES:
        notice = _KINDS_BEHIND.search(bare)
        return (notice.lastgroup or "") if notice else "", words
    if notice is None:
        return "", words
    kind = notice.lastgroup or ""
    if kind in ("correction", "retraction", "reprint"):
        return kind, words_of(_ABOUT.sub("", start[notice.end() :])) or words
    return kind, words


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
    return all(word in NOTE_WORDS or word in LANGUAGES or word.isdigit() for word in words)


def _is_notice(content: str) -> bool:
    return content.startswith(
        (
            "erratum",
            "errata",
            "corrected",
            "comment",
            "see comment",
            "republished",
            "summary for",
            "retract",
            "reprint",
            "published erratum",
            "update in",
            "update of",
            "author reply",
            "original ",
            "article in ",
            "in ",
        )
    )


def naming(title: Title, journal: str) -> Naming:
    """Say how far a title names one work; `journal` is the journal's title as plain words,
    for a heading that repeats the journal's name is still a heading.

    >>> naming(read_title("Remarks from Brain: editor's comments"), "brain").name
    'HEADING'
    >>> naming(read_title("Stroke rehabilitation"), "brain").name
    'BRIEF'
    """
    tokens = title.words.split()
    telling = [word for word in tokens if word not in STANDING and not word.isdigit()]
    if len(telling) >= _SPECIFIC_WORDS and len(telling) == len(tokens):
        return Naming.WORK
    standing = any(word in STANDING and word not in SMALL for word in tokens)
    if not telling or (standing and set(journal.split()).issuperset(telling)):
        return Naming.HEADING
    if standing and len(telling) < _SPECIFIC_WORDS:
        return Naming.BRIEF
    enough = len(tokens) >= _SPECIFIC_WORDS and len(title.words) >= _SPECIFIC_LETTERS
    return Naming.WORK if enough or len(title.words) > 2 * _SPECIFIC_LETTERS else Naming.BRIEF
