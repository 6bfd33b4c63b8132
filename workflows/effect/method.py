"""How the effect was worked out, in the words of the office: stands under every table of it."""

from collections.abc import Iterable, Mapping

from forms.work_fields import WorkFields
from workflows.effect.baselines import HourlyRate
from workflows.effect.tally import Basis, FormEffect

BASIS: Mapping[Basis, str] = {
    Basis.MEASURED: "計測",
    Basis.ESTIMATED: "見積り",
    Basis.MIXED: "計測と見積り",
}


def method_of(
    title: str, basis: Basis, by_form: Iterable[FormEffect], rate: HourlyRate | None,
    fields: WorkFields,
) -> str:  # fmt: skip
    """One sentence a line."""
    lines = [
        f"対象は、{title}に届いた書類です。重複して届いたものは数えません。",
        "削減時間 ＝ 手入力 1 件の時間 × 登録を確認できた件数 − 職員の時間。"
        "職員の時間は、確認・二人入力・抜き取りで実際に操作していた時間です"
        "（登録に至らなかった書類の分も含みます）。機械の時間は職員の時間ではないので引きません。",
        "秒は月・様式ごとに四捨五入した整数で、どの表で足しても同じ合計になります。",
        f"手入力 1 件の時間は{BASIS[basis]}によります。" + _sources(by_form),
        _money(rate),
        f"分野は、{fields.source}によります（{fields.as_of:%Y}年{fields.as_of.month}月"
        f"{fields.as_of.day}日現在）。",
    ]
    if fields.unconfirmed:
        names = "、".join(fields.unconfirmed)
        lines.append(f"分野の名前のうち、{names}は確かめていません。最新の調査票を見てください。")
    return "\n".join(lines)


def _sources(by_form: Iterable[FormEffect]) -> str:
    told = (
        f"「{each.title}」{each.seconds_a_record:.1f} 秒: {each.source}。"
        for each in by_form
        if each.form and each.entered and each.seconds_a_record is not None
    )
    return "".join(told)


def _money(rate: HourlyRate | None) -> str:
    if rate is None:
        return "時間単価が登録されていないので、金額は出していません。"
    return (
        f"金額 ＝ 削減時間（秒） ÷ 3,600 × 時間単価 {rate.yen:,} 円（根拠: {rate.source}）。"
        "分野ごとに 1 円未満を四捨五入し、合計はその和です。"
    )
