"""Pace: the moments at which requests to a host may leave, for a process or for all of them.

A platform counts the requests of an address or a key, not of a program. Two harvests at once
therefore share one file for each host, in the user's cache, that holds the next free moment.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from searchkit.errors import UsageError

_log = logging.getLogger(__name__)

_FURTHEST = 3600.0
"""Seconds; a moment further ahead than this is a clock that was set back, not a queue."""


class Slots(Protocol):
    """What hands out the moments at which requests may leave."""

    def take(self, host: str, interval: float) -> float:
        """Take the next free moment; return how many seconds away it is."""
        ...

    def hold(self, host: str, seconds: float) -> None:
        """Let no moment before so many seconds from now be taken."""
        ...


class OwnSlots:
    """Moments for the threads of one process."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._free: dict[str, float] = {}

    def take(self, host: str, interval: float) -> float:
        """Take the next free moment; return how many seconds away it is."""
        with self._lock:
            now = self._clock()
            slot = max(now, self._free.get(host, now))
            self._free[host] = slot + interval
        return slot - now

    def hold(self, host: str, seconds: float) -> None:
        """Let no moment before so many seconds from now be taken."""
        with self._lock:
            now = self._clock()
            self._free[host] = max(self._free.get(host, now), now + seconds)


class SharedSlots:
    """Moments for all processes that use the same folder.

    Taking one raises UsageError when the folder cannot be written.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    def take(self, host: str, interval: float) -> float:
        """Take the next free moment; return how many seconds away it is."""
        return self._next(host, lambda now, free: (max(now, free), max(now, free) + interval))

    def hold(self, host: str, seconds: float) -> None:
        """Let no moment before so many seconds from now be taken."""
        self._next(host, lambda now, free: (now, max(free, now + seconds)))

    def _next(self, host: str, turn: Callable[[float, float], tuple[float, float]]) -> float:
        from filelock import FileLock  # noqa: PLC0415 - only for harvests

        path = self._folder / re.sub(r"[^A-Za-z0-9.-]", "_", host)
        try:
            with FileLock(f"{path}.lock"):
                now = self._clock()
                free = _moment(path, now)
                slot, free = turn(now, free)
                path.write_text(repr(free), encoding="ascii")
        except OSError as fault:
            raise UsageError(
                f"the pace of requests cannot be kept in {path}: {fault.strerror or fault}",
                help="make room there, or name another folder for caches in XDG_CACHE_HOME",
            ) from None
        return slot - now


def _moment(path: Path, now: float) -> float:
    """Return the moment in a file, now for a file that is missing, damaged or absurd."""
    try:
        free = float(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return now
    return free if now - _FURTHEST < free < now + _FURTHEST else now


def shared_slots() -> Slots:
    """Return the slots of all processes of the user, or of this one where nothing can be kept."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - only for harvests

    folder = user_cache_path("searchkit") / "pace"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".writable"
        probe.touch()
    except OSError as fault:
        _log.info("the pace is kept by this process alone: %s", fault.strerror)
        return OwnSlots(time.monotonic)
    return SharedSlots(folder)
