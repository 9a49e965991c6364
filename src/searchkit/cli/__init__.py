"""The command line: each command a few lines over the public API.

Commands are a table of names and places, imported when called, so that `searchkit
translate` starts without what a harvest needs.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import version
from typing import Any

import click

from searchkit.errors import SearchkitError, UsageError

COMMANDS = {
    "translate": "searchkit.cli.strategy:translate",
    "parse": "searchkit.cli.strategy:parse",
    "lint": "searchkit.cli.strategy:lint",
    "explain": "searchkit.cli.strategy:explain",
    "run": "searchkit.cli.harvest:run",
    "verify": "searchkit.cli.verify:verify",
    "vocabulary": "searchkit.cli.vocabulary:vocabulary",
    "init": "searchkit.cli.review:init",
    "status": "searchkit.cli.review:status",
    "next": "searchkit.cli.byhand:next_",
    "import": "searchkit.cli.review:import_",
    "update": "searchkit.cli.update:update",
    "schedule": "searchkit.cli.update:schedule",
    "reread": "searchkit.cli.reread:reread",
    "cite": "searchkit.cli.cite:cite",
    "records": "searchkit.cli.records:records",
    "completion": "searchkit.cli.shell:completion",
}

EXIT_FINDING = 1
"""The command worked and found what `--fail-on` or `--strict` forbids, or faults."""
EXIT_USAGE = 2
"""The call itself is wrong: an unknown option, name or file."""
EXIT_FAILED = 3
"""The work could not be completed: a platform refused, a connection failed, a file is bad."""
EXIT_INTERRUPTED = 130
"""Stopped by the user (Ctrl-C), or by the end of what read the output (a closed pipe)."""


class LazyGroup(click.Group):
    """A group whose commands are imported only when called or shown in the help."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, context: click.Context) -> Any:
        """Run the command; what reads its output may go away, as `head` does."""
        try:
            found = super().invoke(context)
            sys.stdout.flush()
        except BrokenPipeError:
            # What is still held cannot be written either, and would be tried again at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(EXIT_INTERRUPTED) from None
        return found


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("searchkit-review"), prog_name="searchkit")
def group() -> None:
    """Systematic review searches as programs: one strategy, every database, every loss stated."""


def main() -> None:
    """Run the command line; every error that searchkit raises is shown as text."""
    try:
        # Not standalone, click returns the code of a command that left with one.
        code = group(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as fault:
        fault.show()
        sys.exit(EXIT_USAGE)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except SearchkitError as fault:
        click.echo(f"error: {fault.message}", err=True)
        if fault.help:
            click.echo(f"help: {fault.help}", err=True)
        sys.exit(exit_code(fault))


def exit_code(fault: SearchkitError) -> int:
    """Return the exit code of an error: usage errors are the caller's, the rest failed work."""
    return EXIT_USAGE if isinstance(fault, UsageError) else EXIT_FAILED
