"""Embase.com: field codes behind groups, Emtree headings, operators from left to right.

The traps: `NEAR/n` leaves n-1 words between, as Ovid's `adj` does; no operator is done
before another, so brackets are always written; wildcards do not work in quotation marks, so
such phrases become `NEXT/1`; words side by side are joined by AND; apostrophes quote, so a
phrase that holds one stands in double quotation marks.
"""

from searchkit.dialects.embase.read import read
from searchkit.dialects.embase.tables import (
    DATABASES,
    DEFAULT_EVIDENCE,
    FIELDS,
    HEADINGS,
    HYPHENS,
    LIMITS,
    PROXIMITY,
    WILDCARDS,
)
from searchkit.dialects.embase.write import write
from searchkit.dialects.spec import Dialect, FieldStyle
from searchkit.query.fields import Field

DIALECT = Dialect(
    name="embase",
    title="Embase.com",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.AFTER_GROUP,
    default_field=Field.ALL_FIELDS,
    default_evidence=DEFAULT_EVIDENCE,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=HEADINGS,
    hyphens=HYPHENS,
    limits=LIMITS,
    history="#{n}",
    write=write,
    read=read,
    joins_fields=True,
)
