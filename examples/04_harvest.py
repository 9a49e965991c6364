"""Harvest a PubMed search into a file, with the hit count checked against what arrives.

    python examples/04_harvest.py '"peer support"[tiab]' records.ris

The first argument is the search in PubMed's language, the second the file (.ris, .csv, .jsonl
...). The settings come from the environment: SEARCHKIT_EMAIL, NCBI_API_KEY,
SEARCHKIT_PUBMED_URL for a mirror.
"""

import sys

import searchkit
from searchkit.sources.driver import Tally


def progress(tally: Tally) -> None:
    print(f"{tally.retrieved} of {tally.hit_count} records, {tally.retries} retries")


def main(arguments: list[str]) -> int:
    match arguments:
        case [query, out]:
            try:
                records = searchkit.harvest(query, progress=progress)
                print(f"{searchkit.write(records, out)} records in {out}")
            except searchkit.SearchkitError as fault:
                print(f"error: {fault.message}\nhelp: {fault.help or 'none'}", file=sys.stderr)
                return 1
            return 0
        case _:
            print("two arguments are needed: a search and a file\n" + str(__doc__), file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
