"""Codes of nearness (T01.): distance, order, and what becomes of them."""

from searchkit.diagnostics import Code, Severity

PROXIMITY_TO_AND = Code(
    "T010",
    "proximity-to-and",
    Severity.WARNING,
    """Words near one another are searched anywhere in the field instead.

The target cannot say this nearness: PubMed allows no truncation, no alternatives and few
fields in a proximity search, and many engines have none. AND finds everything that the
nearness finds and more.

Example: `(peer* adj3 support*).ti,ab.` on PubMed becomes `peer*[tiab] AND support*[tiab]`.

What to do: accept the extra records; or write the words out without truncation.""",
)

ORDER_LOST = Code(
    "T011",
    "order-lost",
    Severity.NOTE,
    """The order of words near one another is not kept, because the target has no ordered operator.

What to do: accept the extra records.""",
)

PROXIMITY_DISTRIBUTED = Code(
    "T012",
    "and-in-proximity",
    Severity.WARNING,
    """An AND or NOT stands inside a proximity operand, where its meaning is not documented.

It is distributed: `(peer and worker) adj3 support` is read as "peer near support, and
worker near support".

What to do: check that this was meant.""",
)

PROXIMITY_APPROXIMATE = Code(
    "T013",
    "proximity-approximate",
    Severity.WARNING,
    """A chain of several words near one another is written as one proximity search.

How a platform counts the distance among more than two words is not documented for all of
them, so the sets may differ a little in both directions.

Example: `(mental adj2 health adj2 service).ti,ab.` becomes `"mental health
service"[tiab:~1]` on PubMed.

What to do: compare hit counts.""",
)

DISTANCE_CAPPED = Code(
    "T014",
    "distance-capped",
    Severity.WARNING,
    """The distance is larger than the target takes.

What to do: accept the largest distance, or use AND.""",
)

DISTANCE_DISPUTED = Code(
    "T016",
    "distance-disputed",
    Severity.NOTE,
    """Sources differ by one on how the platform counts the words between.

On the Cochrane Library `NEAR/3` allows three words between by some guides and two by others.
With `recall` the number is written that finds no less either way, with `precision` the one
that finds no more.

What to do: accept it, or try both numbers on the site.""",
)

PROXIMITY_NARROWED = Code(
    "T015",
    "proximity-narrowed",
    Severity.WARNING,
    """Words near one another are written without their wildcards, so that nearness survives.

This is what `--policy precision` does where a target allows no truncation in proximity.

What to do: use `--policy recall`, or write out the forms that are meant.""",
)
