"""Web of Science Core Collection: one field before a group, NEAR with alternatives."""

from searchkit.dialects.spec import Dialect, FieldStyle
from searchkit.dialects.wos.read import read
from searchkit.dialects.wos.tables import (
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
from searchkit.dialects.wos.write import write
from searchkit.query.fields import Field

DIALECT = Dialect(
    name="wos",
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
)
