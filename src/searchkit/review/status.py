"""How far a review is, and what is to be done next, read from the store and the protocol."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from searchkit.review.byhand import Site, site_of
from searchkit.review.harvesting import lists_candidates
from searchkit.review.lockfile import is_search_of, latest
from searchkit.review.protocol import Dates, Review
from searchkit.review.targets import Sending
from searchkit.store import (
    Kind,
    RunRow,
    Status,
    Store,
    records_of,
    runs_of,
    strategy,
    translation_of,
)


class State(StrEnum):
    """What is true of a database of the review."""

    DONE = "done"
    STOPPED = "stopped"
    CHANGED = "the strategy has changed since"
    OPEN = "to be searched"
    BY_HAND = "to be searched by hand"
    UNSAYABLE = "cannot be translated"


@dataclass(frozen=True, slots=True)
class Standing:
    """A database of the review, how far it is, and the run that says so.

    `site` says what to do by hand, None where nothing is known of it.
    """

    sending: Sending
    state: State
    run: RunRow | None = None
    site: Site | None = None


def standings(store: Store, found: list[Sending], dates: Dates) -> list[Standing]:
    """Return how far each database of the review is."""
    return [_standing(store, sending, dates) for sending in found]


def _standing(store: Store, sending: Sending, dates: Dates) -> Standing:
    run = latest(store, sending.target)
    site = site_of(sending.target)
    if run is not None and (sending.translation is None or _is_of(store, run, sending, dates)):
        return Standing(sending, State.DONE, run, site)
    stopped = runs_of(store, sending.target, Status.STOPPED, kinds=[Kind.HARVEST])
    if stopped and is_search_of(stopped[-1], sending.query, dates):
        return Standing(sending, State.STOPPED, stopped[-1], site)
    if run is not None:
        return Standing(sending, State.CHANGED, run, site)
    if sending.translation is None:
        return Standing(sending, State.UNSAYABLE, None, site)
    if not sending.source:
        return Standing(sending, State.BY_HAND, None, site)
    failed = runs_of(store, sending.target, Status.ABANDONED, kinds=[Kind.HARVEST])
    same = [found for found in failed if found.query == sending.query]
    return Standing(sending, State.OPEN, same[-1] if same else None, site)


def _is_of(store: Store, run: RunRow, sending: Sending, dates: Dates) -> bool:
    """Say whether a run is of what the database is sent now, and judged by it if need be."""
    if not is_search_of(run, sending.query, dates):
        return False
    if run.translation is None or not lists_candidates(run):
        return True
    if run.limits != sending.limits_told:
        return False
    return strategy(store, translation_of(store, run.translation)["strategy"]) == sending.text


def known_records(review: Review, store: Store) -> dict[str, list[str]]:
    """Return, for each known record of the protocol, the targets that have found it."""
    wanted: dict[str, list[str]] = {name: [] for name in review.known}
    if not wanted:
        return wanted
    for database in review.databases:
        run = latest(store, database.target)
        if run is None:
            continue
        for record in records_of(store, run.number):
            for name in (f"pmid:{record.pmid}", f"doi:{record.doi.lower()}"):
                if name in wanted and database.target not in wanted[name]:
                    wanted[name].append(database.target)
    return wanted
