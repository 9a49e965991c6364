"""Credentials in the keyring of the operating system, through the library `keyring`.

It is asked last, after the environment and the configuration file, and only when the library
is there (`pip install 'searchkit-review[keyring]'`). The service is `searchkit`, the name that
of the source and the credential: `keyring set searchkit pubmed.api_key`.
"""

from __future__ import annotations

SERVICE = "searchkit"


def kept_in_keyring(name: str) -> str:
    """Return the secret of a name, empty when there is none or no keyring can be opened.

    A keyring that is locked or missing must not stop a source that works without a
    credential; one that needs it is refused by its platform, and says what is lacking.
    """
    try:
        import keyring  # noqa: PLC0415 - an extra, and only for what is not found elsewhere
    except ModuleNotFoundError:
        return ""
    from keyring.errors import KeyringError  # noqa: PLC0415 - when it is needed

    try:
        return (keyring.get_password(SERVICE, name) or "").strip()
    except KeyringError:
        return ""
