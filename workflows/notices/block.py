"""The mail as a Prefect block: what an automation names, whose recipients the office edits in the
UI. The server imports this module, so that it knows the block when it sends."""

from typing import ClassVar

from anyio import to_thread
from prefect.blocks.abstract import NotificationBlock, NotificationError
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.types import SecretDict
from pydantic import Field

from forms.errors import UtsushiError
from workflows.notices.mail import Mail, send
from workflows.settings import Settings

MAIL, WEBHOOK = "utsushi-mail", "utsushi-webhook"
"""Names of the blocks that we make."""


class UtsushiMail(NotificationBlock):
    """Mail through the server that is set in Utsushi's settings (`UTSUSHI_MAIL_…`)."""

    _block_type_name: ClassVar[str | None] = "うつしのメール"
    _block_type_slug: ClassVar[str | None] = "utsushi-mail"
    _description: ClassVar[str | None] = (
        "うつしの設定 (UTSUSHI_MAIL_…) にあるメールサーバーから送ります。"
        "パスワードはここには置きません。"
    )

    to: list[str] = Field(
        default_factory=list, title="宛先", description="メールアドレス。いくつでも書けます。"
    )

    async def notify(self, body: str, subject: str | None = None) -> None:
        """Raises NotificationError with our own sentence, which the UI shows."""
        mail = Mail(self.to, subject or "うつしからのお知らせ", body)
        try:
            await to_thread.run_sync(lambda: send(Settings.load(), mail))
        except UtsushiError as error:
            raise NotificationError(f"{error.message} {error.advice}") from error


def webhook(url: str, token: str = "") -> CustomWebhookNotificationBlock:
    """POST of {"title", "text"} as JSON. Address and token are kept as secrets by Prefect."""
    secrets = {"url": url, **({"token": token} if token else {})}
    return CustomWebhookNotificationBlock(
        name="うつし",
        url="{{url}}",
        json_data={"title": "{{subject}}", "text": "{{body}}"},
        headers={"Authorization": "Bearer {{token}}"} if token else None,
        cookies=None,
        secrets=SecretDict(secrets),
    )
