"""The review's database: strategies, translations, runs, answers as they came, records.

One database for a review, in a file or on a PostgreSQL server; both speak through the same
tables. `open_store` opens it; `runs`, `records` and `screening` say what can be kept there::

    with open_store("review.db") as store:
        for run in all_runs(store):
            print(run.target, run.hit_count, run.retrieved)
"""

from searchkit.records.keys import record_key
from searchkit.store.comparing import (
    Changed,
    changed_records,
    different_count,
    gone_records,
    known_count,
    new_records,
)
from searchkit.store.database import Store, open_store
from searchkit.store.locks import locked
from searchkit.store.records import (
    candidates_of,
    judged_of,
    keep_verdicts,
    numbered_records,
    records_of,
)
from searchkit.store.rereading import Occurrence, occurrences_by_page, replace_forms
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
    strategy_language,
    translation_of,
)

__all__ = [
    "Changed",
    "Kind",
    "Occurrence",
    "RawPage",
    "RunRow",
    "Status",
    "Store",
    "add_strategy",
    "add_translation",
    "all_runs",
    "begin",
    "candidates_of",
    "changed_records",
    "close",
    "different_count",
    "find",
    "gone_records",
    "judged_of",
    "keep_page",
    "keep_verdicts",
    "known_count",
    "locked",
    "new_records",
    "numbered_records",
    "occurrences_by_page",
    "open_store",
    "raw_pages",
    "record_key",
    "records_of",
    "replace_forms",
    "runs_of",
    "strategy",
    "strategy_language",
    "translation_of",
]
