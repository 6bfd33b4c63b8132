"""要介護・要支援認定申請書: an elderly person, who applies for them, their doctor."""

from datetime import date, timedelta
from random import Random

from forms.record import Value
from samples.generate import tables
from samples.generate.people import Person, Town

LEVELS = ("要支援1", "要支援2", "要介護1", "要介護2", "要介護3", "要介護4", "要介護5")


def kaigo_nintei(town: Town, rng: Random, today: date) -> dict[str, Value]:
    is_second = rng.random() < 0.15  # 第2号被保険者, 40 to 64
    insured = town.person((45, 63) if is_second else (68, 98), today)
    home = town.home()
    kind = rng.choice(("新規", "新規", "更新", "更新", "区分変更", "転入"))
    values: dict[str, Value] = {
        "shinsei_kubun": kind,
        "shinsei_date": today.isoformat(),
        "hihokensha_number": "00" + town.digits(8),
        "my_number": insured.my_number if rng.random() < 0.85 else None,
        "sex": insured.sex,
        "kana": insured.kana,
        "name": insured.name,
        "birth": insured.birth.isoformat(),
        "postal": home.postal,
        "phone": home.phone,
        "address": home.address,
    }
    values |= _applicant(town, rng, insured, today)
    values |= _agent(rng)
    values |= _level(rng, kind, today)
    return values | _medical(town, rng, insured, today, is_second)


def _applicant(town: Town, rng: Random, insured: Person, today: date) -> dict[str, Value]:
    names = ("name", "relation", "address", "phone")
    if rng.random() < 0.35:
        return {f"shinseisha_{name}": None for name in names}
    kin = rng.choice(tables.KIN)
    sex = "男" if kin in ("長男", "二男", "夫") else "女"
    family = insured.family if kin != "姪" else ""
    applicant, home = town.person((38, 70), today, sex, family), town.home()
    parts = (applicant.name, kin, home.address, home.phone)
    return {f"shinseisha_{name}": part for name, part in zip(names, parts, strict=True)}


def _agent(rng: Random) -> dict[str, Value]:
    if rng.random() < 0.55:
        return {"daiko_name": None, "daiko_seal": "なし", "daiko_kind": None}
    kind = rng.choice(tuple(tables.AGENTS))
    seal = rng.choice(("あり", "なし"))
    return {
        "daiko_name": rng.choice(tables.AGENTS[kind]),
        "daiko_seal": seal,
        "daiko_kind": kind,
    }


def _level(rng: Random, kind: str, today: date) -> dict[str, Value]:
    values: dict[str, Value] = dict.fromkeys(
        ("current_level", "valid_from", "valid_to", "change_reason")
    )
    if kind in ("新規", "転入"):
        return values
    first = (today - timedelta(rng.randint(200, 700))).replace(day=1)
    last = date(first.year + 2, first.month, 1) - timedelta(1)
    values |= {
        "current_level": rng.choice(LEVELS),
        "valid_from": first.isoformat(),
        "valid_to": last.isoformat(),
    }
    if kind == "区分変更":
        values["change_reason"] = rng.choice(tables.REASONS)
    return values


def _medical(
    town: Town, rng: Random, insured: Person, today: date, is_second: bool
) -> dict[str, Value]:
    insurer, start = tables.INSURERS[1 if is_second else rng.choice((0, 0, 2))]
    clinic_home = town.home()
    values: dict[str, Value] = {
        "insurer_name": insurer,
        "insurer_number": town.insurer_number(start),
        "insured_symbol": rng.choice(("千葉", "あ12", "葉保", None)),
        "insured_no": str(rng.randint(100, 99999)) if rng.random() < 0.8 else None,
        "branch_no": rng.choice(("00", "01", "02", None)),
        "disease": rng.choice(tables.DISEASES) if is_second else None,
        "doctor_name": town.person((32, 68), today).name,
        "clinic": rng.choice(tables.CLINICS),
        "clinic_address": clinic_home.address,
        "clinic_phone": clinic_home.phone,
        "consent": "同意する",
        "signature": insured.name,
    }
    return values
