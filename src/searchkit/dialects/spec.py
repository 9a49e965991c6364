"""What a dialect declares about its platform: tables that a librarian can check.

A `Dialect` is a value: fields, wildcards, proximity, headings, limits, history, and two
functions, `read` and `write`. `lower` rewrites a tree until it fits these tables; the
writer then spells what is left. Nothing about a vendor stands here without `Evidence`,
and rows that nobody has verified say so to the user.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from searchkit.diagnostics import Effect
from searchkit.errors import UnknownNameError
from searchkit.query.fields import GROUPS, Field
from searchkit.query.nodes import LimitKind, Node
from searchkit.query.strategy import Strategy


class Grade(enum.StrEnum):
    """How far a platform fact can be trusted."""

    VENDOR = "vendor"
    GUIDE = "guide"
    PRACTICE = "practice"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who says so. `source` names the page, guide or observed practice."""

    grade: Grade
    source: str


@dataclass(frozen=True, slots=True)
class FieldCode:
    """One field code of a platform and the parts of a record that it searches.

    `customary_for` names groups (`.mp.`, `.tw.`, all fields) for which searchers take this
    code although the parts differ a little; the difference is still reported. `other_codes`
    are spellings that the reader accepts and the writer does not use. `proximity` says
    whether words near one another can be asked for in it, `phrases` whether a phrase can. An
    empty `code` is what a search without any field searches. `only_from` names the thesauri
    of the databases whose values mean the same here; empty takes those of all.
    """

    code: str
    covers: frozenset[Field]
    evidence: Evidence
    customary_for: frozenset[Field] = frozenset()
    other_codes: tuple[str, ...] = ()
    proximity: bool = True
    phrases: bool = True
    only_from: frozenset[str] = frozenset()

    @property
    def shown(self) -> str:
        """Return the code as messages name it."""
        return f"`{self.code}`" if self.code else "a search without a field"


class FieldStyle(enum.StrEnum):
    """Where a field code stands in the platform's text."""

    AFTER_WORD = "after each word"
    BEFORE_WORD = "before each word"
    AFTER_GROUP = "after a group"
    BEFORE_GROUP = "before a group"


@dataclass(frozen=True, slots=True)
class WildcardSymbol:
    """A symbol for between `minimum` and `maximum` characters; None is without limit.

    `numbered` symbols take the maximum as a number behind them (Ovid's `$3`). At the end of
    a word a symbol needs `final_stem` characters before it; None is for one that does not
    work there.
    """

    symbol: str
    minimum: int
    maximum: int | None
    evidence: Evidence
    numbered: bool = False
    final_stem: int | None = 0


class PhraseWildcards(enum.StrEnum):
    """Where wildcards work in a quoted phrase."""

    ANYWHERE = "anywhere"
    LAST_WORD = "at the end of the last word"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Wildcards:
    """How words are truncated. `minimum_stem` counts the characters that must come before.

    An engine without wildcards has no `symbols`; truncated words are then written out from
    a list of words, or searched as they stand. With `one_form` a word is written once, for
    engines that find its inflections by themselves and take short searches only.
    """

    symbols: tuple[WildcardSymbol, ...]
    minimum_stem: int
    inside: bool
    leading: bool
    in_phrase: PhraseWildcards
    evidence: Evidence
    not_in_phrase: frozenset[str] = frozenset()
    one_form: bool = False


class Chains(enum.StrEnum):
    """What nearness may hold as an operand, of nearness itself."""

    ANY = "any"
    ALIKE = "same operator and same number"
    WORDS = "plain words side by side"


@dataclass(frozen=True, slots=True)
class Proximity:
    """How nearness is written: templates with `{n}` for the platform's number.

    `offset` is what is added to the canonical distance (words between) to get that number:
    0 where the vendor counts the words between, 1 where it counts steps. `default` is the
    platform's number when the operator is written without one. Numbers above
    `unverified_above` are not known to work. `plain_words_vary` is the evidence that a
    plain word finds its inflections inside a proximity search. `disputed` is the evidence
    that the platform may leave one word more between than `offset` says. `reversal` is how
    many words fewer may stand between words in the other order (Lucene's slop counts moves
    of words).
    """

    unordered: str | None
    ordered: str | None
    offset: int
    maximum: int | None
    alternatives: bool
    truncation: bool
    phrases: bool
    chains: Chains
    evidence: Evidence
    default: int | None = None
    unverified_above: int | None = None
    plain_words_vary: Evidence | None = None
    disputed: Evidence | None = None
    reversal: int = 0


class HeadingPart(enum.StrEnum):
    """What can be asked of a heading beside its label."""

    EXPLOSION = "narrower headings"
    MAJOR = "main focus"
    SUBHEADING = "subheadings"


@dataclass(frozen=True, slots=True)
class Headings:
    """Which thesauri a platform knows, and what it can say about a heading.

    `one_subheading` platforms take one with a heading; several become alternatives.
    `explodes_subheading` says that an exploded heading explodes its subheading too.
    `text_field` is where a heading that the platform cannot search is looked for as text,
    and `text_in_order` whether its words are put in natural order there.
    `subheading_evidence` says how a subheading is known to be written, where that is not
    `evidence`.
    """

    vocabularies: frozenset[str]
    evidence: Evidence
    one_subheading: bool = False
    explodes_subheading: bool = False
    text_field: Field = Field.MULTI_PURPOSE
    text_in_order: bool = True
    subheading_evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit that the platform has. `values` maps canonical values to its own.

    An empty `values` takes any value as it is; otherwise what is not in it has no equivalent.
    Where several of its own stand for one, they are joined by ` | `.
    `caution` is told to the user whenever the limit is written, with `effect`, what the limit
    does to the set that was meant; `closes_open_end` says that a range up to the present
    needs a last year. `as_field` is given where the platform knows no such limit beside the
    search in that field: the limit then becomes that search.
    """

    evidence: Evidence
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    caution: str | None = None
    closes_open_end: bool = False
    as_field: Field | None = None
    effect: Effect = Effect.SAME


class CapUnit(enum.StrEnum):
    """What a platform's cap counts."""

    CHARACTERS = "characters"
    ENCODED = "characters as part of an address"
    OPERATORS = "operators"


@dataclass(frozen=True, slots=True)
class Cap:
    """How much text a platform takes, and what to do about more. `unit` is what is counted."""

    unit: CapUnit
    most: int
    advice: str
    evidence: Evidence


class HyphenStyle(enum.StrEnum):
    """How a word with a hyphen is written so that it finds the open form too."""

    KEPT = "kept"
    SPLIT = "as separate words"
    BOTH = "in both forms"


@dataclass(frozen=True, slots=True)
class Hyphens:
    """What the platform makes of a hyphen in a word, without and with a wildcard, in a phrase.

    `characters` are those that belong to a word as letters do. `open_evidence` says that
    words apart do not find those with a hyphen, where the hyphen is no such character.
    """

    plain: HyphenStyle
    with_wildcard: HyphenStyle
    evidence: Evidence
    in_phrase: HyphenStyle = HyphenStyle.KEPT
    characters: str = ""
    open_evidence: Evidence | None = None

    @property
    def misses_open(self) -> bool:
        """Say whether `peer support` may miss `peer-support`."""
        return "-" in self.characters or self.open_evidence is not None


@dataclass(frozen=True, slots=True, eq=False)
class Database:
    """A database on a platform: its thesaurus and what its field groups hold.

    `headings_lack` is what cannot be asked of its headings. `fields_lack` are fields that
    the platform's table has and this database has not.
    """

    name: str
    title: str
    vocabulary: str
    groups: Mapping[Field, frozenset[Field]]
    evidence: Evidence
    headings_lack: frozenset[HeadingPart] = frozenset()
    fields_lack: frozenset[Field] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Requests:
    """How a platform takes a whole search that it cannot take as one string with brackets.

    `spell` turns the whole lowered tree, references put in, into the requests that find it
    together. `limits_beside` says that limits are set for a whole request. Without
    `operators` the platform takes words side by side and ranks what has some of them;
    without `brackets` it takes none in others, so that exclusions have to be simple.
    Platforms that combine clauses without any get one request for each combination, up to
    `most_combinations`; above it, alternatives go inside a clause, on `inside`'s evidence.
    """

    spell: Callable[[Node], tuple[str, ...]]
    evidence: Evidence
    limits_beside: bool = False
    operators: bool = True
    brackets: bool = True
    most_combinations: int | None = None
    inside: Evidence | None = None


Reader = Callable[[str, "Target"], Strategy]
Refer = Callable[[int], str]
Writer = Callable[[Node, Refer], str]


@dataclass(frozen=True, slots=True, eq=False)
class Dialect:
    """A platform's syntax.

    `default_field` is what a word without a field is searched in. `history` is the template
    of a reference to a numbered line, or None where there is no history. `joins_fields`
    says that one group takes several codes. `automatic_variants` is the evidence that plain
    words find their inflections and spellings too; `phrase_caution` is told wherever a
    phrase is written. `address` gives a link that opens the search.
    `separators` are characters inside a word that the platform reads as spaces. `requests`
    is for platforms that take a whole search in another form than `write` gives for a line;
    `sent_as` tells the user how the text is sent, where it is not pasted into a search box.
    `stop_words` are left out where a phrase is searched as separate words: an AND with a
    word that is not indexed would find nothing. `line_operand` gives the part of a node that
    the platform takes only as another line of its history, or None where it takes the node
    anywhere.
    """

    name: str
    title: str
    databases: tuple[Database, ...]
    fields: tuple[FieldCode, ...]
    field_style: FieldStyle
    default_field: Field
    default_evidence: Evidence
    wildcards: Wildcards
    proximity: Proximity | None
    headings: Headings
    hyphens: Hyphens
    limits: Mapping[LimitKind, LimitRow]
    history: str | None
    write: Writer
    read: Reader | None = None
    joins_fields: bool = False
    caps: tuple[Cap, ...] = ()
    automatic_variants: Evidence | None = None
    phrase_caution: str | None = None
    address: Callable[[str], str] | None = None
    separators: str = ""
    requests: Requests | None = None
    sent_as: str | None = None
    stop_words: frozenset[str] = frozenset()
    line_operand: Callable[[Node], Node | None] | None = None

    def field_code(self, code: str) -> FieldCode | None:
        """Return the row of a field code in any of its spellings, case aside."""
        wanted = code.casefold()
        for row in self.fields:
            if wanted in (row.code.casefold(), *(other.casefold() for other in row.other_codes)):
                return row
        return None


@dataclass(frozen=True, slots=True)
class Target:
    """A platform with one of its databases: what a search is written for."""

    dialect: Dialect
    database: Database

    @property
    def name(self) -> str:
        """Return `platform`, or `platform:database` where the platform has several."""
        if len(self.dialect.databases) == 1:
            return self.dialect.name
        return f"{self.dialect.name}:{self.database.name}"

    def atoms(self, fields: tuple[Field, ...]) -> frozenset[Field]:
        """Return the parts of a record that these fields search, groups opened.

        A group that the database does not have is what is customarily taken for it.
        """
        found: set[Field] = set()
        for name in fields:
            if name in self.database.groups:
                found |= self.database.groups[name]
            elif name in GROUPS:
                rows = (row for row in self.dialect.fields if name in row.customary_for)
                found |= next((row.covers - GROUPS for row in rows), frozenset())
            else:
                found.add(name)
        return frozenset(found)


def find_target(dialect: Dialect, database: str) -> Target:
    """Return a platform's target by its database's name; the first when it is empty.

    Raises UnknownNameError for a database that the platform does not have.
    """
    if not database:
        return Target(dialect, dialect.databases[0])
    for row in dialect.databases:
        if row.name == database:
            return Target(dialect, row)
    known = [row.name for row in dialect.databases]
    raise UnknownNameError(f"database on {dialect.title}", database, known)
