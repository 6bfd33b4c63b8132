"""年度の効果 and 月次報告 on their pages: who sees what, what may be entered, what is taken."""

import hashlib
import re
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.review.seeding import JIDO, RISAI, Office
from tests.review.visiting import Visitor
from tests.workflows.effect.filling import Filling
from workflows.accounts import Role
from workflows.audit import Act
from workflows.fiscal import FiscalYear
from workflows.ledger import CostDraft, Key, Party, Share
from workflows.report import keeping
from workflows.store.states import State

DISASTER = "危機管理課"
MEASURED = {
    "kind": "measured", "form": "risai-shomei", "day": "2026-04-01", "records": "１０",
    "minutes": "30", "seconds": "0", "people": "2", "note": "窓口", "year": "2026",
}  # fmt: skip


@pytest.fixture
def supervisor(client: TestClient) -> Visitor:
    return Visitor(client).sign_in("佐藤")


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "pdf_of", lambda html: b"%PDF-" + html.encode())


def send(visitor: Visitor, path: str, said: dict[str, Any]) -> Any:
    return visitor.client.post(path, data=said | {"token": visitor.token})


def made(visitor: Visitor, month: str = "2026-10") -> str:
    answer = send(visitor, "/measures/reports", {"month": month})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).rpartition("-")[2]


def test_the_losses_stand_before_the_sums(supervisor: Visitor, office: Office) -> None:
    filling = Filling(office.store)
    filling.add("risai-shomei", review=600)
    filling.add("jido-teate-nintei", review=20)
    text = supervisor.text("/measures/effect?year=令和8")
    loss = text.index("「罹災証明書交付申請書」は、手入力より 5.0 分多くかかりました（損失）")
    assert loss < text.index("令和8年度のまとめ")
    assert "「児童手当 認定請求書」は、手入力より" not in text
    assert text.count("<svg") == 4


def test_it_is_said_whether_typing_was_timed_or_thought(
    supervisor: Visitor, office: Office
) -> None:
    Filling(office.store).add("risai-shomei")
    assert "様式の標準（見積り）" in supervisor.text("/measures/effect?year=2026")
    answer = send(supervisor, "/measures/effect/baselines", MEASURED)
    assert answer.headers["location"] == "/measures/effect?year=2026#baselines"
    text = supervisor.text("/measures/effect?year=2026")
    assert "計測（2026-04-01、1 回、10 件）" in text
    assert "180.0 秒" in text


def test_a_time_of_typing_is_struck_out_with_a_reason(supervisor: Visitor, office: Office) -> None:
    send(supervisor, "/measures/effect/baselines", MEASURED)
    path = "/measures/effect/baselines/1/strike"
    assert send(supervisor, path, {"because": " "}).status_code == 422
    assert send(supervisor, path, {"because": "計り間違い"}).status_code == 303
    assert "佐藤 が取り消し（計り間違い）" in supervisor.text("/measures/effect")
    assert send(supervisor, path, {"because": "もう一度"}).status_code == 409
    assert len(office.audited(Act.SETTING_CHANGED)) == 2


def test_the_hourly_rate_turns_hours_into_yen(supervisor: Visitor, office: Office) -> None:
    Filling(office.store).add("risai-shomei")
    assert "時間単価が登録されていない" in supervisor.text("/measures/effect?year=2026")
    said = {"year": "2026", "yen": "2,400", "source": "給与費 ÷ 勤務時間"}
    assert send(supervisor, "/measures/effect/rate", said).status_code == 303
    text = supervisor.text("/measures/effect?year=2026")
    assert "200 円" in text  # 300 s at 2,400 yen an hour
    assert "給与費 ÷ 勤務時間" in text


def test_the_costs_of_the_year_are_held_against_the_effect(
    supervisor: Visitor, office: Office
) -> None:
    """Of a cost that is shared with others, only the own part."""
    room = supervisor.client.app.state.room  # type: ignore[attr-defined]
    parties = (Party("011002", "札幌市", Decimal(1)), Party("131016", "千代田区", Decimal(3)))
    share = Share(Key.USAGE, parties, "011002")
    draft = CostDraft(FiscalYear(2026), "架空システム", "ライセンス", 400, share=share)
    room.ledger.add(draft, "佐藤")
    Filling(office.store).add("risai-shomei")
    room.effects.baselines.set_rate(FiscalYear(2026), 1_200, source="給与費", by="佐藤")
    text = supervisor.text("/measures/effect?year=2026")
    assert "<dt>費用（自団体分）</dt><dd>100 円</dd>" in text
    assert "<dt>金額にすると</dt><dd>100 円</dd>" in text
    assert "<dt>差し引き</dt><dd>0 円</dd>" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"records": "十"}, {"records": "-1"}, {"records": "0"}, {"minutes": "9" * 15},
        {"day": "昨日"}, {"day": "9999-12-30"}, {"kind": "x"}, {"minutes": "0"}, {"people": ""},
        {"note": "x" * 600},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(
    supervisor: Visitor, office: Office, wrong: dict[str, str]
) -> None:
    answer = send(supervisor, "/measures/effect/baselines", MEASURED | wrong)
    assert answer.status_code == 422
    assert office.audited(Act.SETTING_CHANGED) == []


def test_an_auditor_reads_and_enters_nothing(client: TestClient, office: Office) -> None:
    auditor = Visitor(client).sign_in("会田", Role.AUDITOR)
    text = auditor.text("/measures/effect")
    assert "登録する" not in text
    assert send(auditor, "/measures/effect/baselines", MEASURED).status_code == 403
    assert send(auditor, "/measures/effect/rate", {"yen": "1"}).status_code == 403
    assert "作る</button>" not in auditor.text("/measures/reports")


def test_a_clerk_sees_neither(client: TestClient) -> None:
    clerk = Visitor(client).sign_in("田中", Role.CLERK)
    for path in ("/measures/effect", "/measures/reports"):
        assert clerk.client.get(path).status_code == 403
    assert "年度の効果" not in clerk.text("/measures")


def test_a_supervisor_of_one_department_sees_its_figures_alone(
    client: TestClient, office: Office
) -> None:
    filling = Filling(office.store)
    filling.add("risai-shomei")
    filling.add("jido-teate-nintei")
    filling.add(None, State.HELD)
    supervisor = Visitor(client).sign_in("佐藤", departments=[DISASTER])
    text = supervisor.text("/measures/effect?year=2026")
    assert "<dt>届いた書類</dt><dd>1 件</dd>" in text
    assert "児童" not in text.replace("児童福祉・子育て", "")
    said = MEASURED | {"form": "jido-teate-nintei"}
    assert send(supervisor, "/measures/effect/baselines", said).status_code == 404
    assert send(supervisor, "/measures/effect/rate", {"yen": "1"}).status_code == 403


@pytest.mark.usefixtures("no_browser")
def test_a_report_is_made_listed_and_taken_and_that_is_logged(
    supervisor: Visitor, office: Office
) -> None:
    number = made(supervisor)
    text = supervisor.text("/measures/reports")
    assert "2026年10月" in text
    answer = supervisor.client.get(f"/measures/reports/{number}/pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert hashlib.sha256(answer.content).hexdigest()[:16] in text
    (line,) = office.audited(Act.EXPORTED)
    assert (line.by, line.what) == ("佐藤", f"report={number} month=2026-10 pdf")


@pytest.mark.usefixtures("no_browser")
def test_a_report_of_all_departments_is_not_for_those_who_see_one(
    client: TestClient, office: Office
) -> None:
    office.add("jido-teate-nintei", JIDO, picture=False)
    office.add("risai-shomei", RISAI, picture=False)
    number = made(Visitor(client).sign_in("佐藤"))
    visitor = Visitor(client).sign_in("田中", departments=[DISASTER])
    assert "すべての部署を見られる人だけ" in visitor.text("/measures/reports")
    assert visitor.client.get(f"/measures/reports/{number}/html").status_code == 403
    assert send(visitor, "/measures/reports", {"month": "2026-10"}).status_code == 403


@pytest.mark.usefixtures("no_browser")
@pytest.mark.parametrize("month", ["2026-13", "", "0001-01", "9999-12"])
def test_a_report_of_no_month_is_refused(supervisor: Visitor, month: str) -> None:
    assert send(supervisor, "/measures/reports", {"month": month}).status_code in (404, 422)


@pytest.mark.parametrize("path", ["/measures/reports/1/pdf", "/measures/reports/1/exe"])
def test_a_file_that_is_not_there_is_not_found(supervisor: Visitor, path: str) -> None:
    assert supervisor.client.get(path).status_code in (404, 409, 422)


def test_the_three_pages_lead_to_each_other(supervisor: Visitor) -> None:
    for path in ("/measures", "/measures/effect", "/measures/reports"):
        tabs = re.search(r'<nav class="tabs" aria-label="効果の画面">(.+?)</nav>',
                         supervisor.text(path), re.DOTALL)  # fmt: skip
        assert tabs
        assert tabs[1].count("<a ") == 3
        assert f'href="{path}" aria-current="page"' in tabs[1]
