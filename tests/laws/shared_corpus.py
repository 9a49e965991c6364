"""The records on which translations are judged: real ones, with what they lack made up.

The corpus has titles, abstracts, years and, for some, MeSH headings. What a search can ask
beyond that (major focus, subheadings, author keywords, language, kind of publication) is put
there by rule, so that no answer is unknown and every effect can be seen to be right or wrong.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path

from searchkit.query.evaluation import IndexedHeading, Searchable
from searchkit.query.fields import Field
from searchkit.vocabulary import Mesh, read_mesh

SHARED = Path(__file__).parents[2].parent / "shared"
_CODES = ("th", "di", "dt", "px", "ep", "su")
_LANGUAGES = ("english", "english", "english", "german", "french")
_TYPES = ("Journal Article", "Review", "Randomized Controlled Trial", "Letter")


@cache
def corpus(step: int) -> tuple[Searchable, ...]:
    """Return every so-manieth record of the corpus."""
    path = SHARED / "data" / "corpus" / "records.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for place, line in enumerate(stream) if place % step == 0]
    return tuple(_searchable(place, row) for place, row in enumerate(rows))


def _searchable(place: int, row: dict[str, str]) -> Searchable:
    labels = [label for label in (row["keywords"] or "").split("; ") if label]
    headings = tuple(
        IndexedHeading(
            label,
            "mesh",
            major=(place + nth) % 3 == 0,
            subheadings=(_CODES[(place + nth) % 6],) if (place + nth) % 2 else (),
        )
        for nth, label in enumerate(labels)
    )
    year = str(row["year"] or "2001")[:4]
    words = (row["abstract"] or "").split()
    return Searchable(
        row["id"],
        {
            Field.TITLE: (row["title"] or "",),
            Field.ABSTRACT: (row["abstract"] or "",) if row["abstract"] else (),
            Field.AUTHOR_KEYWORD: tuple(labels[::3]) or tuple(words[5:20:5]),
            Field.INDEX_KEYWORD: tuple(labels[1::3]),
            Field.KEYWORDS_PLUS: tuple(words[3:30:9]),
            Field.SUBSTANCE: tuple(labels[2::4]),
            Field.YEAR: (year,),
            Field.PUBLICATION_DATE: (year,),
            Field.LANGUAGE: (_LANGUAGES[place % 5],),
            Field.PUBLICATION_TYPE: (_TYPES[place % 4],),
            Field.JOURNAL: ("The Lancet" if place % 2 else "Journal of Peer Support",),
            Field.JOURNAL_WORD: ("The Lancet" if place % 2 else "Journal of Peer Support",),
            Field.AUTHOR: ("Smith J", "Jones AB"),
        },
        headings,
    )


@cache
def mesh() -> Mesh:
    """Return the MeSH of 2022 that stands beside the checkout."""
    folder = SHARED / "data" / "mesh"
    return read_mesh([folder / "mesh2022_terms.tsv.gz", folder / "mesh2022_trees.tsv.gz"])
