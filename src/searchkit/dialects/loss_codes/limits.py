"""Codes of limits and commands (T04.)."""

from searchkit.diagnostics import Code, Severity

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
