"""Values in the answers of services: texts, lists, markup, names and what is left over.

Services send numbers as texts, single values instead of lists, and null for "not given";
here each becomes what the record needs. `Item` says which of its names were read, so that
the rest can be kept.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from searchkit.records.formats.names import author
from searchkit.records.record import Author

_HEADING = re.compile(
    r"\s*<(?P<tag>h[1-6]|(?:jats:)?title)\b[^>]*>(?P<text>.*?)</(?P=tag)>\s*", re.DOTALL | re.I
)
_BLOCK = re.compile(r"</?(?:jats:)?(?:p|sec|br|li|list|div)\b[^>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dXx]")


class Item:
    """The object that stands for one record; remembers which names were taken from it."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = content
        self._taken: set[str] = set()

    def take(self, name: str) -> Any:
        """Return a value as it was sent, None when there is none."""
        self._taken.add(name)
        return self._content.get(name)

    def seen(self, name: str) -> str:
        """Return a value as text, and leave it among the rest."""
        return next(iter(texts(self._content.get(name))), "")

    def text(self, name: str) -> str:
        """Return a value as text; of a list the first."""
        return next(iter(self.texts(name)), "")

    def texts(self, name: str) -> tuple[str, ...]:
        return texts(self.take(name))

    def rest(self, prefix: str) -> tuple[tuple[str, str], ...]:
        """Return what was not taken, each name with its value as text or compact JSON."""
        return tuple(
            (f"{prefix}:{name}", as_text(value))
            for name, value in self._content.items()
            if name not in self._taken and value not in (None, "", [], {})
        )


def as_text(value: Any) -> str:
    """Return any value as text: objects and lists as compact JSON.

    >>> as_text(7), as_text({"a": [1, "é"]})
    ('7', '{"a":[1,"é"]}')
    """
    if isinstance(value, str):
        return value.strip()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def texts(value: Any) -> tuple[str, ...]:
    """Return a value or the values of a list as texts, without empty and repeated ones.

    >>> texts(["a", None, "", 7, "a"]), texts(2021), texts(None)
    (('a', '7'), ('2021',), ())
    """
    values = value if isinstance(value, list) else [value]
    found = (as_text(one) for one in values if one is not None)
    return tuple(dict.fromkeys(text for text in found if text))


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list, or the one that stands for a list of one."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            yield one


def inner(value: Any) -> Mapping[str, Any]:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def plain(text: str) -> str:
    """Return a text without markup: headings as PubMed shows labels, entities as characters.

    >>> plain("<jats:sec><jats:title>Aim</jats:title><jats:p>p &lt; 1</jats:p></jats:sec>")
    'Aim: p < 1'
    >>> plain("H<sub>2</sub>O where x < 5 and y > 3")
    'H2O where x < 5 and y > 3'
    >>> plain("&lt;i&gt;Ascobolus&lt;/i&gt; and p &lt; 1")
    'Ascobolus and p < 1'
    """
    if "&lt;/" in text:  # markup that was escaped on its way to the service
        text = html.unescape(text)
    if "<" in text:
        text = _HEADING.sub(lambda found: f" {found['text'].rstrip(': ')}: ", text)
        text = _TAG.sub("", _BLOCK.sub(" ", text))
    return " ".join(html.unescape(text).split())


def orcid(value: Any) -> str:
    """Return the ORCID in a text, bare.

    >>> orcid("https://orcid.org/0000-0002-8517-9411")
    '0000-0002-8517-9411'
    """
    found = _ORCID.search(value) if isinstance(value, str) else None
    return found[0].upper() if found else ""


def person(name: str, *, code: str = "", affiliations: tuple[str, ...] = ()) -> Author:
    """Return the author of a full name; see `searchkit.records.formats.names.author`."""
    return replace(author(name), orcid=code, affiliations=affiliations)
