"""Some records about peers, small enough to check by hand."""

from __future__ import annotations

from searchkit.records.record import Author, IndexTerm, Record, Subheading

INDEXED = (
    IndexTerm("Community Mental Health Services", "mesh", True, (Subheading("trends"),)),
    IndexTerm("Humans", "mesh"),
)
RECORDS = (
    Record(title="Peer support in services", pmid="1", languages=("eng",), index_terms=INDEXED),
    Record(
        title="Support groups led by a former peer",
        pmid="2",
        languages=("eng",),
        index_terms=INDEXED,
    ),
    Record(
        title="Supported by the working life of a peer",
        pmid="3",
        languages=("ger",),
        index_terms=INDEXED,
    ),
    Record(title="Peer support for nurses", pmid="4", languages=("eng",), index_terms=INDEXED[1:]),
    Record(title="Peer support without any index", doi="10.1000/5", languages=("eng",)),
    Record(
        title="Peers in rats",
        pmid="6",
        keywords=("peer support",),
        languages=("eng",),
        index_terms=INDEXED[:1],
    ),
    Record(title="Nothing", abstract="Of the kind", authors=(Author("Doe", "Jane Mary"),)),
)
STRATEGY = """\
1. (peer* adj3 support*).ti.
2. exp Mental Health Services/
3. 1 and 2
4. 3 not nurses.ti.
5. limit 4 to english language
"""
