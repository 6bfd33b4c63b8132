"""要介護・要支援認定申請: the screens of the long-term care insurance office."""

from __future__ import annotations

from samples.legacy import eras
from samples.legacy.items import Draft, Item, Kind, Option, Procedure, Step, coded

LEVELS = (
    Option("12", "要支援1"),
    Option("13", "要支援2"),
    *(Option(f"2{n}", f"要介護{n}") for n in range(1, 6)),
)
"""Codes of the national standard layout: 12 and 13 support, 21 to 25 care."""


def _insured() -> tuple[Item, ...]:
    return (
        Item(
            "hihokensha_number",
            "被保険者番号",
            "HHS_NO",
            Kind.DIGITS,
            required=True,
            length=10,
            exact=True,
            labelled=True,
        ),
        Item("my_number", "個人番号", "HHS_KJBG", Kind.MY_NUMBER, length=12, exact=True),
        Item("kana", "カナ氏名", "HHS_KN", Kind.KANA, required=True, length=40),
        Item("name", "漢字氏名", "HHS_NM", Kind.FULL, required=True, length=25),
        Item("birth", "生年月日", "HHS_BD", Kind.DATE, required=True, past=True),
        Item("sex", "性別", "HHS_SEX", Kind.RADIO, True, options=coded("男", "女")),
        Item("postal", "郵便番号", "HHS_YB", Kind.POSTAL, title="郵便番号"),
        Item("address", "住所", "HHS_JS", Kind.ADDRESS, True, length=50, postal="HHS_YB"),
        Item("phone", "電話番号", "HHS_TL", Kind.PHONE),
    )


def _application() -> tuple[Item, ...]:
    kinds = coded("新規", "更新", "区分変更", "転入")
    return (
        Item("shinsei_kubun", "申請区分", "SNS_KB", Kind.CODE, required=True, options=kinds),
        Item("shinsei_date", "申請年月日", "SNS_DT", Kind.DATE, required=True, era="5"),
        Item("current_level", "現在の要介護状態区分", "GNZ_KD", Kind.CODE, options=LEVELS),
        Item("valid_from", "有効期間開始日", "YKK_FR", Kind.DATE, era="5"),
        Item("valid_to", "有効期間終了日", "YKK_TO", Kind.DATE, era="5"),
        Item("change_reason", "変更申請理由", "HNK_RY", Kind.AREA, length=100),
    )


def _applicant() -> tuple[Item, ...]:
    agents = coded("居宅介護支援事業者", "地域包括支援センター", "介護保険施設")
    who, office = "申請者", "提出代行者"
    return (
        Item("shinseisha_name", "申請者氏名", "SSY_NM", Kind.FULL, length=25, group=who),
        Item("shinseisha_relation", "本人との関係", "SSY_ZK", Kind.FULL, length=10, group=who),
        Item("shinseisha_address", "申請者住所", "SSY_JS", Kind.ADDRESS, length=50, group=who),
        Item("shinseisha_phone", "申請者電話番号", "SSY_TL", Kind.PHONE, group=who),
        Item("daiko_name", "提出代行者名称", "DKO_NM", Kind.FULL, length=30, group=office),
        Item("daiko_kind", "提出代行者種別", "DKO_SB", Kind.CODE, options=agents, group=office),
    )


def _medical() -> tuple[Item, ...]:
    insurance, doctor, consent = "医療保険", "主治医", "同意"
    agreed = coded("同意する")
    return (
        Item("insurer_name", "医療保険者名", "IRH_NM", Kind.FULL, length=30, group=insurance),
        Item(
            "insurer_number",
            "保険者番号",
            "IRH_NO",
            Kind.DIGITS,
            length=8,
            group=insurance,
            title="保険者番号8桁以内",
        ),
        Item("insured_symbol", "記号", "IRH_KG", Kind.FULL, length=15, group=insurance),
        Item("insured_no", "番号", "IRH_BG", Kind.ALNUM, length=15, group=insurance),
        Item("branch_no", "枝番", "IRH_ED", Kind.DIGITS, length=2, exact=True, group=insurance),
        Item("disease", "特定疾病名", "TKT_SP", Kind.FULL, length=30, group=insurance),
        Item("doctor_name", "主治医氏名", "ISI_NM", Kind.FULL, True, 25, group=doctor),
        Item("clinic", "医療機関名", "IKK_NM", Kind.FULL, True, 30, group=doctor),
        Item("clinic_address", "医療機関所在地", "IKK_JS", Kind.ADDRESS, length=50, group=doctor),
        Item("clinic_phone", "医療機関電話番号", "IKK_TL", Kind.PHONE, group=doctor),
        Item(
            "consent",
            "情報提供への同意",
            "DOI_FL",
            Kind.FLAG,
            required=True,
            options=agreed,
            group=consent,
            labelled=True,
        ),
        Item("signature", "本人氏名", "SMI_NM", Kind.FULL, length=25, group=consent),
    )


def _period_runs_forward(draft: Draft) -> str | None:
    """The period must not end before it begins; wrong dates are told by their own check."""
    try:
        first, last = (
            eras.to_date(*(draft.get(f"{name}{part}", "") for part in ("_G", "_Y", "_M", "_D")))
            for name in ("YKK_FR", "YKK_TO")
        )
    except ValueError:
        return None
    return "有効期間の開始日と終了日の前後関係に誤りがあります(E0151)" if last < first else None


KAIGO = Procedure(
    form="kaigo-nintei",
    code="kg",
    mark="介",
    title="要介護認定申請",
    table="KAIGO_NINTEI",
    steps=(
        Step("対象者", _insured()),
        Step("内容", _application() + _applicant(), (_period_runs_forward,)),
        Step("続き", _medical()),
    ),
    searched=("hihokensha_number", "kana", "birth", "shinsei_date"),
    listed=("hihokensha_number", "kana", "name", "birth", "shinsei_date"),
    key=("shinsei_date", "hihokensha_number", "shinsei_kubun"),
)
