"""A search that goes back to where it came from changes nothing, and nothing is reported."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from searchkit.dialects import parse, target, target_names
from searchkit.query.nodes import LineReference, walk
from searchkit.translate import translate

HERE = Path(__file__).parent
READABLE = [name for name in target_names() if target(name).dialect.read is not None]
AS_WRITTEN = [
    ("pubmed", "asthma"),
    ("pubmed", "asthma[all]"),
    ("pubmed", '"peer support"'),
    ("pubmed", '"peer support"[tiab]'),
    ("pubmed", "smith[1au]"),
    ("pubmed", '"Asthma/drug therapy"[majr]'),
    ("pubmed", "(asthma[ti] OR cough[ti]) AND hasabstract AND english[la]"),
    ("scopus", 'TITLE("heart attack*") AND ABS({peer support})'),
    ("scopus", "TITLE({asthma}) AND AUTH(smith j)"),
    ("scopus", "TITLE(asthma) AND DOCTYPE(ar)"),
    ("scopus", 'TITLE(asthma) AND LIMIT-TO(SUBJAREA,"MEDI")'),
    ("scopus", 'TITLE(asthma) AND EXCLUDE(DOCTYPE,"re")'),
    ("scopus", 'TITLE(asthma) AND LIMIT-TO(EXACTKEYWORD,"Human")'),
    ("scopus", "TITLE(asthma) AND REF(smith)"),
    ("wos", "TS=asthma"),
    ("wos", 'TS="asthma"'),
    ("wos", "TS=(peer NEAR/2 support)"),
    ("wos", 'DT="Article" AND TI=asthma'),
    ("wos", "WC=Nursing AND SU=Nursing AND TI=asthma"),
    ("wos", "FPY=2020 AND PY=2019-"),
    ("embase", "asthma:ti NOT ([embase]/lim AND [medline]/lim)"),
    ("embase", "asthma:ti AND [1-1-2020]/sd"),
    ("embase", "asthma:ti AND [cochrane review]/lim"),
    ("ebsco:cinahl", 'TI "heart * attack"'),
    ("ebsco:cinahl", 'TI "heart attack" AND (MH "Asthma+")'),
    ("cochrane", '[mh "Asthma"[mj]]'),
    ("proquest", "TI(heart AND attack)"),
    ("proquest", "TI({co-production}) AND TI({heart attack})"),
    ("ovid:medline", "exp *Asthma/th, dt and (peer adj3 support*).ti,ab."),
]


@pytest.mark.parametrize(("name", "text"), AS_WRITTEN)
def test_it_stays_as_written(name: str, text: str) -> None:
    translation = translate(text, from_=name, to=name)
    assert translation.text == text
    assert [one.message for one in translation.diagnostics if one.code.id.startswith("T")] == []


def _constructs(name: str) -> list[str]:
    rows = tomllib.loads((HERE / f"{name.replace(':', '-')}.toml").read_text(encoding="utf-8"))
    return sorted({row["text"] for row in rows.values() if row["text"]})


@pytest.mark.parametrize("name", READABLE)
def test_what_a_platform_is_given_stays_on_it(name: str) -> None:
    tried = 0
    for text in _constructs(name):
        strategy = parse(text, name)
        query = strategy.lines[-1].query
        assert query is not None
        if any(isinstance(part, LineReference) for part in walk(query)):
            continue  # the line that it refers to is not here
        tried += 1
        translation = translate(strategy, to=name)
        told = [one.message for one in translation.diagnostics if one.code.id.startswith("T")]
        assert (text, told) == (text, [])
        assert translation.trees[-1] == query
    assert tried > 50


def test_a_range_of_lines_becomes_one_string() -> None:
    text = "1. asthma.ti.\n2. cough.ti.\n3. or/1-2\n4. limit 3 to humans"
    translation = translate(text, from_="ovid:medline", to="ovid:medline")
    assert translation.text == "asthma.ti. or cough.ti.\nlimit 1 to humans"
    assert translation.diagnostics == ()
