"""What each database of a review is sent: the strategy in its language, and the way there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from searchkit.dialects import parse
from searchkit.errors import SearchkitError
from searchkit.review.limits import Applied, limited
from searchkit.review.protocol import Database, Review
from searchkit.sources import SOURCES
from searchkit.store import Store, add_strategy, add_translation
from searchkit.translate import Translation, translate


@dataclass(frozen=True, slots=True)
class Sending:
    """A database of the review: what it is sent and by which source.

    `source` is empty where no source reaches it; `translation` is None where the strategy
    cannot be said to it, and `problem` says why. `limits` says what became of those of the
    protocol.
    """

    database: Database
    source: str
    translation: Translation | None
    problem: str = ""
    limits: tuple[Applied, ...] = ()

    @property
    def target(self) -> str:
        return self.database.target

    @property
    def query(self) -> str:
        return self.translation.text if self.translation else ""

    @property
    def limits_told(self) -> str:
        """What became of the limits, as the store keeps it; empty where there are none."""
        told = [limit.to_json() for limit in self.limits]
        return json.dumps(told, ensure_ascii=False) if told else ""


def sendings(review: Review) -> list[Sending]:
    """Return what each database of the review is sent, in the order of its file.

    Raises UsageError or StrategyError when the strategy itself cannot be read.
    """
    search = limited(parse(review.strategy_text(), review.language), review.limits)
    reachable = dict(_reached())
    found = []
    for database in review.databases:
        source = database.source or reachable.get(database.target, "")
        try:
            translation = translate(search.strategy, to=database.target, policy=review.policy)
        except SearchkitError as fault:
            found.append(Sending(database, source, None, fault.message))
            continue
        problem = "" if translation.text else "nothing of the strategy can be said to it"
        known = translation if not problem else None
        limits = search.applied(translation) if known else ()
        found.append(Sending(database, source, known, problem, limits))
    return found


def _reached() -> Iterator[tuple[str, str]]:
    """Yield targets and the sources that reach them."""
    for name in SOURCES:
        source = SOURCES[name]
        yield (
            f"{source.platform}:{source.database}" if source.database else source.platform,
            name,
        )


def record_translation(store: Store, review: Review, sending: Sending) -> int:
    """Keep the strategy and what it became for a target; return the translation's number."""
    assert sending.translation is not None
    strategy = add_strategy(
        store, review.strategy_text(), review.language, datetime.now().astimezone()
    )
    translation = sending.translation
    losses = [found.to_json() for found in translation.diagnostics]
    return add_translation(
        store,
        strategy,
        target=sending.target,
        policy=review.policy,
        query=translation.text,
        effect=translation.effect.value,
        losses=json.dumps(losses, ensure_ascii=False),
        made_by=version("searchkit-review"),
    )
