"""Codes of fields (T00.): what of a record the target searches, and by which values."""

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
