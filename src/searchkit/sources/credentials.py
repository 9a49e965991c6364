"""Settings: where a source is reached and with which credentials, from outside the review.

The environment comes first, then `config.toml` in the user's configuration folder (or the
file that `SEARCHKIT_CONFIG` names)::

    email = "name@example.org"

    [pubmed]
    api_key = "..."

What neither holds is looked for in the keyring. Nothing is read from the review's own folder,
so that a key cannot be committed with it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from searchkit.errors import UnknownNameError, UsageError
from searchkit.sources.base import Settings
from searchkit.sources.keychain import kept_in_keyring

PLAIN = ("url", "email", "rate")
"""Settings that every source knows; `rate` is requests per second."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret that a source may use, and the variables of the environment that hold it.

    The variable of the source's own (`variable`) goes before them.
    """

    name: str
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needed:
    """A setting without which nothing of a source can be had; `without` says what to do then."""

    name: str
    without: str


ACCOUNTS: Mapping[str, str] = {
    "ebsco-cinahl": "ebsco",
    "ebsco-academic-search-elite": "ebsco",
    "ebsco-psycinfo": "ebsco",
}
"""Sources that one account reaches: the section, and the variables, that hold for all of them.

What stands under a source's own name goes before."""

_EBSCO = (Credential("password"), Credential("api_key"))

CREDENTIALS: Mapping[str, tuple[Credential, ...]] = {
    "pubmed": (Credential("api_key", ("NCBI_API_KEY",)),),
    "openalex": (Credential("api_key", ("OPENALEX_API_KEY",)),),
    "crossref": (Credential("token"),),
    "semantic-scholar": (Credential("api_key", ("S2_API_KEY", "SEMANTIC_SCHOLAR_API_KEY")),),
    "lens": (Credential("token", ("LENS_API_TOKEN",)),),
    "oria": (Credential("api_key", ("PRIMO_API_KEY",)),),
    "scopus": (
        Credential("api_key", ("SCOPUS_API_KEY", "ELSEVIER_API_KEY")),
        Credential("insttoken", ("SCOPUS_INSTTOKEN", "ELSEVIER_INSTTOKEN")),
    ),
    "embase": (
        Credential("api_key", ("EMBASE_API_KEY", "ELSEVIER_API_KEY")),
        Credential("insttoken", ("EMBASE_INSTTOKEN", "ELSEVIER_INSTTOKEN")),
    ),
    "wos": (Credential("api_key", ("WOS_API_KEY",)),),
    "wos-starter": (Credential("api_key", ("WOS_STARTER_API_KEY",)),),
    "google-scholar": (Credential("api_key", ("SERPAPI_API_KEY", "SERPAPI_KEY")),),
    "ebsco-cinahl": _EBSCO,
    "ebsco-academic-search-elite": _EBSCO,
    "ebsco-psycinfo": _EBSCO,
    "worldcat": (Credential("client_id"), Credential("client_secret")),
}

_EBSCO_OPTIONS = ("user_id", "profile", "provider")
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "alma-sru": ("institution",),
    "oria": ("vid", "tab", "scope"),
    "scopus": ("view",),
    "wos": ("database", "editions"),
    "wos-starter": ("database", "editions", "plan"),
    "crossref": ("most",),
    "google-scholar": ("most",),
    "ebsco-cinahl": _EBSCO_OPTIONS,
    "ebsco-academic-search-elite": _EBSCO_OPTIONS,
    "ebsco-psycinfo": _EBSCO_OPTIONS,
}
"""Settings of single sources: which catalogue, view or edition is searched, by which plan; how
many records of a list that is ranked by relevance are taken; for Scopus how much of each record
is asked for (`COMPLETE`, or `STANDARD` in an eighth of the requests)."""

_BY_HAND = "search by hand without it (`searchkit next` says how)"
_EBSCO_NEEDED = (Needed("profile", f"the library's administrator of EBSCO knows it; {_BY_HAND}"),)
NEEDED: Mapping[str, tuple[Needed, ...]] = {
    "lens": (Needed("token", "Lens gives one on request, at lens.org"),),
    "oria": (Needed("api_key", "the library that runs the catalogue gives one"),),
    "scopus": (Needed("api_key", f"dev.elsevier.com gives one; {_BY_HAND}"),),
    "embase": (Needed("api_key", f"Elsevier gives one to institutions; {_BY_HAND}"),),
    "wos": (Needed("api_key", f"developer.clarivate.com gives one by contract; {_BY_HAND}"),),
    "wos-starter": (Needed("api_key", f"developer.clarivate.com gives one; {_BY_HAND}"),),
    "google-scholar": (
        Needed(
            "api_key",
            "serpapi.com sells one; without it search with Publish or Perish, save the"
            " results as RIS and store them with `searchkit import` (`searchkit next` says how)",
        ),
    ),
    "ebsco-cinahl": _EBSCO_NEEDED,
    "ebsco-academic-search-elite": _EBSCO_NEEDED,
    "ebsco-psycinfo": _EBSCO_NEEDED,
    "worldcat": (
        Needed("client_id", f"OCLC gives one to its members; {_BY_HAND}"),
        Needed("client_secret", f"OCLC gives one to its members; {_BY_HAND}"),
    ),
}


def settings_file(environment: Mapping[str, str]) -> Path:
    """Return the path of the configuration file, which need not exist."""
    if named := environment.get("SEARCHKIT_CONFIG"):
        return Path(named)
    from platformdirs import user_config_path  # noqa: PLC0415 - not needed to translate

    return user_config_path("searchkit") / "config.toml"


def refuse_inside(folder: Path, environment: Mapping[str, str]) -> None:
    """Raise UsageError when the configuration file that is named lies in a review's folder."""
    named = environment.get("SEARCHKIT_CONFIG")
    if named and Path(named).exists() and Path(named).resolve().is_relative_to(folder.resolve()):
        raise UsageError(
            f"the configuration file {named} lies in the folder of the review, and would be"
            " shared with it",
            help="move it out, name the new place in SEARCHKIT_CONFIG, and have new credentials"
            " issued if the folder was shared",
        )


def load_settings(
    source: str, *, email: str = "", environment: Mapping[str, str] | None = None
) -> Settings:
    """Return the settings of a source; `email` overrules what is configured.

    Raises UsageError for a file that is not TOML, a name it should not hold, a rate that is
    not a positive number, and a credential that would travel without encryption.
    """
    known = os.environ if environment is None else environment
    credentials = CREDENTIALS.get(source, ())
    options = OPTIONS.get(source, ())
    names = [*(row.name for row in credentials), *options]
    sections = [source, *filter(None, [ACCOUNTS.get(source)])]
    filed = _from_file(sections, names, settings_file(known))
    prefixes = [f"SEARCHKIT_{name.upper().replace('-', '_')}_" for name in sections]

    def pick(name: str, *variables: str) -> str:
        own = (f"{prefix}{name.upper()}" for prefix in prefixes)
        found = (known[variable] for variable in (*own, *variables) if known.get(variable))
        return next(found, filed.get(name, "")).strip()

    def kept(name: str) -> str:
        places = (kept_in_keyring(f"{section}.{name}") for section in sections)
        return next(filter(None, places), "")

    secrets = {row.name: pick(row.name, *row.variables) or kept(row.name) for row in credentials}
    settings = Settings(
        url=pick("url"),
        email=email or pick("email", "SEARCHKIT_EMAIL"),
        rate=_rate(pick("rate")),
        options={name: pick(name) for name in options},
        secrets={name: value for name, value in secrets.items() if value},
    )
    _check_encryption(settings)
    return settings


def section(source: str) -> str:
    """Return the section of the configuration file that holds for a source."""
    return ACCOUNTS.get(source, source)


def variable(source: str, name: str) -> str:
    """Return the variable of the environment that holds a setting of a source.

    >>> variable("ebsco-cinahl", "profile")
    'SEARCHKIT_EBSCO_PROFILE'
    """
    return f"SEARCHKIT_{section(source)}_{name}".upper().replace("-", "_")


def lacking(source: str, settings: Settings) -> Needed | None:
    """Return a setting that a source needs and does not have, None when it has all.

    What is reached at another address than the platform's own may not ask for any.
    """
    if settings.url:
        return None
    known = {**settings.options, **settings.secrets}
    return next((row for row in NEEDED.get(source, ()) if not known.get(row.name)), None)


def _from_file(sections: list[str], own: list[str], path: Path) -> dict[str, str]:
    """Return what a file says in some sections, those in front going before."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as fault:
        # The text of the fault may quote a line, and the line a key: only its kind is shown.
        raise UsageError(
            f"the configuration file {path} cannot be read ({type(fault).__name__})",
            help='it holds lines such as `email = "name@example.org"` and sections `[pubmed]`',
        ) from None
    merged = {"email": content.get("email", "")}
    for source in reversed(sections):
        held = content.get(source, {})
        if not isinstance(held, dict):
            raise UsageError(f"`{source}` in {path} is not a section", help=f"write `[{source}]`")
        for name in held:
            if name not in (*PLAIN, *own):
                raise UnknownNameError(f"setting of {source}", name, [*PLAIN, *own])
        merged |= held
    return {name: str(value) for name, value in merged.items()}


def _rate(text: str) -> float | None:
    if not text:
        return None
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < float("inf"):
        raise UsageError(f"the rate `{text}` is not a number of requests per second above 0")
    return rate


def _check_encryption(settings: Settings) -> None:
    address = urlsplit(settings.url)
    local = address.hostname in ("localhost", "127.0.0.1", "::1")
    if settings.secrets and address.scheme == "http" and not local:
        raise UsageError(
            f"a credential would be sent to {address.hostname} without encryption",
            help="use an address that begins with https://",
        )
