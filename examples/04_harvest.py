"""Harvest a PubMed search into a file, page by page, with the sums beside it.

The first argument is the search, the second the file (.ris, .csv, .jsonl). The settings come
from the environment: SEARCHKIT_EMAIL, NCBI_API_KEY, SEARCHKIT_PUBMED_URL for a mirror.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from searchkit.records.formats import write
from searchkit.records.record import Record
from searchkit.sources import Connection, connect


def records(connection: Connection, query: str) -> Iterator[Record]:
    for page, tally in connection.harvest(query):
        print(f"{tally.retrieved} of {tally.hit_count} records, {tally.retries} retries")
        yield from page.records


def main(query: str, out: Path) -> None:
    with connect("pubmed") as connection:
        print(f"hit count: {connection.count(query).hit_count}")
        written = write(records(connection, query), out)
    print(f"{written} records in {out}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
