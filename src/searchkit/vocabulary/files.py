"""Files of MeSH: NLM's XML and tree files, and tables of terms and trees.

`read_mesh` takes the yearly descriptor file (`desc2025.xml`, gzipped or not), the tree file
(`mtrees2025.bin`, names and trees only), or a pair of tab-separated tables, one with a column
of tree numbers and one with terms. The content decides, not the name of the file; the year
is read from the content or, failing that, from the name.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from searchkit.errors import UsageError
from searchkit.vocabulary.mesh import Descriptor, Mesh

_GZIP = b"\x1f\x8b"
_HELP = (
    "it takes NLM's desc2025.xml or desc2025.gz, mtrees2025.bin, or two tab-separated tables"
    " with the columns DescriptorUI and DescriptorName, one with trees and one with terms"
)
_EARLIER = re.compile(r"\bwas (?!see )(.+?) (?:19|20)\d\d\b")
"""Where NLM's public notes name the heading that was used before (`was A 23187 1975-90`)."""


def read_mesh(paths: Sequence[Path]) -> Mesh:
    """Return the MeSH of a file, or of a pair of tables.

    Raises UsageError for a file that cannot be read, is none of these, or is cut short.
    """
    try:
        contents = [_unpacked(path.read_bytes()) for path in paths]
    except OSError as fault:
        raise UsageError(f"{fault.filename} cannot be read: {fault.strerror}") from fault
    except (EOFError, gzip.BadGzipFile) as fault:
        names = ", ".join(path.name for path in paths)
        raise UsageError(f"{names}: the compressed file is damaged: {fault}") from fault
    return mesh_of(contents, " ".join(path.name for path in paths))


def mesh_of(contents: Sequence[bytes], name: str) -> Mesh:
    """Return the MeSH in the bytes of one file or two tables; `name` is for messages.

    Raises UsageError when they are none of the known kinds, or hold no heading.
    """
    mesh = _mesh(contents, name)
    if not mesh.descriptors:
        raise UsageError(f"{name} holds no heading of MeSH", help=_HELP)
    return mesh


def _mesh(contents: Sequence[bytes], name: str) -> Mesh:
    contents = [_unpacked(content) for content in contents]
    heads = [content[:4096] for content in contents]
    year = next(iter(re.findall(r"(?:19|20)\d\d", name)), "")
    if len(contents) == 1 and b"<DescriptorRecord" in heads[0]:
        return Mesh.of(year, _xml(contents[0], name))
    if len(contents) == 1 and re.match(rb"[^;\n\t]+;[A-Z]\d\d", heads[0]):
        return Mesh.of(year, _tree_file(contents[0]))
    if all(b"\t" in head.split(b"\n", 1)[0] for head in heads):
        return Mesh.of(year, _tables([_table(content) for content in contents], name))
    raise UsageError(f"{name} is no file of MeSH that is known", help=_HELP)


def _unpacked(content: bytes) -> bytes:
    return gzip.decompress(content) if content.startswith(_GZIP) else content


def _xml(content: bytes, name: str) -> Iterator[Descriptor]:
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(content)):
            if element.tag == "DescriptorRecord":
                yield _record(element)
                element.clear()
    except ElementTree.ParseError as fault:
        raise UsageError(
            f"{name} breaks off or is damaged: {fault}", help="download the file again"
        ) from fault


def _text(element: ElementTree.Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _record(element: ElementTree.Element) -> Descriptor:
    label = _text(element, "DescriptorName/String")
    terms = [
        (term.findtext("String") or "").strip()
        for term in element.iterfind("ConceptList/Concept/TermList/Term")
    ]
    notes = _text(element, "PublicMeSHNote")
    codes = [
        (code.text or "").strip().lower()
        for code in element.iterfind("AllowableQualifiersList/AllowableQualifier/Abbreviation")
    ]
    return Descriptor(
        _text(element, "DescriptorUI"),
        label,
        tuple((row.text or "").strip() for row in element.iterfind("TreeNumberList/TreeNumber")),
        tuple(dict.fromkeys(term for term in terms if term and term != label)),
        tuple(dict.fromkeys(_earlier(notes))),
        tuple(sorted(codes)),
    )


def _earlier(note: str) -> list[str]:
    """Return the earlier headings that a public note names.

    >>> _earlier("91; was A 23187 1975-90 (see under ANTIBIOTICS 1975-83)")
    ['A 23187']
    >>> _earlier("1968; was see under GROUP PROCESSES 1963-67")
    []
    """
    return [match[1] for match in _EARLIER.finditer(note)]


def _tree_file(content: bytes) -> Iterator[Descriptor]:
    """Yield the headings of NLM's tree file: one `Name;TreeNumber` a line."""
    trees: dict[str, list[str]] = {}
    for line in content.decode("utf-8", "replace").splitlines():
        name, _, number = line.rpartition(";")
        if name:
            trees.setdefault(name, []).append(number.strip())
    for name, numbers in trees.items():
        yield Descriptor("", name, tuple(numbers))


def _table(content: bytes) -> list[dict[str, str]]:
    lines = io.StringIO(content.decode("utf-8", "replace"), newline="")
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _tables(tables: Iterable[list[dict[str, str]]], name: str) -> Iterator[Descriptor]:
    """Yield the headings of tables; permuted terms (`Methods, Survey`) are left out."""
    labels: dict[str, str] = {}
    trees: dict[str, list[str]] = {}
    terms: dict[str, list[str]] = {}
    for table in tables:
        for row in table:
            try:
                identifier, label = row["DescriptorUI"], row["DescriptorName"]
            except KeyError as fault:
                raise UsageError(f"{name} has no column {fault}", help=_HELP) from None
            labels.setdefault(identifier, label)
            tree = row.get("tree_location") or row.get("TreeNumber")
            if tree:
                trees.setdefault(identifier, []).append(tree)
            term = row.get("TermName")
            if term and term != label and row.get("IsPermutedTermYN") != "Y":
                terms.setdefault(identifier, []).append(term)
    for identifier, label in labels.items():
        yield Descriptor(
            identifier,
            label,
            tuple(trees.get(identifier, ())),
            tuple(dict.fromkeys(terms.get(identifier, ()))),
        )
