"""Limits and dates of a protocol: what they add to a search, and what is told of each."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from searchkit.dialects import parse
from searchkit.errors import UsageError
from searchkit.review.limits import How, limited, wishes_in
from searchkit.review.protocol import Dates, read_review
from searchkit.review.targets import Sending, sendings
from searchkit.store import all_runs, open_store
from servers import cursor, lists
from servers.commands import Command, change, digest
from servers.eutils import EUtilities
from servers.lists import Call

HEAD = 'title = "Peers"\n[strategy]\nfile = "strategy.txt"\n'
STRATEGY = "1. peer support.ti.\n2. mentor*.ti.\n3. 1 or 2\n"
LIMITED = STRATEGY + '4. limit 3 to (english and yr="2015 -Current")\n'


def sent(folder: Path, limits: str, *targets: str, strategy: str = STRATEGY) -> list[Sending]:
    databases = "".join(f'[[database]]\ntarget = "{target}"\n' for target in targets)
    (folder / "strategy.txt").write_text(strategy, encoding="utf-8")
    (folder / "review.toml").write_text(f"{HEAD}[limits]\n{limits}\n{databases}", encoding="utf-8")
    return sendings(read_review(folder))


@pytest.mark.parametrize(
    ("limits", "target", "ends", "told"),
    [
        ('languages = ["english", "Norwegian"]', "pubmed",
         " AND (english[la] OR norwegian[la])", "languages english, norwegian: added"),
        ('languages = "english"', "scopus", " AND LANGUAGE(english)", "languages english: added"),
        ('languages = ["english"]', "lens", "title:mentor*)",
         "languages english: left out: it cannot be said there"),
        ("since = 2015", "pubmed", " AND 2015:3000[dp]", "years since 2015: added"),
        ("since = 2015\nuntil = 2020-12-31", "wos", " AND PY=2015-2020",
         "years since 2015 until 2020-12-31: added"),
        ("until = 2021-01-04", "scopus", " AND PUBYEAR < 2022",
         "years until 2021-01-04: added: taken as whole years: all of 2021 is let in"),
        ("since = 2015-03-01", "cochrane:central", "mentor*:ti)",
         "years since 2015-03-01: left out: it cannot be said there"),
        ('publication_types = ["review"]', "pubmed", ' AND "review"[pt:noexp]',
         "publication_types review: added"),
        ('publication_types = ["journal article", "blog"]', "pubmed", "mentor*[ti]",
         "left out: no platform is known to have `blog`; exclude while screening"),
        ('ages = "adult (19 to 44 years)"', "pubmed", " AND adult[mh:noexp]",
         "added: the limit to an age group works on MeSH"),
        ('ages = "18 to 65 years"', "ovid:psycinfo", "mentor*.ti.",
         "left out: no platform is known to have `18 to 65 years`"),
    ],
)  # fmt: skip
def test_a_limit_is_said_to_a_target_or_told(
    tmp_path: Path, limits: str, target: str, ends: str, told: str
) -> None:
    (sending,) = sent(tmp_path, limits, target)
    assert sending.query.endswith(ends)
    (limit,) = sending.limits
    assert told in str(limit)


@pytest.mark.parametrize(
    ("limits", "how", "added"),
    [
        ('languages = ["english"]', How.WRITTEN, ""),
        ('languages = ["english", "norwegian"]', How.WRITTEN, ""),
        ("since = 2010", How.WRITTEN, ""),
        ("since = 2015", How.WRITTEN, ""),
        ("since = 2016", How.ADDED, " AND 2016:3000[dp]"),
        ("until = 2020", How.ADDED, " AND 1000:2020[dp]"),
        ('languages = ["norwegian"]', How.ADDED, " AND norwegian[la]"),
    ],
)
def test_what_the_lines_ask_for_is_not_added_again(
    tmp_path: Path, limits: str, how: How, added: str
) -> None:
    (plain,) = sent(tmp_path, "", "pubmed", strategy=LIMITED)
    (sending,) = sent(tmp_path, limits, "pubmed", strategy=LIMITED)
    assert [limit.how for limit in sending.limits] == [how]
    assert sending.query == (f"({plain.query}){added}" if added else plain.query).replace(
        "((", "((", 1
    )


def test_a_limit_inside_one_line_is_not_one_of_the_whole(tmp_path: Path) -> None:
    lines = "1. peer.ti.\n2. limit 1 to english\n3. mentor.ti.\n4. 2 or 3\n"
    (sending,) = sent(tmp_path, 'languages = ["english"]', "pubmed", strategy=lines)
    assert sending.limits[0].how is How.ADDED
    assert sending.query.count("english[la]") == 2


def test_a_limit_of_the_strategy_that_a_target_cannot_say_is_told(tmp_path: Path) -> None:
    (sending,) = sent(tmp_path, 'languages = ["english"]', "crossref", strategy=LIMITED)
    assert sending.limits[0].how is How.LEFT_OUT


def test_limits_are_lines_for_a_platform_with_a_history(tmp_path: Path) -> None:
    limits = 'languages = ["english"]\nsince = 2015\nnote = "no letters"'
    (sending,) = sent(tmp_path, limits, "ovid:psycinfo")
    assert sending.translation is not None
    assert [line.text for line in sending.translation.lines][3:] == [
        "limit 3 to english language",
        'limit 4 to yr="2015 -Current"',
    ]
    assert len(sending.limits) == 2


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        ('languages = ["englsh"]', "did you mean `english`"),
        ("languages = [1]", "not a list of names"),
        ('since = "2015"', "neither a year nor a day"),
        ("since = true", "neither a year nor a day"),
        ("since = 2015-01-01T10:00:00", "neither a year nor a day"),
        ("until = 20", "is no year"),
        ("since = 2020\nuntil = 2019-01-01", "comes after `until`"),
        ("untill = 2020", "did you mean `until`"),
    ],
)
def test_a_limit_that_cannot_be_read_is_refused(tmp_path: Path, limits: str, says: str) -> None:
    with pytest.raises(UsageError) as told:
        sent(tmp_path, limits, "pubmed")
    assert says in f"{told.value.message} {told.value.help}"


def test_a_wish_that_no_platform_takes_adds_no_line(tmp_path: Path) -> None:
    wishes = wishes_in({"ages": "18 to 65 years"}, tmp_path / "review.toml")
    strategy = parse(STRATEGY)
    assert limited(strategy, wishes).strategy == strategy


def test_the_searches_of_the_first_review_are_the_committed_ones(project: Path) -> None:
    folder = project / "queries" / "peer-support"
    for sending in sendings(read_review(folder)):
        file = folder / "translations" / f"{sending.target.replace(':', '-')}.txt"
        assert sending.query == file.read_text(encoding="utf-8").strip(), sending.target
        assert {limit.wish.name for limit in sending.limits} == {
            "languages", "ages", "publication_types",
        }  # fmt: skip


# On the command line.

TODAY = date.today()


def lock() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path("searchkit.lock").read_text())["searched"]["pubmed"]
    return found


def test_run_tells_the_limits_and_the_lock_file_holds_them(
    review: Command, server: EUtilities, place: str
) -> None:
    change('[limits]\nnote = ""', '[limits]\nlanguages = ["english"]\nages = "18 to 65 years"')
    done = review("run")
    assert done.code == 0, done.err
    assert "limit languages english: added (pubmed, ovid:psycinfo)" in done.err
    assert "limit ages 18 to 65 years: left out: no platform" in done.err
    assert server.called("esearch")[0].form["term"].endswith("AND english[la]")
    told = [
        {"limit": "languages", "says": "english", "how": "added", "remarks": []},
        {
            "limit": "ages",
            "says": "18 to 65 years",
            "how": "left out",
            "remarks": [
                "no platform is known to have `18 to 65 years`; exclude while screening, and count"
            ],
        },
    ]
    assert lock()["limits"] == told
    assert "limit ages 18 to 65 years: left out" in review("next").out
    with open_store(place) as store:
        (run,) = all_runs(store)
    assert json.loads(run.report)["limits"] == told
    change('\nlanguages = ["english"]', '\nlanguages = ["english", "norwegian"]')
    assert "pubmed: the strategy has changed since" in review("status").out


@pytest.mark.parametrize(
    ("dates", "found"),
    [("to = 2021-01-04", 3), ("from = 2020-01-01\nto = 2021-01-04", 2), ("from = 2020-01-01", 24)],
)
def test_the_first_search_is_bounded_by_the_dates(
    review: Command, server: EUtilities, dates: str, found: int
) -> None:
    server.created = dict.fromkeys(server.pmids, "2022/05/01")
    server.created |= dict(
        zip(server.pmids[:3], ("2021/01/04", "2020/06/30", "1999/01/01"), strict=True)
    )
    change("[dates]\n", f"[dates]\n{dates}\n")
    assert review("run").out == f"pubmed: hit count {found}, retrieved {found}\n"
    first, last = lock()["window"]
    assert first == ("2020-01-01" if "from" in dates else "1000-01-01")
    assert last == ("2021-01-04" if "to" in dates else str(TODAY))
    calls = len(server.calls)
    assert review("run").code == 0
    assert len(server.calls) == calls
    assert "pubmed: done" in review("status").out

    # What entered after the first search comes with the first update, what was before does not.
    done = digest(review("update", "--json"))
    expected = 25 - found - (1 if "from" in dates else 0)
    assert (len(done["new"]), done["remark"]) == (expected, None)
    again = digest(review("update", "--json"))
    assert (again["new"], again["remark"]) == ([], None)
    whole = digest(review("update", "--whole", "--json"))
    assert (whole["new"], whole["gone"], whole["remark"]) == ([], [], None)
    assert "pubmed: done" in review("status").out
    calls = len(server.calls)
    assert review("run").code == 0
    assert len(server.calls) == calls

    change("[dates]\n", "[dates]\nfrom = 1998-01-01\n" if "from" not in dates else "[dates]\n# ")
    if "from" not in dates:
        assert "pubmed: the strategy has changed since" in review("status").out


@pytest.mark.parametrize(
    ("dates", "says"),
    [
        ("from = 2020", "`from` under [dates]"),
        ('to = "2021-01-04"', "write `to = 2021-01-04`, without quotation marks"),
        ("from = 2022-01-01\nto = 2021-01-01", "comes after `to`"),
        ("until = 2021-01-01", "no setting of [dates]"),
    ],
)
def test_dates_that_cannot_be_read_are_refused(review: Command, dates: str, says: str) -> None:
    change("[dates]\n", f"[dates]\n{dates}\n")
    done = review("run")
    assert done.code == 2
    assert says in done.err


def test_what_is_done_by_hand_is_told_the_dates(review: Command) -> None:
    change("[dates]\n", "[dates]\nto = 2021-01-04\n")
    assert re.search(r"entered the database.*to 2021-01-04", review("next").out)


def test_an_open_end_is_that_of_the_day() -> None:
    since = TODAY - timedelta(days=10)
    dates = Dates(since)
    assert dates.asked((str(since), str(TODAY)), TODAY)
    assert not dates.asked((str(since), str(TODAY)), TODAY - timedelta(days=1))
    assert not Dates().asked((str(since), str(TODAY)), TODAY)


def test_a_source_that_counts_without_a_window_is_counted_by_its_first_page(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered = {1: "2019-05-01", 2: "2020-02-01", 3: "2021-06-01"}

    def in_window(call: Call, number: int) -> bool:
        asked = re.search(r"FIRST_IDATE:\[(\S+) TO (\S+)\]", call.sent["query"])
        return asked is None or asked[1] <= entered[number] <= asked[2]

    Path("review.toml").write_text(
        f'{HEAD}[dates]\nfrom = 2020-01-01\nto = 2021-01-04\n[[database]]\ntarget = "europepmc"\n'
    )
    with lists.serving(cursor.europepmc) as server:
        server.numbers, server.select = list(entered), in_window
        monkeypatch.setenv("SEARCHKIT_EUROPEPMC_URL", server.url)
        monkeypatch.setenv("SEARCHKIT_EUROPEPMC_RATE", "1000")
        assert command("run").out == "europepmc: hit count 1, retrieved 1\n"
        found = digest(command("update", "--json"))
        assert [row["pmid"] for row in found["new"]] == ["3"]
        assert (found["total"], found["known"], found["remark"]) == (2, 2, None)
        server.numbers.remove(2)
        found = digest(command("update", "--json"))
        assert "1 fewer than are known" in found["remark"]


def test_an_update_does_not_go_back_before_the_dates(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    since = TODAY - timedelta(days=3)
    Path("review.toml").write_text(
        f'{HEAD}[dates]\nfrom = {since}\n[[database]]\ntarget = "europepmc"\n'
    )
    with lists.serving(cursor.europepmc) as server:
        monkeypatch.setenv("SEARCHKIT_EUROPEPMC_URL", server.url)
        monkeypatch.setenv("SEARCHKIT_EUROPEPMC_RATE", "1000")
        assert command("run").code == 0
        assert digest(command("update", "--json"))["window"] == [str(since), str(TODAY)]
