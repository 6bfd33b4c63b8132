"""What `utsushi effect` and `utsushi report` do."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from forms.errors import SetupError, StoreError
from workflows.accounts import EVERYTHING, Account, Right
from workflows.app import Utsushi
from workflows.cli.tables import print_table
from workflows.clock import TOKYO, day_of, tokyo_month
from workflows.effect import Baselines, Effect, Effects, Tally
from workflows.effect.method import BASIS
from workflows.effect.words import hours, saved, share, yen_saved
from workflows.fiscal import FiscalYear
from workflows.report import Reports, make_report
from workflows.settings import Settings

Made = TypeVar("Made")
_COUNTS = ("書類", "登録", "機械", "職員", "手入力なら")


class NotAllowed(StoreError):
    default_advice = "費用と効果を登録できる人の login を --by で指定してください。"


def show_effect(year: str | None, *, as_json: bool) -> None:
    """Raises SetupError for what is no year."""
    with Utsushi(Settings.load()) as app:
        effects = _effects(app)
        chosen = FiscalYear.parse(year) if year else effects.this_year
        effect = effects.of(chosen)
    if as_json:
        print(json.dumps(_for_programs(effect, chosen), ensure_ascii=False, indent=2))
        return
    for each in effect.losses:
        print(f"損失: 「{each.title}」は手入力より {hours(-each.saved_seconds)}多くかかりました。")
    _print(f"{effect.title}の効果 (業務の分野ごと)", "分野", [
        (each.work_field, *_counts(each), BASIS[each.basis], saved(each.saved_seconds),
         yen_saved(each.saved_yen))
        for each in effect.by_work
    ] + [("合計", *_counts(effect.total), BASIS[effect.basis],
          saved(effect.total.saved_seconds), yen_saved(effect.saved_yen))],
           "根拠", "削減時間", "金額")  # fmt: skip
    _print("様式ごと", "様式", [
        (each.title, *_counts(each), each.source, saved(each.saved_seconds))
        for each in effect.by_form
    ], "手入力の時間", "削減時間")  # fmt: skip
    _print("月ごと", "月", [
        (each.month, *_counts(each), share(each.of_records), saved(each.saved_seconds))
        for each in effect.by_month
    ], "人が見ずに", "削減時間")  # fmt: skip
    print(effect.method)


def list_baselines(*, as_json: bool) -> None:
    with Utsushi(Settings.load()) as app:
        found = _effects(app).baselines.all()
        titles = {form.id: form.title for form in app.catalogue}
    if as_json:
        print(json.dumps([_plain(asdict(each)) for each in found], ensure_ascii=False, indent=2))
        return
    print_table(
        "手入力の時間",
        ["番号", "様式", "種類", "日", "件数", "合計の秒", "人数", "備考", "取り消し"],
        [
            (
                each.id, titles.get(each.form, each.form),
                "計測" if each.kind == "measured" else "見積り", f"{each.day}", each.records,
                each.seconds, each.people, each.note, each.struck_because or "",
            )
            for each in found
        ],
    )  # fmt: skip


def add_baseline(
    form: str, seconds: int | None, *, records: int | None, people: int, day: str | None,
    note: str, by: str,
) -> None:  # fmt: skip
    """Timed where `records` are given, else thought. Raises SetupError, BadFigure, NotAllowed."""
    if seconds is None:
        raise SetupError("--seconds で合計の秒を指定してください。", advice="例: --seconds 5400")

    def add(baselines: Baselines, person: Account, today: date) -> int:
        if records is None:
            return baselines.estimate(form, seconds=seconds, note=note, by=person.name)
        return baselines.measure(
            form, _day(day) if day else today, records=records, seconds=seconds, people=people,
            note=note, by=person.name,
        )  # fmt: skip

    number = _keeping(by, add)
    print(f"手入力の時間を登録しました (番号 {number})。")


def strike(number: int, because: str, by: str) -> None:
    """Raises NoBaseline, BadFigure, NotAllowed."""

    def take(baselines: Baselines, person: Account, today: date) -> None:
        baselines.strike(number, because=because, by=person.name)

    _keeping(by, take)
    print(f"手入力の時間 (番号 {number}) を取り消しました。")


def show_rate(year: str | None) -> None:
    with Utsushi(Settings.load()) as app:
        effects = _effects(app)
        chosen = FiscalYear.parse(year) if year else effects.this_year
        rate = effects.baselines.rate(chosen)
    if rate is None:
        print(f"{chosen}の時間単価は、まだ登録されていません。")
    else:
        print(f"{chosen}の時間単価: {rate.yen:,} 円 (根拠: {rate.source})")


def set_rate(yen: int, year: str | None, source: str, by: str) -> None:
    """Raises SetupError, BadFigure, NotAllowed."""

    def put(baselines: Baselines, person: Account, today: date) -> FiscalYear:
        chosen = FiscalYear.parse(year) if year else FiscalYear.of(today)
        baselines.set_rate(chosen, yen, source=source, by=person.name)
        return chosen

    print(f"{_keeping(by, put)}の時間単価を {yen:,} 円にしました。")


def make_monthly(month: str | None, out: Path | None, *, as_json: bool) -> None:
    """Raises SetupError where it is no month or there is no browser."""
    with Utsushi(Settings.load()) as app:
        first = app.clock().astimezone(TOKYO).replace(day=1)
        asked = month or tokyo_month(first - timedelta(days=1))
        report = make_report(app.office, asked)
        copies = _copied(Reports(app.store, app.files), report.made, out) if out else []
    if as_json:
        print(json.dumps(_plain(asdict(report.made)), ensure_ascii=False, indent=2))
        return
    print(report.text)
    for path in copies:
        print(f"保存しました: {path}")


def _copied(reports: Reports, made: Any, out: Path) -> list[Path]:
    """Raises SetupError where the folder cannot be written."""
    found = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for kept in (made.pdf, made.html):
            path = out / f"getsuji_{made.month}{Path(kept.path).suffix}"
            path.write_bytes(reports.read(kept))
            found.append(path)
    except OSError as error:
        raise SetupError(f"{out} に書き込めません。") from error
    return found


def _keeping(by: str, deed: Callable[[Baselines, Account, date], Made]) -> Made:
    """Done by a person who may keep the figures, in whose name it is logged."""
    with Utsushi(Settings.load()) as app:
        listed = app.accounts.get(by)
        person = listed.account
        if listed.is_locked or not person.may(Right.KEEP_COSTS):
            raise NotAllowed(f"アカウント {by} は費用と効果を登録できません。")
        if person.scope != EVERYTHING:
            raise NotAllowed(
                f"アカウント {by} は部署を限られています。",
                advice="全部署を見られる人の login を --by で指定するか、画面で登録してください。",
            )
        today = app.clock().astimezone(TOKYO).date()
        return deed(_effects(app).baselines, person, today)


def _effects(app: Utsushi) -> Effects:
    return Effects(app.store, app.catalogue, app.audit, app.clock)


def _print(title: str, first: str, rows: list[tuple[object, ...]], *last: str) -> None:
    print_table(title, [first, *_COUNTS, *last], rows)


def _counts(each: Tally) -> tuple[object, ...]:
    return (
        each.documents, each.entered, hours(each.machine_seconds), hours(each.review_seconds),
        hours(each.manual_seconds),
    )  # fmt: skip


def _day(text: str) -> date:
    try:
        return day_of(text)
    except ValueError as error:
        raise SetupError(f"日付「{text}」を読めません。", advice="例: 2026-04-01") from error


def _for_programs(effect: Effect, year: FiscalYear) -> dict[str, Any]:
    """Seconds and whole yen; a line's `saved_seconds` is below zero where it is a loss."""

    def line(each: Tally) -> dict[str, Any]:
        return _plain(asdict(each)) | {"saved_seconds": each.saved_seconds}

    return {
        "year": year.begins,
        "title": effect.title,
        "total": line(effect.total),
        "basis": effect.basis,
        "hourly_rate": effect.hourly_rate,
        "saved_yen": effect.saved_yen,
        "by_work": [line(each) for each in effect.by_work],
        "by_form": [line(each) for each in effect.by_form],
        "by_month": [line(each) for each in effect.by_month],
        "by_department": [line(each) for each in effect.by_department],
        "method": effect.method.split("\n"),
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Days, moments and decimals as text."""
    kept = (str, int, float, bool, type(None), list, tuple, dict)
    return {key: value if isinstance(value, kept) else str(value) for key, value in values.items()}
