"""Fields: what part of a record is searched, named once for all platforms.

A `Field` is either an atom (a part that a record has) or a group (a name that platforms
give to several parts). What a group holds differs by database and is a row of the
dialect's table; comparing sets of atoms is what tells whether a translation finds more
or less.
"""

from __future__ import annotations

import enum


class Field(enum.StrEnum):
    """A canonical field. The value is its name in JSON and in the documentation."""

    # What the title page and the authors give.
    TITLE = "title"
    ORIGINAL_TITLE = "original title"
    ABSTRACT = "abstract"
    AUTHOR_KEYWORD = "author keyword"
    AUTHOR = "author"
    CORPORATE_AUTHOR = "corporate author"
    INSTITUTION = "institution"
    JOURNAL = "journal name"
    JOURNAL_WORD = "journal word"
    VOLUME = "volume"
    ISSUE = "issue"
    PAGES = "pages"
    YEAR = "publication year"
    PUBLICATION_DATE = "publication date"
    LANGUAGE = "language"
    COUNTRY = "country of publication"
    PUBLISHER = "publisher"
    GRANT = "grant"
    TABLE_OF_CONTENTS = "table of contents"
    FULL_TEXT = "full text"

    # What indexers add.
    HEADING = "heading"
    HEADING_WORD = "heading word"
    FLOATING_SUBHEADING = "floating subheading"
    SUBHEADING_WORD = "subheading word"
    INDEX_KEYWORD = "keyword heading"
    KEY_CONCEPT = "key concept"
    KEYWORDS_PLUS = "Keywords Plus"
    SUBSTANCE = "name of substance"
    REGISTRY_NUMBER = "registry number"
    SUPPLEMENTARY_CONCEPT = "supplementary concept"
    PUBLICATION_TYPE = "publication type"
    AGE_GROUP = "age group"
    POPULATION = "population"
    METHODOLOGY = "methodology"
    TESTS_AND_MEASURES = "tests and measures"
    DRUG_TRADE_NAME = "drug trade name"
    DRUG_MANUFACTURER = "drug manufacturer"
    DEVICE_TRADE_NAME = "device trade name"
    DEVICE_MANUFACTURER = "device manufacturer"
    CANDIDATE_TERM = "candidate term"
    SYNONYM = "synonym"
    COMMENT = "comment or correction"
    CONFLICT_OF_INTEREST = "conflict of interest"
    SUBSET = "subset"

    # Identifiers and the database's own dates.
    IDENTIFIER = "record identifier"
    DOI = "DOI"
    PMID = "PMID"
    ISSN = "ISSN"
    ISBN = "ISBN"
    SECONDARY_IDENTIFIER = "secondary identifier"
    ENTRY_DATE = "entry date"
    CREATE_DATE = "create date"
    UPDATE_DATE = "update date"

    # Groups: each database says what they hold.
    TEXT_WORD = "text word"
    MULTI_PURPOSE = "multi-purpose"
    ALL_FIELDS = "all fields"


GROUPS = frozenset({Field.TEXT_WORD, Field.MULTI_PURPOSE, Field.ALL_FIELDS})
