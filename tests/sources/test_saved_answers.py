"""Real answers of NCBI, saved by others: each is read, or named with the cause why not."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from searchkit.errors import SearchkitError
from searchkit.records.formats import pubmed_xml
from searchkit.sources.base import Response, TryAgain
from searchkit.sources.entrez import fault_text
from searchkit.sources.pubmed import PubMed, Walk

SAVED = Path(__file__).parents[3] / "shared" / "data" / "api" / "pubmed"


def read(path: Path) -> str:
    """Read one file through the source and say in one line what came of it."""
    body = path.read_bytes()
    source = PubMed()
    head = body[:2_000]
    if pubmed_xml.sniff(head) or b"<eFetchResult" in head:
        # What was asked for is not known; what is in the file stands for it.
        pmids = ["1"] if fault_text(body) else [r.pmid for r in pubmed_xml.read(BytesIO(body))]
        walk = Walk(" ".join(f"{rank}:{pmid}" for rank, pmid in enumerate(pmids, start=1)))
        request = PubMed(page_size=10_000)._fetch(walk)
        source = PubMed(page_size=10_000)
    else:
        request = source.count("q")
    page = source.read(Response(request, 200, {}, body, datetime(2026, 11, 24, tzinfo=UTC)))
    if page.hit_count is not None:
        return f"search: {page.hit_count:,} hits, {len(page.warnings)} warnings"
    assert all(record.pmid and record.title for record in page.records)
    return f"records: {len(page.records)}"


def whole(path: Path) -> bool:
    """Let another parser judge whether the file is one whole XML document."""
    try:
        ElementTree.parse(path)
    except ElementTree.ParseError:
        return False
    return True


def test_saved_answers_are_read_or_named(capsys: pytest.CaptureFixture[str]) -> None:
    if not SAVED.is_dir():
        pytest.skip(f"no saved answers: {SAVED} does not exist")
    table: dict[str, str] = {}
    for path in sorted(SAVED.iterdir()):
        if path.name.endswith(".meta.json"):
            continue
        try:
            table[path.name] = read(path)
        except (SearchkitError, TryAgain) as cause:
            table[path.name] = f"not read: {cause}"
    kinds = Counter(text.partition(":")[0] for text in table.values())
    with capsys.disabled():
        print(f"\nsaved answers of NCBI: {len(table)} files, {dict(kinds)}")
        for name, text in table.items():
            if not text.startswith("records"):
                print(f"  {name}: {text[:110]}")
    for name, text in table.items():
        body = (SAVED / name).read_bytes()
        if b"<eSearchResult" in body[:2_000]:
            assert text.startswith("search"), name
        elif pubmed_xml.sniff(body[:2_000]):
            assert text.startswith("records") is whole(SAVED / name), name
        else:
            assert text.startswith("not read"), name
    told = {name for name, text in table.items() if "answers with an error" in text}
    assert told == {name for name in table if fault_text((SAVED / name).read_bytes())}
