"""共同利用: a cost that several municipalities bear by a key, and each one's part in whole yen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction

from forms.check_digits import is_municipality_code
from workflows.ledger.errors import BadCost

MAX_PARTIES = 100
OWN = "当団体"
_MOST = Decimal(10) ** 12  # of a weight
_LINE = re.compile(r"(?P<code>[0-9]{6})\s*(?P<rest>.*)", re.DOTALL)
_WEIGHT = re.compile(
    r"(?P<name>\S.*?)(?:\s+(?P<weight>[0-9][0-9,]*(?:\.[0-9]{1,6})?))?\s*", re.DOTALL
)
_PLAIN = str.maketrans("０１２３４５６７８９，．　", "0123456789,. ")


class Key(StrEnum):
    POPULATION = "population"
    EQUAL = "equal"
    USAGE = "usage"


KEY_TITLES: Mapping[Key, str] = {
    Key.POPULATION: "人口割", Key.EQUAL: "均等割", Key.USAGE: "利用割",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """One municipality. `code`: 全国地方公共団体コード, six digits with the check digit. `weight`:
    people, or uses; 1 each where all bear the same."""

    code: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """Who bears the cost together; `own` is our code."""

    key: Key
    parties: tuple[Party, ...]
    own: str

    def parts(self, total: int) -> Mapping[str, int]:
        """Yen of each code. They add up to `total`: what is left after rounding down goes, yen by
        yen, to the largest fractions, those named first where they are equal."""
        sign, rest = (-1, -total) if total < 0 else (1, total)
        whole = sum(Fraction(each.weight) for each in self.parties)
        exact = [Fraction(each.weight) * rest / whole for each in self.parties]
        parts = [int(each) for each in exact]
        order = sorted(range(len(exact)), key=lambda n: (parts[n] - exact[n], n))
        for n in order[: rest - sum(parts)]:
            parts[n] += 1
        return {each.code: sign * part for each, part in zip(self.parties, parts, strict=True)}

    def own_part(self, total: int) -> int:
        """Our part of `total`, in yen."""
        return self.parts(total)[self.own]


def share_of(key: Key, text: str) -> Share:
    """A line (or a part between `;`) a municipality: `131016 千代田区 67000 当団体`. For 均等割 the
    figure may be left out. Raises BadCost."""
    lines = [line for line in re.split(r"[\n;；]", _plain(text)) if line.strip()]
    if not 2 <= len(lines) <= MAX_PARTIES:
        raise _bad(f"共同利用は 2〜{MAX_PARTIES} 団体です (いま {len(lines)} 団体)。")
    found = [_party(key, line) for line in lines]
    _check([party for party, _ in found])
    own = [party.code for party, is_own in found if is_own]
    if len(own) != 1:
        raise _bad(
            "共同利用のどの団体が自分の団体か分かりません。",
            f"自分の団体の行の終わりに「{OWN}」と書きます (一つだけ)。",
        )
    return Share(key, tuple(party for party, _ in found), own[0])


def text_of(share: Share) -> str:
    """As `share_of` reads it, a line a municipality."""
    lines = (
        f"{each.code} {each.name} {each.weight:f}" + (f" {OWN}" if each.code == share.own else "")
        for each in share.parties
    )
    return "\n".join(lines)


def _party(key: Key, line: str) -> tuple[Party, bool]:
    said = line.strip()
    is_own = said.endswith(OWN)
    found = _LINE.fullmatch(said.removesuffix(OWN).strip())
    if not found:
        raise _bad(f"共同利用の「{said[:40]}」は、6 桁の団体コードで始まっていません。")
    if not is_municipality_code(found["code"]):
        raise _bad(
            f"団体コード {found['code']} の検査数字が合いません。",
            "全国地方公共団体コード (検査数字を含む 6 桁) を確かめてください。",
        )
    rest = _WEIGHT.fullmatch(found["rest"])
    if rest is None or rest["name"].isdigit():
        raise _bad(f"団体コード {found['code']} の団体の名前がありません。")
    return Party(found["code"], rest["name"], _weight(key, rest["weight"], rest["name"])), is_own


def _weight(key: Key, text: str | None, name: str) -> Decimal:
    if key is Key.EQUAL:
        return Decimal(1)
    try:
        weight = Decimal((text or "").replace(",", ""))
    except InvalidOperation as error:
        raise _bad(f"{name}の{KEY_TITLES[key]}の数がありません。") from error
    if not 0 <= weight < _MOST:
        raise _bad(f"{name}の{KEY_TITLES[key]}の数が大きすぎます。")
    return weight


def _check(parties: Sequence[Party]) -> None:
    codes = [each.code for each in parties]
    if double := {code for code in codes if codes.count(code) > 1}:
        raise _bad(f"団体コード {min(double)} が二つあります。")
    if not any(each.weight for each in parties):
        raise _bad("共同利用の数が、すべて 0 です。")


def _plain(text: str) -> str:
    """Digits, commas and spaces in half width; names as they are."""
    return text.replace("\r\n", "\n").translate(_PLAIN)


def _bad(
    message: str, advice: str = "例: 131016 千代田区 67000 当団体 (団体ごとに改行)"
) -> BadCost:
    return BadCost(message, field="share", advice=advice)
