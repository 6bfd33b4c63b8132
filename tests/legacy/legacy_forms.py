"""Invented applications as a clerk types them: input name to value. Nobody of them exists."""

from __future__ import annotations

from samples.legacy.rows import Value


def date(name: str, era: str, year: str, month: str, day: str) -> dict[str, str]:
    return {f"{name}_G": era, f"{name}_Y": year, f"{name}_M": month, f"{name}_D": day}


def phone(name: str, *boxes: str) -> dict[str, str]:
    return {f"{name}_{n}": box for n, box in enumerate(boxes, start=1)}


def address(name: str, town: str, rest: str, code: str = "99999999999") -> dict[str, str]:
    return {f"{name}_CD": code, f"{name}_NM": town, f"{name}_BN": rest}


JIDO: dict[str, str | list[str]] = {
    **date("TSD", "5", "6", "12", "3"),
    "SKS_KN": "ｻﾄｳ ﾊﾅｺ",
    "SKS_NM": "佐藤　花子",
    "SKS_KJBG": "123456789018",
    "SKS_SEX": "2",
    **date("SKS_BD", "3", "60", "4", "3"),
    "SKS_YB_1": "100",
    "SKS_YB_2": "0001",
    **address("SKS_JS", "東京都千代田区千代田", "１－１"),
    **phone("SKS_TL", "03", "1234", "5678"),
    "HGS_UM": "2",
    "SGY_CD": "01",
    "NKN_CD": "1",
    "JD1_NM": "佐藤　一郎",
    "JD1_ZK": "子",
    **date("JD1_BD", "5", "2", "5", "1"),
    "JD1_DB": "1",
    "JD1_KG": "1",
    "KKN_FL": "1",
}
JIDO_VALUES: dict[str, Value] = {
    "teishutsu_date": "2024-12-03",
    "seikyusha_kana": "サトウ　ハナコ",
    "seikyusha_name": "佐藤　花子",
    "seikyusha_my_number": "123456789018",
    "seikyusha_sex": "女",
    "seikyusha_birth": "1985-04-03",
    "seikyusha_postal": "1000001",
    "seikyusha_address": "東京都千代田区千代田１－１",
    "seikyusha_phone": "0312345678",
    "haigusha_umu": "無",
    "shokugyo": "会社員",
    "pension_kind": "厚生年金",
    "child1_name": "佐藤　一郎",
    "child1_relation": "子",
    "child1_birth": "2020-05-01",
    "child1_live": "同居",
    "child1_custody": "有",
    "koukin_kouza": "利用する",
}
KAIGO: dict[str, str | list[str]] = {
    "HHS_NO": "0012345678",
    "HHS_KJBG": "123456789018",
    "HHS_KN": "ﾀｶﾊｼ ｷﾖ",
    "HHS_NM": "髙橋　キヨ",
    **date("HHS_BD", "2", "14", "1", "9"),
    "HHS_SEX": "2",
    **address("HHS_JS", "北海道札幌市中央区大通西", "３丁目"),
    "SNS_KB": "3",
    **date("SNS_DT", "5", "06", "12", "01"),
    "GNZ_KD": "22",
    **date("YKK_FR", "5", "6", "1", "1"),
    **date("YKK_TO", "5", "6", "12", "31"),
    "HNK_RY": "転倒のため\n状態が変わった",
    "IRH_NO": "39130001",
    "IRH_BG": "12-34",
    "ISI_NM": "山田　太郎",
    "IKK_NM": "写市民病院",
    "DOI_FL": "1",
}
KAIGO_VALUES: dict[str, Value] = {
    "hihokensha_number": "0012345678",
    "my_number": "123456789018",
    "kana": "タカハシ　キヨ",
    "name": "髙橋　キヨ",
    "birth": "1925-01-09",
    "sex": "女",
    "address": "北海道札幌市中央区大通西３丁目",
    "shinsei_kubun": "区分変更",
    "shinsei_date": "2024-12-01",
    "current_level": "要介護2",
    "valid_from": "2024-01-01",
    "valid_to": "2024-12-31",
    "change_reason": "転倒のため\n状態が変わった",
    "insurer_number": "39130001",
    "insured_no": "12-34",
    "doctor_name": "山田　太郎",
    "clinic": "写市民病院",
    "consent": "同意する",
}
RISAI: dict[str, str | list[str]] = {
    **date("SNS_DT", "5", "6", "10", "20"),
    "SNS_KN": "ｽｽﾞｷ ｼﾞﾛｳ",
    "SNS_NM": "鈴木　次郎",
    **address("SNS_JS", "石川県七尾市本府中町", ""),
    **phone("SNS_TL", "090", "1234", "5678"),
    "KNK_CD": "1",
    "STI_NZ": "4",
    **address("JYK_JS", "石川県七尾市本府中町", "イ２５"),
    "JYK_SB": "1",
    **date("RSI_DT", "5", "6", "9", "21"),
    "RSI_GN": "02",
    "HGI_KS": ["1", "3"],
    "SSN_UM": "1",
    "BSU": "2",
}
RISAI_VALUES: dict[str, Value] = {
    "shinsei_date": "2024-10-20",
    "kana": "スズキ　ジロウ",
    "name": "鈴木　次郎",
    "address": "石川県七尾市本府中町",
    "phone": "09012345678",
    "relation": "本人",
    "setai_ninzu": "4",
    "house_address": "石川県七尾市本府中町イ２５",
    "house_kind": "持家",
    "risai_date": "2024-09-21",
    "cause": "風水害",
    "damage": ("屋根", "床上浸水"),
    "photo": "有",
    "copies": "2",
}
