"""Translation: lines and the single string, policies, and which way an effect points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

import searchkit
from searchkit.diagnostics import Effect
from searchkit.errors import StrategyError, UnknownNameError, UsageError
from searchkit.translate import parse, translate


def _effects(text: str, to: str, code: str, policy: str = "recall") -> set[Effect | None]:
    told = translate(text, to=to, policy=policy).diagnostics
    return {found.effect for found in told if found.code.id == code}


def test_the_protocol_keeps_its_49_lines_everywhere(protocol: str) -> None:
    for to in ("pubmed", "scopus", "wos"):
        translation = translate(protocol, to=to)
        assert len(translation.lines) == 49
        assert all(line.text for line in translation.lines)
        assert translation.text.count("(") == translation.text.count(")")


def test_the_string_is_the_lines_with_references_put_in() -> None:
    translation = translate("peer.ti.\nlay.ti.\n1 or 2\nuser.ti.\n3 and 4", to="pubmed")
    assert translation.lines[-1].text == "#3 AND #4"
    assert translation.text == "(peer[ti] OR lay[ti]) AND user[ti]"
    assert translation.inlined(3) == "peer[ti] OR lay[ti]"
    with pytest.raises(UsageError, match="no line 9"):
        translation.inlined(9)


def test_the_address_opens_the_search() -> None:
    address = translate("peer support.ti.", to="pubmed").address
    assert address == "https://pubmed.ncbi.nlm.nih.gov/?term=%22peer+support%22%5Bti%5D"


def test_widening_under_not_is_narrower_for_the_whole() -> None:
    """Recall narrows what is left out, and says so where it cannot."""
    assert translate("peer.ti.\n(old* adj3 age*).ti.\n1 not 2", to="pubmed").lines[1].text == (
        '"old age"[ti:~2]'
    )
    text = "peer.ti.\nlay.ab.\n1 not 2"
    assert _effects(text, "pubmed", "T001") == {Effect.NARROWER}
    assert _effects("lay.ab.", "pubmed", "T001") == {Effect.BROADER}


def test_a_line_used_both_ways_is_different() -> None:
    text = "peer.ti.\nlay.ab.\n1 and 2\n1 not 2\n3 or 4"
    assert _effects(text, "pubmed", "T001") == {Effect.DIFFERENT}


def test_the_usual_animal_filter_counts_its_animals_once() -> None:
    """`1 not (1 and 2)` leaves out 2 only, so line 1 keeps one direction."""
    text = "(old* adj3 rat*).ab.\nhuman.ab.\n1 not (1 and 2)"
    effects = {
        found.line: found.effect
        for found in translate(text, to="pubmed").diagnostics
        if found.code.id == "T001"
    }
    assert effects == {1: Effect.BROADER, 2: Effect.NARROWER}


def test_precision_narrows() -> None:
    text = "(peer* adj3 support*).ti,ab."
    assert translate(text, to="pubmed", policy="precision").text == '"peer support"[tiab:~2]'
    assert _effects(text, "pubmed", "T015", "precision") == {Effect.NARROWER}
    assert translate("worker$1.ti.", to="pubmed", policy="precision").text == (
        "worker[ti] OR workers[ti]"
    )


def test_open_years_close_on_the_day_given() -> None:
    text = 'peer.ti.\nlimit 1 to yr="2000 -Current"'
    assert translate(text, to="wos", today=date(2031, 5, 1)).lines[-1].text == "#1 AND PY=2000-2031"


def test_dropped_lines_are_named_and_left_out_of_what_uses_them() -> None:
    translation = translate("peer.ti.\n(2012* or 2013*).ed.\n1 and 2", to="scopus")
    assert translation.lines[1].text == ""
    assert translation.text == "TITLE(peer)"
    assert "T071" in {found.code.id for found in translation.diagnostics}


def test_strict_refuses_repairs(protocol: str) -> None:
    with pytest.raises(StrategyError, match="line 2"):
        translate(protocol, to="pubmed", strict=True)
    assert translate("peer.ti,ab.", to="pubmed", strict=True).text == "peer[tiab]"


def test_an_empty_text_is_an_error() -> None:
    with pytest.raises(StrategyError, match="no search line"):
        translate("\n", to="pubmed")


@pytest.mark.parametrize(("to", "policy"), [("nowhere", "recall"), ("pubmed", "luck")])
def test_unknown_names(to: str, policy: str) -> None:
    with pytest.raises(UnknownNameError):
        translate("peer.ti.", to=to, policy=policy)


def test_json_slices_the_text() -> None:
    text = "(live* adj experience*).ti,ab."
    translation = translate(text, to="pubmed").to_json()
    found = translation["diagnostics"]
    assert isinstance(found, list)
    phrase = next(one for one in found if one["name"] == "phrase-to-and")
    assert text[phrase["start"] : phrase["end"]] == "live* adj experience*"
    assert set(phrase) >= {"code", "name", "effect", "message", "help", "line", "start", "end"}


def test_lines_that_double_each_other_end_in_words_not_in_memory() -> None:
    doubling = "\n".join(f"{number} or ({number} and {number})" for number in range(1, 60))
    translation = translate(f"peer.ti.\n{doubling}", to="pubmed")
    assert translation.text == ""
    assert translation.lines[-1].text == "#59 OR (#59 AND #59)"
    assert "T061" in {found.code.id for found in translation.diagnostics}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: searchkit.translate("peer*.ti.", to="pubmed", words="built-in"), "WordList"),
        (lambda: searchkit.parse(None), "a strategy is text, not NoneType"),
        (lambda: searchkit.translate(None, to="pubmed"), "a strategy is text, not NoneType"),
        (lambda: searchkit.lint(b"peer.ti."), "a strategy is text, not bytes"),
    ],
)
def test_values_of_a_wrong_kind_are_named(call: Callable[[], object], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        call()


def test_records_are_deduplicated_from_the_public_name() -> None:
    same = [
        searchkit.Record(title="On peers who help", year=2020, pmid="31000001") for _ in range(2)
    ]
    assert "deduplicate" in dir(searchkit)
    assert searchkit.deduplicate(same).counts.records == 2


def test_a_range_of_millions_is_a_slip_of_the_pen() -> None:
    found = translate("peer.ti.\nor/1-99999999", to="pubmed").diagnostics
    assert "unreadable-text" in [one.code.name for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "(exp Peer Group/ adj3 support).ti.",
        "(peer.ti. adj3 lay.ab.)",
        "(peer adj 5).ti.",
        'peer.ti.\nlimit 1 to yr="2000 - ]urr"',
        "(1$17).ed.",
    ],
)
def test_odd_pieces_are_lowered_and_told(text: str) -> None:
    for to in ("pubmed", "scopus", "wos", "ovid:embase"):
        assert translate(text, to=to).lines


def test_references_that_cannot_be_followed_are_errors() -> None:
    translation = translate("peer.ti.\n1 or 7", to="pubmed")
    assert "Q001" in {found.code.id for found in translation.diagnostics}
    assert translation.text == "peer[ti]"


def test_parse_and_translate_accept_each_other() -> None:
    strategy = parse("peer.ti.")
    assert translate(strategy, to="wos").text == 'TI="peer"'
