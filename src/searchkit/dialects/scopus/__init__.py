"""Scopus: fields around groups, proximity with alternatives, no thesaurus of its own."""

from searchkit.dialects.scopus.read import read
from searchkit.dialects.scopus.tables import (
    AUTOMATIC_VARIANTS,
    CAPS,
    DATABASES,
    DEFAULT_EVIDENCE,
    FIELDS,
    HEADINGS,
    HYPHENS,
    LIMITS,
    PROXIMITY,
    TITLE,
    WILDCARDS,
)
from searchkit.dialects.scopus.write import write
from searchkit.dialects.spec import Dialect, FieldStyle
from searchkit.query.fields import Field

DIALECT = Dialect(
    name="scopus",
    title=TITLE,
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.MULTI_PURPOSE,
    default_evidence=DEFAULT_EVIDENCE,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=HEADINGS,
    hyphens=HYPHENS,
    limits=LIMITS,
    history="#{n}",
    write=write,
    read=read,
    caps=CAPS,
    automatic_variants=AUTOMATIC_VARIANTS,
)
