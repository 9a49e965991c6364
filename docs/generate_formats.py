"""Writes docs/reference/formats.md from the tables of formats, columns, profiles and records.

python docs/generate_formats.py           write it
python docs/generate_formats.py --check   exit with 1 when it is stale
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import fields
from pathlib import Path

from searchkit.records.formats import FORMATS
from searchkit.records.formats.columns import LAYOUTS
from searchkit.records.formats.own_rows import LISTS
from searchkit.records.formats.profiles import MEGABYTE, PROFILES
from searchkit.records.frame import COLUMNS
from searchkit.records.record import Record

PAGE = Path(__file__).parent / "reference" / "formats.md"
MADE = "<!-- Made by docs/generate_formats.py; change the code's tables, not this page. -->\n\n"


def formats() -> str:
    """Return the page of file formats: what is read, what is written, and what is lost."""
    out = [
        "# Formats of records",
        "",
        "A file is recognised by its content, whatever it is called; a file that is written gets",
        "the format of its suffix. `.gz` files are unpacked on the way. Reading keeps what it",
        "does not know in `extra`; damage is named by line and cause, with the",
        "[R codes](codes.md).",
        "",
        "| name | format | read | written | suffixes when written |",
        "|---|---|---|---|---|",
    ]
    for name in FORMATS:
        form = FORMATS[name]
        suffixes = " ".join(f"`{suffix}`" for suffix in form.suffixes) if form.write else ""
        out.append(
            f"| `{name}` | {form.title} | yes | {'yes' if form.write else 'no'} | {suffixes} |"
        )
    out += [
        "",
        "## What a format cannot hold",
        "",
        "`read(write(x)) == x` for everything that is not listed here. A test writes and reads",
        "each of these in each format, so the list is neither too short nor too long.",
        "",
    ]
    for name in FORMATS:
        form = FORMATS[name]
        if form.write:
            lost = "; ".join(form.loses) if form.loses else "nothing"
            out.append(f"- **{form.title}** (`{name}`) loses: {lost}")
    out += [
        "",
        "The provenance of a record (platform, database, run, query, rank, time, file, line) and",
        "our identifier travel in a note that begins with `searchkit-provenance:`, so they come",
        "back after another program has had the file.",
        "",
        "## Profiles of review tools",
        "",
        "`searchkit records convert IN OUT --profile NAME` writes what a tool takes, and says when",
        "the file is more than it takes at once.",
        "",
        "| profile | tool | files | most records | most megabytes | grade of the source |",
        "|---|---|---|---|---|---|",
    ]
    for name, profile in PROFILES.items():
        files = " ".join(f"`{suffix}`" for suffix in profile.formats)
        records = f"{profile.most_records:,}" if profile.most_records else "not known"
        size = str(profile.most_bytes // MEGABYTE) if profile.most_bytes else "not known"
        out.append(
            f"| `{name}` | {profile.tool} | {files} | {records} | {size} | {profile.grade} |"
        )
    out += [
        "",
        "## Tables that are recognised",
        "",
        "CSV, TSV and Excel files are recognised by the names of their columns. A table with a",
        "`title` column and no known platform is read by the common names.",
        "",
    ]
    for layout in LAYOUTS:
        needs = ", ".join(f"`{name}`" for name in layout.needs)
        out.append(f"- **{layout.platform}**: has {needs}; reads {len(layout.columns)} columns")
    out += [
        "",
        "## Columns of our own tables and of the pandas frame",
        "",
        "CSV, Excel and `searchkit.to_frame` have these columns, always all of them, in this",
        "order. In a frame texts are `str`, the year is `Int64` with `<NA>`, lists are lists of",
        "`str`; in a cell the values of a list are joined by `; `.",
        "",
        "| column | type |",
        "|---|---|",
    ]
    for name in COLUMNS:
        kind = "list of texts" if name in LISTS else "whole number" if name == "year" else "text"
        out.append(f"| `{name}` | {kind} |")
    out += [
        "",
        "## JSON Lines",
        "",
        "One object a line, with the names of the fields of `Record`; empty ones are left out:",
        ", ".join(f"`{field.name}`" for field in fields(Record)) + ".",
        "",
    ]
    return MADE + "\n".join(out)


def main() -> int:
    """Write the page, or check it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true")
    page = formats()
    if options.parse_args().check:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page
        if stale:
            print(f"{PAGE.name} is stale: run python docs/generate_formats.py", file=sys.stderr)
        return int(stale)
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
