"""Harvest a PubMed search into a file, with the hit count checked against what arrives.

The first argument is the search, the second the file (.ris, .csv, .jsonl). The settings come
from the environment: SEARCHKIT_EMAIL, NCBI_API_KEY, SEARCHKIT_PUBMED_URL for a mirror.
"""

import sys

import searchkit
from searchkit import SearchkitError
from searchkit.sources.driver import Tally


def progress(tally: Tally) -> None:
    print(f"{tally.retrieved} of {tally.hit_count} records, {tally.retries} retries")


def main(query: str, out: str) -> None:
    records = searchkit.harvest(query, progress=progress)
    print(f"{searchkit.write(records, out)} records in {out}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: 04_harvest.py SEARCH FILE, such as: 04_harvest.py 'asthma[ti]' out.ris")
    try:
        main(sys.argv[1], sys.argv[2])
    except SearchkitError as fault:
        sys.exit(f"{fault.message}\n{fault.help or ''}")
