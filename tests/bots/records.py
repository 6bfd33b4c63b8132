"""Invented records of the three forms, for the tests of the bots."""

from forms.record import Reading, Record, Value
from tests.ours import OURS

CATALOGUE = OURS

JIDO: dict[str, Value] = {
    "teishutsu_date": "2024-10-03",
    "seikyusha_kana": "サトウ　ハナコ",
    "seikyusha_name": "佐藤　花子",
    "seikyusha_my_number": "123456789018",
    "seikyusha_sex": "女",
    "seikyusha_birth": "1985-04-03",
    "seikyusha_postal": "1000013",
    "seikyusha_address": "東京都千代田区霞が関2-1-2",
    "seikyusha_phone": "09012345678",
    "haigusha_umu": "有",
    "haigusha_name": "佐藤　一郎",
    "haigusha_my_number": "234567890121",
    "shokugyo": "会社員",
    "bank_name": "うつし銀行",
    "bank_kind": "銀行",
    "bank_branch": "本店",
    "bank_code": "0001",
    "branch_code": "001",
    "account_type": "普通",
    "account_number": "0123456",
    "account_holder_kana": "サトウ　ハナコ",
    "child1_name": "佐藤　太郎",
    "child1_relation": "子",
    "child1_birth": "2019-05-01",
    "child1_live": "同居",
    "child1_custody": "有",
    "child2_name": "佐藤　次郎",
    "child2_birth": "2021-01-11",
    "pension_kind": "厚生年金",
}

KAIGO: dict[str, Value] = {
    "shinsei_kubun": "更新",
    "shinsei_date": "2024-10-04",
    "hihokensha_number": "0012345678",
    "my_number": "123456789018",
    "kana": "スズキ　イチロウ",
    "name": "鈴木　一朗",
    "birth": "1940-12-01",
    "sex": "男",
    "postal": "2750014",
    "address": "千葉県習志野市鷺沼２丁目1-1",
    "phone": "0474511151",
    "shinseisha_name": "鈴木　二郎",
    "shinseisha_relation": "長男",
    "shinseisha_address": "千葉県習志野市鷺沼2-1-1",
    "shinseisha_phone": "08012345678",
    "daiko_name": "うつしケアセンター",
    "daiko_kind": "居宅介護支援事業者",
    "current_level": "要介護2",
    "valid_from": "2023-11-01",
    "valid_to": "2024-10-31",
    "insurer_name": "千葉県後期高齢者医療広域連合",
    "insurer_number": "39120000",
    "insured_symbol": "写",
    "insured_no": "123-4",
    "branch_no": "01",
    "doctor_name": "髙橋　誠",
    "clinic": "習志野うつし病院",
    "clinic_address": "千葉県習志野市津田沼1-2-3",
    "clinic_phone": "0474511111",
    "consent": "同意する",
    "signature": "鈴木　一朗",
}

RISAI: dict[str, Value] = {
    "shinsei_date": "2024-09-03",
    "kana": "ヤマダ　タロウ",
    "name": "山田　太郎",
    "postal": "9200961",
    "address": "石川県金沢市香林坊1-2-3 写マンション101",
    "phone": "0355551234",
    "relation": "本人",
    "house_address": "石川県輪島市河井町1-2",
    "house_kind": "持家",
    "risai_date": "2024-09-01",
    "cause": "風水害",
    "damage": ("屋根", "床上浸水"),
    "damage_text": "床上50cm、屋根が飛んだ",
    "self_judge": "同意する",
    "photo": "有",
    "copies": "2",
}

VALUES = {"jido-teate-nintei": JIDO, "kaigo-nintei": KAIGO, "risai-shomei": RISAI}


def record(form_id: str, **changed: Value) -> Record:
    """A whole record of the form, with some values changed; fields not named are blank."""
    form = CATALOGUE[form_id]
    values = {**VALUES[form_id], **changed}
    unknown = set(values) - {field.id for field in form.fields}
    if unknown:
        raise KeyError(unknown)
    readings = (
        Reading(field.id, "", values.get(field.id), 1.0, field.page, field.box, "person")
        for field in form.fields
    )
    return Record(form_id, form.version, tuple(readings))


def least(form_id: str, **changed: Value) -> Record:
    """Only what the form requires."""
    form = CATALOGUE[form_id]
    blank = {field.id: None for field in form.fields if not field.required}
    return record(form_id, **{**blank, **changed})
