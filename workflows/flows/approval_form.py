"""The form that Prefect shows beside "Resume": what a supervisor answers.

The page shows the names of the fields as they are sent, so those are Japanese. No field is a
choice among words: the page's list for those closes again at once under a mouse (3.9.1).
"""

from collections.abc import Collection

from prefect.input import RunInput
from pydantic import Field

from workflows.approvals import answer
from workflows.approvals.answer import Answer


class Approval(RunInput):
    by: str = Field(
        alias="承認者",
        title="承認者",
        description="あなたの名前 (確認画面のアカウントの名前かログイン名)。必ず書きます。",
        min_length=1,
    )
    is_approval: bool = Field(
        default=False,
        alias="承認する",
        title="承認する",
        description="入れると、示したとおりに入力を始めます。外したまま送ると、今回は見送ります。",
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
        return answer.read(self.by, self.is_approval, self.excluded, self.note, asked)


def form(words: str) -> type[Approval]:
    """The form with `words` (Markdown) above it."""
    return Approval.with_initial_data(description=words)
