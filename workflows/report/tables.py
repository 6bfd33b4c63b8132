"""The tables of a report: one set of rows for every way of writing it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from workflows.effect import Tally
from workflows.effect.method import BASIS
from workflows.effect.words import NONE, age, hours, month, saved, share, yen, yen_saved
from workflows.report.figures import Figures
from workflows.second_looks.silent import Silent
from workflows.store.states import TITLES, State

NEXT: Mapping[State, str] = {
    State.RECEIVED: "続けて読み取ります。",
    State.READING: "読み取っています。",
    State.READY: "続けて登録します。",
    State.SUBMITTING: "登録しています。",
    State.DOUBTED: "確認画面で確かめます。",
    State.UNCONFIRMED: "再照合が確かめます。残るものは業務システムで調べます。",
    State.REJECTED: "理由を見て、記録を直すか保留にします。",
    State.HELD: "画像を見て、読み直すか、手で処理します。",
    State.RETURNED: "戻った書類を受け取ったら、続きを始めます。",
}

WORDS = frozenset({"次にすること", "摘要"})


@dataclass(frozen=True, slots=True)
class Table:
    """`note` stands under it. The first cell of a row names it."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    empty: str = "ありません。"

    @property
    def words(self) -> tuple[bool, ...]:
        """Which columns hold words; the others hold figures."""
        return tuple(n == 0 or name in WORDS for n, name in enumerate(self.head))


def tables_of(figures: Figures) -> tuple[Table, ...]:
    return (
        _summary(figures), _losses(figures), _work(figures), _forms(figures), _waiting(figures),
        _silent(figures), *_costs(figures),
    )  # fmt: skip


def _summary(figures: Figures) -> Table:
    now, before = figures.effect.total, figures.before.total
    rows = (
        ("届いた書類", *_counted(now.documents, before.documents, "件")),
        ("登録できた記録", *_counted(now.entered, before.entered, "件")),
        ("処理の途中の記録", f"{now.under_way:,} 件", f"{before.under_way:,} 件", NONE),
        ("人が見ずに済んだ割合（記録のうち）", *_shares(now.of_records, before.of_records)),
        ("人が見ずに済んだ割合（項目のうち）", *_shares(now.of_fields, before.of_fields)),
        ("職員が確認にかけた時間", *_seconds(now.review_seconds, before.review_seconds)),
        ("機械の時間（読み取り・登録）", *_seconds(now.machine_seconds, before.machine_seconds)),
        ("削減できた時間", saved(now.saved_seconds), saved(before.saved_seconds),
         _difference(now.saved_seconds - before.saved_seconds)),
    )  # fmt: skip
    head = ("", month(figures.month), month(figures.before.months[0]), "増減")
    notes = []
    if now.electronic:
        notes.append(
            f"記録のうち {now.electronic:,} 件は、文字認識をせずデータで受け付けたもので、"
            "人が見ずに済んだ割合には入れていません。"
        )
    if now.duplicates:
        notes.append(f"ほかに、重複して届いた書類が {now.duplicates:,} 件ありました。")
    return Table("まとめ", head, rows, "".join(notes))


def _losses(figures: Figures) -> Table:
    rows = tuple(
        (each.title, f"{each.entered:,} 件", hours(each.manual_seconds),
         hours(each.review_seconds), saved(each.saved_seconds))
        for each in figures.effect.losses
    )  # fmt: skip
    note = "紙の書き方や様式の枠を見直すか、手入力に戻すことを検討してください。" if rows else ""
    head = ("様式", "登録", "手入力なら", "職員の時間", "差")
    return Table("手入力より時間がかかった様式", head, rows, note)


def _work(figures: Figures) -> Table:
    rows = tuple(
        (
            each.work_field, f"{each.documents:,} 件", f"{each.entered:,} 件",
            BASIS[each.basis] if each.entered else NONE, saved(each.saved_seconds),
            yen_saved(each.saved_yen),
        )
        for each in figures.effect.by_work
    )  # fmt: skip
    head = ("分野", "書類", "登録", "手入力の時間の根拠", "削減時間", "金額")
    return Table("業務の分野ごと", head, rows, empty="届いた書類はありません。")


def _forms(figures: Figures) -> Table:
    rows = tuple(
        (
            each.title, f"{each.documents:,}", f"{each.entered:,}", saved(each.saved_seconds),
            share(each.of_records), hours(each.review_seconds),
        )
        for each in figures.effect.by_form
    )  # fmt: skip
    head = ("様式", "書類", "登録", "削減時間", "人が見ずに", "確認")
    return Table("様式ごと", head, rows, empty="届いた書類はありません。")


def _waiting(figures: Figures) -> Table:
    rows = tuple(
        (
            TITLES[each.state], f"{each.count:,} 件", _age(figures, each.oldest),
            NEXT[each.state],
        )
        for each in figures.waiting
    )  # fmt: skip
    note = "この表だけは、報告書を作った時点のものです。" if rows else ""
    head = ("状態", "件数", "最も古い受付から", "次にすること")
    return Table("いま残っているもの", head, rows, note)


def _age(figures: Figures, oldest: datetime | None) -> str:
    return NONE if oldest is None else age((figures.made_at - oldest).total_seconds())


def _silent(figures: Figures) -> Table:
    rows = tuple(
        (figures.titles.get(each.form, each.form), f"{each.looked:,}", f"{each.wrong:,}",
         share(each.share), _between(each))
        for each in figures.silent
    )  # fmt: skip
    head = ("様式", "見た項目", "誤り", "割合", "95 % の確かさで")
    note = "人が見ずに採用した項目から抜き取って確かめた結果です（この月に抜き取った分）。"
    empty = "この月に抜き取った項目はありません。"
    return Table("気づかれない誤り（抜き取り）", head, rows, note if rows else "", empty)


def _between(each: Silent) -> str:
    low, high = each.bounds
    return f"{low:.2%}〜{high:.2%}"


def _costs(figures: Figures) -> Iterator[Table]:
    if figures.costs is None:
        return
    rows = tuple(
        (f"{each.paid_on}", each.title, str(each.year), yen(each.own_amount))
        for each in figures.costs
    )
    note = f"合計 {yen(figures.spent)}（自団体の負担分）" if rows else ""
    head = ("支出日", "摘要", "年度", "金額")
    yield Table("この月に支払った費用", head, rows, note)


def _counted(now: int, before: int, unit: str) -> tuple[str, str, str]:
    change = now - before
    sign = "＋" if change > 0 else "−" if change < 0 else "±"
    return f"{now:,} {unit}", f"{before:,} {unit}", f"{sign}{abs(change):,}"


def _shares(now: float | None, before: float | None) -> tuple[str, str, str]:
    if now is None or before is None:
        return share(now), share(before), NONE
    points = (now - before) * 100
    sign = "＋" if points >= 0.05 else "−" if points <= -0.05 else "±"
    return share(now), share(before), f"{sign}{abs(points):.1f} ポイント"


def _seconds(now: int, before: int) -> tuple[str, str, str]:
    return hours(now), hours(before), _difference(now - before)


def _difference(seconds: int) -> str:
    sign = "＋" if seconds > 0 else "−" if seconds < 0 else "±"
    return f"{sign}{hours(abs(seconds))}"


def headline(figures: Figures) -> str:
    """What the month came to, in one sentence."""
    total: Tally = figures.effect.total
    if not total.documents:
        return "この月に届いた書類はありません。"
    end = (
        f"手入力より {hours(-total.saved_seconds)}多くかかりました（損失）。"
        if total.saved_seconds < 0
        else f"手入力に比べて {hours(total.saved_seconds)}を省きました。"
    )
    return (
        f"{total.documents:,} 件の書類が届き、{total.entered:,} 件の記録を登録しました。"
        f"職員が確認にかけた時間は {hours(total.review_seconds)}で、{end}"
    )


def not_over(figures: Figures) -> str:
    if figures.is_over:
        return ""
    return "この月はまだ終わっていません。数字は途中のものです。"
