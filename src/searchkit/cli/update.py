"""Commands that keep a review up to date: update, schedule."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli import EXIT_FINDING
from searchkit.cli.outfile import write_text
from searchkit.cli.review import Screen, chosen, leave_for, opened, opening, review_option
from searchkit.cli.sending import refuse_faulty
from searchkit.errors import SearchkitError

if TYPE_CHECKING:
    from searchkit.review.protocol import Review
    from searchkit.review.updating import Finding
    from searchkit.store import Store


@click.command()
@click.option("--due", is_flag=True, help="Only what review.toml says is due.")
@click.option("--whole", is_flag=True, help="Search all again, which also names what has gone.")
@click.option("--only", multiple=True, metavar="TARGET", help="Only this database.")
@click.option("--fail-on-new", is_flag=True, help="Leave with 1 when something is new.")
@click.option("--json", "as_json", is_flag=True, help="Print the digest as JSON.")
@click.option("--email", default="", help="Your address, for the platform.")
@review_option
def update(
    *,
    due: bool,
    whole: bool,
    only: tuple[str, ...],
    fail_on_new: bool,
    as_json: bool,
    email: str,
    folder: Path,
) -> None:
    """Find what is new, changed or gone since the last search, and tell it.

    Only days that were not searched yet are asked for, and some before them. It may be run
    as often as one likes, also twice at once. A database that was never searched is named
    and not searched: `searchkit run` does that. A strategy that has changed is searched as a
    whole, and the digest says what the change adds and drops.

    Exit codes: 0 done, 1 something is new (with --fail-on-new) or the strategy has faults, 2
    the call is wrong, 3 a target stopped, 75 run it again later: a quota is used up, or
    another one is at work.
    """
    from searchkit.review.digest import as_json as plain  # noqa: PLC0415 - when the command runs
    from searchkit.review.digest import as_text, dumped  # noqa: PLC0415 - when the command runs
    from searchkit.review.targets import sendings  # noqa: PLC0415 - when the command runs
    from searchkit.review.updating import (  # noqa: PLC0415 - when the command runs
        is_due,
        is_new,
        left_out,
        update_review,
    )

    screen, moment = Screen(sys.stderr.isatty()), datetime.now().astimezone()
    today = moment.date()
    with opened(folder) as (review, store):
        refuse_faulty(review)
        wanted = asked = chosen(sendings(review), only)
        if due:
            wanted = [one for one in asked if is_due(store, one.target, review.updates, today)]
        findings = update_review(
            review,
            store,
            wanted,
            opening(email, screen),
            today=today,
            whole=whole,
            progress=screen.progress,
        )
        screen.clear()
        left = left_out(store, [one for one in asked if one in wanted or is_new(store, one)])
        text = as_text(review, findings, moment, left)
        content = plain(review, findings, moment, left)
        click.echo(dumped(content) if as_json else text, nl=False)
        if findings:
            _publish(review, store, findings, text=text, content=dumped(content), moment=moment)
    leave_for([finding.error for finding in findings])
    if fail_on_new and any(finding.is_news for finding in findings):
        sys.exit(EXIT_FINDING)


def _publish(
    review: Review,
    store: Store,
    findings: Sequence[Finding],
    *,
    text: str,
    content: str,
    moment: datetime,
) -> None:
    """Write the digest and the feed, and mail the digest when there is something to tell."""
    from searchkit.review import mail  # noqa: PLC0415 - when the command runs
    from searchkit.review.digest import feed  # noqa: PLC0415 - when the command runs

    folder = review.folder / review.updates.digest
    name = f"{moment:%Y-%m-%dT%H-%M-%S}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(content, encoding="utf-8")
        (folder / "feed.xml").write_bytes(feed(review, store))
    except OSError as fault:
        click.echo(f"warning: the digest is not written: {fault.strerror}", err=True)
    to_tell = any(finding.is_news or finding.error for finding in findings)
    if review.updates.mail and to_tell and mail.is_configured():
        try:
            mail.send(review.updates.mail, f"Update of: {review.title}", text)
        except SearchkitError as fault:
            click.echo(f"warning: {fault.message}", err=True)


@click.command()
@click.option("--emit", "kind", required=True, metavar="[cron|systemd|github-actions]")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files; without it they are printed.",
)
@review_option
def schedule(*, kind: str, into: Path | None, folder: Path) -> None:
    """Write what lets a machine run `searchkit update --due` every day.

    Exit codes: 0 written, 2 the call is wrong.
    """
    from searchkit.review.protocol import read_review  # noqa: PLC0415 - when the command runs
    from searchkit.review.schedule import emit  # noqa: PLC0415 - when the command runs

    place = read_review(folder).folder.resolve()
    program = shutil.which("searchkit") or "searchkit"
    for name, text in emit(kind, place, program).items():
        if into is None:
            click.echo(f"# {name}\n{text}", nl=False)
        else:
            write_text(into / name, text)
            click.echo(f"wrote {into / name}")
