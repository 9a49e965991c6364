"""A review from `init` to its updates on the command line, against a local PubMed."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from searchkit.records.formats import write
from searchkit.records.record import Record
from searchkit.store import all_runs, locked, open_store, records_of
from servers import eutils, smtp
from servers.commands import KEY, Command, digest
from servers.eutils import EUtilities

QUERY = '"peer support"[tiab] OR mentor*[tiab]'


def test_from_the_first_file_to_a_complete_search(
    review: Command, server: EUtilities, place: str, tmp_path: Path
) -> None:
    assert review("status").out == (
        "pubmed: to be searched\novid:psycinfo: to be searched by hand\n"
    )
    done = review("run")
    assert (done.code, done.out) == (0, "pubmed: hit count 25, retrieved 25\n")
    assert "1 to be searched by hand" in done.err
    calls = len(server.calls)
    assert review("run").out == done.out
    assert len(server.calls) == calls

    told = review("next")
    assert "2. mentor*.ti,ab." in told.out
    assert "searchkit import FILE ... --target ovid:psycinfo" in told.out
    assert "RIS" in told.out
    assert "pubmed" not in told.out
    assert "at most 3,000 records at once" in told.out

    write([Record(title="One", pmid="31000001"), Record(title="Two")], Path("psycinfo.ris"))
    call = ("import", "psycinfo.ris", "--target", "ovid:psycinfo", "--date", "2024-11-20")
    refused = review(*call, "--hits", "3")
    assert refused.code == 2
    assert "the site showed 3 records, and psycinfo.ris holds 2" in refused.err
    assert "--explain" in refused.err
    assert review("status").code == 1
    taken = review(*call, "--hits", "3", "--explain", "one was deleted while exporting")
    assert taken.code == 0
    assert review(*call, "--hits", "3", "--explain", "again").out == taken.out
    assert review("status").code == 0
    assert "every database" in review("next").out

    with open_store(place) as store:
        harvested, imported = all_runs(store)
        assert harvested.query == QUERY
        assert (imported.hit_count, imported.retrieved) == (3, 2)
        assert imported.explanation == "one was deleted while exporting"
        (first, _) = records_of(store, imported.number)
        assert first.provenance[-1].file == "psycinfo.ris"
        assert first.provenance[-1].line == 1
    lock = json.loads(Path("searchkit.lock").read_text())["searched"]
    assert lock["pubmed"]["query"] == QUERY
    assert lock["pubmed"]["hit_count"] == 25
    assert lock["ovid:psycinfo"]["sha256"] == imported.sha256
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path


def test_losses_are_told_where_a_search_is_sent_and_where_it_is_pasted(review: Command) -> None:
    strategy = "1. (peer* adj3 support*).ti,ab.\n2. exp Peer Group/\n3. 1 or 2\n"
    Path("strategy.txt").write_text(strategy, encoding="utf-8")
    run = review("run")
    assert re.search(r"pubmed: translated with \d.*; taken together: \w+", run.err)
    shows = "searchkit translate strategy.txt --from ovid:medline --to pubmed --policy recall"
    assert f"`{shows}` shows" in run.err
    told = review("next").out
    assert re.search(r"  translated with \d.*; taken together: \w+", told)
    assert "--to ovid:psycinfo --policy recall` shows each of them" in told


@pytest.mark.parametrize(
    ("strategy", "fault"), [("", "no search line"), ("peer.ti,ab. and (", "nothing after it")]
)
def test_a_strategy_with_faults_is_sent_nowhere(
    review: Command, server: EUtilities, strategy: str, fault: str
) -> None:
    Path("strategy.txt").write_text(strategy, encoding="utf-8")
    for command in ("run", "next", "update"):
        done = review(command)
        assert (done.code, done.out) == (1, "")
        assert fault in done.err
        assert "help: correct strategy.txt" in done.err
    assert server.calls == []


def test_a_search_by_hand_that_is_repeated_says_what_is_new_and_gone(review: Command) -> None:
    call = ("import", "psycinfo.ris", "--target", "ovid:psycinfo", "--date")
    for day, titles in (("2024-11-20", "AB"), ("2024-12-20", "BCD")):
        write([Record(title=title) for title in titles], Path("psycinfo.ris"))
        done = review(*call, day, "--hits", str(len(titles)))
    assert "since 2024-11-20: ovid:psycinfo: 2 new, 1 gone\n" in done.out
    again = review(*call, "2024-12-20", "--hits", "3")
    assert "since" not in again.out
    told = review("update")
    assert "ovid:psycinfo: not updated: searched by hand on 2024-12-20" in told.out
    assert "pubmed: not updated: not searched yet" in told.out
    assert json.loads(review("update", "--json").out)["not_updated"]["pubmed"] == "not searched yet"


def test_an_update_before_the_first_search_says_so(review: Command) -> None:
    for options in ((), ("--due",)):
        done = review("update", *options)
        assert done.code == 0
        assert "pubmed: not updated: not searched yet" in done.out
        assert "Nothing was due" not in done.out
    assert review("run").code == 0
    assert "pubmed" not in review("update", "--due", "--only", "pubmed").out


def test_a_lock_file_that_cannot_be_written_is_told(review: Command, place: str) -> None:
    Path("searchkit.lock").mkdir()
    done = review("run")
    assert done.code == 3
    assert "searchkit.lock cannot be written" in done.err
    assert [path.name for path in Path().glob("*.part")] == []
    with open_store(place) as store:
        assert all_runs(store)[0].retrieved == 25


def test_names_of_databases_in_capital_letters(review: Command, server: EUtilities) -> None:
    assert review("run", "--only", "PubMed").code == 0
    assert len(server.called("esearch")) == 1
    write([Record(title="One")], Path("psycinfo.ris"))
    call = ("import", "psycinfo.ris", "--date", "2024-11-20", "--hits", "1", "--target")
    assert review(*call, "Ovid:PsycINFO").code == 0
    assert review("status").code == 0
    refused = review(*call, "psycinfo")
    assert refused.code == 2
    assert "did you mean `ovid:psycinfo`" in refused.err


def test_a_search_of_the_future_is_not_imported(review: Command, place: str) -> None:
    write([Record(title="One")], Path("psycinfo.ris"))
    day = str(date.today() + timedelta(days=2))
    done = review(
        "import", "psycinfo.ris", "--target", "ovid:psycinfo", "--date", day, "--hits", "1"
    )
    assert done.code == 2
    assert f"{day}, is in the future" in done.err
    with open_store(place) as store:
        assert all_runs(store) == []


def test_several_files_of_one_search_are_one_run(review: Command, place: str) -> None:
    for number in (1, 2):
        write([Record(title=f"{number}-{at}") for at in range(3)], Path(f"part{number}.ris"))
    done = review(
        "import", "part1.ris", "part2.ris", "--target", "ovid:psycinfo", "--date", "2024-11-20", "--hits", "6"
    )  # fmt: skip
    assert done.code == 0, done.err
    with open_store(place) as store:
        (run,) = all_runs(store)
        files = [record.provenance[-1].file for record in records_of(store, run.number)]
    assert files == ["part1.ris"] * 3 + ["part2.ris"] * 3


def test_a_damaged_file_is_not_imported_in_silence(review: Command, place: str) -> None:
    Path("cut.jsonl").write_text('{"title":"One"}\n{"title":"Tw\n')
    call = ("import", "cut.jsonl", "--target", "ovid:psycinfo", "--date", "2024-11-20")
    done = review(*call, "--hits", "1")
    assert done.code == 2
    assert "damaged" in done.err
    with open_store(place) as store:
        assert all_runs(store) == []


def test_a_stop_is_told_and_gone_on_with(review: Command, server: EUtilities) -> None:
    server.misbehave("efetch", eutils.throttled("49853"))
    stopped = review("run")
    assert stopped.code == 75
    assert "13 hours 51 minutes" in stopped.err
    assert "go on after" in stopped.err
    assert re.search(r"pubmed: stopped, 0 of 25 records, .*pause of 13 hours", review("status").out)
    assert "go on after" in review("next").out
    assert review("run").code == 0
    assert len(server.called("esearch")) == 1


def test_missing_rights_are_another_stop(review: Command, server: EUtilities) -> None:
    server.misbehave("esearch", eutils.invalid_key)
    stopped = review("run")
    assert stopped.code == 3
    assert "correct NCBI_API_KEY" in stopped.err
    assert KEY not in stopped.err


def test_while_one_is_at_work_the_other_leaves(
    review: Command, server: EUtilities, place: str
) -> None:
    with open_store(place) as store, locked(store, "pubmed"):
        done = review("run")
    assert (done.code, server.calls) == (75, [])
    assert "another searchkit is at work on pubmed" in done.err


def test_a_trial_is_no_search(review: Command) -> None:
    assert review("run", "--limit", "3").out == "pubmed: hit count 25, retrieved 3\n"
    assert "pubmed: to be searched" in review("status").out
    assert review("run").out == "pubmed: hit count 25, retrieved 25\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("run", "--only", "pubmde"), "did you mean `pubmed`"),
        (("run", "--out", "x.ris"), "name the FILE"),
        (("run", "strategy.txt", "--again", "--count"), "for a review"),
        (("import", "x.ris", "--target", "scopus", "--date", "2024-11-20", "--hits", "1"), "no database of this review"),
        (("init", "--title", "x", "--strategy", "strategy.txt"), "it is not overwritten"),
        (("init", "--title", "x", "--strategy", "none.txt"), "no strategy at none.txt"),
        (("schedule", "--emit", "crom"), "did you mean `cron`"),
        (("status", "--review", ".."), "no review.toml"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told(review: Command, arguments: tuple[str, ...], says: str) -> None:
    done = review(*arguments)
    assert done.code == 2
    assert says in done.err
    assert "Traceback" not in done.err


# Updates.

TODAY = date.today()


def day(ago: int) -> str:
    return f"{TODAY - timedelta(days=ago):%Y/%m/%d}"


def test_an_update_finds_what_is_new_and_changed_and_nothing_twice(
    review: Command, server: EUtilities
) -> None:
    review("run")
    quiet = digest(review("update", "--json"))
    assert (quiet["new"], quiet["changed"], quiet["remark"]) == ([], [], None)

    server.pmids = ["31000027", "31000026", *server.pmids]
    server.created |= {"31000027": day(0), "31000026": day(3)}
    server.modified["31000004"] = day(1)
    server.changed["31000004"] = ", corrected"
    calls = len(server.calls)
    found = digest(review("update", "--json"))
    assert [row["pmid"] for row in found["new"]] == ["31000027", "31000026"]
    assert [(row["pmid"], row["fields"]) for row in found["changed"]] == [("31000004", ["title"])]
    assert (found["total"], found["known"], found["remark"]) == (27, 27, None)
    # One search, one page of three records, one count: the other 24 are not fetched again.
    assert len(server.calls) - calls == 3

    again = digest(review("update", "--json"))
    assert (again["new"], again["changed"]) == ([], [])
    (feed,) = Path("updates").glob("feed.xml")
    items = ElementTree.parse(feed).findall("channel/item")
    assert [item.findtext("title") for item in items] == ["pubmed: 2 new, 1 changed"]
    assert review("update", "--fail-on-new").code == 0


def test_records_that_went_or_came_unseen_are_noticed(review: Command, server: EUtilities) -> None:
    review("run")
    gone = server.pmids.pop()
    found = digest(review("update", "--json"))
    assert "1 fewer than are known" in found["remark"]
    named = digest(review("update", "--whole", "--json"))
    assert [row["pmid"] for row in named["gone"]] == [gone]
    assert named["remark"] is None

    server.pmids.append("30000000")
    server.created["30000000"] = day(400)
    found = digest(review("update", "--json"))
    assert found["new"] == []
    assert "1 more than are known" in found["remark"]
    assert [row["pmid"] for row in digest(review("update", "--whole", "--json"))["new"]] == [
        "30000000"
    ]


def test_a_changed_strategy_says_what_it_adds_and_drops(
    review: Command, server: EUtilities, place: str
) -> None:
    review("run")
    Path("strategy.txt").write_text("1. peer support.ti,ab.\n", encoding="utf-8")
    server.found_by['"peer support"[tiab]'] = ["32000001", *server.pmids[:-2]]
    assert "the strategy has changed since" in review("status").out
    done = review("update")
    assert done.code == 0
    assert "pubmed: 1 added, 2 dropped (the strategy has changed)" in done.out
    assert "PMID 32000001" in done.out
    assert "pubmed: done" in review("status").out
    with open_store(place) as store:
        assert [run.kind.value for run in all_runs(store)] == ["harvest", "harvest"]


def test_only_what_is_due_is_asked_for(review: Command, server: EUtilities) -> None:
    assert "pubmed: not updated: not searched yet" in review("update", "--due").out
    review("run")
    calls = len(server.calls)
    assert "pubmed" not in review("update", "--due").out
    assert len(server.calls) == calls
    path = Path("review.toml")
    path.write_text(path.read_text().replace("every_days = 30", "every_days = 0"))
    assert "pubmed: nothing new" in review("update", "--due").out


def test_an_update_that_stops_is_told_and_gone_on_with(review: Command, server: EUtilities) -> None:
    review("run")
    server.pmids = ["31000027", *server.pmids]
    server.created["31000027"] = day(0)
    server.misbehave("efetch", *[eutils.throttled("7200")])
    stopped = review("update")
    assert stopped.code == 75
    assert "pause of 2 hours" in stopped.out
    assert [row["pmid"] for row in digest(review("update", "--json"))["new"]] == ["31000027"]


def test_news_are_mailed_when_a_server_is_named(
    review: Command, server: EUtilities, monkeypatch: pytest.MonkeyPatch
) -> None:
    review("run")
    path = Path("review.toml")
    path.write_text(path.read_text().replace("mail = []", 'mail = ["team@example.org"]'))
    with smtp.serving() as (port, heard):
        monkeypatch.setenv("SEARCHKIT_SMTP_URL", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("SEARCHKIT_EMAIL", "from@example.org")
        review("update")
        assert heard == []
        server.pmids = ["31000027", *server.pmids]
        server.created["31000027"] = day(0)
        assert review("update", "--fail-on-new").code == 1
    assert "pubmed: 1 new" in heard


def test_the_schedule_is_written_where_it_is_wanted(review: Command) -> None:
    done = review("schedule", "--emit", "systemd", "--into", "units")
    assert done.code == 0
    assert sorted(path.name for path in Path("units").iterdir()) == [
        "searchkit-review.service",
        "searchkit-review.timer",
    ]
