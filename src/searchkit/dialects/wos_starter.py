"""Web of Science's Starter API: the same language with few fields, and no nearness.

Sources: Clarivate's OpenAPI document of the Starter API, which lists the tags it takes (grade
vendor): TI IS SO VL PG CS PY FPY DOP AU AI UT DO DT PMID OG TS SUR. Abstract and author
keywords are searched as part of the topic; languages cannot be asked for. NEAR is not named
there, so that nearness becomes AND. PY finds a record by its year of early access too.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType

from searchkit.dialects.spec import (
    Database,
    Dialect,
    Evidence,
    FieldCode,
    FieldStyle,
    Grade,
    Headings,
    LimitRow,
)
from searchkit.dialects.wos.tables import HYPHENS, WILDCARDS
from searchkit.dialects.wos.write import write_with
from searchkit.query.fields import Field
from searchkit.query.nodes import LimitKind

_TAGS = Evidence(Grade.VENDOR, "Clarivate: OpenAPI document of the Starter API, field tags")


def _code(code: str, *covers: Field, customary_for: frozenset[Field] = frozenset()) -> FieldCode:
    return FieldCode(code, frozenset(covers), _TAGS, customary_for)


FIELDS = (
    _code("TI", Field.TITLE),
    _code(
        "TS",
        Field.TITLE,
        Field.ABSTRACT,
        Field.AUTHOR_KEYWORD,
        Field.KEYWORDS_PLUS,
        customary_for=frozenset({Field.MULTI_PURPOSE, Field.ALL_FIELDS}),
    ),
    _code("AU", Field.AUTHOR),
    _code("OG", Field.INSTITUTION),
    _code("SO", Field.JOURNAL, Field.JOURNAL_WORD),
    _code("VL", Field.VOLUME),
    _code("CS", Field.ISSUE),
    _code("PG", Field.PAGES),
    _code("DO", Field.DOI),
    _code("PMID", Field.PMID),
    _code("IS", Field.ISSN, Field.ISBN),
    _code("UT", Field.IDENTIFIER),
    _code("PY", Field.YEAR),
)

DATABASES = (
    Database(
        "core-collection",
        "Web of Science Core Collection",
        "",
        MappingProxyType({Field.ALL_FIELDS: frozenset(Field)}),
        _TAGS,
    ),
)

LIMITS = MappingProxyType({LimitKind.YEARS: LimitRow(_TAGS, closes_open_end=True)})

DIALECT = Dialect(
    name="wos-starter",
    title="Web of Science Starter API",
    databases=DATABASES,
    fields=FIELDS,
    field_style=FieldStyle.BEFORE_GROUP,
    default_field=Field.MULTI_PURPOSE,
    default_evidence=_TAGS,
    wildcards=WILDCARDS,
    proximity=None,
    headings=Headings(vocabularies=frozenset(), evidence=_TAGS, text_field=Field.MULTI_PURPOSE),
    hyphens=HYPHENS,
    limits=LIMITS,
    history=None,
    write=partial(write_with, FIELDS),
    sent_as="sent as `q` to the Starter API, which knows few fields and no nearness; the API"
    " Expanded and the site take the search for `wos`",
)
