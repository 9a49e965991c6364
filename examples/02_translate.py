"""Translate a strategy for three databases and show what each translation changes."""

from pathlib import Path

import searchkit

STRATEGY = Path(__file__).parents[1] / "queries" / "peer-support" / "strategy.ovid.txt"


def main() -> None:
    text = STRATEGY.read_text(encoding="utf-8")
    for target in ("pubmed", "scopus", "wos"):
        translation = searchkit.translate(text, to=target)
        print(f"{target}: {len(translation.text)} characters, {translation.effect.value}")
        print(f"  line 2: {translation.lines[1].text}")
        for found in translation.diagnostics:
            if found.effect is searchkit.Effect.DIFFERENT:
                print(f"  line {found.line}: {found.message}")


if __name__ == "__main__":
    main()
