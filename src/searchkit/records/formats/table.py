"""The table of formats. Its order is the order in which a file's content is compared."""

from __future__ import annotations

from searchkit.records.formats.entry import Format
from searchkit.registry import Registry

FORMATS: Registry[Format] = Registry(
    "format",
    "searchkit.formats",
    {
        "jsonl": "searchkit.records.formats.jsonl:FORMAT",
        "pubmed-xml": "searchkit.records.formats.pubmed_xml:FORMAT",
        "nbib": "searchkit.records.formats.nbib:FORMAT",
        "ris": "searchkit.records.formats.ris:FORMAT",
        "csv": "searchkit.records.formats.tables:FORMAT",
    },
)
