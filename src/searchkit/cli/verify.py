"""`searchkit verify`: a strategy and its translation searched among records, line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli import EXIT_FINDING
from searchkit.cli.aids import crosswalk_from, thesauri_from, words_from
from searchkit.cli.reading import read_text
from searchkit.diagnostics import counted

if TYPE_CHECKING:
    from searchkit.query.evaluation import Truth
    from searchkit.verify import Example, Known, Verification
    from searchkit.vocabulary import Mesh

_TEXT_WIDTH = 44


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--to", "name", required=True, metavar="TARGET", help="The target to check.")
@click.option(
    "--records",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Records to search, in any format that is known (RIS, nbib, JSON Lines ...).",
)
@click.option("--from", "source", metavar="TARGET", help="The language of the strategy.")
@click.option("--policy", type=click.Choice(["recall", "precision"]), default="recall")
@click.option(
    "--known",
    type=click.Path(exists=True, dir_okay=False),
    help="PMIDs or DOIs of records that the search should find, one a line.",
)
@click.option(
    "--mesh",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of MeSH for exploded headings. [the one that `vocabulary update` fetched]",
)
@click.option(
    "--words",
    metavar="FILE",
    help="Write out truncation that a target cannot do: `built-in`, a file of words, or records.",
)
@click.option("--crosswalk", metavar="CSV", help="Headings of yours for those of other thesauri.")
@click.option(
    "--thesaurus",
    "thesauri",
    multiple=True,
    metavar="NAME=CSV",
    help="Narrower headings where a platform cannot explode; repeatable.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
def verify(
    *,
    file: str,
    name: str,
    records: Path,
    source: str | None,
    policy: str,
    known: str | None,
    mesh: Path | None,
    words: str | None,
    crosswalk: str | None,
    thesauri: Sequence[str],
    as_json: bool,
) -> None:
    """Search RECORDS with the strategy in FILE and with its translation, and compare.

    For every line: what both find, what the translation loses and adds, and the effect that
    the translation states. A line whose records contradict its stated effect is marked `!`.

    Exit codes: 0 no line contradicts its effect, 1 one does, 2 the call is wrong, 3 the
    records cannot be read, or the strategy has no search line.
    """
    from searchkit.records.formats import read_file  # noqa: PLC0415 - not for `--help`
    from searchkit.verify import read_identifiers, trace  # noqa: PLC0415 - when the command runs
    from searchkit.verify import verify as compared  # noqa: PLC0415 - when the command runs

    text = read_text(file)
    wanted = read_identifiers(read_text(known)) if known else ()
    vocabulary = _mesh(mesh)
    reading = read_file(records)
    found = compared(
        text,
        to=name,
        records=reading,
        from_=source,
        vocabulary=vocabulary,
        policy=policy,
        words=words_from(words),
        crosswalk=crosswalk_from(crosswalk),
        thesauri=thesauri_from(thesauri),
    )
    for damage in reading.diagnostics:
        click.echo(f"{records}: {damage.severity.value}: {damage.message}", err=True)
    traced = trace(found, wanted)
    if as_json:
        whole = found.to_json() | {"mesh": vocabulary.year if vocabulary else None}
        if known:
            whole["known"] = [one.to_json() for one in traced]
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        _print(found)
        if known:
            _print_known(traced, found)
        if vocabulary is None:
            click.echo(
                "note: without MeSH nobody knows what an exploded heading takes in; "
                "`searchkit vocabulary update` fetches it",
                err=True,
            )
    if any(row.contradicts for row in (*found.rows, found.whole)):
        sys.exit(EXIT_FINDING)


def _mesh(path: Path | None) -> Mesh | None:
    from searchkit.vocabulary import installed, load, read_mesh  # noqa: PLC0415 - when it runs

    if path is not None:
        return read_mesh([path])
    kept = installed()
    return None if kept is None else load(kept)


def _print(found: Verification) -> None:
    click.echo(
        f"{counted(len(found.records), 'record')}; {found.strategy.target} against "
        f"{found.translation.target}"
    )
    click.echo(f"{'line':>5} {'source':>8} {'target':>8} {'lost':>7} {'added':>7} {'unknown':>8}")
    for row in (*found.rows, found.whole):
        number = "all" if row.number is None else str(row.number)
        mark = "!" if row.contradicts else " "
        shown = row.text if row.number is not None else ""
        shown = shown if len(shown) <= _TEXT_WIDTH else f"{shown[: _TEXT_WIDTH - 3]}..."
        stated = row.stated.value if row.translated else "no translation"
        click.echo(
            f"{number:>5} {row.source:>8,} {row.translation:>8,} {row.lost:>7,} {row.added:>7,} "
            f"{row.unknown:>8,} {mark} {stated:<10} {shown}".rstrip()
        )
        _examples("lost", row.lost, row.lost_examples)
        _examples("added", row.added, row.added_examples)


def _examples(word: str, count: int, shown: Sequence[Example]) -> None:
    for example in shown:
        click.echo(f"        {word}: {example.name}  {example.title[:90]}")
    if count > len(shown):
        click.echo(f"        and {count - len(shown):,} more")


def _print_known(traced: Iterable[Known], found: Verification) -> None:
    click.echo("")
    rows = list(traced)
    among = [one for one in rows if one.record is not None]
    for target, answers in (
        (found.strategy.target, [one.in_source for one in among]),
        (found.translation.target, [one.in_translation for one in among]),
    ):
        click.echo(f"known records: {target} finds {answers.count(True)} of {len(rows)}")
    for one in rows:
        if one.record is None:
            click.echo(f"  {one.identifier}: not among the records")
            continue
        for target, answer, reasons in (
            (found.strategy.target, one.in_source, one.source_reasons),
            (found.translation.target, one.in_translation, one.translation_reasons),
        ):
            if answer is True:
                continue
            click.echo(f"  {one.identifier} ({target}): {_missed(answer)}  {one.record.title[:70]}")
            for reason in reasons:
                click.echo(f"    line {reason.line}: `{reason.piece}` {reason.why}")


def _missed(answer: Truth) -> str:
    return "cannot be told" if answer is None else "missed"
