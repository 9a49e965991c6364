"""Recognise: whose language is this text? Signs of each platform are counted and shown.

A sign is a form that its platform has and others have not, or seldom: `.ti,ab.`, `[tiab]`,
`TITLE-ABS-KEY(`, `TS=(`. Its weight says how sure it makes us. A text without any sign is
not guessed at. The signs stand in `signs.toml`; PubMed's tags are known from its own table.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from searchkit.dialects.characters import plain

_ENOUGH = 10
"""How often one sign counts: a hundred `[tiab]` are no surer than ten."""


class Recognition(NamedTuple):
    """A target that a text may be written for.

    `score` is its share of all the signs found, between 0 and 1; `evidence` names each sign
    with how often it was found and where first.
    """

    target: str
    score: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    platform: str
    weight: int
    name: str
    shape: re.Pattern[str]


@cache
def _signs() -> tuple[_Sign, ...]:
    from importlib.resources import files  # noqa: PLC0415 - only where a language is guessed

    text = files("searchkit.dialects").joinpath("signs.toml").read_text(encoding="utf-8")
    found = []
    for row in tomllib.loads(text)["signs"]:
        flags = re.MULTILINE if row.get("capitals") else re.MULTILINE | re.IGNORECASE
        shape = re.compile(row["shape"], flags)
        found.append(_Sign(row["platform"], row["weight"], row["name"], shape))
    return tuple(found)


_DATABASES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "ovid": (
        ("psycinfo", r"\b(?:apa\s+)?psyc\s?info\b|\bpsycabstracts\b"),
        ("embase", r"\bembase\b"),
        ("medline", r""),
    ),
    "ebsco": (
        ("cinahl", r"\bcinahl\b"),
        ("psycinfo", r"\bpsyc\s?info\b"),
        ("academic-search-elite", r"\bacademic\s+search\b"),
        ("medline", r"\bmedline\b"),
        ("cinahl", r""),
    ),
}
"""Databases of a platform, and the name by which a text tells that it is meant."""


def recognise(text: str) -> list[Recognition]:
    """Return the targets that a text may be written for, the likeliest first.

    >>> [(one.target, one.evidence) for one in recognise("peer*.ti,ab. and mentor*.ti,ab.")]
    [('ovid:medline', ('2 x fields behind dots, first `.ti,ab.`',))]
    >>> recognise("peer support")
    []
    """
    read, _ = plain(text)
    found: dict[str, list[tuple[int, str]]] = {}
    for sign in _signs():
        matches = [match[0] for match in sign.shape.finditer(read.text)]
        _note(found, sign.platform, sign.weight, sign.name, matches)
    tags = [tag for tag in re.findall(r"\[[^\[\]\n]{1,40}\]", read.text) if _is_pubmed(tag)]
    _note(found, "pubmed", 3, "tags in square brackets", tags)
    _note(found, "pubmed", 3, "PubMed's name", re.findall(r"\bpubmed\b|\bhasabstract\b", read.text))
    total = sum(weight for signs in found.values() for weight, _ in signs)
    ranked = [
        Recognition(
            _with_database(platform, read.text),
            round(sum(weight for weight, _ in signs) / total, 3),
            tuple(shown for _, shown in signs),
        )
        for platform, signs in found.items()
    ]
    return sorted(ranked, key=lambda one: -one.score)


def _note(
    found: dict[str, list[tuple[int, str]]],
    platform: str,
    weight: int,
    name: str,
    matches: list[str],
) -> None:
    if matches:
        first = " ".join(matches[0].split())
        first = first if len(first) <= 30 else f"{first[:27]}..."
        shown = f"{len(matches)} x {name}, first `{first}`"
        found.setdefault(platform, []).append((weight * min(len(matches), _ENOUGH), shown))


def _is_pubmed(tag: str) -> bool:
    # The package reads PubMed's language too, and that loads pyparsing.
    from searchkit.dialects.pubmed.tags import TagKind, read_tag  # noqa: PLC0415 - at need

    return not tag.startswith("[mh ") and read_tag(tag).kind is not TagKind.UNKNOWN


def _with_database(platform: str, text: str) -> str:
    for database, shape in _DATABASES.get(platform, ()):
        if re.search(shape, text, re.IGNORECASE):
            return f"{platform}:{database}"
    return platform
