"""ProQuest: fields as functions around groups, APA headings by exact subject.

The traps: `*` replaces five characters at most; a plain word finds its variants unless it is
quoted; words side by side are joined by AND; the default field may hold the full text, so
`NOFT` is written instead; what proximity operands may hold could not be verified.
"""

from searchkit.dialects.proquest.read import read
from searchkit.dialects.proquest.tables import (
    DATABASES,
    DEFAULT_EVIDENCE,
    FIELDS,
    HEADINGS,
    HYPHENS,
    LIMITS,
    PROXIMITY,
    WILDCARDS,
)
from searchkit.dialects.proquest.write import write
from searchkit.dialects.spec import Dialect, FieldStyle
from searchkit.query.fields import Field

DIALECT = Dialect(
    name="proquest",
    title="ProQuest",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.ALL_FIELDS,
    default_evidence=DEFAULT_EVIDENCE,
    wildcards=WILDCARDS,
    proximity=PROXIMITY,
    headings=HEADINGS,
    hyphens=HYPHENS,
    limits=LIMITS,
    history="S{n}",
    write=write,
    read=read,
    joins_fields=True,
)
