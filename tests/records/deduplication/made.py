"""Records made up for tests: works, and the ways in which databases retell them."""

from __future__ import annotations

import random
from dataclasses import replace

from searchkit.records.record import Author, Provenance, Record

WORDS = [
    "peer",
    "support",
    "carers",
    "psychosis",
    "crisis",
    "houses",
    "recovery",
    "nursing",
    "sleep",
    "trial",
    "cohort",
    "housing",
    "migrants",
    "screening",
    "interview",
    "stroke",
    "aphasia",
    "memory",
    "reading",
    "village",
    "teachers",
    "nutrition",
    "violence",
    "adolescents",
    "hospital",
    "discharge",
    "telephone",
    "coaching",
    "pain",
    "dementia",
    "exercise",
]
NAMES = [
    "Aldous",
    "Brede",
    "Castell",
    "Dimova",
    "Eriksen",
    "Farouk",
    "Gruber",
    "Hollis",
    "Ibarra",
    "Jansen",
    "Kowal",
    "Lund",
]
JOURNALS = (
    "Journal of Community Psychiatry", "Nursing Inquiry Quarterly", "Stroke Rehabilitation",
    "Annals of Public Health", "Carer Studies", "European Journal of Crisis Work",
)  # fmt: skip


def works(count: int, seed: int = 7) -> list[Record]:
    """Return unlike works."""
    chance = random.Random(seed)
    return [
        Record(
            title=" ".join(chance.sample(WORDS, 7)).capitalize(),
            authors=tuple(
                Author(name, chance.choice(("Anna", "Boris", "Clara")))
                for name in chance.sample(NAMES, 3)
            ),
            year=chance.randint(1990, 2020),
            journal=chance.choice(JOURNALS),
            volume=str(chance.randint(1, 60)),
            issue=str(chance.randint(1, 6)),
            pages=f"{(first := chance.randint(2, 900))}-{first + 8}",
            doi=f"10.1000/{number}",
            provenance=(Provenance(database="MEDLINE", rank=number + 1),),
        )
        for number in range(count)
    ]


def retold(record: Record) -> list[Record]:
    """Return one work as other databases tell it."""
    first, _, last = record.pages.partition("-")
    short = f"{first}-{last[-1]}" if len(first) == len(last) else record.pages
    initials = tuple(replace(author, given=author.given[:1]) for author in record.authors)
    told = [
        replace(record, title=record.title.upper(), doi=""),
        replace(record, title=f"{record.title}. [Review] [33 refs]", pages=short),
        replace(record, authors=initials, issue="", doi=""),
        replace(record, pages=first, volume=f"{record.volume} Suppl 1"),
        replace(record, authors=record.authors[:1], doi=""),
        replace(record, pages="", doi=""),
    ]
    stamp = (Provenance(database="Embase"),)
    return [replace(other, provenance=stamp) for other in told]
