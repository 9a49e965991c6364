"""Credentials in the keyring: a real backend of the library, registered as its users do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit.sources.credentials import load_settings

keyring = pytest.importorskip("keyring", reason="the extra `keyring` is not installed")
backend = pytest.importorskip("keyring.backend")
errors = pytest.importorskip("keyring.errors")

KEY = "0123456789abcdef-planted-secret"


class InMemory(backend.KeyringBackend):  # type: ignore[misc]
    """A keyring that forgets everything at the end of the test; `locked` refuses to open."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}
        self.asked: list[tuple[str, str]] = []
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.append((service, username))
        if self.locked:
            raise errors.KeyringLocked(f"locked, with {KEY}")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, ring = keyring.get_keyring(), InMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def nowhere(tmp_path: Path) -> dict[str, str]:
    return {"SEARCHKIT_CONFIG": str(tmp_path / "config.toml")}


def test_it_is_asked_last(ring: InMemory, nowhere: dict[str, str], tmp_path: Path) -> None:
    keyring.set_password("searchkit", "pubmed.api_key", f"{KEY}-of-keyring")
    assert load_settings("pubmed", environment=nowhere).secrets == {"api_key": f"{KEY}-of-keyring"}
    ring.asked.clear()
    (tmp_path / "config.toml").write_text(f'[pubmed]\napi_key = "{KEY}-of-file"\n')
    assert load_settings("pubmed", environment=nowhere).secrets == {"api_key": f"{KEY}-of-file"}
    environment = nowhere | {"NCBI_API_KEY": KEY}
    assert load_settings("pubmed", environment=environment).secrets == {"api_key": KEY}
    assert ring.asked == []


def test_each_source_has_its_own(ring: InMemory, nowhere: dict[str, str]) -> None:
    ring.set_password("searchkit", "pubmed.api_key", KEY)
    assert load_settings("lens", environment=nowhere).secrets == {}
    assert ring.asked == [("searchkit", "lens.token")]
    assert load_settings("arxiv", environment=nowhere).secrets == {}


def test_an_account_of_several_sources_is_kept_once(
    ring: InMemory, nowhere: dict[str, str]
) -> None:
    ring.set_password("searchkit", "ebsco.password", KEY)
    ring.set_password("searchkit", "ebsco-psycinfo.password", f"{KEY}-of-its-own")
    for name, secret in (("ebsco-cinahl", KEY), ("ebsco-psycinfo", f"{KEY}-of-its-own")):
        assert load_settings(name, environment=nowhere).secrets == {"password": secret}


def test_a_locked_keyring_holds_nothing(ring: InMemory, nowhere: dict[str, str]) -> None:
    ring.locked = True
    assert load_settings("pubmed", environment=nowhere).secrets == {}


def test_what_it_holds_is_never_shown(ring: InMemory, nowhere: dict[str, str]) -> None:
    ring.set_password("searchkit", "pubmed.api_key", KEY)
    assert KEY not in repr(load_settings("pubmed", environment=nowhere))


def test_without_the_library_nothing_is_missed(
    nowhere: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert load_settings("pubmed", environment=nowhere).secrets == {}
