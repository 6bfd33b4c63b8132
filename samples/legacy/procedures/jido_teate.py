"""児童手当 認定請求: the screens of the child allowance office."""

from __future__ import annotations

from samples.legacy.items import Draft, Item, Kind, Procedure, Step, coded

SEXES = coded("男", "女")
PRESENCE = coded("有", "無")
CHILDREN = ("１", "２", "３")


def _claimant() -> tuple[Item, ...]:
    return (
        Item("teishutsu_date", "提出年月日", "TSD", Kind.DATE, required=True, era="5"),
        Item("seikyusha_kana", "カナ氏名", "SKS_KN", Kind.KANA, required=True, length=40),
        Item("seikyusha_name", "漢字氏名", "SKS_NM", Kind.FULL, required=True, length=25),
        Item(
            "seikyusha_my_number",
            "個人番号",
            "SKS_KJBG",
            Kind.MY_NUMBER,
            required=True,
            length=12,
            exact=True,
            title="個人番号12桁",
        ),
        Item("seikyusha_sex", "性別", "SKS_SEX", Kind.RADIO, required=True, options=SEXES),
        Item("seikyusha_birth", "生年月日", "SKS_BD", Kind.DATE, required=True, past=True),
        Item("seikyusha_postal", "郵便番号", "SKS_YB", Kind.POSTAL, title="郵便番号"),
        Item(
            "seikyusha_address",
            "住所",
            "SKS_JS",
            Kind.ADDRESS,
            required=True,
            length=50,
            postal="SKS_YB",
        ),
        Item("seikyusha_phone", "電話番号", "SKS_TL", Kind.PHONE, required=True),
    )


def _household() -> tuple[Item, ...]:
    jobs = coded("会社員", "パート", "公務員", "自営業", "無職", "その他", width=2)
    pensions = coded("厚生年金", "国民年金", "その他")
    return (
        Item("haigusha_umu", "配偶者の有無", "HGS_UM", Kind.RADIO, True, options=PRESENCE),
        Item("haigusha_name", "配偶者氏名", "HGS_NM", Kind.FULL, length=25),
        Item(
            "haigusha_my_number",
            "配偶者個人番号",
            "HGS_KJBG",
            Kind.MY_NUMBER,
            length=12,
            exact=True,
        ),
        Item("shokugyo", "職業コード", "SGY_CD", Kind.CODE, options=jobs),
        Item("pension_kind", "年金種別", "NKN_CD", Kind.CODE, options=pensions),
    )


def _child(number: int, digit: str) -> tuple[Item, ...]:
    group = f"児童{digit}"
    first = number == 1
    field, name = f"child{number}", f"JD{number}"
    living = coded("同居", "別居")
    return (
        Item(f"{field}_name", f"{group}氏名", f"{name}_NM", Kind.FULL, first, 25, group=group),
        Item(f"{field}_relation", f"{group}続柄", f"{name}_ZK", Kind.FULL, length=10, group=group),
        Item(
            f"{field}_birth",
            f"{group}生年月日",
            f"{name}_BD",
            Kind.DATE,
            first,
            past=True,
            group=group,
        ),
        Item(
            f"{field}_live",
            f"{group}同居別居",
            f"{name}_DB",
            Kind.RADIO,
            options=living,
            group=group,
        ),
        Item(
            f"{field}_custody",
            f"{group}監護有無",
            f"{name}_KG",
            Kind.RADIO,
            options=PRESENCE,
            group=group,
        ),
    )


def _account() -> tuple[Item, ...]:
    public = coded("利用する")
    kinds = coded("銀行", "信金", "信組", "農協")
    types = coded("普通", "当座")
    return (
        Item("koukin_kouza", "公金受取口座", "KKN_FL", Kind.FLAG, options=public, labelled=True),
        Item("bank_name", "金融機関名", "KNY_NM", Kind.FULL, length=20),
        Item("bank_kind", "金融機関種別", "KNY_SB", Kind.CODE, options=kinds),
        Item("bank_code", "金融機関コード", "KNY_CD", Kind.DIGITS, length=4, exact=True),
        Item("bank_branch", "支店名", "STN_NM", Kind.FULL, length=20),
        Item("branch_code", "支店コード", "STN_CD", Kind.DIGITS, length=3, exact=True),
        Item("account_type", "預金種目", "KZ_SB", Kind.RADIO, options=types),
        Item("account_number", "口座番号", "KZ_BG", Kind.DIGITS, length=7, exact=True),
        Item("account_holder_kana", "口座名義人カナ", "KZ_KN", Kind.KANA, length=40),
    )


def _child_is_whole(draft: Draft) -> str | None:
    """A further child needs a name and a birthday as soon as anything is said of it."""
    for number, digit in enumerate(CHILDREN[1:], start=2):
        typed = {item.name: item for item in _child(number, digit)}
        said = any(draft.get(part) for item in typed.values() for part in item.parts)
        if said and not (draft.get(f"JD{number}_NM") and draft.get(f"JD{number}_BD_D")):
            return f"児童{digit}は氏名と生年月日を入力してください(E0132)"
    return None


def _account_is_known(draft: Draft) -> str | None:
    """Money needs somewhere to go: the public account or one written here."""
    if draft.get("KKN_FL") or (draft.get("KZ_BG") and draft.get("KZ_KN")):
        return None
    return "公金受取口座を利用しない場合は口座番号と口座名義人カナを入力してください(E0131)"


JIDO_TEATE = Procedure(
    form="jido-teate-nintei",
    code="jt",
    mark="児",
    title="児童手当認定請求",
    table="JIDO_TEATE",
    steps=(
        Step("対象者", _claimant()),
        Step(
            "内容",
            _household() + tuple(i for n, d in enumerate(CHILDREN, 1) for i in _child(n, d)),
            (_child_is_whole,),
        ),
        Step("口座", _account(), (_account_is_known,)),
    ),
    searched=("seikyusha_kana", "seikyusha_birth", "teishutsu_date"),
    listed=("seikyusha_kana", "seikyusha_name", "seikyusha_birth", "teishutsu_date"),
    key=("teishutsu_date", "seikyusha_kana", "seikyusha_birth"),
)
