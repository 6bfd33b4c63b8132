"""The columns of a table of costs: one list for the template, the import and the page's form."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from workflows.ledger.item import ELIGIBLE_TITLES
from workflows.ledger.sharing import KEY_TITLES


@dataclass(frozen=True, slots=True)
class Column:
    """`id`: of the field of a draft, or of a purse. `aliases`: other headings that mean it."""

    id: str
    title: str
    help: str
    aliases: tuple[str, ...] = ()
    is_needed: bool = False
    choices: tuple[str, ...] = ()
    width: int = 14


COLUMNS = (
    Column(
        "year", "年度", "令和6 や 2024。空けると、取り込むときに選んだ年度です。", ("会計年度",)
    ),
    Column("contracted_on", "契約日", "令和6年4月1日、R6.4.1、2024-04-01 など。", ("契約年月日",)),
    Column(
        "inspected_on", "検収日", "納品・完了を確かめた日。", ("検収年月日", "検査日", "完了日")
    ),
    Column(
        "paid_on",
        "支出日",
        "支払った日。翌年度の 5 月 31 日まで。",
        ("支払日", "支出年月日", "支払年月日"),
    ),
    Column(
        "payee",
        "支払先",
        "相手方の名前。",
        ("相手方", "業者", "業者名", "支払先名"),
        True,
        width=24,
    ),
    Column("title", "摘要", "何の費用か。", ("件名", "内容", "品名"), True, width=36),
    Column(
        "amount",
        "金額（税込）",
        "円。共同利用では全体の額。返金は ▲ を付けます。",
        ("金額", "税込金額", "支出額", "支払額"),
        True,
    ),
    Column("tax", "うち消費税", "円。分からなければ空けます。", ("消費税", "消費税額", "税額")),
    Column("measure", "措置", "特別交付税措置の名前。当たらなければ空けます。", width=26),
    Column(
        "category",
        "区分",
        "措置の中の区分。シート「区分」から選びます。",
        ("経費区分", "費目"),
        width=36,
    ),
    Column(
        "eligible",
        "対象",
        "対象・対象外・要確認。空けると要確認です。",
        ("対象区分", "対象経費"),
        choices=tuple(ELIGIBLE_TITLES.values()),
    ),
    Column(
        "reason",
        "理由",
        "対象・対象外とした理由。対象外では必ず要ります。",
        ("判断理由",),
        width=28,
    ),
    Column("decided_by", "判断した人", "空けると、取り込む人です。", ("判断者",)),
    Column("general", "一般財源", "円。財源をすべて空けると、全額が一般財源です。"),
    Column("national", "国庫", "円。国庫補助金など。", ("国庫支出金", "国費", "国庫補助金")),
    Column(
        "prefectural",
        "県費",
        "円。都道府県の補助金など。",
        ("県支出金", "都道府県支出金", "府費", "都費", "道費"),
    ),
    Column("bonds", "地方債", "円。", ("起債",)),
    Column("other", "その他の財源", "円。寄附金、負担金など。", ("その他", "その他特定財源")),
    Column(
        "other_claims",
        "他の補助・申請",
        "同じ費用を挙げている他の補助や申請の名前。",
        ("他の申請",),
        width=24,
    ),
    Column("department", "部署", "担当の部署。", ("所管", "担当課", "課")),
    Column("project", "事業", "予算の事業名など。", ("事業名",), width=20),
    Column(
        "share_key",
        "按分の方法",
        "共同利用のときだけ。人口割・均等割・利用割。",
        choices=tuple(KEY_TITLES.values()),
    ),
    Column(
        "share",
        "按分の団体",
        "団体ごとに「団体コード 名前 数」を ; で区切り、自分の団体の後に「当団体」。"
        "例: 131016 千代田区 67000 当団体; 131024 中央区 170000",
        width=40,
    ),
)

BY_ID: Mapping[str, Column] = {each.id: each for each in COLUMNS}


def heading(text: str) -> str:
    """A heading without what people write differently: width, spaces, brackets and their words."""
    plain = unicodedata.normalize("NFKC", text)
    plain = plain.split("(")[0] if plain.split("(")[0].strip() else plain
    return "".join(ch for ch in plain if not ch.isspace() and ch not in "*※・")


_KNOWN: Mapping[str, str] = {
    heading(name): each.id for each in COLUMNS for name in (each.title, *each.aliases)
}


def column_of(text: str) -> str | None:
    """The id of the column that a heading names; none for amounts without tax."""
    if any(word in text for word in ("税抜", "税別")):
        return None
    return _KNOWN.get(heading(text))
