"""`searchkit vocabulary`: fetch MeSH, and look headings up in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searchkit.cli import EXIT_FINDING
from searchkit.cli.waiting import told_wait
from searchkit.diagnostics import counted
from searchkit.errors import RequestRefused, UsageError

if TYPE_CHECKING:
    from searchkit.sources.base import Response
    from searchkit.vocabulary import Mesh

ADDRESS = "https://nlmpubs.nlm.nih.gov/projects/mesh/MESH_FILES/xmlmesh/desc{year}.gz"
"""Where NLM keeps the descriptor file of the current year (practice: seen in public code)."""


@click.group()
def vocabulary() -> None:
    """MeSH in your cache: fetch the yearly file, look headings up."""


@vocabulary.command()
@click.option("--year", type=click.IntRange(1999, 2999), help="[this year, or the one before]")
@click.option(
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take this file instead: desc2025.xml(.gz), mtrees2025.bin, or two tables; repeatable.",
)
@click.option("--address", default=ADDRESS, help="Another place of the file; {year} is put in.")
def update(year: int | None, files: Sequence[Path], address: str) -> None:
    """Fetch MeSH from NLM, or take it from a file, and keep it for all later calls.

    Exit codes: 0 kept, 2 the call is wrong or a file is not MeSH, 3 it could not be fetched.
    """
    from searchkit.vocabulary import read_mesh, store  # noqa: PLC0415 - not for `--help`
    from searchkit.vocabulary.storage import ACKNOWLEDGEMENT  # noqa: PLC0415 - when it runs

    if files and (year or address != ADDRESS):
        raise click.UsageError("--file is read from here; leave --year and --address out")
    mesh = read_mesh(files) if files else _fetched(year, address)
    path = store(mesh)
    shown = f"MeSH {mesh.year}" if mesh.year else "MeSH (year unknown)"
    click.echo(
        f"{shown}: {counted(len(mesh.descriptors), 'heading')}, kept in {path}. {ACKNOWLEDGEMENT}"
    )


def _fetched(year: int | None, address: str) -> Mesh:
    from searchkit.vocabulary.files import mesh_of  # noqa: PLC0415 - when the command runs

    this = date.today().year
    years = [year] if year else [this, this - 1]
    for one in years:
        url = address.format(year=one)
        content = _download(url)
        if content is not None:
            return mesh_of([content], url.rpartition("/")[2])
    raise RequestRefused(
        f"there is no file of MeSH for {' or '.join(map(str, years))} at {address}",
        help="download the descriptor file from NLM's pages and give it with --file",
    )


def _download(url: str) -> bytes | None:
    """Return the bytes at an address, or None when nothing is there."""
    from searchkit.sources.base import Request  # noqa: PLC0415 - when the command runs
    from searchkit.sources.http import HttpTransport  # noqa: PLC0415 - when the command runs

    def read(response: Response) -> bytes | None:
        if response.status == 404:
            return None
        if response.status != 200:
            raise RequestRefused(
                f"{url} answers {response.status}",
                help="download the file in a browser and give it with --file",
            )
        return response.body

    with HttpTransport(1.0, notify=told_wait) as transport:
        return transport.exchange(Request("GET", url), read).value


@vocabulary.command()
@click.argument("heading")
@click.option("--json", "as_json", is_flag=True, help="The answer, for programs.")
def show(heading: str, as_json: bool) -> None:
    """Show what HEADING is: today's name, entry terms, narrower headings, subheadings.

    Exit codes: 0 shown, 1 it is no heading, 2 the call is wrong or MeSH is not here yet.
    """
    from searchkit.vocabulary import installed, load  # noqa: PLC0415 - when the command runs

    path = installed()
    if path is None:
        raise UsageError("MeSH is not here yet", help="run `searchkit vocabulary update` first")
    mesh = load(path)
    found = mesh.find(heading)
    if found is None:
        close = mesh.suggest(heading)
        click.echo(f"`{heading}` is no heading of MeSH {mesh.year}", err=True)
        if close:
            click.echo(f"help: near it are {', '.join(close)}", err=True)
        sys.exit(EXIT_FINDING)
    row = found.descriptor
    narrower = sorted(mesh.narrower(row.label))
    answer = {
        "heading": row.label,
        "found_as": found.kind.value,
        "identifier": row.identifier,
        "trees": list(row.trees),
        "entry_terms": list(row.entry_terms),
        "earlier": list(row.earlier),
        "subheadings": None if row.subheadings is None else list(row.subheadings),
        "narrower": narrower,
    }
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    click.echo(f"{row.label} ({found.kind.value}; {', '.join(row.trees) or 'in no tree'})")
    for name in ("entry_terms", "earlier", "subheadings", "narrower"):
        held = answer[name]
        if isinstance(held, list) and held:
            click.echo(f"  {name.replace('_', ' ')}: {'; '.join(held)}")
