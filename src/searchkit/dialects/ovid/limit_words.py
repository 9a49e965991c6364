"""Words that Ovid's limits use: languages, publication types, and what else stands alone.

Source: limits in published Ovid strategies and the lists of NLM (grade practice).
"""

from searchkit.query.nodes import LimitKind

LANGUAGES = frozenset(
    """
    afrikaans albanian arabic armenian bosnian bulgarian catalan chinese croatian czech danish
    dutch english estonian finnish french georgian german greek hebrew hindi hungarian icelandic
    indonesian italian japanese korean latvian lithuanian macedonian malay multilingual
    norwegian persian polish portuguese romanian russian serbian slovak slovenian spanish
    swedish thai turkish ukrainian urdu vietnamese welsh
    """.split()  # noqa: SIM905 - a list of sixty strings hides what it lists
)

WORDS: dict[str, LimitKind] = {
    "human": LimitKind.HUMANS,
    "humans": LimitKind.HUMANS,
    "animals": LimitKind.ANIMALS,
    "animal": LimitKind.ANIMALS,
    "female": LimitKind.SEX,
    "male": LimitKind.SEX,
    "abstracts": LimitKind.ABSTRACT,
    "full text": LimitKind.FULL_TEXT,
    "ovid full text available": LimitKind.FULL_TEXT,
    "in process": LimitKind.STATUS,
    "medline": LimitKind.STATUS,
    "pubmed not medline": LimitKind.STATUS,
    "in data review": LimitKind.STATUS,
    "publisher": LimitKind.STATUS,
    "embase": LimitKind.STATUS,
    "conference abstracts": LimitKind.STATUS,
    "exclude medline journals": LimitKind.STATUS,
}

OTHER_NAMES = {"review articles": "review"}
"""Limits of Ovid's pages that are a publication type under another name."""

PUBLICATION_TYPES = frozenset(
    {
        "address",
        "article",
        "autobiography",
        "bibliography",
        "biography",
        "book",
        "case reports",
        "chapter",
        "classical article",
        "clinical conference",
        "clinical study",
        "clinical trial",
        "clinical trial, all",
        "clinical trial, phase i",
        "clinical trial, phase ii",
        "clinical trial, phase iii",
        "clinical trial, phase iv",
        "comment",
        "comparative study",
        "conference abstract",
        "conference paper",
        "conference review",
        "congress",
        "congresses",
        "consensus development conference",
        "controlled clinical trial",
        "dataset",
        "dictionary",
        "directory",
        "duplicate publication",
        "editorial",
        "erratum",
        "equivalence trial",
        "evaluation studies",
        "evaluation study",
        "guideline",
        "historical article",
        "interview",
        "journal article",
        "lecture",
        "letter",
        "meta analysis",
        "meta-analysis",
        "multicenter study",
        "news",
        "note",
        "newspaper article",
        "observational study",
        "overall",
        "patient education handout",
        "peer reviewed journal",
        "periodical index",
        "personal narrative",
        "practice guideline",
        "pragmatic clinical trial",
        "preprint",
        "published erratum",
        "randomised controlled trial",
        "randomized controlled trial",
        "retracted publication",
        "retraction of publication",
        "review",
        "scientific integrity review",
        "short survey",
        "systematic review",
        "systematic reviews",
        "technical report",
        "twin study",
        "validation studies",
        "validation study",
        "video-audio media",
        "webcasts",
    }
)
