"""What people do on paper beside writing the value: corrections, 同上, names no font list has.

Each twist takes an application and returns a `Doubtful` as in `samples.generate.doubts`, with the
fields a person should look at; `readable` are those whose value may also be read and accepted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from forms.form import Field, FieldType, Form
from forms.record import Value
from samples.generate import doubts
from samples.generate.doubts import Doubtful
from samples.generate.fill import Paper
from samples.generate.hard import tables
from samples.generate.people import SPACE
from samples.generate.values import Values


@dataclass(frozen=True, slots=True)
class Twisted:
    """`doubtful` as in doubts; `readable` of its fields are also right when read right."""

    doubtful: Doubtful
    readable: tuple[str, ...] = ()


Twist = Callable[[Form, Values, Random], Twisted]


def nothing(form: Form, values: Values, rng: Random) -> Twisted:
    return Twisted(Doubtful(Paper(values), values))


def corrected(form: Form, values: Values, rng: Random) -> Twisted:
    """Two to four fields written wrong, struck out and written anew (訂正)."""
    can = [f for f in form.fields if _wrong(f, values.get(f.id), rng) is not None]
    chosen = rng.sample(can, min(len(can), rng.randint(2, 4)))
    old = {f.id: _wrong(f, values[f.id], rng) or "" for f in chosen}
    fields = tuple(old)
    return Twisted(Doubtful(Paper(values, corrected=old), values, fields), fields)


def ditto(form: Form, values: Values, rng: Random) -> Twisted:
    """同上 and 〃 where a value repeats the one above."""
    changed, written = dict(values), {}
    for field, above in _ABOVE.items():
        if changed.get(field) and changed.get(above):
            changed[field] = changed[above]
            written[field] = rng.choice(("同上", "同上", "〃", "〃　〃"))
    family = str(values.get("seikyusha_name") or "").split(SPACE)[0]
    for n in (2, 3):
        name = changed.get(f"child{n}_name")
        if isinstance(name, str) and family and name.startswith(family + SPACE):
            written[f"child{n}_name"] = "〃" + name[len(family) :]
    fields = tuple(written)
    return Twisted(Doubtful(Paper(changed, written=written), changed, fields), fields)


def outside(form: Form, values: Values, rng: Random) -> Twisted:
    """The family's name has a character outside the recogniser's vocabulary (𠮷, 﨑, 濵)."""
    name, kana = rng.choice(tables.OUTSIDE)
    changed = _renamed(form, values, name, kana)
    fields = tuple(f for f in changed if changed[f] != values[f] and _names(form.field(f)))
    return Twisted(Doubtful(Paper(changed), changed, fields), fields)


def foreign(form: Form, values: Values, rng: Random) -> Twisted:
    """A resident whose name is foreign, in Latin letters, katakana or other kanji."""
    sex_field = "seikyusha_sex" if "seikyusha_sex" in values else "sex"
    fitting = [each for each in tables.FOREIGN if values.get(sex_field) in (None, each[2])]
    name, kana, _ = rng.choice(fitting)
    family, _, given = name.partition(SPACE)
    family_kana, _, given_kana = kana.partition(SPACE)
    changed = _renamed(form, values, family, family_kana, (given, given_kana))
    return Twisted(Doubtful(Paper(changed), changed))


def loose_kana(form: Form, values: Values, rng: Random) -> Twisted:
    """フリガナ in hiragana, phone numbers with brackets or no hyphens: read as their values."""
    written: dict[str, str] = {}
    for field in form.fields:
        value = values.get(field.id)
        if field.type is FieldType.KANA and isinstance(value, str):
            written[field.id] = "".join(
                chr(ord(ch) - 0x60) if "ァ" <= ch <= "ヶ" and ch not in "ヵヶ" else ch
                for ch in value
            )
        elif field.type is FieldType.PHONE and isinstance(value, str):
            written[field.id] = _phone(value, rng)
    return Twisted(Doubtful(Paper(values, written=written), values))


def _doubt(kind: str) -> Twist:
    return lambda form, values, rng: Twisted(doubts.DOUBTS[kind](form, values, rng))


TWISTS: Mapping[str, Twist] = {
    "": nothing,
    "corrected": corrected,
    "ditto": ditto,
    "outside": outside,
    "foreign": foreign,
    "loose_kana": loose_kana,
    **{kind: _doubt(kind) for kind in ("check_digit", "two_rings", "no_ring", "struck", "blank")},
}
_ABOVE = {
    "house_address": "address",
    "shinseisha_address": "address",
    "shinseisha_phone": "phone",
    "setai_nushi": "name",
    "signature": "name",
}


def _wrong(field: Field, value: Value, rng: Random) -> str | None:
    """What may have been written first: two digits swapped, another house or option."""
    if not isinstance(value, str) or field.date is not None:
        return None
    if field.type in (FieldType.PHONE, FieldType.NUMBER, FieldType.POSTAL_CODE) and len(value) > 3:
        place = rng.randrange(1, len(value) - 1)
        swapped = value[:place] + value[place + 1] + value[place] + value[place + 2 :]
        return swapped if swapped != value else None
    if field.type is FieldType.NAME:
        family = value.split(SPACE)[0]
        return family + SPACE + rng.choice((*tables.MEN, *tables.WOMEN))[0]
    if field.type is FieldType.CHOICE and len(field.options) > 1 and field.mark == "circle":
        return rng.choice([o.value for o in field.options if o.value != value])
    return None


def _renamed(
    form: Form, values: Values, family: str, kana: str, given: tuple[str, str] | None = None
) -> Values:
    """Everyone of the applicant's family under another name; `given` for the applicant alone."""
    names = [f.id for f in form.fields if f.type is FieldType.NAME]
    main = "seikyusha_name" if "seikyusha_name" in values else "name"
    old = str(values[main])
    old_family = old.split(SPACE, maxsplit=1)[0]
    old_kana = str(values["seikyusha_kana" if main == "seikyusha_name" else "kana"])
    changed = dict(values)
    for field in names:
        value = values[field]
        if not isinstance(value, str) or not value.startswith(old_family + SPACE):
            continue
        rest = given[0] if given and value == old else value.split(SPACE)[1]
        changed[field] = family + SPACE + rest
    for field in (f.id for f in form.fields if f.type is FieldType.KANA):
        if values[field] == old_kana:
            rest = given[1] if given else old_kana.split(SPACE)[1]
            changed[field] = kana + SPACE + rest
    return changed


def _names(field: Field) -> bool:
    return field.type is FieldType.NAME


def _phone(digits: str, rng: Random) -> str:
    if len(digits) == 11:
        return rng.choice((digits, f"{digits[:3]}({digits[3:7]}){digits[7:]}"))
    area = 2 if digits[:2] in ("03", "06") else 3
    return rng.choice((f"({digits[:area]}){digits[area:6]}-{digits[6:]}", digits))
