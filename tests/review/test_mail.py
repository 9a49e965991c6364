"""The digest by mail: what is sent, what is refused, and that no password is shown."""

from __future__ import annotations

import pytest

from searchkit.errors import SearchkitError
from searchkit.review.mail import send
from servers import smtp

SECRET = "planted-secret-of-the-mail"


def test_it_arrives_as_written() -> None:
    with smtp.serving() as (port, heard):
        environment = {
            "SEARCHKIT_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "SEARCHKIT_EMAIL": "from@example.org",
        }
        send(["a@example.org", "b@example.org"], "Update of: Peers", "1 new\n", environment)
    assert "Subject: Update of: Peers" in heard
    assert "1 new" in heard
    assert {row.upper() for row in heard if row.upper().startswith("RCPT")} == {
        "RCPT TO:<A@EXAMPLE.ORG>",
        "RCPT TO:<B@EXAMPLE.ORG>",
    }


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"SEARCHKIT_SMTP_URL": "mail.example.org"}, "not the address of a mail server"),
        ({"SEARCHKIT_SMTP_URL": f"smtps://u:{SECRET}@h"}, "holds a password"),
        ({"SEARCHKIT_EMAIL": ""}, "no sender"),
        ({"SEARCHKIT_SMTP_URL": "smtp://127.0.0.1:1"}, "ConnectionRefusedError"),
    ],
)
def test_what_cannot_be_sent_is_said(changes: dict[str, str], says: str) -> None:
    environment = {
        "SEARCHKIT_SMTP_URL": "smtp://127.0.0.1:1",
        "SEARCHKIT_SMTP_PASSWORD": SECRET,
        "SEARCHKIT_EMAIL": "from@example.org",
    } | changes
    with pytest.raises(SearchkitError, match=says) as told:
        send(["a@example.org"], "s", "t", environment)
    assert SECRET not in f"{told.value.message}{told.value.help}"


def test_a_server_that_refuses_is_an_error() -> None:
    with smtp.serving(refuse=True) as (port, _):
        environment = {
            "SEARCHKIT_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "SEARCHKIT_EMAIL": "from@example.org",
        }
        with pytest.raises(SearchkitError, match="SMTPRecipientsRefused"):
            send(["a@example.org"], "s", "t", environment)
