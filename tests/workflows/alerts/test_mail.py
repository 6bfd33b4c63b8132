"""Mail through the office's server."""

import pytest

from forms.errors import SetupError
from tests.workflows.alerts.sinks import mail_sink
from workflows.notices.mail import Mail, MailFailed, send
from workflows.settings import Settings

MAIL = Mail(["kacho@example.jp"], "件名\n改行", "本文です。\n髙﨑")


def test_the_password_comes_from_the_credentials(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UTSUSHI_SYSTEM_MAIL_PASSWORD", "geheim")
    with mail_sink() as (server, mails, signed_in):
        office = {"mail_server": server, "mail_from": "a@example.jp", "mail_user": "utsushi"}
        send(settings.model_copy(update=office), MAIL)
        mail = mails.get(timeout=60)
        assert signed_in() == "\0utsushi\0geheim"
    assert mail["subject"] == "件名 改行"
    assert mail.get_content().splitlines() == ["本文です。", "髙﨑"]


def test_a_server_that_is_not_there_is_told_without_its_words(settings: Settings) -> None:
    office = {"mail_server": "127.0.0.1:9", "mail_from": "a@example.jp"}
    with pytest.raises(MailFailed, match="ConnectionRefusedError"):
        send(settings.model_copy(update=office), MAIL)


@pytest.mark.parametrize("missing", ["mail_server", "mail_from"])
def test_a_missing_setting_is_told(settings: Settings, missing: str) -> None:
    office = {"mail_server": "127.0.0.1:9", "mail_from": "a@example.jp", missing: ""}
    with pytest.raises(SetupError, match="設定がありません"):
        send(settings.model_copy(update=office), MAIL)


def test_a_mail_needs_somebody_to_go_to(settings: Settings) -> None:
    office = {"mail_server": "127.0.0.1:9", "mail_from": "a@example.jp"}
    with pytest.raises(SetupError, match="宛先"):
        send(settings.model_copy(update=office), Mail([], "", ""))
