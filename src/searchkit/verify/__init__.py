"""Verify: what a translation loses and adds among real records, and why known ones are missed.

`verify` searches records with a strategy and with its translation, each by the rules of its
own platform, and compares. `trace` follows known records through the lines.
"""

from __future__ import annotations

from searchkit.records.searchables import searchable
from searchkit.verify.comparison import Example, Row, Verification, verify
from searchkit.verify.known import Known, Reason, read_identifiers, trace

__all__ = [
    "Example",
    "Known",
    "Reason",
    "Row",
    "Verification",
    "read_identifiers",
    "searchable",
    "trace",
    "verify",
]
