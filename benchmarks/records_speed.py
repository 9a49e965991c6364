"""Reading records: our readers beside their peers, in one run, as ratios.

    python benchmarks/records_speed.py [FOLDER] [--rounds 3]

FOLDER holds real exports (`formats/ris`, `api/pubmed_baseline`), by default `../shared/data`
beside the checkout; without it the files are made up. Each contender runs in a process of
its own, in turn, and its best round counts, so that a busy machine does not decide. Peers
that are not installed (`pip install pubmed_parser`) are left out and named.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import rispy

RIS_RECORDS = 100_000
ARTICLES = 6_000

RISPY = """
import rispy
found = rispy.load(path, encoding="utf-8")
count = len(found)
"""
OURS = """
from searchkit.records.formats import read
count = sum(1 for record in read(path))
"""
ENTREZ = """
import gzip
from Bio import Entrez
with gzip.open(path) as stream:
    count = len(Entrez.read(stream)["PubmedArticle"])
"""
PUBMED_PARSER = """
import pubmed_parser
count = sum(1 for article in pubmed_parser.parse_medline_xml(str(path)))
"""
RUN = """
import json, re, sys, time
from pathlib import Path
path = Path(sys.argv[1])
start = time.process_time()
{body}
seconds = time.process_time() - start
# The peak that getrusage tells is inherited from the process that started this one.
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(json.dumps([count, seconds, int(peak) / 1024]))
"""


def run(body: str, path: Path) -> tuple[int, float, float] | None:
    """Return records, seconds of the processor and peak megabytes of one contender."""
    done = subprocess.run(
        [sys.executable, "-c", RUN.format(body=body), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"  left out: {done.stderr.strip().splitlines()[-1]}")
        return None
    count, seconds, peak = json.loads(done.stdout)
    return count, seconds, peak


def race(title: str, path: Path, contenders: dict[str, str], rounds: int) -> None:
    """Let contenders read one file in turn and print the best of each."""
    print(f"\n{title} ({path.stat().st_size / 1e6:.0f} MB)")
    best: dict[str, tuple[int, float, float]] = {}
    out: set[str] = set()
    for _ in range(rounds):
        for name, body in contenders.items():
            result = None if name in out else run(body, path)
            if result is None:
                out.add(name)
            elif name not in best or result[1] < best[name][1]:
                best[name] = result
    ours = best["searchkit"][1]
    for name, (count, seconds, peak) in best.items():
        print(
            f"  {name:<16} {count:>7} records {count / seconds:>8.0f}/s {peak:>6.0f} MB"
            f"   searchkit takes {ours / seconds:.2f} of its time"
        )


def rispy_reads(text: str) -> bool:
    """Say whether rispy loses nothing of a file: the race is on what both read."""
    before = "TY  - JOUR\nTI  - It stumbles over what went before, too\nER  - \n\n"
    try:
        return len(rispy.loads(before + text)) == text.count("TY  - ") + 1
    except (KeyError, IndexError):
        return False


def ris_file(folder: Path, target: Path) -> None:
    """Write a hundred thousand records: real ones repeated, or made up."""
    texts = []
    for path in sorted((folder / "formats" / "ris").glob("*")):
        text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        if rispy_reads(text):
            texts.append(text.strip() + "\n\n")
    texts = texts or [
        f"TY  - JOUR\nTI  - Peer support {number}\nAU  - Repper, Julie\nPY  - 2021\n"
        f"T2  - Journal of Peers\nAB  - {'Background and results. ' * 40}\nDO  - 10.1000/{number}\n"
        f"VL  - 1\nSP  - {number}\nKW  - peers\nKW  - recovery\nER  - \n\n"
        for number in range(1000)
    ]
    whole = "".join(texts)
    times = -(-RIS_RECORDS // whole.count("TY  - "))
    target.write_text(whole * times, encoding="utf-8")


def pubmed_file(folder: Path, target: Path) -> bool:
    """Write the first articles of a baseline file; say whether there is one."""
    source = folder / "api" / "pubmed_baseline" / "pubmed20n0014.xml.gz"
    if not source.exists():
        return False
    with gzip.open(source) as stream:
        text = stream.read()
    end = -1
    for _ in range(ARTICLES):
        end = text.index(b"</PubmedArticle>", end + 1)
    # Bio.Entrez refuses documents whose type is named by an http address.
    head = text[: end + len("</PubmedArticle>")].replace(b'"http://dtd', b'"https://dtd', 1)
    target.write_bytes(gzip.compress(head + b"</PubmedArticleSet>", 1))
    return True


def main() -> None:
    """Run the races."""
    options = argparse.ArgumentParser(description=__doc__)
    beside = Path(__file__).parents[1].parent / "shared" / "data"
    options.add_argument("folder", nargs="?", type=Path, default=beside)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "records.ris"
        ris_file(chosen.folder, path)
        race("RIS", path, {"searchkit": OURS, "rispy.load": RISPY}, chosen.rounds)
        path = Path(scratch) / "articles.xml.gz"
        if pubmed_file(chosen.folder, path):
            contenders = {
                "searchkit": OURS,
                "Bio.Entrez.read": ENTREZ,
                "pubmed_parser": PUBMED_PARSER,
            }
            race("PubMed XML", path, contenders, chosen.rounds)


if __name__ == "__main__":
    main()
