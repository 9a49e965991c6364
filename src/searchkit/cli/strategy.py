"""Commands about strategies: translate, parse, lint, explain."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Sequence

import click

import searchkit
from searchkit.cli import EXIT_FINDING
from searchkit.cli.aids import crosswalk_from, thesauri_from, words_from
from searchkit.cli.reading import read_strategy, show, shown_name, summary
from searchkit.diagnostics import Diagnostic, Effect, Severity, counted, has_errors
from searchkit.dialects import target_names
from searchkit.query.nodes import Node, children, describe, sketch
from searchkit.query.strategy import Strategy
from searchkit.translate import Translation

_FILE = click.argument("file", metavar="FILE")
_MAY_BE = (Effect.DIFFERENT, Effect.UNKNOWN)
"""Effects that may lose records, and may add some: `--fail-on` counts them as either."""
_FROM = click.option(
    "--from", "source", metavar="TARGET", help="The language of the strategy. [recognised]"
)


@click.command()
@_FILE
@click.option(
    "--to", "targets", multiple=True, metavar="TARGET", help="A target; repeatable. [all]"
)
@_FROM
@click.option(
    "--policy",
    type=click.Choice(["recall", "precision"]),
    default="recall",
    show_default=True,
    help="Where a target cannot be exact: find more, or find less.",
)
@click.option("--lines", is_flag=True, help="Numbered lines for the target's search history.")
@click.option(
    "--address", is_flag=True, help="The address that opens the search, where there is one."
)
@click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice([effect.value for effect in Effect if effect is not Effect.SAME]),
    help="Exit with 1 when a change has this effect; repeatable. `narrower` and `broader` also"
    " take in what is different or unknown, because it may be either.",
)
@click.option("--strict", is_flag=True, help="Refuse a text that needs a repair.")
@click.option("--quiet", "-q", is_flag=True, help="Do not show the losses.")
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
    help="Narrower headings, where a platform cannot explode (apa=FILE); repeatable.",
)
def translate(  # noqa: PLR0917 - click passes every option by name
    file: str,
    targets: Sequence[str],
    source: str | None,
    policy: str,
    lines: bool,
    address: bool,
    as_json: bool,
    fail_on: Sequence[str],
    strict: bool,
    quiet: bool,
    words: str | None,
    crosswalk: str | None,
    thesauri: Sequence[str],
) -> None:
    """Translate a strategy for one or more databases and state every loss.

    FILE holds the numbered lines; `-` reads standard input. The search strings go to
    standard output, what is lost to standard error.

    Exit codes: 0 translated, 1 the strategy has faults, or a change has an effect that
    --fail-on names, 2 the call is wrong, 3 the strategy cannot be translated (--strict).
    """
    _refuse_contradictions(lines=lines, address=address, as_json=as_json)
    for name in targets:
        searchkit.target(name)
    strategy = read_strategy(file, source)
    if not strategy.lines:
        show(strategy.diagnostics, strategy.text, file, err=True)
        sys.exit(EXIT_FINDING)
    names = targets or [name for name in target_names() if name != strategy.target]
    listed, replaced, narrower = (
        words_from(words),
        crosswalk_from(crosswalk),
        thesauri_from(thesauri),
    )
    done = [
        searchkit.translate(
            strategy,
            to=name,
            policy=policy,
            strict=strict,
            words=listed,
            crosswalk=replaced,
            thesauri=narrower,
        )
        for name in names
    ]
    if as_json:
        shown = [translation.to_json() for translation in done]
        click.echo(json.dumps({"translations": shown}, ensure_ascii=False, indent=2))
    else:
        for translation in done:
            _print(translation, lines, address, titled=len(done) > 1)
        if not quiet:
            _show_losses(strategy, done, file)
    found = [one for translation in done for one in translation.diagnostics]
    if _unwanted(found, fail_on) or has_errors(found):
        sys.exit(EXIT_FINDING)


def _refuse_contradictions(*, lines: bool, address: bool, as_json: bool) -> None:
    if lines and address:
        raise click.UsageError("--lines and --address are two forms of the search; choose one")
    if as_json and (lines or address):
        raise click.UsageError("--json holds lines and address; leave --lines and --address out")


def _unwanted(found: Iterable[Diagnostic], fail_on: Sequence[str]) -> bool:
    """Say whether one of the changes has, or may have, an effect that is not wanted."""
    effects = set(map(Effect, fail_on))
    if effects & {Effect.NARROWER, Effect.BROADER}:
        effects.update(_MAY_BE)
    return any(one.effect in effects for one in found)


def _print(translation: Translation, lines: bool, address: bool, *, titled: bool) -> None:
    if titled:
        click.echo(f"# {translation.target}")
    if address:
        click.echo(translation.address or f"{translation.target} has no address for searches")
    elif lines:
        width = len(str(max(line.number for line in translation.lines)))
        for line in translation.lines:
            click.echo(f"{line.number:>{width}}  {line.text}")
    else:
        click.echo(translation.text)
    if titled:
        click.echo()


def _show_losses(strategy: Strategy, done: Iterable[Translation], file: str) -> None:
    show(strategy.diagnostics, strategy.text, file, err=True)
    read = set(map(id, strategy.diagnostics))
    for translation in done:
        losses = [found for found in translation.diagnostics if id(found) not in read]
        show(losses, strategy.text, file, err=True)
        click.echo(
            f"{translation.target}: {counted(len(strategy.lines), 'line')}, "
            f"{summary(translation.diagnostics)}; "
            f"taken together: {translation.effect.value}",
            err=True,
        )


@click.command()
@_FILE
@_FROM
@click.option("--json", "as_json", is_flag=True, help="The tree and its faults, for programs.")
def parse(file: str, source: str | None, as_json: bool) -> None:
    """Show the tree of every line of a strategy.

    Exit codes: 0 all could be read, 1 the strategy has faults, 2 the call is wrong.
    """
    strategy = read_strategy(file, source)
    if as_json:
        lines = [
            {
                "number": line.number,
                "start": line.span.start,
                "end": line.span.end,
                "hits": line.hits,
                "comment": line.comment,
                "query": None if line.query is None else node_json(line.query),
            }
            for line in strategy.lines
        ]
        found = [one.to_json() for one in strategy.diagnostics]
        whole = {"target": strategy.target, "lines": lines, "diagnostics": found}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        for line in strategy.lines:
            hits = "" if line.hits is None else f"  ({line.hits:,} hits)"
            comment = f"  [{line.comment}]" if line.comment else ""
            click.echo(f"{line.number}{hits}{comment}")
            drawn = "nothing could be read" if line.query is None else sketch(line.query)
            click.echo("\n".join(f"  {row}" for row in drawn.splitlines()))
        show(strategy.diagnostics, strategy.text, file, err=True)
    if has_errors(strategy.diagnostics):
        sys.exit(EXIT_FINDING)


def node_json(node: Node) -> dict[str, object]:
    """Return a tree for programs: the kind of each node, its own values, its operands."""
    plain: dict[str, object] = {
        "node": type(node).__name__,
        "text": describe(node),
        "start": node.span.start,
        "end": node.span.end,
    }
    for part in dataclasses.fields(node):
        value = getattr(node, part.name)
        if part.name not in {"span", "operands", "operand", "included", "excluded", "words"}:
            plain[part.name] = _plain(value)
    below = children(node)
    if below:
        plain["operands"] = [node_json(child) for child in below]
    return plain


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    return value


@click.command()
@_FILE
@_FROM
@click.option("--json", "as_json", is_flag=True, help="The findings, for programs.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too, not only for errors.")
def lint(file: str, source: str | None, as_json: bool, strict: bool) -> None:
    """Point out faults of a strategy before it is run.

    Exit codes: 0 no error was found (with --strict: no warning either), 1 one was found, 2
    the call is wrong.
    """
    strategy = read_strategy(file, source)
    found = searchkit.lint(strategy)
    if as_json:
        shown: list[Diagnostic] = list(found)
        click.echo(
            json.dumps(
                {"diagnostics": [one.to_json() for one in shown]}, ensure_ascii=False, indent=2
            )
        )
    else:
        show(found, strategy.text, file, err=False)
        click.echo(f"{shown_name(file)}: {counted(len(strategy.lines), 'line')}, {summary(found)}")
    fatal = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(one.severity in fatal for one in found):
        sys.exit(EXIT_FINDING)


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain a code such as T010; without one, list them all.

    Exit codes: 0 explained, 2 there is no such code.
    """
    if code is None:
        for one in searchkit.all_codes():
            click.echo(f"{one.id}  {one.severity.value:<7}  {one.name}")
        return
    one = searchkit.explain(code)
    click.echo(f"{one.id} {one.name} ({one.severity.value})\n\n{one.explanation}")
