"""Time of reading strategies, beside search-query (CoLRev) in the same run.

    python benchmarks/strategies.py [FOLDER of strategies]

search-query reads PubMed's language, not Ovid's, so both read the same PubMed searches: long
ones made here, and those in a folder when one is named. Each figure is the best of five, and
the ratio is what counts. Without search-query installed only our own figures are shown.
"""

from __future__ import annotations

import contextlib
import io
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import searchkit

ROUNDS = 5
PATIENCE = 5


def best(work: Callable[[], object]) -> float:
    """Return the seconds of processor time of the fastest of five runs."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def long_search(terms: int) -> str:
    """Return a PubMed search of so many words."""
    return " OR ".join(f'"word{n} term"[tiab]' for n in range(terms))


def ovid_strategy(lines: int, terms: int) -> str:
    """Return an Ovid strategy of so many lines and words."""
    each = terms // lines
    rows = [
        f"({' or '.join(f'(w{line}x{n} adj3 v{n}*)' for n in range(each // 2))}).ti,ab."
        for line in range(lines - 1)
    ]
    return "\n".join([*rows, f"or/1-{lines - 1}"])


def ours(text: str) -> object:
    """Read with searchkit."""
    return searchkit.parse(text, "pubmed")


def theirs(text: str) -> object:
    """Read with search-query, its messages kept quiet."""
    from search_query.parser import parse  # noqa: PLC0415 - only when it is installed

    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return parse(text, platform="pubmed")


def their_outcome(text: str) -> tuple[float, bool]:
    """Return the seconds that search-query takes for a text, and whether it read it."""

    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    start = time.process_time()
    try:
        theirs(text)
    except Exception:  # counted, not mended
        return time.process_time() - start, False
    finally:
        signal.alarm(0)
    return time.process_time() - start, True


def row(name: str, text: str) -> None:
    """Print one comparison."""
    own = best(lambda: ours(text))
    try:
        other = best(lambda: theirs(text))
    except ImportError:
        print(f"{name:32} searchkit {own * 1000:8.1f} ms   (search-query is not installed)")
    except Exception as fault:  # a peer's crash is a result, not ours to mend
        print(f"{name:32} searchkit {own * 1000:8.1f} ms   search-query: {type(fault).__name__}")
    else:
        ratio = f"{other / own:6.1f} times as fast"
        both = f"searchkit {own * 1000:8.1f} ms   search-query {other * 1000:8.1f} ms"
        print(f"{name:32} {both}  {ratio}")


def main() -> None:
    """Print all figures."""
    text = ovid_strategy(300, 5000)
    own = best(lambda: searchkit.parse(text))
    print(f"{'Ovid, 300 lines, 5,000 terms':32} searchkit {own * 1000:8.1f} ms")
    for terms in (10, 100, 500):
        row(f"PubMed, {terms} phrases", long_search(terms))
    if len(sys.argv) > 1:
        files = sorted(Path(sys.argv[1]).rglob("*.pubmed.txt"))
        own = best(lambda: [ours(file.read_text(encoding="utf-8")) for file in files])
        outcomes = [their_outcome(file.read_text(encoding="utf-8")) for file in files]
        spent = sum(seconds for seconds, _ in outcomes)
        refused = sum(not read for _, read in outcomes)
        print(f"{len(files)} real PubMed searches: searchkit {own:.2f} s, none refused")
        print(f"{'':26} search-query {spent:.2f} s, {refused} refused or not read in {PATIENCE} s")


if __name__ == "__main__":
    main()
