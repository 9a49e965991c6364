"""The run report: what was sent, when, and what came of it, for the review's records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from searchkit.records.verdicts import Judged
from searchkit.sources.base import Window
from searchkit.sources.position import Tally


@dataclass(frozen=True, slots=True)
class Run:
    """One search of one source. `id` ties it to the provenance of its records.

    `started` and `ended` carry a time zone; `error` is what stopped it, empty when nothing
    did. `judged` is what the strategy itself says of candidates, None where the platform has
    a search of its own; `different` is how many different records arrived, where a search was
    several requests that may find the same. No field can hold a credential.
    """

    id: str
    source: str
    endpoint: str
    query: str
    started: datetime
    ended: datetime
    tally: Tally
    window: Window | None = None
    error: str = ""
    judged: Judged | None = None
    different: int | None = None

    def to_json(self) -> dict[str, object]:
        """Return the report as plain values, in the order in which people read it."""
        tally = self.tally
        return {
            "run": self.id,
            "searchkit": version("searchkit-review"),
            "source": self.source,
            "endpoint": self.endpoint,
            "query": self.query,
            "query_as_understood": tally.interpretation,
            "window": [str(self.window.first), str(self.window.last)] if self.window else None,
            "started": self.started.isoformat(timespec="seconds"),
            "ended": self.ended.isoformat(timespec="seconds"),
            "complete": not self.error and not tally.explanations(),
            "error": self.error or None,
            "hit_count": tally.hit_count,
            "retrieved": tally.retrieved,
            "different": self.different,
            "listed": tally.listed,
            "candidates": self.judged._asdict() if self.judged else None,
            "difference_explained_by": tally.explanations(),
            "missing": list(tally.missing),
            "limit": tally.limit,
            "pages": tally.pages,
            "requests": tally.requests,
            "retries": tally.retries,
            "warnings": [{"kind": kind, "phrase": phrase} for kind, phrase in tally.warnings],
        }
