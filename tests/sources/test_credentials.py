"""Where settings come from, which one wins, and that a key does not travel in the open."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.errors import UnknownNameError, UsageError
from searchkit.sources import SOURCES
from searchkit.sources.credentials import CREDENTIALS, load_settings, settings_file

KEY = "0123456789abcdef-planted-secret"
FILE = f"""
email = "file@example.org"
[pubmed]
api_key = "{KEY}-of-file"
rate = 2
[elsewhere]
anything = "is of no concern here"
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "config.toml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


def test_the_file_alone(file: str) -> None:
    settings = load_settings("pubmed", environment={"SEARCHKIT_CONFIG": file})
    assert (settings.email, settings.rate) == ("file@example.org", 2)
    assert settings.secrets == {"api_key": f"{KEY}-of-file"}


@pytest.mark.parametrize("variable", ["NCBI_API_KEY", "SEARCHKIT_PUBMED_API_KEY"])
def test_the_environment_wins_over_the_file(file: str, variable: str) -> None:
    environment = {
        "SEARCHKIT_CONFIG": file,
        "SEARCHKIT_EMAIL": "environment@example.org",
        "SEARCHKIT_PUBMED_RATE": "5",
        variable: KEY,
    }
    settings = load_settings("pubmed", environment=environment)
    assert (settings.email, settings.rate) == ("environment@example.org", 5)
    assert settings.secrets == {"api_key": KEY}


def test_the_call_wins_over_both(file: str) -> None:
    environment = {"SEARCHKIT_CONFIG": file, "SEARCHKIT_EMAIL": "environment@example.org"}
    settings = load_settings("pubmed", email="call@example.org", environment=environment)
    assert settings.email == "call@example.org"


def test_nothing_configured_is_fine(tmp_path: Path) -> None:
    settings = load_settings("pubmed", environment={"SEARCHKIT_CONFIG": str(tmp_path / "no.toml")})
    assert (settings.url, settings.email, settings.rate, settings.secrets) == ("", "", None, {})


def test_the_file_lies_in_the_users_configuration_folder() -> None:
    path = settings_file({})
    assert path.name == "config.toml"
    assert "searchkit" in path.parts


def test_a_value_is_never_shown() -> None:
    settings = load_settings(
        "pubmed", environment={"SEARCHKIT_CONFIG": "none", "NCBI_API_KEY": KEY}
    )
    assert KEY not in repr(settings)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (f'api_key = "{KEY}', "cannot be read"),
        ("pubmed = 1", "not a section"),
        (f'[pubmed]\napi_keys = "{KEY}"', "api_keys"),
        ('[pubmed]\nrate = "fast"', "`fast` is not a number"),
        ("[pubmed]\nrate = -1", "above 0"),
        ("\udcff", "cannot be read"),
    ],
)
def test_a_bad_file_is_named_without_its_content(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=says) as told:
        load_settings("pubmed", environment={"SEARCHKIT_CONFIG": str(path)})
    assert KEY not in f"{told.value.message} {told.value.help}"


def test_a_wrong_name_offers_the_right_one(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[pubmed]\napikey = "x"', encoding="utf-8")
    with pytest.raises(UnknownNameError) as told:
        load_settings("pubmed", environment={"SEARCHKIT_CONFIG": str(path)})
    assert "did you mean `api_key`?" in (told.value.help or "")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://mirror.example.org", True),
        ("http://127.0.0.1:8080", True),
        ("http://localhost/eutils", True),
        ("http://mirror.example.org", False),
    ],
)
def test_a_key_travels_encrypted_or_stays_on_this_machine(url: str, allowed: bool) -> None:
    environment = {
        "SEARCHKIT_CONFIG": "none",
        "SEARCHKIT_PUBMED_URL": url,
        "NCBI_API_KEY": KEY,
    }
    if allowed:
        assert load_settings("pubmed", environment=environment).url == url
    else:
        with pytest.raises(UsageError, match="without encryption"):
            load_settings("pubmed", environment=environment)


def test_every_credential_belongs_to_a_source() -> None:
    assert set(CREDENTIALS) <= set(SOURCES.names())
