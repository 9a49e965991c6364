"""What a user may give a translation to go by: words, a crosswalk, thesauri of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.cli.reading import read_text
from searchkit.errors import UsageError

if TYPE_CHECKING:
    from searchkit.dialects.word_list import WordList
    from searchkit.vocabulary import Crosswalk, Hierarchy

BUILT_IN = "built-in"
_WORD_FILES = frozenset({".txt", ".text", ".words", ""})


def words_from(name: str | None) -> WordList | None:
    """Return the list that `--words` names: the built-in one, a file of words, or of records.

    Damage in records is told. Raises UsageError or RecordError for a file that cannot be read.
    """
    if name is None:
        return None
    from searchkit.dialects.word_list import WordList, built_in  # noqa: PLC0415 - when named

    if name == BUILT_IN:
        return built_in()
    path = Path(name)
    if path.suffix.casefold() in _WORD_FILES:
        return WordList.read(path.name, read_text(name))
    return WordList.of(path.name, _texts(path))


def _texts(path: Path) -> Iterator[str]:
    from searchkit.cli.damage import tell  # noqa: PLC0415 - only for a file of records
    from searchkit.records.formats import read_file  # noqa: PLC0415 - when the command runs

    reading = read_file(path)
    for record in reading:
        yield f"{record.title} {record.abstract} {' '.join(record.keywords)}"
    tell(path, reading.diagnostics)


def crosswalk_from(name: str | None) -> Crosswalk | None:
    """Return the crosswalk in a CSV file, or None when none is named."""
    if name is None:
        return None
    from searchkit.vocabulary import read_crosswalk  # noqa: PLC0415 - only when one is given

    return read_crosswalk(read_text(name), name)


def thesauri_from(rows: Sequence[str]) -> Mapping[str, Hierarchy]:
    """Return the thesauri given as NAME=FILE.

    Raises UsageError for a row of another form.
    """
    found: dict[str, Hierarchy] = {}
    for row in rows:
        name, equals, path = row.partition("=")
        if not (name and equals and path):
            raise UsageError(
                f"`{row}` names no thesaurus", help="write NAME=FILE, such as apa=narrower.csv"
            )
        from searchkit.vocabulary import read_hierarchy  # noqa: PLC0415 - only when one is given

        found[name.casefold()] = read_hierarchy(read_text(path), path)
    return found
