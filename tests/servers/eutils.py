"""A server on this machine that behaves like NCBI's E-utilities, well or badly.

It keeps a result list of PMIDs, answers ESearch and EFetch as PubMed does (history server,
pages, counts), and applies the faults queued for a program, one to each request.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from servers.answering import Answer, Asked, running


@dataclass(frozen=True)
class Call:
    """A request as it arrived."""

    program: str
    method: str
    form: dict[str, str]
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer; with `sent`, only so many bytes leave before the connection is cut."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    sent: int | None = None


_DAYS = re.compile(r'"([\d/]+)"\[(crdt|mdat)\] : "([\d/]+)"\[')
_RANGE = r'"[\d/]+"\[\w+\] : "[\d/]+"\[\w+\]'
_ALTERNATIVES = re.compile(rf"{_RANGE}(?:\) OR \({_RANGE})*")
_NUMBERS = re.compile(r" AND (\d+):(\d+)\[uid\]")
_RANGES = re.compile(r'(^\(|\)(?: AND \(?"?[\d/]+"?(?:\[\w+\])? ?: ?"?[\d/]+"?\[\w+\]\)?)+$)')

Fault = Callable[[Call, Reply], Reply]

DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n'
    '<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN"'
    ' "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">\n'
)


def article(pmid: str) -> str:
    """Return a small, valid article of our own."""
    return (
        "<PubmedArticle><MedlineCitation Status='MEDLINE' Owner='NLM'>"
        f"<PMID Version='1'>{pmid}</PMID><Article PubModel='Print'><Journal>"
        "<JournalIssue CitedMedium='Print'><Volume>7</Volume><Issue>2</Issue>"
        "<PubDate><Year>2021</Year><Month>Mar</Month></PubDate></JournalIssue>"
        "<Title>Journal of Local Servers</Title></Journal>"
        f"<ArticleTitle>Peer support, trial number {pmid}</ArticleTitle>"
        "<Pagination><MedlinePgn>1-9</MedlinePgn></Pagination>"
        "<Abstract><AbstractText>Workers with lived experience.</AbstractText></Abstract>"
        "<Language>eng</Language></Article></MedlineCitation>"
        "<PubmedData><ArticleIdList>"
        f"<ArticleId IdType='pubmed'>{pmid}</ArticleId></ArticleIdList></PubmedData>"
        "</PubmedArticle>"
    )


def article_set(pmids: Sequence[str]) -> bytes:
    inner = "\n".join(article(pmid) for pmid in pmids)
    return f"<?xml version='1.0'?>\n<PubmedArticleSet>\n{inner}\n</PubmedArticleSet>\n".encode()


class EUtilities:
    """The state of the server: what it finds, what it has deleted, and how it misbehaves."""

    def __init__(self) -> None:
        self.pmids: list[str] = []
        self.found_by: dict[str, list[str]] = {}
        self.deleted: set[str] = set()
        self.count: int | None = None
        self.remarks = ""
        self.created: dict[str, str] = {}
        self.modified: dict[str, str] = {}
        self.changed: dict[str, str] = {}
        self.calls: list[Call] = []
        self.url = ""
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._sessions: dict[str, list[str]] = {}

    def misbehave(self, program: str, *faults: Fault) -> None:
        """Queue faults for the next requests to a program, one for each."""
        self._faults[program].extend(faults)

    def called(self, program: str) -> list[Call]:
        return [call for call in self.calls if call.program == program]

    def answer(self, call: Call) -> Reply:
        self.calls.append(call)
        reply = self._search(call) if call.program == "esearch" else self._fetch(call)
        faults = self._faults[call.program]
        return faults.popleft()(call, reply) if faults else reply

    def _search(self, call: Call) -> Reply:
        term = call.form["term"]
        pmids = self._found(term)
        session = f"MCID_{len(self._sessions)}"
        self._sessions[session] = pmids
        listed = pmids[: min(int(call.form["retmax"]), 9_999)]
        ids = "\n".join(f"<Id>{pmid}</Id>" for pmid in listed)
        history = f"<QueryKey>1</QueryKey><WebEnv>{session}</WebEnv>"
        body = (
            f"{DOCTYPE}<eSearchResult>"
            f"<Count>{len(pmids) if self.count is None else self.count}</Count>"
            f"<RetMax>{len(listed)}</RetMax><RetStart>0</RetStart>"
            f"{history if call.form.get('usehistory') == 'y' else ''}"
            f"<IdList>{ids}</IdList><TranslationSet/>"
            f"<QueryTranslation>{escape(term)}</QueryTranslation>{self.remarks}</eSearchResult>"
        )
        return Reply(body.encode())

    def _found(self, term: str) -> list[str]:
        """Return what a term finds; ranges of days and numbers at its end narrow it."""
        if term in self.found_by:
            return self.found_by[term]
        pmids = self.found_by.get(_RANGES.sub("", term), self.pmids)
        for joined in _ALTERNATIVES.findall(term):
            days = _DAYS.findall(joined)
            pmids = [pmid for pmid in pmids if any(self._on(pmid, *range_) for range_ in days)]
        for low, high in _NUMBERS.findall(term):
            pmids = [pmid for pmid in pmids if int(low) <= int(pmid) <= int(high)]
        return pmids

    def _on(self, pmid: str, low: str, name: str, high: str) -> bool:
        days = self.created if name == "crdt" else self.modified
        return low <= days.get(pmid, "2000/01/01") <= high

    def _fetch(self, call: Call) -> Reply:
        if "WebEnv" in call.form:
            start, size = int(call.form["retstart"]), int(call.form["retmax"])
            wanted = self._sessions[call.form["WebEnv"]][start : start + size]
        else:
            wanted = call.form["id"].split(",")
        there = [pmid for pmid in wanted if pmid not in self.deleted]
        content = article_set(there)
        for pmid in self.changed.keys() & set(there):
            before = f"trial number {pmid}<".encode()
            content = content.replace(before, f"trial number {pmid}{self.changed[pmid]}<".encode())
        return Reply(content)


@contextmanager
def serving(state: EUtilities | None = None) -> Iterator[EUtilities]:
    """Run the server in a thread until the block ends."""
    state = state or EUtilities()

    def answer(asked: Asked) -> Answer:
        program = asked.path.rpartition("/")[2].removesuffix(".fcgi")
        posted = asked.method == "POST"
        text = asked.body if posted else asked.query
        form = dict(parse_qsl(text, keep_blank_values=posted))
        reply = state.answer(Call(program, asked.method, form, dict(asked.headers)))
        return Answer(reply.status, reply.headers, reply.body, reply.sent)

    with running(answer) as state.url:
        yield state


# The faults: each turns the answer that would have been right into one that is not.


def throttled(seconds: str = "2", status: int = 429) -> Fault:
    """Too many requests; the body repeats the key that was sent, as NCBI's does."""

    def fault(call: Call, reply: Reply) -> Reply:
        said = {
            "error": "API rate limit exceeded",
            "api-key": call.form.get("api_key", "127.0.0.1"),
            "count": "4",
            "limit": "3",
        }
        return Reply(json.dumps(said).encode(), status, {"Retry-After": seconds})

    return fault


def invalid_key(call: Call, reply: Reply) -> Reply:
    said = {"error": "API key invalid", "api-key": call.form.get("api_key", "")}
    return Reply(json.dumps(said).encode(), 400)


def dropped(call: Call, reply: Reply) -> Reply:
    """The connection is cut in mid-body."""
    return replace(reply, sent=len(reply.body) // 2)


def hung_up(call: Call, reply: Reply) -> Reply:
    """The connection is cut before the first byte of the body."""
    return replace(reply, sent=0)


def truncated(call: Call, reply: Reply) -> Reply:
    """Half a body with a length that says it is whole."""
    return replace(reply, body=reply.body[: len(reply.body) // 2])


def truncated_gzip(call: Call, reply: Reply) -> Reply:
    """Half of a compressed body, with a length that says it is whole."""
    packed = gzip.compress(reply.body)
    headers = {"Content-Encoding": "gzip"}
    return replace(reply, body=packed[: len(packed) // 2], headers=headers)


def one_article_short(call: Call, reply: Reply) -> Reply:
    """A well-formed page from which the last article has gone."""
    head, _, _ = reply.body.rpartition(b"<PubmedArticle>")
    return replace(reply, body=head + b"</PubmedArticleSet>")


def broken_inside(call: Call, reply: Reply) -> Reply:
    """A page whose first article is damaged, with its end in place."""
    return replace(reply, body=reply.body.replace(b"</ArticleTitle>", b"</Article", 1))


def status(code: int, body: bytes = b"<html><body>Service unavailable</body></html>") -> Fault:
    return lambda call, reply: Reply(body, code)


def error_document(text: str, code: int = 200) -> Fault:
    root = {"esearch": "eSearchResult", "efetch": "eFetchResult"}
    return lambda call, reply: Reply(
        f"<?xml version='1.0'?>\n<{root[call.program]}><ERROR>{text}</ERROR>"
        f"</{root[call.program]}>".encode(),
        code,
    )


def json_error(text: str, code: int = 200) -> Fault:
    """An error in JSON, with a raw line end inside the string as NCBI sends it."""
    body = '{"header":{"type":"esearch"},"esearchresult":{"ERROR":"' + text + '"}}'
    return lambda call, reply: Reply(body.encode(), code)


def something_else(call: Call, reply: Reply) -> Reply:
    """JSON that is neither an error nor an answer, and cut besides."""
    return Reply(b'{"header":{"type":"esearch"},"esearchresult":{"count":')


def web_page(call: Call, reply: Reply) -> Reply:
    return Reply(b"<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>")


def too_long(call: Call, reply: Reply) -> Reply:
    page = (
        b"<html><head><title>x</title></head><body><h1>Submitted URI too large!</h1></body></html>"
    )
    return Reply(page, 414)


def counting(number: int) -> Fault:
    """Another hit count than the list of PMIDs has."""

    def fault(call: Call, reply: Reply) -> Reply:
        start, _, rest = reply.body.partition(b"<Count>")
        _, _, end = rest.partition(b"</Count>")
        return replace(reply, body=start + b"<Count>%d</Count>" % number + end)

    return fault


def page_of(*pmids: str) -> Fault:
    """A page with these records, whatever was asked for."""
    return lambda call, reply: replace(reply, body=article_set(pmids))


def late(seconds: float) -> Fault:
    """The right answer, after a while."""

    def fault(call: Call, reply: Reply) -> Reply:
        time.sleep(seconds)
        return reply

    return fault


def fine(call: Call, reply: Reply) -> Reply:
    return reply
