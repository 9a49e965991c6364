"""EBSCO's sessions: lost in the middle of a walk, and the walk goes on; never a record twice."""

from __future__ import annotations

import json

import pytest

from searchkit.errors import (
    HarvestError,
    Incomplete,
    NotEntitled,
    RequestRefused,
    SearchkitError,
    UsageError,
)
from searchkit.sources.driver import Step, walk
from searchkit.sources.ebsco import Cinahl
from searchkit.sources.position import Position
from servers import sessions
from servers.lists import Call, Fault, ListServer, Reply, as_json, fine
from servers.sessions import Clock, Place, eds_error, expired, numbers, placed

ALL = [str(number) for number in range(1, 1_235)]


def test_a_walk_signs_in_once_and_gives_the_session_back(ebsco: Place) -> None:
    found, tally = ebsco.numbers()
    assert found == ALL
    assert (tally.hit_count, tally.requests, tally.retries) == (1_234, 13, 0)
    assert ebsco.pages() == list(range(1, 14))
    assert [ebsco.entered(name) for name in ("uidauth", "CreateSession", "EndSession")] == [1, 1, 1]
    assert not [token for token in ebsco.server.tokens if "session" in token]


def test_without_a_name_the_address_counts(ebsco: Place, clock: Clock) -> None:
    source = Cinahl(url=ebsco.server.url, rate=1000, profile="eds")
    found, _ = placed(source, ebsco.server, clock).numbers()
    assert found == ALL
    assert [ebsco.entered(name) for name in ("uidauth", "ipauth")] == [0, 1]
    [address, *_] = [call for call in ebsco.server.entries if call.path.endswith("ipauth")]
    assert address.sent == {}


@pytest.mark.parametrize("at", [0, 1, 3, 8])
@pytest.mark.parametrize("kind", ["auth", "session", "planted"])
def test_a_token_that_ends_costs_neither_a_record_nor_a_failure(
    ebsco: Place, kind: str, at: int
) -> None:
    ebsco.server.misbehave(*[fine] * at, expired(kind))
    found, tally = ebsco.numbers()
    assert found == ALL
    assert tally.retries == 0
    # An authentication that ends leaves the session, and so the walk, as it is.
    renewed = [ebsco.entered("uidauth"), ebsco.entered("CreateSession")]
    assert renewed == {"auth": [2, 1], "session": [1, 2], "planted": [2, 2]}[kind]


def test_a_lost_session_is_led_along_the_list_in_steps_that_are_allowed(ebsco: Place) -> None:
    ebsco.server.misbehave(*[fine] * 6, expired("session"))
    found, tally = ebsco.numbers()
    assert found == ALL
    # Refused with the old session, then too far for the new one, then along every other page.
    assert ebsco.pages() == [1, 2, 3, 4, 5, 6, 7, 7, 2, 4, 6, 7, *range(8, 14)]
    assert tally.pages == 13


def test_a_walk_survives_a_session_that_is_lost_on_every_fifth_request(ebsco: Place) -> None:
    ebsco.server.numbers = list(range(1, 701))
    ebsco.server.misbehave(*[*[fine] * 4, expired("session")] * 3)
    found, _ = ebsco.numbers()
    assert found == ALL[:700]


def test_another_process_goes_on_after_any_page(ebsco: Place) -> None:
    with ebsco.way() as first:
        whole = list(walk(ebsco.source, "TI peer", first.transport))
    for done in range(1, len(whole)):
        position = Position.from_json(whole[done - 1].position.to_json())
        with ebsco.way() as other:
            rest = list(walk(ebsco.source, "TI peer", other.transport, after=position))
        assert numbers(step.page for step in [*whole[:done], *rest]) == ALL
        assert rest[-1].position.tally.retrieved == 1_234


def test_another_process_goes_on_in_the_middle_of_the_way_back(ebsco: Place) -> None:
    ebsco.server.misbehave(*[fine] * 9, expired("session"))
    steps: list[Step] = []
    with ebsco.way() as first:
        for step in walk(ebsco.source, "TI peer", first.transport):
            steps.append(step)
            if len(steps) == 12:  # nine pages, one that was too far, two on the way
                break
    assert [len(step.page.records) for step in steps[-3:]] == [0, 0, 0]
    position = Position.from_json(steps[-1].position.to_json())
    with ebsco.way() as other:
        rest = list(walk(ebsco.source, "TI peer", other.transport, after=position))
    assert numbers(step.page for step in [*steps, *rest]) == ALL


def test_a_list_in_another_order_is_not_gone_on_with(ebsco: Place) -> None:
    with ebsco.way() as connection:
        steps = walk(ebsco.source, "TI peer", connection.transport)
        for _ in range(6):
            step = next(steps)
        ebsco.server.numbers.reverse()
        ebsco.server.expire("session")
        with pytest.raises(Incomplete, match="another order") as told:
            list(steps)
    assert step.position.tally.retrieved == 600
    assert told.value.help


def too_far(state: ListServer, call: Call, reply: Reply) -> Reply:
    return eds_error("138", "Max Record Retrieval Exceeded", "Max start request number is : 251 ")


def test_a_walk_that_is_refused_once_is_walked_again(ebsco: Place) -> None:
    ebsco.server.misbehave(*[fine] * 4, too_far)
    found, tally = ebsco.numbers()
    assert found == ALL
    assert tally.retries == 0


def test_a_walk_that_is_always_refused_ends_with_an_error(ebsco: Place) -> None:
    ebsco.server.misbehave(*[fine] * 4, then=too_far)
    with pytest.raises(HarvestError, match="circle"):
        ebsco.numbers()
    assert len(ebsco.server.calls) < 20


def page_before(state: ListServer, call: Call, reply: Reply) -> Reply:
    """The right records with the places of the page before it."""
    content = json.loads(reply.body)
    for record in content["SearchResult"]["Data"]["Records"]:
        record["ResultId"] -= 100
    return as_json(content)


def test_a_page_of_another_place_is_asked_for_again(ebsco: Place) -> None:
    ebsco.server.misbehave(fine, page_before)
    found, tally = ebsco.numbers()
    assert found == ALL
    assert tally.retries == 1


def test_a_page_that_stays_out_of_place_is_not_taken(ebsco: Place) -> None:
    ebsco.server.misbehave(fine, then=page_before)
    with pytest.raises(Incomplete, match="other results than those from 101 on"):
        ebsco.numbers()


def says(number: str) -> Fault:
    return lambda state, call, reply: eds_error(number, "Told so")


@pytest.mark.parametrize(
    ("number", "error", "words"),
    [
        ("109", NotEntitled, "does not accept its token (error 109: Told so)"),
        ("104", NotEntitled, "does not accept its token (error 104: Told so)"),
        ("112", RequestRefused, "answers 400: error 112: Told so"),
    ],
)
def test_an_error_that_lasts_is_told_and_not_waited_for(
    ebsco: Place, clock: Clock, number: str, error: type[HarvestError], words: str
) -> None:
    ebsco.server.misbehave(fine, then=says(number))
    with pytest.raises(error) as told:
        ebsco.numbers()
    assert words in told.value.message
    assert told.value.help
    assert len(ebsco.server.calls) <= 6
    assert max(clock.slept, default=0) < 1


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"user_id": "stranger"}, NotEntitled, "refuses the sign-in (error 1102"),
        ({"profile": "nobody"}, NotEntitled, "refuses the sign-in (error 113"),
        ({"profile": ""}, UsageError, "needs the name of a profile"),
    ],
)
def test_who_may_not_enter_is_told_what_to_set(
    ebsco: Place, clock: Clock, changes: dict[str, str], error: type[SearchkitError], words: str
) -> None:
    settings = {"profile": "eds", "user_id": sessions.USER, **changes}
    other = placed(Cinahl(url=ebsco.server.url, rate=1000, **settings), ebsco.server, clock)
    with pytest.raises(error) as told:
        other.numbers()
    assert words in told.value.message
    assert "under [ebsco]" in (told.value.help or "")
    assert sessions.PASSWORD not in str(told.value)
    assert ebsco.server.calls == []
