"""罹災証明申請: the screens of the disaster certificate office."""

from __future__ import annotations

from samples.legacy.items import Item, Kind, Procedure, Step, coded


def _applicant() -> tuple[Item, ...]:
    relations = coded("本人", "世帯員", "所有者", "その他")
    agent = "代理人"
    return (
        Item("shinsei_date", "申請年月日", "SNS_DT", Kind.DATE, required=True, era="5"),
        Item("kana", "カナ氏名", "SNS_KN", Kind.KANA, required=True, length=40),
        Item("name", "漢字氏名", "SNS_NM", Kind.FULL, required=True, length=25),
        Item("postal", "郵便番号", "SNS_YB", Kind.POSTAL, title="郵便番号"),
        Item("address", "住所", "SNS_JS", Kind.ADDRESS, True, length=50, postal="SNS_YB"),
        Item("phone", "電話番号", "SNS_TL", Kind.PHONE, required=True),
        Item("relation", "被災住家との関係", "KNK_CD", Kind.CODE, True, options=relations),
        Item("agent_name", "代理人氏名", "DRN_NM", Kind.FULL, length=25, group=agent),
        Item("agent_phone", "代理人電話番号", "DRN_TL", Kind.PHONE, group=agent),
    )


def _house() -> tuple[Item, ...]:
    causes = coded("地震", "風水害", "火災", "その他", width=2)
    kinds = coded("持家", "借家")
    return (
        Item("setai_nushi", "世帯主氏名", "STN_NM", Kind.FULL, length=25),
        Item("setai_ninzu", "世帯人数", "STI_NZ", Kind.DIGITS, length=2),
        Item("house_address", "被災住家の所在地", "JYK_JS", Kind.ADDRESS, True, length=50),
        Item(
            "house_kind",
            "住家の種類",
            "JYK_SB",
            Kind.RADIO,
            required=True,
            options=kinds,
            labelled=True,
        ),
        Item("risai_date", "罹災年月日", "RSI_DT", Kind.DATE, required=True, era="5"),
        Item("cause", "罹災原因", "RSI_GN", Kind.CODE, required=True, options=causes),
    )


def _damage() -> tuple[Item, ...]:
    places = coded("屋根", "外壁", "床上浸水", "床下浸水", "窓・建具", "その他")
    return (
        Item("damage", "被害箇所", "HGI_KS", Kind.CHECKS, options=places),
        Item("damage_text", "被害の状況", "HGI_JK", Kind.AREA, length=200),
        Item("self_judge", "自己判定方式", "JKH_FL", Kind.FLAG, options=coded("同意する")),
        Item("photo", "写真の有無", "SSN_UM", Kind.RADIO, options=coded("有", "無")),
        Item("copies", "必要部数", "BSU", Kind.DIGITS, required=True, length=1),
    )


RISAI = Procedure(
    form="risai-shomei",
    code="rs",
    mark="罹",
    title="罹災証明申請",
    table="RISAI_SHOMEI",
    steps=(
        Step("対象者", _applicant()),
        Step("内容", _house()),
        Step("続き", _damage()),
    ),
    searched=("kana", "shinsei_date"),
    listed=("kana", "name", "phone", "shinsei_date"),
    key=("shinsei_date", "kana", "risai_date"),
)
