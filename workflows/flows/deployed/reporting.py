"""月次報告, started in the UI or by its schedule."""

from datetime import timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State as PrefectState
from prefect.states import Completed

from forms.errors import SetupError
from workflows.app import Utsushi
from workflows.clock import TOKYO, month_bounds
from workflows.deployments.parameters import MonthlyReport, checked
from workflows.flows import artifacts
from workflows.flows.deployed.opening import OpenApp, open_installation
from workflows.flows.door import Door
from workflows.flows.hold import held
from workflows.flows.options import QUIET
from workflows.report import make_report

TITLE, KEY = "月次報告", "monthly-report"


def report_flow(open_app: OpenApp = open_installation) -> Any:
    """The flow over the installation that `open_app` opens."""

    @flow(name=TITLE, flow_run_name=TITLE, description="1 か月の報告書を作ります。", **QUIET)
    def report(month: str = "") -> PrefectState[Any]:
        def batch() -> PrefectState[Any]:
            wanted = checked(MonthlyReport, {"month": month})
            with open_app() as app, held(app.office):
                return _make(app, month_asked(app, wanted.month))

        return Door(TITLE).through(batch)

    return report


def month_asked(app: Utsushi, text: str) -> str:
    """`YYYY-MM`: the one asked for, else the month before that of now in Tokyo. Raises SetupError;
    a month to come has nothing to tell."""
    now = app.clock().astimezone(TOKYO)
    asked = text.strip() or (now.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    try:
        first, _ = month_bounds(asked)
    except ValueError as error:
        raise SetupError(
            f"「年月」の値「{asked}」が分かりません。", advice="2026-10 のように書いてください。"
        ) from error
    if first > now:
        raise SetupError("「年月」が先の月です。", advice="今月か、それより前の月を指定します。")
    return first.astimezone(TOKYO).strftime("%Y-%m")


def _make(app: Utsushi, month: str) -> PrefectState[Any]:
    made = make_report(app.office, month)
    base = app.settings.review_base
    with artifacts.only_shown():
        text = f"{made.markdown}\n[報告書 (PDF・HTML) を開く]({base}/measures/reports)\n"
        artifacts.show_markdown(KEY, text, f"{TITLE} {month}")
    artifacts.name_run(f"{TITLE} {month}")
    return Completed(message=f"{month} の報告書を作りました。")


report = report_flow()
