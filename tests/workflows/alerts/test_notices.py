"""Events, the automations that we ship, and limits: against a real Prefect server."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from queue import Queue
from typing import Any
from uuid import UUID

import pytest
from prefect.client.orchestration import SyncPrefectClient
from prefect.events.schemas.automations import AutomationCore

from forms.errors import Unconfirmed
from tests.waiting import WAIT_SECONDS, until
from tests.workflows.alerts.sinks import http_sink, mail_sink
from tests.workflows.fakes import FakeBot, Target, failing, filled, scan
from tests.workflows.test_flows import SECRET, Server
from workflows.app import Utsushi
from workflows.deployments.applying import apply
from workflows.deployments.ground import What
from workflows.flows.door import api
from workflows.prefect import env as prefect_env
from workflows.settings import Settings
from workflows.store.states import State

pytestmark = pytest.mark.prefect
Drop = Callable[[str, str], Path]
ENTER = "入力/入力"


@dataclass(frozen=True)
class Told(Server):
    """A server whose notices arrive here."""

    settings: Settings
    url: str
    mails: "Queue[EmailMessage]"
    posts: "Queue[dict[str, Any]]"


@pytest.fixture(scope="module")
def told(
    tmp_path_factory: pytest.TempPathFactory, prefect_made: Callable[[Path], None]
) -> Iterator[Told]:
    with pytest.MonkeyPatch.context() as patch, mail_sink() as mail, http_sink() as http:
        home = tmp_path_factory.mktemp("notices")
        prefect_made(home)
        for name, value in {
            "HOME": str(home),
            "PREFECT_PORT": "0",
            "MAIL_SERVER": mail[0],
            "MAIL_FROM": "utsushi@example.jp",
            "MAIL_TO": "kakaricho@example.jp, kacho@example.jp",
            "WEBHOOK_URL": http[0],
        }.items():
            patch.setenv(f"UTSUSHI_{name}", value)
        settings = Settings.load()
        with prefect_env.server(settings) as port:
            apply(settings)
            yield Told(settings, f"http://{prefect_env.HOST}:{port}", mail[1], http[1])


@pytest.fixture
def client(told: Told) -> Iterator[SyncPrefectClient]:
    with api() as client:
        yield client


def test_a_held_record_is_told_by_mail_and_webhook(told: Told, app: Utsushi, drop: Drop) -> None:
    from workflows.flows import run_intake

    document = app.receive(drop(f"{SECRET}.pdf", scan(raises="UnknownForm")))
    assert document is not None
    run_intake(app, [document])
    mail, post = told.mails.get(timeout=WAIT_SECONDS), told.posts.get(timeout=WAIT_SECONDS)
    body = mail.get_content()
    assert mail["subject"] == "【うつし】記録 1を保留にしました"
    assert mail["to"] == "kakaricho@example.jp, kacho@example.jp"
    assert "理由: 登録されている様式のどれでもない" in body
    assert "/records/1/history" in body
    assert SECRET not in body
    assert post["title"] == mail["subject"]
    assert post["path"] == "/hook?token=geheim"


def test_an_event_names_its_run_and_what_it_belongs_to(
    told: Told, client: SyncPrefectClient
) -> None:
    (event,) = events(told, "utsushi.record.held")
    related = {each["prefect.resource.role"]: each for each in event["related"]}
    assert related["system"]["prefect.resource.name"] == "practice"
    run_id = related["flow-run"]["prefect.resource.id"].removeprefix("prefect.flow-run.")
    assert client.read_flow_run(UUID(run_id)).name == "取込 1 件: 保留 1"


def test_secrets_of_notices_are_in_no_automation(told: Told, client: SyncPrefectClient) -> None:
    for automation in client.read_automations():
        assert "geheim" not in automation.model_dump_json()
    hidden = client.read_block_document_by_name(
        "utsushi-webhook", "custom-webhook", include_secrets=False
    )
    assert "geheim" not in hidden.model_dump_json()


def test_unconfirmed_records_that_pile_up_stop_entry_until_it_is_resumed(
    told: Told,
    client: SyncPrefectClient,
    make_app: Callable[..., Utsushi],
    target: Target,
    drop: Drop,
) -> None:
    from workflows.flows import run_entry

    app = make_app(bot=FakeBot(target, failing("submit", Unconfirmed, times=2)))
    app.settings = app.settings.model_copy(update={"unconfirmed_limit": 2})
    for name in "一二三":
        app.take_in(drop(f"{name}.pdf", scan(filled(name=name))))
    result = run_entry(app)
    assert [each.state for each in result.attempted] == [State.UNCONFIRMED] * 2
    run_entry(app)
    until(lambda: client.read_deployment_by_name(ENTER).paused)
    run_entry(app)
    assert app.status()[State.READY] == 1
    subjects = {told.mails.get(timeout=WAIT_SECONDS)["subject"] for _ in range(2)}
    assert "【うつし】入力を止めました: 登録未確認 2 件" in subjects

    deployment = client.read_deployment_by_name(ENTER)
    client.request("POST", "/deployments/{id}/resume_deployment", path_params={"id": deployment.id})
    app.clock.advance(60)  # type: ignore[attr-defined]
    assert [each.state for each in run_entry(app).attempted][-1] is State.VERIFIED


def test_what_the_office_changed_stays(told: Told, client: SyncPrefectClient) -> None:
    (changed,) = client.read_automations_by_name("うつし: 保留の知らせ")
    core = AutomationCore(
        name=changed.name,
        description="課長が変えた",
        enabled=False,
        trigger=changed.trigger,
        actions=changed.actions,
    )
    client.update_automation(changed.id, core)
    (gone,) = client.read_automations_by_name("うつし: 登録未確認の知らせ")
    client.delete_automation(gone.id)
    apply(told.settings)
    (after,) = client.read_automations_by_name("うつし: 保留の知らせ")
    assert (after.description, after.enabled) == ("課長が変えた", False)
    assert client.read_automations_by_name("うつし: 登録未確認の知らせ") == []


def test_a_new_way_out_reaches_what_the_office_left_alone(
    told: Told, client: SyncPrefectClient
) -> None:
    (before,) = client.read_automations_by_name("うつし: 失敗した実行の知らせ")
    client.pause_automation(before.id)
    apply(told.settings.model_copy(update={"webhook_url": ""}))
    (after,) = client.read_automations_by_name("うつし: 失敗した実行の知らせ")
    assert (len(before.actions), len(after.actions)) == (2, 1)
    assert not after.enabled


def test_a_limit_follows_the_declaration_of_the_system(
    told: Told, client: SyncPrefectClient, tmp_path: Path
) -> None:
    def declare(sessions: int) -> set[What]:
        folder = tmp_path / "mine"
        folder.mkdir(exist_ok=True)
        text = f"system: mine\ntitle: 試し\nurl: http://127.0.0.1:9/\nsessions: {sessions}\n"
        (folder / "system.yaml").write_text(text, encoding="utf-8")
        applied = apply(told.settings.model_copy(update={"scenarios": (tmp_path,)}))
        return {each.what for each in applied if each.name == "utsushi:mine"}

    assert declare(3) == {What.MADE}
    assert declare(2) == {What.UPDATED}
    assert declare(2) == {What.KEPT}
    assert client.read_global_concurrency_limit_by_name("utsushi:mine").limit == 2
    assert client.read_global_concurrency_limit_by_name("utsushi:practice").limit == 4


def test_a_session_takes_one_slot_and_gives_it_back(
    told: Told,
    client: SyncPrefectClient,
    make_app: Callable[..., Utsushi],
    target: Target,
    drop: Drop,
) -> None:
    from workflows.flows import run_entry

    def slots() -> int:
        return client.read_global_concurrency_limit_by_name("utsushi:practice").active_slots

    seen: list[int] = []
    app = make_app(bot=FakeBot(target, lambda step: seen.append(slots())))
    for name in "一二":
        app.take_in(drop(f"{name}.pdf", scan(filled(name=name))))
    assert len(run_entry(app).attempted) == 2
    assert set(seen) == {1}
    assert slots() == 0


def events(told: Told, name: str) -> list[dict[str, Any]]:
    body = {"filter": {"event": {"name": [name]}, "occurred": {"since": "2026-01-01T00:00:00Z"}}}
    page: Any = None

    def is_there() -> bool:
        nonlocal page
        page = told.ask("events", body)
        return bool(page["events"])

    until(is_there)
    found: list[dict[str, Any]] = page["events"]
    return found
