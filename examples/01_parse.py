"""Read a strategy and look at what it says: its lines, their trees, its faults."""

from pathlib import Path

import searchkit
from searchkit.query.nodes import sketch

STRATEGY = Path(__file__).parents[1] / "queries" / "peer-support" / "strategy.ovid.txt"


def main() -> None:
    strategy = searchkit.parse(STRATEGY.read_text(encoding="utf-8"))
    print(f"{len(strategy.lines)} lines")
    line = strategy.lines[1]
    if line.query is not None:
        print(sketch(line.query))
    for found in searchkit.lint(strategy):
        print(f"line {found.line}: {found.code.name}: {found.message}")


if __name__ == "__main__":
    main()
