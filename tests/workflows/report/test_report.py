"""The monthly report: the figures of the pages, kept by hash, safe to show."""

import hashlib
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from forms.errors import SetupError
from tests.workflows.conftest import FakeClock
from tests.workflows.effect.filling import Filling
from workflows import printing
from workflows.app import Utsushi
from workflows.effect import Baselines, effect_over
from workflows.fiscal import FiscalYear
from workflows.ledger import CostDraft, Ledger
from workflows.report import NoSuchReport, Reports, figures_of, keeping, make_report
from workflows.report.document import document_of
from workflows.report.markdown import artifact_of, text_of
from workflows.report.tables import headline, tables_of
from workflows.store.states import State

MAY = datetime(2026, 5, 20, tzinfo=UTC)


@pytest.fixture
def filling(app: Utsushi, clock: FakeClock) -> Filling:
    """April and May, with a loss in May."""
    made = Filling(app.store)
    made.add(review=20, read=2, enter=3)
    made.add(at=MAY, review=200)
    made.add(at=MAY, state=State.HELD, form=None)
    clock.now = datetime(2026, 6, 3, tzinfo=UTC)
    return made


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """The printing is tested by itself."""
    monkeypatch.setattr(keeping, "pdf_of", lambda html: b"%PDF-" + html.encode())


def table(app: Utsushi, month: str, title: str) -> dict[str, tuple[str, ...]]:
    figures = figures_of(app.store, app.catalogue, month, app.clock())
    (found,) = (each for each in tables_of(figures) if each.title == title)
    return {row[0]: row[1:] for row in found.rows}


def test_the_month_stands_beside_the_one_before(app: Utsushi, filling: Filling) -> None:
    rows = table(app, "2026-05", "まとめ")
    assert rows["届いた書類"] == ("2 件", "1 件", "＋1")
    assert rows["登録できた記録"] == ("1 件", "1 件", "±0")
    assert rows["人が見ずに済んだ割合（記録のうち）"] == ("100.0%", "100.0%", "±0.0 ポイント")
    assert rows["職員が確認にかけた時間"] == ("3.3 分", "20 秒", "＋3.0 分")
    assert rows["削減できた時間"] == ("1.3 分の損失", "1.7 分", "−3.0 分")


def test_a_loss_is_told_first(app: Utsushi, filling: Filling) -> None:
    figures = figures_of(app.store, app.catalogue, "2026-05", app.clock())
    assert "手入力より 1.3 分多くかかりました（損失）" in headline(figures)
    assert table(app, "2026-05", "手入力より時間がかかった様式") == {
        "調査票": ("1 件", "2.0 分", "3.3 分", "1.3 分の損失")
    }


def test_what_is_left_is_told_with_the_age_of_its_oldest(app: Utsushi, filling: Filling) -> None:
    filling.add(at=app.clock() - timedelta(hours=5), state=State.UNCONFIRMED)
    rows = table(app, "2026-04", "いま残っているもの")
    assert rows["保留"][:2] == ("1 件", "14 日")
    assert rows["登録未確認"][:2] == ("1 件", "5 時間")


def test_costs_stand_in_the_month_in_which_they_were_paid(app: Utsushi, filling: Filling) -> None:
    """Also those of the year before, until its books closed; none that was struck out."""
    ledger = Ledger(app.store, app.audit, app.files, app.clock)

    def add(year: int, title: str, paid: date) -> int:
        draft = CostDraft(FiscalYear(year), "架空システム", title, 110_000, 10_000, paid_on=paid)
        return ledger.add(draft, "佐藤").id

    add(2025, "前の年度", date(2026, 5, 20))
    add(2026, "この年度", date(2026, 5, 31))
    add(2026, "次の月", date(2026, 6, 1))
    ledger.strike(add(2026, "取り消し", date(2026, 5, 2)), "二重", "佐藤")
    figures = figures_of(app.store, app.catalogue, "2026-05", app.clock(), ledger)
    assert [each.title for each in figures.costs or ()] == ["前の年度", "この年度"]
    assert figures.spent == 220_000
    assert "2 件、合計 220,000 円" in artifact_of(figures, ())


def test_a_month_that_is_not_over_is_said_to_be_so(app: Utsushi, filling: Filling) -> None:
    for month, is_said in (("2026-05", False), ("2026-06", True)):
        text = text_of(figures_of(app.store, app.catalogue, month, app.clock()))
        assert ("まだ終わっていません" in text) is is_said


@pytest.mark.parametrize("month", ["2026-13", "", "0001-01", "1900-01", "9999-12", "四月"])
def test_what_is_no_month_is_named(app: Utsushi, month: str) -> None:
    with pytest.raises(SetupError):
        figures_of(app.store, app.catalogue, month, app.clock())


def test_an_office_without_papers_gets_a_report_too(app: Utsushi) -> None:
    figures = figures_of(app.store, app.catalogue, "2026-03", app.clock())
    assert headline(figures) == "この月に届いた書類はありません。"
    assert "月次報告 2026年3月" in document_of(figures)


@pytest.mark.usefixtures("no_browser")
def test_its_files_are_kept_by_hash_and_found_again(
    app: Utsushi, filling: Filling, clock: FakeClock
) -> None:
    first = make_report(app.office, "2026-05", "佐藤").made
    clock.advance(60)
    second = make_report(app.office, "2026-05").made
    reports = Reports(app.store, app.files)
    assert [each.id for each in reports.all()] == [second.id, first.id]
    assert reports.find(first.id) == first
    for kept in (first.html, first.pdf):
        data = reports.read(kept)
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (kept.sha256, kept.size)
    with pytest.raises(NoSuchReport):
        reports.find(99)


@pytest.mark.usefixtures("no_browser")
def test_the_artifact_holds_the_charts_and_the_text_does_not(
    app: Utsushi, filling: Filling
) -> None:
    report = make_report(app.office, "2026-05")
    assert report.markdown.count("](data:image/svg+xml;base64,") == 4
    assert "data:" not in report.text


def test_what_people_wrote_stays_out_of_prefect(app: Utsushi, filling: Filling) -> None:
    baselines = Baselines(app.store, app.catalogue, app.audit, app.clock)
    baselines.estimate("chosa", seconds=60, note="田中さんに聞いた", by="佐藤")
    baselines.set_rate(FiscalYear(2026), 2_000, source="佐藤課長の試算", by="佐藤")
    figures = figures_of(app.store, app.catalogue, "2026-05", app.clock())
    assert "田中さんに聞いた" in text_of(figures)
    for words in ("田中", "佐藤"):
        assert words not in artifact_of(figures, ())


def test_the_figures_are_those_of_the_effect(app: Utsushi, filling: Filling) -> None:
    figures = figures_of(app.store, app.catalogue, "2026-05", app.clock())
    assert figures.effect == effect_over(app.store, app.catalogue, ("2026-05",))
    assert figures.trail.by_month[-1].saved_seconds == figures.effect.total.saved_seconds


def test_the_document_fetches_nothing_and_runs_nothing(app: Utsushi, filling: Filling) -> None:
    html = document_of(figures_of(app.store, app.catalogue, "2026-05", app.clock()))
    for word in ("<script", 'http-equiv="refresh"', "src=", "href=", "url(http"):
        assert word not in html
    assert html.count("<svg") == 4


@pytest.mark.browser
def test_a_page_is_printed_on_a4_with_its_japanese_and_without_fetching() -> None:
    html = "<!doctype html><html lang=ja><meta charset=utf-8><title>報告</title>"
    html += "<p>髙﨑の月次報告</p><img src='http://127.0.0.1:9/x.png' alt=''>"
    (page,) = PdfReader(io.BytesIO(printing.pdf_of(html))).pages
    assert "髙﨑の月次報告" in page.extract_text()
    assert "1 / 1" in page.extract_text()
    assert float(page.mediabox.width) == pytest.approx(595, abs=1.5)
    assert float(page.mediabox.height) == pytest.approx(842, abs=1.5)
