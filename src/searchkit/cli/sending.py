"""What the databases of a review are sent, in words: faults that forbid it, losses, limits."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from searchkit.cli import EXIT_FINDING
from searchkit.cli.reading import show, summary
from searchkit.diagnostics import Severity

if TYPE_CHECKING:
    from searchkit.review.protocol import Review
    from searchkit.review.targets import Sending


def refuse_faulty(review: Review) -> None:
    """Show the errors of a review's strategy, and leave with the code for findings if any.

    Raises UsageError when the strategy cannot be read.
    """
    from searchkit.dialects import parse  # noqa: PLC0415 - not for `--help`

    strategy = parse(review.strategy_text(), review.language)
    errors = [found for found in strategy.diagnostics if found.severity is Severity.ERROR]
    if errors:
        show(errors, strategy.text, str(review.strategy_file), err=True)
        click.echo(f"help: correct {review.strategy_file}, then run the command again", err=True)
        sys.exit(EXIT_FINDING)


def losses_told(sending: Sending) -> str:
    """Return what a translation changes, on one line; empty where nothing is to be told."""
    translation = sending.translation
    if translation is None or not translation.diagnostics:
        return ""
    effect = translation.effect.value
    return f"translated with {summary(translation.diagnostics)}; taken together: {effect}"


def losses_shown_by(review: Review, target: str) -> str:
    """Return the command that shows all losses of a translation, each at its place."""
    words = ["searchkit", "translate", str(review.strategy_file), "--from", review.language]
    return shlex.join([*words, "--to", target, "--policy", review.policy])


def tell_losses(review: Review, sent: Sequence[Sending]) -> None:
    """Say of each database, on the error stream, that it is not sent what is written, if so."""
    told = {one.target: text for one in sent if (text := losses_told(one))}
    for target, text in told.items():
        click.echo(f"{target}: {text}", err=True)
    if told:
        target = next(iter(told)) if len(told) == 1 else "TARGET"
        click.echo(f"`{losses_shown_by(review, target)}` shows each of them", err=True)


def limits_told(sent: Sequence[Sending]) -> list[str]:
    """Return what became of the limits of the protocol, each with the targets it is so on."""
    told: dict[str, list[str]] = {}
    for sending in sent:
        for limit in sending.limits:
            told.setdefault(str(limit), []).append(sending.target)
    return [f"{text} ({', '.join(targets)})" for text, targets in told.items()]
