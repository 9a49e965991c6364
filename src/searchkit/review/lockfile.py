"""searchkit.lock: what was really sent, and what came of it, frozen beside the protocol.

The file is made from the complete runs in the store and nothing else, so it can be committed
and compared: two reviews with the same lock have sent the same searches on the same days.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from datetime import datetime
from typing import Any

from searchkit.errors import StoreError
from searchkit.review.protocol import Dates, Review
from searchkit.sources.position import Position
from searchkit.store import Kind, RunRow, Status, Store, runs_of, translation_of

FILE = "searchkit.lock"


def write_lock(review: Review, store: Store) -> None:
    """Write the file anew, whole or not at all. Raises StoreError when it cannot be written."""
    path = review.folder / FILE
    text = json.dumps(lock_of(review, store), ensure_ascii=False, indent=2)
    draft = path.with_name(f"{FILE}.{os.getpid()}.part")
    try:
        draft.write_text(f"{text}\n", encoding="utf-8")
        draft.replace(path)
    except OSError as fault:
        raise StoreError(
            f"{path} cannot be written: {fault.strerror or fault}",
            help="what was found is in the review's database; make room for the file, then run"
            " the command again",
        ) from None
    finally:
        with suppress(OSError):
            draft.unlink()


def lock_of(review: Review, store: Store) -> dict[str, Any]:
    """Return the content of the lock file: for each target, its newest complete run."""
    searched = {}
    for database in review.databases:
        run = latest(store, database.target)
        if run is not None:
            searched[database.target] = _entry(store, run)
    return {"review": review.title, "searched": searched}


def is_search_of(run: RunRow, query: str, dates: Dates) -> bool:
    """Say whether a run is what the protocol asks for now: this query, for these dates.

    What was searched by hand has no dates but those that a person set on the site.
    """
    if run.query != query:
        return False
    day = datetime.fromisoformat(run.started).date()
    return run.kind is Kind.IMPORT or dates.asked((run.window_first, run.window_last), day)


def latest(store: Store, target: str) -> RunRow | None:
    """Return the newest complete search of a whole target, None when there is none."""
    kinds = [Kind.HARVEST, Kind.IMPORT]
    found = runs_of(store, target, Status.COMPLETE, kinds=kinds)
    return next((run for run in reversed(found) if not is_trial(run)), None)


def is_trial(run: RunRow) -> bool:
    """Say whether only the first records were asked for."""
    return bool(run.position) and Position.from_json(run.position).tally.limited


def _entry(store: Store, run: RunRow) -> dict[str, Any]:
    translation = translation_of(store, run.translation) if run.translation else {}
    return {
        "run": run.id,
        "kind": run.kind.value,
        "source": run.source,
        "endpoint": run.endpoint or None,
        "file": run.file or None,
        "sha256": run.sha256 or None,
        "strategy_version": translation.get("strategy"),
        "policy": translation.get("policy"),
        "effect": translation.get("effect"),
        "translated_by": translation.get("made_by"),
        "query": run.query,
        "query_sha256": hashlib.sha256(run.query.encode()).hexdigest(),
        "limits": json.loads(run.limits or "[]"),
        "window": [run.window_first, run.window_last] if run.window_last else None,
        "started": run.started,
        "ended": run.ended,
        "hit_count": run.hit_count,
        "retrieved": run.retrieved,
        "candidates": json.loads(run.report).get("candidates") if run.report else None,
        "explanation": run.explanation or None,
    }
