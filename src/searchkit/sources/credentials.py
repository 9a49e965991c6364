"""Settings: where a source is reached and with which credentials, from outside the review.

The environment comes first, then `config.toml` in the user's configuration folder (or the
file that `SEARCHKIT_CONFIG` names)::

    email = "name@example.org"

    [pubmed]
    api_key = "..."

Nothing is read from the review's own folder, so that a key cannot be committed with it.
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

PLAIN = ("url", "email", "rate")
"""Settings that every source knows; `rate` is requests per second."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret that a source may use, and the variables of the environment that hold it."""

    name: str
    variables: tuple[str, ...]


ACCOUNTS: Mapping[str, str] = {
    "ebsco-cinahl": "ebsco",
    "ebsco-academic-search-elite": "ebsco",
    "ebsco-psycinfo": "ebsco",
}
"""Sources that one account reaches: the section, and the variables, that hold for all of them.

What stands under a source's own name goes before."""

_EBSCO = (
    Credential("password", ("SEARCHKIT_EBSCO_PASSWORD",)),
    Credential("api_key", ("SEARCHKIT_EBSCO_API_KEY",)),
)

CREDENTIALS: Mapping[str, tuple[Credential, ...]] = {
    "pubmed": (Credential("api_key", ("SEARCHKIT_PUBMED_API_KEY", "NCBI_API_KEY")),),
    "openalex": (Credential("api_key", ("SEARCHKIT_OPENALEX_API_KEY", "OPENALEX_API_KEY")),),
    "crossref": (Credential("token", ("SEARCHKIT_CROSSREF_TOKEN",)),),
    "semantic-scholar": (
        Credential(
            "api_key",
            ("SEARCHKIT_SEMANTIC_SCHOLAR_API_KEY", "S2_API_KEY", "SEMANTIC_SCHOLAR_API_KEY"),
        ),
    ),
    "lens": (Credential("token", ("SEARCHKIT_LENS_TOKEN", "LENS_API_TOKEN")),),
    "oria": (Credential("api_key", ("SEARCHKIT_ORIA_API_KEY", "PRIMO_API_KEY")),),
    "ebsco-cinahl": _EBSCO,
    "ebsco-academic-search-elite": _EBSCO,
    "ebsco-psycinfo": _EBSCO,
    "worldcat": (
        Credential("client_id", ("SEARCHKIT_WORLDCAT_CLIENT_ID",)),
        Credential("client_secret", ("SEARCHKIT_WORLDCAT_CLIENT_SECRET",)),
    ),
}

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "alma-sru": ("institution",),
    "oria": ("vid", "tab", "scope"),
    "ebsco-cinahl": ("user_id", "profile", "provider"),
    "ebsco-academic-search-elite": ("user_id", "profile", "provider"),
    "ebsco-psycinfo": ("user_id", "profile", "provider"),
}
"""Settings of single sources: which library's catalogue, or view of it, is searched."""


NEEDED: Mapping[str, tuple[str, ...]] = {
    "ebsco-cinahl": ("profile",),
    "ebsco-academic-search-elite": ("profile",),
    "ebsco-psycinfo": ("profile",),
    "worldcat": ("client_id", "client_secret"),
}
"""Settings that only an institution can give and without which nothing of a source can be had.

As long as they lack, its target is one that is searched by hand."""


def settings_file(environment: Mapping[str, str]) -> Path:
    """Return the path of the configuration file, which need not exist."""
    if named := environment.get("SEARCHKIT_CONFIG"):
        return Path(named)
    from platformdirs import user_config_path  # noqa: PLC0415 - not needed to translate

    return user_config_path("searchkit") / "config.toml"


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

    secrets = {row.name: pick(row.name, *row.variables) for row in credentials}
    settings = Settings(
        url=pick("url"),
        email=email or pick("email", "SEARCHKIT_EMAIL"),
        rate=_rate(pick("rate")),
        options={name: pick(name) for name in options},
        secrets={name: value for name, value in secrets.items() if value},
    )
    _check_encryption(settings)
    return settings


def is_set_up(source: str, *, environment: Mapping[str, str] | None = None) -> bool:
    """Say whether a source has the settings without which nothing of it can be had."""
    needed = NEEDED.get(source, ())
    if not needed:
        return True
    settings = load_settings(source, environment=environment)
    return all({**settings.options, **settings.secrets}.get(name) for name in needed)


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
        section = content.get(source, {})
        if not isinstance(section, dict):
            raise UsageError(f"`{source}` in {path} is not a section", help=f"write `[{source}]`")
        for name in section:
            if name not in (*PLAIN, *own):
                raise UnknownNameError(f"setting of {source}", name, [*PLAIN, *own])
        merged |= section
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
