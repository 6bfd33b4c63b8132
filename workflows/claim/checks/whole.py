"""What concerns the claim as a whole: rates, the year, the effect, what was claimed too much."""

from collections.abc import Iterator, Sequence
from datetime import date

from workflows.claim.checks.finding import Finding, error, note, warning
from workflows.claim.note import ClaimNote, NoteKind
from workflows.claim.sums import Claim
from workflows.effect import Basis, Effect


def findings(claim: Claim, today: date, *, is_locked: bool) -> Iterator[Finding]:
    if not claim.counted:
        yield warning(
            "nothing", "申請額に入る費用がありません。",
            "「費用」で、対象の費用に措置と区分を付けてください。",
        )  # fmt: skip
    if any(each.coefficient is None for each in claim.measures):
        yield error(
            "no_strength",
            f"{claim.year}の財政力指数が登録されていません。申請額を計算できません。",
            "「費用」の画面で、3 年分の指数か、公表された 3 か年平均を登録してください。",
        )  # fmt: skip
    for each in claim.measures:
        if each.base < 0:
            yield error(
                "negative", f"{each.measure.title}の差引が {each.base:,} 円です。",
                "特定財源と返金の行を確かめてください。",
            )  # fmt: skip
    yield from _year(claim, today, is_locked=is_locked)
    if confirm := next((each.measure.confirm for each in claim.measures if each.items), ""):
        yield note("confirm", "率・対象経費・補正は、登録した資料によります。", confirm)


def _year(claim: Claim, today: date, *, is_locked: bool) -> Iterator[Finding]:
    year = claim.year
    if today <= year.last:
        yield note(
            "year_open", f"{year}は、まだ終わっていません。いまの額は見込みです。",
            "年度が終わってから、もう一度確かめてください。",
        )  # fmt: skip
    elif today <= year.books_close:
        yield note(
            "books_open", "出納整理期間 (5月31日まで) の途中です。支払いが増えることがあります。",
            "支払いが済んでから、年度を確定してください。",
        )  # fmt: skip
    elif not is_locked:
        yield note(
            "not_locked", "年度がまだ確定していません。費用はまだ変えられます。",
            "内容を確かめたら、「申請」で年度を確定してください。",
        )  # fmt: skip


def of_effect(effect: Effect) -> Iterator[Finding]:
    """The effect stands beside the claim; the amount does not hang on it."""
    if not effect.total.entered:
        yield warning(
            "no_effect", "この年度に、登録まで済んだ書類がありません。効果の表は 0 です。",
            "効果を説明する資料が別にあるか確かめてください。",
        )  # fmt: skip
    elif effect.basis is Basis.ESTIMATED:
        yield warning(
            "effect_estimated", "手入力の時間が、見積りだけです。",
            "数件でよいので時間を計り、「年度の効果」に登録してください。",
        )  # fmt: skip
    elif effect.basis is Basis.MIXED:
        titles = "、".join(
            each.title for each in effect.by_form
            if each.entered and each.basis is not Basis.MEASURED
        )  # fmt: skip
        yield note(
            "effect_mixed", f"手入力の時間を計っていない様式があります ({titles})。",
            "計って「年度の効果」に登録すると、根拠が強くなります。",
        )  # fmt: skip
    if effect.hourly_rate is None:
        yield note(
            "no_rate", "時間単価が登録されていないので、効果を金額にできません。",
            "「年度の効果」に、時間単価と根拠を登録してください。",
        )  # fmt: skip
    for each in effect.losses:
        hours = -each.saved_seconds / 3600
        yield note(
            "loss", f"「{each.title}」は、手入力より {hours:.1f} 時間多くかかりました。",
            "損失も、そのまま効果の表に載せます。理由を説明できるようにしてください。",
        )  # fmt: skip


def of_altered(numbers: Sequence[int]) -> Iterator[Finding]:
    for number in numbers:
        yield error(
            "altered", f"費用 {number} が、登録の経過と合いません。",
            "データベースが直接書きかえられていないか、情報主管課に確かめ、「費用」で直してください。",
            number,
        )  # fmt: skip


def of_notes(claim: Claim, notes: Sequence[ClaimNote]) -> Iterator[Finding]:
    """What earlier years claimed too much comes off this year or a later one (過大算定の精算)."""
    for each in notes:
        if not each.holds or each.kind is not NoteKind.EXCESS or each.year >= claim.year:
            continue
        words = f"{each.year}の申請に、過大・錯誤 {each.amount:,} 千円があります。"
        if each.taken_year is None:
            yield warning(
                "excess_open", f"{words}どの年度から差し引くか、まだ記入されていません。",
                "都道府県に確かめ、「申請」の画面に差し引く年度を記入してください。",
            )  # fmt: skip
        else:
            yield note(
                "excess", f"{words}{each.taken_year}の額から差し引きます。",
                "申請額の表には差し引く前の額が載ります。都道府県の様式に従ってください。",
            )  # fmt: skip
