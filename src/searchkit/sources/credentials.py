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
    """A secret that a source may use, and the variables of the environment that hold it."""

    name: str
    variables: tuple[str, ...]


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
}

OPTIONS: Mapping[str, tuple[str, ...]] = {
    "alma-sru": ("institution",),
    "oria": ("vid", "tab", "scope"),
}
"""Settings of single sources: which library's catalogue, or view of it, is searched."""


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
    filed = _from_file(source, names, settings_file(known))
    prefix = f"SEARCHKIT_{source.upper().replace('-', '_')}_"

    def pick(name: str, *variables: str) -> str:
        found = (known[variable] for variable in variables if known.get(variable))
        return next(found, filed.get(name, "")).strip()

    secrets = {
        row.name: pick(row.name, *row.variables) or kept_in_keyring(f"{source}.{row.name}")
        for row in credentials
    }
    settings = Settings(
        url=pick("url", f"{prefix}URL"),
        email=email or pick("email", f"{prefix}EMAIL", "SEARCHKIT_EMAIL"),
        rate=_rate(pick("rate", f"{prefix}RATE")),
        options={name: pick(name, f"{prefix}{name.upper()}") for name in options},
        secrets={name: value for name, value in secrets.items() if value},
    )
    _check_encryption(settings)
    return settings


def _from_file(source: str, own: list[str], path: Path) -> dict[str, str]:
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
    section = content.get(source, {})
    if not isinstance(section, dict):
        raise UsageError(f"`{source}` in {path} is not a section", help=f"write `[{source}]`")
    for name in section:
        if name not in (*PLAIN, *own):
            raise UnknownNameError(f"setting of {source}", name, [*PLAIN, *own])
    merged = {"email": content.get("email", ""), **section}
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
