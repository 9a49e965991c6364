"""Laws of cutting a search into parts, and of a pace that several processes keep together."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import Incomplete, RequestRefused
from searchkit.sources.pace import SharedSlots
from searchkit.sources.partitions import Part, Share, Span, divided

POINTS = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=120, unique=True)
WHOLE = Part((Span("day", 1, 40), Span("number", 1, 40)))


def inside(point: tuple[int, ...], part: Part) -> bool:
    return all(low <= at <= high for at, (_, low, high) in zip(point, part.spans, strict=True))


@given(points=POINTS, reach=st.integers(1, 30))
def test_every_record_lies_in_one_part_and_every_part_is_within_reach(
    points: list[tuple[int, int]], reach: int
) -> None:
    def count(parts: Sequence[Part]) -> list[int]:
        return [sum(inside(point, part) for point in points) for part in parts]

    shares = list(divided(Share(WHOLE, len(points)), reach, count, "x"))
    assert all(0 < share.hit_count <= reach for share in shares)
    assert sum(share.hit_count for share in shares) == len(points)
    for point in points:
        assert sum(inside(point, share.part) for share in shares) == 1


@given(points=POINTS.filter(lambda found: len(found) > 5), data=st.data())
def test_a_count_that_is_wrong_by_one_is_noticed(
    points: list[tuple[int, int]], data: st.DataObject
) -> None:
    wrong = data.draw(st.integers(0, 1))
    calls = iter(range(10_000))

    def count(parts: Sequence[Part]) -> list[int]:
        right = (sum(inside(point, part) for point in points) for part in parts)
        return [number + (next(calls) == wrong) for number in right]

    with pytest.raises(Incomplete, match="two halves"):
        list(divided(Share(WHOLE, len(points)), 5, count, "x"))


def test_a_part_that_cannot_be_cut_further_is_refused() -> None:
    point = Part((Span("day", 1, 1),))
    with pytest.raises(RequestRefused, match="cannot be cut further"):
        list(divided(Share(point, 9), 5, lambda parts: [9], "x"))


PROGRAM = """
import sys, time
from pathlib import Path
from searchkit.sources.pace import SharedSlots
slots = SharedSlots(Path(sys.argv[1]))
for _ in range(10):
    time.sleep(slots.take("example.org", 0.05))
    print(time.time())
"""


def test_processes_keep_one_rate_together(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    moments = sorted(float(row) for one in running for row in one.communicate()[0].split())
    assert len(moments) == 30
    # Thirty requests at twenty a second; a sleep may end late, never early.
    assert moments[-1] - moments[0] >= 29 * 0.05 - 0.1


@pytest.mark.parametrize("content", ["", "soon", "1e18", "-5", "\x00"])
def test_a_damaged_file_of_the_pace_stops_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "example.org").write_text(content)
    assert SharedSlots(tmp_path, time.time).take("example.org", 1) == 0
