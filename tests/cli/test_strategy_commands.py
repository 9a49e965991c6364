"""The command line as a user meets it: output, exit codes, no traceback for bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

Outcome = subprocess.CompletedProcess[str]


def searchkit(*arguments: str, text: str | None = None) -> Outcome:
    return subprocess.run(
        [sys.executable, "-c", "from searchkit.cli import main; main()", *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_translate_gives_the_string_alone_on_standard_output() -> None:
    done = searchkit("translate", "-", "--to", "pubmed", text="(live* adj experience*).ti,ab.")
    assert done.returncode == 0
    assert done.stdout == "live*[tiab] AND experience*[tiab]\n"
    assert "warning[T024]" in done.stderr
    assert "= effect: broader" in done.stderr
    assert "\x1b[" not in done.stderr


def test_translate_names_all_targets_when_none_is_named() -> None:
    done = searchkit("translate", "-", "-q", text="peer.ti.")
    titles = [row for row in done.stdout.splitlines() if row.startswith("# ")]
    assert "# ovid:medline" not in titles  # the language of the strategy itself
    assert {"# ovid:embase", "# pubmed", "# scopus", "# wos", "# ebsco:cinahl"} <= set(titles)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1. asthma.ti.\n2. cough.ti.\n3. drug.ti.", "lines 1 to 2 are no part of the last line"),
        ("1. asthma.ti.\n2. 1 or 1\n3. drug.ti.", "lines 1 to 2 are no part"),
        ("1. asthma.ti.\n2. cough.ti.\n3. drug.ti.\n4. 1 or 3", "line 2 is no part"),
    ],
)
def test_lines_that_the_search_does_not_use_are_told(text: str, said: str) -> None:
    done = searchkit("translate", "-", "--to", "pubmed", text=text)
    assert said in done.stderr
    assert "warning[T088]" in done.stderr
    assert "taken together: same" in done.stderr


def test_a_strategy_whose_lines_are_all_used_is_not_told_otherwise() -> None:
    done = searchkit("translate", "-", "--to", "pubmed", text="asthma.ti.\ncough.ti.\n1 or 2")
    assert "T088" not in done.stderr


def test_a_line_of_thousands_of_words_is_shown_around_its_place_only() -> None:
    words = [f"word{number}" for number in range(4000)]
    words[2000] = "*cance"
    done = searchkit("lint", "-", text=f"({' or '.join(words)}).ti,ab.")
    assert "or *cance or" in done.stdout
    assert max(map(len, done.stdout.splitlines())) < 200
    shown = done.stdout.splitlines()
    at = next(number for number, row in enumerate(shown) if "*cance or" in row)
    assert shown[at + 1].index("^") == shown[at].index("*cance")


def test_the_summary_under_an_error_counts_it() -> None:
    done = searchkit("translate", "-", "--to", "pubmed", text="peer.ti.\n1 or 9")
    assert "nothing to report" not in done.stderr
    assert "pubmed: 2 lines, 1 error; taken together: unknown" in done.stderr


def test_one_line_is_no_lines() -> None:
    done = searchkit("translate", "-", "--to", "pubmed", text="peer.ti.")
    assert done.stderr == "pubmed: 1 line, nothing to report; taken together: same\n"
    assert searchkit("lint", "-", text="peer.ti,ab,kf.").stdout == (
        "<stdin>: 1 line, nothing to report\n"
    )


def test_capital_letters_of_a_target_mean_the_same() -> None:
    call = ("translate", "-", "--from", "Ovid:MEDLINE", "--to", "PubMed")
    assert searchkit(*call, text="peer.ti.").stdout == "peer[ti]\n"


def test_lines() -> None:
    done = searchkit("translate", "-", "--to", "wos", "--lines", text="peer.ti.\nlay.ti.\n1 or 2")
    assert done.stdout.splitlines() == ['1  TI="peer"', '2  TI="lay"', "3  #1 OR #2"]


def test_json_has_the_documented_form() -> None:
    done = searchkit(
        "translate", "-", "--to", "pubmed", "--to", "wos", "--json", text="peer.ti,ab."
    )
    translations = json.loads(done.stdout)["translations"]
    assert [one["target"] for one in translations] == ["pubmed", "wos"]
    first = translations[0]
    assert set(first) >= {"target", "text", "lines", "diagnostics"}
    assert first["lines"] == [{"number": 1, "text": "peer[tiab]"}]
    (found,) = first["diagnostics"]
    assert set(found) >= {"code", "name", "effect", "message", "help", "line", "start", "end"}
    assert (found["code"], found["effect"], found["line"]) == ("T001", "broader", 1)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--fail-on", "broader"], 1),
        (["--fail-on", "narrower"], 0),
        (["--fail-on", "narrower", "--fail-on", "broader"], 1),
    ],
)
def test_fail_on(arguments: list[str], code: int) -> None:
    assert (
        searchkit("translate", "-", "--to", "pubmed", *arguments, text="peer.ab.").returncode
        == code
    )


@pytest.mark.parametrize(
    ("text", "effect"),
    [("Humans/", "different"), ('1. peer.in.\n2. limit 1 to yr="2010"', "unknown")],
)
@pytest.mark.parametrize("unwanted", ["narrower", "broader"])
def test_fail_on_takes_in_what_may_be_meant(text: str, effect: str, unwanted: str) -> None:
    call = ("translate", "-", "--from", "ovid:medline", "--to", "embase", "--json")
    done = searchkit(*call, "--fail-on", unwanted, text=text)
    found = json.loads(done.stdout)["translations"][0]["diagnostics"]
    assert {one["effect"] for one in found} - {None, "same"} == {effect}
    assert done.returncode == 1


def test_strict_refuses_and_says_where() -> None:
    done = searchkit("translate", "-", "--to", "pubmed", "--strict", text="peer or lay).ti.")
    assert done.returncode == 3
    assert "closing bracket has no opening one" in done.stderr
    assert "help:" in done.stderr


def test_parse_draws_the_tree() -> None:
    done = searchkit("parse", "-", text="(peer adj3 support*).ti,ab.")
    assert done.stdout.splitlines() == [
        "1",
        "  in title, abstract",
        "    near/2",
        "      term peer",
        "      term support[0..]",
    ]


def test_parse_json_is_a_tree() -> None:
    done = searchkit("parse", "-", "--json", text="exp *Peer Group/ (12)")
    (line,) = json.loads(done.stdout)["lines"]
    assert line["hits"] == 12
    assert line["query"]["node"] == "Heading"
    assert (line["query"]["label"], line["query"]["explode"], line["query"]["major"]) == (
        "Peer Group",
        True,
        True,
    )


def test_lint_exit_codes() -> None:
    assert searchkit("lint", "-", text="peer.ti,ab,kf.").returncode == 0
    assert searchkit("lint", "-", text="peer group").returncode == 0
    assert searchkit("lint", "-", "--strict", text="peer group").returncode == 1
    assert searchkit("lint", "-", text="1 or 9").returncode == 1


def test_explain() -> None:
    assert searchkit("explain", "T010").stdout.startswith("T010 proximity-to-and (warning)\n\n")
    assert searchkit("explain", "unopened-bracket").stdout.startswith("P002 ")
    listed = searchkit("explain").stdout.splitlines()
    assert len(listed) > 60
    unknown = searchkit("explain", "T01")
    assert unknown.returncode == 2
    assert "did you mean" in unknown.stderr
    assert max(map(len, unknown.stderr.splitlines())) < 120


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    done = searchkit("completion", shell)
    assert done.returncode == 0
    assert "searchkit" in done.stdout


def test_version_and_help() -> None:
    assert searchkit("--version").stdout.startswith("searchkit, version ")
    assert "translate" in searchkit("--help").stdout


BAD = [
    (["translate", "missing.txt"], 2, "cannot be read"),
    (["translate", ".", "--to", "pubmed"], 2, "is a folder"),
    (["translate", "-", "--to", "pubmde"], 2, "did you mean `pubmed`"),
    (["translate", "-", "--to", "psycinfo"], 2, "did you mean `ebsco:psycinfo` or `ovid:psycinfo`"),
    (["translate", "-", "--from", "scopsu"], 2, "did you mean `scopus`"),
    (["translate", "-", "--nonsense"], 2, "No such option"),
    (["translate", "-", "--to", "pubmed"], 1, "no search line"),
    (["nonsense"], 2, "No such command"),
]


@pytest.mark.parametrize(("arguments", "code", "said"), BAD)
def test_bad_calls_are_answered_without_a_traceback(
    arguments: list[str], code: int, said: str
) -> None:
    done = searchkit(*arguments, text="")
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_binary_file_is_no_strategy(tmp_path: Path) -> None:
    file = tmp_path / "strategy.docx"
    file.write_bytes(b"PK\x03\x04\x00\x00\x00")
    done = searchkit("translate", str(file), "--to", "pubmed")
    assert (done.returncode, "is not text" in done.stderr) == (2, True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "strategy.txt"
    file.write_bytes("“peer support”.ti.".encode(encoding))
    done = searchkit("translate", str(file), "--to", "pubmed", "-q")
    assert done.stdout == '"peer support"[ti]\n'


def test_light_start() -> None:
    """Translating loads neither pandas nor Biopython nor requests."""
    code = (
        "import sys, searchkit; searchkit.translate('peer.ti.', to='pubmed');"
        "print(sorted({'pandas', 'Bio', 'requests', 'numpy', 'searchkit.query.evaluation'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_words_are_written_out_when_asked_for(tmp_path: Path) -> None:
    """PubMed ignores nearness beside a `*`; the words of a list keep it, and are shown."""
    line = "(peer adj3 mentor*).ti,ab."
    widened = searchkit("translate", "-", "--to", "pubmed", "-q", text=line).stdout
    assert widened == "peer[tiab] AND mentor*[tiab]\n"
    words = tmp_path / "words.txt"
    words.write_text("# mine\nmentor\nmentors\nmentoring\n", encoding="utf-8")
    done = searchkit("translate", "-", "--to", "pubmed", "--words", str(words), text=line)
    assert done.stdout == (
        '"peer mentor"[tiab:~2] OR "peer mentoring"[tiab:~2] OR "peer mentors"[tiab:~2]\n'
    )
    assert "mentors" in done.stderr
    assert "narrower" in done.stderr


def test_the_built_in_words_and_the_words_of_records(tmp_path: Path) -> None:
    records = tmp_path / "mine.ris"
    records.write_text("TY  - JOUR\nTI  - Peers who mentored peers\nER  - \n", encoding="utf-8")
    line = "(peer adj3 mentor*).ti."
    own = searchkit("translate", "-", "--to", "pubmed", "-q", "--words", str(records), text=line)
    assert own.stdout == '"peer mentored"[ti:~2]\n'
    built_in = searchkit("translate", "-", "--to", "pubmed", "-q", "--words", "built-in", text=line)
    assert '"peer mentors"[ti:~2]' in built_in.stdout


def test_a_crosswalk_and_a_thesaurus_of_the_user(tmp_path: Path) -> None:
    crosswalk = tmp_path / "crosswalk.csv"
    crosswalk.write_text(
        "vocabulary,heading,to_vocabulary,to_heading,relation,confidence,provenance\n"
        "mesh,Peer Group,apa,Peers,exact,high,looked up by hand\n",
        encoding="utf-8",
    )
    narrower = tmp_path / "apa.csv"
    narrower.write_text("heading,narrower\nPeers,Peer Counseling\n", encoding="utf-8")
    done = searchkit(
        "translate",
        "-",
        "--to",
        "ebsco:psycinfo",
        "--crosswalk",
        str(crosswalk),
        "--thesaurus",
        f"apa={narrower}",
        text="exp Peer Group/",
    )
    assert 'DE "Peers"' in done.stdout
    assert 'DE "Peer Counseling"' in done.stdout
    wrong = searchkit("translate", "-", "--to", "pubmed", "--thesaurus", "apa", text="peer.ti.")
    assert (wrong.returncode, "NAME=FILE" in wrong.stderr) == (2, True)
