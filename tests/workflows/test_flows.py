"""The Prefect flows, against a real server started once for this module."""

import json
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from forms.catalogue import Catalogue
from forms.errors import MissingModel, NotReady
from tests.workflows.conftest import FakeClock
from tests.workflows.fakes import FakeBot, FakeReader, Target, failing, filled, scan
from workflows.app import Utsushi
from workflows.prefect import env as prefect_env
from workflows.prefect.password import header, sign_in_word
from workflows.settings import Settings
from workflows.store.states import State

pytestmark = pytest.mark.prefect
SECRET = "山田　秘密"


class Server:
    """Questions to the server's API."""

    def __init__(self, settings: Settings, port: int) -> None:
        self.settings = settings
        self.url = f"http://{prefect_env.HOST}:{port}"

    def ask(self, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        request = urllib.request.Request(
            f"{self.url}/api/{path}/filter",
            json.dumps(body).encode(),
            {"content-type": "application/json", **header(sign_in_word(self.settings))},
        )
        with urllib.request.urlopen(request) as answer:
            rows: list[dict[str, Any]] = json.load(answer)
        return rows

    def last_run(self) -> dict[str, Any]:
        """The newest flow run."""
        return self.ask("flow_runs", {"sort": "START_TIME_DESC", "limit": 1})[0]

    def artifacts(self, run: dict[str, Any]) -> dict[str, Any]:
        """What a flow run shows, by key."""
        rows = self.ask("artifacts", {"flow_runs": {"id": {"any_": [run["id"]]}}})
        return {row["key"]: row["data"] for row in rows}


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, prefect_made: Callable[[Path], None]
) -> Iterator[Server]:
    settings = Settings.load(home=tmp_path_factory.mktemp("prefect"), prefect_port=0)
    prefect_made(settings.home_path)
    with prefect_env.server(settings) as port:
        yield Server(settings, port)


@pytest.fixture
def drop_and_receive(app: Utsushi, drop: Callable[[str, str], Path]) -> Callable[[str, str], int]:
    def put(name: str, content: str) -> int:
        document_id = app.receive(drop(name, content))
        assert document_id is not None
        return document_id

    return put


def test_a_flow_run_is_a_batch_and_a_task_run_a_document(
    server: Server, app: Utsushi, drop_and_receive: Callable[[str, str], int]
) -> None:
    from workflows.flows import run_intake

    ids = [
        drop_and_receive(f"{SECRET}1.pdf", scan(filled(name=SECRET))),
        drop_and_receive("2.pdf", scan(filled({"phone": "blank"}, name="林　一"))),
        drop_and_receive("3.pdf", scan(raises="UnknownForm")),
    ]
    run_intake(app, ids)
    run = server.last_run()
    assert run["name"] == "取込 3 件: 確認待ち 1・入力待ち 1・保留 1"
    assert run["parameters"] == {"documents": [1, 2, 3]}
    assert (run["state_type"], run["state_name"]) == ("FAILED", "要確認あり")
    assert run["state"]["message"] == "確認待ち 1、入力待ち 1、保留 1"
    tasks = server.ask("task_runs", {"flow_runs": {"id": {"any_": [run["id"]]}}})
    shown = {task["name"]: task["state_name"] for task in tasks}
    assert shown == {"書類 1": "入力待ち", "書類 2": "確認待ち", "書類 3": "保留"}


def test_the_table_tells_states_and_reasons_in_words(
    server: Server, app: Utsushi, drop_and_receive: Callable[[str, str], int]
) -> None:
    from workflows.flows import run_intake

    run_intake(app, [drop_and_receive("1.pdf", scan(raises="UnknownForm"))])
    run = server.last_run()
    table = server.artifacts(run)["utsushi-take-in-table"]
    assert json.loads(table) == [
        {
            "書類": 1,
            "記録": 1,
            "様式": "不明",
            "部署": "",
            "状態": "保留",
            "理由": "登録されている様式のどれでもない",
            "経過・証跡": "[開く](http://127.0.0.1:8710/records/1/history)",
        }
    ]


def test_a_batch_shows_its_summary_its_progress_and_whose_it_was(
    server: Server, app: Utsushi, drop_and_receive: Callable[[str, str], int]
) -> None:
    from workflows.flows import run_intake

    ids = [
        drop_and_receive("1.pdf", scan(filled())),
        drop_and_receive("2.pdf", scan(raises="UnreadableFile")),
    ]
    run_intake(app, ids)
    run = server.last_run()
    shown = server.artifacts(run)
    assert shown["utsushi-take-in-progress"] == 100.0
    summary = str(shown["utsushi-take-in-summary"])
    assert "| 入力待ち | 1 | 次の入力で登録します" in summary
    assert "| [記録 2](http://127.0.0.1:8710/records/2/history) | 不明 |" in summary
    assert "ファイルを開けない・壊れている" in summary
    assert "かかった時間" in summary
    assert set(run["tags"]) == {"様式: 調査票", "部署: 試験課"}


def test_entry_runs_as_a_flow_and_enters_once(
    server: Server, app: Utsushi, target: Target, drop_and_receive: Callable[[str, str], int]
) -> None:
    from workflows.flows import run_entry, run_intake

    run_intake(app, [drop_and_receive("1.pdf", scan(filled(name=SECRET)))])
    result = run_entry(app)
    assert [each.state for each in result.attempted] == [State.VERIFIED]
    assert run_entry(app).attempted == []
    assert len(target.rows()) == 1
    run = server.last_run()
    assert run["name"] == "入力 1 件: 登録確認済み 1"
    assert (run["state_type"], run["state_name"]) == ("COMPLETED", "Completed")
    assert "システム: practice" in run["tags"]


def test_a_batch_that_stopped_is_not_green(
    server: Server,
    make_app: Callable[..., Utsushi],
    target: Target,
    drop_and_receive: Callable[[str, str], int],
) -> None:
    from workflows.flows import run_entry

    app = make_app(bot=FakeBot(target, failing("find", NotReady)))
    for number, name in enumerate("一二三四五六"):
        app.process(drop_and_receive(f"{number}.pdf", scan(filled(name=name))))
    result = run_entry(app)
    assert result.stopped
    run = server.last_run()
    assert run["state_type"] == "FAILED"
    assert "後に回しました" in run["state"]["message"]


def test_a_missing_model_comes_out_and_the_run_is_not_green(
    server: Server,
    settings: Settings,
    catalogue: Catalogue,
    drop_and_receive: Callable[[str, str], int],
) -> None:
    from workflows.flows import run_intake

    def missing(path: Path) -> None:
        raise MissingModel("重みがありません。")

    app = Utsushi(settings, make_reader=lambda s, c: FakeReader(c, missing), catalogue=catalogue)
    with pytest.raises(MissingModel):
        run_intake(app, [drop_and_receive("1.pdf", scan(filled()))])
    run = server.last_run()
    assert (run["name"], run["state_type"]) == ("取込 失敗: 重みがありません。", "FAILED")
    assert app.status()[State.RECEIVED] == 1
    app.close()


def test_nothing_personal_reaches_the_server(
    server: Server, app: Utsushi, drop_and_receive: Callable[[str, str], int]
) -> None:
    from workflows.flows import run_entry, run_intake

    run_intake(app, [drop_and_receive(f"{SECRET}.pdf", scan(filled(name=SECRET)))])
    run_entry(app)
    for kind in ("flow_runs", "task_runs", "artifacts", "logs"):
        assert SECRET not in json.dumps(server.ask(kind, {}), ensure_ascii=False)


def test_the_pages_may_connect_to_this_machine_only(server: Server) -> None:
    for path in ("/", "/v2/"):
        with urllib.request.urlopen(server.url + path) as answer:
            assert "connect-src 'self'" in answer.headers["content-security-policy"]


def test_only_a_running_server_of_this_installation_is_used(
    server: Server, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(server.url.rsplit(":", 1)[1])
    monkeypatch.delenv("PREFECT_API_URL")
    with prefect_env.server(server.settings) as used:
        assert used == port
    assert prefect_env.is_serving(port)
    assert prefect_env.running_port(settings.model_copy(update={"prefect_port": port})) is None


def started(flow: Any, **parameters: Any) -> None:
    """A deployed flow, run in this process."""
    from workflows.prefect.client import connected

    with connected():
        flow(**parameters, return_state=True)


def test_an_unexpected_error_fails_the_run_without_its_text(server: Server) -> None:
    from workflows.flows.deployed.intake import take_in_flow

    def broken() -> Utsushi:
        raise ValueError(SECRET)

    started(take_in_flow(broken))
    run = server.last_run()
    assert run["state_type"] == "FAILED"
    assert run["state"]["message"] == "予期しない問題が起きました (種類: ValueError)。"
    assert run["name"] == "取込 失敗: 予期しない問題が起きました (種類: ValueError)。"
    assert SECRET not in json.dumps(server.ask("logs", {}), ensure_ascii=False)


def test_a_deletion_is_only_shown_unless_it_is_asked_for(
    server: Server,
    make_app: Callable[..., Utsushi],
    settings: Settings,
    clock: FakeClock,
    drop: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from workflows.flows.deployed.retaining import retention_flow

    app = make_app()
    monkeypatch.setattr(app, "settings", settings.model_copy(update={"retention": "30日"}))
    app.take_in(drop("1.pdf", scan(filled(name=SECRET))))
    app.enter()
    clock.advance(40 * 86_400)
    flow = retention_flow(lambda: app)
    started(flow)
    run = server.last_run()
    assert run["name"] == "保存期限切れの削除 (試すだけ): 対象 1 件"
    assert "保存期限が過ぎた書類: 1 件" in run["state"]["message"]
    (row,) = json.loads(server.artifacts(run)["utsushi-retention-table"])
    assert row["書類"] == 1
    started(flow, dry_run=False)
    run = server.last_run()
    assert "削除した書類: 1 件 (記録 1 件)" in run["name"]
    started(flow)
    assert server.last_run()["name"] == "保存期限切れの削除 (試すだけ): 対象 0 件"


def test_a_backup_tells_what_it_is_and_one_that_is_not_whole_fails(
    server: Server, app: Utsushi, drop: Callable[[str, str], Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from workflows.backup import making
    from workflows.backup.checking import Checked
    from workflows.flows.deployed.backing_up import backup_flow

    app.take_in(drop("1.pdf", scan(filled(name=SECRET))))
    flow = backup_flow(lambda: app)
    started(flow)
    run = server.last_run()
    assert run["state_type"] == "FAILED"
    assert "控え先が決まっていません" in run["state"]["message"]
    there = app.settings.model_copy(update={"backup_place": tmp_path / "backups"})
    monkeypatch.setattr(app, "settings", there)
    object.__setattr__(app.office, "settings", there)
    started(flow)
    run = server.last_run()
    assert run["state_type"] == "COMPLETED"
    assert run["name"].startswith("バックアップ 控え ")
    shown = server.artifacts(run)["utsushi-backup-summary"]
    assert "新しく書いた分を読み直しました。異常 0 件" in shown
    assert "次の回: 予定はありません" in shown  # it was started by hand
    assert SECRET not in shown
    broken = Checked(1, 1, ("ファイルが壊れています",), True, True)
    monkeypatch.setattr(making, "check", lambda *_: broken)
    started(flow, read_all=True)
    run = server.last_run()
    assert run["state_type"] == "FAILED"
    assert "異常が 1 件ありました" in run["state"]["message"]
    assert "失敗" in run["name"]
    assert "- 異常: ファイルが壊れています" in server.artifacts(run)["utsushi-backup-summary"]


@pytest.mark.browser
def test_the_monthly_report_is_kept_as_a_file_and_shown_with_its_charts(
    server: Server, app: Utsushi, drop: Callable[[str, str], Path]
) -> None:
    from workflows.flows.deployed.reporting import report_flow
    from workflows.report import Reports

    app.take_in(drop("1.pdf", scan(filled())))
    app.enter()
    started(report_flow(lambda: app), month="2026-04")
    run = server.last_run()
    assert (run["name"], run["state_type"]) == ("月次報告 2026-04", "COMPLETED")
    shown = str(server.artifacts(run)["utsushi-monthly-report-summary"])
    assert "http://127.0.0.1:8710/measures/reports" in shown
    (made,) = Reports(app.store, app.office.files).all()
    assert made.month == "2026-04"
