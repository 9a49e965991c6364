"""The ledger of a harvest in the store: what the driver hands over, page by page."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from searchkit.sources.base import Response
from searchkit.sources.driver import Step
from searchkit.sources.position import Position, request_from
from searchkit.store import RawPage, RunRow, Store, keep_page


class StoreLedger:
    """Keeps the steps of one run; `run` is its row as it stands."""

    def __init__(self, store: Store, run: RunRow) -> None:
        self._store = store
        self.run = run

    def position(self) -> Position | None:
        """Return where the run stands, None when it has not begun."""
        return Position.from_json(self.run.position) if self.run.position else None

    def keep(self, step: Step) -> None:
        """Store a page, its answer and the position after it in one transaction."""
        answer = step.response
        records = step.page.records
        raw = RawPage(
            body=answer.body,
            received=answer.received.isoformat(),
            request=json.dumps(asdict(answer.request), separators=(",", ":")),
            status=answer.status,
            headers=json.dumps(dict(answer.headers)),
            query=records[0].provenance[-1].query if records else self.run.query,
        )
        self.run = keep_page(
            self._store,
            self.run,
            raw,
            records,
            position=step.position.to_json(),
            hit_count=step.position.tally.hit_count,
        )


def response_of(raw: RawPage) -> Response:
    """Return the answer that a stored page holds, so that its source can read it again."""
    return Response(
        request=request_from(json.loads(raw.request)),
        status=raw.status,
        headers=json.loads(raw.headers),
        body=raw.body,
        received=datetime.fromisoformat(raw.received),
    )
