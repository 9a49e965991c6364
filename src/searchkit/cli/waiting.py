"""Why nothing moves: a wait that the network or a platform asks for, told as it begins."""

from __future__ import annotations

import click


def told_wait(seconds: float, reason: str) -> None:
    """Say on the error stream why the command waits, and for how long."""
    click.echo(f"{reason}; going on in {seconds:.0f} s", err=True)
