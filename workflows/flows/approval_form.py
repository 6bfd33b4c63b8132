"""The form that Prefect shows beside "Resume": what a supervisor answers.

The page shows the names of the fields as they are sent, so those are Japanese.
"""

from collections.abc import Collection
from enum import StrEnum

from prefect.input import RunInput
from pydantic import Field

from workflows.approvals import answer
from workflows.approvals.answer import Answer


class Judgement(StrEnum):
    APPROVE = "承認する"
    DECLINE = "今回は見送る"


class Approval(RunInput):
    by: str = Field(
        alias="承認者",
        title="承認者",
        description="あなたの名前 (確認画面のアカウントの名前かログイン名)。必ず書きます。",
        min_length=1,
    )
    judgement: Judgement = Field(
        alias="判断",
        title="判断",
        description="「承認する」を選ぶと、示したとおりに入力を始めます。",
    )
    excluded: str = Field(
        default="",
        alias="対象外とする記録番号",
        title="対象外とする記録番号",
        description="今回は入力しない記録の番号。例: 12、15-18。なければ空のままにします。",
    )
    note: str = Field(
        default="",
        alias="備考",
        title="備考",
        description="理由や申し送り。個人情報は書かないでください。",
    )

    def answered(self, asked: Collection[int]) -> Answer:
        """Raises BadAnswer."""
        is_approval = self.judgement is Judgement.APPROVE
        return answer.read(self.by, is_approval, self.excluded, self.note, asked)


def form(words: str) -> type[Approval]:
    """The form with `words` (Markdown) above it."""
    return Approval.with_initial_data(description=words)
