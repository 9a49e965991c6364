"""E-utilities answers: ESearch into plain values, error documents into errors.

Answers of ESearch are parsed by Biopython. Before it sees one, its document type is
replaced by the one that Biopython brings along: it refuses types named with `http://` (any
answer before about 2020) and would go to the network for a type it does not know.

NCBI reports faults in many ways: XML with `<ERROR>` (status 200 or 400), JSON although XML
was asked for, a web page. `fault_text` finds the text, `FAULTS` says what it means.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, NamedTuple

from searchkit.errors import HarvestError, NotEntitled, QuotaExceeded, RequestRefused
from searchkit.sources.answers import excerpt
from searchkit.sources.base import ServerWarning, TryAgain


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What ESearch says: the hit count, the PMIDs it lists, where the history keeps them."""

    count: int
    pmids: tuple[str, ...]
    webenv: str
    query_key: str
    translation: str
    warnings: tuple[ServerWarning, ...]


class Fault(NamedTuple):
    """A piece of an error text, whether to try again, and what to raise (at last)."""

    text: str
    again: bool
    raised: type[HarvestError]
    help: str


FAULTS = (
    # V: recorded; reported with status 429 and, by two others, with 200.
    Fault(
        "api rate limit exceeded",
        True,
        QuotaExceeded,
        "stop other programs that use the same address or key, then run it again",
    ),
    # C: several public clients record it with status 400, the key repeated in the body.
    Fault(
        "api key invalid",
        False,
        NotEntitled,
        "correct NCBI_API_KEY (or `api_key` under [pubmed] in the configuration file), or"
        " leave it out: it is not needed, only faster",
    ),
    # V: recorded. ESearch and EFetch never go beyond 9,999 records of one search.
    Fault(
        "cannot be larger than 9998",
        False,
        RequestRefused,
        "cut the search into parts of less than 10,000 records, for example by years",
    ),
    # V: recorded. The same words for a passing fault and for a query it cannot parse.
    Fault(
        "search backend failed",
        True,
        RequestRefused,
        "try later; if it stays, check brackets and quotation marks of the search string",
    ),
)
_OTHER = Fault("", False, RequestRefused, "check the search string and the settings of the source")

_XML_ERROR = re.compile(rb"<ERROR>(.*?)</ERROR>", re.DOTALL)
_BUNDLED = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN"'
    b' "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">'
)
_HEAD = 4_000

WARNINGS = (
    ("ErrorList", "PhraseNotFound", "phrase-not-found"),
    ("ErrorList", "FieldNotFound", "field-ignored"),
    ("WarningList", "QuotedPhraseNotFound", "quoted-phrase-not-found"),
    ("WarningList", "PhraseIgnored", "phrase-ignored"),
    ("WarningList", "OutputMessage", "server-message"),
)


def fault_text(body: bytes) -> str:
    """Return the error that an answer reports in its body, or an empty string.

    >>> fault_text(b"<eFetchResult><ERROR>ID list is empty!</ERROR></eFetchResult>")
    'ID list is empty!'
    >>> fault_text(b'{"error":"API rate limit exceeded","count":"4","limit":"3"}')
    'API rate limit exceeded'
    """
    start = body[:_HEAD].lstrip()
    if start.startswith(b"{"):
        return _json_fault(body)
    # An abstract may speak about errors, but an article set never holds this element.
    found = _XML_ERROR.findall(body if b"<eSearchResult" in start else start)
    return "; ".join(excerpt(text) for text in found)


def _json_fault(body: bytes) -> str:
    try:
        # NCBI puts raw line ends into strings (V: recorded), which strict JSON forbids.
        content = json.loads(body, strict=False)
    except ValueError:
        return ""
    if not isinstance(content, dict):
        return ""
    inner = content.get("esearchresult")
    rows: list[Mapping[str, Any]] = [content, inner if isinstance(inner, dict) else {}]
    said = (row.get(key) for row in rows for key in ("error", "ERROR"))
    return next((" ".join(str(text).split()) for text in said if text), "")


def fault_of(text: str) -> Fault:
    """Return what an error text means; unknown texts are refusals."""
    lower = text.lower()
    return next((fault for fault in FAULTS if fault.text in lower), _OTHER)


def fault_error(text: str, wait: float | None = None) -> TryAgain | HarvestError:
    """Return the error for an error text; `wait` is how long the platform asks to wait."""
    fault = fault_of(text)
    told = f"PubMed answers with an error: {text}"
    if fault.again:
        return TryAgain(told, wait=wait, otherwise=fault.raised, help=fault.help)
    return fault.raised(told, help=fault.help)


def read_search(body: bytes) -> SearchAnswer:
    """Read an answer of ESearch (XML). Raises TryAgain when it is damaged or something else."""
    from Bio import Entrez  # noqa: PLC0415 - slow to load
    from Bio.Entrez.Parser import (  # noqa: PLC0415 - loads Biopython
        CorruptedXMLError,
        NotXMLError,
        ValidationError,
    )

    if b"<eSearchResult" not in body[:_HEAD]:
        raise TryAgain(f"PubMed answers with something else than a search result: {excerpt(body)}")
    content = _BUNDLED + body[body.index(b"<eSearchResult") :]
    try:
        answer = Entrez.read(BytesIO(content), validate=False)
        count = int(answer["Count"])
    except (CorruptedXMLError, NotXMLError, ValidationError, KeyError, ValueError) as fault:
        raise TryAgain(
            f"PubMed's answer to the search is damaged ({type(fault).__name__})"
        ) from None
    warnings = (
        ServerWarning(kind, str(phrase))
        for group, element, kind in WARNINGS
        for phrase in answer.get(group, {}).get(element, ())
    )
    return SearchAnswer(
        count=count,
        pmids=tuple(str(pmid) for pmid in answer.get("IdList", ())),
        webenv=str(answer.get("WebEnv", "")),
        query_key=str(answer.get("QueryKey", "")),
        translation=str(answer.get("QueryTranslation", "")),
        warnings=tuple(warnings),
    )
