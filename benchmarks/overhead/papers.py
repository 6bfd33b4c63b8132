"""Invented applications, each with a key of its own."""

from collections.abc import Iterator

from forms.record import Record
from tests.bots.records import record

_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"


def papers(forms: tuple[str, ...], each: int) -> Iterator[Record]:
    """`each` applications of every form, the forms in turns."""
    for number in range(each):
        for form in forms:
            yield record(form, **_key(form, number))


def _key(form: str, number: int) -> dict[str, str]:
    if form == "kaigo-nintei":
        return {"hihokensha_number": f"{100000 + number:010d}"}
    first, second = divmod(number, len(_KANA))
    name = f"ハカル　{_KANA[first % len(_KANA)]}{_KANA[second]}コ"
    return {"seikyusha_kana" if form == "jido-teate-nintei" else "kana": name}
