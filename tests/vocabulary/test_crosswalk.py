"""Crosswalks, thesauri and word lists of the user: read, used only when given, always told."""

from __future__ import annotations

import pytest

from searchkit.diagnostics import Effect
from searchkit.dialects.word_list import WordList, built_in
from searchkit.errors import UsageError
from searchkit.translate import translate
from searchkit.vocabulary import read_crosswalk, read_hierarchy

HEAD = "vocabulary,heading,to_vocabulary,to_heading,relation,confidence,provenance\n"
ROWS = (
    "mesh,Peer Group,cinahl,Peer Group,exact,high,scope notes compared\n"
    'mesh,State Medicine,cinahl,"Health Services, Public",broader,high,scope notes compared\n'
    "mesh,Mental Health,apa,Mental Health,exact,low,same words\n"
    "mesh,Mental Health,apa,Well Being,related,low,same words\n"
)


def _effects(text: str, to: str, crosswalk: bool) -> dict[str, Effect | None]:
    given = read_crosswalk(HEAD + ROWS) if crosswalk else None
    found = translate(text, to=to, crosswalk=given).diagnostics
    return {one.code.name: one.effect for one in found}


@pytest.mark.parametrize(
    ("text", "to", "effect"),
    [
        ("exp Peer Group/", "ebsco:cinahl", Effect.SAME),
        ("State Medicine/", "ebsco:cinahl", Effect.BROADER),
        ("Mental Health/", "ovid:psycinfo", Effect.UNKNOWN),
    ],
)
def test_a_row_replaces_a_heading_and_says_so(text: str, to: str, effect: Effect) -> None:
    assert _effects(text, to, True)["heading-replaced"] is effect
    without = _effects(text, to, False)
    assert "heading-replaced" not in without
    assert "heading-as-text" in without


def test_the_message_names_provenance_and_confidence() -> None:
    found = translate("exp Peer Group/", to="ebsco:cinahl", crosswalk=read_crosswalk(HEAD + ROWS))
    assert found.text == '(MH "Peer Group+")'
    replaced = next(one for one in found.diagnostics if one.code.name == "heading-replaced")
    assert replaced.notes == ("confidence high; source: scope notes compared",)


def test_several_rows_are_alternatives() -> None:
    found = translate("Mental Health/", to="ovid:psycinfo", crosswalk=read_crosswalk(HEAD + ROWS))
    assert found.text == "Mental Health/ or Well Being/"


def test_subheadings_do_not_come_along() -> None:
    assert _effects("Peer Group/og", "ebsco:cinahl", True)["subheading-lost"] is Effect.BROADER


def test_the_users_rows_count_before_others() -> None:
    mine = read_crosswalk(HEAD + "mesh,Peer Group,cinahl,Peers,exact,high,me\n")
    both = mine.over(read_crosswalk(HEAD + ROWS))
    assert [row.label for row in both.replacements("PEER GROUP", "mesh", "cinahl")] == ["Peers"]
    assert both.replacements("State Medicine", "mesh", "cinahl")
    assert both.replacements("State Medicine", "mesh", "emtree") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("vocabulary,heading\nmesh,X\n", "lacks the column to_vocabulary"),
        (HEAD + "mesh,X,cinahl,Y,exact,high,\n", "line 2: provenance is empty"),
        (
            HEAD + "mesh,X,cinahl,Y,exakt,high,me\n",
            "^the crosswalk, line 2: no relation is called `exakt`",
        ),
        (
            HEAD + "mesh,X,cinahl,Y,exact,sure,me\n",
            "^the crosswalk, line 2: no confidence is called `sure`",
        ),
        (HEAD + "mesh,X\n", "line 2: to_vocabulary, to_heading"),
    ],
)
def test_a_faulty_crosswalk_is_refused(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_crosswalk(text)


def test_a_thesaurus_of_the_user_explodes_where_the_platform_cannot() -> None:
    apa = read_hierarchy("heading,narrower\nPeers,Peer Counseling\nPeer Counseling,Peer Tutoring\n")
    found = translate(
        "exp Peers/", from_="ovid:psycinfo", to="ebsco:psycinfo", thesauri={"apa": apa}
    )
    assert found.text == '(DE "Peers") OR (DE "Peer Counseling") OR (DE "Peer Tutoring")'
    assert {one.code.name for one in found.diagnostics} >= {"exploded-by-hand"}
    alone = translate("exp Peers/", from_="ovid:psycinfo", to="ebsco:psycinfo")
    assert {one.code.name for one in alone.diagnostics} >= {"explosion-lost"}


def test_a_circle_in_a_thesaurus_ends() -> None:
    circle = read_hierarchy("heading,narrower\nA,B\nB,C\nC,A\n")
    assert circle.narrower("a") == {"B", "C"}


WORDS = WordList.of("my words", ["peer peers peered", "live lived", "support supports", "ms mss"])


@pytest.mark.parametrize(
    ("text", "to", "expected"),
    [
        (
            "(peer* adj3 support*).ti.",
            "pubmed",
            '"peer support"[ti:~2] OR "peer supports"[ti:~2] OR "peered support"[ti:~2] OR "peered supports"[ti:~2] OR "peers support"[ti:~2] OR "peers supports"[ti:~2]',
        ),
        (
            "(live* adj experience*).ti.",
            "pubmed",
            '"live experience*"[ti] OR "lived experience*"[ti]',
        ),
        ("ms*.ti.", "pubmed", "ms[ti] OR mss[ti]"),
        ("p##r.ti.", "pubmed", "peer[ti]"),
        ("support*.ti.", "pubmed", "support*[ti]"),
        ("zz*.ti.", "pubmed", "zz[ti]"),
        ("(peer* adj3 support*).ti.", "wos", "TI=(peer* NEAR/2 support*)"),
    ],
)
def test_words_are_written_out_where_a_target_cannot_truncate(
    text: str, to: str, expected: str
) -> None:
    assert translate(text, to=to, words=WORDS).text == expected


def test_words_written_out_are_shown_with_their_effect() -> None:
    found = translate("ms*.ti.", to="pubmed", words=WORDS).diagnostics
    told = next(one for one in found if one.code.name == "wildcard-enumerated")
    assert told.effect is Effect.NARROWER
    assert told.message == "`ms*` is written out as ms, mss"
    assert "my words" in told.notes[0]


def test_without_a_list_nothing_changes() -> None:
    assert translate("(peer* adj3 support*).ti.", to="pubmed").text == "peer*[ti] AND support*[ti]"


def test_the_built_in_list_knows_the_stems_of_the_protocol(protocol: str) -> None:
    truncated = {
        word for word in protocol.lower().replace("(", " ").replace(")", " ").split() if "*" in word
    }
    stems = {word.partition("*")[0].removesuffix(".ti,ab.") for word in truncated}
    known = built_in().words
    assert {stem for stem in stems if not any(word.startswith(stem) for word in known)} <= {
        "enduce"
    }


def test_a_list_is_drawn_from_texts_by_how_many_hold_a_word() -> None:
    assert WordList.of("x", ["peer peer", "peers", "peer"], least=2).words == ("peer",)
    assert WordList.read("x", "# a comment\npeer Peers # more\n").words == ("peer", "peers")
