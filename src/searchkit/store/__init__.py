"""The review's database: strategies, translations, runs, answers as they came, records.

One database for a review, in a file or on a PostgreSQL server; both speak through the same
tables. `open_store` opens it; `runs`, `records` and `screening` say what can be kept there::

    with open_store("review.db") as store:
        for run in all_runs(store):
            print(run.target, run.hit_count, run.retrieved)
"""

from searchkit.store.database import Store, open_store
from searchkit.store.locks import locked
from searchkit.store.records import numbered_records, record_key, records_of
from searchkit.store.runs import (
    Kind,
    RawPage,
    RunRow,
    Status,
    add_strategy,
    add_translation,
    all_runs,
    begin,
    close,
    find,
    keep_page,
    raw_pages,
    runs_of,
    strategy,
    translation_of,
)

__all__ = [
    "Kind",
    "RawPage",
    "RunRow",
    "Status",
    "Store",
    "add_strategy",
    "add_translation",
    "all_runs",
    "begin",
    "close",
    "find",
    "keep_page",
    "locked",
    "numbered_records",
    "open_store",
    "raw_pages",
    "record_key",
    "records_of",
    "runs_of",
    "strategy",
    "translation_of",
]
