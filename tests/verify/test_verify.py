"""Verify: figures line by line, examples, contradictions, and where known records fall out."""

from __future__ import annotations

import pytest

from searchkit.diagnostics import Effect
from searchkit.query.evaluation import Semantics, evaluate
from searchkit.query.fields import Field
from searchkit.query.nodes import Fielded, Phrase, Term, Text
from searchkit.records.record import Author, Record
from searchkit.verify import Verification, read_identifiers, searchable, trace, verify
from searchkit.vocabulary import Descriptor, Mesh
from verify.records import INDEXED, RECORDS, STRATEGY

MESH = Mesh.of(
    "2022",
    [
        Descriptor("D1", "Mental Health Services", ("F04.408",)),
        Descriptor("D2", "Community Mental Health Services", ("F04.408.307",)),
    ],
)


@pytest.fixture(scope="module")
def found() -> Verification:
    return verify(STRATEGY, to="pubmed", records=RECORDS, vocabulary=MESH)


def test_each_line_has_its_figures(found: Verification) -> None:
    figures = [(r.number, r.source, r.translation, r.lost, r.added, r.unknown) for r in found.rows]
    assert figures == [
        (1, 3, 5, 0, 2, 0),
        (2, 4, 4, 0, 0, 2),
        (3, 1, 3, 0, 2, 1),
        (4, 1, 3, 0, 2, 1),
        (5, 1, 2, 0, 1, 1),
    ]
    whole = found.whole
    assert (whole.source, whole.translation, whole.added) == (1, 2, 1)
    assert [one.name for one in whole.added_examples] == ["PMID 2"]


def test_a_line_that_refers_states_the_effects_of_what_it_needs(found: Verification) -> None:
    stated = {row.number: row.stated for row in found.rows}
    assert stated[1] is Effect.BROADER
    assert stated[2] is Effect.SAME
    assert stated[3] is Effect.BROADER
    assert not any(row.contradicts for row in found.rows)


def test_a_line_under_not_is_judged_by_itself() -> None:
    text = "1. peer.ti.\n2. (peer* adj3 support*).ti.\n3. 1 not 2\n"
    found = verify(text, to="pubmed", records=RECORDS, policy="recall")
    assert not any(row.contradicts for row in (*found.rows, found.whole))


def test_without_mesh_what_only_a_narrower_heading_brings_is_unknown() -> None:
    found = verify(STRATEGY, to="pubmed", records=RECORDS)
    assert (found.rows[1].source, found.rows[1].unknown) == (0, 7)


def test_a_line_without_a_translation_is_named() -> None:
    found = verify("1. peer.ti.\n2. 20200101.up.\n3. 1 and 2", to="wos", records=RECORDS)
    assert [row.translated for row in found.rows] == [True, False, True]


@pytest.mark.parametrize(
    ("identifier", "source", "translation", "reasons"),
    [
        ("1", True, True, []),
        ("2", False, True, [(1, "(peer* adj3 support*).ti.", "matches nothing of it")]),
        ("3", False, False, [(1, "(peer* adj3 support*).ti.", "matches nothing of it")]),
        (
            "4",
            False,
            False,
            [
                (2, "exp Mental Health Services/", "matches nothing of it"),
                (4, "nurses.ti.", "excludes the record"),
            ],
        ),
        ("10.1000/5", None, None, [(2, "exp Mental Health Services/", "the record does not say")]),
        ("99", None, None, []),
    ],
)
def test_a_missed_record_says_where_it_falls_out(
    found: Verification,
    identifier: str,
    source: bool | None,
    translation: bool | None,
    reasons: list[tuple[int, str, str]],
) -> None:
    (known,) = trace(found, [identifier])
    assert (known.in_source, known.in_translation) == (source, translation)
    assert [(one.line, one.piece, one.why) for one in known.source_reasons] == reasons
    assert (known.record is None) == (identifier == "99")


def test_a_limit_names_itself(found: Verification) -> None:
    (known,) = trace(found, ["3"])
    assert [(one.line, one.piece) for one in known.translation_reasons] == [
        (5, "limit language: english")
    ]


def test_identifiers_are_read_as_people_write_them() -> None:
    text = "\ufeffPMID: 123\n\n# from the protocol\nhttps://doi.org/10.1000/ABC\n123\nother\n"
    assert read_identifiers(text) == ("123", "10.1000/abc", "other")


def test_a_record_that_tells_no_focus_is_unknown_about_it() -> None:
    told, untold = (
        searchable(Record(index_terms=INDEXED)),
        searchable(Record(index_terms=INDEXED[1:])),
    )
    assert told.headings is not None
    assert [row.major for row in told.headings] == [True, False]
    assert [row.subheadings for row in told.headings] == [("td",), ()]
    assert untold.headings is not None
    assert [(row.major, row.subheadings) for row in untold.headings] == [(None, None)]
    assert searchable(Record()).headings is None


def test_names_and_kinds_are_found_as_platforms_spell_them() -> None:
    record = Record(
        authors=(Author("Doe", "Jane Mary"),),
        languages=("eng",),
        publication_types=("JOUR",),
        year=2020,
    )
    found = searchable(record)
    assert "Doe JM" in found.texts[Field.AUTHOR]
    assert "english" in found.texts[Field.LANGUAGE]
    rules = Semantics(frozenset, (Field.TITLE,))
    kind = Phrase((Term((Text("journal"),)), Term((Text("article"),))))
    assert evaluate(Fielded(kind, (Field.PUBLICATION_TYPE,)), found, rules) is True
    assert evaluate(Fielded(kind, (Field.PUBLICATION_TYPE,)), searchable(Record()), rules) is None
