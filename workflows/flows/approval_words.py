"""What the gate tells a supervisor, in Markdown: how many of what, until when, how to answer."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from workflows.approvals.answer import BadAnswer
from workflows.clock import tokyo_text
from workflows.flows.rows import Row


def question(rows: Sequence[Row], system: str, until: datetime, base: str) -> str:
    """Above the form: what will be entered, counted by form and department, and until when."""
    kinds = Counter((row.form or "不明", row.department or "-") for row in rows)
    lines = [
        f"| {count} | {form} | {department} | {system} |"
        for (form, department), count in sorted(kinds.items())
    ]
    return "\n".join(
        [
            f"**{len(rows)} 件**を業務システムに入力してよいですか。"
            f"期限は {tokyo_text(until)} です。",
            "",
            "| 件数 | 様式 | 部署 | 業務システム |",  # its right is cut off
            "|---:|---|---|---|",
            *lines,
            "",
            f"記録の番号は、この実行の「Artifacts」の表にあります。内容は[確認画面]({base}/)の"
            "「経過」で確かめます。示した後に変わった記録は、承認があっても入力しません。",
        ]
    )


def report(asked: str, count: int) -> str:
    """The same as an artifact of the run."""
    how = "答えるには、この実行の画面の右上にある「Resume」を押して記入します。"
    return f"## 入力の承認: {count} 件\n\n{asked}\n\n{how}"


def again(problem: BadAnswer, words: str) -> str:
    """The same question, after an answer that could not be used."""
    return f"**{problem.message}** {problem.advice} まだ何も入力していません。\n\n{words}"
