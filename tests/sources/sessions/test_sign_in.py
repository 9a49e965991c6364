"""The sign-in, whatever the platform: faults, threads, time, and tokens that nobody else sees."""

from __future__ import annotations

import logging
import sqlite3
import sys
import traceback
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from searchkit.cli import main
from searchkit.errors import ConnectionFailed, HarvestError, NotEntitled, QuotaExceeded
from searchkit.review.harvesting import Search, harvest_into
from searchkit.sources.base import Token
from searchkit.sources.driver import Step, walk
from searchkit.sources.keys import Keys
from searchkit.sources.position import Position
from searchkit.sources.worldcat import WorldCat
from searchkit.store import open_store
from servers import lists, sessions
from servers.lists import Call, Fault, ListServer, Reply, fine, says
from servers.sessions import Clock, Place, expired, numbers, placed

FAULTS = [
    pytest.param(says(b"", 429, Retry_After="2"), id="throttled"),
    pytest.param(says(b"down", 503), id="unavailable"),
    pytest.param(lists.dropped, id="cut-in-mid-body"),
    pytest.param(lists.hung_up, id="cut-before-the-body"),
    pytest.param(lists.truncated, id="truncated-with-status-200"),
    pytest.param(lists.truncated_gzip, id="truncated-gzip"),
    pytest.param(lists.web_page, id="web-page-with-status-200"),
    pytest.param(says(b"{}"), id="empty-object"),
    pytest.param(says(b'{"AuthToken":7,"access_token":[]}'), id="token-that-is-none"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_passing_fault_at_the_sign_in_costs_nothing(place: Place, fault: Fault) -> None:
    place.server.numbers = list(range(1, 31))
    place.server.entry_faults.append(fault)
    found, tally = place.numbers()
    assert found == [str(n) for n in range(1, 31)]
    assert tally.retries == 1


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (says(b"", 429, Retry_After="49853"), QuotaExceeded, "13 hours 51 minutes"),
        (says(b"", 429), QuotaExceeded, "too many requests"),
        (lists.truncated, ConnectionFailed, "without the token"),
        (lists.dropped, ConnectionFailed, "cut its answer short"),
        (says(b"no", 403), NotEntitled, "refuses the sign-in"),
    ],
)
def test_a_lasting_fault_at_the_sign_in_says_what_to_do(
    place: Place, clock: Clock, fault: Fault, error: type[HarvestError], words: str
) -> None:
    place.server.entry_faults.extend([fault] * 6)
    with pytest.raises(error) as told:
        place.numbers()
    assert words in told.value.message
    assert told.value.help
    assert place.server.calls == []
    assert not any(token in str(told.value) for token in place.server.issued)


def test_a_quota_in_the_middle_is_gone_on_with_after_a_new_sign_in(place: Place) -> None:
    place.server.misbehave(fine, says(b"", 429, Retry_After="49853"))
    steps: list[Step] = []
    with pytest.raises(QuotaExceeded), place.way() as first:
        steps.extend(walk(place.source, "TI peer", first.transport))
    position = Position.from_json(steps[-1].position.to_json())
    with place.way() as other:
        rest = list(walk(place.source, "TI peer", other.transport, after=position))
    found = numbers(step.page for step in [*steps, *rest])
    assert found == [str(n) for n in place.server.numbers]


def tokens_asked(place: Place) -> int:
    return sum(place.entered(name) for name in ("uidauth", "CreateSession", "token"))


def test_threads_share_one_sign_in_and_one_renewal(place: Place) -> None:
    each = 2 if place.source.platform == "ebsco" else 1
    with place.way() as connection, ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(connection.count, ["TI peer"] * 40))
        assert tokens_asked(place) == each
        place.server.expire("planted")
        counts += pool.map(connection.count, ["TI peer"] * 40)
    assert tokens_asked(place) == 2 * each
    assert {page.hit_count for page in counts} == {len(place.server.numbers)}


def test_a_token_that_is_over_is_replaced_before_it_is_refused(
    worldcat: Place, clock: Clock
) -> None:
    with worldcat.way() as connection:
        for seconds in (0, 1_000, 200, 900, 1_200):
            clock.now += seconds
            assert connection.count("ti:peer").hit_count == 180
    used = [call.headers["authorization"].removeprefix("Bearer ") for call in worldcat.server.calls]
    first, second, third = worldcat.server.issued
    assert used == [first, first, second, second, third]


@pytest.mark.parametrize("at", [0, 1, 3])
def test_a_bearer_token_that_ends_costs_neither_a_record_nor_a_failure(
    worldcat: Place, at: int
) -> None:
    worldcat.server.misbehave(*[fine] * at, expired("access"))
    found, tally = worldcat.numbers()
    assert found == [str(n) for n in range(1, 181)]
    assert (tally.requests, tally.retries, tally.pages) == (4, 0, 4)
    assert worldcat.entered("token") == 2


def test_a_token_that_is_handed_out_once_more_is_read(worldcat: Place) -> None:
    def same_again(state: ListServer, call: Call, reply: Reply) -> Reply:
        return lists.as_json({"access_token": state.issued[0], "expires_in": 1199})

    worldcat.server.misbehave(fine, says(b'{"message":"no"}', 401))
    worldcat.server.entry_faults.extend([fine, same_again])
    found, tally = worldcat.numbers()
    assert found == [str(n) for n in range(1, 181)]
    assert tally.retries == 0


def test_a_bearer_token_that_is_never_accepted_is_given_up(worldcat: Place) -> None:
    worldcat.server.misbehave(then=says(b'{"message":"scope is missing"}', 401))
    with pytest.raises(NotEntitled, match="401: scope is missing") as told:
        worldcat.numbers()
    assert "wcapi" in (told.value.help or "")
    assert len(worldcat.server.calls) <= 6


def test_a_wrong_secret_is_told_without_showing_it(
    worldcat: Place, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sessions.SECRETS, "client_secret", 'wrong/"secret"+0815')
    other = placed(
        WorldCat(url=worldcat.server.url, tokens=f"{worldcat.server.url}/token"),
        worldcat.server,
        clock,
    )
    with pytest.raises(NotEntitled) as told:
        other.numbers()
    assert "refuses the sign-in (401:" in told.value.message
    assert "not Basic [redacted]" in told.value.message


def echoing(state: ListServer, call: Call, reply: Reply) -> Reply:
    """The right page, with every secret of the request in it and in its headers."""
    sent = " ".join([*call.headers.values(), sessions.PASSWORD, sessions.SECRET])
    body = reply.body[:-1] + b', "echo": ' + lists.as_json(sent).body + b"}"
    return Reply(body, headers={"X-Echo": sent})


def test_neither_credentials_nor_tokens_are_found_anywhere(
    place: Place,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    place.server.misbehave(
        echoing,
        expired("planted"),
        echoing,
        says(b"", 503),
        then=lambda state, call, reply: Reply(
            f"{list(call.headers.values())} {sessions.PASSWORD} {sessions.SECRET}".encode(), 403
        ),
    )
    steps: list[Step] = []
    with pytest.raises(HarvestError) as told, place.way() as connection:
        steps.extend(walk(place.source, "TI peer", connection.transport, run="r1"))
    secrets = [*place.server.issued, *sessions.SECRETS.values()]
    assert len(steps) >= 2
    assert len(place.server.issued) >= 2
    seen = [step.position.to_json() for step in steps]
    seen += [f"{step!r} {step.response.headers}" for step in steps]
    seen += [step.response.body.decode() for step in steps]
    seen += [caplog.text, *capfd.readouterr(), repr(connection), repr(told.value.help)]
    seen += traceback.format_exception(told.value)
    everything = "\n".join(seen)
    assert not [secret for secret in secrets if secret in everything]
    assert everything.count("[redacted]") > 6


def test_a_review_keeps_no_token_and_goes_on_without_one(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "review.db"
    search = Search(place.source.platform, "TI peer")
    place.server.misbehave(echoing, expired("planted"), fine, says(b"", 429, Retry_After="49853"))
    with open_store(str(path)) as store:
        with pytest.raises(QuotaExceeded), place.way() as connection:
            harvest_into(store, connection, "here", search)
        with place.way() as connection:
            run = harvest_into(store, connection, "here", search)
    assert (run.status, run.retrieved) == ("complete", len(place.server.numbers))
    kept = b"".join(stored(path))
    assert b"access_token" in kept or b"PageNumber" in kept
    secrets = [*place.server.issued, *sessions.SECRETS.values()]
    assert not [secret for secret in secrets if secret.encode() in kept]


def stored(path: Path) -> Iterator[bytes]:
    """Yield every value of a database, unpacked."""
    with closing(sqlite3.connect(path)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            for row in database.execute(f'SELECT * FROM "{name}"'):
                for value in row:
                    packed = isinstance(value, bytes)
                    yield zlib.decompress(value) if packed else str(value).encode()


def test_the_command_signs_in_and_its_report_holds_no_secret(
    ebsco: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, text in {
        "SEARCHKIT_CONFIG": str(tmp_path / "none.toml"),
        "SEARCHKIT_EBSCO_URL": ebsco.server.url,
        "SEARCHKIT_EBSCO_RATE": "1000",
        "SEARCHKIT_EBSCO_PROFILE": "eds",
        "SEARCHKIT_EBSCO_USER_ID": sessions.USER,
        "SEARCHKIT_EBSCO_PASSWORD": sessions.PASSWORD,
    }.items():
        monkeypatch.setenv(name, text)
    monkeypatch.chdir(tmp_path)
    Path("strategy.txt").write_text("1. peer support.ti.\n2. limit 1 to english\n")
    command = "searchkit run strategy.txt --source ebsco-cinahl --out r.jsonl --report r.json"
    monkeypatch.setattr(sys, "argv", command.split())
    ebsco.server.misbehave(fine, echoing, expired("planted"))
    with pytest.raises(SystemExit, match="0"):
        main()
    said = capsys.readouterr()
    assert said.out == "ebsco: hit count 1,234, retrieved 1,234, in r.jsonl\n"
    assert "warning[H040]: the interface does not list the field `LA`" in said.err
    report, records = Path("r.json").read_text("utf-8"), Path("r.jsonl").read_text("utf-8")
    assert len(records.splitlines()) == 1_234
    seen = said.out + said.err + report + records
    assert not [secret for secret in (*ebsco.server.issued, sessions.PASSWORD) if secret in seen]
    assert not [token for token in ebsco.server.tokens if "session" in token]


def test_what_is_hidden_is_hidden_in_every_spelling() -> None:
    keys = Keys({"password": 'a/b "c" & dé'}, lambda: 0.0)
    keys.put("token", Token("first-token", 1_800))
    keys.put("token", Token("second-token"))
    text = (
        'a/b "c" & dé a%2Fb%20%22c%22%20%26%20d%C3%A9 a%2Fb+%22c%22+%26+d%C3%A9'
        r" a/b \"c\" & d\u00e9 a/b &quot;c&quot; &amp; dé first-token second-token"
    )
    assert keys.redact(text).replace("[redacted]", "") == " " * 6
    assert keys.redact_body(text.encode()).replace(b"[redacted]", b"") == b" " * 6


def test_a_token_is_dropped_only_by_who_used_it() -> None:
    now = [0.0]
    keys = Keys({}, lambda: now[0])
    keys.put("token", Token("first-token", 600))
    keys.put("token", Token("second-token", 600))
    keys.drop("token", "first-token")
    assert keys.held() == {"token": "second-token"}
    now[0] = 539
    assert keys.held() == {"token": "second-token"}
    now[0] = 540
    assert keys.held() == {}
    keys.drop("token", "second-token")
