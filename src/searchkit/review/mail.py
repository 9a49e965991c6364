"""The digest by mail, through the SMTP server that the environment names.

`SEARCHKIT_SMTP_URL` is `smtps://user@host:465` or `smtp://user@host:587` (which is encrypted
by STARTTLS before anything is said); the password is in `SEARCHKIT_SMTP_PASSWORD` or, as
`smtp.password`, in the keyring, the sender in `SEARCHKIT_EMAIL`. A password is never sent
without encryption.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from searchkit.errors import SearchkitError, UsageError
from searchkit.sources.keychain import kept_in_keyring

URL, PASSWORD, SENDER = "SEARCHKIT_SMTP_URL", "SEARCHKIT_SMTP_PASSWORD", "SEARCHKIT_EMAIL"
_SECONDS = 30
_LOCAL = ("localhost", "127.0.0.1", "::1")


def is_configured(environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether a server is named."""
    return bool(environment.get(URL))


def send(
    to: Sequence[str], subject: str, text: str, environment: Mapping[str, str] = os.environ
) -> None:
    """Send a text. Raises UsageError for settings that cannot be used, SearchkitError when
    the server does not take it; neither shows the password."""
    server = urlsplit(environment.get(URL, ""))
    sender = environment.get(SENDER, "")
    if server.scheme not in ("smtp", "smtps") or not server.hostname:
        raise UsageError(
            f"{URL} is not the address of a mail server",
            help="write smtps://user@host:465 or smtp://user@host:587",
        )
    if server.password:
        raise UsageError(f"{URL} holds a password", help=f"put it into {PASSWORD}")
    if not sender:
        raise UsageError("the digest has no sender", help=f"set {SENDER}")
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, sender, ", ".join(to)
    message.set_content(text)
    try:
        with _connection(server.scheme, server.hostname, server.port) as connection:
            if server.username:
                password = environment.get(PASSWORD) or kept_in_keyring("smtp.password")
                connection.login(unquote(server.username), password)
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as fault:
        # An SMTP error may quote what was sent; only its kind is shown.
        raise SearchkitError(
            f"the digest was not sent: {server.hostname} ({type(fault).__name__})",
            help=f"check {URL}, {PASSWORD} and {SENDER}; the digest is in its file",
        ) from None


def _connection(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, port or 465, timeout=_SECONDS, context=context)
    connection = smtplib.SMTP(host, port or 587, timeout=_SECONDS)
    if host not in _LOCAL:
        connection.starttls(context=ssl.create_default_context())
    return connection
