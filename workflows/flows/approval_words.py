"""What the gate tells a supervisor, in Markdown: how many of what, until when, how to answer."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from workflows.approvals.answer import BadAnswer
from workflows.clock import tokyo_text
from workflows.flows.rows import Row


def run_title(rows: Sequence[Row], system: str) -> str:
    """Counts by form, department and target system."""
    forms = Counter((row.form or "不明", row.department or "-") for row in rows)
    lines = [
        f"| {form} | {department} | {system} | {count} |"
        for (form, department), count in sorted(forms.items())
    ]
    return "\n".join(
        [
            f"## 入力の承認: {len(rows)} 件",
            "",
            "| 様式 | 部署 | 業務システム | 件数 |",
            "|---|---|---|---:|",
            *lines,
        ]
    )


def question(count: int, until: datetime, base: str) -> str:
    return (
        f"**{count} 件**を業務システムに入力してよいですか。期限は {tokyo_text(until)} です。\n\n"
        "対象の記録は、この実行の「Artifacts」の表にあります。内容は"
        f"[確認画面]({base}/)の「経過」で確かめます。\n\n"
        "答えるには、右上の「Resume」を押して記入します。"
        "示した後に変わった記録は、承認があっても入力しません。"
    )


def again(problem: BadAnswer, words: str) -> str:
    """The same question, after an answer that could not be used."""
    return f"**{problem.message}** {problem.advice} まだ何も入力していません。\n\n{words}"
