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
        "endnote-xml": "searchkit.records.formats.endnote_xml:FORMAT",
        "mods": "searchkit.records.formats.mods:FORMAT",
        "marcxml": "searchkit.records.formats.marc:FORMAT",
        "bibtex": "searchkit.records.formats.bibtex:FORMAT",
        "ris": "searchkit.records.formats.ris:FORMAT",
        "nbib": "searchkit.records.formats.nbib:FORMAT",
        "wos": "searchkit.records.formats.wos_tagged:FORMAT",
        "ovid-tagged": "searchkit.records.formats.ovid:TAGGED_FORMAT",
        "ovid-text": "searchkit.records.formats.ovid:LABELLED_FORMAT",
        "refworks": "searchkit.records.formats.refworks:FORMAT",
        "refer": "searchkit.records.formats.refer:FORMAT",
        "excel": "searchkit.records.formats.excel:FORMAT",
        "csl-json": "searchkit.records.formats.csl_json:FORMAT",
        "csv": "searchkit.records.formats.tables:FORMAT",
    },
)
