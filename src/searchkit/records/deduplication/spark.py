"""The same decisions from Spark, for libraries beyond one machine's patience.

Spark brings together the records that share a key and hands each pair to the very function
that one process uses; nothing of the rule is written twice. The pairs that come back are
few, and clusters and merging are made of them by the same code.

Needs `pip install "searchkit-review[spark]"` and Java 17.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from searchkit.records.deduplication.blocking import (
    LARGEST_BLOCK,
    Candidates,
    block_keys,
    pairs_of_block,
)
from searchkit.records.deduplication.comparable import comparable
from searchkit.records.deduplication.outcome import Deduplication, Pair
from searchkit.records.deduplication.rulings import Ruling
from searchkit.records.deduplication.run import Compared, assembled, decided_pair
from searchkit.records.record import Record

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

Placed = tuple[int, Record]
Block = tuple[list[tuple[int, int]], bool, int]


def deduplicate_with_spark(
    session: SparkSession, records: Iterable[Record], decisions: Iterable[Ruling] = ()
) -> Deduplication:
    """Find which records are one work, the pairs being found and decided by Spark.

    The outcome equals that of `deduplicate`, which see.
    """
    received = tuple(records)
    placed = session.sparkContext.parallelize(list(enumerate(received)))
    blocks = placed.flatMap(_filed).groupByKey().map(_block).cache()
    pairs = blocks.flatMap(_pairs).distinct()
    with_left = pairs.join(placed).map(_by_right)
    decided: list[Pair] = with_left.join(placed).flatMap(_decided).collect()
    found = sorted(pairs.collect())
    divided, neighbours = blocks.map(_sizes).fold((0, 0), _added)
    blocks.unpersist()
    candidates = Candidates(
        np.array([left for left, _ in found], np.int64),
        np.array([right for _, right in found], np.int64),
        divided,
        neighbours,
    )
    return assembled(received, decided, decisions, Compared(received), candidates)


def _filed(placed: Placed) -> Iterator[tuple[str, Placed]]:
    return ((key, placed) for key in set(block_keys(placed[1])))


def _block(filed: tuple[str, Iterable[Placed]]) -> Block:
    records = dict(filed[1])
    large = len(records) > LARGEST_BLOCK
    pairs, neighbours = pairs_of_block(sorted(records), records)
    return sorted(pairs), large, neighbours


def _pairs(block: Block) -> list[tuple[int, int]]:
    return block[0]


def _sizes(block: Block) -> tuple[int, int]:
    return int(block[1]), block[2]


def _added(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return one[0] + other[0], one[1] + other[1]


def _by_right(row: tuple[int, tuple[int, Record]]) -> tuple[int, Placed]:
    left, (right, record) = row
    return right, (left, record)


def _decided(row: tuple[int, tuple[Placed, Record]]) -> list[Pair]:
    right, ((left, one), other) = row
    pair = decided_pair(left, right, comparable(one), comparable(other))
    return [pair] if pair else []
