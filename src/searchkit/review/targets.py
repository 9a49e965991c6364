"""What each database of a review is sent: the strategy in its language, and the way there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from searchkit.dialects import parse
from searchkit.errors import SearchkitError
from searchkit.query.strategy import Strategy
from searchkit.review.limits import Applied, limited
from searchkit.review.protocol import Database, Review
from searchkit.sources import SOURCES, target
from searchkit.sources.credentials import lacking, load_settings, variable
from searchkit.store import Store, add_strategy, add_translation
from searchkit.translate import Translation, translate


@dataclass(frozen=True, slots=True)
class Sending:
    """A database of the review: what it is sent and by which source.

    `source` is empty where no source reaches it; `translation` is None where the strategy
    cannot be said to it, and `problem` says why. `lacks` is what a source that could reach it
    needs and does not have, where the search is done by hand instead. `text` is the strategy
    it comes from, `strategy` the same with the limits of the protocol, and `limits` says what
    became of these.
    """

    database: Database
    source: str
    translation: Translation | None
    problem: str = ""
    lacks: str = ""
    text: str = ""
    strategy: Strategy | None = None
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
    text = review.strategy_text()
    search = limited(parse(text, review.language), review.limits)
    reachable = dict(_reached())
    found = []
    for database in review.databases:
        source = database.source or reachable.get(database.target, "")
        lacks = "" if database.source else _lacks(source)
        source = "" if lacks else source
        try:
            translation = translate(search.strategy, to=database.target, policy=review.policy)
        except SearchkitError as fault:
            found.append(Sending(database, source, None, fault.message, lacks, text))
            continue
        problem = "" if translation.text else "nothing of the strategy can be said to it"
        known = None if problem else translation
        limits = search.applied(translation) if known else ()
        found.append(
            Sending(database, source, known, problem, lacks, text, search.strategy, limits)
        )
    return found


def _lacks(source: str) -> str:
    """Return what a source lacks to be reached; without it the search is done by hand."""
    if not source:
        return ""
    missing = lacking(source, load_settings(source))
    return f"`{missing.name}` for {source} ({variable(source, missing.name)})" if missing else ""


def _reached() -> Iterator[tuple[str, str]]:
    """Yield targets and the sources that reach them."""
    for name in SOURCES:
        yield target(SOURCES[name]), name


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
