"""児童手当 認定請求書: a parent, perhaps a spouse, one to three children, an account."""

from datetime import date, timedelta
from random import Random

from forms.record import Value
from samples.generate import tables
from samples.generate.people import SPACE, Person, Town


def jido_teate(town: Town, rng: Random, today: date) -> dict[str, Value]:
    parent, home = town.person((24, 48), today), town.home()
    values: dict[str, Value] = {
        "teishutsu_date": today.isoformat(),
        "seikyusha_kana": parent.kana,
        "seikyusha_name": parent.name,
        "seikyusha_seal": rng.choice(("あり", "あり", "なし")),
        "seikyusha_my_number": parent.my_number,
        "seikyusha_sex": parent.sex,
        "seikyusha_birth": parent.birth.isoformat(),
        "seikyusha_postal": home.postal,
        "seikyusha_address": home.address,
        "seikyusha_phone": home.phone,
        "pension_kind": rng.choice(("厚生年金", "厚生年金", "国民年金", "その他", None)),
        "shokugyo": rng.choice(tables.JOBS),
    }
    values |= _spouse(town, rng, parent, today)
    values |= _children(town, rng, parent, today)
    return values | _account(town, rng, parent)


def _spouse(town: Town, rng: Random, parent: Person, today: date) -> dict[str, Value]:
    if rng.random() < 0.25:
        return {"haigusha_umu": "無", "haigusha_name": None, "haigusha_my_number": None}
    other = "女" if parent.sex == "男" else "男"
    spouse = town.person((24, 48), today, other, parent.family)
    number = spouse.my_number if rng.random() < 0.85 else None
    return {
        "haigusha_umu": "有",
        "haigusha_name": spouse.name,
        "haigusha_my_number": number,
    }


def _children(town: Town, rng: Random, parent: Person, today: date) -> dict[str, Value]:
    oldest = min(17, max(1, (today - parent.birth).days // 366 - 20))
    count = min(rng.choice((1, 1, 2, 2, 3)), oldest)
    births = sorted(today - timedelta(rng.randint(20, oldest * 365)) for _ in range(count))
    given = {sex: town.given_names(sex) for sex in "男女"}
    values: dict[str, Value] = {}
    for n, birth in enumerate([*births, *[None] * 3][:3], start=1):
        if birth is None:
            parts: tuple[Value, ...] = (None,) * 5
        else:
            sex = rng.choice("男女")
            kin = _KIN[sex][len(tables.BOYS) - len(given[sex])]
            live = "別居" if rng.random() < 0.1 else "同居"
            name = parent.family + SPACE + given[sex].pop()
            parts = (name, kin, birth.isoformat(), live, "有")
        names = ("name", "relation", "birth", "live", "custody")
        values |= {f"child{n}_{name}": part for name, part in zip(names, parts, strict=True)}
    return values


_KIN = {"男": ("長男", "二男", "三男"), "女": ("長女", "二女", "三女")}


def _account(town: Town, rng: Random, parent: Person) -> dict[str, Value]:
    names = (
        "bank_name", "bank_kind", "bank_branch", "bank_code", "branch_code",
        "account_type", "account_number", "account_holder_kana",
    )  # fmt: skip
    if rng.random() < 0.25:
        return {**dict.fromkeys(names), "koukin_kouza": "利用する"}
    bank, kind, code = rng.choice(tables.BANKS)
    branch, branch_code = rng.choice(tables.BRANCHES)
    parts = (
        bank, kind, branch, code, branch_code,
        rng.choice(("普通", "普通", "当座")), town.digits(7), parent.kana,
    )  # fmt: skip
    return {"koukin_kouza": None, **dict(zip(names, parts, strict=True))}
