"""Credentials and a review: what is in its folder is shared, so no key may be there."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.store import all_runs, open_store
from servers.commands import KEY, Command, change
from servers.eutils import EUtilities


@pytest.mark.parametrize(
    "text",
    [
        f'api_key = "{KEY}"\n',
        f'[pubmed]\napi_key = "{KEY}"\n',
        f'[lens]\ntoken = "{KEY}"\n',
        f'[[database]]\ntarget = "wos"\ntoken = "{KEY}"\n',
        f'[store]\npassword = "{KEY}"\n',
    ],
)
def test_a_key_in_the_protocol_is_refused(review: Command, server: EUtilities, text: str) -> None:
    path = Path("review.toml")
    if text.startswith("[store]"):
        change("[store]\n", text)
    elif text.startswith("["):
        path.write_text(f"{path.read_text()}\n{text}")
    else:
        path.write_text(text + path.read_text())
    for command in ("run", "status", "next", "update", "reread"):
        done = review(command)
        assert done.code == 2
        assert "holds a credential (`" in done.err
        assert "keyring" in done.err
        assert KEY not in done.err + done.out
    assert server.calls == []


def test_a_configuration_file_in_the_folder_of_the_review_is_refused(
    review: Command, server: EUtilities, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    inside, outside = Path("config.toml"), tmp_path / "elsewhere.toml"
    for path in (inside, outside):
        path.write_text(f'[pubmed]\napi_key = "{KEY}"\n')
    monkeypatch.delenv("NCBI_API_KEY")
    monkeypatch.setenv("SEARCHKIT_CONFIG", "config.toml")
    done = review("run")
    assert done.code == 2
    assert "lies in the folder of the review" in done.err
    assert KEY not in done.err
    assert server.calls == []
    monkeypatch.setenv("SEARCHKIT_CONFIG", str(outside))
    assert review("run").code == 0
    assert server.calls[0].form["api_key"] == KEY


def test_a_key_of_the_keyring_is_sent_and_shown_nowhere(
    review: Command, server: EUtilities, place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keyring = pytest.importorskip("keyring", reason="the extra `keyring` is not installed")
    backend = pytest.importorskip("keyring.backend")

    class InMemory(backend.KeyringBackend):  # type: ignore[misc, name-defined]
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            return KEY if (service, username) == ("searchkit", "pubmed.api_key") else None

        def set_password(self, service: str, username: str, password: str) -> None:
            raise NotImplementedError

    monkeypatch.delenv("NCBI_API_KEY")
    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    try:
        told = [review("run"), review("status"), review("next"), review("update")]
    finally:
        keyring.set_keyring(before)
    assert [done.code for done in told] == [0, 1, 0, 0]
    assert {call.form["api_key"] for call in server.calls} == {KEY}
    assert all(KEY not in done.out + done.err for done in told)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert KEY.encode() not in path.read_bytes(), path
    with open_store(place) as store:
        assert all(KEY not in str(run) for run in all_runs(store))
