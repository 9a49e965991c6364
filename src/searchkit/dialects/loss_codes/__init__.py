"""Codes of what a translation changes (T...): each with its page of documentation.

Severity follows the effect on the person who searches: a note where the change is the
platform's ordinary behaviour, a warning where the searcher may want to decide otherwise,
an error where a line cannot be searched at all.
"""

from searchkit.diagnostics import Code
from searchkit.dialects.loss_codes.fields import (
    FIELD_DIFFERS,
    FIELD_DROPPED,
    FIELD_REPLACED,
    VALUE_UNKNOWN,
)
from searchkit.dialects.loss_codes.headings import (
    EXPLODED_BY_HAND,
    EXPLOSION_LOST,
    HEADING_AS_TEXT,
    HEADING_REPLACED,
    MAJOR_LOST,
    SUBHEADING_EXPLODED,
    SUBHEADING_LOST,
)
from searchkit.dialects.loss_codes.limits import (
    COMMAND_DROPPED,
    DATE_FROZEN,
    DATES_WIDENED,
    LIMIT_CAUTION,
    LIMIT_DROPPED,
)
from searchkit.dialects.loss_codes.proximity import (
    DISTANCE_CAPPED,
    DISTANCE_DISPUTED,
    ORDER_LOST,
    PROXIMITY_APPROXIMATE,
    PROXIMITY_DISTRIBUTED,
    PROXIMITY_NARROWED,
    PROXIMITY_TO_AND,
)
from searchkit.dialects.loss_codes.whole import (
    ALTERNATIVES_INSIDE,
    LINE_EMPTY,
    LINES_ADDED,
    LINES_LEFT_OUT,
    OPERATORS_LOST,
    ORDER_COSTS_DISTANCE,
    RAW_DROPPED,
    SENT_AS,
    SEVERAL_REQUESTS,
    TOO_LONG,
    TOO_MANY_COMBINATIONS,
    TRUNCATION_DROPPED,
    TRUNCATION_WRITTEN_OUT,
    UNVERIFIED,
)
from searchkit.dialects.loss_codes.words import (
    AUTOMATIC_VARIANTS,
    HYPHEN_BOTH_FORMS,
    PHRASE_MAY_SPLIT,
    PHRASE_NARROWED,
    PHRASE_TO_AND,
    STEM_TOO_SHORT,
    VARIANTS_LOST,
    WILDCARD_BOUNDED,
    WILDCARD_ENUMERATED,
    WILDCARD_SPELLED,
    WILDCARD_WIDENED,
    WORDS_CUT_DIFFERENTLY,
)

__all__ = [
    "ALTERNATIVES_INSIDE",
    "AUTOMATIC_VARIANTS",
    "CODES",
    "COMMAND_DROPPED",
    "DATES_WIDENED",
    "DATE_FROZEN",
    "DISTANCE_CAPPED",
    "DISTANCE_DISPUTED",
    "EXPLODED_BY_HAND",
    "EXPLOSION_LOST",
    "FIELD_DIFFERS",
    "FIELD_DROPPED",
    "FIELD_REPLACED",
    "HEADING_AS_TEXT",
    "HEADING_REPLACED",
    "HYPHEN_BOTH_FORMS",
    "LIMIT_CAUTION",
    "LIMIT_DROPPED",
    "LINES_ADDED",
    "LINES_LEFT_OUT",
    "LINE_EMPTY",
    "MAJOR_LOST",
    "OPERATORS_LOST",
    "ORDER_COSTS_DISTANCE",
    "ORDER_LOST",
    "PHRASE_MAY_SPLIT",
    "PHRASE_NARROWED",
    "PHRASE_TO_AND",
    "PROXIMITY_APPROXIMATE",
    "PROXIMITY_DISTRIBUTED",
    "PROXIMITY_NARROWED",
    "PROXIMITY_TO_AND",
    "RAW_DROPPED",
    "SENT_AS",
    "SEVERAL_REQUESTS",
    "STEM_TOO_SHORT",
    "SUBHEADING_EXPLODED",
    "SUBHEADING_LOST",
    "TOO_LONG",
    "TOO_MANY_COMBINATIONS",
    "TRUNCATION_DROPPED",
    "TRUNCATION_WRITTEN_OUT",
    "UNVERIFIED",
    "VALUE_UNKNOWN",
    "VARIANTS_LOST",
    "WILDCARD_BOUNDED",
    "WILDCARD_ENUMERATED",
    "WILDCARD_SPELLED",
    "WILDCARD_WIDENED",
    "WORDS_CUT_DIFFERENTLY",
]

CODES = tuple(
    sorted(
        (found for found in tuple(globals().values()) if isinstance(found, Code)),
        key=lambda code: code.id,
    )
)
