"""Subheadings: the qualifiers of MeSH, by their two-letter codes and full names.

The code is canonical in the tree; dialects that spell names take them from here. Source:
NLM's list of topical qualifiers with the two-letter abbreviations that Ovid, EBSCO and
MEDLINE share (PubMed User Guide, appendix; grade vendor). Qualifiers that NLM has merged
into others since (`ra`, `ri`, `us`, `ut`) stay, because published strategies use them.
"""

from types import MappingProxyType

MESH_SUBHEADINGS = MappingProxyType(
    {
        "aa": "analogs & derivatives",
        "ab": "abnormalities",
        "ad": "administration & dosage",
        "ae": "adverse effects",
        "ag": "agonists",
        "ah": "anatomy & histology",
        "ai": "antagonists & inhibitors",
        "an": "analysis",
        "bi": "biosynthesis",
        "bl": "blood",
        "bs": "blood supply",
        "cf": "cerebrospinal fluid",
        "ch": "chemistry",
        "ci": "chemically induced",
        "cl": "classification",
        "cn": "congenital",
        "co": "complications",
        "cs": "chemical synthesis",
        "ct": "contraindications",
        "cy": "cytology",
        "de": "drug effects",
        "df": "deficiency",
        "dg": "diagnostic imaging",
        "dh": "diet therapy",
        "di": "diagnosis",
        "dt": "drug therapy",
        "du": "diagnostic use",
        "ec": "economics",
        "ed": "education",
        "eh": "ethnology",
        "em": "embryology",
        "en": "enzymology",
        "ep": "epidemiology",
        "es": "ethics",
        "et": "etiology",
        "gd": "growth & development",
        "ge": "genetics",
        "hi": "history",
        "im": "immunology",
        "in": "injuries",
        "ip": "isolation & purification",
        "ir": "innervation",
        "is": "instrumentation",
        "lj": "legislation & jurisprudence",
        "me": "metabolism",
        "mi": "microbiology",
        "mo": "mortality",
        "mt": "methods",
        "nu": "nursing",
        "og": "organization & administration",
        "pa": "pathology",
        "pc": "prevention & control",
        "pd": "pharmacology",
        "ph": "physiology",
        "pk": "pharmacokinetics",
        "po": "poisoning",
        "pp": "physiopathology",
        "ps": "parasitology",
        "px": "psychology",
        "py": "pathogenicity",
        "ra": "radiography",
        "re": "radiation effects",
        "rh": "rehabilitation",
        "ri": "radionuclide imaging",
        "rt": "radiotherapy",
        "sc": "secondary",
        "sd": "supply & distribution",
        "se": "secretion",
        "sn": "statistics & numerical data",
        "st": "standards",
        "su": "surgery",
        "td": "trends",
        "th": "therapy",
        "tm": "transmission",
        "to": "toxicity",
        "tr": "transplantation",
        "tu": "therapeutic use",
        "ul": "ultrastructure",
        "ur": "urine",
        "us": "ultrasonography",
        "ut": "utilization",
        "ve": "veterinary",
        "vi": "virology",
    }
)


def subheading_code(name: str) -> str | None:
    """Return the code of a subheading given as a code or a full name, in any case.

    >>> subheading_code("ADMINISTRATION AND DOSAGE"), subheading_code("su"), subheading_code("zz")
    ('ad', 'su', None)
    """
    wanted = " ".join(name.casefold().replace(" and ", " & ").split())
    if wanted in MESH_SUBHEADINGS:
        return wanted
    for code, full in MESH_SUBHEADINGS.items():
        if full == wanted:
            return code
    return None
