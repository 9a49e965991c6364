"""Records as hypothesis draws them: whole ones for JSON Lines, plain ones for other formats."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from searchkit.records.record import (
    Author,
    Identifier,
    IndexTerm,
    Provenance,
    Record,
    Subheading,
)

anything = st.text(max_size=20)
# What a line of a tagged file can hold: no breaks, no blanks at either end, no doubled ones.
_letters = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs", "Co", "Cn"])
words = st.lists(st.text(_letters, min_size=1, max_size=8), min_size=1, max_size=3).map(" ".join)
line = st.just("") | words
name = st.sampled_from(["Repper", "Rodríguez-Pastor", "Ångström", "Luque", "Mary", "Jean-Paul"])
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))

provenances = st.builds(
    Provenance,
    platform=anything,
    database=anything,
    run=anything,
    query=anything,
    rank=st.none() | st.integers(1, 10**6),
    retrieved=st.none() | moments,
    file=anything,
    line=st.none() | st.integers(1, 10**6),
)
whole = st.builds(
    Record,
    title=anything,
    title_original=anything,
    abstract=anything,
    authors=st.lists(
        st.builds(
            Author,
            *[anything] * 6,
            st.lists(anything, max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    year=st.none() | st.integers(0, 3000),
    date=anything,
    journal=anything,
    journal_short=anything,
    volume=anything,
    issue=anything,
    pages=anything,
    doi=anything,
    pmid=anything,
    identifiers=st.lists(st.builds(Identifier, anything, anything), max_size=3).map(tuple),
    keywords=st.lists(anything, max_size=3).map(tuple),
    index_terms=st.lists(
        st.builds(
            IndexTerm,
            anything,
            anything,
            st.booleans(),
            st.lists(st.builds(Subheading, anything, st.booleans()), max_size=2).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    publication_types=st.lists(anything, max_size=2).map(tuple),
    languages=st.lists(anything, max_size=2).map(tuple),
    publisher=anything,
    place=anything,
    urls=st.lists(anything, max_size=2).map(tuple),
    provenance=st.lists(provenances, max_size=2).map(tuple),
    extra=st.lists(st.tuples(anything, anything), max_size=2).map(tuple),
)

people = st.one_of(
    st.builds(Author, family=name, given=name),
    st.builds(Author, family=name, initials=st.sampled_from(["J", "JM", "ABC"])),
    st.builds(Author, family=name, given=name, suffix=st.sampled_from(["Jr", "III"])),
    st.builds(Author, collective=st.lists(name, min_size=2, max_size=3).map(" ".join)),
)
years = st.integers(1500, 2199)
dates = years.flatmap(
    lambda year: st.tuples(
        st.just(year),
        st.sampled_from([f"{year}", f"{year}-03", f"{year}-11-09"]),
    )
)
schemes = st.sampled_from(["pmcid", "issn", "isbn", "nihms", "eid", "searchkit", "accession"])
number = st.integers(100, 10**6)
_values = {
    "pmcid": number.map("PMC{}".format),
    "issn": st.sampled_from(["0028-0836", "1476-468X"]),
    "isbn": st.just("9780123748560"),
    "nihms": number.map("NIHMS{}".format),
    "eid": number.map("2-s2.0-{}".format),
    "searchkit": number.map("rec{}".format),
    "accession": number.map("2019{}".format),
}


@st.composite
def plain(draw: st.DrawFn) -> Record:
    """Draw a record of what every format of records holds."""
    year, date = draw(st.just((None, "")) | dates)
    chosen = draw(st.lists(schemes, max_size=3, unique=True))
    return Record(
        title=draw(words),
        abstract=draw(line),
        authors=tuple(draw(st.lists(people, max_size=3))),
        year=year,
        date=date,
        journal=draw(line),
        volume=draw(st.sampled_from(["", "7", "131", "Suppl 2"])),
        issue=draw(st.sampled_from(["", "4", "7/8"])),
        pages=draw(st.sampled_from(["", "123-8", "e1000097", "S3-S9", "1535-41", "7"])),
        doi=draw(st.just("") | number.map("10.1000/aB{}".format)),
        pmid=draw(st.just("") | number.map(str)),
        identifiers=tuple(Identifier(scheme, draw(_values[scheme])) for scheme in chosen),
        keywords=tuple(draw(st.lists(words, max_size=3))),
        publication_types=tuple(
            draw(st.lists(st.sampled_from(["Journal Article", "Review"]), max_size=2, unique=True))
        ),
        languages=tuple(draw(st.lists(st.sampled_from(["eng", "nor"]), max_size=2, unique=True))),
        publisher=draw(line),
        place=draw(line),
        urls=tuple(draw(st.lists(st.just("https://example.org/a;b?c=1"), max_size=1))),
        provenance=tuple(draw(st.lists(provenances, max_size=2))),
    )
