"""Codes of what can be wrong between the lines of any strategy (Q00x)."""

from searchkit.diagnostics import Code, Severity

UNRESOLVED_REFERENCE = Code(
    "Q001",
    "unresolved-reference",
    Severity.ERROR,
    """A line refers to a number that no line has.

The platform would refuse the line, or combine another set than was meant. It happens when
lines are deleted or inserted and the numbers are not adjusted.

Example: `14 and 25 and 74` in a strategy of 49 lines.

What to do: correct the number. Nothing can be searched for this line until it is.""",
)

FORWARD_REFERENCE = Code(
    "Q002",
    "forward-reference",
    Severity.ERROR,
    """A line refers to a line that comes later.

A platform numbers its sets as they are searched, so a later set does not exist yet. Often
the references were copied from another strategy and are off by some lines.

Example: line 19 of a list reads `19 not (19 and 20)`.

What to do: correct the number, or move the line.""",
)

SELF_REFERENCE = Code(
    "Q003",
    "self-reference",
    Severity.ERROR,
    """A line refers to itself.

It has no meaning. The numbers of a copied filter were not adjusted.

Example: line 31 reads `10 and 31`.

What to do: correct the number.""",
)

REPEATED_NUMBER = Code(
    "Q004",
    "repeated-number",
    Severity.WARNING,
    """Two lines carry the same number.

References to it are read as the nearest earlier line with that number, which is how the
searcher saw the list at that moment. Whether that was meant cannot be known.

What to do: number the lines anew and adjust the references.""",
)

CODES = (UNRESOLVED_REFERENCE, FORWARD_REFERENCE, SELF_REFERENCE, REPEATED_NUMBER)
