"""A harvest beside the time that the platform's limit allows: requests, seconds, memory.

    python benchmarks/harvest.py [--sizes 20000 200000] [--rate 10] [--latency 0.2] [--page 200]
                                 [--place URL]

A PubMed on this machine, in a process of its own, takes 0.2 s for each answer and refuses
what comes faster than ten requests in any second. The limit allows requests / rate seconds.
Articles are of real size (about 6 kB). Each harvest has a process and a database of its own,
a new SQLite file unless a place is given, and is counted record by record at the end.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections import deque
from dataclasses import replace
from pathlib import Path
from threading import Lock
from urllib.request import urlopen

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT / "tests"))

from searchkit.review.harvesting import Search, harvest_into  # noqa: E402 - found by the path above
from searchkit.sources import connect  # noqa: E402 - found by the path above
from searchkit.sources.pubmed import PAGE, PubMed  # noqa: E402 - found by the path above
from searchkit.store import all_runs, open_store, records_of  # noqa: E402 - found by the path above
from servers import eutils, harvesting  # noqa: E402 - found by the path above
from servers.eutils import Call, Reply  # noqa: E402 - found by the path above

_DAYS = re.compile(r'"([\d/]+)"\[crdt\] : "([\d/]+)"\[crdt\]')
_NUMBERS = re.compile(r" AND (\d+):(\d+)\[uid\]")
_NUMBER = "00000000"


def article() -> str:
    """Return an article as large as PubMed's are, with a number to be put in."""
    author = (
        "<Author ValidYN='Y'><LastName>Repper</LastName><ForeName>Julie</ForeName>"
        "<Initials>J</Initials><AffiliationInfo><Affiliation>Department of Local Servers,"
        " University of the Loopback, 127001 Home.</Affiliation></AffiliationInfo></Author>"
    )
    heading = (
        "<MeshHeading><DescriptorName UI='D000000' MajorTopicYN='N'>Peer Group</DescriptorName>"
        "<QualifierName UI='Q000523' MajorTopicYN='Y'>psychology</QualifierName></MeshHeading>"
    )
    abstract = "Workers with lived experience support others on their way to recovery. " * 22
    return (
        eutils.article(_NUMBER)
        .replace("Workers with lived experience.", abstract)
        .replace("<Language>", f"<AuthorList>{author * 6}</AuthorList><Language>")
        .replace(
            "</Article></MedlineCitation>",
            f"</Article><MeshHeadingList>{heading * 12}</MeshHeadingList></MedlineCitation>",
        )
    )


class LimitedPubMed(eutils.EUtilities):
    """What the server knows: numbers by day, and when it was asked."""

    def __init__(self, size: int, rate: float, latency: float) -> None:
        super().__init__()
        pmids, created = harvesting.collection(size)
        self._rows = sorted((created[pmid], int(pmid)) for pmid in pmids)
        self._days = [day for day, _ in self._rows]
        self._article = article()
        self._rate, self._latency = rate, latency
        self._lock = Lock()
        self._asked: deque[float] = deque()
        self.requests = self.refused = self.under_way = self.most_under_way = 0

    def answer(self, call: Call) -> Reply:
        arrived = time.monotonic()
        if call.program == "sums":
            return Reply(json.dumps([self.requests, self.refused, self.most_under_way]).encode())
        with self._lock:
            self.requests += 1
            while self._asked and self._asked[0] <= arrived - 1:
                self._asked.popleft()
            if len(self._asked) >= self._rate:
                self.refused += 1
                return eutils.throttled("1")(call, Reply(b""))
            self._asked.append(arrived)
            self.under_way += 1
            self.most_under_way = max(self.most_under_way, self.under_way)
        reply = self._search(call) if call.program == "esearch" else self._fetch(call)
        time.sleep(max(0, arrived + self._latency - time.monotonic()))
        with self._lock:
            self.under_way -= 1
        return reply

    def _search(self, call: Call) -> Reply:
        term, low, high = call.form["term"], 0, len(self._rows)
        if days := _DAYS.search(term):
            low, high = bisect_left(self._days, days[1]), bisect_right(self._days, days[2])
        found = self._rows[low:high]
        if numbers := _NUMBERS.search(term):
            found = [row for row in found if int(numbers[1]) <= row[1] <= int(numbers[2])]
        listed = [str(number) for _, number in reversed(found)][: int(call.form["retmax"])]
        with self._lock:
            session = f"MCID_{len(self._sessions)}"
            self._sessions[session] = listed
        return Reply(
            f"{eutils.DOCTYPE}<eSearchResult><Count>{len(found)}</Count>"
            f"<RetMax>{len(listed)}</RetMax><RetStart>0</RetStart><QueryKey>1</QueryKey>"
            f"<WebEnv>{session}</WebEnv><IdList>{''.join(f'<Id>{n}</Id>' for n in listed)}</IdList>"
            f"<TranslationSet/><QueryTranslation/></eSearchResult>".encode()
        )

    def _fetch(self, call: Call) -> Reply:
        start, size = int(call.form["retstart"]), int(call.form["retmax"])
        wanted = self._sessions[call.form["WebEnv"]][start : start + size]
        inner = "\n".join(self._article.replace(_NUMBER, pmid) for pmid in wanted)
        return Reply(
            f"<?xml version='1.0'?>\n<PubmedArticleSet>\n{inner}\n</PubmedArticleSet>".encode()
        )


def serve(size: int, rate: float, latency: float) -> None:
    """Serve until the standard input is closed."""
    with eutils.serving(LimitedPubMed(size, rate, latency)) as server:
        print(server.url, flush=True)
        sys.stdin.read()


def harvest(place: str, page: int) -> None:
    """Harvest, and print records, seconds, seconds of the processor and the peak of memory."""
    with open_store(place) as store, connect("pubmed") as opened:
        assert isinstance(opened.source, PubMed)
        connection = replace(opened, source=replace(opened.source, page_size=page))
        gc.freeze()  # as the commands do
        began = time.monotonic()
        run = harvest_into(store, connection, "pubmed", Search("pubmed", "peer support[tiab]"))
        took = time.monotonic() - began
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    assert peak is not None
    print(json.dumps([run.retrieved, took, time.process_time(), int(peak[1]) / 1024]))


def measured(size: int, wanted: argparse.Namespace) -> float:
    """Harvest so many records, print what it took and return the peak of memory in MB."""
    me = [sys.executable, __file__]
    rate = wanted.rate
    serving = subprocess.Popen(
        [*me, "--serve", str(size), "--rate", str(rate), "--latency", str(wanted.latency)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert serving.stdin is not None
    assert serving.stdout is not None
    with tempfile.TemporaryDirectory() as folder, serving:
        url = serving.stdout.readline().strip()
        place = wanted.place or f"{folder}/review.db"
        environment = os.environ | {
            "SEARCHKIT_PUBMED_URL": url,
            "SEARCHKIT_PUBMED_RATE": str(rate),
            "SEARCHKIT_CONFIG": f"{folder}/none.toml",
            "XDG_CACHE_HOME": f"{folder}/cache",
        }
        done = subprocess.run(
            [*me, "--harvest", "--place", place, "--page", str(wanted.page)],
            env=environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        with urlopen(f"{url}/sums") as answer:
            requests, refused, most = json.load(answer)
        serving.stdin.close()
        with open_store(place) as store:
            run = all_runs(store)[-1]
            found = {record.pmid for record in records_of(store, run.number)}
    retrieved, took, busy, peak = json.loads(done.stdout)
    assert retrieved == len(found) == size, "records are lacking or there twice"
    allowed = requests / rate
    print(
        f"{size:>9,} records: {requests:,} requests ({refused} refused, at most {most} under way)"
        f" in {took:.1f} s; the limit allows them in {allowed:.1f} s: {took / allowed:.3f} times"
        f" that; {busy:.1f} s of the processor; peak {peak:.0f} MB",
        flush=True,
    )
    return float(peak)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000])
    parser.add_argument("--rate", type=float, default=10)
    parser.add_argument("--latency", type=float, default=0.2)
    parser.add_argument("--page", type=int, default=PAGE)
    parser.add_argument("--place", default="")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--harvest", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.serve:
        serve(wanted.serve, wanted.rate, wanted.latency)
    elif wanted.harvest:
        harvest(wanted.place, wanted.page)
    else:
        peaks = [measured(size, wanted) for size in wanted.sizes]
        print(f"memory: {' and '.join(f'{peak:.0f}' for peak in peaks)} MB at the peaks")


if __name__ == "__main__":
    main()
