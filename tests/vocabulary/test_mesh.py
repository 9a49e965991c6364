"""MeSH from every kind of file that NLM or others hand out, and what it answers."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from searchkit.errors import UsageError
from searchkit.vocabulary import Kind, Mesh, installed, load, read_mesh, store

XML = """<?xml version="1.0"?>
<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.nlm.nih.gov/databases/dtd/nlmdescriptorrecordset_20250101.dtd">
<DescriptorRecordSet LanguageCode="eng">
<DescriptorRecord DescriptorClass="1">
  <DescriptorUI>D010379</DescriptorUI>
  <DescriptorName><String>Mental Health Services</String></DescriptorName>
  <AllowableQualifiersList>
    <AllowableQualifier><QualifierReferredTo><QualifierUI>Q1</QualifierUI></QualifierReferredTo><Abbreviation>EC</Abbreviation></AllowableQualifier>
    <AllowableQualifier><Abbreviation>OG</Abbreviation></AllowableQualifier>
  </AllowableQualifiersList>
  <PublicMeSHNote>1969; was PSYCHIATRIC CARE 1966-68 (see under PSYCHIATRY 1963-65)
  </PublicMeSHNote>
  <TreeNumberList><TreeNumber>F04.408</TreeNumber><TreeNumber>N02.421.461</TreeNumber></TreeNumberList>
  <ConceptList><Concept PreferredConceptYN="Y">
    <ConceptName><String>Mental Health Services</String></ConceptName>
    <TermList><Term><String>Mental Health Services</String></Term>
      <Term><String>Mental Hygiene Services</String></Term></TermList>
  </Concept></ConceptList>
</DescriptorRecord>
<DescriptorRecord><DescriptorUI>D003155</DescriptorUI>
  <DescriptorName><String>Community Mental Health Services</String></DescriptorName>
  <TreeNumberList><TreeNumber>F04.408.307</TreeNumber></TreeNumberList></DescriptorRecord>
<DescriptorRecord><DescriptorUI>D005260</DescriptorUI>
  <DescriptorName><String>Female</String></DescriptorName></DescriptorRecord>
<DescriptorRecord><DescriptorUI>D000001</DescriptorUI>
  <DescriptorName><String>Stress Disorders, Post-Traumatic</String></DescriptorName>
  <TreeNumberList><TreeNumber>F04.4080</TreeNumber></TreeNumberList></DescriptorRecord>
</DescriptorRecordSet>
"""
TREES = "Mental Health Services;F04.408\nMental Health Services;N02.421.461\nCommunity Mental Health Services;F04.408.307\n"
TERM_TABLE = (
    "DescriptorUI\tDescriptorName\tTermName\tIsPermutedTermYN\n"
    "D010379\tMental Health Services\tMental Health Services\tN\n"
    "D010379\tMental Health Services\tMental Hygiene Services\tN\n"
    "D010379\tMental Health Services\tHygiene Services, Mental\tY\n"
    "D003155\tCommunity Mental Health Services\tCommunity Mental Health Services\tN\n"
)
TREE_TABLE = (
    "DescriptorUI\tDescriptorName\ttree_location\n"
    "D010379\tMental Health Services\tF04.408\n"
    "D003155\tCommunity Mental Health Services\tF04.408.307\n"
)


def _written(folder: Path, name: str, text: str, *, packed: bool = False) -> Path:
    path = folder / name
    content = text.encode()
    path.write_bytes(gzip.compress(content) if packed else content)
    return path


@pytest.fixture
def mesh(tmp_path: Path) -> Mesh:
    return read_mesh([_written(tmp_path, "desc2025.gz", XML, packed=True)])


@pytest.mark.parametrize("kind", ["xml", "packed xml", "trees", "tables"])
def test_every_kind_of_file_gives_the_narrower_headings(kind: str, tmp_path: Path) -> None:
    files = {
        "xml": [("desc2025.xml", XML, False)],
        "packed xml": [("desc2025.gz", XML, True)],
        "trees": [("mtrees2025.bin", TREES, False)],
        "tables": [("terms2025.tsv.gz", TERM_TABLE, True), ("trees2025.tsv", TREE_TABLE, False)],
    }[kind]
    found = read_mesh(
        [_written(tmp_path, name, text, packed=packed) for name, text, packed in files]
    )
    assert found.year == "2025"
    assert found.narrower("mental health services") == {"Community Mental Health Services"}
    assert found.narrower("Community Mental Health Services") == frozenset()


def test_names_lead_to_the_heading_of_today(mesh: Mesh) -> None:
    for label, kind in (
        ("MENTAL HEALTH SERVICES", Kind.HEADING),
        ("Mental-Health-Services", Kind.HEADING),
        ("mental hygiene services", Kind.ENTRY_TERM),
        ("Psychiatric Care", Kind.EARLIER),
    ):
        match = mesh.find(label)
        assert match is not None
        assert (match.kind, match.descriptor.label) == (kind, "Mental Health Services")
    assert mesh.preferred("stress disorders post traumatic") == "Stress Disorders, Post-Traumatic"
    assert mesh.find("Psychiatry") is None
    assert mesh.subheadings("mental hygiene services") == ("ec", "og")
    assert mesh.suggest("mental health servces")[0] == "Mental Health Services"


def test_a_longer_number_is_not_below_a_shorter_one(mesh: Mesh) -> None:
    assert "Stress Disorders, Post-Traumatic" not in mesh.narrower("Mental Health Services")
    assert mesh.narrower("Female") == frozenset()


def test_permuted_terms_are_no_entry_terms(tmp_path: Path) -> None:
    found = read_mesh(
        [_written(tmp_path, "t.tsv", TERM_TABLE), _written(tmp_path, "u.tsv", TREE_TABLE)]
    )
    assert found.entry_terms("Mental Health Services") == ("Mental Hygiene Services",)


def test_what_is_stored_is_loaded(mesh: Mesh, tmp_path: Path) -> None:
    assert installed(tmp_path / "none") is None
    old = store(Mesh.of("2019", ()), tmp_path / "kept")
    path = store(mesh, tmp_path / "kept")
    assert installed(tmp_path / "kept") == path != old
    assert load(path) == mesh
    assert [one.name for one in (tmp_path / "kept").iterdir() if "part" in one.name] == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("desc2025.xml", XML[: len(XML) // 2].encode()),
        ("desc2025.gz", gzip.compress(XML.encode())[:300]),
        ("notes.txt", b"nothing of the kind"),
        ("terms.tsv", b"one\ttwo\n1\t2\n"),
        ("empty", b""),
    ],
)
def test_other_files_are_refused_by_name(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UsageError, match=name):
        read_mesh([path])


def test_a_damaged_store_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "mesh-2025.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"label": 3'))
    with pytest.raises(UsageError) as fault:
        load(path)
    assert fault.value.help
    assert "vocabulary update" in fault.value.help


def test_the_real_file(shared: Path) -> None:
    folder = shared / "data" / "mesh"
    found = read_mesh([folder / "mesh2022_terms.tsv.gz", folder / "mesh2022_trees.tsv.gz"])
    assert len(found.descriptors) > 30_000
    assert "Community Mental Health Services" in found.narrower("Mental Health Services")
    assert "Humans" in found.narrower("Animals")
    assert found.preferred("Questionnaires") == "Surveys and Questionnaires"
