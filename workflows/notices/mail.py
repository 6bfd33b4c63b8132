"""A mail through the office's SMTP server. Where that is stands in our settings, its password
among our credentials (system `mail`): never in what Prefect keeps."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid

from forms.errors import SetupError, UtsushiError
from workflows.credentials import open_credentials
from workflows.settings import Settings

SYSTEM, PASSWORD = "mail", "password"
SECONDS = 20.0
PORTS = {"none": 25, "starttls": 587, "tls": 465}


class MailFailed(UtsushiError):
    """The server did not take it."""

    default_advice = "メールサーバーの設定 (UTSUSHI_MAIL_…) と、その状態を確かめてください。"


@dataclass(frozen=True, slots=True)
class Mail:
    to: Sequence[str]
    subject: str
    body: str


def send(settings: Settings, mail: Mail) -> None:
    """Raises SetupError where no server is set or its password is missing, MailFailed."""
    if not settings.mail_server or not settings.mail_from:
        raise SetupError(
            "メールサーバーか差出人の設定がありません。",
            advice="UTSUSHI_MAIL_SERVER と UTSUSHI_MAIL_FROM を設定してください。",
        )
    if not mail.to:
        raise SetupError(
            "メールの宛先がありません。", advice="UTSUSHI_MAIL_TO を設定してください。"
        )
    try:
        with _server(settings) as server:
            server.send_message(_message(settings.mail_from, mail))
    except (smtplib.SMTPException, OSError, UnicodeError) as error:  # smtplib: ASCII secrets
        raise MailFailed(f"メールを送れませんでした ({type(error).__name__})。") from error


@contextmanager
def _server(settings: Settings) -> Iterator[smtplib.SMTP]:
    """Connected, with TLS and signed in where the settings say so."""
    host, _, port = settings.mail_server.partition(":")
    number = int(port or PORTS[settings.mail_security])
    if settings.mail_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, number, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, number, timeout=SECONDS)
    with server:
        if settings.mail_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.mail_user:
            password = open_credentials(settings).secret(SYSTEM, PASSWORD)
            server.login(settings.mail_user, password)
        yield server


def _message(sender: str, mail: Mail) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(mail.subject.split())
    message["From"], message["To"] = sender, ", ".join(mail.to)
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="utsushi.invalid")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body, charset="utf-8", cte="base64")
    return message
