"""Lint: each rule finds its fault and stays silent beside it."""

from __future__ import annotations

import pytest

from searchkit.lint import RULES, lint
from searchkit.lint.subsumption import covers
from searchkit.translate import parse

CASES = [
    # rule, text, lines at which it speaks
    ("unused-line", "a1.ti.\na2.ti.\na3.ti.\n1 or 2", [3]),
    ("unused-line", "a1.ti.\na2.ti.\nor/1-2", []),
    ("duplicate-line", "peer.ti.\nlay.ti.\npeer.ti.\nor/1-3", [3]),
    ("duplicate-line", "peer.ti.\npeer.ab.\nor/1-2", []),
    ("subsumed-line", "peer*.ti,ab.\npeer support.ti.\nor/1-2", [2]),
    ("subsumed-line", "peer*.ti.\npeer support.ti,ab.\nor/1-2", []),
    ("subsumed-line", "exp Peer Group/\nPeer Group/\n1 or 2", [2]),
    ("subsumed-line", "peer*.ti.\npeers.ti.\n1 and 2", []),
    ("repeated-reference", "a1.ti.\na2.ti.\n1 or 2 or 2", [3]),
    ("filter-numbers", "peer.ti.\nexp Animals/\nHumans/\n1 not (1 and 3)\n4 and 2", [4]),
    ("filter-numbers", "exp Animals/\nHumans/\n1 not (1 and 2)", []),
    ("unfielded-term", "peer group\npeer.ti.\n1 or 2", [1]),
    ("unfielded-term", "exp Peer Group/\npeer.ti.\n1 or 2", []),
    ("short-stem", "ms*.ti.\nmss*.ti.\nmsss*.ti.\nor/1-3", [1, 2]),
    ("short-word", "psw.ti,ab.\n(psw adj support).ti,ab.\nor/1-2", [1]),
    ("keywords-left-out", "peer.ti,ab.\npeer.ti,ab,kf.\npeer.ti.\nor/1-3", [1]),
    ("common-word", "participat*.ti.\n(participat* adj research).ti.\nor/1-2", [1]),
    ("limit-wording", "peer.ti.\nlimit 1 to English", [2]),
    ("limit-wording", "peer.ti.\nlimit 1 to english language", []),
    ("unresolved-reference", "peer.ti.\n1 or 9", [2]),
    ("forward-reference", "peer.ti.\n1 or 3\nlay.ti.", [2]),
    ("self-reference", "peer.ti.\n1 or 2", [2]),
    ("repeated-number", "1 peer.ti.\n2 lay.ti.\n2. user.ti.\n3. 1 or 2", [2]),
    ("mixed-operators", "a1.ti.\na2.ti.\na3.ti.\n1 or 2 and 3", [4]),
    ("mixed-operators", "a1.ti.\na2.ti.\na3.ti.\n(1 or 2) and 3", []),
    ("leading-wildcard", "$occlus$.ti.", [1]),
]


@pytest.mark.parametrize(("rule", "text", "lines"), CASES)
def test_rule(rule: str, text: str, lines: list[int]) -> None:
    assert [found.line for found in lint(text) if found.code.name == rule] == lines


def test_every_rule_has_a_case_that_speaks_and_one_that_is_silent() -> None:
    speaking = {rule for rule, _, lines in CASES if lines}
    assert set(RULES) <= speaking


def test_the_faults_of_the_protocol_are_all_noticed(protocol: str) -> None:
    found = {(one.code.name, one.line) for one in lint(protocol)}
    assert found >= {
        ("unfielded-term", 1),
        ("unopened-bracket", 2),
        ("short-word", 4),
        ("subsumed-line", 13),
        ("keywords-left-out", 2),
        ("common-word", 17),
        ("common-word", 18),
        ("common-word", 20),
        ("limit-wording", 49),
    }


@pytest.mark.parametrize(
    ("general", "special", "expected"),
    [
        ("peer*.ti.", "peers.ti.", True),
        ("peers.ti.", "peer*.ti.", False),
        ("(peer adj3 support*).ti.", "(peer adj2 supporter*).ti.", True),
        ("(peer adj2 support*).ti.", "(peer adj3 support*).ti.", False),
        ("(peer adj2 support).ti.", "peer support.ti.", True),
        ("peer support.ti.", "(peer adj2 support).ti.", False),
        ("(peer adj (provid* or support*)).ti,ab.", "(peer adj provid*).ti,ab.", True),
        ("Peer Group/", "exp Peer Group/", False),
        ("*Peer Group/", "Peer Group/", False),
    ],
)
def test_covers(general: str, special: str, expected: bool) -> None:
    queries = [parse(text).lines[0].query for text in (general, special)]
    assert queries[0] is not None
    assert queries[1] is not None
    assert covers(queries[0], queries[1]) is expected
