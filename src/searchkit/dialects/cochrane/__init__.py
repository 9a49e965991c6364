"""The Cochrane Library: field codes behind groups, MeSH in square brackets.

The traps: sources differ on whether `NEAR/n` counts words or steps; no wildcard works in
quotation marks, so such phrases become `NEXT` chains; a hyphen is a character, so both forms
of a word are written; words side by side are joined by AND; limits are set on the site.
"""

from types import MappingProxyType

from searchkit.dialects.cochrane.read import read
from searchkit.dialects.cochrane.tables import (
    DATABASES,
    DEFAULT_EVIDENCE,
    FIELDS,
    HEADINGS,
    HYPHENS,
    PROXIMITY,
    WILDCARDS,
)
from searchkit.dialects.cochrane.write import write
from searchkit.dialects.spec import Dialect, FieldStyle
from searchkit.query.fields import Field

DIALECT = Dialect(
    name="cochrane",
    title="Cochrane Library",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.AFTER_GROUP,
    default_field=Field.ALL_FIELDS,
    default_evidence=DEFAULT_EVIDENCE,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=HEADINGS,
    hyphens=HYPHENS,
    limits=MappingProxyType({}),
    history="#{n}",
    write=write,
    read=read,
    joins_fields=True,
)
