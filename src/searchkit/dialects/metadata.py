"""Metadata: what the records of open services say, as a target that nothing is ever sent to.

A platform without Boolean search lists candidates, and the strategy itself is run over them
here. So it is lowered to what such records hold: title, abstract, authors' keywords, names,
journal, year and language, in Ovid's syntax, which can say all that can be asked of a text.
They have no subject headings (those are looked for as words), and no limit but years and
language can be answered.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from searchkit.dialects.ovid import DIALECT as OVID
from searchkit.dialects.spec import Database, Evidence, Grade, Headings, LimitRow, Target
from searchkit.query.fields import GROUPS, Field
from searchkit.query.nodes import LimitKind

_RECORDS = Evidence(Grade.PRACTICE, "recorded answers of open services: what their records hold")
_TEXT = frozenset({Field.TITLE, Field.ABSTRACT})
HELD = _TEXT | {
    Field.AUTHOR_KEYWORD,
    Field.AUTHOR,
    Field.INSTITUTION,
    Field.JOURNAL,
    Field.YEAR,
    Field.LANGUAGE,
    Field.PUBLISHER,
    Field.DOI,
    Field.ISSN,
    Field.ISBN,
}
"""The parts of a record that can be searched; kinds of publication are not those of MEDLINE."""

DATABASE = Database(
    "records",
    "the records received",
    "",
    MappingProxyType(
        {
            Field.TEXT_WORD: _TEXT,
            Field.MULTI_PURPOSE: _TEXT | {Field.AUTHOR_KEYWORD},
            Field.ALL_FIELDS: HELD,
        }
    ),
    _RECORDS,
)

assert OVID.proximity is not None

DIALECT = replace(
    OVID,
    name="metadata",
    title="a record without subject headings",
    databases=(DATABASE,),
    fields=tuple(row for row in OVID.fields if row.covers <= HELD | GROUPS),
    wildcards=replace(OVID.wildcards, minimum_stem=0, leading=True),
    proximity=replace(OVID.proximity, maximum=None),
    headings=Headings(frozenset(), _RECORDS),
    limits=MappingProxyType(
        {kind: LimitRow(_RECORDS) for kind in (LimitKind.YEARS, LimitKind.LANGUAGE)}
    ),
    read=None,
)

METADATA = Target(DIALECT, DATABASE)
