"""罹災証明書交付申請書: a household after an earthquake, a flood or a fire."""

from datetime import date, timedelta
from random import Random

from forms.record import Value
from samples.generate import tables
from samples.generate.people import Person, Town

PLACES = ("屋根", "外壁", "床上浸水", "床下浸水", "窓・建具", "その他")


def risai_shomei(town: Town, rng: Random, today: date) -> dict[str, Value]:
    person, home = town.person((25, 85), today), town.home()
    is_owner_elsewhere = rng.random() < 0.2
    relation = "所有者" if is_owner_elsewhere else rng.choice(("本人", "本人", "世帯員", "その他"))
    house = town.home().address if is_owner_elsewhere else home.address
    values: dict[str, Value] = {
        "shinsei_date": today.isoformat(),
        "kana": person.kana,
        "name": person.name,
        "seal": rng.choice(("あり", "なし")),
        "postal": home.postal,
        "address": home.address,
        "phone": home.phone,
        "relation": relation,
        "setai_nushi": _head(town, rng, person, relation, today),
        "setai_ninzu": str(rng.randint(1, 11)) if rng.random() < 0.85 else None,
        "house_address": house,
        "house_kind": rng.choice(("持家", "持家", "借家")),
    }
    return values | _damage(rng, today) | _agent(town, rng, today)


def _head(town: Town, rng: Random, person: Person, relation: str, today: date) -> str | None:
    if relation == "本人":
        return person.name
    if relation == "世帯員":
        return town.person((40, 85), today, "", person.family).name
    return rng.choice((person.name, None))


def _damage(rng: Random, today: date) -> dict[str, Value]:
    chosen = set(rng.sample(PLACES, rng.randint(1, 3)))
    places = tuple(place for place in PLACES if place in chosen)  # in the order of the paper
    return {
        "risai_date": (today - timedelta(rng.randint(2, 60))).isoformat(),
        "cause": rng.choice(("地震", "風水害", "風水害", "火災", "その他")),
        "damage": places,
        "damage_text": rng.choice(tables.DAMAGES) if rng.random() < 0.85 else None,
        "self_judge": "同意する" if rng.random() < 0.4 else None,
        "photo": rng.choice(("有", "有", "無", None)),
        "copies": str(rng.randint(1, 5)),
    }


def _agent(town: Town, rng: Random, today: date) -> dict[str, Value]:
    if rng.random() < 0.7:
        return {"agent_name": None, "agent_phone": None}
    return {"agent_name": town.person((30, 70), today).name, "agent_phone": town.phone()}
