"""Writes every page and file that is made from the code's own tables.

    python docs/generate.py           write them
    python docs/generate.py --check   exit with 1 and name those that are stale

The crosswalk, the pages of codes and targets, the command reference, and the committed
translations under queries/ are all made here, so that none can drift from the code.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from searchkit.cli import COMMANDS, group
from searchkit.diagnostics import render
from searchkit.dialects import DIALECTS, target_names
from searchkit.explain import all_codes
from searchkit.sources import CITATIONS, SOURCES
from searchkit.sources.about import ABOUT
from searchkit.sources.base import Settings
from searchkit.sources.partitions import Divisible
from searchkit.translate import translate

PROJECT = Path(__file__).parents[1]
REFERENCE = PROJECT / "docs" / "reference"
TABLES = PROJECT / "tests" / "dialects"
QUERIES = PROJECT / "queries"
MADE = "<!-- Made by docs/generate.py; change the code's tables, not this page. -->\n\n"

FAMILIES = {
    "P": "Reading a text",
    "Q": "Linting a strategy",
    "T": "Translating",
    "H": "Harvesting",
    "R": "Records",
}


def crosswalk() -> str:
    """Return the page that sets every construct beside its translations."""
    constructs = tomllib.loads((TABLES / "constructs.toml").read_text(encoding="utf-8"))
    expected = {
        name: tomllib.loads((TABLES / f"{name.replace(':', '-')}.toml").read_text("utf-8"))
        for name in target_names()
    }
    out = [
        "# Crosswalk",
        "",
        f"{len(constructs)} constructs of search strategies in Ovid's words, and what each target",
        "is given for them. The codes in brackets say what changes; each has its page in",
        "[codes](codes.md). The same table is what the tests check.",
        "",
    ]
    for name, construct in constructs.items():
        last = construct["ovid"].splitlines()[-1]
        out += [
            f"## {name}",
            "",
            f"`{last}`: {construct['why']}",
            "",
            "| target | text | changes |",
        ]
        out.append("| --- | --- | --- |")
        for target, rows in expected.items():
            row = rows[name]
            text = _cell(row["text"]) if row["text"] else "(nothing can be said)"
            out.append(f"| {target} | {text} | {' '.join(row['codes'])} |")
        out.append("")
    return "\n".join(out)


def _cell(text: str) -> str:
    shown = text if len(text) <= 240 else f"{text[:240]}..."
    return f"`{shown}`".replace("|", "\\|")


def codes() -> str:
    """Return the page of all codes, family by family."""
    out = ["# Codes", "", "What searchkit reports, by `searchkit explain CODE`.", ""]
    for letter, title in FAMILIES.items():
        out += [f"## {title}", ""]
        for code in all_codes():
            if code.id.startswith(letter):
                head = f"### {code.id} {code.name}"
                out += [head, "", f"*{code.severity.value}*", "", code.explanation, ""]
    return "\n".join(out)


def targets() -> str:
    """Return the page that prints what each dialect declares, with its evidence."""
    out = [
        "# Targets",
        "",
        "What each platform is known to do, and who says so. Rows marked **unverified** have",
        "no source that could be read; a translation that relies on one says so.",
        "",
    ]
    for dialect in (DIALECTS[name] for name in DIALECTS):
        out += [f"## {dialect.title}", ""]
        names = [name for name in target_names() if name.split(":")[0] == dialect.name]
        out.append(f"Targets: {', '.join(f'`{name}`' for name in names)}.")
        reads = "read and written" if dialect.read else "written only"
        out += [f"Strategies are {reads}.", "", "| field code | searches | evidence |"]
        out.append("| --- | --- | --- |")
        for row in dialect.fields:
            spellings = ", ".join(f"`{code}`" for code in (row.code, *row.other_codes))
            out.append(f"| {spellings} | {', '.join(sorted(row.covers))} | {_evidence(row)} |")
        out += ["", "| wildcard | stands for | evidence |", "| --- | --- | --- |"]
        for symbol in dialect.wildcards.symbols:
            shown = f"`{symbol.symbol}{'N' if symbol.numbered else ''}`"
            most = "N" if symbol.numbered else symbol.maximum
            span = f"{symbol.minimum} to {'any number' if most is None else most} characters"
            out.append(f"| {shown} | {span} | {_evidence(symbol)} |")
        if dialect.proximity:
            near = dialect.proximity
            forms = [f"`{form}`" for form in (near.unordered, near.ordered) if form]
            out += ["", f"Proximity: {', '.join(forms)} ({_evidence(near)})."]
        limits = ", ".join(sorted(kind.value for kind in dialect.limits)) or "none"
        out += ["", f"Limits: {limits}.", ""]
    return "\n".join(out)


def _evidence(row: object) -> str:
    evidence = row.evidence  # type: ignore[attr-defined]  # every row of a dialect has one
    grade = evidence.grade.value
    return f"{'**unverified**' if grade == 'unverified' else grade}: {evidence.source}"


def commands() -> str:
    """Return the help of every command."""
    out = ["# Commands", ""]
    for name in COMMANDS:
        context = click.Context(group)
        command = group.get_command(context, name)
        assert command is not None
        out += _help(command, ["searchkit", name])
    out += [
        "## Exit codes",
        "",
        "| code | meaning |",
        "| --- | --- |",
        "| 0 | done |",
        "| 1 | done, and something was found: an error in the text, or what `--fail-on` names |",
        "| 2 | the call is wrong: an unknown option, name or file |",
        "| 3 | the work could not be completed: a platform refused, a file is bad |",
        "| 75 | not now: a quota is used up, or another searchkit is at work; run it again |",
        "| 130 | interrupted, or what read the output has gone |",
        "",
    ]
    return "\n".join(out)


def _help(command: click.Command, words: list[str]) -> list[str]:
    with click.Context(command, info_name=" ".join(words), max_content_width=92) as context:
        text = command.get_help(context)
    out = [f"## {' '.join(words)}", "", "```text", text, "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                out += _help(below, [*words, name])
    return out


def sources() -> str:
    """Return the page of the sources: how they are reached and what may be kept of them."""
    out = [
        "# Sources",
        "",
        "Where records are harvested, how far, and what may be stored. Limits are those that",
        "were known on the day named; headers of an answer overrule them. A day or year in",
        "**window** says by which date an update asks for what is new.",
        "",
    ]
    for name, about in ABOUT.items():
        source = SOURCES[name].configured(Settings())
        reach = "no limit known" if source.reach is None else f"{source.reach:,} of one search"
        if most := getattr(source, "most", None):
            reach = f"the first {most:,} of a search by relevance"
        if isinstance(source, Divisible):
            reach += "; larger searches are cut"
        rows = {
            "endpoint": f"`{about.endpoint}`",
            "version": f"{about.version} (seen {about.seen})",
            "paging": about.paging,
            "reach": reach,
            "requests a second": f"{source.rate:.3g}",
            "window": about.window,
            "credentials": about.credentials,
            "abstracts may be stored": about.may_store_abstract,
            "licence": about.licence,
            "evidence": about.evidence,
        }
        out += [f"## {about.title}", "", f"`--source {name}`", "", "| | |", "| --- | --- |"]
        out += [f"| {key} | {value} |" for key, value in rows.items()]
        out += ["", f"Citations through it: {'yes' if name in CITATIONS else 'no'}.", ""]
    return "\n".join(out)


def translations(review: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of a review's translations: the string, the lines, the losses."""
    declared = tomllib.loads((review / "review.toml").read_text(encoding="utf-8"))
    strategy = declared["strategy"]
    text = (review / strategy["file"]).read_text(encoding="utf-8")
    known = set(target_names())
    for database in declared["database"]:
        name = database["target"]
        if name not in known:
            continue
        done = translate(
            text,
            to=name,
            from_=strategy["language"],
            policy=strategy["policy"],
            today=date(2026, 11, 24),
        )
        stem = review / "translations" / name.replace(":", "-")
        lines = "\n".join(f"{line.number}\t{line.text}" for line in done.lines)
        yield stem.with_suffix(".txt"), f"{done.text}\n"
        yield stem.with_suffix(".lines.txt"), f"{lines}\n"
        yield stem.with_suffix(".losses.txt"), render(done.diagnostics, text, name=strategy["file"])


def everything() -> Iterator[tuple[Path, str]]:
    """Yield every file that is made, with its content."""
    pages: dict[str, Callable[[], str]] = {
        "crosswalk.md": crosswalk,
        "codes.md": codes,
        "targets.md": targets,
        "commands.md": commands,
        "sources.md": sources,
    }
    for name, page in pages.items():
        yield REFERENCE / name, MADE + page().rstrip() + "\n"
    for review in sorted(QUERIES.iterdir()):
        if (review / "review.toml").exists():
            yield from translations(review)


def stale(files: Iterable[tuple[Path, str]]) -> Iterator[Path]:
    """Yield the files whose content on disk is not what the code makes."""
    for path, content in files:
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            yield path


def main() -> None:
    """Write the files, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        found = [str(path.relative_to(PROJECT)) for path in stale(everything())]
        if found:
            print("stale; run `python docs/generate.py`:", *found, sep="\n  ")
            sys.exit(1)
        return
    for path, content in everything():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
