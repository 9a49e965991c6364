"""The digest of updates on the command line: as text, JSON, feed and mail; twice is once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from searchkit.store import Kind, all_runs, numbered_records, open_store
from servers import eutils, smtp
from servers.commands import Command, change, digest
from servers.eutils import EUtilities


def yesterday() -> str:
    return f"{date.today() - timedelta(days=1):%Y/%m/%d}"


def with_news(server: EUtilities, *pmids: str) -> None:
    server.pmids = [*pmids, *server.pmids]
    server.created |= dict.fromkeys(pmids, yesterday())


def records(place: str) -> list[tuple[int, str]]:
    with open_store(place) as store:
        found = [
            (number, record.pmid)
            for run in all_runs(store)
            if run.kind is not Kind.UPDATE
            for number, record in numbered_records(store, run.number)
        ]
        seen = {
            number for run in all_runs(store) for number, _ in numbered_records(store, run.number)
        }
    return [*found, (len(seen), "records in all")]


def feed() -> list[tuple[str, str]]:
    items = ElementTree.parse("updates/feed.xml").findall("channel/item")
    return [(item.findtext("title", ""), item.findtext("description", "")) for item in items]


def test_what_is_new_is_told_once_in_every_form(
    review: Command, server: EUtilities, place: str
) -> None:
    review("run")
    with_news(server, "31000027", "31000026")
    first = review("update", "--fail-on-new")
    assert first.code == 1
    assert "pubmed: 2 new\n" in first.out
    assert "  + Peer support, trial number 31000027" in first.out
    (text,) = Path("updates").glob("*.txt")
    assert text.read_text(encoding="utf-8") == first.out
    (content,) = Path("updates").glob("*.json")
    (target,) = json.loads(content.read_text(encoding="utf-8"))["targets"]
    assert [row["pmid"] for row in target["new"]] == ["31000027", "31000026"]
    once, known = feed(), records(place)
    assert [title for title, _ in once] == ["pubmed: 2 new"]
    assert "31000026" in once[0][1]

    for _ in range(2):
        again = review("update", "--fail-on-new")
        assert again.code == 0
        assert "pubmed: nothing new" in again.out
        assert feed() == once
        assert records(place) == known


def test_a_window_says_that_it_cannot_name_what_has_gone(
    review: Command, server: EUtilities
) -> None:
    review("run")
    done = review("update")
    assert "gone: none by the count of 25; a window cannot compare record by record" in done.out
    assert digest(review("update", "--json"))["gone"] is None
    gone = server.pmids.pop()
    done = review("update")
    assert "1 fewer than are known: records have gone; only `searchkit update --whole`" in done.out
    assert gone not in done.out
    assert feed() == []

    named = review("update", "--whole")
    assert "pubmed: 1 gone" in named.out
    assert f"  - Peer support, trial number {gone}" in named.out
    ((title, told),) = feed()
    assert title == "pubmed: 1 gone"
    assert gone in told
    assert digest(review("update", "--whole", "--json"))["gone"] == []
    assert len(feed()) == 1


def test_what_a_changed_strategy_drops_is_in_the_feed(review: Command, server: EUtilities) -> None:
    review("run")
    Path("strategy.txt").write_text("1. peer support.ti,ab.\n", encoding="utf-8")
    server.found_by['"peer support"[tiab]'] = server.pmids[:-2]
    review("update")
    ((title, told),) = feed()
    assert title == "pubmed: 2 dropped (the strategy has changed)"
    assert server.pmids[-1] in told


@pytest.mark.parametrize("stopped", [False, True])
def test_news_and_stops_are_mailed_and_quiet_updates_are_not(
    review: Command, server: EUtilities, monkeypatch: pytest.MonkeyPatch, stopped: bool
) -> None:
    review("run")
    change("mail = []", 'mail = ["team@example.org"]')
    with smtp.serving() as (port, heard):
        monkeypatch.setenv("SEARCHKIT_SMTP_URL", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("SEARCHKIT_EMAIL", "from@example.org")
        assert review("update").code == 0
        assert heard == []
        with_news(server, "31000027")
        if stopped:
            server.misbehave("esearch", eutils.throttled("7200"))
        assert review("update").code == (75 if stopped else 0)
        assert ("pubmed: 1 new" in heard) is not stopped
        assert any("stopped: " in row for row in heard) is stopped
        told = len(heard)
        assert review("update").code == 0
        assert (len(heard) > told) is stopped  # the news that the stop had held back


def test_a_mail_server_that_is_away_does_not_stop_an_update(
    review: Command, server: EUtilities, monkeypatch: pytest.MonkeyPatch
) -> None:
    review("run")
    change("mail = []", 'mail = ["team@example.org"]')
    with_news(server, "31000027")
    monkeypatch.setenv("SEARCHKIT_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("SEARCHKIT_EMAIL", "from@example.org")
    done = review("update")
    assert done.code == 0
    assert "warning: the digest was not sent" in done.err
    assert "pubmed: 1 new" in done.out


def test_two_updates_at_once_do_the_work_once(
    review: Command, server: EUtilities, place: str
) -> None:
    review("run")
    with_news(server, "31000027", "31000026")
    call = [sys.executable, "-c", "from searchkit.cli import main; main()", "update", "--json"]
    both = [
        subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ})
        for _ in range(2)
    ]
    told = [running.communicate() for running in both]
    assert {running.returncode for running in both} <= {0, 75}, told
    assert 0 in {running.returncode for running in both}
    news = [json.loads(out)["targets"][0]["new"] for out, _ in told]
    assert sorted(len(found) for found in news) == [0, 2]
    assert records(place)[-1] == (27, "records in all")
    assert review("update").code == 0
