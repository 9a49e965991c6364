"""Which pairs are worth comparing: keys of records in, candidate pairs out.

Two records that share no key are never compared, so the keys cover each way in which one
work is told twice: the title equal, its beginning, its end, its longest words in any
order; the DOI; the place (volume and page, author and page, author and volume); the number
of a Cochrane review. A slip in one field leaves the keys of the others.

A key that very many records share (`Editorial`, page 1 of volume 1) is not dropped: its
block is divided by year, by first author, by page and by title. What cannot be divided
further agrees in all of them; there each record is compared with its neighbours, which
joins equal ones into one chain.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from searchkit.records import normalise
from searchkit.records.deduplication.comparable import cochrane_number, pages_of
from searchkit.records.deduplication.locations import read_pages, volume_number
from searchkit.records.deduplication.names import first_family
from searchkit.records.deduplication.titles import read_title
from searchkit.records.record import Record

LARGEST_BLOCK = 50
"""Records in a block of which every pair is compared."""
NEIGHBOURS = 10
"""How far apart two records of an undividable block may stand and still be compared."""

_START, _END = 20, 20
_LONGEST_WORDS = 3
_COLUMNS = 5
"""Length of what `finer_keys` returns."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of positions, `left < right`, each once and in order.

    `divided` counts the blocks that were too large to compare whole, `neighbours` the
    records that stand in blocks which could not be divided.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    divided: int
    neighbours: int


def block_keys(record: Record) -> list[str]:
    """Return the keys under which a record is filed.

    >>> block_keys(Record(title="Sleep in rats", year=2019, volume="5", pages="12-9"))
    ['tsleepinrats', 'winratssleep|2019', 'p5|12|2019']
    """
    keys: list[str] = []
    title = read_title(record.title, record.title_original)
    for form in title.forms:
        keys.append("t" + form)
        if len(form) > _START:
            keys.append("a" + form[:_START])
            keys.append("z" + form[-_END:])
    for head in title.heads:
        if len(head) > _START:
            keys.append("t" + head)
    family = first_family(record.authors)
    year = record.year or ""
    if title.words:
        longest = sorted(title.words.split(), key=len)[-_LONGEST_WORDS:]
        keys.append(f"w{''.join(sorted(longest))}|{family or year}")
    doi = normalise.doi(record.doi)
    if doi:
        keys.append("d" + doi)
    if record.pmid:
        keys.append("m" + normalise.pmid(record.pmid))
    volume = volume_number(record.volume, record.year)
    page = pages_of(record, volume).first
    if page and volume:
        keys.append(f"p{volume}|{page}|{year}")
        if family:
            keys.append(f"q{volume}|{page}|{family}")
    if family:
        if page:
            keys.append(f"f{family}|{page}|{year}")
        if volume:
            keys.append(f"v{family}|{volume}|{record.issue}|{year}")
    cochrane = cochrane_number(record)
    if cochrane:
        keys.append("c" + cochrane)
    return keys


def finer_keys(record: Record) -> tuple[str, ...]:
    """Return what divides a block that is too large: year, author, page, title, DOI."""
    title = read_title(record.title, record.title_original)
    return (
        str(record.year or ""),
        first_family(record.authors),
        read_pages(record.pages).first,
        title.forms[0] if title.forms else "",
        normalise.doi(record.doi),
    )


def candidates(records: Sequence[Record]) -> Candidates:
    """Return the pairs of records that share a key."""
    hashes, counts = array("q"), array("q")
    for record in records:
        keys = set(block_keys(record))
        hashes.extend(map(hash, keys))
        counts.append(len(keys))
    size = len(counts)
    if not hashes:
        nothing = np.empty(0, np.int64)
        return Candidates(nothing, nothing, 0, 0)
    owners = np.repeat(np.arange(size), np.frombuffer(counts, dtype=np.int64))
    keys_in_order = np.frombuffer(hashes, dtype=np.int64)
    order = np.argsort(keys_in_order, kind="stable")
    keys_in_order, owners = keys_in_order[order], owners[order]
    starts = np.flatnonzero(np.r_[True, keys_in_order[1:] != keys_in_order[:-1]])
    lengths = np.diff(np.r_[starts, len(keys_in_order)])
    codes = [np.empty(0, np.int64)]
    for length in np.unique(lengths[(lengths > 1) & (lengths <= LARGEST_BLOCK)]):
        rows = owners[starts[lengths == length][:, None] + np.arange(length)[None, :]]
        first, second = np.triu_indices(length, 1)
        codes.append((rows[:, first] * size + rows[:, second]).ravel())
    large = lengths > LARGEST_BLOCK
    neighbours = 0
    for start, length in zip(starts[large], lengths[large], strict=True):
        pairs, left_over = pairs_of_block(owners[start : start + length].tolist(), records)
        codes.append(np.fromiter((a * size + b for a, b in pairs), np.int64, len(pairs)))
        neighbours += left_over
    every = np.unique(np.concatenate(codes))
    return Candidates(every // size, every % size, int(large.sum()), neighbours)


Pairs = set[tuple[int, int]]


class _Records(Protocol):
    def __getitem__(self, position: int, /) -> Record: ...


def pairs_of_block(members: Sequence[int], records: _Records) -> tuple[Pairs, int]:
    """Return the pairs of one block, given in ascending order.

    All of them, or in a large block those that share something finer; and how many records
    of a large block share all of that with too many others and met their neighbours only.
    """
    if len(members) <= LARGEST_BLOCK:
        return set(combinations(members, 2)), 0
    finer = {member: finer_keys(records[member]) for member in members}
    pairs: Pairs = set()
    _divide(members, 0, finer, pairs)
    left_over = 0
    for block in _grouped(members, ("|".join(finer[member]) for member in members)):
        if len(block) > LARGEST_BLOCK:
            left_over += len(block)
            for place, member in enumerate(block):
                pairs.update((member, other) for other in block[place + 1 : place + 1 + NEIGHBOURS])
    return pairs, left_over


def _divide(
    block: Sequence[int], column: int, finer: Mapping[int, tuple[str, ...]], pairs: Pairs
) -> None:
    """Add the pairs of a block that agree in some of the columns from `column` on."""
    for following in range(column, _COLUMNS):
        for part in _grouped(block, (finer[member][following] for member in block)):
            if len(part) <= LARGEST_BLOCK:
                pairs.update(combinations(part, 2))
            else:
                _divide(part, following + 1, finer, pairs)


def _grouped(members: Iterable[int], keys: Iterable[str]) -> Iterator[list[int]]:
    """Yield the members that share a key, empty keys apart, in their order."""
    groups: dict[str, list[int]] = {}
    for member, key in zip(members, keys, strict=True):
        if key:
            groups.setdefault(key, []).append(member)
    return (group for group in groups.values() if len(group) > 1)
