"""What a user may give a translation so that less is lost: words, a crosswalk, thesauri."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from searchkit.cli.reading import read_text
from searchkit.errors import RecordError, UsageError

if TYPE_CHECKING:
    from searchkit.dialects.word_list import WordList
    from searchkit.query.evaluation import Thesaurus
    from searchkit.query.replacement import Replaces

BUILT_IN = "built-in"
_LEAST = 2
"""In how many of a user's records a word must occur: one alone is often a misprint."""

Command = TypeVar("Command", bound=Callable[..., Any])


class Given(TypedDict):
    """The arguments of `translate` and `verify` that these options fill."""

    words: WordList | None
    crosswalk: Replaces | None
    thesauri: dict[str, Thesaurus]


def aid_options(command: Command) -> Command:
    """Add the options to a command; it takes them as `words`, `crosswalk`, `thesaurus`."""
    for option in (
        click.option(
            "--thesaurus",
            multiple=True,
            metavar="NAME=FILE",
            help="Narrower headings (CSV: heading,narrower) where a platform cannot explode.",
        ),
        click.option(
            "--crosswalk",
            metavar="FILE",
            help="Headings of other thesauri (CSV), told wherever one is used.",
        ),
        click.option(
            "--words",
            metavar="FILE",
            help="Words to write out where a target cannot truncate: a list, your records, "
            f"or `{BUILT_IN}`.",
        ),
    ):
        command = option(command)
    return command


def read_aids(words: str | None, crosswalk: str | None, thesaurus: Sequence[str]) -> Given:
    """Return what the options name.

    Raises UsageError for a file that is missing or not what it should be.
    """
    from searchkit.vocabulary import read_crosswalk  # noqa: PLC0415 - not for `--help`

    return Given(
        words=_words(words) if words else None,
        crosswalk=read_crosswalk(read_text(crosswalk), crosswalk) if crosswalk else None,
        thesauri=dict(map(_thesaurus, thesaurus)),
    )


def _words(name: str) -> WordList:
    from searchkit.dialects.word_list import WordList, built_in  # noqa: PLC0415
    from searchkit.records.formats import read_file  # noqa: PLC0415

    if name == BUILT_IN:
        return built_in()
    try:
        records = list(read_file(name))
    except RecordError:
        return WordList.read(f"the list {Path(name).name}", read_text(name))
    texts = (" ".join((row.title, row.abstract, *row.keywords)) for row in records)
    return WordList.of(f"the records in {Path(name).name}", texts, least=_LEAST)


def _thesaurus(row: str) -> tuple[str, Thesaurus]:
    from searchkit.vocabulary import read_hierarchy  # noqa: PLC0415

    name, equals, path = row.partition("=")
    if not equals:
        raise UsageError(
            f"`{row}` names no thesaurus", help="write it as apa=FILE, emtree=FILE or cinahl=FILE"
        )
    return name.casefold(), read_hierarchy(read_text(path), path)
