"""Spark and one process come to the same decisions, clusters and counts."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from records.deduplication.made import retold, works
from searchkit.records.deduplication import Ruling, Verdict, deduplicate, record_key
from searchkit.records.deduplication.spark import deduplicate_with_spark
from searchkit.records.record import Author, Record

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark (searchkit[spark]) is not installed")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java, which is not on this machine")
    # The workers start in another folder and must find the code and the interpreter.
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").appName("searchkit tests")
    started = (
        builder.config("spark.ui.enabled", "false")
        .config("spark.default.parallelism", "2")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield started
    started.stop()


def library() -> list[Record]:
    editorials = [
        Record(
            title="Editorial",
            authors=(Author("Zwass", "V."),),
            journal="Journal of Management",
            year=2000 + number // 12,
            volume=str(number // 12),
            issue=str(number % 12 + 1),
            pages=str(number + 3),
        )
        for number in range(60)
    ]
    told = [told for work in works(12) for told in [work, *retold(work)]]
    bare = [Record(title=work.title, year=work.year, authors=work.authors) for work in works(5)]
    return [*told, *editorials, *bare]


def test_spark_decides_as_one_process_does(session: SparkSession) -> None:
    records = library()
    ruling = Ruling(record_key(records[0]), record_key(records[7]), Verdict.SAME)
    alone = deduplicate(records, [ruling])
    assert alone.counts.divided > 0
    assert alone.counts.duplicates > 60
    assert deduplicate_with_spark(session, records, [ruling]) == alone
