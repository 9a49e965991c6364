"""PubMed: field tags behind each word, headings exploded unless told not to."""

from searchkit.dialects.pubmed.read import read
from searchkit.dialects.pubmed.tables import (
    CAPS,
    DATABASES,
    DEFAULT_EVIDENCE,
    FIELDS,
    HEADINGS,
    HYPHENS,
    LIMITS,
    PROXIMITY,
    SEPARATORS,
    TITLE,
    WILDCARDS,
)
from searchkit.dialects.pubmed.write import address, write
from searchkit.dialects.spec import Dialect, FieldStyle
from searchkit.query.fields import Field

DIALECT = Dialect(
    name="pubmed",
    title=TITLE,
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.AFTER_WORD,
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
    caps=CAPS,
    phrase_caution="a phrase that is not in PubMed's index is searched as separate words",
    address=address,
    separators=SEPARATORS,
)
