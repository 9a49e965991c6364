"""Completion for the user's shell, by click."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from searchkit.errors import UnknownNameError

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", metavar="[bash|zsh|fish]")
def completion(shell: str) -> None:
    """Print the script that completes searchkit in a shell.

    Put `eval "$(searchkit completion bash)"` into the shell's start-up file.
    """
    found = get_completion_class(shell)
    if found is None:
        raise UnknownNameError("shell", shell, SHELLS)
    command = click.get_current_context().find_root().command
    click.echo(found(command, {}, "searchkit", "_SEARCHKIT_COMPLETE").source())
