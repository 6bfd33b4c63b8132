"""How the claim was worked out and where its rules are from: in the workbook, the summary, the
page."""

from collections.abc import Iterator

from workflows.claim.dossier import Dossier

FORMULA = (
    "措置ごとに、対象の費用の（当団体の負担額 − 特定財源）を足し、"
    "措置率と財政力補正係数を掛けます。"
    "特定財源は、国庫・県費・地方債・その他で、一般財源のほかのすべてです。"
)
ROUNDING = (
    "費用と差引は 1 円まで計算し、途中で丸めません。端数処理は、措置ごとの最後に一度だけ、"
    "千円未満を四捨五入します（千円単位）。合計は、丸めた額の和です。"
)
BINARY = "式の内側の ROUND は、表計算ソフトの 2 進数の誤差を消すためのもので、額を変えません。"
TAX = (
    "金額は消費税込みです。消費税は市町村（一般会計）が最終的に負担するためです。"
    "特別会計・企業会計の費用が混じるときは、仕入税額控除の扱いを都道府県に確かめてください。"
)
LEFT_OUT = (
    "対象外、要確認、および措置か区分のない費用は、申請額に入れていません。"
    "共同利用の費用は、当団体の負担額だけを入れています。"
)
CONFIRM = "申請する年度の特別交付税に関する省令と通知、都道府県の指示を、必ず確かめてください。"


def method_of(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Pairs of heading and text, in Japanese."""
    yield "申請額の計算", FORMULA
    yield "端数の処理", ROUNDING
    yield "消費税", TAX
    yield "入れていないもの", LEFT_OUT
    yield "措置の率と対象経費の出典", "\n".join(_sources(dossier))
    yield "財政力補正の出典", f"{dossier.steps.source}\n{dossier.steps.confirm}"
    yield "効果の計算", dossier.effect.method
    yield "確かめること", CONFIRM
    yield "この表のもと", f"計算のもとにした値の SHA-256: {dossier.digest}"


def _sources(dossier: Dossier) -> Iterator[str]:
    found = (each.measure for each in dossier.claim.measures)
    yield from dict.fromkeys(
        text for measure in found for text in (measure.source, measure.confirm) if text
    )
