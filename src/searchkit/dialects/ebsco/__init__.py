"""EBSCOhost: CINAHL, Academic Search Elite, APA PsycInfo and MEDLINE; field codes in front.

The traps: a field code belongs to one word, phrase or group only; `Nn` leaves n words
between; `#` is zero or one character and `?` exactly one, which is dropped at the end of a
word; a plain word finds its plural; only MeSH and CINAHL headings explode with `+`, those of
APA PsycInfo do not; sources disagree on the order of AND and OR, so brackets are always
written.
"""

from searchkit.dialects.ebsco.read import read
from searchkit.dialects.ebsco.tables import (
    DATABASES,
    DEFAULT_EVIDENCE,
    FIELDS,
    HEADINGS,
    HYPHENS,
    LIMITS,
    PROXIMITY,
    VARIANTS,
    WILDCARDS,
)
from searchkit.dialects.ebsco.write import write
from searchkit.dialects.spec import Dialect, FieldStyle
from searchkit.query.fields import Field

DIALECT = Dialect(
    name="ebsco",
    title="EBSCOhost",
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
    history="S{n}",
    write=write,
    read=read,
    automatic_variants=VARIANTS,
)
