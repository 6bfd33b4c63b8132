"""The form that Prefect shows beside "Resume": what a supervisor answers.

The names of the fields are what the page shows, so they are Japanese.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any

from prefect.input import RunInput
from pydantic import Field

from workflows.approvals import answer
from workflows.approvals.answer import Answer


class Judgement(StrEnum):
    APPROVE = "承認する"
    DECLINE = "今回は見送る"


class Approval(RunInput):
    """What stands in each field, and what it means."""

    承認者: str = Field(
        title="承認者",
        description="あなたの名前 (確認画面のアカウントの名前かログイン名)。必ず書きます。",
        min_length=1,
    )
    判断: Judgement = Field(
        title="判断", description="「承認する」を選ぶと、示したとおりに入力を始めます。"
    )
    対象外とする記録番号: str = Field(
        default="",
        title="対象外とする記録番号",
        description="今回は入力しない記録の番号。例: 12、15-18。なければ空のままにします。",
    )
    備考: str = Field(
        default="",
        title="備考",
        description="理由や申し送り。個人情報は書かないでください。",
    )

    def answered(self, asked: Collection[int]) -> Answer:
        """Raises BadAnswer."""
        is_approval = self.判断 is Judgement.APPROVE
        return answer.read(self.承認者, is_approval, self.対象外とする記録番号, self.備考, asked)


def form(words: str) -> type[Approval]:
    """The form with `words` (Markdown) above it."""
    return Approval.with_initial_data(description=words)


def filled(values: Mapping[str, Any]) -> Approval:
    return Approval(**values)
