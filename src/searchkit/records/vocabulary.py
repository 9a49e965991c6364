"""Tables of names: languages and kinds of publication, as platforms write them."""

from __future__ import annotations

_LANGUAGE_ROWS = """
eng en english
fra fr fre french
deu de ger german
spa es spanish castilian
por pt portuguese
ita it italian
nld nl dut dutch flemish
nor no nob nno nb nn norwegian
swe sv swedish
dan da danish
fin fi finnish
isl is ice icelandic
rus ru russian
ukr uk ukrainian
pol pl polish
ces cs cze czech
slk sk slo slovak
slv sl slovenian slovene
hrv hr scr croatian
srp sr scc serbian
bos bs bosnian
bul bg bulgarian
ron ro rum romanian
hun hu hungarian
ell el gre greek
tur tr turkish
ara ar arabic
heb he hebrew
fas fa per persian farsi
zho zh chi chinese
jpn ja japanese
kor ko korean
vie vi vietnamese
tha th thai
hin hi hindi
ind id indonesian
msa ms may malay
est et estonian
lav lv latvian
lit lt lithuanian
cat ca catalan
glg gl galician
eus eu baq basque
afr af afrikaans
lat la latin
sqi sq alb albanian
mkd mk mac macedonian
kat ka geo georgian
mul multilingual
und undetermined
"""

LANGUAGES: dict[str, str] = {
    name: row.split()[0] for row in _LANGUAGE_ROWS.strip().splitlines() for name in row.split()
}
"""Codes of ISO 639-1, 639-2 (both forms) and 639-3, MARC's old ones, and English names."""

_TYPE_ROWS = {
    "article": "jour; journal article; article; journal; ejour; original article; ar; "
    "article-journal; journalarticle; research article; research-article; art; j",
    "review": "review; re; review article; literature review; short survey",
    "systematic review": "systematic review",
    "conference abstract": "conference abstract; meeting abstract; abstract; abst; congress",
    "conference paper": "conference paper; proceedings paper; conf; cpaper; cp; conference "
    "proceeding; conference proceedings; proceedings; inproceedings; paper conference; "
    "conference; proceedings article; c",
    "conference review": "conference review; cr",
    "book": "book; bk; whole book; edbook; ebook; edited book; b; monograph",
    "chapter": "chapter; book chapter; chap; ch; echap; inbook; incollection; book section; "
    "reference entry; book part",
    "editorial": "editorial; ed; editorial material",
    "letter": "letter; le; comment; correspondence",
    "note": "note; no",
    "erratum": "erratum; er; correction; corrected and republished article; published erratum",
    "retraction": "retraction of publication; retraction; tb; retraction notice",
    "retracted": "retracted publication; retracted article; retracted",
    "thesis": "thesis; thes; dissertation; phdthesis; mastersthesis; thesis/dissertation; "
    "dissertation/thesis; academic dissertation; dissertation thesis",
    "preprint": "preprint; posted content; ejap; unpublished work; unpb",
    "report": "report; rprt; technical report; techreport; government document; govdoc",
    "randomized controlled trial": "randomized controlled trial; randomised controlled trial",
    "patent": "patent; pat; p",
    "news": "news; newspaper article; news item; newspaper; article newspaper",
    "web page": "web page; webpage; elec; blog; electronic",
    "dataset": "dataset; data; data paper; data file",
}

PUBLICATION_TYPES: dict[str, str] = {
    " ".join(name.replace("-", " ").split()): kind
    for kind, names in _TYPE_ROWS.items()
    for name in names.split(";")
}
"""Kinds of publication by the names and codes of RIS, PubMed, Scopus, Web of Science, CSL."""
