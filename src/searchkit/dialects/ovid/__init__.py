"""Ovid: MEDLINE, Embase and APA PsycInfo as numbered lines."""

from searchkit.dialects.ovid.read import read
from searchkit.dialects.ovid.tables import (
    DATABASES,
    DEFAULT_EVIDENCE,
    FIELDS,
    HEADINGS,
    HYPHENS,
    LIMITS,
    PROXIMITY,
    WILDCARDS,
)
from searchkit.dialects.ovid.write import line_operand, write
from searchkit.dialects.spec import Dialect, FieldStyle
from searchkit.query.fields import Field

DIALECT = Dialect(
    name="ovid",
    title="Ovid",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.AFTER_GROUP,
    default_field=Field.MULTI_PURPOSE,
    default_evidence=DEFAULT_EVIDENCE,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=HEADINGS,
    hyphens=HYPHENS,
    limits=LIMITS,
    history="{n}",
    write=write,
    read=read,
    joins_fields=True,
    line_operand=line_operand,
)
