"""Show what the two policies make of lines that a target cannot say exactly."""

import searchkit

LINES = """(live* adj experience*).ti,ab.
((peer or lay) adj3 support*).ti,ab.
behavio?r change.ti.
worker$1.ti."""


def main() -> None:
    for policy in ("recall", "precision"):
        translation = searchkit.translate(LINES, to="pubmed", policy=policy)
        print(f"{policy}:")
        for line in translation.lines:
            print(f"  {line.text}")


if __name__ == "__main__":
    main()
